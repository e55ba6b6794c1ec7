"""The deadlines of every open file of arrears, dwellings and RSA follow-ups, and what was done of them.

The program reminds; a person decides: only a fact of the file or a mark made by someone ends a deadline.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.errors import InputError
from caseapp.exchange.calendrier import CalendarEntry
from caseapp.services.agents import AgentService
from caseapp.services.dossiers_rows import (
    FAITE,
    REPORTEE,
    VUE,
    CleEcheance,
    DossierCalcule,
    EcheanceSuivie,
)
from caseapp.services.echeances_famille import DossierFamille, ids_of_family, read_files
from caseapp.services.echeances_ouvertes import READERS, EcheancesOuvertes, by_day, follow, names
from caseapp.services.echeances_resumes import NEAR, Alerte, alert, calendar_entry
from caseapp.services.echeances_suites import MAPPED, SuiteSaisie, check_suite, new_suite, read_suites
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.saisie_suivi import require_record
from caseapp.store import Step, Store

GONE = "Ce dossier n'est plus dans la base."
CHANGED = "Cette échéance n'est plus celle du dossier, qui a changé entre-temps."
_STEPS = {VUE: "Échéance vue", REPORTEE: "Échéance reportée", FAITE: "Échéance faite"}


class EcheanceService:
    """One list over the domains, and what is done of them."""

    def __init__(self, store: Store, auteur: str, agents: AgentService, regles: JeuxDeReglesService) -> None:
        self._store, self._auteur, self._agents, self._regles = store, auteur, agents, regles
        self.ouvertes = EcheancesOuvertes(store, regles)

    def suivies(
        self, today: date, agent_id: int | None = None, domaines: Iterable[Domaine] = Domaine
    ) -> tuple[EcheanceSuivie, ...]:
        """Return the pending deadlines of open files by day: those of an agent, of everybody for None."""
        wanted = frozenset(domaines)
        return tuple(
            one
            for one in self.ouvertes.read(today).suivies
            if one.dossier.domaine in wanted and (agent_id is None or one.dossier.agent_id == agent_id)
        )

    def retards(self, today: date) -> dict[Domaine, int]:
        """Count the late deadlines of the whole team in each domain: the day after, not before."""
        counts = dict.fromkeys(READERS, 0)
        for one in self.ouvertes.read(today).suivies:
            counts[one.dossier.domaine] += one.est_en_retard(today)
        return counts

    def calendrier(self, span: tuple[date, date], today: date) -> tuple[CalendarEntry, ...]:
        """Return the user's deadlines from a day to another for a calendar that leaves the program."""
        me = self._agents.me()
        mine = () if me is None else self.suivies(today, me.id)
        return tuple(calendar_entry(one) for one in mine if span[0] <= one.jour <= span[1])

    def du_dossier(self, domaine: Domaine, ident: int, today: date) -> tuple[EcheanceSuivie, ...]:
        """Return the deadlines of one file, pending ones by day then those met, the last first.

        InputError when the file is gone.
        """
        with self._store.read() as session:
            dossier = self._find(session, domaine, ident, today)
            suites = read_suites(session, domaine, [ident])
            followed = list(follow([dossier], suites, names(session, [dossier]), met=True))
        pending = sorted((one for one in followed if one.fait_le is None), key=by_day)
        met = [one for one in followed if one.fait_le is not None]
        return (*pending, *sorted(met, key=lambda one: (one.fait_le or date.min, one.jour), reverse=True))

    def de_la_famille(self, famille_id: int, today: date) -> tuple[DossierFamille, ...]:
        """Return the files of a family, each with its first pending deadline that is not put off."""
        with self._store.read() as session:
            following: dict[tuple[Domaine, int], EcheanceSuivie] = {}
            for one in self._of_family(session, famille_id, today):
                following.setdefault((one.dossier.domaine, one.dossier.id), one)
            return read_files(session, famille_id, following)

    def alertes(self, famille_id: int, today: date) -> tuple[Alerte, ...]:
        """Return what is late or near in the files of a family, the most urgent first."""
        with self._store.read() as session:
            pending = self._of_family(session, famille_id, today)
            return tuple(alert(one, today) for one in pending if one.jour <= today + NEAR)

    def _of_family(self, session: Session, famille_id: int, today: date) -> list[EcheanceSuivie]:
        """Return the pending deadlines of the files of one family, but those put off, by day."""
        if (known := self.ouvertes.known(session, today)) is not None:
            return [one for one in known.familles.get(famille_id, ()) if not one.attend(today)]
        found = list[EcheanceSuivie]()
        for domaine, ids in ids_of_family(session, famille_id).items():
            if ids:
                found += self.ouvertes.of_files(session, domaine, today, ids)[1]
        return sorted((one for one in found if not one.attend(today)), key=by_day)

    def marquer(self, cle: CleEcheance, saisie: SuiteSaisie) -> None:
        """Keep that a deadline was seen, put off or done: one step.

        FieldError for a report without a day to come or a reason, InputError when the deadline is no more.
        """
        with self._store.read() as session:
            famille_id = self._require(session, cle, saisie.jour).famille_id
        me = self._agents.me()
        step = Step(_STEPS.get(saisie.etat, "Échéance suivie"), famille_id)
        with self._store.write(self._auteur, step) as session:
            require_record(session, MAPPED[cle.domaine], cle.dossier_id, GONE)
            checked = check_suite(session, saisie)
            before = read_suites(session, cle.domaine, [cle.dossier_id]).get(cle)
            session.add(new_suite(cle, checked, before, me.id if me else None))

    def _require(self, session: Session, cle: CleEcheance, today: date) -> DossierCalcule:
        """Return the file of a deadline that no fact has met; InputError when there is none such."""
        dossier = self._find(session, cle.domaine, cle.dossier_id, today)
        if not any(
            one.regle.code == cle.regle and one.depuis == cle.depuis and one.fait_le is None
            for one in dossier.echeances
        ):
            raise InputError(CHANGED)
        return dossier

    def _find(self, session: Session, domaine: Domaine, ident: int, today: date) -> DossierCalcule:
        jeux = self._regles.en_vigueur_dans(session).jeux
        found = READERS[domaine](session, jeux, today, [ident])
        if not found:
            raise InputError(GONE)
        return found[0]
