"""Individual financial aids (AFI): catalogue, commission sessions, requests and decisions."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    amounts,
    cents,
    code_key,
    dated,
    filled,
    optional_code,
    optional_date,
    ordered,
    required_code,
)


class TypeAide(Record):
    """An aid of the catalogue; `formes` is `subvention`, `pret` or `subvention pret`."""

    __tablename__ = "types_aide"

    code: Mapped[str] = code_key()
    libelle: Mapped[str] = mapped_column(String(400))
    domaine: Mapped[str] = required_code("domaine")
    formes: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (
        *filled("code", length=60),
        *filled("libelle"),
        CheckConstraint("formes IN ('subvention', 'pret', 'subvention pret')", name="formes_connues"),
    )


class SeanceCommission(Record):
    """A session of the instance that decides on aids."""

    __tablename__ = "seances_commission"

    code: Mapped[str] = code_key()
    instance: Mapped[str] = mapped_column(String(400))
    date: Mapped[date]

    __table_args__ = (
        *filled("code", length=60),
        *filled("instance"),
        *dated("date"),
        Index(None, "date", "instance"),
    )


class Aide(Record):
    """A request for an aid and its decision; amounts in cents, unknown amounts empty."""

    __tablename__ = "aides"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    type_aide_id: Mapped[int] = mapped_column(ForeignKey("types_aide.id"))
    motif: Mapped[str | None] = optional_code("motif_aide")
    demandeur: Mapped[str | None] = optional_code("demandeur")
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    partenaire_id: Mapped[int | None] = mapped_column(ForeignKey("partenaires.id"))
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey("interventions.id"))
    date_demande: Mapped[date]
    montant_demande: Mapped[int | None] = cents()
    seance_id: Mapped[int | None] = mapped_column(ForeignKey("seances_commission.id"))
    date_decision: Mapped[date | None] = optional_date()
    decision: Mapped[str | None] = optional_code("decision")
    montant_pret: Mapped[int | None] = cents()
    montant_subvention: Mapped[int | None] = cents()

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date_demande", "date_decision"),
        ordered("date_demande", "date_decision"),
        *amounts("montant_demande", "montant_pret", "montant_subvention"),
        CheckConstraint(
            "decision NOT IN ('accord', 'accord_partiel') OR date_decision IS NOT NULL",
            name="accord_date",
        ),
        Index(
            "ix_aides_decidees",
            "date_decision", "decision", "type_aide_id", "demandeur", "famille_id",
            "montant_pret", "montant_subvention", "date_demande", "seance_id",
        ),
        Index("ix_aides_demandees", "date_demande"),
        Index("ix_aides_famille", "famille_id", "date_demande"),
        Index("ix_aides_seance", "seance_id"),
    )  # fmt: skip
