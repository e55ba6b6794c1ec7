"""Repayment plans of arrears: signed, broken, kept six months."""

from sqlalchemy import ColumnElement

from caseapp.domain.units import Unit
from caseapp.models import Impaye, PlanApurement
from caseapp.models.sql_functions import months_after
from caseapp.statistics.declarations import impayes
from caseapp.statistics.declare import FIN, Figures, Population, Ratio, Shown, within
from caseapp.statistics.results import RecordKind

_L, _P = PlanApurement.__table__.c, Impaye.__table__.c
_SOURCE = PlanApurement.__table__.join(Impaye.__table__, _P.id == _L.impaye_id)
_SIX_MONTHS = months_after(_L.date_effet, 6)
_PLAN = Shown("date_plan", "Plan du", _L.date_plan, RecordKind.DATE)
_EFFECT = Shown("date_effet", "Effet le", _L.date_effet, RecordKind.DATE)
_BREACH = Shown("date_rupture", "Rompu le", _L.date_rupture, RecordKind.DATE)
_KIND = (
    Shown("procedure", "Procédure", _L.procedure, liste="procedure"),
    Shown("montant", "Montant", _L.montant, RecordKind.CENTS),
    Shown("motif_rupture", "Motif de rupture", _L.motif_rupture),
    Shown("bailleur", "Bailleur", _P.bailleur),
    Shown("reference", "Référence de l'impayé", _P.reference),
)
_SIX = Shown("six_mois", "Six mois le", _SIX_MONTHS, RecordKind.DATE)


def _plans(phrase: str, where: tuple[ColumnElement[bool], ...], *shown: Shown) -> Population:
    return Population(Unit.PLAN, phrase, _SOURCE, where, (*shown, *_KIND), impayes.SCOPE)


SIGNES = _plans(
    "plans d'apurement placés par leur date : le jour où ils sont signés, ou imposés",
    within(_L.date_plan), _PLAN, _EFFECT, _BREACH,
)  # fmt: skip
ROMPUS = _plans(
    "plans d'apurement placés par leur date de rupture", within(_L.date_rupture), _BREACH, _PLAN, _EFFECT,
)  # fmt: skip
_REACHED = (_L.date_effet < FIN, *within(_SIX_MONTHS))
SUIVIS = _plans(
    "plans d'apurement dont le sixième mois après la date d'effet tombe dans la période", _REACHED,
    _SIX, _EFFECT, _PLAN, _BREACH,
)  # fmt: skip
TENUS = _plans(
    f"{SUIVIS.phrase}, et qui ne sont pas rompus ce jour-là",
    (*_REACHED, _L.date_rupture.is_(None) | (_L.date_rupture > _SIX_MONTHS)), _SIX, _EFFECT, _PLAN, _BREACH,
)  # fmt: skip

FIGURES = (
    Figures("impayes.plans.signes", "Plans d'apurement signés", SIGNES),
    Figures("impayes.plans.rompus", "Plans rompus", ROMPUS),
    Figures("impayes.plans.suivis_6_mois", "Plans arrivés à six mois", SUIVIS),
    Figures("impayes.plans.tenus_6_mois", "Plans tenus à six mois", TENUS),
)
RATIOS = (
    Ratio(
        "impayes.plans.taux_tenus_6_mois", "Part de plans tenus à six mois", "impayes.plans.tenus_6_mois",
        "impayes.plans.suivis_6_mois",
        sentence="Plans d'apurement qui ne sont pas rompus six mois après leur date d'effet, sur 100 plans "
        "dont le sixième mois tombe dans la période.",
    ),
)  # fmt: skip
