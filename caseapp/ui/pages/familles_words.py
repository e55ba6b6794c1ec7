"""How a family and its situations are said, in the list and on the Fiche."""

from datetime import date

from caseapp.domain.labels import (
    MOIS,
    NO_BREAK_SPACE,
    format_cents,
    format_date,
    format_number,
    plural,
)
from caseapp.domain.names import family_name
from caseapp.domain.periods import add_months
from caseapp.services.familles import MASKED, Contact, FamilleRow, Fiche, SituationRow

PROTECTED = "protégée"
CIBLES = {"parentalite": "Parentalité", "logement": "Logement", "insertion": "Insertion"}
SEPARATOR = f"{NO_BREAK_SPACE}· "
_QUOTED = 40
"""Letters of a search repeated in a sentence."""


def quoted(text: str) -> str:
    """Repeat what was typed between French quotes, cut when it is long."""
    shown = text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"
    return f"«{NO_BREAK_SPACE}{shown}{NO_BREAK_SPACE}»"


def list_sentence(count: int, searched: str) -> str:
    """Say how many families the list shows, out of a search or not."""
    if not searched:
        return f"{plural(count, 'famille')}{SEPARATOR}triées par nom" if count > 1 else _few(count)
    found = plural(count, "famille trouvée", "familles trouvées") if count else "Aucune famille trouvée"
    return f"{found} pour {quoted(searched)}"


def many_sentence(shown: int, searched: str) -> str:
    """Say that a search finds more families than the list shows."""
    number = format_number(shown)
    return f"Plus de {number} familles pour {quoted(searched)} : les {number} premières par nom"


def _few(count: int) -> str:
    return plural(count, "famille") if count else "Aucune famille"


def phone(number: str | None) -> str:
    """Write a French number by pairs of digits, any other as it was kept."""
    if number and len(number) == 10 and number.isascii() and number.isdigit():
        return " ".join(number[start : start + 2] for start in range(0, 10, 2))
    return number or ""


def full_name(famille: FamilleRow) -> str:
    """Return the name then the first name."""
    return family_name(famille.nom, famille.prenom)


def age(born: date, today: date) -> str:
    """Return an age in years, in months before one year; empty for someone not born yet."""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if years >= 1:
        return plural(years, "an")
    if born > today:
        return ""
    months = next(n for n in range(12) if add_months(born, n + 1) > today)
    return f"{months} mois" if months else "moins d'un mois"


def household(situation: SituationRow, today: date) -> str:
    """Say who lives there: `famille monoparentale, 2 enfants (le dernier a 4 ans)`."""
    composition = situation.composition or ""
    composition = composition[:1].lower() + composition[1:]
    number = situation.nombre_enfants
    if number and "avec enfants" in composition:
        said = composition.replace("avec enfants", f"avec {plural(number, 'enfant')}")
        return said + _youngest(situation, today)
    if number == 0 and "enfant" in composition:
        return composition
    return ", ".join(part for part in (composition, children(situation, today)) if part)


def children(situation: SituationRow, today: date) -> str:
    """Say how many children, and the age of the last one."""
    if situation.nombre_enfants is None:
        return ""
    if situation.nombre_enfants == 0:
        return "sans enfant"
    return plural(situation.nombre_enfants, "enfant") + _youngest(situation, today)


def _youngest(situation: SituationRow, today: date) -> str:
    born = situation.naissance_dernier_enfant
    years = age(born, today) if born and situation.nombre_enfants else ""
    if not years:
        return ""
    return f" ({years})" if situation.nombre_enfants == 1 else f" (le dernier a {years})"


def quotient(situation: SituationRow) -> str:
    """Write the quotient familial with the month it is known for; empty when it is not."""
    cents, since = situation.quotient_familial, situation.date_effet
    if cents is None:
        return ""
    amount = format_cents(cents) if cents % 100 else f"{format_number(cents // 100)}{NO_BREAK_SPACE}€"
    return f"{amount} ({MOIS[since.month - 1]} {since.year})"


def minima(situation: SituationRow) -> str:
    """Say whether the household lives on a minimum income; empty when it is not known."""
    if situation.minima_sociaux is None:
        return ""
    return "minima sociaux" if situation.minima_sociaux else "sans minima sociaux"


def identity(fiche: Fiche, today: date) -> str:
    """Say who is opened, after the name: number, commune, household."""
    famille = fiche.famille
    number = f"n°{NO_BREAK_SPACE}{famille.matricule}" if famille.matricule else "sans numéro d'allocataire"
    commune = "" if famille.commune == MASKED else famille.commune
    parts = (number, commune, household(fiche.situation, today) if fiche.situation else "")
    return SEPARATOR.join(part for part in parts if part)


def resources(situation: SituationRow | None) -> str:
    """Say what the household lives on: QF with its month, minimum income, housing aid."""
    if situation is None:
        return ""
    qf = quotient(situation)
    parts = (qf and f"QF {qf}", minima(situation), situation.aide_logement or "")
    return SEPARATOR.join(part for part in parts if part)


def masked_contact(fiche: Fiche) -> Contact:
    """Return how to reach a family, as far as the list shows it; the commune stands beside the name."""
    famille = fiche.famille
    commune = MASKED if famille.commune == MASKED else ""
    return Contact(famille.telephone, fiche.courriel, commune, fiche.adresse)


def reach(contact: Contact) -> str:
    """Say how to reach a family, or that it is masked."""
    parts = (phone(contact.telephone), contact.courriel, contact.adresse, contact.commune)
    known = [part for part in parts if part]
    return "coordonnées masquées" if MASKED in known else SEPARATOR.join(known)


def situation_pairs(situation: SituationRow, today: date) -> tuple[tuple[str, str], ...]:
    """Return what is known of a situation, as titles and values."""
    born = situation.naissance_dernier_enfant
    years = age(born, today) if born else ""
    aged = f"{format_date(born)} ({years})" if years else format_date(born)
    pairs = (
        ("Depuis le", format_date(situation.date_effet)),
        ("Composition", situation.composition or ""),
        ("Enfants", _count(situation.nombre_enfants)),
        ("Dernier enfant", aged),
        ("Grossesse", _yes_no(situation.grossesse)),
        ("QF", quotient(situation)),
        ("Minima sociaux", _yes_no(situation.minima_sociaux)),
        ("Aide au logement", situation.aide_logement or ""),
    )
    return tuple((title, value) for title, value in pairs if value)


def situation_line(situation: SituationRow) -> str:
    """Say a situation as it was at its date, which is left out."""
    parts = (household(situation, situation.date_effet), resources(situation))
    return SEPARATOR.join(part for part in parts if part) or "rien de renseigné"


def _count(number: int | None) -> str:
    return "" if number is None else format_number(number)


def _yes_no(answer: bool | None) -> str:
    return "" if answer is None else ("oui" if answer else "non")
