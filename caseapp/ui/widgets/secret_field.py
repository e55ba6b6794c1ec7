"""A field for what nobody beside the screen should read, shown only on request."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import plain_button

_LONGEST = 400
SHOW, HIDE = "Afficher", "Masquer"


class SecretField(QWidget):
    """A labelled line and its button to show it; emits what is typed, and Enter."""

    changed = Signal(str)
    submitted = Signal()

    def __init__(self, label: str) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setAccessibleName(label)
        self.edit.setMaxLength(_LONGEST)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._toggle = plain_button(SHOW, self._change)
        self._name = plain_label(label, role="etiquette")
        self._name.setBuddy(self.edit)
        grid = QHBoxLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.edit, 1)
        grid.addWidget(self._toggle)
        self.setFocusProxy(self.edit)
        self.show_text(shown=False)
        self.edit.textChanged.connect(self.changed)
        self.edit.returnPressed.connect(self.submitted)

    @property
    def label(self) -> QWidget:
        """The name of the field, to be placed above it."""
        return self._name

    def text(self) -> str:
        """Return what is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Fill the field."""
        self.edit.setText(text)

    def show_text(self, *, shown: bool) -> None:
        """Show the letters, or dots."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self._toggle.setText(HIDE if shown else SHOW)
        self._toggle.setAccessibleName(f"{HIDE if shown else SHOW} : {self.edit.accessibleName()}")

    def _change(self) -> None:
        self.show_text(shown=self.edit.echoMode() is QLineEdit.EchoMode.Password)
