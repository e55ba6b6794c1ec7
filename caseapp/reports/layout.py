"""The words in which the tables of a report are declared, and how they are filled from figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from caseapp.domain.labels import NO_BASE, UNKNOWN, format_percent, round_half_up
from caseapp.domain.units import Unit
from caseapp.reports.report import Cell, NumberStyle, Row, Table
from caseapp.statistics.results import FigureSet, FigureValue, Raw

PART = ".part"
LASTING = " (ce qui dure, ou une famille revue, compte dans chaque mois)."
NO_LINES = "Aucune donnée de ce chapitre n'est encore enregistrée."


class Show(Enum):
    """What a column shows of a figure."""

    VALUE = "value"
    PREVIOUS = "previous"
    EVOLUTION = "evolution"


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its title, what it adds to the address of the line, and what it shows."""

    title: str
    suffix: str = ""
    show: Show = Show.VALUE


@dataclass(frozen=True, slots=True)
class Line:
    """One line, by the address it is built on; its label is the figure's unless given."""

    address: str
    label: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Each:
    """One line for each key of a dimension; `template` is the address of the declaration that has it."""

    template: str
    prefix: str = ""
    """Address of the line, when it is shorter than the template."""
    starting: tuple[str, ...] = ("",)
    """How the keys that have a line begin: all of them unless given."""
    then: "Each | None" = None
    """A finer dimension: the lines of the keys that belong to each, under it; it is then a total."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table to fill: `{n}` and `{n1}` in column titles are this period and the one before."""

    key: str
    title: str
    row_title: str
    columns: tuple[Col, ...]
    lines: tuple[Line | Each, ...]
    total_note: str = ""
    subtitle: str = ""
    exclusive: bool = False
    """Whether each record stands on one line and only one: counts and amounts then add up to the total."""
    wide: bool = False
    """Whether it needs the width of a page."""


COMPARED = (
    Col("{n1}", show=Show.PREVIOUS),
    Col("{n}"),
    Col("Évolution", show=Show.EVOLUTION),
)


def fill(layout: Layout, figures: FigureSet) -> Table:
    """Return the table with its figures, and below it what each counts."""
    names = {"n": figures.period.label, "n1": figures.period.previous().label}
    lines = [_line(found, layout, figures) for found in expand(layout.lines, figures)]
    return Table(
        key=layout.key,
        title=layout.title,
        row_title=layout.row_title,
        columns=tuple(column.title.format(**names) for column in layout.columns),
        rows=tuple(lines),
        notes=tuple(_notes(layout, figures)),
        subtitle=layout.subtitle,
        wide=layout.wide,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A line whose address is known."""

    address: str
    label: str
    cible: str | None = None
    total: bool = False


def expand(lines: Iterable[Line | Each], figures: FigureSet) -> Iterator[Found]:
    """Give each line of a layout, those of a dimension one by one."""
    for line in lines:
        if isinstance(line, Line):
            label = line.label or figures[line.address].label
            yield Found(line.address, label, total=line.total)
            continue
        yield from _each(line, figures)


def _each(line: Each, figures: FigureSet, parent: str | None = None) -> Iterator[Found]:
    """Give the lines of a dimension, each followed by those of its finer one; of one parent when given."""
    for key in figures.axes[line.template]:
        if key.key.startswith(line.starting) and parent in {None, key.parent}:
            start, end = line.template.index("{"), line.template.index("}") + 1
            address = f"{line.template[:start]}{key.key}{line.template[end:]}"
            total = line.then is not None
            yield Found(address.removesuffix(line.prefix), key.label, key.cible, total)
            if line.then is not None:
                yield from _each(line.then, figures, key.key)


def _line(found: Found, layout: Layout, figures: FigureSet) -> Row:
    cells = tuple(_cell(found, column, figures) for column in layout.columns)
    return Row(found.label, cells, address=found.address, total=found.total, cible=found.cible)


def _cell(found: Found, column: Col, figures: FigureSet) -> Cell:
    """Return the cell of a line; on a total, the share is the whole, and on a line apart there is none."""
    address = found.address + column.suffix
    if address in figures.values:
        return cell_of(figures[address], column.show)
    whole = figures.values.get(address.removesuffix(PART))
    if not found.total or whole is None:
        return Cell("")
    number = Decimal(100) if whole.value else None
    text = UNKNOWN if number is None else format_percent(number)
    return Cell(text, number, NumberStyle.PERCENT, 1, unit=Unit.POURCENT)


def cell_of(figure: FigureValue, show: Show = Show.VALUE) -> Cell:
    """Return a figure as a cell; N-1 and evolution do not open records."""
    match show:
        case Show.VALUE:
            return Cell(
                figure.text, exact_number(figure.value, figure.unit, figure.decimals), _style(figure.unit),
                figure.decimals, figure.address, figure.unit,
            )  # fmt: skip
        case Show.PREVIOUS:
            return Cell(
                figure.previous_text, exact_number(figure.previous, figure.unit, figure.decimals),
                _style(figure.unit), figure.decimals, unit=figure.unit,
            )  # fmt: skip
        case Show.EVOLUTION:
            points = figure.unit is Unit.POURCENT
            return Cell(
                figure.evolution, _change(figure), NumberStyle.POINTS if points else NumberStyle.PERCENT,
                figure.evolution_decimals,
            )  # fmt: skip


def exact_number(value: Raw, unit: Unit, decimals: int) -> Decimal | None:
    """Return the number written in a cell: euros, percent, or a count."""
    if value is None:
        return None
    if unit is Unit.EURO:
        return Decimal(int(value)).scaleb(-2)
    return round_half_up(value, decimals)


def _change(figure: FigureValue) -> Decimal | None:
    if figure.evolution in {UNKNOWN, NO_BASE} or figure.value is None or figure.previous is None:
        return None
    change = Fraction(figure.value) - Fraction(figure.previous)
    if figure.unit is not Unit.POURCENT:
        change = change * 100 / Fraction(figure.previous)
    return round_half_up(change, figure.evolution_decimals)


def _style(unit: Unit) -> NumberStyle:
    styles = {Unit.EURO: NumberStyle.EUROS, Unit.POURCENT: NumberStyle.PERCENT}
    return styles.get(unit, NumberStyle.COUNT)


def _notes(layout: Layout, figures: FigureSet) -> Iterator[str]:
    """Give the sentence of each different figure of the table once, then what its total is."""
    seen: set[str] = set()
    for found in expand(layout.lines, figures):
        for column in layout.columns:
            figure = figures.values.get(found.address + column.suffix)
            if figure is not None and figure.sentence not in seen and column.show is Show.VALUE:
                seen.add(figure.sentence)
                yield figure.sentence
    if not seen:
        yield NO_LINES
    if layout.total_note:
        yield layout.total_note
    if not figures.period.is_year:
        yield from _months_note(layout, figures)


def _months_note(layout: Layout, figures: FigureSet) -> Iterator[str]:
    """Say which figures of a part of a year do not add up to the year's, column by column where it can."""
    shown = [
        (found.label, column.title, figures.values[found.address + column.suffix])
        for found in expand(layout.lines, figures)
        for column in layout.columns
        if column.show is Show.VALUE and found.address + column.suffix in figures.values
    ]
    counted = [(row, column, figure.adds_up) for row, column, figure in shown if figure.adds_up is not None]
    lasting = [(row, column) for row, column, adds_up in counted if not adds_up]
    if not lasting:
        return
    columns = dict.fromkeys(column for _, column in lasting)
    whole = all(not adds_up for _, column, adds_up in counted if column in columns)
    if len(lasting) == len(counted):
        which = "ces chiffres ne s'additionnent pas"
    else:
        named = columns if whole else dict.fromkeys(row for row, _ in lasting)
        which = f"ces chiffres ne s'additionnent pas : {', '.join(named)}"
    yield f"D'un mois à l'autre, {which}{LASTING}"
