"""Rent and home-loan arrears."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    amounts,
    cents,
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


class Impaye(Record):
    """An arrear reported to the Caf; monthly rent, charges, aid and the debt in cents."""

    __tablename__ = "impayes"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    aide_logement: Mapped[str] = required_code("aide_logement")
    secteur: Mapped[str | None] = optional_code("secteur_logement")
    tiers_payant: Mapped[bool | None] = optional_bool()
    bailleur: Mapped[str | None] = mapped_column(String(400))
    loyer: Mapped[int | None] = cents()
    charges: Mapped[int | None] = cents()
    montant_aide: Mapped[int | None] = cents()
    dette: Mapped[int | None] = cents()
    date_constitution: Mapped[date | None] = optional_date()
    date_signalement: Mapped[date]
    cible_locale: Mapped[bool | None] = optional_bool()
    accompagnement_administratif: Mapped[bool | None] = optional_bool()
    accompagnement_social: Mapped[bool | None] = optional_bool()
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey("interventions.id"))
    procedure: Mapped[str | None] = optional_code("procedure")
    issue: Mapped[str | None] = optional_code("issue_impaye")
    date_issue: Mapped[date | None] = optional_date()

    __table_args__ = (
        *filled("reference", length=60),
        *filled("bailleur"),
        *dated("date_constitution", "date_signalement", "date_issue"),
        ordered("date_constitution", "date_signalement"),
        ordered("date_signalement", "date_issue"),
        *yes_no("tiers_payant", "cible_locale", "accompagnement_administratif", "accompagnement_social"),
        *amounts("loyer", "charges", "montant_aide", "dette"),
        Index(
            "ix_impayes_chiffres",
            "date_signalement", "aide_logement", "cible_locale", "issue", "date_issue",
            "accompagnement_administratif", "accompagnement_social", "famille_id",
        ),
        Index("ix_impayes_famille", "famille_id"),
    )  # fmt: skip
