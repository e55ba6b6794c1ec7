"""The people of a household, beside its reference person."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.errors import FieldError, InputError
from caseapp.models import Famille, Personne
from caseapp.models.codes import CODE_LISTS
from caseapp.services.famille_saisie_controles import checked_text
from caseapp.store import Step, Store

_OLDEST = date(1900, 1, 1)
_EXPECTED_DAYS = 300
"""A child to be born has no date later than that."""


@dataclass(frozen=True, slots=True)
class PersonneSaisie:
    """Someone of the household as typed; `lien` is a code."""

    lien: str | None = None
    prenom: str | None = None
    nom: str | None = None
    date_naissance: date | None = None


@dataclass(frozen=True, slots=True)
class PersonneRow:
    """Someone of the household; `lien` in words, `code_lien` as kept."""

    id: int
    lien: str
    code_lien: str
    prenom: str
    nom: str | None
    date_naissance: date | None


class FoyerService:
    """Writes the people of a household."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    def add(self, famille_id: int, saisie: PersonneSaisie, today: date) -> int:
        """Add someone; return the identifier."""
        with self._store.write(self._auteur, Step("Personne ajoutée au foyer", famille_id)) as session:
            if session.get(Famille, famille_id) is None:
                raise InputError("Cette famille n'est plus dans la base.")
            personne = Personne(famille_id=famille_id)
            _fill(session, personne, saisie, today)
            session.add(personne)
            session.flush()
            return personne.id

    def update(self, personne_id: int, saisie: PersonneSaisie, today: date) -> None:
        """Change someone."""
        step = Step("Personne du foyer modifiée", self._famille_of(personne_id))
        with self._store.write(self._auteur, step) as session:
            _fill(session, _require(session, personne_id), saisie, today)

    def remove(self, personne_id: int) -> None:
        """Remove someone from the household."""
        step = Step("Personne retirée du foyer", self._famille_of(personne_id))
        with self._store.write(self._auteur, step) as session:
            session.delete(_require(session, personne_id))

    def _famille_of(self, personne_id: int) -> int:
        with self._store.read() as session:
            return _require(session, personne_id).famille_id


def read_people(session: Session, famille_id: int) -> tuple[PersonneRow, ...]:
    """Return the people of a household: in the order of the links, then the eldest first."""
    lien = CODE_LISTS["lien"]
    statement = (
        select(Personne, lien.libelle)
        .join(lien, lien.code == Personne.lien)
        .where(Personne.famille_id == famille_id)
        .order_by(lien.ordre, Personne.date_naissance.nulls_last(), Personne.id)
    )
    return tuple(
        PersonneRow(one.id, libelle, one.lien, one.prenom, one.nom, one.date_naissance)
        for one, libelle in session.execute(statement)
    )


def _require(session: Session, personne_id: int) -> Personne:
    found = session.get(Personne, personne_id)
    if found is None:
        raise InputError("Cette personne n'est plus dans le foyer.")
    return found


def _fill(session: Session, personne: Personne, saisie: PersonneSaisie, today: date) -> None:
    prenom, nom = checked_text("prenom", saisie.prenom), checked_text("nom", saisie.nom)
    if prenom is None:
        raise FieldError("prenom", "Écrivez le prénom.")
    if saisie.lien is None or session.get(CODE_LISTS["lien"], saisie.lien) is None:
        raise FieldError("lien", "Choisissez le lien avec la personne de référence.")
    born = saisie.date_naissance
    if born is not None and not (born >= _OLDEST and (born - today).days <= _EXPECTED_DAYS):
        raise FieldError("date_naissance", "Cette date de naissance n'est pas possible.")
    personne.prenom, personne.nom, personne.lien = prenom, nom, saisie.lien
    personne.date_naissance = born
