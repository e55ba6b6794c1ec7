"""A small table and charts of a report."""

from decimal import Decimal

from caseapp.reports.report import Cell, Chart, ChartKind, NumberStyle, Row, Series, Table


def _count(value: int, address: str | None) -> Cell:
    return Cell(f"{value:,}".replace(",", "\u202f"), Decimal(value), address=address)


def _row(label: str, code: str, *, total: bool, values: tuple[int, int]) -> Row:
    cells = (
        _count(values[0], f"cibles.{code}.information_conseil"),
        _count(values[1], f"cibles.{code}.total"),
        Cell("38,5\u00a0%", Decimal("38.5"), NumberStyle.PERCENT, 1, f"cibles.{code}.total.part"),
        Cell("n.d."),
    )
    return Row(label, cells, f"cibles.{code}", total, None if total else code)


TABLE = Table(
    "cibles",
    "Interventions par cible",
    "Cible",
    ("Information-conseil", "Total", "Part", "Évolution"),
    (
        _row("Parentalité", "parentalite", total=False, values=(479, 656)),
        _row("Logement <b>& habitat</b>", "logement", total=False, values=(141, 149)),
        _row("Total compté", "total", total=True, values=(814, 1705)),
    ),
    ("Interventions actives.", "Une famille compte <i>une fois</i>."),
    "au moins un jour",
)
STACKED = Chart(
    "repartition", "Répartition", ChartKind.STACKED_BARS, ("Parentalité", "Logement"),
    (Series("conseil", (Decimal(479), Decimal(141))), Series("accompagnement", (Decimal(177), Decimal(8)))),
    ("parentalite", "logement"), ("656", "149"),
)  # fmt: skip
LINES = Chart(
    "mois", "Mois", ChartKind.LINES, ("janvier", "février"),
    (Series("appels", (Decimal("12.5"), Decimal(30))),), note="Le 30 est provisoire.",
)  # fmt: skip
EMPTY = Chart("vide", "Vide", ChartKind.COLUMNS, (), ())
