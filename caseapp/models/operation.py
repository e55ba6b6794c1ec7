"""What was written, with its values: undone, restored, and read as the history of a record."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import FIRST_DAY, LAST_DAY, Base, counted, filled, link, optional_link


class Operation(Base):
    """One named step of a user; `annule_id` is the step that this one undoes."""

    __tablename__ = "operations"

    id: Mapped[int] = mapped_column(primary_key=True)
    moment: Mapped[datetime] = mapped_column(DateTime())
    """UTC."""
    auteur: Mapped[str] = mapped_column(String(200))
    libelle: Mapped[str] = mapped_column(String(200))
    famille_id: Mapped[int | None]
    """The family it is about, kept as a number: the family itself may be undone."""
    annule_id: Mapped[int | None] = optional_link("operations")

    __table_args__ = (
        CheckConstraint(f"moment BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'", name="moment_plausible"),
        *filled("auteur", "libelle", length=200),
        *counted("famille_id", low=1, high=2_000_000_000),
        Index(None, "famille_id"),
        Index(None, "annule_id"),
        Index(None, "auteur", "id"),
    )


class Version(Base):
    """One record before and after an operation, as JSON; no `avant` for a creation, no `apres` once gone.

    A modification holds the fields that changed, a creation or a suppression all of them.
    """

    __tablename__ = "versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[int] = link("operations")
    objet: Mapped[str] = mapped_column(String(60))
    """Name of the table."""
    objet_id: Mapped[int]
    avant: Mapped[str | None] = mapped_column(Text())
    apres: Mapped[str | None] = mapped_column(Text())

    __table_args__ = (
        *filled("objet", length=60),
        *counted("objet_id", low=1, high=2_000_000_000),
        Index(None, "operation_id"),
        Index(None, "objet", "objet_id"),
    )
