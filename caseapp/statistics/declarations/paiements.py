"""What becomes of granted aids: payments made, come back, still to make; loans, repayments, balances."""

from sqlalchemy import ColumnElement, Subquery, case, func, select

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Forme, MouvementDePret
from caseapp.domain.units import Unit
from caseapp.models import Aide, MouvementPret, Paiement
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations import aides
from caseapp.statistics.declarations.shown import type_aide_libelle
from caseapp.statistics.declare import FIN, Figures, Measure, Operation, Population, Shown, within
from caseapp.statistics.results import RecordKind

_A, _P, _M = Aide.__table__.c, Paiement.__table__.c, MouvementPret.__table__.c
_payments = Paiement.__table__.outerjoin(Aide.__table__, _A.id == _P.aide_id)
"""Outer, so that the store leaves the aids unread where nothing asks for them."""
_TYPE = Shown("type_aide", "Aide", type_aide_libelle(_A.type_aide_id))
_REFERENCE = Shown("reference", "Référence de l'aide", _A.reference)


def _paid(phrase: str, day: ColumnElement[object], shown: Shown) -> Population:
    """Return payments placed by one of their dates."""
    return Population(Unit.PAIEMENT, phrase, _payments, within(day), (shown, *_PAYMENT_COLUMNS), aides.SCOPE)


_PAYMENT_COLUMNS = (
    _TYPE,
    Shown("forme", "Forme", _P.forme, liste="forme"),
    Shown("montant", "Montant", _P.montant, RecordKind.CENTS),
    Shown("destinataire", "Payé à", _P.destinataire, liste="destinataire"),
    Shown("tiers", "Tiers", _P.tiers),
    _REFERENCE,
)
VERSES = _paid(
    "paiements versés, placés par leur date de versement, retournés depuis ou non",
    _P.date_versement, Shown("date_versement", "Versé le", _P.date_versement, RecordKind.DATE),
)  # fmt: skip
RETOURNES = _paid(
    "paiements versés puis revenus, placés par leur date de retour",
    _P.date_retour, Shown("date_retour", "Revenu le", _P.date_retour, RecordKind.DATE),
)  # fmt: skip
ANNULES = _paid(
    "paiements annulés avant d'être versés, placés par leur date d'annulation",
    _P.date_annulation, Shown("date_annulation", "Annulé le", _P.date_annulation, RecordKind.DATE),
)  # fmt: skip
A_VERSER = Population(
    Unit.PAIEMENT,
    "paiements prévus au plus tard le dernier jour de la période, ni versés ni annulés ce jour-là",
    _payments,
    (
        _P.date_prevue < FIN,
        _P.date_versement.is_(None) | (_P.date_versement >= FIN),
        _P.date_annulation.is_(None) | (_P.date_annulation >= FIN),
    ),
    (Shown("date_prevue", "Prévu le", _P.date_prevue, RecordKind.DATE), *_PAYMENT_COLUMNS),
    aides.SCOPE, events=False,
)  # fmt: skip

_LOAN = (_A.decision.in_([decision.value for decision in DECISIONS_ATTRIBUTIVES]), _A.montant_pret > 0)
_GRANTED_ON = Shown("date_decision", "Décision le", _A.date_decision, RecordKind.DATE)
_GRANTED = Shown("montant_pret", "Prêt accordé", _A.montant_pret, RecordKind.CENTS)
PRETS = Population(
    Unit.PRET, "prêts accordés (accord ou accord partiel), placés par leur date de décision",
    Aide.__table__, (*within(_A.date_decision), *_LOAN), (_GRANTED_ON, _TYPE, _GRANTED, _REFERENCE),
    aides.SCOPE,
)  # fmt: skip
MOUVEMENTS = Population(
    Unit.PRET, "remboursements et remises de prêts, placés par leur date",
    MouvementPret.__table__.outerjoin(Aide.__table__, _A.id == _M.aide_id), within(_M.date),
    (
        Shown("date", "Date", _M.date, RecordKind.DATE),
        Shown("type", "Mouvement", _M.type, liste="mouvement_pret"),
        Shown("montant", "Montant", _M.montant, RecordKind.CENTS),
        _TYPE, _GRANTED, _REFERENCE,
    ),
    aides.SCOPE,
)  # fmt: skip


def _lowered() -> Subquery:
    """Return what each loan was repaid or remitted by the last day."""
    return (
        select(_M.aide_id, func.sum(_M.montant).label("montant"))
        .where(_M.date < FIN)
        .group_by(_M.aide_id)
        .subquery("rembourse_ou_remis")
    )


def _handed_over() -> Subquery:
    """Return what was paid on each loan by the last day, what came back taken off."""
    returned = func.coalesce(func.sum(_P.montant).filter(_P.date_retour < FIN), 0)
    return (
        select(_P.aide_id, (func.sum(_P.montant) - returned).label("montant"))
        .where(_P.forme == Forme.PRET.value, _P.date_versement < FIN)
        .group_by(_P.aide_id)
        .subquery("verse")
    )


_lowered_by, _handed = _lowered(), _handed_over()
_LOWERED, _HANDED = func.coalesce(_lowered_by.c.montant, 0), func.coalesce(_handed.c.montant, 0)
_SOLDE = _A.montant_pret - _LOWERED
_DU = case((_HANDED > _LOWERED, _HANDED - _LOWERED), else_=0)
ENCOURS = Population(
    Unit.PRET,
    "prêts accordés au plus tard le dernier jour de la période, dont le solde ce jour-là "
    "(accordé, moins remboursé, moins remis) n'est pas nul",
    Aide.__table__.outerjoin(_lowered_by, _lowered_by.c.aide_id == _A.id).outerjoin(
        _handed, _handed.c.aide_id == _A.id
    ),
    (_A.date_decision < FIN, *_LOAN, _SOLDE != 0),
    (
        _GRANTED_ON, _TYPE, _GRANTED,
        Shown("verse", "Versé", _HANDED, RecordKind.CENTS),
        Shown("rembourse", "Remboursé ou remis", _LOWERED, RecordKind.CENTS),
        Shown("solde", "Solde", _SOLDE, RecordKind.CENTS),
        Shown("du", "Dû à la Caf", _DU, RecordKind.CENTS),
        _REFERENCE,
    ),
    aides.SCOPE, events=False,
)  # fmt: skip

_NUMBER, _AMOUNT = Measure(Operation.COUNT), Measure(Operation.SUM, _P.montant, Unit.EURO)
_REPAID = Measure(Operation.SUM, _M.montant, Unit.EURO)
_MOVEMENT = Axis("mouvement", _M.type, axes.codes("mouvement_pret"))
_REPAYMENTS = (MouvementDePret.REMBOURSEMENT, MouvementDePret.REMBOURSEMENT_ANTICIPE)


def _payments_by(name: str, column: ColumnElement[object]) -> tuple[Figures, ...]:
    axis = (Axis(name, column, axes.codes(name)),)
    base = "paiements.verses"
    return (
        Figures(f"{base}.{name}.{{{name}}}.nombre", f"Paiements versés, {{{name}}}", VERSES, _NUMBER, axis),
        Figures(
            f"{base}.{name}.{{{name}}}.montant", f"Paiements versés, {{{name}}}, montant", VERSES, _AMOUNT,
            axis, share_of=f"{base}.montant",
        ),
    )  # fmt: skip


FIGURES = (
    *(
        Figures(f"paiements.{name}.{what}", f"Paiements {words}{more}", population, measure)
        for name, words, population in (
            ("verses", "versés", VERSES), ("retournes", "retournés", RETOURNES),
            ("annules", "annulés", ANNULES), ("a_verser", "à verser", A_VERSER),
        )
        for what, more, measure in (("nombre", "", _NUMBER), ("montant", ", montant", _AMOUNT))
    ),
    *_payments_by("forme", _P.forme),
    *_payments_by("destinataire", _P.destinataire),
    Figures("prets.accordes.nombre", "Prêts accordés", PRETS),
    Figures(
        "prets.accordes.montant", "Prêts accordés, montant", PRETS,
        Measure(Operation.SUM, _A.montant_pret, Unit.EURO),
    ),
    Figures(
        "prets.rembourses.montant", "Prêts remboursés", MOUVEMENTS, _REPAID,
        fixed=(Fixed(_MOVEMENT, _REPAYMENTS),), note="remboursements, anticipés ou non",
    ),
    Figures(
        "prets.remis.montant", "Prêts remis", MOUVEMENTS, _REPAID,
        fixed=(Fixed(_MOVEMENT, (MouvementDePret.REMISE,)),), note="remises de dette",
    ),
    Figures("prets.encours.nombre", "Prêts en cours au dernier jour", ENCOURS),
    Figures(
        "prets.encours.montant", "Solde des prêts au dernier jour", ENCOURS,
        Measure(Operation.SUM, _SOLDE, Unit.EURO),
    ),
    Figures(
        "prets.encours.du", "Dont dû à la Caf", ENCOURS, Measure(Operation.SUM, _DU, Unit.EURO),
        note="versé net des retours, moins remboursé, moins remis, jamais moins de zéro",
    ),
)  # fmt: skip
RATIOS = ()
