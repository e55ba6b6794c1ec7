"""Households and their dated situations."""

from datetime import date

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from caseapp.domain.text import fold
from caseapp.models.base import (
    Base,
    Record,
    amounts,
    cents,
    code_key,
    counted,
    dated,
    filled,
    optional_bool,
    optional_code,
    optional_date,
    optional_text,
    required_code,
    yes_no,
)

SORT_KEY_LENGTH = 900


class Famille(Record):
    """A household, known by its reference person; no `matricule` for those who are not allocataires."""

    __tablename__ = "familles"

    reference: Mapped[str] = code_key()
    matricule: Mapped[str | None] = mapped_column(String(20), unique=True)
    nom: Mapped[str] = mapped_column(String(400))
    prenom: Mapped[str | None] = mapped_column(String(400))
    cle_tri: Mapped[str] = mapped_column(String(SORT_KEY_LENGTH))
    """Name then first name without accents nor case: the order of lists."""
    date_naissance: Mapped[date | None] = optional_date()
    code_commune: Mapped[str | None] = mapped_column(String(5))
    telephone: Mapped[str | None] = mapped_column(String(400))
    courriel: Mapped[str | None] = mapped_column(String(400))
    protection: Mapped[bool | None] = optional_bool()
    """True when address and phone are masked (victim of violence)."""
    adresse: Mapped[str | None] = optional_text()
    ne_pas_appeler: Mapped[bool | None] = optional_bool()
    ne_pas_ecrire: Mapped[bool | None] = optional_bool()
    consigne: Mapped[str | None] = optional_text()
    """What must be known before reaching the family, shown wherever it appears."""

    __table_args__ = (
        *filled("reference", length=60),
        *filled("matricule", length=20),
        *filled("nom", "prenom", "telephone", "courriel", "adresse", "consigne"),
        *dated("date_naissance"),
        *yes_no("protection", "ne_pas_appeler", "ne_pas_ecrire"),
        CheckConstraint("length(code_commune) = 5", name="code_commune_5"),
        CheckConstraint(f"length(cle_tri) <= {SORT_KEY_LENGTH}", name="cle_tri_bornee"),
        Index(None, "cle_tri", "id"),
        Index(None, "code_commune", "id"),
    )


def sort_key(nom: str, prenom: str | None) -> str:
    """Return the text by which families are ordered in lists."""
    return fold(f"{nom} {prenom or ''}")[:SORT_KEY_LENGTH]


@event.listens_for(Famille, "before_insert")
@event.listens_for(Famille, "before_update")
def _fill_sort_key(_mapper: Mapper[Famille], _connection: Connection, famille: Famille) -> None:
    famille.cle_tri = sort_key(famille.nom, famille.prenom)


class ReferenceFusionnee(Base):
    """The former `reference` of a family merged into another, so that imports still find it."""

    __tablename__ = "references_fusionnees"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))

    __table_args__ = (*filled("reference", length=60), Index(None, "famille_id"))


class Personne(Record):
    """Someone of the household beside the reference person."""

    __tablename__ = "personnes"

    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    lien: Mapped[str] = required_code("lien")
    prenom: Mapped[str] = mapped_column(String(400))
    nom: Mapped[str | None] = optional_text()
    date_naissance: Mapped[date | None] = optional_date()

    __table_args__ = (*filled("prenom", "nom"), *dated("date_naissance"), Index(None, "famille_id"))


class Situation(Base):
    """What was true of a household from `date_effet` until its next situation; QF in cents of euro."""

    __tablename__ = "situations"

    id: Mapped[int] = mapped_column(primary_key=True)
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    date_effet: Mapped[date]
    composition: Mapped[str | None] = optional_code("composition")
    nombre_enfants: Mapped[int | None]
    naissance_dernier_enfant: Mapped[date | None] = optional_date()
    grossesse: Mapped[bool | None] = optional_bool()
    quotient_familial: Mapped[int | None] = cents()
    minima_sociaux: Mapped[bool | None] = optional_bool()
    aide_logement: Mapped[str | None] = optional_code("aide_logement")

    __table_args__ = (
        UniqueConstraint("famille_id", "date_effet"),
        *dated("date_effet", "naissance_dernier_enfant"),
        *yes_no("grossesse", "minima_sociaux"),
        *amounts("quotient_familial"),
        *counted("nombre_enfants", high=30),
    )
