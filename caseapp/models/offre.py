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
    ordered,
    required_code,
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

    __table_args__ = (
        *filled("reference", length=60),
        *filled("campagne"),
        *dated("date_offre", "date_reponse"),
        ordered("date_offre", "date_reponse"),
        Index("ix_offres_contact_chiffres", "date_offre", "campagne", "motif", "reponse"),
        Index(None, "famille_id"),
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

    __table_args__ = (
        UniqueConstraint("offre_id", "date", "canal", "rang"),
        *dated("date"),
        *counted("rang", low=1),
    )
