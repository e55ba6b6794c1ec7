"""Appointments."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Record, code_key, dated, filled, optional_code, required_code


class RendezVous(Record):
    """An appointment held by an agent; without a family for an anonymous contact."""

    __tablename__ = "rendez_vous"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int | None] = mapped_column(ForeignKey("familles.id"))
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey("interventions.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    date: Mapped[date]
    type: Mapped[str] = required_code("type_rendez_vous")
    mode: Mapped[str | None] = optional_code("mode")
    lieu_id: Mapped[int | None] = mapped_column(ForeignKey("lieux.id"))
    statut: Mapped[str] = required_code("statut")

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date"),
        Index(
            "ix_rendez_vous_chiffres",
            "date", "statut", "type", "mode", "lieu_id", "agent_id", "intervention_id",
        ),
        Index("ix_rendez_vous_famille", "famille_id", "date"),
        Index("ix_rendez_vous_intervention", "intervention_id"),
    )  # fmt: skip
