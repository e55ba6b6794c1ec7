"""Rows of cells to values by attribute, and what is wrong with them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from caseapp.exchange.csv_reader import RawRow, column_name
from caseapp.exchange.ledger import FileLog
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.rows import UNREADABLE, Columns, Row
from caseapp.exchange.specs import ColumnSpec, FileSpec
from caseapp.exchange.values import Parse

Doubt = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class CellReader:
    """How the cells of a column are read, and what to warn about."""

    parse: Parse
    doubt: Doubt | None = None


def read_header(spec: FileSpec, header: list[str]) -> Columns:
    """Find the columns of a file; FileRefusedError when one is missing or given twice."""
    names = [column_name(cell) for cell in header]
    twice = [name for name, count in Counter(filter(None, names)).items() if count > 1]
    if twice:
        raise FileRefusedError(f"colonne donnée deux fois : {', '.join(twice)}", 1)
    missing = [column.name for column in spec.columns if column.required and column.name not in names]
    if missing:
        raise FileRefusedError(f"colonne obligatoire absente : {', '.join(missing)}", 1)
    known = tuple((index, spec.by_name[name]) for index, name in enumerate(names) if name in spec.by_name)
    unknown = tuple(
        cell.strip() for cell, name in zip(header, names, strict=True) if name and name not in spec.by_name
    )
    return Columns(known, unknown, len(header))


class RowReader:
    """Reads the rows of one file; refused rows are logged and left out."""

    def __init__(self, columns: Columns, readers: dict[str, CellReader], log: FileLog) -> None:
        self.columns, self.log = columns, log
        self._cells = [(index, readers[column.name].parse) for index, column in columns.known]
        self._attributes = [column.attribute for _, column in columns.known]
        doubts = [(column, readers[column.name].doubt) for _, column in columns.known]
        self._doubts = [(column, doubt) for column, doubt in doubts if doubt is not None]

    def read(self, rows: Sequence[RawRow], refused: Callable[[Row], None]) -> list[Row]:
        """Return the rows that are right by themselves; `refused` receives what is readable of the others."""
        try:
            read = self._read_columns(rows)
        except ValueError:
            read = list(self._read_rows(rows, refused))
        for column, doubt in self._doubts:
            for row in read:
                self._say_doubt(row, column, doubt)
        return read

    def _read_columns(self, rows: Sequence[RawRow]) -> list[Row]:
        """Read a batch at once, much quicker than row by row; ValueError when anything is wrong in it."""
        columns = list(zip(*(cells for _, cells in rows), strict=True))
        if rows and len(columns) != self.columns.width:
            raise ValueError("width")
        values = zip(*(map(parse, columns[index]) for index, parse in self._cells if rows), strict=True)
        attributes = self._attributes
        return [
            Row(line, cells, dict(zip(attributes, row, strict=True)))
            for (line, cells), row in zip(rows, values, strict=True)
        ]

    def _read_rows(self, rows: Iterable[RawRow], refused: Callable[[Row], None]) -> Iterator[Row]:
        width, attributes = self.columns.width, self._attributes
        for line, cells in rows:
            if len(cells) != width and not self._has_room(line, cells):
                continue
            try:
                values = [parse(cells[index]) for index, parse in self._cells]
            except ValueError:
                refused(Row(line, cells, self._explain(line, cells)))
            else:
                yield Row(line, cells, dict(zip(attributes, values, strict=True)))

    def _has_room(self, line: int, cells: list[str]) -> bool:
        """Accept empty cells on the right of the header; refuse a row cut short or with too many cells."""
        width = self.columns.width
        if len(cells) > width and not any(cells[width:]):
            return True
        self.log.refuse(line, "", "", f"{len(cells)} cellules au lieu de {width}")
        return False

    def _explain(self, line: int, cells: list[str]) -> dict[str, Any]:
        """Log every refused cell of a row; return what could be read."""
        values: dict[str, Any] = {}
        for (_, column), (index, parse) in zip(self.columns.known, self._cells, strict=True):
            try:
                values[column.attribute] = parse(cells[index])
            except ValueError as error:
                values[column.attribute] = UNREADABLE
                self.log.refuse(line, column.name, cells[index], str(error))
        return values

    def _say_doubt(self, row: Row, column: ColumnSpec, doubt: Doubt) -> None:
        value = row.values[column.attribute]
        reason = None if value is None else doubt(value)
        if reason:
            self.log.doubt(row.line, column.name, self.columns.cell(row, column.name), reason)
