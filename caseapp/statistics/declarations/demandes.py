"""What became of the requests for aids: their state on the last day, those put off, urgent ones, delays."""

from dataclasses import replace

from sqlalchemy import ColumnElement, Subquery, case, func, literal_column, select, union_all

from caseapp.domain.nomenclature import EN_ATTENTE, Decision
from caseapp.domain.units import Unit
from caseapp.models import Aide, Ajournement
from caseapp.models.sql_functions import days_between
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations import aides
from caseapp.statistics.declare import FIN, Figures, Measure, Operation, Population, Shown, within
from caseapp.statistics.results import RecordKind

_A, _J = Aide.__table__.c, Ajournement.__table__.c
_RENDUES = (Decision.ACCORD, Decision.ACCORD_PARTIEL, Decision.REFUS)
_DAYS = 30
_MONTH = days_between(_A.date_demande, _A.date_decision) <= _DAYS


def _state() -> ColumnElement[str]:
    """Return the state of a request on the last day: what was decided after is not decided yet.

    A decision without a date is taken as it is recorded; a request put off, then decided after, is put off.
    """
    decided = _A.decision.is_not(None) & (_A.decision != EN_ATTENTE)
    put_off = select(_J.id).where(_J.aide_id == _A.id, _J.date < FIN).correlate(Aide.__table__).exists()
    return case(
        (decided & (_A.date_decision.is_(None) | (_A.date_decision < FIN)), _A.decision),
        (put_off, literal_column(f"'{Decision.AJOURNEMENT}'")),
        else_=literal_column(f"'{EN_ATTENTE}'"),
    )


def _put_off() -> Subquery:
    """Return each aid put off in the period once: in a session since closed, or by its recorded decision."""
    recorded = select(_A.id.label("aide_id"), _A.date_decision.label("date")).where(
        *within(_A.date_decision), _A.decision == Decision.AJOURNEMENT.value
    )
    closed = select(_J.aide_id, _J.date).where(*within(_J.date))
    every = union_all(closed, recorded).subquery("reports")
    return (
        select(every.c.aide_id, func.min(every.c.date).label("premier"), func.count().label("fois"))
        .group_by(every.c.aide_id)
        .subquery("ajournees")
    )


_STATE = _state()
_ajournees = _put_off()
STATUTS = Population(
    Unit.AIDE, "aides placées par leur date de demande, dans leur état au dernier jour de la période",
    Aide.__table__, within(_A.date_demande),
    (
        aides.COLUMNS[0],
        Shown("etat", "État au dernier jour", _STATE, liste="decision"),
        *aides.COLUMNS[1:],
    ),
    aides.SCOPE, events=False,
)  # fmt: skip
AJOURNEES = Population(
    Unit.AIDE,
    "aides ajournées dans la période, placées par la date de l'ajournement ; "
    "une aide ajournée plusieurs fois compte une fois",
    Aide.__table__.join(_ajournees, _ajournees.c.aide_id == _A.id), (),
    (
        Shown("premier", "Ajournement", _ajournees.c.premier, RecordKind.DATE),
        Shown("fois", "Fois", _ajournees.c.fois, RecordKind.NUMBER),
        *aides.COLUMNS,
    ),
    aides.SCOPE, events=False,
)  # fmt: skip
URGENTES = replace(
    aides.DEMANDEES,
    phrase="aides demandées en urgence, placées par leur date de demande",
    where=(*aides.DEMANDEES.where, _A.urgente.is_(True)),
)
_STATUT = Axis("statut", _STATE, axes.codes("decision"))
_DECIDED = Fixed(aides.DECISION, _RENDUES)
_QUICK = Fixed(Axis("delai", _MONTH, axes.yes_no), ("oui",))
_URGENT = Fixed(Axis("urgente", _A.urgente, axes.yes_no), ("oui",))

FIGURES = (
    Figures(
        "aides.statut.{statut}", "Demandes d'aide, {statut}", STATUTS, axes=(_STATUT,),
        share_of="aides.demandees", note="une décision postérieure n'y compte pas",
    ),
    Figures("aides.ajournees", "Aides ajournées", AJOURNEES),
    Figures(
        "aides.decidees", "Aides décidées", aides.DECIDEES, fixed=(_DECIDED,),
        note="accord, accord partiel ou refus",
    ),
    Figures(
        "aides.decidees_en_30_jours", "Dont décidées en 30 jours au plus", aides.DECIDEES,
        fixed=(_DECIDED, _QUICK), share_of="aides.decidees",
        note="accord, accord partiel ou refus, 30 jours au plus après la demande",
    ),
    Figures("aides.urgentes", "Aides demandées en urgence", URGENTES, share_of="aides.demandees"),
    Figures(
        "aides.delai_median_urgentes", "Délai médian de décision des demandes urgentes", aides.DECIDEES,
        measure=Measure(Operation.MEDIAN, days_between(_A.date_demande, _A.date_decision), Unit.JOUR),
        fixed=(_DECIDED, _URGENT),
        note="médiane du nombre de jours de la demande urgente à l'accord ou au refus",
    ),
)  # fmt: skip
RATIOS = ()
