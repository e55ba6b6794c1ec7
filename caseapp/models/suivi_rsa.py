"""Follow-up of RSA lone parents by the Caf as single referent: contracts, reviews, obstacles, partners."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    code_key,
    dated,
    filled,
    link,
    optional_code,
    optional_date,
    optional_link,
    optional_text,
    ordered,
    required_code,
    sparse_index,
)


class SuiviRsa(Record):
    """A follow-up from its designation to its end, 24 months at most by the delegation."""

    __tablename__ = "suivis_rsa"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    date_designation: Mapped[date]
    date_fin: Mapped[date | None] = optional_date()
    motif_fin: Mapped[str | None] = optional_code("motif_fin")
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey("interventions.id"))
    agent_id: Mapped[int | None] = optional_link("agents")
    date_orientation: Mapped[date | None] = optional_date()
    """Day of the orientation notice of the Département."""

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date_designation", "date_fin", "date_orientation"),
        ordered("date_designation", "date_fin"),
        Index("ix_suivis_rsa_actifs", "date_designation", "date_fin", "famille_id"),
        Index("ix_suivis_rsa_fins", "date_fin", "famille_id"),
        Index("ix_suivis_rsa_famille", "famille_id"),
        sparse_index("suivis_rsa", "agent_id"),
    )


class ContratRsa(Record):
    """A contract signed by the parent: CER of old, contrat d'engagement since 1 January 2025."""

    __tablename__ = "contrats_rsa"

    suivi_id: Mapped[int] = link("suivis_rsa")
    type: Mapped[str] = required_code("type_contrat_rsa")
    date_signature: Mapped[date]
    date_fin: Mapped[date | None] = optional_date()
    objectifs: Mapped[str | None] = optional_text(4000)

    __table_args__ = (
        *dated("date_signature", "date_fin"),
        ordered("date_signature", "date_fin"),
        *filled("objectifs", length=4000),
        Index(None, "suivi_id", "date_signature"),
    )


class ReexamenRsa(Record):
    """A review of the social path, on its day."""

    __tablename__ = "reexamens_rsa"

    suivi_id: Mapped[int] = link("suivis_rsa")
    date: Mapped[date]
    conclusion: Mapped[str | None] = optional_text(4000)

    __table_args__ = (*dated("date"), *filled("conclusion", length=4000), Index(None, "suivi_id", "date"))


class FreinRsa(Record):
    """An obstacle on the way to work, from the day it was seen to the day it was lifted."""

    __tablename__ = "freins_rsa"

    suivi_id: Mapped[int] = link("suivis_rsa")
    frein: Mapped[str] = required_code("frein")
    date_reperage: Mapped[date]
    date_levee: Mapped[date | None] = optional_date()
    commentaire: Mapped[str | None] = optional_text()

    __table_args__ = (
        *dated("date_reperage", "date_levee"),
        ordered("date_reperage", "date_levee"),
        *filled("commentaire"),
        Index(None, "suivi_id"),
    )


class CoAccompagnement(Record):
    """Support given together with a partner, such as the accompagnement global with France Travail."""

    __tablename__ = "co_accompagnements"

    suivi_id: Mapped[int] = link("suivis_rsa")
    partenaire_id: Mapped[int] = link("partenaires")
    type: Mapped[str] = required_code("co_accompagnement")
    conseiller: Mapped[str | None] = optional_text()
    date_debut: Mapped[date]
    date_fin: Mapped[date | None] = optional_date()

    __table_args__ = (
        *dated("date_debut", "date_fin"),
        ordered("date_debut", "date_fin"),
        *filled("conseiller"),
        Index(None, "suivi_id"),
        Index(None, "partenaire_id"),
    )
