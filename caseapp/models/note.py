"""Notes of the workers, at three levels of sharing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import FIRST_DAY, LAST_DAY, Record, filled, sparse_index


class Note(Record):
    """Plain text about a family; `niveau` says who may read it (CASF L121-6-2)."""

    __tablename__ = "notes"

    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey("interventions.id"))
    rendez_vous_id: Mapped[int | None] = mapped_column(ForeignKey("rendez_vous.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    niveau: Mapped[str] = mapped_column(String(13))
    texte: Mapped[str] = mapped_column(Text())
    ecrite_le: Mapped[datetime] = mapped_column(DateTime())
    """UTC."""
    auteur: Mapped[str | None] = mapped_column(String(200))
    """Who wrote it: a personal note is shown to no one else."""

    __table_args__ = (
        CheckConstraint("niveau IN ('personnelle', 'equipe', 'transmissible')", name="niveau_connu"),
        *filled("texte", length=1_000_000),
        *filled("auteur", length=200),
        CheckConstraint(f"ecrite_le BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'", name="ecrite_le_plausible"),
        Index(None, "famille_id", "ecrite_le"),
        sparse_index("notes", "intervention_id"),
        sparse_index("notes", "rendez_vous_id"),
    )
