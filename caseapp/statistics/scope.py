"""What each population lets the filters bear on."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from caseapp.domain.filters import Filters
from caseapp.models import Agent, Famille, Intervention, Lieu


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Columns of a population on which filters bear; a filter without a column makes its figures unknown."""

    famille: ColumnElement[int] | None = None
    agent: ColumnElement[int] | None = None
    lieu: ColumnElement[int] | None = None
    motif: ColumnElement[str] | None = None
    intervention: ColumnElement[int] | None = None
    """Where the agent or the motif are not the record's own, they are its intervention's."""

    def conditions(self, filters: Filters) -> tuple[ColumnElement[bool], ...] | None:
        """Return the conditions of the active filters; None when one of them cannot bear here."""
        found = [self._condition(name, getattr(filters, name)) for name in filters.active]
        kept = tuple(condition for condition in found if condition is not None)
        return kept if len(kept) == len(found) else None

    def _condition(self, name: str, value: Any) -> ColumnElement[bool] | None:
        agents = {"agent": Agent.code == value, "secteur": Agent.secteur == value}
        if name in agents:
            chosen = select(Agent.id).where(agents[name])
            return self._own_or_intervention(self.agent, Intervention.agent_id.in_(chosen), chosen)
        if name == "motif":
            return self._own_or_intervention(self.motif, Intervention.motif == value, [value])
        if name == "lieu":
            return _in(self.lieu, select(Lieu.id).where(Lieu.code == value))
        return _in(self.famille, select(Famille.id).where(Famille.code_commune.in_(value)))

    def _own_or_intervention(
        self, own: ColumnElement[Any] | None, through: ColumnElement[bool], allowed: Any
    ) -> ColumnElement[bool] | None:
        if own is not None:
            return own.in_(allowed)
        if self.intervention is None:
            return None
        return self.intervention.in_(select(Intervention.id).where(through))


def _in(column: ColumnElement[int] | None, allowed: Select[int]) -> ColumnElement[bool] | None:
    return None if column is None else column.in_(allowed)
