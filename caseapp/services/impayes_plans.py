"""Repayment plans: what one accepts, its instalments, its breach, and what it makes of the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.constitution import est_simplifie
from caseapp.domain.dette import TypeMouvement
from caseapp.domain.echeancier import Echeance, EcheancierError, by_amount, by_number
from caseapp.domain.faits_dossier import ISSUES_CLOSES
from caseapp.domain.jeu_de_regles import ReglesPlan
from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.plan_apurement import controler, en_mensualites, par_mensualite, suivre
from caseapp.errors import FieldError, InputError
from caseapp.models import Impaye, MensualitePlan, PlanApurement
from caseapp.services.demandes_controles import check_amount
from caseapp.services.impayes_controles import FIRST_TERM, required_day
from caseapp.services.impayes_dette import all_movements, read_movements
from caseapp.services.impayes_issue import FIELD, changer_issue
from caseapp.services.impayes_rows import EN_COURS, PLAN_EN_COURS, Mode, PlanSaisie, a_apurer
from caseapp.services.impayes_vue import plan_of
from caseapp.services.saisie_suivi import check_code, check_day, check_order, filled_in

SIMPLIFIEE = "simplifiee"
_CLOSED = "Ce dossier est clos : rouvrez-le d'abord."
_RUNNING = "Un plan est déjà en cours : notez sa rupture, ou renégociez-le."


def plan_in_force(session: Session, impaye_id: int) -> PlanApurement | None:
    """Return the last plan that was not broken."""
    statement = select(PlanApurement).where(
        PlanApurement.impaye_id == impaye_id, PlanApurement.date_rupture.is_(None)
    )
    return session.scalars(
        statement.order_by(PlanApurement.date_plan.desc(), PlanApurement.id.desc())
    ).first()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A plan typed that nothing refuses."""

    procedure: str
    signed: date
    effet: date
    montant: int
    mensualites: tuple[Echeance, ...]


def make_plan(
    session: Session, impaye: Impaye, saisie: PlanSaisie, regles: ReglesPlan | None, today: date
) -> PlanApurement:
    """Add a plan with its instalments: it gives the file its procedure, and its issue from its day on."""
    check_open(impaye)
    if plan_in_force(session, impaye.id) is not None:
        raise InputError(_RUNNING)
    accepted = accept(session, impaye, saisie, regles, today)
    ended = select(func.max(PlanApurement.date_rupture)).where(PlanApurement.impaye_id == impaye.id)
    check_order("date_plan", session.scalar(ended), accepted.signed, "la rupture du plan d'avant")
    plan = PlanApurement(impaye_id=impaye.id)
    write_plan(session, impaye, plan, accepted)
    if impaye.issue != PLAN_EN_COURS or impaye.date_issue is None:
        change_issue(session, impaye, PLAN_EN_COURS, accepted.signed, "date_plan")
    return plan


def accept(
    session: Session, impaye: Impaye, saisie: PlanSaisie, regles: ReglesPlan | None, today: date
) -> Accepted:
    """Check a plan typed; FieldError names the field refused."""
    if saisie.procedure is None:
        raise FieldError("procedure", "Dites quelle procédure mène à ce plan.")
    check_code(session, "procedure", "procedure", saisie.procedure)
    signed = required_day("date_plan", saisie.date_plan, "Dites de quel jour est le plan.", today)
    check_order("date_plan", impaye.premier_impaye, signed, FIRST_TERM)
    effet = saisie.date_effet or signed
    check_day("date_effet", effet)
    check_order("date_effet", signed, effet, "la signature du plan")
    montant = _amount(session, impaye, saisie, signed)
    if saisie.procedure == SIMPLIFIEE:
        _check_simplified(regles, montant)
    mensualites = make_instalments(saisie, montant, regles, effet)
    return Accepted(saisie.procedure, signed, effet, montant, mensualites)


def write_plan(session: Session, impaye: Impaye, plan: PlanApurement, accepted: Accepted) -> None:
    """Write a plan; an instalment that has the rank of a former one takes its place."""
    plan.procedure = impaye.procedure = accepted.procedure
    plan.date_plan, plan.date_effet, plan.montant = accepted.signed, accepted.effet, accepted.montant
    session.add(plan)
    session.flush()
    former = select(MensualitePlan).where(MensualitePlan.plan_id == plan.id)
    known = {one.numero: one for one in session.scalars(former)}
    for one in accepted.mensualites:
        made = known.pop(one.numero, None) or MensualitePlan(plan_id=plan.id, numero=one.numero)
        made.date_echeance, made.montant = one.date, one.montant
        session.add(made)
    for left in known.values():
        session.delete(left)


def check_open(impaye: Impaye) -> None:
    """Refuse a file that a person closed."""
    if impaye.issue in ISSUES_CLOSES:
        raise InputError(_CLOSED)


def _amount(session: Session, impaye: Impaye, saisie: PlanSaisie, signed: date) -> int:
    """Return what the plan pays back: what was typed, else the debt; never more than the debt known."""
    check_amount("montant", saisie.montant)
    dette = a_apurer(all_movements(impaye, read_movements(session, impaye.id)), signed)
    montant = dette if saisie.montant is None else saisie.montant
    day = format_date(signed)
    if montant is None:
        raise FieldError("montant", f"La dette au {day} n'est pas connue : écrivez le montant du plan.")
    if dette == 0:
        raise FieldError("montant", f"Au {day}, plus rien n'est dû.")
    if montant <= 0:
        raise FieldError("montant", "Le montant du plan doit dépasser zéro.")
    if dette is not None and montant > dette:
        said = f"C'est plus que la dette au {day} : {format_cents(dette)}."
        raise FieldError("montant", f"{said} Ajoutez d'abord le relevé du bailleur.")
    return montant


def _check_simplified(regles: ReglesPlan | None, montant: int) -> None:
    if est_simplifie(regles, montant):
        return
    limit = None if regles is None else regles.simplifie_jusqu_a
    if limit is None:
        raise FieldError("procedure", "Les règles de ce dossier n'ont pas de procédure simplifiée.")
    raise FieldError(
        "procedure",
        f"La procédure simplifiée vaut jusqu'à {format_cents(limit)} : {format_cents(montant)} ici.",
    )


def make_instalments(
    saisie: PlanSaisie, montant: int, regles: ReglesPlan | None, effet: date
) -> tuple[Echeance, ...]:
    """Return the instalments: their sum is `montant`; FieldError when they cannot be, or last too long."""
    try:
        if saisie.mode is Mode.SAISIE:
            typed = tuple(Echeance(rank, *one) for rank, one in enumerate(saisie.mensualites, 1))
            controler(typed, montant, regles)
            made = typed
        else:
            made = _computed(saisie, montant, regles)
    except EcheancierError as error:
        raise FieldError(error.field, str(error)) from error
    for one in made:
        check_day("premiere", one.date)
    first = "mensualites" if saisie.mode is Mode.SAISIE else "premiere"
    check_order(first, effet, made[0].date, "l'entrée en vigueur du plan")
    return made


def _computed(saisie: PlanSaisie, montant: int, regles: ReglesPlan | None) -> tuple[Echeance, ...]:
    if saisie.premiere is None:
        raise FieldError("premiere", "Écrivez la date de la première mensualité.")
    if saisie.valeur is None:
        by_month = saisie.mode is Mode.MENSUALITE
        said = "Écrivez la mensualité." if by_month else "Écrivez le nombre de mois."
        raise FieldError(saisie.mode.value, said)
    make = par_mensualite if saisie.mode is Mode.MENSUALITE else en_mensualites
    return make(montant, saisie.valeur, saisie.premiere, regles)


def mode_of(mensualites: Sequence[Echeance]) -> Mode:
    """Say how instalments may have been made: by their number, by their amount, else typed one by one."""
    if not mensualites:
        return Mode.NOMBRE
    first, total = mensualites[0], sum(one.montant for one in mensualites)
    for mode, make, value in (
        (Mode.NOMBRE, by_number, len(mensualites)), (Mode.MENSUALITE, by_amount, first.montant),
    ):  # fmt: skip
        try:
            made = make(total, value, first.date)
        except EcheancierError:
            continue
        if made == tuple(mensualites):
            return mode
    return Mode.SAISIE


def break_plan(session: Session, impaye: Impaye, jour: date | None, motif: str | None, today: date) -> None:
    """Note that the plan in force was not kept: the file is open again from that day, or was already."""
    end_plan(session, impaye, jour, motif, today)
    if impaye.issue != EN_COURS or impaye.date_issue is None:
        change_issue(session, impaye, EN_COURS, jour or today, "date_rupture")


def end_plan(session: Session, impaye: Impaye, jour: date | None, motif: str | None, today: date) -> int:
    """Close the plan in force for a reason, and return what of it was left to pay."""
    check_open(impaye)
    plan = plan_in_force(session, impaye.id)
    if plan is None:
        raise InputError("Aucun plan n'est en cours.")
    ended = required_day("date_rupture", jour, "Dites depuis quel jour.", today)
    check_order("date_rupture", plan.date_plan, ended, "la signature du plan")
    plan.motif_rupture = filled_in("motif_rupture", motif, "Dites pourquoi le plan s'arrête.")
    plan.date_rupture = ended
    session.flush()
    return _left_of(session, plan, ended)


def _left_of(session: Session, plan: PlanApurement, jour: date) -> int:
    """Return what of a plan was not paid before the day that ended it."""
    paid = [
        (one.date, one.montant)
        for one in read_movements(session, plan.impaye_id)
        if one.type == TypeMouvement.PAIEMENT.value
    ]
    return suivre(plan_of(session, plan), paid, jour).reste


def change_issue(session: Session, impaye: Impaye, issue: str, jour: date, field: str) -> None:
    """Change the issue, on the day of the report at the earliest; the refusal names the field typed."""
    try:
        changer_issue(session, impaye, issue, max(jour, impaye.date_signalement))
    except FieldError as error:
        named = field if error.field == FIELD else error.field
        raise FieldError(named, str(error)) from error
