"""Interventions, the unit of the founding table, and what is done in them."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
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


class Intervention(Record):
    """Information-conseil or accompagnement social given to a family for one motif."""

    __tablename__ = "interventions"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    motif: Mapped[str] = required_code("motif")
    nature: Mapped[str] = required_code("nature")
    origine: Mapped[str | None] = optional_code("origine")
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    date_ouverture: Mapped[date]
    date_cloture: Mapped[date | None] = optional_date()
    issue: Mapped[str | None] = optional_code("issue_intervention")
    suite_de_id: Mapped[int | None] = optional_link("interventions")
    """The information-conseil that this accompagnement goes on from."""
    date_contrat: Mapped[date | None] = optional_date()
    """When the contrat de projet was signed."""
    date_bilan: Mapped[date | None] = optional_date()
    """When the next review is due."""

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date_ouverture", "date_cloture", "date_contrat", "date_bilan"),
        ordered("date_ouverture", "date_cloture"),
        Index(
            "ix_interventions_actives",
            "motif", "nature", "origine", "date_ouverture", "date_cloture", "agent_id",
        ),
        Index(
            "ix_interventions_ouvertes", "date_ouverture", "date_cloture", "nature", "famille_id", "agent_id"
        ),
        Index("ix_interventions_closes", "date_cloture", "date_ouverture"),
        sparse_index("interventions", "suite_de_id"),
        sparse_index("interventions", "date_bilan"),
        Index("ix_interventions_famille", "famille_id", "date_ouverture", "date_cloture"),
    )  # fmt: skip


class Objectif(Record):
    """What the family and the worker agreed to reach; `date_statut` is when the statut became true."""

    __tablename__ = "objectifs"

    intervention_id: Mapped[int] = link("interventions")
    libelle: Mapped[str] = mapped_column(String(400))
    statut: Mapped[str] = required_code("statut_objectif")
    date_statut: Mapped[date | None] = optional_date()
    echeance: Mapped[date | None] = optional_date()

    __table_args__ = (
        *filled("libelle"),
        *dated("date_statut", "echeance"),
        Index(None, "intervention_id"),
        Index(None, "echeance", "statut"),
    )


class Demarche(Record):
    """One step to take, for an objective or not; done at `date_realisation`."""

    __tablename__ = "demarches"

    intervention_id: Mapped[int] = link("interventions")
    objectif_id: Mapped[int | None] = optional_link("objectifs")
    libelle: Mapped[str] = mapped_column(String(400))
    echeance: Mapped[date | None] = optional_date()
    date_realisation: Mapped[date | None] = optional_date()
    frein_id: Mapped[int | None] = optional_link("freins_rsa")
    """The obstacle that it helps to lift."""

    __table_args__ = (
        *filled("libelle"),
        *dated("echeance", "date_realisation"),
        Index(None, "intervention_id"),
        Index(None, "echeance", "date_realisation"),
        sparse_index("demarches", "objectif_id"),
        sparse_index("demarches", "frein_id"),
    )


class Orientation(Record):
    """A family sent to a partner, and the partner's answer."""

    __tablename__ = "orientations"

    famille_id: Mapped[int] = link("familles")
    intervention_id: Mapped[int | None] = optional_link("interventions")
    partenaire_id: Mapped[int] = link("partenaires")
    agent_id: Mapped[int | None] = optional_link("agents")
    objet: Mapped[str | None] = optional_text()
    reponse: Mapped[str | None] = optional_code("reponse")
    date_reponse: Mapped[date | None] = optional_date()
    date: Mapped[date]

    __table_args__ = (
        *filled("objet"),
        *dated("date", "date_reponse"),
        ordered("date", "date_reponse"),
        Index(None, "famille_id", "date"),
        sparse_index("orientations", "intervention_id"),
    )
