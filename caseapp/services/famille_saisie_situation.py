"""The situations of a family: a change adds one from its date, a correction mends the one that was kept."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.errors import FieldError, InputError
from caseapp.models import Famille, Situation
from caseapp.models.codes import CODE_LISTS
from caseapp.store import Step, Store

_OLDEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_MOST_CHILDREN = 30
_EXPECTED_DAYS = 300
_MOST_CENTS = 10_000_000_000


@dataclass(frozen=True, slots=True)
class SituationSaisie:
    """What is true from `date_effet`; codes as kept, QF in cents, that of the month of `date_effet`."""

    date_effet: date | None = None
    composition: str | None = None
    nombre_enfants: int | None = None
    naissance_dernier_enfant: date | None = None
    grossesse: bool | None = None
    quotient_familial: int | None = None
    minima_sociaux: bool | None = None
    aide_logement: str | None = None


class SituationService:
    """Writes the situations of families."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    def list_rows(self, famille_id: int) -> tuple[SituationSaisie, ...]:
        """Return the situations of a family as they would be typed, latest first."""
        statement = select(Situation).where(Situation.famille_id == famille_id)
        names = [one.name for one in fields(SituationSaisie)]
        with self._store.read() as session:
            found = session.scalars(statement.order_by(Situation.date_effet.desc())).all()
            return tuple(SituationSaisie(**{name: getattr(one, name) for name in names}) for one in found)

    def change(self, famille_id: int, saisie: SituationSaisie) -> None:
        """Add the situation that begins at its date: what was true before stays true before."""
        with self._store.write(self._auteur, Step("Situation changée", famille_id)) as session:
            if session.get(Famille, famille_id) is None:
                raise InputError("Cette famille n'est plus dans la base.")
            _check(session, saisie)
            if _find(session, famille_id, saisie.date_effet) is not None:
                raise FieldError(
                    "date_effet",
                    "Une situation commence déjà ce jour-là : dites que c'était une erreur pour la corriger.",
                )
            session.add(Situation(famille_id=famille_id, **asdict(saisie)))

    def correct(self, famille_id: int, date_effet: date, saisie: SituationSaisie) -> None:
        """Mend the situation of `date_effet`, its date included: what was kept was never true."""
        with self._store.write(self._auteur, Step("Situation corrigée", famille_id)) as session:
            found = _require(session, famille_id, date_effet)
            _check(session, saisie)
            if _find(session, famille_id, saisie.date_effet) not in {None, found}:
                raise FieldError("date_effet", "Une autre situation commence déjà ce jour-là.")
            for name, value in asdict(saisie).items():
                setattr(found, name, value)


def _find(session: Session, famille_id: int, date_effet: date | None) -> Situation | None:
    return session.scalar(
        select(Situation).where(Situation.famille_id == famille_id, Situation.date_effet == date_effet)
    )


def _require(session: Session, famille_id: int, date_effet: date) -> Situation:
    found = _find(session, famille_id, date_effet)
    if found is None:
        raise InputError("Cette situation n'est plus dans la base.")
    return found


def _check(session: Session, saisie: SituationSaisie) -> None:
    """Refuse what the database would, and what contradicts itself."""
    since, born, children = saisie.date_effet, saisie.naissance_dernier_enfant, saisie.nombre_enfants
    if since is None or not _OLDEST <= since <= _LATEST:
        raise FieldError("date_effet", "Depuis quel jour ?")
    if children is not None and not 0 <= children <= _MOST_CHILDREN:
        raise FieldError("nombre_enfants", f"De 0 à {_MOST_CHILDREN} enfants.")
    if born is not None and not (born >= _OLDEST and (born - since).days <= _EXPECTED_DAYS):
        raise FieldError("naissance_dernier_enfant", "Cette naissance est après la situation.")
    if born is not None and children == 0:
        raise FieldError("nombre_enfants", "Il y a un dernier enfant, mais aucun enfant.")
    if saisie.quotient_familial is not None and saisie.quotient_familial < 0:
        raise FieldError("quotient_familial", "Le QF ne peut pas être négatif.")
    if saisie.quotient_familial is not None and saisie.quotient_familial > _MOST_CENTS:
        raise FieldError("quotient_familial", "Ce QF n'est pas possible.")
    for name in ("composition", "aide_logement"):
        code = getattr(saisie, name)
        if code is not None and session.get(CODE_LISTS[name], code) is None:
            raise FieldError(name, "Cette valeur n'est pas dans la liste.")
