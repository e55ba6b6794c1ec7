"""Interventions by cible, motif and origin; their flow and intensity; the families they concern."""

from sqlalchemy import and_, exists

from caseapp.domain.nomenclature import Nature, StatutRendezVous
from caseapp.domain.units import Unit
from caseapp.models import Intervention, RendezVous
from caseapp.models.sql_functions import days_between
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis
from caseapp.statistics.declarations.shown import agent_code
from caseapp.statistics.declare import (
    DEBUT,
    DEUX_ANS_AVANT,
    FIN,
    Figures,
    Measure,
    Operation,
    Population,
    Ratio,
    Shown,
    active,
    within,
)
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

_TABLE = Intervention.__table__
_I = _TABLE.c
_COLUMNS = (
    Shown("date_ouverture", "Ouverture", _I.date_ouverture, RecordKind.DATE),
    Shown("date_cloture", "Clôture", _I.date_cloture, RecordKind.DATE),
    Shown("motif", "Motif", _I.motif, liste="motif"),
    Shown("nature", "Nature", _I.nature, liste="nature"),
    Shown("origine", "Origine", _I.origine, liste="origine"),
    Shown("agent", "Agent", agent_code(_I.agent_id)),
    Shown("reference", "Référence", _I.reference),
)
_SCOPE = Scope(famille=_I.famille_id, agent=_I.agent_id, motif=_I.motif)

ACTIVES = Population(
    Unit.INTERVENTION,
    "interventions actives au moins un jour de la période : ouvertes au plus tard le dernier jour "
    "et non closes avant le premier",
    _TABLE, active(_I.date_ouverture, _I.date_cloture), _COLUMNS, _SCOPE, events=False,
)  # fmt: skip
OUVERTES = Population(
    Unit.INTERVENTION, "interventions placées par leur date d'ouverture",
    _TABLE, within(_I.date_ouverture), _COLUMNS, _SCOPE,
)  # fmt: skip
CLOSES = Population(
    Unit.INTERVENTION, "interventions placées par leur date de clôture",
    _TABLE, within(_I.date_cloture), _COLUMNS, _SCOPE,
)  # fmt: skip

_before = Intervention.__table__.alias("avant")
NOUVELLES = Population(
    Unit.FAMILLE,
    "familles ayant une intervention active dans la période et aucune dans les deux années qui la précèdent",
    _TABLE,
    (
        *ACTIVES.where,
        ~exists().where(
            _before.c.famille_id == _I.famille_id,
            _before.c.date_ouverture < DEBUT,
            _before.c.date_cloture.is_(None) | (_before.c.date_cloture >= DEUX_ANS_AVANT),
        ),
    ),
    _COLUMNS, _SCOPE, events=False,
)  # fmt: skip

_rendez_vous = RendezVous.__table__
_R = _rendez_vous.c
ENTRETIENS = Population(
    Unit.RENDEZ_VOUS,
    "rendez-vous honorés dans la période au titre d'un accompagnement social actif dans la période",
    _rendez_vous.join(
        _TABLE,
        and_(
            _I.id == _R.intervention_id,
            _I.nature == Nature.ACCOMPAGNEMENT_SOCIAL.value,
            *active(_I.date_ouverture, _I.date_cloture),
        ),
    ),
    (_R.date >= DEBUT, _R.date < FIN, _R.statut == StatutRendezVous.HONORE.value),
    (
        Shown("date", "Date", _R.date, RecordKind.DATE),
        Shown("motif", "Motif", _I.motif, liste="motif"),
        Shown("agent", "Agent", agent_code(_R.agent_id)),
        Shown("reference", "Référence", _R.reference),
    ),
    Scope(famille=_I.famille_id, agent=_I.agent_id, motif=_I.motif),
    events=False,
)  # fmt: skip

CIBLE = Axis("cible", _I.motif, axes.cibles, gathers=True)
MOTIF = Axis("motif", _I.motif, axes.motifs)
NATURE = Axis("nature", _I.nature, axes.codes("nature"))
ORIGINE = Axis("origine", _I.origine, axes.codes("origine"))
_FAMILLES = Measure(Operation.DISTINCT, _I.famille_id, Unit.FAMILLE)
_DUREE = Measure(Operation.MEDIAN, days_between(_I.date_ouverture, _I.date_cloture), Unit.JOUR)

FIGURES = (
    Figures(
        "cibles.{cible}.{nature}", "{cible}, {nature}", ACTIVES, axes=(CIBLE, NATURE),
        share_of="cibles.total.{nature}",
    ),
    Figures("cibles.{cible}.total", "{cible}", ACTIVES, axes=(CIBLE,), share_of="cibles.total.total"),
    Figures(
        "cibles.total.{nature}", "Interventions, {nature}", ACTIVES, axes=(NATURE,),
        share_of="cibles.total.total",
    ),
    Figures("cibles.total.total", "Interventions", ACTIVES),
    Figures("motifs.{motif}.total", "{motif}", ACTIVES, axes=(MOTIF,), share_of="cibles.total.total"),
    Figures("origines.{origine}", "{origine}", ACTIVES, axes=(ORIGINE,), share_of="cibles.total.total"),
    Figures("interventions.ouvertes", "Interventions ouvertes", OUVERTES),
    Figures("interventions.closes", "Interventions closes", CLOSES),
    Figures(
        "interventions.duree_mediane", "Durée médiane des interventions closes", CLOSES, measure=_DUREE,
        note="médiane du nombre de jours de l'ouverture à la clôture",
    ),
    Figures(
        "interventions.entretiens", "Entretiens des accompagnements sociaux", ENTRETIENS,
    ),
    Figures("familles.total", "Familles", ACTIVES, measure=_FAMILLES, note="chaque famille compte une fois"),
    Figures(
        "familles.{nature}", "Familles, {nature}", ACTIVES, measure=_FAMILLES, axes=(NATURE,),
        note="chaque famille compte une fois par nature",
    ),
    Figures(
        "familles.nouvelles", "Nouvelles familles", NOUVELLES, measure=_FAMILLES,
        note="chaque famille compte une fois",
    ),
)  # fmt: skip
RATIOS = (
    Ratio(
        "interventions.entretiens_par_accompagnement", "Entretiens par accompagnement social",
        "interventions.entretiens", "cibles.total.accompagnement_social",
        unit=Unit.RENDEZ_VOUS, evolution_decimals=0,
        sentence="Rendez-vous honorés dans la période au titre d'un accompagnement social actif, "
        "divisés par le nombre d'accompagnements sociaux actifs dans la période.",
    ),
)  # fmt: skip
