"""Individual financial aids: granted, asked for, refused."""

from sqlalchemy import func

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Decision
from caseapp.domain.units import Unit
from caseapp.models import Aide
from caseapp.models.sql_functions import days_between
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations.shown import type_aide_libelle
from caseapp.statistics.declare import Figures, Measure, Operation, Population, Shown, within
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

_TABLE = Aide.__table__
A = _TABLE.c
PRETS = func.coalesce(A.montant_pret, 0)
SUBVENTIONS = func.coalesce(A.montant_subvention, 0)
COLUMNS = (
    Shown("date_demande", "Demande", A.date_demande, RecordKind.DATE),
    Shown("date_decision", "Décision le", A.date_decision, RecordKind.DATE),
    Shown("decision", "Décision", A.decision, liste="decision"),
    Shown("type_aide", "Aide", type_aide_libelle(A.type_aide_id)),
    Shown("demandeur", "Demandeur", A.demandeur, liste="demandeur"),
    Shown("montant_pret", "Prêt", A.montant_pret, RecordKind.CENTS),
    Shown("montant_subvention", "Subvention", A.montant_subvention, RecordKind.CENTS),
    Shown("reference", "Référence", A.reference),
)
SCOPE = Scope(famille=A.famille_id, agent=A.agent_id, motif=A.motif, intervention=A.intervention_id)
DECIDEES = Population(
    Unit.AIDE, "aides placées par leur date de décision", _TABLE, within(A.date_decision), COLUMNS, SCOPE
)
ACCORDEES = Population(
    Unit.AIDE, "aides accordées (accord ou accord partiel), placées par leur date de décision",
    _TABLE,
    (*DECIDEES.where, A.decision.in_([decision.value for decision in DECISIONS_ATTRIBUTIVES])),
    COLUMNS, SCOPE,
)  # fmt: skip
DEMANDEES = Population(
    Unit.AIDE, "aides placées par leur date de demande", _TABLE, within(A.date_demande), COLUMNS, SCOPE
)
DECISION = Axis("decision", A.decision, axes.codes("decision"))

_AXES = (
    Axis("domaine", A.type_aide_id, axes.domaines_aide, gathers=True),
    Axis("type", A.type_aide_id, axes.types_aide, gathers=True),
    Axis("demandeur", A.demandeur, axes.codes("demandeur")),
)
_MEASURES = (
    ("nombre", "aides accordées", Measure(Operation.COUNT)),
    ("familles", "familles aidées", Measure(Operation.DISTINCT, A.famille_id, Unit.FAMILLE)),
    ("prets", "prêts", Measure(Operation.SUM, PRETS, Unit.EURO)),
    ("subventions", "subventions", Measure(Operation.SUM, SUBVENTIONS, Unit.EURO)),
    ("montant", "montant accordé", Measure(Operation.SUM, PRETS + SUBVENTIONS, Unit.EURO)),
)
_SHARED = frozenset({"nombre", "familles", "montant"})


def _granted(prefix: str, label: str, axis: tuple[Axis, ...]) -> tuple[Figures, ...]:
    return tuple(
        Figures(
            f"{prefix}.{name}", f"{label}, {words}", ACCORDEES, measure, axis,
            share_of=f"aides.total.{name}" if axis and name in _SHARED else None,
            note="chaque famille compte une fois" if name == "familles" else "",
        )
        for name, words, measure in _MEASURES
    )  # fmt: skip


FIGURES = (
    *_granted("aides.total", "Aides", ()),
    *(
        figures
        for axis in _AXES
        for figures in _granted(f"aides.{axis.name}.{{{axis.name}}}", f"{{{axis.name}}}", (axis,))
    ),
    Figures("aides.demandees", "Aides demandées", DEMANDEES),
    Figures(
        "aides.refusees", "Aides refusées", DECIDEES, fixed=(Fixed(DECISION, (Decision.REFUS,)),),
        note="refus",
    ),
    Figures(
        "aides.delai_median", "Délai médian de décision", DECIDEES,
        measure=Measure(Operation.MEDIAN, days_between(A.date_demande, A.date_decision), Unit.JOUR),
        fixed=(Fixed(DECISION, tuple(Decision)),),
        note="médiane du nombre de jours de la demande à la décision (accord, refus ou ajournement)",
    ),
)  # fmt: skip
RATIOS = ()
