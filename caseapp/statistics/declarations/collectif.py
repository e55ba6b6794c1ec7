"""Group work and outreach sessions."""

from sqlalchemy import func

from caseapp.domain.units import Unit
from caseapp.models import ActionCollective, Permanence, SeanceCollective
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations.shown import agent_code, lieu_libelle
from caseapp.statistics.declare import Figures, Measure, Operation, Population, Shown, active, within
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

_actions = ActionCollective.__table__
_A = _actions.c
_ACTION_COLUMNS = (
    Shown("type", "Type", _A.type, liste="type_action"),
    Shown("theme", "Thème", _A.theme),
    Shown("libelle", "Libellé", _A.libelle),
    Shown("lieu", "Lieu", lieu_libelle(_A.lieu_id)),
    Shown("reference", "Référence", _A.reference),
)
ACTIONS = Population(
    Unit.ACTION, "actions collectives en cours au moins un jour de la période",
    _actions, active(_A.date_debut, _A.date_fin),
    (
        Shown("date_debut", "Début", _A.date_debut, RecordKind.DATE),
        Shown("date_fin", "Fin", _A.date_fin, RecordKind.DATE),
        *_ACTION_COLUMNS,
        Shown("participants", "Participants", _A.participants, RecordKind.NUMBER),
    ),
    Scope(lieu=_A.lieu_id),
    events=False,
)  # fmt: skip
_seances = SeanceCollective.__table__
SEANCES = Population(
    Unit.SEANCE, "séances d'actions collectives placées par leur date",
    _seances.join(_actions, _A.id == _seances.c.action_id), within(_seances.c.date),
    (
        Shown("date", "Date", _seances.c.date, RecordKind.DATE),
        *_ACTION_COLUMNS,
        Shown("presents", "Présents", _seances.c.presents, RecordKind.NUMBER),
    ),
    Scope(lieu=_A.lieu_id),
)  # fmt: skip
_permanences = Permanence.__table__
_P = _permanences.c
PERMANENCES = Population(
    Unit.SEANCE, "permanences placées par leur date", _permanences, within(_P.date),
    (
        Shown("date", "Date", _P.date, RecordKind.DATE),
        Shown("lieu", "Lieu", lieu_libelle(_P.lieu_id)),
        Shown("agent", "Agent", agent_code(_P.agent_id)),
        Shown("personnes_recues", "Personnes reçues", _P.personnes_recues, RecordKind.NUMBER),
        Shown("reference", "Référence", _P.reference),
    ),
    Scope(agent=_P.agent_id, lieu=_P.lieu_id),
)  # fmt: skip
_TYPE = Axis("type", _A.type, axes.codes("type_action"))
_THEME = Axis("theme", _A.theme, axes.themes, gathers=True)
_CO_ANIMATION = Axis("co_animation", _A.co_animation, axes.yes_no)
_LIEU = Axis("lieu", _P.lieu_id, axes.lieux, gathers=True)
_NOMBRE = "actions_collectives.nombre"

FIGURES = (
    Figures(_NOMBRE, "Actions collectives", ACTIONS),
    Figures("actions_collectives.type.{type}", "{type}", ACTIONS, axes=(_TYPE,), share_of=_NOMBRE),
    Figures("actions_collectives.theme.{theme}", "{theme}", ACTIONS, axes=(_THEME,), share_of=_NOMBRE),
    Figures("actions_collectives.seances", "Séances", SEANCES),
    Figures(
        "actions_collectives.participants", "Participants", ACTIONS,
        Measure(Operation.SUM, func.coalesce(_A.participants, 0), Unit.PERSONNE),
        note="personnes différentes de chaque action",
    ),
    Figures(
        "actions_collectives.co_animees", "Actions co-animées", ACTIONS,
        fixed=(Fixed(_CO_ANIMATION, ("oui",)),), share_of=_NOMBRE, note="co-animées avec un partenaire",
    ),
    Figures("permanences.tenues", "Permanences tenues", PERMANENCES),
    Figures("permanences.lieu.{lieu}", "{lieu}", PERMANENCES, axes=(_LIEU,), share_of="permanences.tenues"),
    Figures(
        "permanences.personnes_recues", "Personnes reçues", PERMANENCES,
        Measure(Operation.SUM, func.coalesce(_P.personnes_recues, 0), Unit.PERSONNE),
        note="personnes reçues à chaque permanence",
    ),
)  # fmt: skip
RATIOS = ()
