"""Interventions: the unit of the founding table."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    code_key,
    dated,
    filled,
    optional_code,
    optional_date,
    ordered,
    required_code,
)


class Intervention(Record):
    """Information-conseil or accompagnement social given to a family for one motif."""

    __tablename__ = "interventions"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    motif: Mapped[str] = required_code("motif")
    nature: Mapped[str] = required_code("nature")
    origine: Mapped[str | None] = optional_code("origine")
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    date_ouverture: Mapped[date]
    date_cloture: Mapped[date | None] = optional_date()
    issue: Mapped[str | None] = optional_code("issue_intervention")

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date_ouverture", "date_cloture"),
        ordered("date_ouverture", "date_cloture"),
        Index(
            "ix_interventions_actives",
            "motif", "nature", "origine", "date_ouverture", "date_cloture", "agent_id",
        ),
        Index(
            "ix_interventions_ouvertes", "date_ouverture", "date_cloture", "nature", "famille_id", "agent_id"
        ),
        Index("ix_interventions_closes", "date_cloture", "date_ouverture"),
        Index("ix_interventions_famille", "famille_id", "date_ouverture", "date_cloture"),
    )  # fmt: skip
