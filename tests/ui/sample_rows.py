"""Rows and columns for the tests of tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from caseapp.ui.tables.columns import Align, ColumnSpec, Tone


@dataclass(frozen=True, slots=True)
class Ligne:
    """One invented row."""

    id: int
    nom: str
    montant: int
    cible: str | None = None


COLUMNS: tuple[ColumnSpec[Ligne], ...] = (
    ColumnSpec("nom", "Famille", lambda r: r.nom, width=150, sortable=True),
    ColumnSpec(
        "montant", "Montant", lambda r: f"{r.montant // 1000}\u202f{r.montant % 1000:03d}\u00a0€",
        Align.RIGHT, width=110, sortable=True, sort_key=lambda r: r.montant,
        tone=lambda r: Tone.DANGER if r.montant > 5000 else Tone.NORMAL,
    ),
    ColumnSpec("cible", "Cible", lambda r: (r.cible or "").capitalize(), cible=lambda r: r.cible),
    ColumnSpec("note", "Note", lambda r: f"note\tde\n{r.id}", stretch=True),
)  # fmt: skip
ROWS = (
    Ligne(1, "Œuvrard Hélène", 4200, "logement"),
    Ligne(2, "Aït-Ahmed Inès", 12000),
    Ligne(3, "O'Brien <b>Maël</b>", 1500, "insertion"),
    Ligne(4, "Lefèvre Louise", 4200),
)


class Source:
    """Fetches rows by id, in an order of its own, and counts how often it is asked."""

    def __init__(self, gone: Sequence[int] = ()) -> None:
        self.calls: list[list[int]] = []
        self.gone = set(gone)
        self.montant = 1000

    def fetch(self, ids: Sequence[int]) -> list[Ligne]:
        self.calls.append(list(ids))
        return [Ligne(n, f"Famille {n}", self.montant + n) for n in reversed(ids) if n not in self.gone]
