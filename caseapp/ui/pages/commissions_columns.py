"""The columns of the sessions, of the agenda of one, of the requests that wait for one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from typing_extensions import override

from caseapp.domain.labels import format_date
from caseapp.services.commission_rows import Candidat, LigneOrdreDuJour, SeanceRow
from caseapp.ui.pages.commissions_words import (
    TONES,
    amount,
    decision_words,
    family_mark,
    granted,
    hour_words,
    limit_words,
    long_day,
    quotient,
    short_household,
    state_tone,
    state_words,
)
from caseapp.ui.tables.columns import Align, Cell, ColumnSpec, Tone
from caseapp.ui.tables.model import TableModel

DECISION, SUBVENTION, PRET = "decision", "subvention", "pret"

AGENDA: tuple[ColumnSpec[LigneOrdreDuJour], ...] = (
    ColumnSpec("famille", "Famille", lambda one: one.famille, width=150, mark=family_mark, stretch=True,
               tone=lambda _: Tone.STRONG),
    ColumnSpec("composition", "Composition", short_household, width=112,
               tone=lambda _: Tone.DISCREET),
    ColumnSpec("qf", "QF", lambda one: quotient(one.qf), Align.RIGHT, 58),
    ColumnSpec("aide", "Aide", lambda one: one.type_aide, width=164),
    ColumnSpec("demande", "Demandé", lambda one: amount(one.montant_demande), Align.RIGHT, 80),
    ColumnSpec(DECISION, "Décision", lambda one: decision_words(one, here=False), width=114,
               tone=lambda one: TONES.get(one.decision or "", Tone.DISCREET)),
    ColumnSpec(SUBVENTION, "Subvention", lambda one: granted(one, one.subvention), Align.RIGHT, 84),
    ColumnSpec(PRET, "Prêt", lambda one: granted(one, one.pret), Align.RIGHT, 68),
)  # fmt: skip
SECTIONS = {column.key: number for number, column in enumerate(AGENDA)}

CANDIDATES: tuple[ColumnSpec[Candidat], ...] = (
    ColumnSpec("famille", "Famille", lambda one: one.famille, width=190, tone=lambda _: Tone.STRONG,
               mark=lambda one: ", ".join(
                   word for word in (one.urgente and "urgente", one.protegee and "protégée") if word)),
    ColumnSpec("aide", "Aide", lambda one: one.type_aide, width=190),
    ColumnSpec("date", "Demandée le", lambda one: format_date(one.date_demande), Align.RIGHT, 110),
    ColumnSpec("montant", "Demandé", lambda one: amount(one.montant), Align.RIGHT, 100),
    ColumnSpec("etat", "État", lambda one: one.raison or "complète", width=240, stretch=True,
               tone=lambda one: Tone.SUCCESS if one.is_ready else Tone.WARNING),
)  # fmt: skip


def session_columns(today: Callable[[], date]) -> tuple[ColumnSpec[SeanceRow], ...]:
    """Return the columns of the sessions, said from today."""
    return (
        ColumnSpec("date", "Date", lambda one: long_day(one.date), width=220, tone=lambda _: Tone.STRONG),
        ColumnSpec("heure", "Heure", hour_words, Align.RIGHT, 82),
        ColumnSpec("instance", "Instance", lambda one: one.instance, width=200, stretch=True),
        ColumnSpec("limite", "Date limite", limit_words, Align.RIGHT, 104),
        ColumnSpec("demandes", "Demandes", lambda one: str(one.demandes or ""), Align.RIGHT, 92),
        ColumnSpec("decidees", "Décidées", lambda one: str(one.decidees or ""), Align.RIGHT, 86),
        ColumnSpec("montant", "Demandé", lambda one: amount(one.montant_demande or None), Align.RIGHT, 112),
        ColumnSpec("etat", "État", lambda one: state_words(one, today()), width=128,
                   tone=lambda one: state_tone(one, today())),
    )  # fmt: skip


class AgendaModel(TableModel[LigneOrdreDuJour]):
    """The agenda of a session; the line under the cursor says the keys that decide on it."""

    def __init__(self) -> None:
        super().__init__(AGENDA)
        self._here = -1
        self.is_closed = False

    @property
    def lines(self) -> tuple[LigneOrdreDuJour, ...]:
        """The agenda as it stands, decisions not yet written included."""
        return tuple(self._rows)

    def set_here(self, position: int) -> None:
        """Note the line under the cursor."""
        former, self._here = self._here, position
        for changed in {former, position}:
            self._tell(changed)

    def position_of(self, aide_id: int) -> int:
        """Return where a request stands, -1 when it does not."""
        return next((at for at, one in enumerate(self._rows) if one.aide_id == aide_id), -1)

    def put(self, ligne: LigneOrdreDuJour) -> None:
        """Show another state of one request; nothing when it is not on the agenda any more."""
        at = self.position_of(ligne.aide_id)
        if at >= 0:
            self._rows[at] = ligne
            self._tell(at)

    def merge(self, lignes: Sequence[LigneOrdreDuJour]) -> bool:
        """Show lines read again; tell whether they are the same requests, which keep their places."""
        if [one.aide_id for one in lignes] != [one.aide_id for one in self._rows]:
            self.set_rows(lignes)
            return False
        for at, ligne in enumerate(lignes):
            if ligne != self._rows[at]:
                self._rows[at] = ligne
                self._tell(at)
        return True

    @override
    def cell_at(self, position: int, section: int) -> Cell:
        cell = super().cell_at(position, section)
        if position != self._here or self.columns[section].key != DECISION or self.is_closed:
            return cell
        return cell._replace(text=decision_words(self._rows[position], here=True))

    def _tell(self, position: int) -> None:
        if 0 <= position < len(self._rows):
            self.dataChanged.emit(self.index(position, 0), self.index(position, len(self.columns) - 1))


def decided(ligne: LigneOrdreDuJour, decision: str | None, **values: object) -> LigneOrdreDuJour:
    """Return a request with another decision; what is not given is not granted."""
    none: dict[str, object] = dict.fromkeys(("subvention", "pret", "motif_refus", "motif_decision"))
    return replace(ligne, decision=decision, **{**none, **values})  # type: ignore[arg-type]
