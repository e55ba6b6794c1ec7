"""Dwellings reported as unfit."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    code_key,
    dated,
    filled,
    optional_bool,
    optional_code,
    optional_date,
    ordered,
    required_code,
    yes_no,
)


class LogementSignale(Record):
    """A dwelling reported, visited, diagnosed, whose housing aid may be withheld then released."""

    __tablename__ = "logements_signales"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    origine: Mapped[str] = required_code("origine_signalement")
    date_signalement: Mapped[date]
    date_constat: Mapped[date | None] = optional_date()
    operateur: Mapped[str | None] = mapped_column(String(400))
    resultat: Mapped[str | None] = optional_code("resultat_constat")
    date_diagnostic: Mapped[date | None] = optional_date()
    assistance_maitrise_ouvrage: Mapped[bool | None] = optional_bool()
    date_conservation: Mapped[date | None] = optional_date()
    date_levee: Mapped[date | None] = optional_date()
    travaux: Mapped[bool | None] = optional_bool()

    __table_args__ = (
        *filled("reference", length=60),
        *filled("operateur"),
        *dated("date_signalement", "date_constat", "date_diagnostic", "date_conservation", "date_levee"),
        ordered("date_signalement", "date_constat"),
        ordered("date_conservation", "date_levee"),
        *yes_no("assistance_maitrise_ouvrage", "travaux"),
        Index("ix_logements_signales_signales", "date_signalement", "origine"),
        Index("ix_logements_signales_constats", "date_constat", "resultat"),
        Index("ix_logements_signales_diagnostics", "date_diagnostic", "assistance_maitrise_ouvrage"),
        Index(None, "date_conservation"),
        Index(None, "date_levee", "travaux"),
        Index(None, "famille_id"),
    )
