"""The deadlines of every open file of arrears, dwellings and RSA follow-ups, and what was done of them.

The program reminds; a person decides: only a fact of the file or a mark made by someone ends a deadline.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.names import family_name
from caseapp.errors import InputError
from caseapp.exchange.calendrier import CalendarEntry
from caseapp.models import (
    Agent,
    CoAccompagnement,
    ContratRsa,
    EtatImpaye,
    FaitImpaye,
    Famille,
    FreinRsa,
    Impaye,
    Intervention,
    JeuRegles,
    Logement,
    LogementSignale,
    MensualitePlan,
    MouvementDette,
    Occupation,
    Personne,
    PlanApurement,
    ProlongationConservation,
    ReexamenRsa,
    Situation,
    SuiteEcheance,
    SuiviRsa,
)
from caseapp.services import impayes_faits, logements_faits, suivis_rsa_faits
from caseapp.services.agents import AgentService
from caseapp.services.dossiers_rows import (
    FAITE,
    REPORTEE,
    VUE,
    CleEcheance,
    DossierCalcule,
    EcheanceSuivie,
    ReadCalcules,
    SuiteRow,
)
from caseapp.services.echeances_famille import DossierFamille, ids_of_family, read_files
from caseapp.services.echeances_resumes import NEAR, Alerte, alert, calendar_entry
from caseapp.services.echeances_suites import MAPPED, SuiteSaisie, check_suite, new_suite, read_suites
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.saisie_suivi import require_record
from caseapp.store import Step, Store
from caseapp.store.journal import last_change

READERS: Mapping[Domaine, ReadCalcules] = {
    Domaine.IMPAYES: impayes_faits.read_calcules,
    Domaine.INDECENCE: logements_faits.read_calcules,
    Domaine.RSA: suivis_rsa_faits.read_calcules,
}
"""What reads the files of each domain."""
_TABLES = frozenset(
    one.__tablename__
    for one in (
        Impaye, MouvementDette, FaitImpaye, PlanApurement, MensualitePlan, EtatImpaye,
        Logement, Occupation, LogementSignale, ProlongationConservation,
        SuiviRsa, ContratRsa, ReexamenRsa, FreinRsa, CoAccompagnement,
        JeuRegles, SuiteEcheance, Famille, Personne, Situation, Intervention, Agent,
    )
)  # fmt: skip
"""What deadlines are computed from: other writes leave them as they are."""
GONE = "Ce dossier n'est plus dans la base."
CHANGED = "Cette échéance n'est plus celle du dossier, qui a changé entre-temps."
_STEPS = {VUE: "Échéance vue", REPORTEE: "Échéance reportée", FAITE: "Échéance faite"}
_NAMES_AT_ONCE = 500


class _Known:
    """What was read of all the open files at a moment: an entry of the journal, and the day."""

    def __init__(self, moment: tuple[int, date], suivies: tuple[EcheanceSuivie, ...]) -> None:
        self.moment, self.suivies = moment, suivies
        self._families: dict[int, list[EcheanceSuivie]] = {}
        for one in suivies:
            self._families.setdefault(one.dossier.famille_id, []).append(one)

    def of_family(self, famille_id: int) -> list[EcheanceSuivie]:
        """Return those of a family, by day."""
        return self._families.get(famille_id, [])


class EcheanceService:
    """One list over the domains; remembered until the store is written or the day changes."""

    def __init__(self, store: Store, auteur: str, agents: AgentService, regles: JeuxDeReglesService) -> None:
        self._store, self._auteur, self._agents, self._regles = store, auteur, agents, regles
        self._lock = Lock()
        self._known: _Known | None = None

    def suivies(
        self, today: date, agent_id: int | None = None, domaines: Iterable[Domaine] = Domaine
    ) -> tuple[EcheanceSuivie, ...]:
        """Return the pending deadlines of open files by day: those of an agent, of everybody for None."""
        wanted = frozenset(domaines)
        return tuple(
            one
            for one in self._pending(today)
            if one.dossier.domaine in wanted and (agent_id is None or one.dossier.agent_id == agent_id)
        )

    def retards(self, today: date) -> dict[Domaine, int]:
        """Count the late deadlines of the whole team in each domain: the day after, not before."""
        counts = dict.fromkeys(READERS, 0)
        for one in self._pending(today):
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
            followed = list(_follow([dossier], suites, _names(session, [dossier]), met=True))
        pending = sorted((one for one in followed if one.fait_le is None), key=_by_day)
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
        known, found = self._known, list[EcheanceSuivie]()
        if known is not None and known.moment == (last_change(session.connection(), _TABLES), today):
            return [one for one in known.of_family(famille_id) if not one.attend(today)]
        for domaine, ids in ids_of_family(session, famille_id).items():
            if ids:
                found += self._read(session, domaine, today, ids)
        return sorted((one for one in found if not one.attend(today)), key=_by_day)

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

    def _pending(self, today: date) -> tuple[EcheanceSuivie, ...]:
        """Read once for several that ask at the same time, each in its worker."""
        with self._lock, self._store.read() as session:
            moment = last_change(session.connection(), _TABLES), today
            known = self._known
            if known is None or known.moment != moment:
                followed = [one for domaine in READERS for one in self._read(session, domaine, today)]
                known = self._known = _Known(moment, tuple(sorted(followed, key=_by_day)))
            return known.suivies

    def _read(
        self, session: Session, domaine: Domaine, today: date, ids: Collection[int] | None = None
    ) -> list[EcheanceSuivie]:
        """Return the pending deadlines of some files, of all the open ones for None."""
        dossiers = READERS[domaine](session, self._regles.en_vigueur_dans(session).jeux, today, ids)
        return list(_follow(dossiers, read_suites(session, domaine, ids), _names(session, dossiers)))


def _follow(
    dossiers: Iterable[DossierCalcule],
    suites: Mapping[CleEcheance, SuiteRow],
    names: Mapping[int, str],
    *,
    met: bool = False,
) -> Iterator[EcheanceSuivie]:
    """Yield the pending deadlines of files, with those met when they are wanted."""
    for dossier in dossiers:
        domaine, ident, name = dossier.domaine, dossier.id, names[dossier.famille_id]
        for one in dossier.echeances:
            if one.fait_le is not None and not met:
                continue
            suite = suites.get(CleEcheance(domaine, ident, one.regle.code, one.depuis)) if suites else None
            if met or suite is None or suite.etat != FAITE:
                yield EcheanceSuivie(dossier, one, suite, name)


def _names(session: Session, dossiers: Iterable[DossierCalcule]) -> dict[int, str]:
    """Return the name of each family that has one of these files."""
    wanted = sorted({one.famille_id for one in dossiers})
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _NAMES_AT_ONCE):
        some = wanted[start : start + _NAMES_AT_ONCE]
        statement = select(Famille.id, Famille.nom, Famille.prenom).where(Famille.id.in_(some))
        found |= {ident: family_name(nom, prenom) for ident, nom, prenom in session.execute(statement)}
    return found


def _by_day(one: EcheanceSuivie) -> tuple[date, str, int, str]:
    return one.jour, one.famille, one.dossier.id, one.echeance.regle.code
