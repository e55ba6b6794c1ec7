"""The règlement intérieur d'action sociale of a year: its aids, their bands, documents and budget lines."""

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    FIRST_DAY,
    LAST_DAY,
    Record,
    amounts,
    cents,
    code_key,
    counted,
    filled,
    link,
    optional_bool,
    optional_code,
    optional_link,
    optional_text,
    yes_no,
)

_YEARS = {"low": int(FIRST_DAY[:4]), "high": int(LAST_DAY[:4])}
FULL_SHARE = 10_000
"""The whole cost, in hundredths of a percent."""


def _season(column: str) -> CheckConstraint:
    """Refuse what is no day of a leap year, written MM-JJ."""
    known = f"coalesce(date('2000-' || {column}), '')"
    return CheckConstraint(f"{known} = '2000-' || {column}", name=f"{column}_jour")


class Reglement(Record):
    """The règlement intérieur of one Caf for one year; `source` says where its facts were published."""

    __tablename__ = "reglements"

    code: Mapped[str] = code_key()
    annee: Mapped[int] = mapped_column(unique=True)
    caf: Mapped[str] = mapped_column(String(400))
    source: Mapped[str | None] = optional_text()

    __table_args__ = (*filled("code", length=60), *counted("annee", **_YEARS), *filled("caf", "source"))


class LigneBudget(Record):
    """A budget line of a year; `montant` is what may be granted on it, in cents, unknown when empty."""

    __tablename__ = "lignes_budget"

    code: Mapped[str] = code_key()
    annee: Mapped[int]
    libelle: Mapped[str] = mapped_column(String(400))
    domaine: Mapped[str | None] = optional_code("domaine")
    montant: Mapped[int | None] = cents()
    compte: Mapped[str | None] = optional_text()
    """Account number of the Caf's books."""

    __table_args__ = (
        *filled("code", length=60),
        *counted("annee", **_YEARS),
        *filled("libelle", "compte"),
        *amounts("montant"),
        Index(None, "annee"),
    )


class AideReglement(Record):
    """An aid as the règlement of a year gives it; an empty bound is no bound. Amounts in cents."""

    __tablename__ = "aides_reglement"

    code: Mapped[str] = code_key()
    reglement_id: Mapped[int] = link("reglements")
    type_aide_id: Mapped[int] = link("types_aide")
    formes: Mapped[str] = mapped_column(String(20))
    public: Mapped[str | None] = optional_text()
    """Who it is for, in words."""
    non_allocataires: Mapped[bool | None] = optional_bool()
    qf_plafond: Mapped[int | None] = cents()
    """Highest quotient familial, included."""
    plafond: Mapped[int | None] = cents()
    """Most that may be granted, both forms together."""
    taux: Mapped[int | None]
    """Highest share of the cost, in hundredths of a percent."""
    montant_unitaire: Mapped[int | None] = cents()
    """Amount for one `unite`."""
    unite: Mapped[str | None] = optional_code("unite_aide")
    saison_debut: Mapped[str | None] = mapped_column(String(5))
    """First day of the season, MM-JJ; a season may go over the end of the year."""
    saison_fin: Mapped[str | None] = mapped_column(String(5))
    nombre_par_an: Mapped[int | None]
    duree_pret_max: Mapped[int | None]
    """Most months of a loan."""
    decideur: Mapped[str | None] = optional_code("decideur")
    delegation_plafond: Mapped[int | None] = cents()
    """Most that may be decided by delegation."""
    ligne_id: Mapped[int | None] = optional_link("lignes_budget")
    ligne_pret_id: Mapped[int | None] = optional_link("lignes_budget")
    """Line of its loans, when it is not `ligne_id`."""
    libelle_comptable: Mapped[str | None] = optional_text()
    precisions: Mapped[str | None] = mapped_column(String(4_000))

    __table_args__ = (
        *filled("code", length=60),
        CheckConstraint("formes IN ('subvention', 'pret', 'subvention pret')", name="formes_connues"),
        *filled("public", "libelle_comptable"),
        *filled("precisions", length=4_000),
        *yes_no("non_allocataires"),
        *amounts("qf_plafond", "plafond", "montant_unitaire", "delegation_plafond"),
        *counted("taux", low=1, high=FULL_SHARE),
        _season("saison_debut"),
        _season("saison_fin"),
        *counted("nombre_par_an", low=1, high=366),
        *counted("duree_pret_max", low=1, high=120),
        Index(None, "reglement_id", "type_aide_id"),
        Index(None, "type_aide_id"),
    )


class TrancheQf(Record):
    """What an aid gives up to a quotient familial (`qf_max`, included; none for the last band)."""

    __tablename__ = "tranches_qf"

    aide_reglement_id: Mapped[int] = link("aides_reglement")
    qf_max: Mapped[int | None] = cents()
    taux: Mapped[int | None]
    """Share of the cost, in hundredths of a percent."""
    plafond: Mapped[int | None] = cents()
    montant_unitaire: Mapped[int | None] = cents()

    __table_args__ = (
        *amounts("qf_max", "plafond", "montant_unitaire"),
        *counted("taux", low=1, high=FULL_SHARE),
        Index(None, "aide_reglement_id", "qf_max"),
    )


class PieceReglement(Record):
    """A document that an aid asks for."""

    __tablename__ = "pieces_reglement"

    aide_reglement_id: Mapped[int] = link("aides_reglement")
    libelle: Mapped[str] = mapped_column(String(400))
    obligatoire: Mapped[bool]
    rang: Mapped[int]

    __table_args__ = (
        *filled("libelle"),
        *yes_no("obligatoire"),
        *counted("rang", low=1, high=1_000),
        Index(None, "aide_reglement_id", "rang"),
    )


class ModeleLettre(Record):
    """A letter that a Caf changed; the others are those shipped. Fields stand in braces: `{nom}`."""

    __tablename__ = "modeles_lettre"

    code: Mapped[str] = code_key()
    libelle: Mapped[str] = mapped_column(String(400))
    decision: Mapped[str | None] = optional_code("decision")
    """The decision it announces, none for another letter."""
    objet: Mapped[str] = mapped_column(String(400))
    corps: Mapped[str] = mapped_column(String(20_000))

    __table_args__ = (
        *filled("code", length=60),
        *filled("libelle", "objet"),
        *filled("corps", length=20_000),
    )
