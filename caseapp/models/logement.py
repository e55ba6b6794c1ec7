"""Dwellings, who lived in them, and what was done about those reported as unfit."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
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
    required_code,
    sparse_index,
    yes_no,
)


class Logement(Record):
    """A dwelling, whoever lives in it; `surface` in whole square metres."""

    __tablename__ = "logements"

    reference: Mapped[str] = code_key()
    adresse: Mapped[str] = mapped_column(String(400))
    complement: Mapped[str | None] = optional_text()
    code_commune: Mapped[str | None] = mapped_column(String(5))
    bailleur: Mapped[str | None] = optional_text()
    type: Mapped[str | None] = optional_code("type_logement")
    surface: Mapped[int | None]

    __table_args__ = (
        *filled("reference", length=60),
        *filled("adresse", "complement", "bailleur"),
        CheckConstraint("length(code_commune) = 5", name="code_commune_5"),
        *counted("surface", low=1, high=10_000),
    )


class Occupation(Record):
    """A family living in a dwelling, from `date_entree` to `date_sortie`, either perhaps unknown."""

    __tablename__ = "occupations"

    logement_id: Mapped[int] = link("logements")
    famille_id: Mapped[int] = link("familles")
    date_entree: Mapped[date | None] = optional_date()
    date_sortie: Mapped[date | None] = optional_date()
    statut: Mapped[str | None] = optional_code("statut_occupation")

    __table_args__ = (
        *dated("date_entree", "date_sortie"),
        ordered("date_entree", "date_sortie"),
        Index(None, "logement_id"),
        Index(None, "famille_id"),
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
    logement_id: Mapped[int | None] = optional_link("logements")
    agent_id: Mapped[int | None] = optional_link("agents")
    intervention_id: Mapped[int | None] = optional_link("interventions")
    date_visite: Mapped[date | None] = optional_date()
    """When the technical visit is planned; `date_constat` is when it found something."""
    anomalies: Mapped[str | None] = optional_text(4000)
    date_debut_travaux: Mapped[date | None] = optional_date()
    date_fin_travaux: Mapped[date | None] = optional_date()
    montant_conserve: Mapped[int | None] = cents()
    """Housing aid withheld each month."""
    date_perte: Mapped[date | None] = optional_date()
    """When the aid withheld was lost to the landlord."""

    __table_args__ = (
        *filled("reference", length=60),
        *filled("operateur"),
        *filled("anomalies", length=4000),
        *dated(
            "date_signalement", "date_constat", "date_diagnostic", "date_conservation", "date_levee",
            "date_visite", "date_debut_travaux", "date_fin_travaux", "date_perte",
        ),
        ordered("date_signalement", "date_constat"),
        ordered("date_conservation", "date_levee"),
        ordered("date_debut_travaux", "date_fin_travaux"),
        *amounts("montant_conserve"),
        *yes_no("assistance_maitrise_ouvrage", "travaux"),
        Index("ix_logements_signales_signales", "date_signalement", "origine"),
        Index("ix_logements_signales_constats", "date_constat", "resultat"),
        Index("ix_logements_signales_diagnostics", "date_diagnostic", "assistance_maitrise_ouvrage"),
        Index(None, "date_conservation"),
        Index(None, "date_levee", "travaux"),
        Index(None, "famille_id"),
        sparse_index("logements_signales", "logement_id"),
        sparse_index("logements_signales", "agent_id"),
        sparse_index("logements_signales", "intervention_id"),
    )  # fmt: skip


class ProlongationConservation(Record):
    """More months of withheld aid, granted in a listed case."""

    __tablename__ = "prolongations_conservation"

    signalement_id: Mapped[int] = link("logements_signales")
    date: Mapped[date]
    motif: Mapped[str | None] = optional_code("motif_prolongation")
    mois: Mapped[int]

    __table_args__ = (
        *dated("date"),
        *counted("mois", low=1, high=24),
        Index(None, "signalement_id", "date"),
    )
