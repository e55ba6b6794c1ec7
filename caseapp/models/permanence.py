"""Outreach sessions."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Record, code_key, dated, filled


class Permanence(Record):
    """A permanence held in a place, with the number of persons received."""

    __tablename__ = "permanences"

    reference: Mapped[str] = code_key()
    lieu_id: Mapped[int] = mapped_column(ForeignKey("lieux.id"))
    date: Mapped[date]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    personnes_recues: Mapped[int | None]

    __table_args__ = (
        *filled("reference"),
        *dated("date"),
        CheckConstraint("personnes_recues BETWEEN 0 AND 100000", name="personnes_recues_plausible"),
        Index(None, "date", "lieu_id"),
    )
