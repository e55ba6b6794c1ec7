"""Appointments, rights appointments, phone platform."""

from caseapp.domain.nomenclature import (
    TRAVAILLEURS_SOCIAUX,
    Metier,
    StatutRendezVous,
    SuiteAppel,
    TypeRendezVous,
)
from caseapp.domain.units import Unit
from caseapp.models import Appel, RendezVous
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations.shown import agent_code, agent_metier, lieu_libelle
from caseapp.statistics.declare import Figures, Population, Ratio, Shown, within
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

_TABLE = RendezVous.__table__
_R = _TABLE.c
_COLUMNS = (
    Shown("date", "Date", _R.date, RecordKind.DATE),
    Shown("type", "Type", _R.type, liste="type_rendez_vous"),
    Shown("mode", "Mode", _R.mode, liste="mode"),
    Shown("lieu", "Lieu", lieu_libelle(_R.lieu_id)),
    Shown("statut", "Statut", _R.statut, liste="statut"),
    Shown("agent", "Agent", agent_code(_R.agent_id)),
    Shown("reference", "Référence", _R.reference),
)
_SCOPE = Scope(famille=_R.famille_id, agent=_R.agent_id, lieu=_R.lieu_id, intervention=_R.intervention_id)
RENDEZ_VOUS = Population(
    Unit.RENDEZ_VOUS, "rendez-vous placés par leur date", _TABLE, within(_R.date), _COLUMNS, _SCOPE
)
HONORES = Population(
    Unit.RENDEZ_VOUS, "rendez-vous honorés, placés par leur date",
    _TABLE, (*within(_R.date), _R.statut == StatutRendezVous.HONORE.value), _COLUMNS, _SCOPE,
)  # fmt: skip
DROITS = Population(
    Unit.RENDEZ_VOUS, "rendez-vous honorés, de type rendez-vous des droits, placés par leur date",
    _TABLE, (*HONORES.where, _R.type == TypeRendezVous.RENDEZ_VOUS_DES_DROITS.value), _COLUMNS, _SCOPE,
)  # fmt: skip
STATUT = Axis("statut", _R.statut, axes.codes("statut"))
MODE = Axis("mode", _R.mode, axes.codes("mode"))
LIEU = Axis("lieu", _R.lieu_id, axes.lieux, gathers=True)
METIER = Axis("metier", agent_metier(_R.agent_id), axes.codes("metier"))
_appels = Appel.__table__
_A = _appels.c
APPELS = Population(
    Unit.APPEL, "appels reçus, placés par leur date",
    _appels, within(_A.date),
    (
        Shown("date", "Date", _A.date, RecordKind.DATE),
        Shown("decroche", "Décroché", _A.decroche, RecordKind.YES_NO),
        Shown("suite", "Suite", _A.suite, liste="suite"),
        Shown("reference", "Référence", _A.reference),
    ),
    Scope(famille=_A.famille_id),
)  # fmt: skip
DECROCHE = Axis("decroche", _A.decroche, axes.yes_no)
SUITE = Axis("suite", _A.suite, axes.codes("suite"))

FIGURES = (
    Figures("rendez_vous.total", "Rendez-vous honorés", HONORES),
    Figures("rendez_vous.mode.{mode}", "{mode}", HONORES, axes=(MODE,), share_of="rendez_vous.total"),
    Figures("rendez_vous.lieu.{lieu}", "{lieu}", HONORES, axes=(LIEU,), share_of="rendez_vous.total"),
    Figures("rendez_vous.tous", "Rendez-vous, tous statuts", RENDEZ_VOUS),
    Figures(
        "rendez_vous.statut.{statut}", "{statut}", RENDEZ_VOUS, axes=(STATUT,), share_of="rendez_vous.tous",
    ),
    Figures("rendez_vous_droits.total", "Rendez-vous des droits", DROITS),
    Figures(
        "rendez_vous_droits.travailleurs_sociaux", "Rendez-vous des droits, travailleurs sociaux", DROITS,
        fixed=(Fixed(METIER, TRAVAILLEURS_SOCIAUX),), share_of="rendez_vous_droits.total",
        note="tenus par un assistant social ou un conseiller en économie sociale familiale",
    ),
    Figures(
        "rendez_vous_droits.conseillers", "Rendez-vous des droits, conseillers", DROITS,
        fixed=(Fixed(METIER, (Metier.CONSEILLER,)),), share_of="rendez_vous_droits.total",
        note="tenus par un conseiller",
    ),
    Figures("plateforme.appels_recus", "Appels reçus", APPELS, evolution_decimals=1),
    Figures(
        "plateforme.contacts_traites", "Contacts traités", APPELS, fixed=(Fixed(DECROCHE, ("oui",)),),
        note="décrochés", evolution_decimals=1,
    ),
    Figures(
        "plateforme.rendez_vous_programmes", "Rendez-vous programmés", APPELS,
        fixed=(Fixed(SUITE, (SuiteAppel.RENDEZ_VOUS,)),), note="suivis d'un rendez-vous",
        evolution_decimals=1,
    ),
)  # fmt: skip
RATIOS = (
    Ratio(
        "plateforme.taux_decroche", "Taux de décroché", "plateforme.contacts_traites",
        "plateforme.appels_recus", sentence="Appels décrochés sur 100 appels reçus dans la période.",
    ),
    Ratio(
        "plateforme.taux_rendez_vous", "Taux de rendez-vous", "plateforme.rendez_vous_programmes",
        "plateforme.contacts_traites",
        sentence="Appels suivis d'un rendez-vous sur 100 appels décrochés dans la période.",
    ),
)  # fmt: skip
