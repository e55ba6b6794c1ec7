"""The engine: every figure of a period, each population read once, each provable by its query object."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import repeat
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period
from caseapp.statistics.axes import Axis
from caseapp.statistics.declarations import FIGURES
from caseapp.statistics.declare import Figures, Operation, Population
from caseapp.statistics.query import FigureQuery, aggregate, measured, median, parameters
from caseapp.statistics.referentiel import Keys, Referentiel
from caseapp.statistics.results import Raw

Conditions = tuple[ColumnElement[bool], ...] | None
_ADDITIVE = {Operation.COUNT, Operation.SUM}


class Scan:
    """One reading of a population, by raw columns, that serves one declaration or several.

    The store counts what adds up, and the distinct values of a declaration alone. Distinct values whose keys
    gather several raw values (the aids of a domain) cannot be added: their records are read one by one.
    """

    def __init__(self, members: Sequence[Figures]) -> None:
        self.members = members
        self.population: Population = members[0].population
        self._operation = members[0].measure.operation
        self._fixed = members[0].fixed if len(members) == 1 else ()
        """What the statement itself holds; several members are told apart afterwards."""
        self._one_by_one = _must_be_told_apart(members)
        columns = {str(axis.column): axis.column for one in members for axis in self._dimensions(one)}
        values = {str(aggregate(one)): self._value(one) for one in members}
        self._keys, self._values = list(columns.values()), list(values.values())
        names = list(columns)
        self._places = {
            one: [names.index(str(axis.column)) for axis in self._dimensions(one)] for one in members
        }
        self._value_places = {one: len(names) + list(values).index(str(aggregate(one))) for one in members}

    @cached_property
    def statement(self) -> Select[Any]:
        """The statement before any filter: the raw columns, then what the members measure."""
        found = select(*self._keys, *self._values).select_from(self.population.source)
        if self._operation is Operation.MEDIAN:
            found = found.add_columns(func.count()).group_by(*self._keys, *self._values)
        elif not self._one_by_one:
            found = found.group_by(*self._keys)
        return found.where(*self.population.where, *self._held())

    def given(self, referentiel: Referentiel) -> dict[str, list[object]]:
        """Return the parameters of the statement, beside those of the period."""
        return {f"tenu_{rank}": referentiel.raws(fixed) for rank, fixed in enumerate(self._fixed)}

    def _held(self) -> Iterator[ColumnElement[bool]]:
        for rank, fixed in enumerate(self._fixed):
            yield fixed.axis.column.in_(bindparam(f"tenu_{rank}", expanding=True))

    def cells(
        self, figures: Figures, referentiel: Referentiel, columns: Sequence[Sequence[Any]]
    ) -> dict[Keys, list[Any]]:
        """Gather what a member measures under each of its combinations of keys."""
        gathered: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        at = [columns[place] for place in self._places[figures]]
        raw_keys: Iterable[tuple[Any, ...]] = zip(*at, strict=True) if at else repeat(())
        for raw_key, part in zip(raw_keys, self._parts(figures, columns), strict=False):
            gathered[raw_key].append(part)
        key_of = [referentiel.table(axis).key_of for axis in figures.axes]
        allowed = [set(referentiel.raws(fixed)) for fixed in figures.fixed if fixed not in self._fixed]
        cells: dict[Keys, list[Any]] = defaultdict(list)
        for raw_key, parts in gathered.items():
            held = raw_key[len(key_of) :]
            if all(raw in wanted for raw, wanted in zip(held, allowed, strict=True)):
                cells[tuple(keys.get(raw, "") for raw, keys in zip(raw_key, key_of, strict=False))] += parts
        return cells

    def total(self, parts: list[Any]) -> Raw:
        """Return the figure that the parts of a cell make."""
        if self._operation is Operation.MEDIAN:
            return median(sorted(parts))
        return len(set(parts)) if self._one_by_one else sum(parts)

    def _dimensions(self, figures: Figures) -> tuple[Axis, ...]:
        """Return the axes of a member, then those it holds fixed, unless the statement holds them."""
        return (*figures.axes, *(fixed.axis for fixed in figures.fixed if fixed not in self._fixed))

    def _value(self, figures: Figures) -> ColumnElement[Any]:
        raw = self._one_by_one or self._operation is Operation.MEDIAN
        return measured(figures) if raw else aggregate(figures)

    def _parts(self, figures: Figures, columns: Sequence[Sequence[Any]]) -> Iterable[Any]:
        place = self._value_places[figures]
        if self._operation is Operation.MEDIAN:
            return zip(columns[place], columns[place + 1], strict=True)
        return columns[place]


def _must_be_told_apart(members: Iterable[Figures]) -> bool:
    return any(
        figures.measure.operation is Operation.DISTINCT and any(axis.gathers for axis in figures.axes)
        for figures in members
    )


@cache
def scans() -> tuple[Scan, ...]:
    """Return the readings that all the declarations need."""
    groups: dict[tuple[int, Operation | None], list[Figures]] = defaultdict(list)
    for figures in FIGURES:
        operation = figures.measure.operation
        groups[id(figures.population), None if operation in _ADDITIVE else operation].append(figures)
    found = []
    for (_, kind), members in groups.items():
        together = kind is None or _must_be_told_apart(members)
        found += [members] if together else [[one] for one in members]
    return tuple(map(Scan, found))


class Engine:
    """Computes the figures of one state of the store under given filters."""

    def __init__(self, session: Session, filters: Filters) -> None:
        self._session = session
        self._filters = filters
        self._conditions: dict[Population, Conditions] = {}
        self.referentiel = Referentiel(session)

    def raw_figures(self, period: Period) -> dict[str, Raw]:
        """Return every declared figure of a period by address; None where a filter cannot bear."""
        values: dict[str, Raw] = {}
        for scan in scans():
            values |= self._read(scan, period)
        return values

    def query(self, address: str) -> FigureQuery | None:
        """Return the query object of a figure, None when a filter cannot bear on it; KeyError if unknown."""
        figures, named = self.referentiel.figures[address]
        filters = self.conditions(figures.population)
        return None if filters is None else FigureQuery(figures, named, self.referentiel, filters)

    def _read(self, scan: Scan, period: Period) -> dict[str, Raw]:
        filters = self.conditions(scan.population)
        if filters is None:
            return {
                address: None for one in scan.members for address in self.referentiel.addresses[one].values()
            }
        statement = scan.statement.where(*filters) if filters else scan.statement
        given = {**parameters(period), **scan.given(self.referentiel)}
        found = self._session.connection().execute(statement, given)
        columns: Sequence[Sequence[Any]] = list(zip(*found.all(), strict=True)) or [()] * len(found.keys())
        values: dict[str, Raw] = {}
        for figures in scan.members:
            cells = scan.cells(figures, self.referentiel, columns)
            for keys, address in self.referentiel.addresses[figures].items():
                values[address] = scan.total(cells.get(keys, []))
        return values

    def conditions(self, population: Population) -> Conditions:
        """Return the conditions of the filters on a population; None when one of them cannot bear on it."""
        if population not in self._conditions:
            self._conditions[population] = population.scope.conditions(self._filters)
        return self._conditions[population]
