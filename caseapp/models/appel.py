"""Calls received by the social phone line."""

from datetime import date, time

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    code_key,
    dated,
    filled,
    optional_code,
    optional_link,
    optional_time,
    sparse_index,
    timed,
    yes_no,
)


class Appel(Record):
    """A call received; handled when it was answered."""

    __tablename__ = "appels"

    reference: Mapped[str] = code_key()
    date: Mapped[date]
    decroche: Mapped[bool]
    famille_id: Mapped[int | None] = mapped_column(ForeignKey("familles.id"))
    suite: Mapped[str | None] = optional_code("suite")
    heure: Mapped[time | None] = optional_time()
    agent_id: Mapped[int | None] = optional_link("agents")
    rendez_vous_id: Mapped[int | None] = optional_link("rendez_vous")
    """The appointment made from the call."""

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date"),
        *yes_no("decroche"),
        *timed("heure"),
        Index("ix_appels_chiffres", "date", "decroche", "suite"),
        Index(None, "famille_id"),
        sparse_index("appels", "rendez_vous_id"),
    )
