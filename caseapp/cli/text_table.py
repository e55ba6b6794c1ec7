"""A table of the report as plain text."""

from typing import TextIO

from caseapp.reports.report import Table


def write_table(table: Table, output: TextIO) -> None:
    """Write title, header, lines with numbers to the right, then the notes."""
    lines = [[row.label, *(cell.text for cell in row.cells)] for row in table.rows]
    header = [table.row_title, *table.columns]
    widths = [max(len(line[rank]) for line in (header, *lines)) for rank in range(len(header))]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    output.write(f"{table.title}\n{_line(header, widths)}\n{rule}\n")
    for row, line in zip(table.rows, lines, strict=True):
        if row.total:
            output.write(f"{rule}\n")
        output.write(f"{_line(line, widths)}\n")
    output.writelines(f"  {note}\n" for note in table.notes)
    output.write("\n")


def _line(cells: list[str], widths: list[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    texts = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]
    return "  ".join(texts).rstrip()
