"""Outreach sessions, and the calendar of the places where they are held."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    code_key,
    counted,
    dated,
    filled,
    link,
    optional_date,
    optional_link,
    optional_time,
    ordered,
    timed,
)


class Permanence(Record):
    """A permanence held in a place, with the number of persons received."""

    __tablename__ = "permanences"

    reference: Mapped[str] = code_key()
    lieu_id: Mapped[int] = mapped_column(ForeignKey("lieux.id"))
    date: Mapped[date]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    personnes_recues: Mapped[int | None]
    heure_debut: Mapped[time | None] = optional_time()
    heure_fin: Mapped[time | None] = optional_time()
    creneau: Mapped[int | None]
    """Minutes between two appointments of its sheet."""

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date"),
        *counted("personnes_recues"),
        *timed("heure_debut", "heure_fin"),
        ordered("heure_debut", "heure_fin"),
        *counted("creneau", low=5, high=480),
        Index(None, "date", "lieu_id"),
    )


class Horaire(Record):
    """When a place holds its permanence: a weekday (0 = Monday), each week or one in two (ISO numbers)."""

    __tablename__ = "horaires"

    lieu_id: Mapped[int] = link("lieux")
    agent_id: Mapped[int | None] = optional_link("agents")
    jour: Mapped[int]
    semaines: Mapped[str] = mapped_column(String(8))
    heure_debut: Mapped[time]
    heure_fin: Mapped[time]
    creneau: Mapped[int]
    """Minutes."""
    depuis: Mapped[date | None] = optional_date()
    jusqu_au: Mapped[date | None] = optional_date()

    __table_args__ = (
        *counted("jour", high=6),
        CheckConstraint("semaines IN ('toutes', 'paires', 'impaires')", name="semaines_connues"),
        *timed("heure_debut", "heure_fin"),
        ordered("heure_debut", "heure_fin"),
        *counted("creneau", low=5, high=480),
        *dated("depuis", "jusqu_au"),
        ordered("depuis", "jusqu_au"),
        Index(None, "lieu_id"),
    )
