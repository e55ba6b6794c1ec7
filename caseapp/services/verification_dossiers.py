"""Arrears, dwellings, follow-ups and their deadlines: sums that agree, dates in order, rules still read.

A problem names files and rules, never people.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from itertools import pairwise

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.echeances_dossier import SUIVI
from caseapp.domain.jeu_de_regles import JeuDeRegles
from caseapp.domain.jeu_de_regles_choix import check_together
from caseapp.domain.jeu_de_regles_fichier import read_jeu
from caseapp.domain.labels import format_cents, format_date, plural
from caseapp.models import (
    EtatImpaye,
    Impaye,
    JeuRegles,
    LogementSignale,
    MensualitePlan,
    PlanApurement,
    ProlongationConservation,
    SuiteEcheance,
)
from caseapp.paths import resource
from caseapp.services.verification_prets import told


def check_plan_sums(session: Session) -> list[str]:
    """Compare the instalments of each repayment plan with its amount."""
    total = func.coalesce(func.sum(MensualitePlan.montant), 0)
    statement = (
        select(Impaye.reference, PlanApurement.date_plan, PlanApurement.montant, total)
        .join(Impaye, Impaye.id == PlanApurement.impaye_id)
        .outerjoin(MensualitePlan, MensualitePlan.plan_id == PlanApurement.id)
        .group_by(PlanApurement.id)
        .having(total != PlanApurement.montant)
        .order_by(Impaye.reference, PlanApurement.date_plan)
    )
    return told(
        f"Impayé {reference}, plan du {format_date(day)} : ses mensualités font {format_cents(summed)}, "
        f"le plan {format_cents(amount)}."
        for reference, day, amount, summed in session.execute(statement)
    )


def check_plan_numbers(session: Session) -> list[str]:
    """Look for plans whose instalments are not numbered one after another, or not in the order of days."""
    statement = (
        select(PlanApurement.id, Impaye.reference, PlanApurement.date_plan, MensualitePlan)
        .join(Impaye, Impaye.id == PlanApurement.impaye_id)
        .join(MensualitePlan, MensualitePlan.plan_id == PlanApurement.id)
        .order_by(Impaye.reference, PlanApurement.id, MensualitePlan.numero)
    )
    plans: dict[tuple[int, str, str], list[MensualitePlan]] = defaultdict(list)
    for ident, reference, day, one in session.execute(statement):
        plans[ident, reference, format_date(day)].append(one)
    return told(
        f"Impayé {reference}, plan du {day} : ses mensualités ne se suivent pas."
        for (_, reference, day), found in plans.items()
        if [one.numero for one in found] != list(range(1, len(found) + 1))
        or any(after.date_echeance <= before.date_echeance for before, after in pairwise(found))
    )


def check_states(session: Session) -> list[str]:
    """Look for past issues of an arrear that overlap one another or the last one."""
    statement = (
        select(EtatImpaye, Impaye.reference, Impaye.date_issue)
        .join(Impaye, Impaye.id == EtatImpaye.impaye_id)
        .order_by(Impaye.reference, EtatImpaye.date_debut, EtatImpaye.id)
    )
    follow: dict[str, list[tuple[date, date]]] = defaultdict(list)
    lasts: dict[str, date] = {}
    for state, reference, last in session.execute(statement):
        follow[reference].append((state.date_debut, state.date_fin))
        if last is not None:
            lasts[reference] = last
    for reference, last in lasts.items():
        follow[reference].append((last, date.max))
    return told(
        f"Impayé {reference} : deux de ses issues se chevauchent."
        for reference, spans in follow.items()
        if any(after[0] < before[1] for before, after in pairwise(spans))
    )


def check_extensions(session: Session) -> list[str]:
    """Look for extensions of withheld aid that was not withheld yet."""
    withheld = LogementSignale.date_conservation
    statement = (
        select(LogementSignale.reference, ProlongationConservation.date)
        .join(LogementSignale, LogementSignale.id == ProlongationConservation.signalement_id)
        .where(or_(withheld.is_(None), ProlongationConservation.date < withheld))
        .order_by(LogementSignale.reference, ProlongationConservation.date)
    )
    return told(
        f"Logement {reference} : prolongation du {format_date(day)} d'une aide qui n'était pas conservée."
        for reference, day in session.execute(statement)
    )


def check_rule_sets(session: Session) -> list[str]:
    """Read the rule sets that were brought in, then all of them together."""
    jeux, problems = {one.code: one for one in _shipped()}, []
    for one in session.scalars(select(JeuRegles).order_by(JeuRegles.ajoute_le, JeuRegles.id)):
        try:
            jeux[one.code] = read_jeu(one.contenu)
        except ValueError as error:
            problems.append(f"Règles « {one.code} », version {one.version} : illisibles, {error}.")
    try:
        check_together(tuple(jeux.values()))
    except ValueError as error:
        problems.append(f"Les règles en vigueur ne vont pas ensemble : {error}.")
    return told(problems)


def check_marks(session: Session) -> list[str]:
    """Look for marks on rules that no rule set has any more: they are kept, and count for nothing."""
    known = {SUIVI}
    texts = session.scalars(select(JeuRegles.contenu))
    for jeu in (*_shipped(), *filter(None, map(_read, texts))):
        known |= {regle.code for regle in jeu.regles}
    counts = Counter(one for one in session.scalars(select(SuiteEcheance.regle)) if one not in known)
    return told(
        f"La règle « {code} » n'existe plus : les notes prises sur ses échéances ({count}) sont sans effet."
        for code, count in sorted(counts.items())
    )


def check_reports(session: Session) -> list[str]:
    """Look for deadlines put off to a day that was already there."""
    late = SuiteEcheance.reportee_au <= SuiteEcheance.date
    count = session.scalar(select(func.count()).where(SuiteEcheance.etat == "reportee", late)) or 0
    return [f"{plural(count, 'échéance reportée', 'échéances reportées')} à un jour passé."] if count else []


def _shipped() -> list[JeuDeRegles]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(resource("regles").glob("*.toml")))
    return [read_jeu(text) for text in texts]


def _read(text: str) -> JeuDeRegles | None:
    try:
        return read_jeu(text)
    except ValueError:
        return None


CHECKS: tuple[Callable[[Session], list[str]], ...] = (
    check_plan_sums,
    check_plan_numbers,
    check_states,
    check_extensions,
    check_rule_sets,
    check_marks,
    check_reports,
)
