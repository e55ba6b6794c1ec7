"""The files of a family in a tab: arrears and dwellings, or RSA follow-ups, and the way to begin another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton
from typing_extensions import override

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import format_date, plural
from caseapp.services.echeances_famille import DossierFamille
from caseapp.ui.context import UiContext
from caseapp.ui.echeance_words import state_tone, state_words
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.open_file import begin_file, open_file
from caseapp.ui.pages.familles_onglet import FicheTab
from caseapp.ui.pages.familles_suivi_desk import SuiviDesk
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.empty_state import EmptyState


@dataclass(frozen=True, slots=True)
class Partie:
    """A tab: the domains it lists, what it says when it is empty, the files that can be begun there."""

    nom: str
    domaines: frozenset[Domaine]
    vide: str
    nouveaux: tuple[tuple[str, Domaine], ...]


LOGEMENT = Partie(
    "Impayés et logements de la famille",
    frozenset({Domaine.IMPAYES, Domaine.INDECENCE}),
    "Ni impayé ni logement signalé pour cette famille.",
    (("Signaler un logement", Domaine.INDECENCE), ("Nouveau signalement d'impayé", Domaine.IMPAYES)),
)
INSERTION = Partie(
    "Suivis RSA de la famille",
    frozenset({Domaine.RSA}),
    "Aucun suivi RSA pour cette famille.",
    (("Désigner un référent", Domaine.RSA),),
)


class DossiersView(FicheTab):
    """Read when it is shown; Enter opens the file."""

    def __init__(self, desk: SuiviDesk, context: UiContext, partie: Partie) -> None:
        super().__init__(context.theme)
        self._desk, self._partie = desk, partie
        self._reading = LatestTask(context.tasks, self)
        self._rows: TableModel[DossierFamille] = TableModel(_columns(desk.navigator.today))
        key = f"dossiers-famille-{min(partie.domaines)}"
        self.table = DataTable(context, self._rows, key=key, name=partie.nom)
        self._sentence = plain_label(role="phrase")
        self.buttons: dict[Domaine, QPushButton] = {
            domaine: plain_button(text, partial(self._begin, domaine)) for text, domaine in partie.nouveaux
        }
        self._lay_out()
        self.table.activated_row.connect(lambda row: open_file(desk.navigator, row.domaine, row.id))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._sentence, 1)
        for button in self.buttons.values():
            head.addWidget(button)
        self._stack(head, TablePanel(self.table, EmptyState(self._partie.vide)))
        self._sentence.setWordWrap(True)

    def focus(self) -> None:
        """Take the keyboard: the list, or the first button when it is empty."""
        shown = self.table if self._rows.rowCount() else next(iter(self.buttons.values()))
        self._focus(shown)

    def _begin(self, domaine: Domaine) -> None:
        begin_file(self._desk.navigator, domaine, self._famille_id)

    @override
    def _clear(self) -> None:
        self._show(())

    @override
    def _read(self) -> None:
        work = partial(
            self._desk.workspace.echeances.de_la_famille, self._famille_id, self._desk.navigator.today()
        )
        self._reading.ask(work, self._show, lambda error: self._desk.refused.emit(str(error)))

    def _show(self, files: Sequence[DossierFamille]) -> None:
        rows = [one for one in files if one.domaine in self._partie.domaines]
        line = max(0, self.table.currentIndex().row())
        self._rows.set_rows(rows)
        if rows:
            self.table.selectRow(min(line, len(rows) - 1))
        today = self._desk.navigator.today()
        late = sum(one.prochaine is not None and one.prochaine.est_en_retard(today) for one in rows)
        self._sentence.setText(_counted(len(rows), late))


def _counted(count: int, late: int) -> str:
    """Write `3 dossiers, dont 1 en retard`."""
    if not count:
        return ""
    return plural(count, "dossier") + (f", dont {late} en retard" if late else "")


def _columns(today: Callable[[], date]) -> tuple[ColumnSpec[DossierFamille], ...]:
    return (
        ColumnSpec("depuis", "Depuis le", lambda row: format_date(row.depuis), Align.RIGHT, 110),
        ColumnSpec(
            "titre", "Dossier", lambda row: row.titre, width=150, least=110, tone=lambda _: Tone.STRONG
        ),
        ColumnSpec("detail", "Précision", lambda row: row.detail, width=190, stretch=True, least=100),
        ColumnSpec("etat", "Où il en est", lambda row: row.etat, width=136, least=90),
        ColumnSpec("quoi", "Prochaine échéance", _next_label, width=196, least=110),
        ColumnSpec("quand", "Quand", lambda row: _next_state(row, today()), width=150,
                   tone=lambda row: _next_tone(row, today())),
    )  # fmt: skip


def _next_label(row: DossierFamille) -> str:
    return "" if row.prochaine is None else row.prochaine.echeance.regle.libelle


def _next_state(row: DossierFamille, today: date) -> str:
    return "" if row.prochaine is None else state_words(row.prochaine, today)


def _next_tone(row: DossierFamille, today: date) -> Tone:
    return Tone.NORMAL if row.prochaine is None else state_tone(row.prochaine, today)
