"""What the day of the demonstration says, read from its files and tied to the records of the portfolio."""

import tomllib
from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models import Agent, Famille, Intervention, Lieu, Partenaire
from caseapp.paths import resource

FIRST_DAY = date(2018, 1, 2)
"""Nothing is added before: the published figures are those of 2016 and 2017."""
Row = Mapping[str, Any]
_KEYS = {
    "famille": (Famille, Famille.reference),
    "intervention": (Intervention, Intervention.reference),
    "agent": (Agent, Agent.code),
    "lieu": (Lieu, Lieu.code),
    "partenaire": (Partenaire, Partenaire.code),
}


def read_day_file(name: str) -> Row:
    """Return the tables of one file of the day."""
    with resource(f"demonstration/jour/{name}.toml").open("rb") as file:
        return tomllib.load(file)


class Links:
    """The records of the portfolio by their business keys, and the keys of those that are added."""

    def __init__(self, session: Session) -> None:
        self._ids: dict[str, dict[str, int]] = {}
        for key, (mapped, column) in _KEYS.items():
            self._ids[key] = dict(session.execute(select(column, mapped.id)).all())
        self._numbers = count(1)

    def values(self, row: Row, **others: Any) -> dict[str, Any]:
        """Return the attributes of a row, its business keys made identifiers; tables in it are left out."""
        given = {**others, **row}
        plain = {key: value for key, value in given.items() if not isinstance(value, list | dict)}
        return {
            f"{key}_id" if key in _KEYS else key: self.id(key, value) if key in _KEYS else value
            for key, value in plain.items()
        }

    def id(self, key: str, code: str) -> int:
        """Return the identifier of a record; KeyError for one that the portfolio does not have."""
        return self._ids[key][code]

    def reference(self, prefix: str) -> str:
        """Return the business key of a record that is added, the same at each loading."""
        return f"DEMO-{prefix}-{next(self._numbers):04}"


def followed(session: Session, agent_id: int, day: date) -> dict[int, int]:
    """Return the open intervention of each family that an agent follows that day, by family."""
    statement = select(Intervention.famille_id, Intervention.id).where(
        Intervention.agent_id == agent_id,
        Intervention.date_cloture.is_(None),
        Intervention.date_ouverture <= day,
    )
    return dict(session.execute(statement.order_by(Intervention.reference.desc())).all())
