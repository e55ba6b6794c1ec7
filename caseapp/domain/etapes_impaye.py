"""Where an arrear stands on its way, told by its facts alone: the columns of the board."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

from caseapp.domain.faits_dossier import est_clos


class Etape(Enum):
    """The columns of the board, in order; closed files are in the list only."""

    SIGNALE = "Signalés"
    PLAN_ATTENDU = "Plan attendu"
    PLAN_EN_COURS = "Plan en cours"
    CCAPEX = "Ccapex, suspension"
    JUDICIAIRE = "Procédure judiciaire"
    CLOS = "Clos"


_BEGUN = (
    "offre_contact", "contact", "demande_plan", "saisine_fsl", "accord_fsl", "refus_fsl", "plan_rompu",
    "demande_versement_direct", "reponse_versement_direct", "versement_direct", "maintien_aide",
    "maintien_demi_loyer", "reprise_aide", "avis_ccapex", "decision_ccapex", "protocole",
)  # fmt: skip
"""Facts after which a plan is what is waited for: the file is no longer only reported."""
_CCAPEX = ("saisine_ccapex", "avis_ccapex", "suspension_aide")
_CCAPEX_ENDS = ("decision_ccapex", "reprise_aide", "maintien_aide", "maintien_demi_loyer", "plan")
_JUDICIAIRE = (
    "commandement_payer", "assignation", "audience", "jugement", "resiliation_bail", "commandement_quitter",
    "concours_force_publique", "expulsion",
)  # fmt: skip
_JUDICIAIRE_ENDS = ("plan", "protocole")


def etape(faits: Mapping[str, tuple[date, ...]], attributs: Mapping[str, str]) -> Etape:
    """Return the stage of an arrear; the last of what opens a stage and what ends it counts."""
    if est_clos(faits, attributs):
        return Etape.CLOS
    if _is_after(faits, _JUDICIAIRE, _JUDICIAIRE_ENDS):
        return Etape.JUDICIAIRE
    if _is_after(faits, _CCAPEX, _CCAPEX_ENDS):
        return Etape.CCAPEX
    if _has_plan(faits):
        return Etape.PLAN_EN_COURS
    if any(code in faits for code in _BEGUN):
        return Etape.PLAN_ATTENDU
    return Etape.SIGNALE


def _has_plan(faits: Mapping[str, tuple[date, ...]]) -> bool:
    """Tell whether the last plan runs; one made the day another is broken takes its place."""
    plans = faits.get("plan", ())
    return bool(plans) and max(plans) >= max(faits.get("plan_rompu", ()), default=date.min)


def _is_after(faits: Mapping[str, tuple[date, ...]], opening: Iterable[str], ending: Iterable[str]) -> bool:
    """Tell whether one of the first facts happened later than all of the others."""
    opened = [day for code in opening for day in faits.get(code, ())]
    if not opened:
        return False
    ended = [day for code in ending for day in faits.get(code, ())]
    return not ended or max(opened) > max(ended)
