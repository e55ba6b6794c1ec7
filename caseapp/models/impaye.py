"""Rent and home-loan arrears: what was reported, the debt, what was done, the plans, the outcomes.

What happens is kept as dated facts, so that a past day can be told again.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    amounts,
    cents,
    code_key,
    counted,
    dated,
    filled,
    link,
    optional_bool,
    optional_code,
    optional_date,
    optional_link,
    optional_text,
    ordered,
    required_cents,
    required_code,
    sparse_index,
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
    """What was owed on the day of the report; `MouvementDette` says what became of it."""
    date_constitution: Mapped[date | None] = optional_date()
    date_signalement: Mapped[date]
    cible_locale: Mapped[bool | None] = optional_bool()
    accompagnement_administratif: Mapped[bool | None] = optional_bool()
    accompagnement_social: Mapped[bool | None] = optional_bool()
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey("interventions.id"))
    procedure: Mapped[str | None] = optional_code("procedure")
    issue: Mapped[str | None] = optional_code("issue_impaye")
    date_issue: Mapped[date | None] = optional_date()
    """Since when the issue is true; those before it are `EtatImpaye`."""
    agent_id: Mapped[int | None] = optional_link("agents")
    premier_impaye: Mapped[date | None] = optional_date()
    """Day of the first term left unpaid."""
    constitution_motif: Mapped[str | None] = optional_text()
    """Why `date_constitution` was corrected by hand; nobody corrected it when unknown."""
    date_premier_contact: Mapped[date | None] = optional_date()
    intervention_administrative_id: Mapped[int | None] = optional_link("interventions")
    """The administrative support; `intervention_id` is the social one."""
    suite_logement: Mapped[str | None] = optional_code("suite_logement")
    """What became of the dwelling when the arrear ended."""
    reference_bailleur: Mapped[str | None] = optional_text(60)

    __table_args__ = (
        *filled("reference", length=60),
        *filled("bailleur", "constitution_motif"),
        *filled("reference_bailleur", length=60),
        *dated(
            "date_constitution", "date_signalement", "date_issue", "premier_impaye", "date_premier_contact"
        ),
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
        sparse_index("impayes", "agent_id"),
        sparse_index("impayes", "intervention_administrative_id"),
    )  # fmt: skip


class MouvementDette(Record):
    """What changed a debt: stated anew by the landlord, one more unpaid term, a payment. Cents."""

    __tablename__ = "mouvements_dette"

    impaye_id: Mapped[int] = link("impayes")
    type: Mapped[str] = required_code("mouvement_dette")
    date: Mapped[date]
    montant: Mapped[int] = required_cents()
    payeur: Mapped[str | None] = optional_text()

    __table_args__ = (
        *dated("date"),
        *amounts("montant"),
        *filled("payeur"),
        CheckConstraint("montant > 0 OR type = 'releve'", name="montant_positif"),
        Index(None, "impaye_id", "date"),
    )


class FaitImpaye(Record):
    """Something done about an arrear, or that happened to it, on its day."""

    __tablename__ = "faits_impaye"

    impaye_id: Mapped[int] = link("impayes")
    nature: Mapped[str] = required_code("fait_impaye")
    date: Mapped[date]
    commentaire: Mapped[str | None] = optional_text()
    agent_id: Mapped[int | None] = optional_link("agents")

    __table_args__ = (
        *dated("date"),
        *filled("commentaire"),
        Index(None, "impaye_id", "date"),
        Index(None, "date", "nature"),
    )


class PlanApurement(Record):
    """A repayment plan of an arrear: its instalments add up to `montant`, cents; broken or not."""

    __tablename__ = "plans_apurement"

    impaye_id: Mapped[int] = link("impayes")
    procedure: Mapped[str] = required_code("procedure")
    date_plan: Mapped[date]
    """When it was signed, or imposed."""
    date_effet: Mapped[date]
    montant: Mapped[int] = required_cents()
    date_rupture: Mapped[date | None] = optional_date()
    motif_rupture: Mapped[str | None] = optional_text()

    __table_args__ = (
        *dated("date_plan", "date_effet", "date_rupture"),
        ordered("date_plan", "date_effet"),
        ordered("date_plan", "date_rupture"),
        *amounts("montant"),
        CheckConstraint("montant > 0", name="montant_positif"),
        *filled("motif_rupture"),
        Index(None, "impaye_id", "date_effet"),
        Index(None, "date_plan", "date_rupture"),
    )


class MensualitePlan(Record):
    """One instalment of a repayment plan, in cents; `numero` counts from 1 in its plan."""

    __tablename__ = "mensualites_plan"

    plan_id: Mapped[int] = link("plans_apurement")
    numero: Mapped[int]
    date_echeance: Mapped[date]
    montant: Mapped[int] = required_cents()

    __table_args__ = (
        UniqueConstraint("plan_id", "numero"),
        *counted("numero", low=1, high=600),
        *dated("date_echeance"),
        *amounts("montant"),
        CheckConstraint("montant > 0", name="montant_positif"),
        Index(None, "date_echeance"),
    )


class EtatImpaye(Record):
    """An issue that an arrear had, from its first day to the one before `date_fin`."""

    __tablename__ = "etats_impaye"

    impaye_id: Mapped[int] = link("impayes")
    issue: Mapped[str] = required_code("issue_impaye")
    date_debut: Mapped[date]
    date_fin: Mapped[date]

    __table_args__ = (
        *dated("date_debut", "date_fin"),
        ordered("date_debut", "date_fin"),
        Index(None, "impaye_id", "issue", "date_debut", "date_fin"),
    )
