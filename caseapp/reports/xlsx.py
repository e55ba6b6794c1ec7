"""The report as XLSX: typed cells, texts that are never formulas, charts that Excel draws from the sheet."""

from datetime import UTC, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from caseapp.errors import OutputError
from caseapp.files import write_document
from caseapp.reports.palette import LIGHT
from caseapp.reports.read_me_sheet import all_sheets
from caseapp.reports.report import Report
from caseapp.reports.sheets import CellStyle, NumberFormat, Sheet, SheetCell, SheetRow
from caseapp.reports.text_fit import one_line
from caseapp.reports.xlsx_charts import FONT, add_charts, chart_rows

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(report: Report, path: Path) -> None:
    """Write the report as XLSX in place of what may be there; OutputError when it cannot be."""
    write_document(path, render_xlsx(report))


def render_xlsx(report: Report) -> bytes:
    """Return the report as XLSX."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - 0.1 s that only an export should cost

    output = BytesIO()
    book = Workbook(output, OPTIONS)
    book.set_properties(
        {
            "title": one_line(f"{report.title} – {report.period_label}", 250),
            "subject": one_line(report.subtitle, 250),
            "author": "caseapp",
            "created": datetime.combine(report.produced_on, time(), UTC),
        }
    )
    formats = _formats(book)
    read_me, *chapters = all_sheets(report, chart_rows)
    _write_sheet(book, read_me, formats)
    for sheet, chapter in zip(chapters, report.chapters, strict=True):
        add_charts(book, _write_sheet(book, sheet, formats), sheet, chapter)
    book.close()
    return output.getvalue()


def number_code(number: NumberFormat) -> str:
    """Return the format code, in the neutral writing that each Excel shows in its own language."""
    code = "#,##0" + (f".{'0' * number.decimals}" if number.decimals else "")
    code += f'" {number.suffix}"' if number.suffix else ""
    return f'"+ "{code};"− "{code};{code}' if number.signed else code


def _formats(book: Any) -> Any:
    """Return what gives the workbook's format of a style, made once each."""

    @cache
    def format_of(style: CellStyle) -> Any:
        look: dict[str, Any] = {
            "font_name": FONT,
            "font_size": style.size,
            "bold": style.bold,
            "font_color": getattr(LIGHT, style.tone),
            "align": "right" if style.right else "left",
            "valign": "bottom" if style.rule_below else "vcenter",
            "indent": int(style.indented),
            "text_wrap": style.wrapped,
            "border_color": LIGHT.discret,
            "top": int(style.rule_above),
            "bottom": int(style.rule_below),
        }
        return book.add_format(look | ({"num_format": number_code(style.number)} if style.number else {}))

    return format_of


def _write_sheet(book: Any, sheet: Sheet, formats: Any) -> Any:
    page = book.add_worksheet(sheet.name)
    page.hide_gridlines(2)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.set_footer(f"&L&8{sheet.name.replace('&', '&&')}&R&8page &P/&N")
    for column, width in enumerate(sheet.widths):
        _check(page.set_column(column, column, width))
    for index, row in enumerate(sheet.rows):
        _write_row(page, index, row, len(sheet.widths), formats)
    page.freeze_panes(sheet.frozen, 0)
    return page


def _write_row(page: Any, index: int, row: SheetRow, width: int, formats: Any) -> None:
    if row.height is not None:
        _check(page.set_row(index, row.height))
    if row.across and width > 1:
        cell = row.cells[0]
        _check(page.merge_range(index, 0, index, width - 1, "", formats(cell.style)))
    for column, cell in enumerate(row.cells):
        _write_cell(page, index, column, cell, formats)


def _write_cell(page: Any, row: int, column: int, cell: SheetCell, formats: Any) -> None:
    look = formats(cell.style)
    if cell.number is not None:
        _check(page.write_number(row, column, float(cell.number), look))
    elif cell.text:
        _check(page.write_string(row, column, cell.text, look))
    else:
        _check(page.write_blank(row, column, None, look))


def _check(code: int | None) -> None:
    """Refuse what XlsxWriter would leave out with only a return code."""
    if code:
        raise OutputError("Le rapport est trop grand pour un classeur Excel.")
