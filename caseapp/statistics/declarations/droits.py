"""Rights looked at in rights appointments."""

from caseapp.domain.nomenclature import StatutRendezVous, TypeRendezVous
from caseapp.domain.units import Unit
from caseapp.models import DroitExamine, RendezVous
from caseapp.statistics import axes
from caseapp.statistics.axes import Axis, Fixed
from caseapp.statistics.declarations.shown import agent_code
from caseapp.statistics.declare import Figures, Population, Shown, within
from caseapp.statistics.results import RecordKind
from caseapp.statistics.scope import Scope

_D, _R = DroitExamine.__table__.c, RendezVous.__table__.c
EXAMINES = Population(
    Unit.DROIT,
    "droits examinés dans un rendez-vous des droits honoré, placés par la date de leur état",
    DroitExamine.__table__.join(RendezVous.__table__, _R.id == _D.rendez_vous_id),
    (
        *within(_D.date_etat),
        _R.statut == StatutRendezVous.HONORE.value,
        _R.type == TypeRendezVous.RENDEZ_VOUS_DES_DROITS.value,
    ),
    (
        Shown("date", "Date de l'état", _D.date_etat, RecordKind.DATE),
        Shown("droit", "Droit", _D.droit, liste="droit"),
        Shown("etat", "État", _D.etat, liste="etat_droit"),
        Shown("agent", "Agent", agent_code(_R.agent_id)),
        Shown("reference", "Référence", _R.reference),
    ),
    Scope(famille=_R.famille_id, agent=_R.agent_id, lieu=_R.lieu_id, intervention=_R.intervention_id),
)
ETAT = Axis("etat", _D.etat, axes.codes("etat_droit"))
DROIT = Axis("droit", _D.droit, axes.codes("droit"))
_OBTENU = (Fixed(ETAT, ("obtenu",)),)

FIGURES = (
    Figures("droits.total", "Droits examinés", EXAMINES),
    Figures("droits.etat.{etat}", "{etat}", EXAMINES, axes=(ETAT,), share_of="droits.total"),
    Figures(
        "droits.droit.{droit}.obtenus", "{droit}", EXAMINES, axes=(DROIT,), fixed=_OBTENU,
        note="obtenus",
    ),
)  # fmt: skip
RATIOS = ()
