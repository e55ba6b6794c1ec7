"""Rights appointments: which rights were looked at, what was found of each, how it went on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.droits import Foyer, Regle, load_regles, reasons
from caseapp.domain.nomenclature import TypeRendezVous
from caseapp.errors import FieldError, InputError
from caseapp.models import DroitExamine, RendezVous, Situation
from caseapp.models.codes import CodeDroit, CodeEtatDroit
from caseapp.paths import resource
from caseapp.store import Step, Store
from caseapp.store.journal import JournaledSession

_MOST_CENTS = 10_000_000_00


@dataclass(frozen=True, slots=True)
class DroitRow:
    """A right in the list of an appointment; `raison` says why it comes first, empty when it does not."""

    droit: str
    libelle: str
    caf: bool
    raison: str = ""
    etat: str | None = None
    date_etat: date | None = None
    montant: int | None = None
    """What it brings a month, in cents."""


@dataclass(frozen=True, slots=True)
class DroitNote:
    """What is noted of a right; without `etat` the right was not looked at."""

    etat: str | None
    date_etat: date
    montant: int | None = None


@dataclass(frozen=True, slots=True)
class Examen:
    """The guided list of a rights appointment: those worth looking at first, of the Caf before the others."""

    rendez_vous_id: int
    famille_id: int | None
    date: date
    droits: tuple[DroitRow, ...]

    def with_notes(self, notes: Mapping[str, DroitNote]) -> "Examen":
        """Return the list as it will be once these are kept."""
        return replace(self, droits=tuple(_noted(row, notes.get(row.droit)) for row in self.droits))


class DroitsService:
    """Reads and keeps the rights of an appointment."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store = store
        self._auteur = auteur

    def read(self, rendez_vous_id: int) -> Examen:
        """Return the list of an appointment; InputError when it is gone, or is of another type."""
        with self._store.read() as session:
            one = _appointment(session, rendez_vous_id)
            why = reasons(_regles(), _foyer(session, one), one.date)
            statement = select(DroitExamine).where(DroitExamine.rendez_vous_id == one.id)
            noted = {row.droit: row for row in session.scalars(statement)}
            codes = session.scalars(select(CodeDroit).order_by(CodeDroit.ordre)).all()
        rows = [
            _row(code, noted.get(code.code), why.get(code.code, ""))
            for code in codes
            if code.code in noted or _in_force(code, one.date)
        ]
        rows.sort(key=lambda row: (not row.raison, not row.caf))
        return Examen(one.id, one.famille_id, one.date, tuple(rows))

    def note(self, rendez_vous_id: int, notes: Mapping[str, DroitNote], today: date) -> None:
        """Keep what was noted, in one step; FieldError names the right that cannot be accepted."""
        for droit, note in notes.items():
            _check(droit, note, today)
        with self._store.read() as session:
            famille_id = _appointment(session, rendez_vous_id).famille_id
        with self._store.write(self._auteur, Step("Droits examinés", famille_id)) as write:
            _appointment(write, rendez_vous_id)
            for droit, note in notes.items():
                _keep(write, rendez_vous_id, droit, note)

    def last_of(self, famille_id: int) -> int | None:
        """Return the last rights appointment of a family, whose list goes on evolving; None without any."""
        statement = (
            select(RendezVous.id)
            .where(RendezVous.famille_id == famille_id, RendezVous.type == _TYPE)
            .order_by(RendezVous.date.desc(), RendezVous.id.desc())
        )
        with self._store.read() as session:
            return session.scalar(statement.limit(1))


_TYPE = TypeRendezVous.RENDEZ_VOUS_DES_DROITS.value


@cache
def _regles() -> tuple[Regle, ...]:
    return load_regles(resource("droits.toml"))


def _appointment(session: Session, rendez_vous_id: int) -> RendezVous:
    one = session.get(RendezVous, rendez_vous_id)
    if one is None:
        raise InputError("Ce rendez-vous n'est plus dans la base.")
    if one.type != _TYPE:
        raise InputError("Ce rendez-vous n'est pas un rendez-vous des droits.")
    return one


def _foyer(session: Session, one: RendezVous) -> Foyer:
    """Return the situation of the family on the day of the appointment."""
    statement = (
        select(Situation)
        .where(Situation.famille_id == one.famille_id, Situation.date_effet <= one.date)
        .order_by(Situation.date_effet.desc())
    )
    found = session.scalar(statement.limit(1))
    if found is None:
        return Foyer()
    return Foyer(
        found.composition, found.nombre_enfants, found.naissance_dernier_enfant, found.grossesse,
        found.quotient_familial, found.minima_sociaux, found.aide_logement is not None,
    )  # fmt: skip


def _in_force(code: CodeDroit, day: date) -> bool:
    return (code.depuis is None or code.depuis <= day) and (code.jusqu_au is None or code.jusqu_au >= day)


def _row(code: CodeDroit, noted: DroitExamine | None, raison: str) -> DroitRow:
    row = DroitRow(code.code, code.libelle, code.organisme == "caf", raison)
    return row if noted is None else replace(
        row, etat=noted.etat, date_etat=noted.date_etat, montant=noted.montant
    )  # fmt: skip


def _noted(row: DroitRow, note: DroitNote | None) -> DroitRow:
    if note is None:
        return row
    day = None if note.etat is None else note.date_etat
    return replace(row, etat=note.etat, date_etat=day, montant=note.montant)


def _check(droit: str, note: DroitNote, today: date) -> None:
    if note.date_etat > today:
        raise FieldError("date", "La date d'un état ne peut pas être à venir.")
    if note.montant is not None and not 0 <= note.montant <= _MOST_CENTS:
        raise FieldError(droit, "Ce montant est trop grand.")


def _keep(write: JournaledSession, rendez_vous_id: int, droit: str, note: DroitNote) -> None:
    statement = select(DroitExamine).where(
        DroitExamine.rendez_vous_id == rendez_vous_id, DroitExamine.droit == droit
    )
    found = write.scalar(statement)
    if note.etat is None:
        if found is not None:
            write.delete(found)
        return
    if write.get(CodeEtatDroit, note.etat) is None or write.get(CodeDroit, droit) is None:
        raise FieldError(droit, "Choisissez un droit et un état de la liste.")
    found = found or DroitExamine(rendez_vous_id=rendez_vous_id, droit=droit)
    found.etat, found.date_etat, found.montant = note.etat, note.date_etat, note.montant
    write.add(found)
