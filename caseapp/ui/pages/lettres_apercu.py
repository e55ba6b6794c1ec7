"""A letter as it will be read, over the window: for an invented family, before a model is kept."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.reports.lettre import Lettre
from caseapp.ui.forms.sheet_frame import SheetFrame
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import plain_button

TITLE = "Aperçu de la lettre"
_WIDTH = 680
_INVENTED = "La famille de cet aperçu est inventée."


class LetterPreview(SheetFrame):
    """Shows the words of a letter; the only button closes."""

    def __init__(self, window: QWidget, theme: Theme, lettre: Lettre) -> None:
        content = QWidget()
        super().__init__(window, theme, TITLE, content, _WIDTH)
        self.head.addWidget(plain_label(_INVENTED, role="note"))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px(6), 0)
        column.setSpacing(theme.px(10))
        for role, text in _parts(lettre):
            label = plain_label(text, role=role)
            label.setWordWrap(True)
            column.addWidget(label)
        self.close_button = plain_button("Fermer", self.cancel, primary=True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.foot.addLayout(row)

    def open(self) -> None:
        """Show it, the keyboard on its button."""
        self.cover()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _parts(lettre: Lettre) -> list[tuple[str, str]]:
    """Return each part of the letter with its look."""
    return [
        ("", "\n".join((*lettre.expediteur, "", *lettre.destinataire))),
        ("", f"{lettre.date}\nRéférence : {lettre.reference}"),
        ("titre-carte", f"Objet : {lettre.objet}"),
        *(("", paragraph) for paragraph in lettre.corps),
    ]
