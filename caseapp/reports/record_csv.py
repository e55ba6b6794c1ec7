"""The list behind a figure as CSV, for Excel in France: typed cells, no formula, protected names hidden."""

import csv
from collections.abc import Collection, Iterator
from decimal import Decimal
from io import StringIO

from caseapp.reports.csv_files import FORMULA_STARTS, TEXT_LIMIT
from caseapp.reports.text_fit import one_line
from caseapp.statistics.results import Record, RecordColumn, RecordKind, RecordList, write_record_value

PROTECTED = "(protégée)"


def render_records(records: RecordList, named: Collection[int] = ()) -> bytes:
    """Return the list, one record a line; of protected families, only those `named` by id have a name."""
    output = StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(_text(column.title) for column in records.columns)
    writer.writerows(tuple(_cells(records.columns, record, named)) for record in records.records)
    return output.getvalue().encode("utf-8-sig")


def _cells(columns: tuple[RecordColumn, ...], record: Record, named: Collection[int]) -> Iterator[str]:
    nameless = record.protected and record.famille_id not in named
    for column, value in zip(columns, record.values, strict=True):
        if nameless and column.nominative:
            yield PROTECTED
        elif column.kind is RecordKind.CENTS and value is not None:
            yield f"{Decimal(str(value)).scaleb(-2):.2f}".replace(".", ",")
        else:
            yield _text(write_record_value(value, column.kind))


def _text(text: str) -> str:
    """Return a text on one line, kept as text where a spreadsheet would take it for a formula."""
    bare = one_line(text, TEXT_LIMIT)
    return f"'{bare}" if bare.startswith(FORMULA_STARTS) else bare
