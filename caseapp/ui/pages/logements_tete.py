"""What stands over a reported dwelling: whose it is, and where."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from caseapp.services.logements_rows import SignalementVue
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_suivi_lines import keyed
from caseapp.ui.pages.logements_words import dwelling_words, family_words, place_words
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.copy_label import CopyLabel


def head(
    vue: SignalementVue,
    context: UiContext,
    address: str,
    open_family: Callable[[], object],
    ask_address: Callable[[], object],
) -> Iterator[QWidget]:
    """Yield the family, its dwelling, what it is; `address` is a masked one that was asked for."""
    opened = keyed(link_button("Ouvrir la fiche", open_family), "fiche")
    yield row(_text(context, family_words(vue.row), "titre-feuille"), opened)
    masked = vue.logement is not None and vue.logement.masque
    place = _text(context, address or place_words(vue.logement), "titre-carte")
    if masked and not address:
        asked = keyed(link_button("Voir l'adresse", ask_address), "adresse")
        asked.setToolTip("La consultation est gardée au journal")
        yield row(place, asked)
    else:
        yield place
    if words := dwelling_words(vue.logement):
        yield _text(context, words, "note")


def _text(context: UiContext, text: str, role: str) -> CopyLabel:
    label = CopyLabel(context.clipboard, role=role)
    label.setText(text)
    return label


def row(first: QWidget, link: QPushButton) -> QWidget:
    """Lay a link out on the right of something."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(first, 1)
    line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
    return made
