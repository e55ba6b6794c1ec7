"""Who follows a file: its own agent, else that of its intervention."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, select

from caseapp.models import Intervention
from caseapp.statistics.scope import Scope


def file_scope(table: FromClause) -> Scope:
    """Return what filters bear on: the file's agent, else its intervention's; the intervention's motif."""
    columns = table.c
    found = Intervention.__table__.c
    of_intervention: ColumnElement[Any] = (
        select(found.agent_id).where(found.id == columns.intervention_id).scalar_subquery()
    )
    return Scope(
        famille=columns.famille_id, agent=func.coalesce(columns.agent_id, of_intervention),
        intervention=columns.intervention_id,
    )  # fmt: skip
