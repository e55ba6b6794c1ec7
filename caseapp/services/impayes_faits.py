"""Arrears as the engine of deadlines sees them: facts, attributes, the rule sets chosen, the deadlines."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from caseapp.domain.constitution import Bail, Constitue, constituer, est_simplifie
from caseapp.domain.dette import MouvementDu, TypeMouvement, solde_au
from caseapp.domain.echeances_dossier import Dossier, echeances
from caseapp.domain.faits_dossier import ISSUES_CLOSES
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.jeu_de_regles_choix import choose, locaux
from caseapp.domain.nomenclature import IssueImpaye
from caseapp.services.dossiers_rows import DossierCalcule
from caseapp.services.impayes_faits_lecture import ImpayeLu, Lus, PlanLu, read_lus
from caseapp.services.jours_feries import is_public_holiday

SIMPLIFIEE = "simplifiee"
_PLAN_EN_COURS = IssueImpaye.PLAN_EN_COURS.value
_YES_NO = {True: "oui", False: "non"}


@dataclass(frozen=True, slots=True)
class ImpayeCalcule(DossierCalcule):
    """An arrear with its deadlines, and what the board says of it; `dette` is None when nothing is known."""

    lu: ImpayeLu
    """Its columns, as `impayes_faits_lecture` reads them."""
    dette: int | None
    plan: PlanLu | None
    """The one in force."""


def read_calcules(
    session: Session, jeux: Sequence[JeuDeRegles], today: date, ids: Collection[int] | None = None
) -> tuple[ImpayeCalcule, ...]:
    """Return the open arrears, or those of `ids` whatever their state, with their deadlines."""
    return tuple(compute(read_lus(session, today, ids), jeux, today))


def mouvements_du(
    dette: int | None, date_signalement: date, mouvements: Sequence[MouvementDu]
) -> Sequence[MouvementDu]:
    """Return the movements of an arrear with what was owed on the day of its report.

    `Impaye.dette` counts as what the landlord stated that day, unless a statement of that day is kept.
    """
    if dette is None:
        return mouvements
    for one in mouvements:
        if one.jour == date_signalement and one.type is TypeMouvement.RELEVE:
            return mouvements
    return (*mouvements, MouvementDu(date_signalement, TypeMouvement.RELEVE, dette))


def compute(lus: Lus, jeux: Sequence[JeuDeRegles], today: date) -> Iterable[ImpayeCalcule]:
    """Give the deadlines of what was read."""
    calcul = _Calcul(jeux, today)
    for row in lus.impayes:
        movements = mouvements_du(row.dette, row.date_signalement, lus.mouvements.get(row.id, ()))
        plans = lus.plans.get(row.id, ())
        yield calcul.of(row, movements, lus.faits.get(row.id), plans, lus)


class _Calcul:
    """Applies rule sets to arrears; what depends only on a day is found once."""

    def __init__(self, jeux: Sequence[JeuDeRegles], today: date) -> None:
        self._jeux, self._today = jeux, today
        self._open_to_all = {one.code: replace(one, cible=()) for one in jeux if one.local}
        self._nationaux = tuple(one for one in jeux if one.constitution is not None and not one.local)
        self._national = lru_cache(maxsize=None)(self._choose)
        self._local = lru_cache(maxsize=None)(self._locals)

    def _choose(self, day: date) -> JeuDeRegles | None:
        return choose(self._jeux, Domaine.IMPAYES, day)

    def _locals(self, day: date, targeted: bool | None) -> tuple[JeuDeRegles, ...]:
        """Return the local sets of a day; a file said to be a target is one whatever they look at."""
        if targeted is False:
            return ()
        found = locaux(self._jeux, Domaine.IMPAYES, day)
        return tuple(self._open_to_all[one.code] for one in found) if targeted else found

    def of(
        self,
        row: ImpayeLu,
        movements: Sequence[MouvementDu],
        done: dict[str, tuple[date, ...]] | None,
        plans: Sequence[PlanLu],
        lus: Lus,
    ) -> ImpayeCalcule:
        """Compute one arrear."""
        today = self._today
        dette, solde = solde_au(movements, today) if movements else (None, None)
        faits: dict[str, tuple[date, ...]] = dict(done) if done else {}
        faits["signalement"] = (row.date_signalement,)
        national, sommes = self._constitute(row, movements, faits)
        if row.premier_impaye is not None:
            faits["premier_impaye"] = (row.premier_impaye,)
        if solde is not None:
            faits["solde"] = (solde,)
        if row.issue in ISSUES_CLOSES and (row.date_issue or row.date_signalement) <= today:
            faits["issue"] = (row.date_issue or row.date_signalement,)
        plan = _add_plan_facts(faits, plans, today) if plans else None
        _add_told(faits, row, today)
        attributs = _attributes(row, lone_parent=row.id in lus.parents_isoles)
        chosen, reference = [], (faits.get("constitution") or faits["signalement"])[0]
        small = est_simplifie(None if national is None else national.plan, row.dette or dette or 0)
        attributs["simplifie"] = _YES_NO[small or row.procedure == SIMPLIFIEE]
        if national is not None:
            chosen.append(national)
        local = self._local(reference, row.cible_locale)
        target = row.cible_locale
        if target is None and local:
            target = any(one.concerne(attributs) for one in local)
        if target is not None:
            attributs["cible_locale"] = _YES_NO[target]
        chosen.extend(local)
        dossier = Dossier(faits, attributs)
        jeux = tuple(chosen)
        return ImpayeCalcule(
            Domaine.IMPAYES, row.id, row.famille_id, row.agent, jeux, dossier,
            echeances(jeux, dossier, is_public_holiday, today), sommes, row, dette, plan,
        )  # fmt: skip

    def _constitute(
        self, row: ImpayeLu, movements: Sequence[MouvementDu], faits: dict[str, tuple[date, ...]]
    ) -> tuple[JeuDeRegles | None, dict[str, str]]:
        """Add the day of constitution, stored or computed, and return the national set with the sum."""
        if row.date_constitution is not None:
            faits["constitution"] = (row.date_constitution,)
            return self._national(row.date_constitution), {}
        bail = Bail(row.loyer, row.charges, row.montant_aide, row.tiers_payant, row.secteur)
        jeu, found = constituer(self._nationaux, bail, movements, row.premier_impaye, au=self._today)
        if not isinstance(found, Constitue):
            return self._national(row.date_signalement), {}
        if found.jour > row.date_signalement:  # not what was reported
            return jeu, {}
        faits["constitution"] = (found.jour,)
        return jeu, {"constitution": found.phrase}


def _add_told(faits: dict[str, tuple[date, ...]], row: ImpayeLu, today: date) -> None:
    """Add what the arrear itself says, as imports do: its first contact, a plan known by its issue alone."""
    first, contacts = row.date_premier_contact, faits.get("contact", ())
    if first is not None and first not in contacts:
        faits["contact"] = tuple(sorted((first, *contacts)))
    known_by_issue = row.issue == _PLAN_EN_COURS and "plan_debut" not in faits
    if known_by_issue and row.date_issue is not None and row.date_issue <= today:
        faits["plan"] = (row.date_issue,)


def _add_plan_facts(
    faits: dict[str, tuple[date, ...]], plans: Sequence[PlanLu], today: date
) -> PlanLu | None:
    """Add what the plans are, and the last one made while it is in force, which is returned."""
    if signed := tuple(one.date_plan for one in plans if one.date_plan <= today):
        faits["plan"] = signed
    (reported,) = faits["signalement"]
    if any(one.date_plan < reported and one.is_in_force(reported) for one in plans):
        faits["plan_anterieur"] = (reported,)
    faits["plan_debut"] = tuple(one.date_effet for one in plans)
    made = [one for one in plans if one.date_plan <= today]
    plan = made[-1] if made and made[-1].is_in_force(today) else None
    renegotiated = None if plan is None else plan.date_plan
    breaks = (one.date_rupture for one in plans if one.date_rupture not in {None, renegotiated})
    if broken := tuple(sorted(one for one in breaks if one <= today)):
        faits["plan_rompu"] = broken
    if plan is None:
        return None
    if plan.fin is not None:
        faits["plan_fin"] = (plan.fin,)
    if plan.prochaine_le is not None and "solde" not in faits:
        faits["mensualite"] = (plan.prochaine_le,)
        if plan.prochaine_le < today:
            faits["mensualite_manquee"] = (plan.prochaine_le,)
    return plan


def _attributes(row: ImpayeLu, *, lone_parent: bool) -> dict[str, str]:
    """Return what conditions look at, but what is not known."""
    known = {
        "aide_logement": row.aide_logement,
        "parent_isole_rsa": _YES_NO[lone_parent],
        "accompagnement": _YES_NO[bool(row.accompagne)],
    }
    if row.secteur is not None:
        known["secteur"] = row.secteur
    if row.tiers_payant is not None:
        known["tiers_payant"] = _YES_NO[bool(row.tiers_payant)]
    if row.procedure is not None:
        known["procedure"] = row.procedure
    return known
