"""One query object for a figure: it gives the number and the records behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from caseapp.domain.periods import Period, add_months
from caseapp.models import Famille
from caseapp.statistics.declare import Figures, Operation, Population
from caseapp.statistics.referentiel import Named, Referentiel
from caseapp.statistics.results import Record, RecordColumn, RecordKind, RecordValue

_familles = Famille.__table__
_F = _familles.c
FAMILLE_COLUMNS = (
    RecordColumn("famille", "Famille"),
    RecordColumn("nom", "Nom", nominative=True),
    RecordColumn("prenom", "Prénom", nominative=True),
)


def parameters(period: Period) -> Mapping[str, date]:
    """Return what the declarations' conditions need to know of a period."""
    return {
        "debut": period.start,
        "fin": period.end,
        "dernier_jour": period.last_day,
        "deux_ans_avant": add_months(period.start, -24),
    }


def median(counts: Iterable[tuple[int, int]]) -> Fraction | None:
    """Return the median of (value, how many) pairs in ascending order; None when there is none."""
    pairs = list(counts)
    total = sum(number for _, number in pairs)
    if not total:
        return None
    low, high = (total - 1) // 2, total // 2
    found, seen = [], 0
    for value, number in pairs:
        found += [value for rank in (low, high) if seen <= rank < seen + number]
        seen += number
    return Fraction(sum(found), 2)


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """A figure of one period: the same conditions give its value and its list."""

    figures: Figures
    named: Named
    referentiel: Referentiel
    filters: tuple[ColumnElement[bool], ...]

    @property
    def population(self) -> Population:
        """The records it is counted on."""
        return self.figures.population

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """Return: in the period, under the filters, at the figure's keys."""
        figures, table = self.figures, self.referentiel.table
        chosen = [
            (axis.column, table(axis).raws([key]))
            for axis, key in zip(figures.axes, self.named.keys, strict=True)
        ]
        held = [(fixed.axis.column, self.referentiel.raws(fixed)) for fixed in figures.fixed]
        return (
            *self.population.where,
            *self.filters,
            *(column.in_(raws) for column, raws in (*chosen, *held)),
        )

    def value(self, session: Session, period: Period) -> int | Fraction | None:
        """Compute this figure alone."""
        base = select().select_from(self.population.source).where(*self.conditions())
        measure = self.figures.measure
        given = parameters(period)
        if measure.operation is Operation.MEDIAN:
            column = measured(self.figures)
            grouped = base.add_columns(column, func.count()).group_by(column).order_by(column)
            return median((row[0], row[1]) for row in session.execute(grouped, given))
        return int(session.execute(base.add_columns(aggregate(self.figures)), given).scalar() or 0)

    def columns(self) -> tuple[RecordColumn, ...]:
        """Return the columns of the list."""
        own = tuple(RecordColumn(shown.key, shown.title, shown.kind) for shown in self.population.columns)
        family = FAMILLE_COLUMNS if self.population.scope.famille is not None else ()
        if self.figures.measure.operation is Operation.DISTINCT:
            return (*family, RecordColumn("faits", "Faits", RecordKind.NUMBER))
        return (*own[:1], *family, *own[1:])

    def records(self, session: Session, period: Period) -> tuple[Record, ...]:
        """Return every record behind the figure, oldest first, or family by family."""
        if self.figures.measure.operation is Operation.DISTINCT:
            return tuple(self._families(session, period))
        return tuple(self._facts(session, period))

    def _families(self, session: Session, period: Period) -> Iterable[Record]:
        famille = measured(self.figures)
        statement = (
            select(_F.id, _F.protection, _F.reference, _F.nom, _F.prenom, func.count())
            .select_from(self.population.source.join(_familles, _F.id == famille))
            .where(*self.conditions())
            .group_by(_F.id)
            .order_by(_F.cle_tri, _F.id)
        )
        for row in session.execute(statement, parameters(period)):
            yield Record(tuple(row[2:]), 1, row[0], bool(row[1]))

    def _facts(self, session: Session, period: Period) -> Iterable[Record]:
        statement, shift = self._facts_statement()
        labels = [
            self.referentiel.labels(shown.liste) if shown.liste else None for shown in self.population.columns
        ]
        for row in session.execute(statement, parameters(period)):
            own = [_labelled(value, codes) for value, codes in zip(row[1 + shift :], labels, strict=True)]
            family = tuple(row[3:6]) if shift else ()
            ident, protected = (row[1], bool(row[2])) if shift else (None, False)
            yield Record((*own[:1], *family, *own[1:]), int(row[0]), ident, protected)

    def _facts_statement(self) -> tuple[Select[Any], int]:
        """Return the statement and how many family columns stand after the weight."""
        population, measure = self.population, self.figures.measure
        weight = measured(self.figures) if measure.operation is Operation.SUM else func.coalesce(1, 1)
        shown = [column.column.label(f"c{rank}") for rank, column in enumerate(population.columns)]
        source, family = population.source, []
        if population.scope.famille is not None:
            source = source.outerjoin(_familles, _F.id == population.scope.famille)
            family = [_F.id, _F.protection, _F.reference, _F.nom, _F.prenom]
        statement = select(weight, *family, *shown).select_from(source).where(and_(True, *self.conditions()))
        if measure.operation is Operation.ONCE:
            statement = statement.where(self._first_of_each())
        return statement.order_by(shown[0], *shown[1:]), len(family)

    def _first_of_each(self) -> ColumnElement[bool]:
        """Keep the first record of each key."""
        ident = self.figures.measure.ident
        assert ident is not None  # noqa: S101 - ONCE has one
        firsts = select(func.min(ident)).select_from(self.population.source).where(*self.conditions())
        return ident.in_(firsts.group_by(measured(self.figures)).correlate(None))


def measured(figures: Figures) -> ColumnElement[Any]:
    """Return the column a measure bears on."""
    assert figures.measure.column is not None  # noqa: S101 - only COUNT has none
    return figures.measure.column


def aggregate(figures: Figures) -> ColumnElement[Any]:
    """Return the SQL aggregate of an additive or distinct measure."""
    match figures.measure.operation:
        case Operation.SUM:
            return func.coalesce(func.sum(measured(figures)), 0)
        case Operation.DISTINCT | Operation.ONCE:
            return func.count(measured(figures).distinct())
        case _:
            return func.count()


def _labelled(value: RecordValue, codes: Mapping[str, str] | None) -> RecordValue:
    return codes.get(value, value) if codes and isinstance(value, str) else value
