"""How the first page says a day, its deadlines and the year so far."""

from datetime import date
from fractions import Fraction

from caseapp.domain.date_entry import JOURS
from caseapp.domain.labels import (
    MOIS,
    UNKNOWN,
    format_cents,
    format_number,
    format_signed,
    plural,
)
from caseapp.domain.moments import local_moment
from caseapp.services.accueil import BrouillonLigne, Cumul, Journee
from caseapp.services.agenda_rows import RendezVousRow
from caseapp.services.echeances import Echeance
from caseapp.ui.pages.agenda_words import SHORT_TYPES
from caseapp.ui.tables.columns import Tone

_SOON = 3
"""Days ahead that are already worth a colour."""
CUMULS = {
    "familles.total": "Familles accompagnées en {annee}",
    "interventions.ouvertes": "Interventions ouvertes en {annee}",
    "rendez_vous.total": "Rendez-vous honorés en {annee}",
    "aides.total.montant": "Aides accordées en {annee}",
}


def day_title(day: date) -> str:
    """Write `Samedi 21 novembre`."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{JOURS[day.weekday()].capitalize()} {number} {MOIS[day.month - 1]}"


def day_sentence(journee: Journee) -> str:
    """Say what the day holds: `4 rendez-vous, 3 échéances dépassées. Le relevé de novembre…`."""
    meetings = len(journee.agenda.rendez_vous)
    parts = [
        plural(meetings, "rendez-vous", "rendez-vous") if meetings else "Aucun rendez-vous",
        plural(journee.en_retard, "échéance dépassée", "échéances dépassées")
        if journee.en_retard
        else "rien en retard",
    ]
    complete = journee.releve.complet
    month = MOIS[journee.jour.month - 1]
    of_month = f"d'{month}" if month[0] in "ao" else f"de {month}"
    ended = "" if complete is None else f" Le relevé {of_month} est complet à {complete}\u00a0%."
    return f"{', '.join(parts)}.{ended}"


def due(echeance: Echeance, today: date) -> str:
    """Say when: `en retard de 4 j`, `aujourd'hui`, `dans 3 j`."""
    days = (echeance.jour - today).days
    if days < 0:
        return f"en retard de {format_number(-days)} j"
    return "aujourd'hui" if days == 0 else f"dans {days} j"


def due_tone(echeance: Echeance, today: date) -> Tone:
    """Make late deadlines stand out, then those of the days to come, but those already seen."""
    days = (echeance.jour - today).days
    if echeance.vue:
        return Tone.DISCREET
    if days < 0:
        return Tone.DANGER
    return Tone.WARNING if days <= _SOON else Tone.NORMAL


def hour(row: RendezVousRow) -> str:
    """Write the hour of an appointment, all of one width; nothing when it has none."""
    return "" if row.heure is None else f"{row.heure:%H:%M}"


def what(row: RendezVousRow) -> str:
    """Say what sort of appointment it is, in one word, and where or how one meets."""
    place = row.lieu or (row.mode_libelle or "").lower()
    return " · ".join(part for part in (SHORT_TYPES.get(row.type, row.type_libelle), place) if part)


def draft_sentence(ligne: BrouillonLigne) -> str:
    """Say which draft was left aside, and when."""
    kept = local_moment(ligne.brouillon.modifie_le)
    about = f", famille {ligne.famille}" if ligne.famille else ""
    label = ligne.brouillon.libelle
    return f"Brouillon du {kept:%d/%m} à {kept:%H:%M} : {label[:1].lower()}{label[1:]}{about}."


def cumul_value(cumul: Cumul) -> str:
    """Write a figure of the year, or that it is not known."""
    if cumul.valeur is None:
        return UNKNOWN
    return format_cents(int(cumul.valeur)) if _is_money(cumul) else format_number(cumul.valeur)


def cumul_note(cumul: Cumul, year: int) -> str:
    """Compare with the same date a year before."""
    if cumul.valeur is None or cumul.precedent is None:
        return f"{UNKNOWN} à la même date en {year - 1}"
    before = format_cents(int(cumul.precedent)) if _is_money(cumul) else format_number(cumul.precedent)
    said = f"{before} à la même date en {year - 1}"
    if not cumul.precedent:
        return said
    change = Fraction((cumul.valeur - cumul.precedent) * 100) / Fraction(cumul.precedent)
    return f"{said} ({format_signed(change, 0, '%')})"


def _is_money(cumul: Cumul) -> bool:
    return cumul.adresse.endswith(".montant")
