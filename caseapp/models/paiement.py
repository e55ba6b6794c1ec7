"""What becomes of a granted aid: payments, and for a loan its schedule, repayments and remissions."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    amounts,
    counted,
    dated,
    filled,
    link,
    optional_date,
    optional_text,
    ordered,
    required_cents,
    required_code,
)


class Paiement(Record):
    """A payment of one form of an aid; its dates say its state on any day. Amount in cents, above 0."""

    __tablename__ = "paiements"

    aide_id: Mapped[int] = link("aides")
    forme: Mapped[str] = required_code("forme")
    montant: Mapped[int] = required_cents()
    destinataire: Mapped[str] = required_code("destinataire")
    tiers: Mapped[str | None] = optional_text()
    """Who is paid when it is not the family."""
    date_prevue: Mapped[date]
    date_versement: Mapped[date | None] = optional_date()
    date_annulation: Mapped[date | None] = optional_date()
    """Given up before it was paid."""
    date_retour: Mapped[date | None] = optional_date()
    """Money come back after it was paid."""
    motif: Mapped[str | None] = optional_text()
    """Why it was cancelled or came back."""

    __table_args__ = (
        *amounts("montant"),
        CheckConstraint("montant > 0", name="montant_positif"),
        *filled("tiers", "motif"),
        *dated("date_prevue", "date_versement", "date_annulation", "date_retour"),
        CheckConstraint("destinataire <> 'tiers' OR tiers IS NOT NULL", name="tiers_nomme"),
        CheckConstraint("date_annulation IS NULL OR date_versement IS NULL", name="annule_ou_verse"),
        CheckConstraint("date_retour IS NULL OR date_versement IS NOT NULL", name="retour_verse"),
        ordered("date_versement", "date_retour"),
        Index(None, "aide_id"),
        Index(None, "date_versement"),
    )


class PlanPret(Record):
    """A schedule of repayments, in force from `date_effet` until the next one of the same loan."""

    __tablename__ = "plans_pret"

    aide_id: Mapped[int] = link("aides")
    date_effet: Mapped[date]
    motif: Mapped[str | None] = optional_text()
    """Why it replaces the one before."""

    __table_args__ = (*dated("date_effet"), *filled("motif"), Index(None, "aide_id", "date_effet"))


class EcheancePret(Record):
    """One repayment due, in cents; `numero` counts from 1 in its plan."""

    __tablename__ = "echeances_pret"

    plan_id: Mapped[int] = link("plans_pret")
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


class MouvementPret(Record):
    """Money repaid on a loan, or remitted by the Caf, in cents above 0."""

    __tablename__ = "mouvements_pret"

    aide_id: Mapped[int] = link("aides")
    type: Mapped[str] = required_code("mouvement_pret")
    date: Mapped[date]
    montant: Mapped[int] = required_cents()
    motif: Mapped[str | None] = mapped_column(String(400))

    __table_args__ = (
        *dated("date"),
        *amounts("montant"),
        CheckConstraint("montant > 0", name="montant_positif"),
        *filled("motif"),
        Index(None, "aide_id", "date"),
        Index(None, "date"),
    )
