"""What an arrears file accepts, checked in French before the database checks it again."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.domain.dette import TypeMouvement
from caseapp.domain.faits_dossier import PREVUS
from caseapp.domain.labels import format_cents, format_date
from caseapp.errors import FieldError
from caseapp.models import FaitImpaye, Impaye, MouvementDette, PlanApurement
from caseapp.services.demandes_controles import check_amount
from caseapp.services.impayes_rows import PLAN_EN_COURS, FaitSaisie, ImpayeSaisie, MouvementSaisie
from caseapp.services.saisie_suivi import (
    check_agent,
    check_code,
    check_day,
    check_order,
    check_past,
    cleaned,
    require_record,
)

GONE = "Ce dossier d'impayé n'est plus dans la base."
RELEVE = TypeMouvement.RELEVE.value
FIRST_TERM, REPORT = "le premier terme impayé", "le signalement"
_LONGEST_REFERENCE = 60


def find_arrear(session: Session, impaye_id: int) -> Impaye:
    """Return a file; InputError when it is gone."""
    return require_record(session, Impaye, impaye_id, GONE)


def required_day(field: str, day: date | None, missing: str, today: date) -> date:
    """Return a day that has come; FieldError with the sentence `missing` when there is none."""
    if day is None:
        raise FieldError(field, missing)
    check_past(field, day, today)
    return day


def fill(session: Session, impaye: Impaye, saisie: ImpayeSaisie, today: date) -> None:
    """Put what was typed in a file, but its family; FieldError names the field refused."""
    if saisie.aide_logement is None:
        raise FieldError("aide_logement", "Dites de quelle aide au logement il s'agit.")
    for field, liste, code in (
        ("aide_logement", "aide_logement", saisie.aide_logement),
        ("secteur", "secteur_logement", saisie.secteur),
    ):
        check_code(session, field, liste, code)
    for field in ("loyer", "charges", "montant_aide", "dette"):
        check_amount(field, getattr(saisie, field))
    check_agent(session, saisie.agent_id)
    _check_days(session, impaye, saisie, today)
    impaye.bailleur = cleaned("bailleur", saisie.bailleur)
    impaye.reference_bailleur = cleaned("reference_bailleur", saisie.reference_bailleur, _LONGEST_REFERENCE)
    for name in (
        "aide_logement", "secteur", "tiers_payant", "loyer", "charges", "montant_aide", "dette",
        "premier_impaye", "cible_locale", "agent_id", "date_premier_contact",
    ):  # fmt: skip
        setattr(impaye, name, getattr(saisie, name))


def _check_days(session: Session, impaye: Impaye, saisie: ImpayeSaisie, today: date) -> None:
    reported = required_day(
        "date_signalement", saisie.date_signalement, "Dites quand l'impayé a été signalé.", today
    )
    check_past("premier_impaye", saisie.premier_impaye, today)
    check_past("date_premier_contact", saisie.date_premier_contact, today)
    check_order("date_signalement", saisie.premier_impaye, reported, FIRST_TERM)
    check_order("date_premier_contact", reported, saisie.date_premier_contact, REPORT)
    issue = _issue_day(session, impaye, reported)
    _check_before("date_signalement", reported, issue, "l'issue")
    if impaye.constitution_motif is not None:
        check_order("date_signalement", impaye.date_constitution, reported, "la constitution")
        _check_before("premier_impaye", saisie.premier_impaye, impaye.date_constitution, "la constitution")
    if impaye.id is not None:
        for said, column, mapped in (
            ("le premier mouvement de la dette", MouvementDette.date, MouvementDette),
            ("le premier fait", FaitImpaye.date, FaitImpaye),
            ("le premier plan", PlanApurement.date_plan, PlanApurement),
        ):
            first = session.scalar(select(func.min(column)).where(mapped.impaye_id == impaye.id))
            _check_before("premier_impaye", saisie.premier_impaye, first, said)
    if impaye.date_constitution is not None and impaye.date_constitution > reported:
        impaye.date_constitution = None  # computed for another report: it is computed again
    impaye.date_signalement, impaye.date_issue = reported, issue


def _issue_day(session: Session, impaye: Impaye, reported: date) -> date | None:
    """Return the day of the issue, moved with the report when a plan signed before it gave it on its day."""
    if impaye.issue != PLAN_EN_COURS or impaye.date_issue != impaye.date_signalement:
        return impaye.date_issue
    running = select(func.max(PlanApurement.date_plan)).where(
        PlanApurement.impaye_id == impaye.id, PlanApurement.date_rupture.is_(None)
    )
    signed = session.scalar(running)
    if signed is None or signed >= impaye.date_signalement:
        return impaye.date_issue
    return max(signed, reported)


def _check_before(field: str, day: date | None, limit: date | None, said: str) -> None:
    if day is not None and limit is not None and day > limit:
        raise FieldError(field, f"C'est après {said}, le {format_date(limit)}.")


def check_constitution(impaye: Impaye, jour: date, today: date) -> None:
    """Refuse a constitution to come, before the first unpaid term, or after the report."""
    check_past("date_constitution", jour, today)
    check_order("date_constitution", impaye.premier_impaye, jour, FIRST_TERM)
    _check_before("date_constitution", jour, impaye.date_signalement, REPORT)


def fill_movement(
    session: Session, impaye: Impaye, mouvement: MouvementDette, saisie: MouvementSaisie, today: date
) -> None:
    """Put what was typed in a movement, but what it does to the debt."""
    if saisie.type is None:
        raise FieldError("type", "Dites ce qui a changé.")
    check_code(session, "type", "mouvement_dette", saisie.type)
    mouvement.date = required_day("jour", saisie.jour, "Dites de quel jour il s'agit.", today)
    check_order("jour", impaye.premier_impaye, mouvement.date, FIRST_TERM)
    if saisie.montant is None:
        raise FieldError("montant", "Écrivez le montant.")
    check_amount("montant", saisie.montant)
    if saisie.type == RELEVE:
        _check_only_statement(session, impaye, mouvement)
    elif not saisie.montant:
        raise FieldError("montant", "Le montant doit dépasser zéro.")
    mouvement.type, mouvement.montant = saisie.type, saisie.montant
    mouvement.payeur = cleaned("payeur", saisie.payeur)


def _check_only_statement(session: Session, impaye: Impaye, mouvement: MouvementDette) -> None:
    """Refuse a second statement of one day: which of the two is true could not be told."""
    with session.no_autoflush:
        same = select(MouvementDette.id).where(
            MouvementDette.impaye_id == impaye.id, MouvementDette.type == RELEVE,
            MouvementDette.date == mouvement.date, MouvementDette.id != (mouvement.id or 0),
        )  # fmt: skip
        if session.scalar(same.limit(1)) is not None:
            raise FieldError("jour", "Un relevé est déjà noté ce jour-là : corrigez-le.")


def check_paid(montant: int, dette: int | None, jour: date) -> None:
    """Refuse a payment or a remission above what is owed that day, with how to go on."""
    day = format_date(jour)
    if dette is None:
        raise FieldError("montant", f"La dette au {day} n'est pas connue : ajoutez d'abord un relevé.")
    if montant > dette:
        raise FieldError(
            "montant",
            f"C'est plus que la dette au {day} : {format_cents(dette)}. Si le montant est exact, ajoutez "
            "d'abord le relevé ou le terme qui manque.",
        )


def fill_fact(session: Session, impaye: Impaye, fait: FaitImpaye, saisie: FaitSaisie, today: date) -> None:
    """Put what was typed in a fact; only a hearing, an eviction or its escort may be to come."""
    if saisie.nature is None:
        raise FieldError("nature", "Dites ce qui s'est passé.")
    check_code(session, "nature", "fait_impaye", saisie.nature)
    if saisie.jour is None:
        raise FieldError("jour", "Dites de quel jour il s'agit.")
    if saisie.nature in PREVUS:
        check_day("jour", saisie.jour)
    else:
        check_past("jour", saisie.jour, today)
    check_order("jour", impaye.premier_impaye, saisie.jour, FIRST_TERM)
    if saisie.nature == "contact":
        check_order("jour", impaye.date_signalement, saisie.jour, REPORT)
    check_agent(session, saisie.agent_id)
    fait.nature, fait.date, fait.agent_id = saisie.nature, saisie.jour, saisie.agent_id
    fait.commentaire = cleaned("commentaire", saisie.commentaire)
