"""The places where one receives, and the calendars of their permanences."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.date_entry import JOURS
from caseapp.domain.labels import format_time
from caseapp.domain.text import fold
from caseapp.errors import FieldError, InputError
from caseapp.models import Agent, Horaire, Lieu
from caseapp.services.permanences_calendrier import IMPAIRES, PAIRES, TOUTES
from caseapp.services.permanences_lecture import rythme
from caseapp.services.saisie_suivi import check_day, cleaned, filled_in
from caseapp.store import Step, Store

_AHEAD = timedelta(days=120)
_SHOWN = 3
_LONGEST_SLOT = 480
_WEEKS = {TOUTES: "", PAIRES: ", semaines paires", IMPAIRES: ", semaines impaires"}


@dataclass(frozen=True, slots=True)
class HoraireSaisie:
    """When a place holds its permanence, as typed."""

    jour: int
    """0 = Monday."""
    heure_debut: time
    heure_fin: time
    creneau: int = 30
    """Minutes."""
    semaines: str = TOUTES
    agent_id: int | None = None
    depuis: date | None = None
    jusqu_au: date | None = None


@dataclass(frozen=True, slots=True)
class HoraireRow:
    """A calendar of a place, with its sentence (`mardi, 9 h 30 – 12 h 30`)."""

    id: int
    saisie: HoraireSaisie
    libelle: str


@dataclass(frozen=True, slots=True)
class LieuRow:
    """A place, its calendars, its next dates."""

    id: int
    libelle: str
    type: str | None
    code_commune: str | None
    commune: str
    horaires: tuple[HoraireRow, ...] = ()
    prochaines: tuple[date, ...] = ()


class LieuService:
    """Reads and writes the places of an open store."""

    def __init__(self, store: Store, auteur: str, communes: CommuneDirectory) -> None:
        self._store = store
        self._auteur = auteur
        self._communes = communes

    def list_rows(self, today: date) -> tuple[LieuRow, ...]:
        """Return the places, those that hold permanences first, then by name; the next dates from today."""
        with self._store.read() as session:
            calendars: dict[int, list[Horaire]] = {}
            for one in session.scalars(select(Horaire).order_by(Horaire.jour, Horaire.heure_debut)):
                calendars.setdefault(one.lieu_id, []).append(one)
            places = session.scalars(select(Lieu)).all()
        rows = [self._row(place, calendars.get(place.id, []), today) for place in places]
        return tuple(sorted(rows, key=lambda row: (not row.horaires, fold(row.libelle), row.id)))

    def save(self, lieu_id: int | None, libelle: str, genre: str | None, code_commune: str | None) -> int:
        """Add a place, or change one; FieldError for an empty name or one that another place has."""
        name, kind = filled_in("libelle", libelle, "Donnez un nom à ce lieu."), cleaned("type", genre)
        if code_commune is not None and self._communes.get(code_commune) is None:
            raise FieldError("commune", "Cette commune n'est pas connue.")
        with self._store.write(self._auteur, Step("Lieu modifié" if lieu_id else "Lieu ajouté")) as session:
            _check_name(session, name, lieu_id)
            place = _find(session, lieu_id) if lieu_id else Lieu(code=_free_code(session, name))
            place.libelle, place.type = name, kind
            place.code_commune = code_commune
            session.add(place)
            session.flush()
            return place.id

    def save_horaire(self, lieu_id: int, horaire_id: int | None, saisie: HoraireSaisie) -> int:
        """Add a calendar to a place, or change one; FieldError for hours that hold no slot."""
        _check_horaire(saisie)
        label = "Horaire modifié" if horaire_id else "Horaire ajouté"
        with self._store.write(self._auteur, Step(label)) as session:
            _find(session, lieu_id)
            if saisie.agent_id is not None and session.get(Agent, saisie.agent_id) is None:
                raise FieldError("agent", "Cet agent n'est plus dans la base.")
            calendar = _find_horaire(session, horaire_id) if horaire_id else Horaire(lieu_id=lieu_id)
            calendar.jour, calendar.semaines = saisie.jour, saisie.semaines
            calendar.heure_debut, calendar.heure_fin = saisie.heure_debut, saisie.heure_fin
            calendar.creneau, calendar.agent_id = saisie.creneau, saisie.agent_id
            calendar.depuis, calendar.jusqu_au = saisie.depuis, saisie.jusqu_au
            session.add(calendar)
            session.flush()
            return calendar.id

    def remove_horaire(self, horaire_id: int) -> None:
        """Remove a calendar; the permanences already opened stay."""
        with self._store.write(self._auteur, Step("Horaire supprimé")) as session:
            session.delete(_find_horaire(session, horaire_id))

    def _row(self, place: Lieu, calendars: list[Horaire], today: date) -> LieuRow:
        found = {day for one in calendars for day in rythme(one).days(today, today + _AHEAD)}
        commune = self._communes.name(place.code_commune) if place.code_commune else ""
        return LieuRow(
            place.id, place.libelle, place.type, place.code_commune, commune, tuple(map(_horaire, calendars)),
            tuple(sorted(found)[:_SHOWN]),
        )  # fmt: skip


def _check_horaire(saisie: HoraireSaisie) -> None:
    if saisie.heure_fin <= saisie.heure_debut:
        raise FieldError("heure_fin", "La permanence doit finir après avoir commencé.")
    minutes = (saisie.heure_fin.hour - saisie.heure_debut.hour) * 60
    minutes += saisie.heure_fin.minute - saisie.heure_debut.minute
    if not 5 <= saisie.creneau <= minutes:
        raise FieldError("creneau", "Un créneau va de cinq minutes à toute la permanence.")
    if saisie.creneau > _LONGEST_SLOT:
        raise FieldError("creneau", "Un créneau dure huit heures au plus.")
    check_day("depuis", saisie.depuis)
    check_day("jusqu_au", saisie.jusqu_au)
    if saisie.depuis is not None and saisie.jusqu_au is not None and saisie.jusqu_au < saisie.depuis:
        raise FieldError("jusqu_au", "Cette date est avant le début.")
    if not 0 <= saisie.jour < len(JOURS) or saisie.semaines not in _WEEKS:
        raise FieldError("jour", "Choisissez le jour et les semaines.")


def _check_name(session: Session, name: str, lieu_id: int | None) -> None:
    for other in session.scalars(select(Lieu).where(Lieu.id != (lieu_id or 0))):
        if fold(other.libelle) == fold(name):
            raise FieldError("libelle", "Un lieu porte déjà ce nom.")


def _free_code(session: Session, name: str) -> str:
    """Return a code that no place has: the beginning of the name, numbered when it is taken."""
    stem = fold(name).replace(" ", "").upper()[:20] or "LIEU"
    count = session.scalar(select(func.count()).select_from(Lieu)) or 0
    taken = set(session.scalars(select(Lieu.code).where(Lieu.code.startswith(stem))))
    return next(code for code in (stem, *(f"{stem}{n}" for n in range(2, count + 3))) if code not in taken)


def _find(session: Session, lieu_id: int) -> Lieu:
    place = session.get(Lieu, lieu_id)
    if place is None:
        raise InputError("Ce lieu n'est plus dans la base.")
    return place


def _find_horaire(session: Session, horaire_id: int) -> Horaire:
    calendar = session.get(Horaire, horaire_id)
    if calendar is None:
        raise InputError("Cet horaire n'est plus dans la base.")
    return calendar


def _horaire(one: Horaire) -> HoraireRow:
    saisie = HoraireSaisie(
        one.jour, one.heure_debut, one.heure_fin, one.creneau, one.semaines, one.agent_id, one.depuis,
        one.jusqu_au,
    )  # fmt: skip
    hours = f"{format_time(one.heure_debut)} – {format_time(one.heure_fin)}"
    return HoraireRow(one.id, saisie, f"{JOURS[one.jour]}{_WEEKS[one.semaines]}, {hours}")
