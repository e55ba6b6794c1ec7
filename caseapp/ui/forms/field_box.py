"""A field as the form shows it: its label above, what was understood beside it, its error or hint under."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from caseapp.ui.forms.editor import Editor
from caseapp.ui.forms.fields import FieldSpec, Kind
from caseapp.ui.plain_text import plain_label

REQUIRED = "À remplir pour enregistrer."


class FieldBox(QWidget):
    """One editor and the words around it."""

    def __init__(self, editor: Editor, *, alone: bool) -> None:
        super().__init__()
        self.editor = editor
        self.problem, self._hint = "", editor.spec.hint
        self._understood = plain_label(role="note")
        self._understood.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._understood.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._under = plain_label(role="note")
        self._under.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        if not (alone and self.spec.kind is Kind.CHECK):
            self._column.addLayout(self._head())
        self._column.addWidget(editor.widget)
        self._column.addWidget(self._under)
        self._column.addStretch(1)
        self._name()
        editor.changed.connect(self._typed)
        editor.noted.connect(self._say)
        editor.left.connect(self._check)
        self._say()

    @property
    def spec(self) -> FieldSpec:
        """The declaration of the field."""
        return self.editor.spec

    @property
    def error_label(self) -> QLabel:
        """The line under the field."""
        return self._under

    @property
    def understood_label(self) -> QLabel:
        """The words on the right of the label."""
        return self._understood

    def set_gap(self, pixels: int) -> None:
        """Set the room between the label, the field and the line under it."""
        self._column.setSpacing(pixels)

    def read(self) -> object:
        """Return the value; ValueError for one that is refused, or missing."""
        value = self.editor.value()
        if value is None and self.spec.required:
            raise ValueError(REQUIRED)
        return value

    def show_error(self, sentence: str) -> None:
        """Show a refusal, or take it away with an empty one."""
        self.problem = sentence
        self._under.setProperty("role", "erreur" if sentence else "note")
        _polish(self._under)
        for widget in self.editor.dressed():
            widget.setProperty("erreur", bool(sentence))
            _polish(widget)
        self._say()

    def set_hint(self, sentence: str) -> None:
        """Say something else under the field while it has no error."""
        self._hint = sentence
        self._say()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(6)
        if self.spec.kind is not Kind.CHECK:
            label = plain_label(self.spec.label + ("\u00a0*" if self.spec.required else ""), role="etiquette")
            head.addWidget(label)
        else:
            head.addWidget(plain_label("\u00a0", role="etiquette"))
        head.addWidget(self._understood, 1)
        return head

    def _name(self) -> None:
        if self.spec.kind is not Kind.SEGMENTS:
            self.editor.widget.setAccessibleName(self.spec.spoken)

    def _typed(self) -> None:
        if self.problem:
            self.show_error("")
        else:
            self._say()

    def _check(self) -> None:
        """Refuse at once what cannot be read; what is missing waits until the form is saved."""
        try:
            self.editor.value()
        except ValueError as error:
            self.show_error(str(error))

    def _say(self) -> None:
        understood = self.editor.understood()
        self._understood.setText(understood)
        under = self.problem or self._hint
        self._under.setText(under)
        self._under.setVisible(bool(under))
        required = "obligatoire" if self.spec.required else ""
        spoken = " · ".join(filter(None, (under, understood, required)))
        for widget in self.editor.dressed():
            widget.setAccessibleDescription(spoken)


def _polish(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)
