"""The first sheet: perimeter, how the figures are counted, what each table counts."""

from caseapp.domain.labels import format_long_date
from caseapp.reports.cell_units import unit_name
from caseapp.reports.key_figures import perimeter_text
from caseapp.reports.report import Report, Table
from caseapp.reports.sheet_layout import (
    HEADER,
    SUBTITLE,
    TABLE_TITLE,
    TEXT,
    TITLE,
    ChartRows,
    chapter_sheet,
    no_rows,
    with_height,
)
from caseapp.reports.sheets import CellStyle, Sheet, SheetRow, sheet_names, text_cell

NAME = "Lisez-moi"
WIDTHS = (34.0, 58.0, 40.0)
HOW_TO_READ = (
    "Chaque feuille est un chapitre. Les chiffres sont de vrais nombres : ils se trient et se recalculent.",
    "Un taux est écrit en pour cent : la cellule contient 38,5 et montre 38,5 %. Il évolue en points.",
    "« n.d. » : le chiffre n'est pas connu. « – » : pas d'évolution, il n'y avait rien l'année d'avant.",
    "Un total est compté, il n'est pas la somme des lignes : une famille sur deux lignes compte une fois.",
    "Ce que compte chaque chiffre, et à quelle date, est écrit sous son tableau.",
    "L'adresse d'un chiffre est celle de sa ligne, suivie de la fin écrite sous le titre de la colonne.",
    "Dans caseapp, l'adresse ouvre la liste qui prouve le chiffre.",
)


def read_me_sheet(report: Report, names: tuple[str, ...]) -> Sheet:
    """Return the sheet; `names` are those of the chapters' sheets."""
    rows = [
        _across(report.title, TITLE),
        _across(report.subtitle, SUBTITLE),
        _across(f"Période : {report.period_label}", TABLE_TITLE),
        _across(f"Édité le {format_long_date(report.produced_on)} avec caseapp {report.version}", SUBTITLE),
        SheetRow(),
        _across("Périmètre", TABLE_TITLE),
        _across(perimeter_text(report), TEXT),
        SheetRow(),
        _across("Comment lire ces feuilles", TABLE_TITLE),
        *(_across(sentence, TEXT) for sentence in HOW_TO_READ),
        SheetRow(),
        _across("L'unité de chaque tableau", TABLE_TITLE),
        SheetRow(tuple(text_cell(title, HEADER) for title in ("Feuille", "Tableau", "Unité"))),
    ]
    rows += [
        _table_row(name, block)
        for chapter, name in zip(report.chapters, names, strict=True)
        for block in chapter.blocks
        if isinstance(block, Table)
    ]
    return Sheet(NAME, tuple(with_height(row, WIDTHS) for row in rows), WIDTHS)


def table_units(table: Table) -> str:
    """Return the units met in a table, in the order of its columns."""
    found = (unit_name(cell) for row in table.rows for cell in row.cells)
    return ", ".join(dict.fromkeys(unit for unit in found if unit))


def _across(text: str, style: CellStyle) -> SheetRow:
    return SheetRow((text_cell(text, style),), across=True)


def _table_row(name: str, table: Table) -> SheetRow:
    return SheetRow(tuple(text_cell(text, TEXT) for text in (name, table.title, table_units(table))))


def all_sheets(report: Report, chart_rows: ChartRows = no_rows) -> tuple[Sheet, ...]:
    """Return every sheet of the report, `Lisez-moi` first; charts have at least their `chart_rows`."""
    _, *names = sheet_names((NAME, *(chapter.title for chapter in report.chapters)))
    sheets = [
        chapter_sheet(report, chapter, name, chart_rows)
        for chapter, name in zip(report.chapters, names, strict=True)
    ]
    return read_me_sheet(report, tuple(names)), *sheets
