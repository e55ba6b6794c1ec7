"""Interventions: opened, corrected, turned into an accompagnement, closed, opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import OBJECTIFS_OUVERTS, Nature, StatutObjectif, StatutRendezVous
from caseapp.errors import FieldError, InputError
from caseapp.models import Demarche, Famille, Intervention, Objectif, OffreContact, RendezVous
from caseapp.models.base import new_reference
from caseapp.services.interventions_lecture import read_suivi
from caseapp.services.interventions_lignes import Suivi
from caseapp.services.saisie_suivi import (
    check_agent,
    check_code,
    check_day,
    check_order,
    check_past,
    require_record,
)
from caseapp.store import Step, Store

GONE = "Cette intervention n'est plus dans la base."
_PROPOSED = StatutRendezVous.PROPOSE.value


@dataclass(frozen=True, slots=True)
class Ouverture:
    """What is said of an intervention when it is opened, or corrected later; codes and keys."""

    motif: str
    nature: str
    date_ouverture: date
    origine: str | None = None
    agent_id: int | None = None
    offre_id: int | None = None
    """The contact offer it came from."""


@dataclass(frozen=True, slots=True)
class Cloture:
    """How an intervention ends, and the state in which it leaves its open objectives, by objective."""

    day: date
    issue: str | None = None
    etats: Mapping[int, str] | None = None


class InterventionService:
    """Reads and writes the interventions of an open store; every method that writes is one step."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store = store
        self._auteur = auteur

    def read(self, famille_id: int) -> Suivi:
        """Return what is followed up with a family, as the user may see it."""
        with self._store.read() as session:
            return read_suivi(session, famille_id, self._auteur)

    def open(self, famille_id: int, saisie: Ouverture, today: date) -> int:
        """Open an intervention and return it; FieldError for what no intervention can have."""
        with self._store.write(self._auteur, Step("Intervention ouverte", famille_id)) as session:
            require_record(session, Famille, famille_id, "Cette famille n'est plus dans la base.")
            intervention = Intervention(reference=new_reference("I"), famille_id=famille_id)
            _fill(session, intervention, saisie, today)
            session.add(intervention)
            session.flush()
            _link_offer(session, intervention, saisie.offre_id)
            return intervention.id

    def edit(self, intervention_id: int, saisie: Ouverture, today: date) -> None:
        """Correct an intervention; FieldError as for `open`, and for an opening after its closing."""
        step = Step("Intervention modifiée", self._famille_of(intervention_id))
        with self._store.write(self._auteur, step) as session:
            intervention = require_record(session, Intervention, intervention_id, GONE)
            _fill(session, intervention, saisie, today)
            if intervention.date_cloture is not None and intervention.date_cloture < saisie.date_ouverture:
                raise FieldError("date_ouverture", "L'intervention serait ouverte après sa clôture.")
            _link_offer(session, intervention, saisie.offre_id)

    def turn_into_accompagnement(
        self, intervention_id: int, day: date, today: date, agent_id: int | None = None
    ) -> int:
        """Close an information-conseil and open the accompagnement that goes on from it; return that one.

        What is left to do goes with it: open objectives, steps not done, appointments proposed from `day` on.
        """
        step = Step("Information-conseil passée en accompagnement", self._famille_of(intervention_id))
        with self._store.write(self._auteur, step) as session:
            former = require_record(session, Intervention, intervention_id, GONE)
            if former.nature != Nature.INFORMATION_CONSEIL or former.date_cloture is not None:
                raise InputError("Seule une information-conseil ouverte peut passer en accompagnement.")
            check_agent(session, agent_id)
            _check_end(former, day, today)
            former.date_cloture = day
            following = Intervention(
                reference=new_reference("I"), famille_id=former.famille_id, motif=former.motif,
                nature=Nature.ACCOMPAGNEMENT_SOCIAL.value, origine=former.origine, date_ouverture=day,
                agent_id=agent_id or former.agent_id, suite_de_id=former.id, date_bilan=former.date_bilan,
            )  # fmt: skip
            session.add(following)
            session.flush()
            _carry_over(session, former.id, following.id, day)
            return following.id

    def plan(
        self, intervention_id: int, date_contrat: date | None, date_bilan: date | None, today: date
    ) -> None:
        """Say when the contrat de projet was signed and when the next review is due."""
        step = Step("Contrat et bilan modifiés", self._famille_of(intervention_id))
        with self._store.write(self._auteur, step) as session:
            intervention = require_record(session, Intervention, intervention_id, GONE)
            check_past("date_contrat", date_contrat, today)
            check_day("date_bilan", date_bilan)
            for field, day in (("date_contrat", date_contrat), ("date_bilan", date_bilan)):
                check_order(field, intervention.date_ouverture, day, "l'ouverture")
            intervention.date_contrat, intervention.date_bilan = date_contrat, date_bilan

    def close(self, intervention_id: int, cloture: Cloture, today: date) -> None:
        """Close an intervention; FieldError for a day before its opening or after today."""
        step = Step("Intervention clôturée", self._famille_of(intervention_id))
        with self._store.write(self._auteur, step) as session:
            intervention = require_record(session, Intervention, intervention_id, GONE)
            if intervention.date_cloture is not None:
                raise InputError("Cette intervention est déjà clôturée.")
            _check_end(intervention, cloture.day, today)
            check_code(session, "issue", "issue_intervention", cloture.issue)
            intervention.date_cloture, intervention.issue = cloture.day, cloture.issue
            for objectif_id, statut in (cloture.etats or {}).items():
                _end_objective(session, intervention_id, objectif_id, statut, cloture.day)

    def reopen(self, intervention_id: int) -> None:
        """Open again an intervention closed too soon; InputError when it went on as an accompagnement."""
        step = Step("Intervention rouverte", self._famille_of(intervention_id))
        with self._store.write(self._auteur, step) as session:
            intervention = require_record(session, Intervention, intervention_id, GONE)
            if intervention.date_cloture is None:
                raise InputError("Cette intervention est déjà ouverte.")
            following = select(Intervention.id).where(Intervention.suite_de_id == intervention_id)
            if session.scalar(following.limit(1)) is not None:
                raise InputError("Elle s'est poursuivie en accompagnement : continuez dans celui-ci.")
            intervention.date_cloture = intervention.issue = None

    def _famille_of(self, intervention_id: int) -> int:
        with self._store.read() as session:
            return require_record(session, Intervention, intervention_id, GONE).famille_id


def _fill(session: Session, intervention: Intervention, saisie: Ouverture, today: date) -> None:
    for field, liste, code in (
        ("motif", "motif", saisie.motif),
        ("nature", "nature", saisie.nature),
        ("origine", "origine", saisie.origine),
    ):
        check_code(session, field, liste, code)
    check_past("date_ouverture", saisie.date_ouverture, today)
    check_agent(session, saisie.agent_id)
    intervention.motif, intervention.nature, intervention.origine = (
        saisie.motif, saisie.nature, saisie.origine,
    )  # fmt: skip
    intervention.date_ouverture, intervention.agent_id = saisie.date_ouverture, saisie.agent_id


def _check_end(intervention: Intervention, day: date, today: date) -> None:
    check_past("date_cloture", day, today)
    check_order("date_cloture", intervention.date_ouverture, day, "l'ouverture")


def _link_offer(session: Session, intervention: Intervention, offre_id: int | None) -> None:
    """Link the offer an intervention came from, in place of the one it had."""
    linked = select(OffreContact).where(OffreContact.intervention_id == intervention.id)
    for former in session.scalars(linked).all():
        if former.id != offre_id:
            former.intervention_id = None
    if offre_id is None:
        return
    offre = session.get(OffreContact, offre_id)
    if offre is None or offre.famille_id != intervention.famille_id:
        raise FieldError("offre", "Cette offre n'est pas celle de la famille.")
    if offre.intervention_id not in {None, intervention.id}:
        raise FieldError("offre", "Une autre intervention est déjà venue de cette offre.")
    offre.intervention_id = intervention.id


def _carry_over(session: Session, former_id: int, following_id: int, day: date) -> None:
    """Move what is left to do to the accompagnement; a step goes with its objective."""
    objectifs = select(Objectif).where(
        Objectif.intervention_id == former_id, Objectif.statut.in_(OBJECTIFS_OUVERTS)
    )
    moved = session.scalars(objectifs).all()
    kept = {one.id for one in moved}
    for one in moved:
        one.intervention_id = following_id
    for step in session.scalars(select(Demarche).where(Demarche.intervention_id == former_id)).all():
        if step.objectif_id in kept:
            step.intervention_id = following_id
        elif step.date_realisation is None:
            step.intervention_id, step.objectif_id = following_id, None
    coming = select(RendezVous).where(
        RendezVous.intervention_id == former_id, RendezVous.statut == _PROPOSED, RendezVous.date >= day
    )
    for meeting in session.scalars(coming).all():
        meeting.intervention_id = following_id


def _end_objective(session: Session, intervention_id: int, objectif_id: int, statut: str, day: date) -> None:
    objectif = session.get(Objectif, objectif_id)
    if objectif is None or objectif.intervention_id != intervention_id:
        raise InputError("Cet objectif n'est plus dans l'intervention.")
    if statut not in set(StatutObjectif):
        raise InputError("Choisissez l'état de l'objectif dans la liste.")
    if objectif.statut != statut:
        objectif.statut, objectif.date_statut = statut, day
