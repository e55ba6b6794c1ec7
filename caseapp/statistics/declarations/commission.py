"""What a commission granted, and the households it granted to as they were on the day of the session."""

from dataclasses import replace
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, literal, select, union_all

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Composition, Decision
from caseapp.domain.units import Unit
from caseapp.models import Aide, Ajournement, SeanceCommission, Situation
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations import aides
from caseapp.statistics.declarations.aides import PRETS, SUBVENTIONS
from caseapp.statistics.declare import Figures, Measure, Operation, Population, Shown, within
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

QF_LIMIT_CENTS = 500_00
_seances = SeanceCommission.__table__
_S = _seances.c
_A = Aide.__table__.c
_situations = Situation.__table__

SEANCES = Population(
    Unit.SEANCE, "séances tenues dans la période", _seances, within(_S.date),
    (
        Shown("date", "Date", _S.date, RecordKind.DATE),
        Shown("instance", "Instance", _S.instance),
        Shown("code", "Séance", _S.code),
    ),
    Scope(),
)  # fmt: skip
_sessions_aids = Aide.__table__.join(_seances, _S.id == _A.seance_id)
ACCORDEES = replace(
    aides.ACCORDEES,
    phrase="aides accordées par l'instance (accord ou accord partiel), placées par leur date de décision",
    source=_sessions_aids,
)


def _first_sessions() -> Select[tuple[str, int, object]]:
    return (
        select(func.min(_S.instance).label("instance"), _A.famille_id, func.min(_S.date).label("premiere"))
        .select_from(_sessions_aids)
        .where(*ACCORDEES.where)
        .group_by(func.lower(_S.instance), _A.famille_id)
    )


_menages = _first_sessions().subquery("menages")
_M = _menages.c
_other = Situation.__table__.alias("autre")
_in_force = (
    select(_other.c.id)
    .where(_other.c.famille_id == _M.famille_id, _other.c.date_effet <= _M.premiere)
    .order_by(_other.c.date_effet.desc())
    .limit(1)
    .correlate(_menages)
    .scalar_subquery()
)
MENAGES = Population(
    Unit.FAMILLE,
    "familles à qui l'instance a accordé une aide dans la période, décrites au jour de leur première séance",
    _menages.outerjoin(_situations, _situations.c.id == _in_force), (),
    (
        Shown("premiere", "Première séance", _M.premiere, RecordKind.DATE),
        Shown("instance", "Instance", _M.instance),
        Shown("composition", "Composition", _situations.c.composition, liste="composition"),
        Shown("quotient_familial", "QF", _situations.c.quotient_familial, RecordKind.CENTS),
        Shown("minima_sociaux", "Minima sociaux", _situations.c.minima_sociaux, RecordKind.YES_NO),
    ),
    Scope(famille=_M.famille_id),
    events=False,
)  # fmt: skip


def _seen() -> CompoundSelect[Any]:
    """Return what the sessions decided, and what those since closed put off."""
    put_off = Ajournement.__table__.c
    decided = select(_A.id.label("aide_id"), _A.seance_id, _A.date_decision.label("date"), _A.decision).where(
        *within(_A.date_decision),
        _A.seance_id.is_not(None),
        _A.decision.in_([decision.value for decision in Decision]),
    )
    later = select(
        put_off.aide_id, put_off.seance_id, put_off.date, literal(Decision.AJOURNEMENT.value)
    ).where(*within(put_off.date), put_off.seance_id.is_not(None))
    return union_all(decided, later)


_examens = _seen().subquery("examens")
_E = _examens.c
EXAMENS = Population(
    Unit.AIDE,
    "passages de demandes devant l'instance, placés par la date de leur décision ou de leur ajournement ; "
    "une demande ajournée puis revue compte à chaque passage",
    _examens.join(_seances, _S.id == _E.seance_id).outerjoin(Aide.__table__, _A.id == _E.aide_id), (),
    (
        Shown("date_passage", "Passage le", _E.date, RecordKind.DATE),
        Shown("passage", "Décision du passage", _E.decision, liste="decision"),
        Shown("code", "Séance", _S.code),
        *aides.COLUMNS,
    ),
    aides.SCOPE,
)  # fmt: skip

_MENAGE = Measure(Operation.DISTINCT, _M.famille_id, Unit.FAMILLE)
_INSTANCE = Axis("instance", _M.instance, axes.instances, gathers=True)
_COMPOSITION = Axis("composition", _situations.c.composition, axes.codes("composition"))
_QF_BAS = Axis("qf_bas", _situations.c.quotient_familial < QF_LIMIT_CENTS, axes.yes_no)
_MINIMA = Axis("minima", _situations.c.minima_sociaux, axes.yes_no)
_BASE = "commission.{instance}.menages"
_SEEN_BY = Axis("instance", _S.instance, axes.instances, gathers=True)
_DECISION = Axis("passage", _E.decision, axes.codes("decision"))
_EXAMINED = (
    Figures("commission.{instance}.demandes", "{instance}, demandes examinées", EXAMENS, axes=(_SEEN_BY,)),
    *(
        Figures(
            f"commission.{{instance}}.{name}", f"{{instance}}, {words}", EXAMENS, axes=(_SEEN_BY,),
            fixed=(Fixed(_DECISION, kept),), share_of="commission.{instance}.demandes", note=note,
        )
        for name, words, kept, note in (
            ("accords", "accords", DECISIONS_ATTRIBUTIVES, "accords et accords partiels"),
            ("refus", "refus", (Decision.REFUS,), "refus"),
            ("ajournements", "ajournements", (Decision.AJOURNEMENT,), "ajournements"),
        )
    ),
)  # fmt: skip

FIGURES = (
    Figures(
        "commission.{instance}.seances", "{instance}, séances", SEANCES,
        axes=(Axis("instance", _S.instance, axes.instances, gathers=True),),
    ),
    *_EXAMINED,
    Figures(_BASE, "{instance}, ménages aidés", MENAGES, _MENAGE, (_INSTANCE,)),
    Figures(
        "commission.{instance}.montant", "{instance}, montant accordé", ACCORDEES,
        Measure(Operation.SUM, PRETS + SUBVENTIONS, Unit.EURO),
        (Axis("instance", _S.instance, axes.instances, gathers=True),),
    ),
    Figures(
        "commission.{instance}.monoparentales", "{instance}, familles monoparentales", MENAGES, _MENAGE,
        (_INSTANCE,), (Fixed(_COMPOSITION, (Composition.MONOPARENTALE,)),), share_of=_BASE,
        note="monoparentales",
    ),
    Figures(
        "commission.{instance}.qf_inferieur_500", "{instance}, QF inférieur à 500 €", MENAGES, _MENAGE,
        (_INSTANCE,), (Fixed(_QF_BAS, ("oui",)),), share_of=_BASE, note="quotient familial inférieur à 500 €",
    ),
    Figures(
        "commission.{instance}.minima_sociaux", "{instance}, minima sociaux", MENAGES, _MENAGE,
        (_INSTANCE,), (Fixed(_MINIMA, ("oui",)),), share_of=_BASE, note="bénéficiaires de minima sociaux",
    ),
)  # fmt: skip
RATIOS = ()
