"""Objectives of an intervention, and the steps to take for them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import StatutObjectif
from caseapp.errors import FieldError
from caseapp.models import Demarche, Intervention, Objectif
from caseapp.services.interventions import GONE
from caseapp.services.saisie_suivi import (
    check_code,
    check_day,
    check_past,
    filled_in,
    require_record,
)
from caseapp.store import Step, Store

_OBJECTIVE_GONE = "Cet objectif n'est plus dans la base."
_STEP_GONE = "Cette démarche n'est plus dans la base."


@dataclass(frozen=True, slots=True)
class ObjectifSaisie:
    """What is said of an objective; without `date_statut`, its state is of the day it is written."""

    libelle: str
    statut: str = StatutObjectif.EN_COURS.value
    date_statut: date | None = None
    echeance: date | None = None


@dataclass(frozen=True, slots=True)
class DemarcheSaisie:
    """What is said of a step; for an objective of its intervention, or for none."""

    libelle: str
    echeance: date | None = None
    objectif_id: int | None = None
    date_realisation: date | None = None


class ObjectifService:
    """Writes objectives and steps; every method is one step of the user."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store = store
        self._auteur = auteur

    def add(self, intervention_id: int, saisie: ObjectifSaisie, today: date) -> int:
        """Add an objective and return it."""
        with self._store.write(self._auteur, self._step("Objectif ajouté", intervention_id)) as session:
            objectif = Objectif(intervention_id=intervention_id)
            _fill_objective(session, objectif, saisie, today)
            session.add(objectif)
            session.flush()
            return objectif.id

    def edit(self, objectif_id: int, saisie: ObjectifSaisie, today: date) -> None:
        """Correct an objective or change its state."""
        step = self._step("Objectif modifié", self._intervention_of(Objectif, objectif_id, _OBJECTIVE_GONE))
        with self._store.write(self._auteur, step) as session:
            objectif = require_record(session, Objectif, objectif_id, _OBJECTIVE_GONE)
            _fill_objective(session, objectif, saisie, today)

    def remove(self, objectif_id: int) -> None:
        """Remove an objective written by mistake; its steps stay in the intervention."""
        step = self._step("Objectif retiré", self._intervention_of(Objectif, objectif_id, _OBJECTIVE_GONE))
        with self._store.write(self._auteur, step) as session:
            objectif = require_record(session, Objectif, objectif_id, _OBJECTIVE_GONE)
            for one in session.scalars(select(Demarche).where(Demarche.objectif_id == objectif_id)).all():
                one.objectif_id = None
            session.flush()
            session.delete(objectif)

    def add_demarche(self, intervention_id: int, saisie: DemarcheSaisie, today: date) -> int:
        """Add a step to take and return it."""
        with self._store.write(self._auteur, self._step("Démarche ajoutée", intervention_id)) as session:
            demarche = Demarche(intervention_id=intervention_id)
            _fill_step(session, demarche, saisie, today)
            session.add(demarche)
            session.flush()
            return demarche.id

    def edit_demarche(self, demarche_id: int, saisie: DemarcheSaisie, today: date) -> None:
        """Correct a step."""
        step = self._step("Démarche modifiée", self._intervention_of(Demarche, demarche_id, _STEP_GONE))
        with self._store.write(self._auteur, step) as session:
            demarche = require_record(session, Demarche, demarche_id, _STEP_GONE)
            _fill_step(session, demarche, saisie, today)

    def set_done(self, demarche_id: int, day: date | None, today: date) -> None:
        """Say that a step was done on a day, or that it is still to be done (None)."""
        label = "Démarche faite" if day is not None else "Démarche remise à faire"
        step = self._step(label, self._intervention_of(Demarche, demarche_id, _STEP_GONE))
        with self._store.write(self._auteur, step) as session:
            check_past("date_realisation", day, today)
            require_record(session, Demarche, demarche_id, _STEP_GONE).date_realisation = day

    def remove_demarche(self, demarche_id: int) -> None:
        """Remove a step written by mistake."""
        step = self._step("Démarche retirée", self._intervention_of(Demarche, demarche_id, _STEP_GONE))
        with self._store.write(self._auteur, step) as session:
            session.delete(require_record(session, Demarche, demarche_id, _STEP_GONE))

    def _step(self, label: str, intervention_id: int) -> Step:
        with self._store.read() as session:
            return Step(label, require_record(session, Intervention, intervention_id, GONE).famille_id)

    def _intervention_of(self, mapped: type[Objectif | Demarche], ident: int, gone: str) -> int:
        with self._store.read() as session:
            return require_record(session, mapped, ident, gone).intervention_id


def _fill_objective(session: Session, objectif: Objectif, saisie: ObjectifSaisie, today: date) -> None:
    check_code(session, "statut", "statut_objectif", saisie.statut)
    check_past("date_statut", saisie.date_statut, today)
    check_day("echeance", saisie.echeance)
    changed = objectif.statut != saisie.statut
    objectif.libelle = filled_in("libelle", saisie.libelle, "Écrivez l'objectif en quelques mots.")
    objectif.statut, objectif.echeance = saisie.statut, saisie.echeance
    given = saisie.date_statut
    objectif.date_statut = today if changed and given in {None, objectif.date_statut} else given


def _fill_step(session: Session, demarche: Demarche, saisie: DemarcheSaisie, today: date) -> None:
    demarche.libelle = filled_in("libelle", saisie.libelle, "Écrivez la démarche en quelques mots.")
    check_day("echeance", saisie.echeance)
    check_past("date_realisation", saisie.date_realisation, today)
    if saisie.objectif_id is not None:
        objectif = session.get(Objectif, saisie.objectif_id)
        if objectif is None or objectif.intervention_id != demarche.intervention_id:
            raise FieldError("objectif", "Cet objectif n'est pas celui de l'intervention.")
    demarche.objectif_id, demarche.echeance = saisie.objectif_id, saisie.echeance
    demarche.date_realisation = saisie.date_realisation
