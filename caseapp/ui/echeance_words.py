"""How the deadlines of files are said everywhere: their state, its look, who must act."""

from datetime import date

from caseapp.domain.faits_dossier import ACTEURS
from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import format_date, format_number, plural
from caseapp.services.dossiers_rows import VUE, EcheanceSuivie
from caseapp.ui.tables.columns import Tone

SOON = 7
"""Days ahead that are already worth a colour."""
CIBLES_DOMAINES = {Domaine.IMPAYES: "logement", Domaine.INDECENCE: "logement", Domaine.RSA: "insertion"}
"""The cible of the files of each domain."""


def when(jour: date, today: date) -> str:
    """Say `en retard de 4 j`, `aujourd'hui`, `dans 12 j`; late the day after, not before."""
    days = (jour - today).days
    if days < 0:
        return f"en retard de {format_number(-days)} j"
    return f"dans {format_number(days)} j" if days else "aujourd'hui"


def late_words(echeances: int, dossiers: str, nombre: int) -> str:
    """Say what is late, as the navigation counts it: `8 échéances dépassées dans 6 dossiers`; "" for nothing.

    `dossiers` is how the files that hold them are called.
    """
    if not echeances:
        return ""
    said = plural(echeances, "échéance dépassée", "échéances dépassées")
    return said if nombre == echeances else f"{said} dans {plural(nombre, dossiers)}"


def state_words(suivie: EcheanceSuivie, today: date) -> str:
    """Say where a deadline stands: when it was met, to when it is put off and why, else how far it is."""
    if suivie.fait_le is not None:
        return f"faite le {format_date(suivie.fait_le)}"
    suite = suivie.suite
    if suite is not None and suivie.attend(today):
        why = f" : {suite.motif}" if suite.motif else ""
        return f"reportée au {format_date(suivie.jour)}{why}"
    seen = f", vue le {format_date(suite.jour)}" if suite is not None and suite.etat == VUE else ""
    return f"{when(suivie.jour, today)}{seen}"


def state_tone(suivie: EcheanceSuivie, today: date) -> Tone:
    """Make what is late stand out, then what is near; what is met, put off or far is quiet."""
    if suivie.fait_le is not None or suivie.attend(today):
        return Tone.DISCREET
    if suivie.est_en_retard(today):
        return Tone.DANGER
    return Tone.WARNING if (suivie.jour - today).days <= SOON else Tone.NORMAL


def who_acts(suivie: EcheanceSuivie) -> str:
    """Say who must act: `le bailleur`."""
    return ACTEURS.get(suivie.echeance.regle.acteur, suivie.echeance.regle.acteur)
