"""Obstacles on the way to work: found, lifted, with the steps of the intervention that help to lift them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.errors import FieldError, InputError
from caseapp.models import Demarche, FreinRsa, SuiviRsa
from caseapp.services.saisie_suivi import (
    check_code,
    check_day,
    check_order,
    check_past,
    cleaned,
    filled_in,
    require_record,
)
from caseapp.services.suivis_rsa_controles import open_follow_up, required_past
from caseapp.services.suivis_rsa_rows import FreinSaisie
from caseapp.services.suivis_rsa_vue import GONE
from caseapp.store import Step, Store

_OBSTACLE_GONE = "Ce frein n'est plus dans la base."
NO_INTERVENTION = "Reliez d'abord ce suivi à une intervention : les démarches y seront notées."


class FreinService:
    """Writes obstacles, and the steps taken for them; every method is one step of the user."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    def add(self, suivi_id: int, saisie: FreinSaisie, today: date) -> int:
        """Note an obstacle; FieldError for one already noted and not lifted."""
        with self._store.write(self._auteur, self._step(suivi_id, "Frein repéré")) as session:
            frein = FreinRsa(suivi_id=suivi_id)
            _fill(session, frein, saisie, today)
            session.add(frein)
            session.flush()
            return frein.id

    def edit(self, frein_id: int, saisie: FreinSaisie, today: date) -> None:
        """Correct an obstacle, or say when it was lifted."""
        with self._store.write(self._auteur, self._step_of(frein_id, "Frein modifié")) as session:
            _fill(session, require_record(session, FreinRsa, frein_id, _OBSTACLE_GONE), saisie, today)

    def lift(self, frein_id: int, jour: date | None, today: date) -> None:
        """Say that an obstacle was lifted on a day, or that it is there again (None)."""
        label = "Frein levé" if jour is not None else "Frein de nouveau présent"
        with self._store.write(self._auteur, self._step_of(frein_id, label)) as session:
            frein = require_record(session, FreinRsa, frein_id, _OBSTACLE_GONE)
            open_follow_up(session, frein.suivi_id)
            _check_lifted(frein.date_reperage, jour, today)
            if jour is None:
                _check_new(session, frein, frein.frein)
            frein.date_levee = jour

    def remove(self, frein_id: int) -> None:
        """Remove an obstacle noted by mistake; its steps stay in the intervention."""
        with self._store.write(self._auteur, self._step_of(frein_id, "Frein retiré")) as session:
            frein = require_record(session, FreinRsa, frein_id, _OBSTACLE_GONE)
            open_follow_up(session, frein.suivi_id)
            for step in session.scalars(select(Demarche).where(Demarche.frein_id == frein_id)).all():
                step.frein_id = None
            session.flush()
            session.delete(frein)

    def add_demarche(
        self, frein_id: int, libelle: str | None, echeance: date | None, faite: date | None, today: date
    ) -> int:
        """Add a step for an obstacle, in the intervention of its follow-up; InputError when it has none."""
        with self._store.write(self._auteur, self._step_of(frein_id, "Démarche ajoutée")) as session:
            frein = require_record(session, FreinRsa, frein_id, _OBSTACLE_GONE)
            suivi = open_follow_up(session, frein.suivi_id)
            if suivi.intervention_id is None:
                raise InputError(NO_INTERVENTION)
            words = filled_in("libelle", libelle, "Écrivez la démarche en quelques mots.")
            check_day("echeance", echeance)
            check_past("date_realisation", faite, today)
            demarche = Demarche(
                intervention_id=suivi.intervention_id, frein_id=frein_id, libelle=words, echeance=echeance,
                date_realisation=faite,
            )  # fmt: skip
            session.add(demarche)
            session.flush()
            return demarche.id

    def _step(self, suivi_id: int, libelle: str) -> Step:
        with self._store.read() as session:
            return Step(libelle, require_record(session, SuiviRsa, suivi_id, GONE).famille_id)

    def _step_of(self, frein_id: int, libelle: str) -> Step:
        with self._store.read() as session:
            suivi_id = require_record(session, FreinRsa, frein_id, _OBSTACLE_GONE).suivi_id
        return self._step(suivi_id, libelle)


def _fill(session: Session, frein: FreinRsa, saisie: FreinSaisie, today: date) -> None:
    open_follow_up(session, frein.suivi_id)
    if saisie.frein is None:
        raise FieldError("frein", "Dites quel frein est repéré.")
    check_code(session, "frein", "frein", saisie.frein)
    seen = required_past("date_reperage", saisie.date_reperage, today, "Dites depuis quand il est repéré.")
    _check_lifted(seen, saisie.date_levee, today)
    if saisie.date_levee is None:
        _check_new(session, frein, saisie.frein)
    frein.frein, frein.date_reperage, frein.date_levee = saisie.frein, seen, saisie.date_levee
    frein.commentaire = cleaned("commentaire", saisie.commentaire)


def _check_lifted(seen: date, lifted: date | None, today: date) -> None:
    check_past("date_levee", lifted, today)
    check_order("date_levee", seen, lifted, "le repérage")


def _check_new(session: Session, frein: FreinRsa, code: str) -> None:
    """Refuse the same obstacle twice at once."""
    with session.no_autoflush:
        same = select(FreinRsa.id).where(
            FreinRsa.suivi_id == frein.suivi_id, FreinRsa.frein == code, FreinRsa.date_levee.is_(None),
            FreinRsa.id != (frein.id or 0),
        )  # fmt: skip
        if session.scalar(same.limit(1)) is not None:
            raise FieldError("frein", "Ce frein est déjà noté et n'est pas levé.")
