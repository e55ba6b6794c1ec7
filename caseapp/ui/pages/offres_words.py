"""How offers of contact, their attempts and their campaigns are said."""

from datetime import date
from fractions import Fraction

from caseapp.domain.labels import NO_BREAK_SPACE, format_date, format_percent, plural
from caseapp.domain.parcours import Position
from caseapp.services.campagne import CampagnePreview, CampagneResult, Decision, Etat
from caseapp.services.offres import OffreRow, OffreVue, Resume
from caseapp.services.offres_liste import CallList
from caseapp.services.offres_vue import EssaiRow
from caseapp.ui.pages.familles_words import SEPARATOR

EMPTY = (
    "Ici viennent les offres de contact à passer : la Caf va au-devant des familles après un événement.\n"
    "Une extraction (CSV, XLSX ou ODS) devient une campagne, vue ligne par ligne avant d'être écrite."
)
NOTHING_FOUND = "Aucune offre ouverte ne correspond à ces filtres."
NO_OFFER = "Aucune offre ouverte"
NO_SERVICE_PHONE = "(numéro du service)"
_CANAUX = {"telephone": "appel", "courriel": "courriel", "courrier": "courrier", "sms": "SMS"}
_RESULTATS = {"joint": "jointe", "infructueux": "pas jointe", "message": "message"}


def list_sentence(found: CallList, resume: Resume, annee: int) -> str:
    """Say how many offers wait, how many are late, and how many of the year were accepted."""
    said = plural(found.ouvertes, "offre ouverte", "offres ouvertes") if found.ouvertes else NO_OFFER
    if found.en_retard:
        said += f", {found.en_retard} en retard"
    if not resume.envoyees:
        return said
    rate = format_percent(Fraction(100 * resume.acceptees, resume.envoyees), 0)
    return f"{said}{SEPARATOR}{rate} acceptées en {annee}"


def due_words(position: Position, today: date) -> str:
    """Say when something is due: `en retard de 4 j`, `aujourd'hui`, `demain`, `le 03/12/2026`."""
    if position.echeance is None:
        return "–"
    if position.retard:
        return f"en retard de {position.retard}{NO_BREAK_SPACE}j"
    days = (position.echeance - today).days
    return {0: "aujourd'hui", 1: "demain"}.get(days, f"le {format_date(position.echeance)}")


def last_attempt(row: OffreRow) -> str:
    """Say the last attempt: `pas jointe le 12/11` for a call, `courrier du 12/11` for what is written."""
    essai = row.dernier_essai
    if essai is None:
        return "aucun"
    if essai.canal == "telephone" and essai.resultat in _RESULTATS:
        return f"{_RESULTATS[essai.resultat]} le {essai.date:%d/%m}"
    said = f"{_CANAUX.get(essai.canal, 'contact')} du {essai.date:%d/%m}"
    if essai.resultat == "message":
        return said
    return f"{said}, {_RESULTATS[essai.resultat]}" if essai.resultat in _RESULTATS else said


def attempt_words(essai: EssaiRow) -> str:
    """Say an attempt: `12/11/2026 · Téléphone · Infructueux · Inès Lacoste`."""
    parts = (format_date(essai.date), essai.canal, essai.resultat, essai.agent)
    return SEPARATOR.join(part for part in parts if part)


def origin_words(vue: OffreVue) -> str:
    """Say of which campaign an offer is, and since when."""
    return SEPARATOR.join(part for part in (vue.campagne, f"offre du {format_date(vue.date_offre)}") if part)


def notices(vue: OffreVue) -> str:
    """Say what must be known before reaching the family."""
    said = (vue.ne_pas_appeler and "Ne pas appeler.", vue.ne_pas_ecrire and "Ne pas écrire.", vue.consigne)
    return " ".join(one for one in said if one)


def message_text(vue: OffreVue, agent: str, telephone_service: str) -> str:
    """Return the message to send, its fields filled; empty when the path has none."""
    if vue.modele is None:
        return ""
    values = {
        "prenom": vue.prenom or vue.nom,
        "nom": vue.nom,
        "agent": agent,
        "telephone_service": telephone_service or NO_SERVICE_PHONE,
    }
    return f"{vue.modele.objet}\n\n{vue.modele.fill(values)}"


def preview_sentence(preview: CampagnePreview, decisions: dict[int, Decision], undoable: int) -> str:
    """Say what would be written, what is left out, and whether it can be undone."""
    chosen = list(decisions.values())
    offers = sum(one is not Decision.LAISSER for one in chosen)
    created = chosen.count(Decision.CREER)
    said = plural(offers, "offre à écrire", "offres à écrire")
    if created:
        said += f", dont {plural(created, 'famille à créer', 'familles à créer')}"
    left = [
        (preview.count(Etat.DEJA), "déjà dans la campagne"), (preview.count(Etat.DOUBLE), "en double"),
        (preview.count(Etat.REFUSEE), "à corriger dans le fichier"),
    ]  # fmt: skip
    said_left = ", ".join(f"{number} {words}" for number, words in left if number)
    after = f" Laissées de côté : {said_left}." if said_left else ""
    undo = "Ctrl+Z l'annulera d'un coup." if offers <= undoable else (
        f"Au-dessus de {undoable} offres, un import ne s'annule pas : faites une sauvegarde avant."
    )  # fmt: skip
    return f"{said}.{after} {undo}"


def result_sentence(name: str, result: CampagneResult) -> str:
    """Say what was written."""
    said = f"Campagne « {name} » : {plural(result.offres, 'offre écrite', 'offres écrites')}"
    if result.familles:
        said += f", {plural(result.familles, 'famille créée', 'familles créées')}"
    if result.ecartees:
        said += f", {plural(result.ecartees, 'déjà offerte entre-temps', 'déjà offertes entre-temps')}"
    return f"{said}."
