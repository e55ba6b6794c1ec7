"""The engine: every figure of a period in a few grouped scans, each provable by its query object."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, null, select
from sqlalchemy.orm import Session

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period
from caseapp.statistics.axes import Axis
from caseapp.statistics.declarations import FIGURES
from caseapp.statistics.declare import Figures, Operation, Population
from caseapp.statistics.query import FigureQuery, aggregate, measured, median, parameters
from caseapp.statistics.referentiel import Keys, Referentiel
from caseapp.statistics.results import Raw

_ADDITIVE = {Operation.COUNT, Operation.SUM}


def dimensions(figures: Figures) -> tuple[Axis, ...]:
    """Return the axes of a declaration, then those it holds fixed."""
    return (*figures.axes, *(fixed.axis for fixed in figures.fixed))


def raw_columns(figures: Figures) -> frozenset[str]:
    """Return the raw columns a declaration needs, by their SQL text."""
    return frozenset(str(axis.column) for axis in dimensions(figures))


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """One scan of a population, grouped by raw columns, that serves several declarations."""

    population: Population
    columns: Mapping[str, ColumnElement[Any]]
    members: tuple[Figures, ...]

    def statement(self, filters: Iterable[ColumnElement[bool]]) -> Select[Any]:
        """Return the grouped statement: raw columns, then one aggregate for each member."""
        grouped = [column.label(f"k{rank}") for rank, column in enumerate(self.columns.values())]
        sums = [aggregate(figures) for figures in self.members]
        return (
            select(*grouped, *sums)
            .select_from(self.population.source)
            .where(*self.population.where, *filters)
            .group_by(*grouped)
        )


@cache
def cubes() -> tuple[Cube, ...]:
    """Return the scans that the additive declarations need, a declaration in the first that holds it."""
    additive = [figures for figures in FIGURES if figures.measure.operation in _ADDITIVE]
    held: dict[int, list[tuple[dict[str, ColumnElement[Any]], list[Figures]]]] = defaultdict(list)
    for figures in sorted(additive, key=lambda one: -len(raw_columns(one))):
        wanted = raw_columns(figures)
        places = held[id(figures.population)]
        place = next((members for columns, members in places if wanted <= columns.keys()), None)
        if place is None:
            place = []
            places.append(({str(axis.column): axis.column for axis in dimensions(figures)}, place))
        place.append(figures)
    return tuple(
        Cube(members[0].population, columns, tuple(members))
        for places in held.values()
        for columns, members in places
    )


class Engine:
    """Computes the figures of one state of the store under given filters."""

    def __init__(self, session: Session, filters: Filters) -> None:
        self._session = session
        self._filters = filters
        self.referentiel = Referentiel(session)

    def raw_figures(self, period: Period) -> dict[str, Raw]:
        """Return every declared figure of a period by address; None where a filter cannot bear."""
        values: dict[str, Raw] = {}
        for cube in cubes():
            values |= self._additive(cube, period)
        for figures in FIGURES:
            if figures.measure.operation not in _ADDITIVE:
                values |= self._grouped(figures, period)
        return values

    def query(self, address: str) -> FigureQuery | None:
        """Return the query object of a figure, None when a filter cannot bear on it; KeyError if unknown."""
        figures, named = self.referentiel.figures[address]
        filters = figures.population.scope.conditions(self._filters)
        return None if filters is None else FigureQuery(figures, named, self.referentiel, filters)

    def _additive(self, cube: Cube, period: Period) -> dict[str, Raw]:
        filters = cube.population.scope.conditions(self._filters)
        if filters is None:
            return {
                address: None for figures in cube.members for address in self._addresses(figures).values()
            }
        rows = self._session.execute(cube.statement(filters), parameters(period)).all()
        names = list(cube.columns)
        values: dict[str, Raw] = {}
        for rank, figures in enumerate(cube.members):
            cells = self._roll_up(figures, names, rows, len(names) + rank)
            values |= {address: cells.get(keys, 0) for keys, address in self._addresses(figures).items()}
        return values

    def _roll_up(
        self, figures: Figures, names: list[str], rows: Iterable[Any], measured_at: int
    ) -> dict[Keys, int]:
        """Add up the cells that fall under the keys of a declaration; every record stands in one cell."""
        reads = [
            (names.index(str(axis.column)), self.referentiel.table(axis).key_of) for axis in figures.axes
        ]
        held = [
            (names.index(str(fixed.axis.column)), set(self.referentiel.raws(fixed)))
            for fixed in figures.fixed
        ]
        cells: dict[Keys, int] = defaultdict(int)
        for row in rows:
            if all(row[position] in allowed for position, allowed in held):
                keys = tuple(key_of.get(row[position], "") for position, key_of in reads)
                cells[keys] += row[measured_at]
        return cells

    def _grouped(self, figures: Figures, period: Period) -> dict[str, Raw]:
        """Compute a distinct count or a median, grouped by the keys themselves."""
        addresses = self._addresses(figures)
        filters = figures.population.scope.conditions(self._filters)
        if filters is None:
            return dict.fromkeys(addresses.values())
        base = self._keyed(figures, filters)
        given = parameters(period)
        if figures.measure.operation is Operation.DISTINCT:
            rows = self._session.execute(base.add_columns(aggregate(figures)), given)
            cells = {tuple(row[:-1]): row[-1] for row in rows}
            return {address: cells.get(keys, 0) for keys, address in addresses.items()}
        column = measured(figures)
        counted = base.add_columns(column, func.count()).group_by(column).order_by(column)
        pairs: dict[Keys, list[tuple[int, int]]] = defaultdict(list)
        for row in self._session.execute(counted, given):
            pairs[tuple(row[:-2])].append((row[-2], row[-1]))
        return {address: median(pairs[keys]) for keys, address in addresses.items()}

    def _keyed(self, figures: Figures, filters: Iterable[ColumnElement[bool]]) -> Select[Any]:
        """Return the statement grouped by the keys of the axes, the raw values mapped to them."""
        keys = [self._key_column(axis).label(f"k{rank}") for rank, axis in enumerate(figures.axes)]
        held = [fixed.axis.column.in_(self.referentiel.raws(fixed)) for fixed in figures.fixed]
        statement = select(*keys).select_from(figures.population.source)
        return statement.where(*figures.population.where, *filters, *held).group_by(*keys)

    def _key_column(self, axis: Axis) -> ColumnElement[Any]:
        key_of = self.referentiel.table(axis).key_of
        if all(raw == key for raw, key in key_of.items()):
            return axis.column
        return case(*((axis.column == raw, literal(key)) for raw, key in key_of.items()), else_=null())

    def _addresses(self, figures: Figures) -> dict[Keys, str]:
        return {
            named.keys: figures.address.format(**named.names) for named in self.referentiel.named(figures)
        }
