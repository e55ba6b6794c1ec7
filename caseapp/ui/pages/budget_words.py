"""How the page of the budget writes its lines: the tables, what each figure opens, the sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby

from caseapp.domain.labels import NO_BASE, UNKNOWN, format_cents, format_percent, plural
from caseapp.reports.report import Cell, NumberStyle, Row, Table
from caseapp.services.budget_rows import (
    HORS_LIGNE,
    Colonne,
    LigneAnnees,
    LigneVue,
    PartVue,
    total_of,
)

COLUMNS = ("Prévu", *(one.value for one in Colonne), "Reste", "Engagé")
ENGAGED, LEFT = len(COLUMNS), len(COLUMNS) - 1
"""Places of the columns of the bar and of what is left, the titles of the rows being at 0."""
SUMS = ("Accordé", "Prévu", "Demandé", "Payé", "Reste")
"""What years may be compared by."""
_NOTE = (
    "Une aide compte dans l'année de sa décision, une demande non décidée dans celle où elle est faite. "
    "« Payé » : versé, et qui n'est pas revenu."
)
_APART_NOTE = f"« {HORS_LIGNE} » : aides dont le règlement de l'année ne donne pas la ligne."


@dataclass(frozen=True, slots=True)
class Opened:
    """A sum of a year that opens the aids it is made of."""

    annee: int
    ligne: LigneVue
    colonne: Colonne

    @property
    def title(self) -> str:
        """How it is named over its list, and on hover."""
        code = f"{self.ligne.code} " if self.ligne.code else ""
        return f"{self.colonne.value} · {code}{self.ligne.libelle} · {self.annee}"


@dataclass(frozen=True, slots=True)
class YearTable:
    """The table of a year, the line of each of its rows, and what its figures open."""

    table: Table
    lignes: tuple[LigneVue | None, ...]
    opens: dict[str, Opened] = field(default_factory=dict)
    edits: dict[str, LigneVue] = field(default_factory=dict)


def year_table(annee: int, lignes: Sequence[LigneVue], *, compact: bool = False) -> YearTable:
    """Lay the lines of a year out by domain, each domain of several lines with its sum, then the total.

    A compact table, beside a list, keeps the sums that have one.
    """
    made = YearTable(_empty(annee, lignes), ())
    rows: list[Row] = []
    shown: list[LigneVue | None] = []
    for domaine, group in groupby(lignes, key=lambda one: one.domaine):
        own = list(group)
        if domaine is not None:
            whole = total_of(own, domaine)
            several = len(own) > 1
            rows.append(_row(annee, whole, made) if several else Row(domaine, (), total=True))
            shown.append(whole if several else None)
        rows += [_row(annee, one, made) for one in own]
        shown += own
    whole = total_of(lignes)
    rows.append(_row(annee, whole, made))
    kept = slice(1, 1 + len(Colonne)) if compact else slice(None)
    cut = tuple(replace(row, cells=row.cells[kept]) for row in rows)
    table = Table("budget", f"Budget {annee}", "Ligne", COLUMNS[kept], cut, made.table.notes)
    return YearTable(table, (*shown, whole), made.opens, made.edits)


def _empty(annee: int, lignes: Sequence[LigneVue]) -> Table:
    apart = (_APART_NOTE,) if any(one.id is None for one in lignes) else ()
    return Table("budget", f"Budget {annee}", "Ligne", COLUMNS, (), (_NOTE, *apart))


def _row(annee: int, ligne: LigneVue, made: YearTable) -> Row:
    sums = []
    for colonne in Colonne:
        opened = Opened(annee, ligne, colonne)
        made.opens[opened.title] = opened
        sums.append(_euros(ligne.somme(colonne), opened.title))
    planned = None
    if ligne.id is not None:
        planned = f"Modifier la ligne {ligne.code} {ligne.libelle}"
        made.edits[planned] = ligne
    part = NO_BASE if ligne.part is None else format_percent(ligne.part, 0)
    return Row(
        ligne.libelle,
        (_euros(ligne.montant, planned, _unknown(ligne)), *sums, _left(ligne), Cell(part)),
        total=ligne.is_total,
    )


def _unknown(ligne: LigneVue) -> str:
    return NO_BASE if ligne.id is None else UNKNOWN


def _euros(cents: int | None, address: str | None = None, unknown: str = UNKNOWN) -> Cell:
    if cents is None:
        return Cell(unknown, address=address)
    return Cell(format_cents(cents), Decimal(cents).scaleb(-2), NumberStyle.EUROS, 2, address)


def _left(ligne: LigneVue) -> Cell:
    reste = ligne.reste
    if reste is None:
        return Cell(_unknown(ligne))
    words = f"dépassé de {format_cents(-reste)}" if reste < 0 else format_cents(reste)
    return Cell(words, Decimal(reste).scaleb(-2), NumberStyle.EUROS, 2)


def years_table(annees: Sequence[int], rows: Sequence[LigneAnnees], what: str) -> YearTable:
    """Lay several years side by side, one column a year, by one of the sums."""
    made = YearTable(Table("annees", "", "", (), ()), ())
    told = []
    for row in rows:
        cells = tuple(_of_year(year, one, what, made) for year, one in zip(annees, row.annees, strict=True))
        told.append(Row(row.libelle, cells, total=row.is_total))
    columns = tuple(str(year) for year in annees)
    table = Table("budget.annees", f"{what}, années côte à côte", "Ligne", columns, tuple(told))
    return YearTable(table, (), made.opens)


def _of_year(annee: int, ligne: LigneVue | None, what: str, made: YearTable) -> Cell:
    if ligne is None:
        return Cell(NO_BASE)
    if what == COLUMNS[0]:
        return _euros(ligne.montant, unknown=_unknown(ligne))
    if what == COLUMNS[LEFT - 1]:
        return _left(ligne)
    opened = Opened(annee, ligne, Colonne(what))
    made.opens[opened.title] = opened
    return _euros(ligne.somme(opened.colonne), opened.title)


def year_sentence(annee: int, lignes: Sequence[LigneVue]) -> str:
    """Say what is left of a year, and which lines are exceeded."""
    whole = total_of(lignes)
    if not lignes:
        return f"Aucune ligne en {annee}."
    if whole.montant is None or whole.reste is None:
        said = f"{format_cents(whole.accorde)} accordés en {annee}, sans montant prévu."
    elif whole.reste < 0:
        over = format_cents(-whole.reste)
        said = f"Le budget {annee} est dépassé de {over} pour {format_cents(whole.montant)} prévus."
    else:
        said = f"Il reste {format_cents(whole.reste)} sur {format_cents(whole.montant)} en {annee}."
    return " ".join((said, *(_exceeded(one) for one in lignes if one.depasse)))


def _exceeded(ligne: LigneVue) -> str:
    return f"« {ligne.libelle} » est dépassée de {format_cents(-(ligne.reste or 0))}."


def parts_sentence(parts: Sequence[PartVue]) -> str:
    """Say how many aids make the sum, and the sum."""
    return f"{plural(len(parts), 'aide')}, {format_cents(sum(one.montant for one in parts))}"
