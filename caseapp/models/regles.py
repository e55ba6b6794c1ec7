"""Rule sets brought in by the Caf, and what was done with the deadlines that rules compute."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    FIRST_DAY,
    LAST_DAY,
    Record,
    dated,
    filled,
    optional_date,
    optional_link,
    optional_text,
    required_code,
)

LONGEST_RULE_FILE = 200_000
"""Characters of a rule file."""


class JeuRegles(Record):
    """A version of a rule set as its TOML text; the last added one of a code replaces the shipped one."""

    __tablename__ = "jeux_regles"

    code: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(60))
    contenu: Mapped[str] = mapped_column(String(LONGEST_RULE_FILE))
    ajoute_le: Mapped[datetime]
    """UTC."""

    __table_args__ = (
        *filled("code", "version", length=60),
        *filled("contenu", length=LONGEST_RULE_FILE),
        CheckConstraint(f"ajoute_le BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'", name="ajoute_le_plausible"),
        UniqueConstraint("code", "version"),
    )


class SuiteEcheance(Record):
    """What a person did with a computed deadline: seen, put off with a reason, done.

    The deadline is that of `regle` started by the fact of the day `depuis`, in exactly one file.
    """

    __tablename__ = "suites_echeance"

    impaye_id: Mapped[int | None] = optional_link("impayes")
    signalement_id: Mapped[int | None] = optional_link("logements_signales")
    suivi_id: Mapped[int | None] = optional_link("suivis_rsa")
    regle: Mapped[str] = mapped_column(String(60))
    depuis: Mapped[date]
    etat: Mapped[str] = required_code("suite_echeance")
    reportee_au: Mapped[date | None] = optional_date()
    motif: Mapped[str | None] = optional_text()
    agent_id: Mapped[int | None] = optional_link("agents")
    date: Mapped[date]

    __table_args__ = (
        CheckConstraint(
            "(impaye_id IS NOT NULL) + (signalement_id IS NOT NULL) + (suivi_id IS NOT NULL) = 1",
            name="un_dossier",
        ),
        *filled("regle", length=60),
        *filled("motif"),
        *dated("depuis", "date", "reportee_au"),
        CheckConstraint(
            "etat <> 'reportee' OR (reportee_au IS NOT NULL AND motif IS NOT NULL)", name="report_motive"
        ),
        Index(None, "impaye_id"),
        Index(None, "signalement_id"),
        Index(None, "suivi_id"),
    )
