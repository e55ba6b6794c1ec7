"""Repayment plans corrected or taken away, with the issue that they gave and the plan that they replaced."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles import ReglesPlan
from caseapp.errors import InputError
from caseapp.models import EtatImpaye, Impaye, MensualitePlan, PlanApurement
from caseapp.services.impayes_plans import accept, change_issue, check_open, write_plan
from caseapp.services.impayes_rows import EN_COURS, PLAN_EN_COURS, PlanSaisie
from caseapp.services.saisie_suivi import check_order, require_record

PLAN_GONE = "Ce plan n'est plus dans la base."
_ENDED = "Ce plan est déjà terminé par sa rupture."


def edit_plan(
    session: Session, plan: PlanApurement, saisie: PlanSaisie, regles: ReglesPlan | None, today: date
) -> None:
    """Correct a plan in force: what is refused of a new one is refused here, what was paid stays."""
    impaye = session.get_one(Impaye, plan.impaye_id)
    check_open(impaye)
    accepted = accept(session, impaye, saisie, regles, today)
    if accepted.signed != plan.date_plan:
        _move(session, impaye, plan, accepted.signed)
    write_plan(session, impaye, plan, accepted)


def remove_plan(session: Session, impaye: Impaye, plan_id: int) -> None:
    """Take away the plan in force, typed by mistake, with the issue it gave; one it replaced goes on."""
    plan = find_plan(session, impaye, plan_id)
    for one in session.scalars(select(MensualitePlan).where(MensualitePlan.plan_id == plan_id)).all():
        session.delete(one)
    session.flush()
    session.delete(plan)
    last = _plan_before(session, plan)
    _undo_issue(session, impaye, plan, last)
    impaye.procedure = None if last is None else last.procedure


def find_plan(session: Session, impaye: Impaye, plan_id: int) -> PlanApurement:
    """Return a plan of the file that was not broken; InputError when it is gone or ended."""
    plan = require_record(session, PlanApurement, plan_id, PLAN_GONE)
    if plan.impaye_id != impaye.id:
        raise InputError(PLAN_GONE)
    if plan.date_rupture is not None:
        raise InputError(_ENDED)
    return plan


def _plan_before(session: Session, plan: PlanApurement) -> PlanApurement | None:
    """Return the last other plan of the file."""
    others = select(PlanApurement).where(
        PlanApurement.impaye_id == plan.impaye_id, PlanApurement.id != plan.id
    )
    return session.scalars(others.order_by(PlanApurement.date_plan.desc(), PlanApurement.id.desc())).first()


def _move(session: Session, impaye: Impaye, plan: PlanApurement, signed: date) -> None:
    """Move the day of a plan with what it started: the end of one it replaced, the issue that it gave."""
    last = _plan_before(session, plan)
    gave = _gave_issue(impaye, plan)
    if last is not None and _replaced(session, impaye, plan, last):
        check_order("date_plan", last.date_plan, signed, "la signature du plan d'avant")
        gave = gave and last.date_plan != plan.date_plan
        last.date_rupture = signed
    elif last is not None:
        check_order("date_plan", last.date_rupture, signed, "la rupture du plan d'avant")
    if gave:
        _undo_issue(session, impaye, plan, last)
        change_issue(session, impaye, PLAN_EN_COURS, signed, "date_plan")


def _gave_issue(impaye: Impaye, plan: PlanApurement) -> bool:
    """Tell whether the file has its issue from this plan."""
    day = max(plan.date_plan, impaye.date_signalement)
    return impaye.issue == PLAN_EN_COURS and impaye.date_issue == day


def _replaced(session: Session, impaye: Impaye, plan: PlanApurement, last: PlanApurement) -> bool:
    """Tell whether a plan renegotiated the one before, rather than came on the day that one was broken."""
    former = _former(session, impaye) if _gave_issue(impaye, plan) else None
    broken = former is not None and former.issue == PLAN_EN_COURS
    return last.date_rupture == plan.date_plan and not broken


def _undo_issue(session: Session, impaye: Impaye, plan: PlanApurement, last: PlanApurement | None) -> None:
    """Give a file back how it stood before a plan; the plan that it renegotiated is in force again."""
    if impaye.issue != PLAN_EN_COURS:
        return
    given = _gave_issue(impaye, plan)
    former = _former(session, impaye) if given else None
    if last is not None and last.date_rupture == plan.date_plan:
        if former is not None and former.issue == PLAN_EN_COURS:
            impaye.issue = EN_COURS  # that plan was broken earlier the same day
            return
        last.date_rupture = last.motif_rupture = None
        given = former is not None
    if former is not None:
        impaye.issue, impaye.date_issue = former.issue, former.date_debut
        session.delete(former)
    elif given:
        impaye.issue, impaye.date_issue = EN_COURS, None


def _former(session: Session, impaye: Impaye) -> EtatImpaye | None:
    """Return the issue that a file had before the present one."""
    statement = select(EtatImpaye).where(
        EtatImpaye.impaye_id == impaye.id, EtatImpaye.date_fin == impaye.date_issue
    )
    return session.scalars(statement.order_by(EtatImpaye.id.desc())).first()
