"""Group work and its sessions."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Base,
    Record,
    code_key,
    counted,
    dated,
    filled,
    optional_bool,
    optional_date,
    ordered,
    required_code,
    yes_no,
)


class ActionCollective(Record):
    """A group action; `participants` is the number of different people over all its sessions."""

    __tablename__ = "actions_collectives"

    reference: Mapped[str] = code_key()
    type: Mapped[str] = required_code("type_action")
    theme: Mapped[str | None] = mapped_column(String(400))
    libelle: Mapped[str | None] = mapped_column(String(400))
    lieu_id: Mapped[int | None] = mapped_column(ForeignKey("lieux.id"))
    partenaire_id: Mapped[int | None] = mapped_column(ForeignKey("partenaires.id"))
    co_animation: Mapped[bool | None] = optional_bool()
    date_debut: Mapped[date]
    date_fin: Mapped[date | None] = optional_date()
    participants: Mapped[int | None]

    __table_args__ = (
        *filled("reference", length=60),
        *filled("theme", "libelle"),
        *dated("date_debut", "date_fin"),
        ordered("date_debut", "date_fin"),
        *yes_no("co_animation"),
        *counted("participants"),
        Index(None, "date_debut", "date_fin"),
    )


class SeanceCollective(Base):
    """One session of a group action; `rang` tells apart sessions of one day."""

    __tablename__ = "seances_collectives"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions_collectives.id"))
    date: Mapped[date]
    rang: Mapped[int]
    presents: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("action_id", "date", "rang"),
        *dated("date"),
        *counted("rang", low=1),
        *counted("presents"),
        Index(None, "date"),
    )
