"""Outreach sessions."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Record, code_key, counted, dated, filled


class Permanence(Record):
    """A permanence held in a place, with the number of persons received."""

    __tablename__ = "permanences"

    reference: Mapped[str] = code_key()
    lieu_id: Mapped[int] = mapped_column(ForeignKey("lieux.id"))
    date: Mapped[date]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    personnes_recues: Mapped[int | None]

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date"),
        *counted("personnes_recues"),
        Index(None, "date", "lieu_id"),
    )
