"""The list behind a figure as lines of a table: which columns say something, found and sorted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from PySide6.QtGui import QFontMetrics

from caseapp.domain.labels import format_cents, plural
from caseapp.domain.text import fold
from caseapp.domain.units import Unit
from caseapp.statistics.results import (
    ListRole,
    Record,
    RecordKind,
    RecordList,
    RecordValue,
    write_record_value,
)
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.theme import Theme

FAMILLE, NUMERO, REFERENCE = "famille-nom", "famille", "reference"
WITHOUT_FAMILY = "sans dossier"
PROTECTED = "protégée"
_NUMBERS = {RecordKind.DATE, RecordKind.CENTS, RecordKind.NUMBER}
_SAMPLE = 120
_WIDEST, _NARROWEST = 210, 56
_BEFORE = {Unit.EURO: "aides", Unit.RENDEZ_VOUS: "rendez-vous"}
_ROLES = {
    ListRole.FIGURE: "derrière ce chiffre", ListRole.SHARE: "au numérateur de cette part",
    ListRole.RATE: "au numérateur de ce taux", ListRole.MEAN: "au numérateur de cette moyenne",
    ListRole.MEDIAN: "derrière cette médiane",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One record with its rank in the list."""

    id: int
    record: Record


def title_of(records: RecordList) -> str:
    """Say how many records there are, what they are to the figure, and the amount they make."""
    unit = records.record_unit or records.unit
    title = f"{plural(len(records.records), str(unit), _BEFORE.get(unit))} {_ROLES[records.role]}"
    if records.unit is Unit.EURO:
        return f"{title}, {format_cents(records.total)}"
    summed = records.role is not ListRole.MEDIAN and records.unit is not unit
    return f"{title}, {plural(records.total, str(records.unit))}" if summed else title


def useful_ranks(records: RecordList) -> tuple[int, ...]:
    """Return the columns that say something: the first, what differs, references, what is all the same."""
    kept = [rank for rank, column in enumerate(records.columns) if not column.nominative]
    values = {rank: _values(records, rank) for rank in kept}
    said = [rank for rank in kept if values[rank] - {None, ""} or rank == kept[0]]
    return tuple(sorted(said, key=lambda rank: _place(records, rank, same=len(values[rank]) == 1)))


def _values(records: RecordList, rank: int) -> set[RecordValue]:
    """Return the first values of a column, all of them when they seem to be one."""
    first = {record.values[rank] for record in islice(records.records, _SAMPLE)}
    return first if len(first) > 1 else {record.values[rank] for record in records.records}


def _place(records: RecordList, rank: int, *, same: bool) -> tuple[int, int]:
    """Return where a column stands: words before numbers and dates, amounts first where they are counted."""
    column = records.columns[rank]
    if rank == 0:
        return (0, rank)
    if column.key in {NUMERO, REFERENCE}:
        return (4, rank)
    if column.kind is RecordKind.CENTS and records.unit is Unit.EURO:
        return (1, rank)
    if same:
        return (5, rank)
    return (3 if column.kind in _NUMBERS else 2, rank)


def line_columns(records: RecordList, ranks: Sequence[int], theme: Theme) -> tuple[ColumnSpec[Line], ...]:
    """Return the columns of the table, as wide as what they show; the family stands second."""
    own = [_column(records, rank, theme) for rank in ranks]
    names = [rank for rank, column in enumerate(records.columns) if column.nominative]
    if not names:
        return tuple(own)
    family: ColumnSpec[Line] = ColumnSpec(
        FAMILLE, "Famille", lambda line: full_name(line.record, names), width=130, stretch=True,
        sortable=True, tone=lambda line: _name_tone(line.record),
        mark=lambda line: PROTECTED if line.record.protected else "",
    )  # fmt: skip
    first = 0 if own and own[0].key == NUMERO else 1
    return (*own[:first], family, *own[first:])


def full_name(record: Record, names: Sequence[int]) -> str:
    """Return the name of the family of a record; an anonymous record says so."""
    if record.famille_id is None:
        return WITHOUT_FAMILY
    return " ".join(str(record.values[rank]) for rank in names if record.values[rank])


def _name_tone(record: Record) -> Tone:
    return Tone.DISCREET if record.famille_id is None else Tone.STRONG


def _column(records: RecordList, rank: int, theme: Theme) -> ColumnSpec[Line]:
    column = records.columns[rank]

    def text(line: Line) -> str:
        return write_record_value(line.record.values[rank], column.kind)

    def order(line: Line) -> tuple[bool, object]:
        value = line.record.values[rank]
        return (value is None, value)

    numbers = column.kind in _NUMBERS
    title = "N° famille" if column.key == NUMERO else column.title
    shown = [write_record_value(r.values[rank], column.kind) for r in records.records[:_SAMPLE]]
    return ColumnSpec(
        column.key, title, text, Align.RIGHT if numbers else Align.LEFT, _width(title, shown, theme),
        sortable=True, sort_key=order if numbers else None,
    )  # fmt: skip


def _width(title: str, texts: Sequence[str], theme: Theme) -> int:
    """Return the width, at 100 %, that shows the title and a sample of the texts."""
    head, body = QFontMetrics(theme.font(12, bold=True)), QFontMetrics(theme.font())
    longest = sorted(set(texts), key=len)[-8:]
    widest = max([head.horizontalAdvance(title) + theme.px(8), *map(body.horizontalAdvance, longest)])
    return min(_WIDEST, max(_NARROWEST, round(widest / theme.scale) + 20))


Columns = Sequence[ColumnSpec[Line]]


def arrange(
    lines: Sequence[Line], columns: Columns, searched: str, key: str, *, descending: bool
) -> list[int]:
    """Return the ranks of the lines that hold every word searched, in the order of a column."""
    words = fold(searched).split()
    kept = [line for line in lines if not words or _holds(line, columns, words)]
    chosen = [column for column in columns if column.key == key]
    if chosen:
        kept.sort(key=_order_of(chosen[0]), reverse=descending)
    return [line.id for line in kept]


def _holds(line: Line, columns: Columns, words: Sequence[str]) -> bool:
    said = fold(" ".join(column.text(line) for column in columns))
    return all(word in said for word in words)


def _order_of(column: ColumnSpec[Line]) -> Callable[[Line], Any]:
    return column.sort_key or (lambda line: fold(column.text(line)))
