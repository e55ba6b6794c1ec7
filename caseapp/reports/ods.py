"""The report as ODS: the same sheets and typed cells as XLSX, in French whatever the reader's settings."""

from io import BytesIO
from pathlib import Path
from typing import Any

from caseapp.files import write_document
from caseapp.reports.ods_styles import EURO, OdsStyles
from caseapp.reports.read_me_sheet import all_sheets
from caseapp.reports.report import Report
from caseapp.reports.sheets import Sheet, SheetCell, SheetRow
from caseapp.reports.text_fit import one_line


def write_ods(report: Report, path: Path) -> None:
    """Write the report as ODS in place of what may be there; OutputError when it cannot be."""
    write_document(path, render_ods(report))


def render_ods(report: Report) -> bytes:
    """Return the report as ODS."""
    from odf.opendocument import OpenDocumentSpreadsheet  # noqa: PLC0415 - only an export should load it

    document = OpenDocumentSpreadsheet()
    styles = OdsStyles(document)
    sheets = all_sheets(report)
    for sheet in sheets:
        document.spreadsheet.addElement(_table(sheet, styles))
    _describe(document, report)
    _freeze(document, sheets)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def _table(sheet: Sheet, styles: OdsStyles) -> Any:
    from odf import table as odf  # noqa: PLC0415

    made = odf.Table(name=sheet.name)
    for width in sheet.widths:
        made.addElement(odf.TableColumn(stylename=styles.column(width)))
    for row in sheet.rows:
        made.addElement(_row(row, len(sheet.widths), styles))
    return made


def _row(row: SheetRow, width: int, styles: OdsStyles) -> Any:
    from odf import table as odf  # noqa: PLC0415

    made = odf.TableRow(stylename=styles.row(row.height or 15.0))
    for cell in row.cells:
        made.addElement(_cell(cell, styles, width if row.across else 1))
    if row.across and width > 1:
        made.addElement(odf.CoveredTableCell(numbercolumnsrepeated=width - 1))
    if not row.cells:
        made.addElement(odf.TableCell())
    return made


def _cell(cell: SheetCell, styles: OdsStyles, across: int) -> Any:
    """Return a typed cell: euros as currency, other numbers as numbers, everything else as text."""
    from odf.table import TableCell  # noqa: PLC0415
    from odf.text import P  # noqa: PLC0415

    look: dict[str, Any] = {"stylename": styles.cell(cell.style)}
    if across > 1:
        look |= {"numbercolumnsspanned": across, "numberrowsspanned": 1}
    if cell.number is None:
        made = TableCell(valuetype="string", **look) if cell.text else TableCell(**look)
    elif cell.style.number and cell.style.number.suffix == EURO:
        made = TableCell(valuetype="currency", currency="EUR", value=f"{cell.number:f}", **look)
    else:
        made = TableCell(valuetype="float", value=f"{cell.number:f}", **look)
    if cell.text:
        made.addElement(P(text=cell.text))
    return made


def _describe(document: Any, report: Report) -> None:
    from odf import dc, meta  # noqa: PLC0415

    document.meta.addElement(dc.Title(text=one_line(f"{report.title} – {report.period_label}")))
    document.meta.addElement(dc.Subject(text=one_line(report.subtitle)))
    document.meta.addElement(dc.Language(text="fr-FR"))
    document.meta.addElement(meta.InitialCreator(text="caseapp"))
    document.meta.addElement(dc.Date(text=f"{report.produced_on.isoformat()}T00:00:00"))


def _freeze(document: Any, sheets: tuple[Sheet, ...]) -> None:
    """Keep the first rows of each sheet in sight."""
    from odf import config as odf  # noqa: PLC0415

    by_sheet = odf.ConfigItemMapNamed(name="Tables")
    for sheet in sheets:
        entry = odf.ConfigItemMapEntry(name=sheet.name)
        items = (("VerticalSplitMode", "short", 2), ("VerticalSplitPosition", "int", sheet.frozen))
        shown = (("PositionBottom", "int", sheet.frozen), ("ShowGrid", "boolean", "false"))
        for name, kind, value in (*items, *shown):
            entry.addElement(odf.ConfigItem(name=name, type=kind, text=str(value)))
        by_sheet.addElement(entry)
    view = odf.ConfigItemMapEntry()
    view.addElement(by_sheet)
    views = odf.ConfigItemMapIndexed(name="Views")
    views.addElement(view)
    settings = odf.ConfigItemSet(name="ooo:view-settings")
    settings.addElement(views)
    document.settings.addElement(settings)
