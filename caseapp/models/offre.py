"""Contact offers made by the Caf, and the attempts to reach the family."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Base,
    Record,
    code_key,
    counted,
    dated,
    filled,
    optional_code,
    optional_date,
    optional_link,
    optional_text,
    ordered,
    required_code,
    sparse_index,
)


class OffreContact(Record):
    """An offer of contact after a declared event, alone or in a campaign."""

    __tablename__ = "offres_contact"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    campagne: Mapped[str | None] = mapped_column(String(400))
    motif: Mapped[str] = required_code("motif")
    date_offre: Mapped[date]
    reponse: Mapped[str | None] = optional_code("reponse")
    date_reponse: Mapped[date | None] = optional_date()
    parcours: Mapped[str | None] = optional_text(60)
    """The declared path it follows (`resources/parcours`)."""
    intervention_id: Mapped[int | None] = optional_link("interventions")
    """The intervention that came of it."""
    rendez_vous_id: Mapped[int | None] = optional_link("rendez_vous")
    """The appointment that the family accepted."""

    __table_args__ = (
        *filled("reference", length=60),
        *filled("campagne"),
        *filled("parcours", length=60),
        *dated("date_offre", "date_reponse"),
        ordered("date_offre", "date_reponse"),
        Index("ix_offres_contact_chiffres", "date_offre", "campagne", "motif", "reponse"),
        Index(None, "famille_id"),
        sparse_index("offres_contact", "intervention_id"),
        sparse_index("offres_contact", "rendez_vous_id"),
    )


class TentativeContact(Base):
    """One attempt to reach a family about an offer; `rang` tells apart attempts of one day and canal."""

    __tablename__ = "tentatives_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    offre_id: Mapped[int] = mapped_column(ForeignKey("offres_contact.id"))
    date: Mapped[date]
    canal: Mapped[str] = required_code("canal")
    rang: Mapped[int]
    resultat: Mapped[str | None] = optional_code("resultat_contact")
    agent_id: Mapped[int | None] = optional_link("agents")

    __table_args__ = (
        UniqueConstraint("offre_id", "date", "canal", "rang"),
        *dated("date"),
        *counted("rang", low=1),
    )
