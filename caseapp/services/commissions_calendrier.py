"""The instances that decide on aids, the sessions that they propose for a year, and those that are held."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date, plural
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, InstanceCommission, Paiement, SeanceCommission
from caseapp.models.base import new_reference
from caseapp.services.commission_rows import InstanceRow, InstanceSaisie, SeanceProposee, SeanceSaisie
from caseapp.services.commissions_ordre import open_session
from caseapp.services.jours_feries import public_holiday
from caseapp.services.saisie_suivi import check_day, cleaned, filled_in, require_record
from caseapp.store import Step, Store

LONGEST_NAME = 60
LONGEST_DELAY = 366
_GONE = "Cette instance n'est plus dans la base."


class CalendrierService:
    """Writes the instances and the sessions of an open store; each change is a step."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    # --- Instances ---

    def instances(self) -> tuple[InstanceRow, ...]:
        """Return the instances, by name; those put aside last."""
        with self._store.read() as session:
            found = session.scalars(select(InstanceCommission).order_by(InstanceCommission.code)).all()
        return tuple(sorted(map(_row, found), key=lambda one: not one.actif))

    def save_instance(self, instance_id: int | None, saisie: InstanceSaisie, *, actif: bool = True) -> int:
        """Add an instance, or change one with the name on its open sessions; return its identifier."""
        kept = _checked(saisie)
        label = "Instance ajoutée" if instance_id is None else "Instance modifiée"
        with self._store.write(self._auteur, Step(label)) as session:
            same = select(InstanceCommission.id).where(InstanceCommission.code == kept.nom)
            if session.scalar(same) not in {None, instance_id}:
                raise FieldError("nom", "Une instance porte déjà ce nom.")
            if instance_id is None:
                record = InstanceCommission()
                session.add(record)
            else:
                record = require_record(session, InstanceCommission, instance_id, _GONE)
                _rename_open(session, record.code, kept.nom)
            record.code, record.jour, record.heure, record.lieu = kept.nom, kept.jour, kept.heure, kept.lieu
            record.semaines = " ".join(map(str, kept.semaines)) or None
            record.delai_depot, record.actif = kept.delai_depot, actif
            session.flush()
            return record.id

    def remove_instance(self, instance_id: int) -> None:
        """Remove an instance; its sessions stay, with its name."""
        with self._store.write(self._auteur, Step("Instance supprimée")) as session:
            session.delete(require_record(session, InstanceCommission, instance_id, _GONE))

    # --- Calendar of a year ---

    def proposals(self, instance_id: int, annee: int) -> tuple[SeanceProposee, ...]:
        """Return the days of a year when an instance sits, public holidays named, those it has already."""
        with self._store.read() as session:
            record = require_record(session, InstanceCommission, instance_id, _GONE)
            held = select(SeanceCommission.date).where(SeanceCommission.instance == record.code)
            existing = set(session.scalars(held))
        one = _row(record).saisie
        if one.jour is None or not one.semaines:
            raise InputError("Cette instance n'a ni jour ni semaines : donnez-les d'abord.")
        return tuple(
            SeanceProposee(day, public_holiday(day), day in existing)
            for day in sitting_days(annee, one.jour, one.semaines)
        )

    def create_sessions(self, instance_id: int, days: Sequence[date]) -> int:
        """Create the sessions of these days, as the instance says; return how many."""
        if not days:
            raise InputError("Choisissez au moins une date.")
        with self._store.write(self._auteur, Step("Séances de l'année créées")) as session:
            record = require_record(session, InstanceCommission, instance_id, _GONE)
            one = _row(record).saisie
            for day in sorted(days):
                limit = None if one.delai_depot is None else day - timedelta(days=one.delai_depot)
                _add(session, SeanceSaisie(record.code, day, one.heure, one.lieu, limit))
        return len(days)

    # --- Sessions ---

    def save_session(self, seance_id: int | None, saisie: SeanceSaisie) -> int:
        """Add a session, or change an open one, whose decisions follow its date; return its identifier."""
        label = "Séance ajoutée" if seance_id is None else "Séance modifiée"
        with self._store.write(self._auteur, Step(label)) as session:
            if seance_id is None:
                return _add(session, saisie)
            seance = open_session(session, seance_id)
            _check(session, saisie, seance_id)
            if saisie.date != seance.date:
                _move_decisions(session, seance, saisie.date)
            _put(seance, saisie)
            return seance.id

    def remove_session(self, seance_id: int) -> None:
        """Remove an open session; InputError while requests are on its agenda."""
        with self._store.write(self._auteur, Step("Séance supprimée")) as session:
            seance = open_session(session, seance_id)
            statement = select(func.count()).select_from(Aide).where(Aide.seance_id == seance_id)
            if number := session.scalar(statement):
                held = plural(number, "demande est", "demandes sont")
                raise InputError(f"{held} à l'ordre du jour de cette séance : retirez-les d'abord.")
            session.delete(seance)


def sitting_days(annee: int, jour: int, semaines: Sequence[int]) -> tuple[date, ...]:
    """Return the days of a year on a weekday (0 = Monday), the 1st to 5th of their month that are named."""
    first = date(annee, 1, 1)
    first += timedelta(days=(jour - first.weekday()) % 7)
    days = (first + timedelta(weeks=week) for week in range(53))
    return tuple(day for day in days if day.year == annee and (day.day + 6) // 7 in semaines)


def _row(record: InstanceCommission) -> InstanceRow:
    weeks = tuple(int(week) for week in (record.semaines or "").split() if week.isdecimal())
    return InstanceRow(
        record.id,
        InstanceSaisie(record.code, record.jour, weeks, record.heure, record.lieu, record.delai_depot),
        record.actif is not False,
    )


def _checked(saisie: InstanceSaisie) -> InstanceSaisie:
    name = filled_in("nom", saisie.nom, "Donnez un nom à cette instance.", LONGEST_NAME)
    if saisie.jour is not None and not 0 <= saisie.jour <= 6:
        raise FieldError("jour", "Choisissez un jour de la semaine.")
    if any(not 1 <= week <= 5 for week in saisie.semaines):
        raise FieldError("semaines", "Les semaines du mois vont de 1 à 5.")
    if saisie.delai_depot is not None and not 0 <= saisie.delai_depot <= LONGEST_DELAY:
        raise FieldError("delai_depot", f"Ce délai va de 0 à {LONGEST_DELAY} jours.")
    weeks = tuple(sorted(set(saisie.semaines)))
    place = cleaned("lieu", saisie.lieu)
    return InstanceSaisie(name, saisie.jour, weeks, saisie.heure, place, saisie.delai_depot)


def _rename_open(session: Session, former: str, name: str) -> None:
    """Give its new name to the open sessions of an instance; the closed ones keep what they were."""
    if former == name:
        return
    statement = select(SeanceCommission).where(SeanceCommission.instance == former)
    for seance in session.scalars(statement.where(SeanceCommission.close_le.is_(None))):
        seance.instance = name


def _add(session: Session, saisie: SeanceSaisie) -> int:
    _check(session, saisie, None)
    seance = SeanceCommission(code=new_reference("SC"))
    _put(seance, saisie)
    session.add(seance)
    session.flush()
    return seance.id


def _check(session: Session, saisie: SeanceSaisie, seance_id: int | None) -> None:
    check_day("date", saisie.date)
    check_day("date_limite", saisie.date_limite)
    name = filled_in("instance", saisie.instance, "Choisissez une instance.")
    if saisie.date_limite is not None and saisie.date_limite > saisie.date:
        raise FieldError("date_limite", f"C'est après la séance, le {format_date(saisie.date)}.")
    same = select(SeanceCommission.id).where(
        SeanceCommission.instance == name, SeanceCommission.date == saisie.date
    )
    if session.scalar(same) not in {None, seance_id}:
        day = format_date(saisie.date)
        raise FieldError("date", f"Cette instance a déjà une séance le {day}.")


def _put(seance: SeanceCommission, saisie: SeanceSaisie) -> None:
    seance.instance = filled_in("instance", saisie.instance, "Choisissez une instance.")
    seance.date, seance.heure, seance.date_limite = saisie.date, saisie.heure, saisie.date_limite
    seance.lieu = cleaned("lieu", saisie.lieu)


def _move_decisions(session: Session, seance: SeanceCommission, day: date) -> None:
    """Date the decisions of a session at its new day: not before a request, nor after a payment."""
    planned = func.min(func.coalesce(Paiement.date_versement, Paiement.date_prevue))
    paid = session.scalar(
        select(planned)
        .join(Aide, Aide.id == Paiement.aide_id)
        .where(Aide.seance_id == seance.id, Paiement.date_annulation.is_(None))
    )
    if paid is not None and paid < day:
        raise FieldError("date", f"Un paiement est prévu ou fait le {format_date(paid)}, avant cette date.")
    for aide in session.scalars(select(Aide).where(Aide.seance_id == seance.id)):
        if aide.date_demande > day:
            asked = format_date(aide.date_demande)
            raise FieldError("date", f"Une demande de l'ordre du jour est du {asked}, après cette date.")
        if aide.date_decision is not None:
            aide.date_decision = day
