"""How sessions, requests and decisions are said on the page of the commissions."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from caseapp.domain.date_entry import JOURS
from caseapp.domain.labels import (
    NO_BREAK_SPACE,
    format_cents,
    format_date,
    format_long_date,
    format_number,
    format_time,
    plural,
)
from caseapp.domain.nomenclature import SANS_SUITE, Decision
from caseapp.services.commission_rows import DecisionSaisie, LigneOrdreDuJour, SeanceRow, SeanceVue
from caseapp.ui.tables.columns import Tone

TO_DECIDE, KEYS_HERE = "à décider", "A · P · R · J"
KEYS = "A accord · P accord partiel · R refus · J ajournement · M motif · Suppr à décider · Entrée suivante"
CLOSED_KEYS = "Séance close : les décisions sont scellées. Entrée pour rectifier celle de la ligne."
WORDS = {
    Decision.ACCORD.value: "Accord",
    Decision.ACCORD_PARTIEL.value: "Accord partiel",
    Decision.REFUS.value: "Refus",
    Decision.AJOURNEMENT.value: "Ajournement",
    SANS_SUITE: "Sans suite",
}
_CORRECTED = {
    Decision.ACCORD.value: "Accord rectifié",
    Decision.ACCORD_PARTIEL.value: "Partiel rectifié",
    Decision.REFUS.value: "Refus rectifié",
}
TONES = {
    Decision.ACCORD.value: Tone.SUCCESS,
    Decision.ACCORD_PARTIEL.value: Tone.WARNING,
    Decision.REFUS.value: Tone.DANGER,
    Decision.AJOURNEMENT.value: Tone.STRONG,
}
_COUNTED = (
    (Decision.ACCORD.value, "accord", "accords"),
    (Decision.ACCORD_PARTIEL.value, "partiel", "partiels"),
    (Decision.REFUS.value, "refus", "refus"),
    (Decision.AJOURNEMENT.value, "ajourn.", "ajourn."),
)


def amount(cents: int | None) -> str:
    """Write an amount of a column, without its currency; nothing when it is unknown."""
    return "" if cents is None else format_number(Decimal(cents).scaleb(-2), 2)


def granted(ligne: LigneOrdreDuJour, cents: int | None) -> str:
    """Write what is granted in a form: zero is said of a granted aid only."""
    if ligne.decision in {Decision.ACCORD, Decision.ACCORD_PARTIEL}:
        return amount(cents or 0)
    return amount(cents or None)


def short_household(ligne: LigneOrdreDuJour) -> str:
    """Say a household as a narrow column can: `monop., 3 enf.`."""
    short = ligne.composition.replace("enfants", "enf.").replace("enfant", "enf.")
    return short.replace("personne", "pers.")


def quotient(cents: int | None) -> str:
    """Write a quotient familial in whole euros."""
    return "" if cents is None else format_number(Decimal(cents).scaleb(-2))


def family_mark(ligne: LigneOrdreDuJour) -> str:
    """Say what must be seen beside the name."""
    said = (
        ligne.urgente and "urgente",
        ligne.protegee and "protégée",
        ligne.pieces_manquantes and "incomplète",
    )
    return ", ".join(word for word in said if word)


def decision_words(ligne: LigneOrdreDuJour, *, here: bool) -> str:
    """Say the decision, or the keys that decide on the line under the cursor."""
    if not ligne.is_decided:
        return KEYS_HERE if here else TO_DECIDE
    if ligne.rectifiee:
        return _CORRECTED.get(ligne.decision or "", "Rectifié")
    return WORDS.get(ligne.decision or "", ligne.decision or "")


def long_day(day: date) -> str:
    """Write `mardi 24 novembre 2026`."""
    return f"{JOURS[day.weekday()]} {format_long_date(day)}"


def session_title(seance: SeanceRow) -> str:
    """Write `Commission du 24 novembre 2026`."""
    return f"Commission du {format_long_date(seance.date)}"


def session_sentence(vue: SeanceVue) -> str:
    """Say what a session holds, from its lines as they are now."""
    lines = vue.lignes
    if not lines:
        return f"{vue.seance.instance} · aucune demande à l'ordre du jour"
    asked = sum(one.montant_demande or 0 for one in lines)
    decided = sum(one.is_decided for one in lines)
    parts = [vue.seance.instance, plural(len(lines), "demande"), f"{format_cents(asked)} demandés"]
    parts.append("toutes décidées" if decided == len(lines) else plural(decided, "décidée"))
    if vue.seance.close_le is not None:
        parts.append(f"close par {vue.close_par}" if vue.close_par else "close")
    return " · ".join(part.replace(" ", NO_BREAK_SPACE) for part in parts)


def state_words(seance: SeanceRow, today: date) -> str:
    """Say where a session is."""
    if seance.is_closed:
        return "close"
    if seance.date == today:
        return "aujourd'hui"
    if seance.date < today and not seance.demandes:
        return "sans demande"
    return "à venir" if seance.date > today else "à clore"


def state_tone(seance: SeanceRow, today: date) -> Tone:
    """Return how it stands out."""
    if seance.is_closed or (seance.date < today and not seance.demandes):
        return Tone.DISCREET
    return Tone.WARNING if seance.date < today else Tone.STRONG if seance.date == today else Tone.NORMAL


def hour_words(seance: SeanceRow) -> str:
    """Write the hour, when it is known."""
    return "" if seance.heure is None else format_time(seance.heure)


def counts_words(lignes: Sequence[LigneOrdreDuJour]) -> str:
    """Say how many of each decision: `2 accords, 1 refus`."""
    found = Counter(one.decision for one in lignes if one.is_decided)
    return ", ".join(plural(found[code], *words) for code, *words in _COUNTED if found[code])


def total_words(lignes: Sequence[LigneOrdreDuJour]) -> str:
    """Say the decisions under the agenda, both sorts of accord together: `2 accords, 1 refus`."""
    found = Counter(one.decision for one in lignes if one.is_decided)
    granted_both = found[Decision.ACCORD.value] + found[Decision.ACCORD_PARTIEL.value]
    counts = ((granted_both, "accord", "accords"), (found[Decision.REFUS.value], "refus", "refus"),
              (found[Decision.AJOURNEMENT.value], "ajournement"))  # fmt: skip
    return ", ".join(plural(number, *words) for number, *words in counts if number)


def documents_words(ligne: LigneOrdreDuJour) -> str:
    """Say how many documents came: `3 sur 3`."""
    if not ligne.pieces_demandees:
        return "aucune demandée"
    return f"{ligne.pieces_recues} sur {ligne.pieces_demandees}"


def before_words(ligne: LigneOrdreDuJour) -> str:
    """Say the aids granted in the 12 months before."""
    if not ligne.aides_12_mois:
        return "aucune"
    return f"{plural(ligne.aides_12_mois, 'aide')}, {format_cents(ligne.montant_12_mois)}"


def said(saisie: DecisionSaisie) -> str:
    """Say a decision with its amounts, for a rectification."""
    amounts = [
        f"{format_cents(cents)} en {word}"
        for cents, word in ((saisie.subvention, "subvention"), (saisie.pret, "prêt"))
        if cents
    ]
    return ", ".join((WORDS.get(saisie.decision, saisie.decision), *amounts))


def limit_words(seance: SeanceRow) -> str:
    """Write the last day for complete requests."""
    return format_date(seance.date_limite)
