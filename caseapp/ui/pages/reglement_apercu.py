"""What importing a file would do to the règlement of a year, before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from caseapp.domain.labels import plural
from caseapp.services.reglements_rows import Apercu
from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.columns import ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

NOTHING = "Ce fichier dit la même chose que le règlement : rien ne changera."
PAST = "{} est une année passée : ce qui est dit de ses demandes suivra ce fichier."
_TONES = {"Nouvelle": Tone.SUCCESS, "Modifiée": Tone.WARNING, "Retirée": Tone.DANGER}


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the preview."""

    effet: str
    nom: str
    detail: str = ""


COLUMNS: tuple[ColumnSpec[Effect], ...] = (
    ColumnSpec("effet", "Ce qui arrive", lambda one: one.effet, width=150,
               tone=lambda one: _TONES.get(one.effet, Tone.NORMAL)),
    ColumnSpec("nom", "Aide ou ligne", lambda one: one.nom, width=320, tone=lambda _: Tone.STRONG),
    ColumnSpec("detail", "Détail", lambda one: one.detail, width=300, stretch=True),
)  # fmt: skip


class PreviewCard(Card):
    """Lists the effects of a file; nothing is written until it is accepted."""

    accepted = Signal()
    dropped = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._model = TableModel(COLUMNS)
        self.apercu: Apercu | None = None
        self.table = DataTable(context, self._model, key="reglement.apercu", name="Ce que fera l'import")
        self._warning, self._rest = plain_label(role="alerte"), plain_label(role="note")
        self.cancel_button = plain_button("Annuler", self.dropped.emit)
        self.accept_button = plain_button("Importer", self.accepted.emit, primary=True)
        for label in (self._warning, self._rest):
            label.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self._rest, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        self.body.addWidget(self._warning)
        self.body.addWidget(TablePanel(self.table, EmptyState(NOTHING)), 1)
        self.body.addLayout(foot)

    def show_preview(self, name: str, apercu: Apercu, *, past: bool) -> None:
        """Show what a file would do; `past` when its year is over."""
        self.apercu = apercu
        annee = apercu.catalogue.annee
        done = "remplacera celui de la base" if apercu.connue else "sera créé"
        self.set_title(f"Import de « {name} »", f"Le règlement {annee} {done}")
        self._warning.setText(PAST.format(annee))
        self._warning.setVisible(past)
        self._model.set_rows(tuple(effects(apercu)))
        same = plural(apercu.inchangees, "aide inchangée", "aides inchangées")
        self._rest.setText(f"{same}. Les demandes déjà faites restent." if apercu.change else "")
        self.accept_button.setEnabled(apercu.change)
        button = self.accept_button if apercu.change else self.cancel_button
        button.setFocus(Qt.FocusReason.OtherFocusReason)


def effects(apercu: Apercu) -> Iterator[Effect]:
    """Give what a file would do, what is new first."""
    never = "jamais proposée avant : elle s'ajoute aux aides connues"
    for name in apercu.nouvelles:
        yield Effect("Nouvelle", name, never if name in apercu.creees else "")
    for name, words in apercu.modifiees:
        yield Effect("Modifiée", name, ", ".join(words))
    if apercu.caf:
        yield Effect("Modifiée", "Caf et source", apercu.caf)
    for name in apercu.retirees:
        yield Effect("Retirée", name, "le fichier ne la nomme pas")
    for name in apercu.lignes:
        yield Effect("Ligne budgétaire", name, "ajoutée ou mise à jour")
    for name in apercu.gardes:
        yield Effect("Nom gardé", name, "le fichier la nomme ou la classe autrement")
