"""What every editor of a field is: a widget, a value, and the text that a draft keeps."""

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from caseapp.domain.text import clean_text, has_forbidden_characters
from caseapp.ui.forms.fields import FieldSpec

FORBIDDEN = "Ce texte contient des caractères invisibles qui ne peuvent pas être gardés : retapez-le."


class Editor(QObject):
    """One field being typed in; `widget` is what the form lays out."""

    changed = Signal()
    """Something was typed or chosen; also emitted when the program fills the field."""
    left = Signal()
    """The user has gone to another field."""
    noted = Signal()
    """What `understood` says has changed by itself."""

    def __init__(self, spec: FieldSpec, widget: QWidget) -> None:
        super().__init__(widget)
        self.spec, self.widget = spec, widget

    @abstractmethod
    def value(self) -> object:
        """Return what is typed, None when nothing is; ValueError holds a French sentence."""

    @abstractmethod
    def set_value(self, value: object) -> None:
        """Fill the field with a value of its kind, or empty it with None."""

    @abstractmethod
    def raw(self) -> str:
        """Return what is typed, readable or not, for a draft."""

    @abstractmethod
    def set_raw(self, raw: str) -> None:
        """Put back what a draft kept."""

    def understood(self) -> str:
        """Say what was understood, when it is worth a line under the field."""
        return ""

    def dressed(self) -> Sequence[QWidget]:
        """Return the widgets that take the focus: they are named, and marked when refused."""
        return (self.widget,)

    def focus(self) -> None:
        """Take the keyboard; a line is then selected whole, as by Tab, to be typed over."""
        widget = self.dressed()[0]
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(widget, QLineEdit):
            widget.selectAll()


def checked_text(text: str, longest: int) -> str:
    """Return the text as stored; ValueError when it cannot be."""
    cleaned = clean_text(text)
    if has_forbidden_characters(cleaned):
        raise ValueError(FORBIDDEN)
    if len(cleaned) > longest:
        raise ValueError(f"{longest} caractères au plus : il y en a {len(cleaned)}.")
    return cleaned
