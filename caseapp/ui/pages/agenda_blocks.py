"""What the agenda draws: one block an appointment, a permanence, a group session."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from PySide6.QtCore import QAbstractListModel, QObject, Qt
from typing_extensions import override

from caseapp.services.agenda_controles import ANNULE, DUREE, REPORTE
from caseapp.services.agenda_rows import Periode, PermanenceRow, RendezVousRow, SeanceRow
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.ui.pages.agenda_words import (
    detail_words,
    mark_words,
    name_words,
    permanence_place,
    seance_detail,
    spoken_permanence,
    spoken_rendez_vous,
    spoken_seance,
)
from caseapp.ui.tables.columns import NO_PARENT, Index

_GONE = (ANNULE, REPORTE)


@dataclass(frozen=True, slots=True)
class Block:
    """One thing of the agenda, in words; `minutes` is how tall it is drawn."""

    date: date
    heure: time | None
    minutes: int
    titre: str
    detail: str
    spoken: str
    mark: str = ""
    """The statut in a word, empty for what is to come."""
    gone: bool = False
    """Whether it was cancelled or put off: struck through."""
    cible: str | None = None
    rendez_vous: RendezVousRow | None = None
    permanence: PermanenceRow | None = None
    discret: bool = False
    """Whether it is drawn without a ground: a deadline, which takes no time."""
    echeance: EcheanceSuivie | None = None
    """The deadline it is, None for a line that counts those of a day."""

    @property
    def key(self) -> tuple[str, int]:
        """What it is, so that the cursor finds it again after the agenda was read again."""
        if self.rendez_vous is not None:
            return "rendez_vous", self.rendez_vous.id
        if self.permanence is not None:
            return "permanence", self.permanence.horaire_id or self.permanence.id or 0
        if self.echeance is not None:
            cle = self.echeance.cle
            return f"{cle.domaine} {cle.regle} {cle.depuis}", cle.dossier_id
        return "seance", 0


def blocks_of(periode: Periode, *, team: bool) -> tuple[Block, ...]:
    """Return the blocks by day and hour; who comes to a permanence drawn with its hours is in its block."""
    drawn = {row.id for row in periode.permanences if row.heure_debut is not None}
    found = [_permanence(row) for row in periode.permanences]
    found += [_seance(row) for row in periode.seances]
    for row in periode.rendez_vous:
        if row.permanence_id is None or row.permanence_id not in drawn:
            found.append(_rendez_vous(row, team=team))
    return tuple(sorted(found, key=lambda one: (one.date, one.heure is not None, one.heure or time())))


def _rendez_vous(row: RendezVousRow, *, team: bool) -> Block:
    return Block(
        row.date, row.heure, row.duree or DUREE, name_words(row), detail_words(row, team=team),
        spoken_rendez_vous(row), mark_words(row), row.statut in _GONE, row.cible, row,
    )  # fmt: skip


def _permanence(row: PermanenceRow) -> Block:
    minutes = DUREE
    if row.heure_debut is not None and row.heure_fin is not None:
        minutes = (row.heure_fin.hour - row.heure_debut.hour) * 60
        minutes += row.heure_fin.minute - row.heure_debut.minute
    return Block(
        row.date, row.heure_debut, max(1, minutes), row.lieu, permanence_place(row),
        spoken_permanence(row), permanence=row,
    )  # fmt: skip


def _seance(row: SeanceRow) -> Block:
    return Block(row.date, None, DUREE, row.libelle, seance_detail(row), spoken_seance(row))


class BlockModel(QAbstractListModel):
    """The blocks, which a screen reader hears one by one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocks: tuple[Block, ...] = ()

    def set_blocks(self, blocks: Sequence[Block]) -> None:
        """Show other blocks."""
        self.beginResetModel()
        self.blocks = tuple(blocks)
        self.endResetModel()

    def places(self) -> Iterator[tuple[int, Block]]:
        """Yield each block with its position."""
        yield from enumerate(self.blocks)

    @override
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.blocks)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        block = self.blocks[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return block.titre
        return block.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None
