"""What stands over a reported dwelling: whose it is, and where."""

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from caseapp.services.logements_rows import SignalementVue
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_suivi_lines import keyed
from caseapp.ui.pages.logements_actions import LOGEMENT
from caseapp.ui.pages.logements_words import dwelling_words, family_words, place_words
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.copy_label import CopyLabel


def head(
    vue: SignalementVue,
    context: UiContext,
    address: str,
    asked: Mapping[str, Callable[[], object]],
) -> Iterator[QWidget]:
    """Yield the family, its dwelling, what it is; `address` is a masked one that was asked for.

    `asked` says what the links `fiche`, `adresse` and `logement` do.
    """
    opened = keyed(link_button("Ouvrir la fiche", asked["fiche"]), "fiche")
    yield row(_text(context, family_words(vue.row), "titre-feuille"), opened)
    masked = vue.logement is not None and vue.logement.masque
    place = _text(context, address or place_words(vue.logement), "titre-carte")
    if masked and not address:
        shown = keyed(link_button("Voir l'adresse", asked["adresse"]), "adresse")
        shown.setToolTip("La consultation est gardée au journal")
        yield row(place, shown)
    elif vue.logement_saisie is not None:
        edit = keyed(link_button("Corriger", asked["logement"]), "logement", LOGEMENT.libelle)
        yield row(place, edit)
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
