"""Arrears files: reported, followed, planned, closed; each act is a step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles import ReglesPlan
from caseapp.domain.simulation_impaye import Changement, Remboursement, si_paie, si_plan
from caseapp.domain.text import fold
from caseapp.errors import FieldError, InputError
from caseapp.models import FaitImpaye, Famille, Impaye, Logement, MouvementDette
from caseapp.models.base import new_reference
from caseapp.services.agents import AgentService
from caseapp.services.impayes_controles import (
    check_constitution,
    check_paid,
    fill,
    fill_fact,
    fill_movement,
    find_arrear,
    required_day,
)
from caseapp.services.impayes_dette import (
    all_movements,
    compute,
    debt_on,
    followed_constitution,
    read_movements,
    set_of_file,
)
from caseapp.services.impayes_faits import read_calcules
from caseapp.services.impayes_issue import changer_issue
from caseapp.services.impayes_plans import break_plan, end_plan, make_plan
from caseapp.services.impayes_plans_corrections import edit_plan, find_plan, remove_plan
from caseapp.services.impayes_propositions import Proposition, read_proposition
from caseapp.services.impayes_rows import (
    EN_COURS,
    RESOLU,
    SANS_SOLUTION,
    FaitSaisie,
    ImpayeSaisie,
    ImpayeVue,
    MouvementSaisie,
    PlanSaisie,
    SoutienSaisie,
    a_apurer,
)
from caseapp.services.impayes_soutien import link_supports
from caseapp.services.impayes_vue import read_dossier
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.jours_feries import is_public_holiday
from caseapp.services.saisie_suivi import check_code, filled_in, require_record
from caseapp.store import Step, Store

_MOVEMENT_GONE, _FACT_GONE = "Ce mouvement n'est plus dans la base.", "Ce fait n'est plus dans la base."
_LANDLORDS_SHOWN = 12
_LOWERING = frozenset({"paiement", "remise"})
_CONTACT = "contact"
_OF_ENDED = {"date_rupture": "date_plan", "motif_rupture": "motif"}
"""Fields of a renegotiation, by those of the end of the plan it replaces."""


class ImpayeService:
    """Reads and writes the arrears files of an open store."""

    def __init__(self, store: Store, auteur: str, agents: AgentService, regles: JeuxDeReglesService) -> None:
        self._store, self._auteur = store, auteur
        self._agents, self._regles = agents, regles

    # --- Reading ---

    def open_dossier(self, impaye_id: int, today: date) -> ImpayeVue:
        """Return a file on a day; InputError when it is gone."""
        is_public_holiday(today)  # loads them here rather than in the window
        with self._store.read() as session:
            return read_dossier(session, impaye_id, self._regles.en_vigueur_dans(session).jeux, today)

    def proposition(self, famille_id: int, today: date) -> Proposition:
        """Return what a report about a family may begin with."""
        with self._store.read() as session:
            return read_proposition(session, famille_id, today)

    def bailleurs(self, text: str) -> tuple[str, ...]:
        """Return the landlords known whose name holds every word typed, the most frequent first."""
        wanted = fold(text).split()
        with self._store.read() as session:
            known: dict[str, int] = {}
            for mapped in (Impaye, Logement):
                counted = select(mapped.bailleur, func.count()).where(mapped.bailleur.is_not(None))
                for name, count in session.execute(counted.group_by(mapped.bailleur)):
                    known[str(name)] = known.get(str(name), 0) + count
        found = [name for name in known if all(word in fold(name) for word in wanted)]
        return tuple(sorted(found, key=lambda name: (-known[name], fold(name)))[:_LANDLORDS_SHOWN])

    def simuler_plan(self, impaye_id: int, jour: date, today: date) -> tuple[Changement, ...]:
        """Say what a plan arrived on a day would change to the deadlines; nothing is written."""
        with self._store.read() as session:
            jeux = self._regles.en_vigueur_dans(session).jeux
            find_arrear(session, impaye_id)
            (calcule,) = read_calcules(session, jeux, today, [impaye_id])
        return si_plan(calcule.jeux, calcule.dossier, jour, is_public_holiday, today)

    def simuler_paiement(self, vue: ImpayeVue, par_mois: int, premiere: date) -> Remboursement:
        """Say what paying so much a month would do; EcheancierError when it cannot be told."""
        return si_paie(vue.dette or 0, par_mois, premiere, vue.regles_plan)

    # --- The file ---

    def create(self, saisie: ImpayeSaisie, today: date) -> int:
        """Make a file, by the user's agent unless another is said; FieldError names the field refused."""
        me = self._agents.me()
        if saisie.agent_id is None and me is not None:
            saisie = replace(saisie, agent_id=me.id)
        with self._store.write(self._auteur, Step("Impayé signalé", saisie.famille_id)) as session:
            if saisie.famille_id is None:
                raise FieldError("famille", "Choisissez la famille en impayé.")
            if session.get(Famille, saisie.famille_id) is None:
                raise FieldError("famille", "Cette famille n'est plus dans la base.")
            impaye = Impaye(reference=new_reference("IMP"), famille_id=saisie.famille_id, issue=EN_COURS)
            jeux = self._regles.en_vigueur_dans(session).jeux
            with followed_constitution(session, impaye, jeux, today):
                fill(session, impaye, saisie, today)
                session.add(impaye)
            self._target(session, impaye, today)
            return impaye.id

    def edit(self, impaye_id: int, saisie: ImpayeSaisie, today: date) -> None:
        """Correct what was reported; the computed constitution follows."""
        with self._changing("Dossier d'impayé modifié", impaye_id, today) as (session, impaye):
            fill(session, impaye, saisie, today)
            session.flush()
            self._target(session, impaye, today)

    def set_constitution(self, impaye_id: int, jour: date | None, motif: str | None, today: date) -> None:
        """Correct the constitution for a reason; without a day, or on the computed one, the rules decide."""
        with self._writing("Constitution de l'impayé corrigée", impaye_id) as (session, impaye):
            jeux = self._regles.en_vigueur_dans(session).jeux
            recorded = read_movements(session, impaye_id)
            _, found = compute(impaye, all_movements(impaye, recorded), jeux, today)
            computed = getattr(found, "jour", None)
            if computed is not None and computed > impaye.date_signalement:
                computed = None
            if jour is None or jour == computed:
                impaye.date_constitution, impaye.constitution_motif = computed, None
                return
            check_constitution(impaye, jour, today)
            impaye.constitution_motif = filled_in(
                "motif", motif, "Dites pourquoi la date calculée ne convient pas."
            )
            impaye.date_constitution = jour

    def support(self, impaye_id: int, saisie: SoutienSaisie, today: date) -> None:
        """Say which supports the family has, and by which interventions."""
        with self._writing("Accompagnement de l'impayé modifié", impaye_id) as (session, impaye):
            link_supports(session, impaye, saisie, today)

    # --- Debt ---

    def add_movement(self, impaye_id: int, saisie: MouvementSaisie, today: date) -> int:
        """Note a change of the debt; a payment never exceeds what is owed that day."""
        with self._changing("Mouvement de dette ajouté", impaye_id, today) as (session, impaye):
            mouvement = MouvementDette(impaye_id=impaye_id)
            fill_movement(session, impaye, mouvement, saisie, today)
            if mouvement.type in _LOWERING:
                owed = debt_on(session, impaye, mouvement.date)
                check_paid(mouvement.montant, owed, mouvement.date)
            session.add(mouvement)
            session.flush()
            return mouvement.id

    def edit_movement(self, mouvement_id: int, saisie: MouvementSaisie, today: date) -> None:
        """Correct a change of the debt."""
        impaye_id = self._owner(MouvementDette, mouvement_id, _MOVEMENT_GONE)
        with self._changing("Mouvement de dette corrigé", impaye_id, today) as (session, impaye):
            mouvement = require_record(session, MouvementDette, mouvement_id, _MOVEMENT_GONE)
            with session.no_autoflush:
                fill_movement(session, impaye, mouvement, saisie, today)
                if mouvement.type in _LOWERING:
                    owed = debt_on(session, impaye, mouvement.date, without=mouvement_id)
                    check_paid(mouvement.montant, owed, mouvement.date)

    def remove_movement(self, mouvement_id: int, today: date) -> None:
        """Take away a change of the debt noted by mistake."""
        impaye_id = self._owner(MouvementDette, mouvement_id, _MOVEMENT_GONE)
        with self._changing("Mouvement de dette retiré", impaye_id, today) as (session, _):
            session.delete(require_record(session, MouvementDette, mouvement_id, _MOVEMENT_GONE))

    # --- Facts ---

    def add_fact(self, impaye_id: int, saisie: FaitSaisie, today: date) -> int:
        """Note a fact, by the user's agent; the first contact is the earliest one noted."""
        me = self._agents.me()
        if saisie.agent_id is None and me is not None:
            saisie = replace(saisie, agent_id=me.id)
        with self._writing("Fait ajouté au dossier d'impayé", impaye_id) as (session, impaye):
            fait = FaitImpaye(impaye_id=impaye_id)
            fill_fact(session, impaye, fait, saisie, today)
            session.add(fait)
            session.flush()
            if fait.nature == _CONTACT:
                known = impaye.date_premier_contact
                impaye.date_premier_contact = fait.date if known is None else min(known, fait.date)
            return fait.id

    def edit_fact(self, fait_id: int, saisie: FaitSaisie, today: date) -> None:
        """Correct a fact."""
        with self._fact("Fait du dossier d'impayé corrigé", fait_id) as (session, impaye, fait):
            fill_fact(
                session, impaye, fait, replace(saisie, agent_id=saisie.agent_id or fait.agent_id), today
            )

    def remove_fact(self, fait_id: int) -> None:
        """Take away a fact noted by mistake."""
        with self._fact("Fait du dossier d'impayé retiré", fait_id) as (session, _, fait):
            session.delete(fait)

    # --- Plans ---

    def plan(self, impaye_id: int, saisie: PlanSaisie, today: date) -> int:
        """Record a plan; FieldError when it lasts longer than the rules allow."""
        with self._writing("Plan d'apurement enregistré", impaye_id) as (session, impaye):
            return self._make_plan(session, impaye, saisie, today)

    def edit_plan(self, impaye_id: int, plan_id: int, saisie: PlanSaisie, today: date) -> None:
        """Correct the plan in force, its schedule with it; refused as a new one would be."""
        with self._writing("Plan modifié", impaye_id) as (session, impaye):
            regles = self._plan_rules(session, impaye, today)
            edit_plan(session, find_plan(session, impaye, plan_id), saisie, regles, today)

    def break_plan(self, impaye_id: int, jour: date | None, motif: str | None, today: date) -> None:
        """Note that the plan in force was not kept."""
        with self._writing("Rupture du plan enregistrée", impaye_id) as (session, impaye):
            break_plan(session, impaye, jour, motif, today)

    def renegotiate(self, impaye_id: int, saisie: PlanSaisie, motif: str | None, today: date) -> int:
        """Replace the plan in force by another on what remains of it, from the day that one is signed."""
        with self._writing("Plan d'apurement renégocié", impaye_id) as (session, impaye):
            signed = required_day("date_plan", saisie.date_plan, "Dites de quel jour est le plan.", today)
            try:
                left = end_plan(session, impaye, signed, motif, today)
            except FieldError as error:
                field = _OF_ENDED.get(error.field, error.field)
                raise FieldError(field, str(error)) from error
            owed = a_apurer(all_movements(impaye, read_movements(session, impaye_id)), signed)
            proposed = left if owed is None else min(left, owed)
            asked = replace(saisie, montant=saisie.montant or proposed)
            return self._make_plan(session, impaye, asked, today)

    def remove_plan(self, impaye_id: int, plan_id: int) -> None:
        """Take away the plan in force, typed by mistake."""
        with self._writing("Plan d'apurement retiré", impaye_id) as (session, impaye):
            remove_plan(session, impaye, plan_id)

    # --- Issue ---

    def set_issue(
        self, impaye_id: int, issue: str | None, jour: date | None, suite: str | None, today: date
    ) -> None:
        """Say how the file stands since a day, and what became of the dwelling."""
        with self._writing("Issue de l'impayé enregistrée", impaye_id) as (session, impaye):
            if issue is None:
                raise FieldError("issue", "Dites comment se termine le dossier.")
            check_code(session, "issue", "issue_impaye", issue)
            check_code(session, "suite_logement", "suite_logement", suite)
            day = required_day("date_issue", jour, "Dites depuis quel jour.", today)
            changer_issue(session, impaye, issue, day)
            impaye.suite_logement = suite

    def reopen(self, impaye_id: int, jour: date | None, today: date) -> None:
        """Open again, from a day on, a file that was closed."""
        with self._writing("Dossier d'impayé rouvert", impaye_id) as (session, impaye):
            if impaye.issue not in {RESOLU, SANS_SOLUTION}:
                raise InputError("Ce dossier est déjà ouvert.")
            day = required_day("date_issue", jour, "Dites depuis quel jour.", today)
            changer_issue(session, impaye, EN_COURS, day)
            impaye.suite_logement = None

    # --- Shared ---

    def _make_plan(self, session: Session, impaye: Impaye, saisie: PlanSaisie, today: date) -> int:
        plan = make_plan(session, impaye, saisie, self._plan_rules(session, impaye, today), today)
        session.flush()
        return plan.id

    def _plan_rules(self, session: Session, impaye: Impaye, today: date) -> ReglesPlan | None:
        """Return what the rule set that the file follows says of plans."""
        jeux = self._regles.en_vigueur_dans(session).jeux
        computed, _ = compute(impaye, all_movements(impaye, read_movements(session, impaye.id)), jeux, today)
        jeu = set_of_file(impaye, jeux, computed)
        return None if jeu is None else jeu.plan

    def _target(self, session: Session, impaye: Impaye, today: date) -> None:
        """Say whether the file is of the local target, as the local rules compute it, when nobody said."""
        if impaye.cible_locale is None:
            jeux = self._regles.en_vigueur_dans(session).jeux
            (calcule,) = read_calcules(session, jeux, today, [impaye.id])
            said = calcule.dossier.attributs.get("cible_locale")
            impaye.cible_locale = None if said is None else said == "oui"

    def _owner(self, mapped: type[MouvementDette | FaitImpaye], ident: int, gone: str) -> int:
        with self._store.read() as session:
            return require_record(session, mapped, ident, gone).impaye_id

    @contextmanager
    def _fact(self, label: str, fait_id: int) -> Iterator[tuple[Session, Impaye, FaitImpaye]]:
        """Write a fact already noted; the first contact follows when it was that one."""
        impaye_id = self._owner(FaitImpaye, fait_id, _FACT_GONE)
        with self._writing(label, impaye_id) as (session, impaye):
            fait = require_record(session, FaitImpaye, fait_id, _FACT_GONE)
            first = fait.nature == _CONTACT and fait.date == impaye.date_premier_contact
            yield session, impaye, fait
            session.flush()
            if first:
                contacts = select(func.min(FaitImpaye.date)).where(
                    FaitImpaye.impaye_id == impaye_id, FaitImpaye.nature == _CONTACT
                )
                impaye.date_premier_contact = session.scalar(contacts)

    @contextmanager
    def _changing(self, label: str, impaye_id: int, today: date) -> Iterator[tuple[Session, Impaye]]:
        """Write something that may change since when the arrear exists."""
        with self._writing(label, impaye_id) as (session, impaye):
            jeux = self._regles.en_vigueur_dans(session).jeux
            with followed_constitution(session, impaye, jeux, today):
                yield session, impaye

    @contextmanager
    def _writing(self, label: str, impaye_id: int) -> Iterator[tuple[Session, Impaye]]:
        with self._store.read() as session:
            famille_id = find_arrear(session, impaye_id).famille_id
        with self._store.write(self._auteur, Step(label, famille_id)) as session:
            yield session, find_arrear(session, impaye_id)
