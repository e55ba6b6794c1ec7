"""Contact offers by campaign and by motif."""

from caseapp.domain.nomenclature import ReponseOffre
from caseapp.domain.units import Unit
from caseapp.models import OffreContact
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis
from caseapp.statistics.declare import FIN, Figures, Population, Ratio, Shown, within
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

_TABLE = OffreContact.__table__
_O = _TABLE.c
_COLUMNS = (
    Shown("date_offre", "Offre", _O.date_offre, RecordKind.DATE),
    Shown("campagne", "Campagne", _O.campagne),
    Shown("motif", "Motif", _O.motif, liste="motif"),
    Shown("reponse", "Réponse", _O.reponse, liste="reponse"),
    Shown("date_reponse", "Date de réponse", _O.date_reponse, RecordKind.DATE),
    Shown("reference", "Référence", _O.reference),
)
_SCOPE = Scope(famille=_O.famille_id, motif=_O.motif)
ENVOYEES = Population(
    Unit.OFFRE, "offres de contact placées par leur date d'offre",
    _TABLE, within(_O.date_offre), _COLUMNS, _SCOPE,
)  # fmt: skip
ACCEPTEES = Population(
    Unit.OFFRE, "offres de contact placées par leur date d'offre, acceptées au dernier jour de la période",
    _TABLE,
    (
        *within(_O.date_offre),
        _O.reponse == ReponseOffre.ACCEPTEE.value,
        _O.date_reponse.is_(None) | (_O.date_reponse < FIN),
    ),
    _COLUMNS, _SCOPE, events=False,
)  # fmt: skip
_AXES = (Axis("campagne", _O.campagne, axes.campagnes, gathers=True), Axis("motif", _O.motif, axes.motifs))

FIGURES = tuple(
    figures
    for axis in _AXES
    for figures in (
        Figures(
            f"offres.{axis.name}.{{{axis.name}}}.envoyees", f"{{{axis.name}}}, offres envoyées", ENVOYEES,
            axes=(axis,),
        ),
        Figures(
            f"offres.{axis.name}.{{{axis.name}}}.acceptees", f"{{{axis.name}}}, offres acceptées", ACCEPTEES,
            axes=(axis,),
        ),
    )
)  # fmt: skip
RATIOS = tuple(
    Ratio(
        f"offres.{axis.name}.{{{axis.name}}}.taux", f"{{{axis.name}}}, taux d'acceptation",
        f"offres.{axis.name}.{{{axis.name}}}.acceptees", f"offres.{axis.name}.{{{axis.name}}}.envoyees",
        axes=(axis,),
        sentence="Offres acceptées au dernier jour de la période sur 100 offres envoyées dans la période.",
    )
    for axis in _AXES
)  # fmt: skip
