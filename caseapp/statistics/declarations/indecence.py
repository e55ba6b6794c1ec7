"""Dwellings reported as unfit, visits, withheld housing aid."""

from sqlalchemy import func

from caseapp.domain.nomenclature import ResultatConstat
from caseapp.domain.units import Unit
from caseapp.models import LogementSignale, ProlongationConservation
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations.suivi import file_scope
from caseapp.statistics.declare import FIN, Figures, Measure, Operation, Population, Ratio, Shown, within
from caseapp.statistics.results import RecordKind

_TABLE = LogementSignale.__table__
_L, _P = _TABLE.c, ProlongationConservation.__table__.c
_COLUMNS = (
    Shown("date_signalement", "Signalement", _L.date_signalement, RecordKind.DATE),
    Shown("origine", "Origine", _L.origine, liste="origine_signalement"),
    Shown("date_constat", "Constat", _L.date_constat, RecordKind.DATE),
    Shown("resultat", "Résultat", _L.resultat, liste="resultat_constat"),
    Shown("operateur", "Opérateur", _L.operateur),
    Shown("date_conservation", "Conservation", _L.date_conservation, RecordKind.DATE),
    Shown("date_levee", "Levée", _L.date_levee, RecordKind.DATE),
    Shown("reference", "Référence", _L.reference),
)
_SCOPE = file_scope(_TABLE)


def _placed_by(column: str, phrase: str) -> Population:
    return Population(Unit.LOGEMENT, phrase, _TABLE, within(_L[column]), _COLUMNS, _SCOPE)


SIGNALES = _placed_by("date_signalement", "logements placés par leur date de signalement")
CONSTATS = _placed_by("date_constat", "logements placés par leur date de constat")
DIAGNOSTICS = _placed_by("date_diagnostic", "logements placés par leur date de diagnostic")
CONSERVATIONS = _placed_by(
    "date_conservation", "logements placés par la date de conservation de l'aide au logement"
)
CLOTURES = _placed_by(
    "date_levee", "logements placés par la date de levée de la conservation, ou de clôture sans conservation"
)
LEVEES = Population(
    Unit.LOGEMENT, "logements dont l'aide était conservée, placés par la date de levée de la conservation",
    _TABLE, (*within(_L.date_levee), _L.date_conservation.is_not(None)), _COLUMNS, _SCOPE,
)  # fmt: skip
PERTES = _placed_by("date_perte", "logements placés par la date où l'aide conservée est perdue")
EN_COURS = Population(
    Unit.LOGEMENT,
    "logements dont l'aide est conservée au dernier jour : conservée ce jour-là ou avant, ni levée ni perdue",
    _TABLE,
    (
        _L.date_conservation < FIN,
        _L.date_levee.is_(None) | (_L.date_levee >= FIN),
        _L.date_perte.is_(None) | (_L.date_perte >= FIN),
    ),
    (
        Shown("date_conservation", "Conservation", _L.date_conservation, RecordKind.DATE),
        Shown("montant_conserve", "Par mois", _L.montant_conserve, RecordKind.CENTS),
        *(shown for shown in _COLUMNS if shown.key != "date_conservation"),
    ),
    _SCOPE, events=False,
)  # fmt: skip
PROLONGATIONS = Population(
    Unit.PROLONGATION, "prolongations de la conservation, placées par leur date",
    ProlongationConservation.__table__.join(_TABLE, _L.id == _P.signalement_id), within(_P.date),
    (
        Shown("date", "Date", _P.date, RecordKind.DATE),
        Shown("motif", "Motif", _P.motif, liste="motif_prolongation"),
        Shown("mois", "Mois", _P.mois, RecordKind.NUMBER),
        Shown("date_conservation", "Conservation", _L.date_conservation, RecordKind.DATE),
        Shown("reference", "Référence du signalement", _L.reference),
    ),
    _SCOPE,
)  # fmt: skip
ORIGINE = Axis("origine", _L.origine, axes.codes("origine_signalement"))
_RESULTAT = Axis("resultat", _L.resultat, axes.codes("resultat_constat"))
_ASSISTANCE = Axis("assistance", _L.assistance_maitrise_ouvrage, axes.yes_no)
_TRAVAUX = Axis("travaux", _L.travaux, axes.yes_no)

FIGURES = (
    Figures("indecence.signalements.total", "Logements signalés", SIGNALES),
    Figures(
        "indecence.signalements.{origine}", "{origine}", SIGNALES, axes=(ORIGINE,),
        share_of="indecence.signalements.total",
    ),
    Figures("indecence.constats", "Constats", CONSTATS),
    Figures(
        "indecence.logements_visites", "Logements différents visités", CONSTATS,
        Measure(Operation.ONCE, func.coalesce(_L.logement_id, -_L.id), ident=_L.id),
        note="un logement signalé plusieurs fois compte une fois, un signalement sans logement pour lui-même",
    ),
    Figures(
        "indecence.non_decents", "Logements non décents", CONSTATS,
        fixed=(Fixed(_RESULTAT, (ResultatConstat.NON_DECENT,)),), note="non décents",
    ),
    Figures(
        "indecence.insalubres", "Logements insalubres", CONSTATS,
        fixed=(Fixed(_RESULTAT, (ResultatConstat.INSALUBRE,)),), note="insalubres",
    ),
    Figures(
        "indecence.non_decents_ou_insalubres", "Logements non décents ou insalubres", CONSTATS,
        fixed=(Fixed(_RESULTAT, tuple(ResultatConstat)),), note="non décents ou insalubres",
    ),
    Figures("indecence.diagnostics", "Diagnostics", DIAGNOSTICS),
    Figures(
        "indecence.assistances_maitrise_ouvrage", "Assistances à maîtrise d'ouvrage", DIAGNOSTICS,
        fixed=(Fixed(_ASSISTANCE, ("oui",)),), note="avec assistance à maîtrise d'ouvrage",
    ),
    Figures("indecence.conservations", "Aides au logement conservées", CONSERVATIONS),
    Figures("indecence.conservations_en_cours", "Aides conservées au dernier jour", EN_COURS),
    Figures("indecence.prolongations", "Prolongations de la conservation", PROLONGATIONS),
    Figures("indecence.pertes", "Aides perdues pour le bailleur", PERTES),
    Figures("indecence.levees", "Conservations levées", LEVEES),
    Figures(
        "indecence.travaux", "Travaux réalisés", CLOTURES, fixed=(Fixed(_TRAVAUX, ("oui",)),),
        note="travaux réalisés, attestés par la levée ou la clôture",
    ),
)  # fmt: skip
RATIOS = (
    Ratio(
        "indecence.taux_non_decence", "Part de logements non décents parmi les visités",
        "indecence.non_decents_ou_insalubres",
        "indecence.constats",
        sentence="Logements constatés non décents ou insalubres sur 100 constats de la période.",
    ),
)  # fmt: skip
