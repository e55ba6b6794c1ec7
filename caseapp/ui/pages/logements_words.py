"""How a reported dwelling is said: its stage, its steps, the aid withheld, who lives there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from caseapp.domain.conservation import dire_avancement, dire_mois
from caseapp.domain.labels import (
    NO_BREAK_SPACE,
    format_cents,
    format_date,
    format_number,
    lower_first,
    plural,
)
from caseapp.domain.moments import local_moment
from caseapp.services.logements_rows import (
    EN_ATTENTE,
    INDECENTS,
    Etape,
    Filtre,
    HistoriqueRow,
    ListeLogements,
    LogementRow,
    OccupationRow,
    SignalementRow,
    SignalementVue,
)
from caseapp.ui.echeance_words import late_words, state_tone, state_words
from caseapp.ui.pages.familles_words import PROTECTED, SEPARATOR
from caseapp.ui.tables.columns import Tone

ETAPES = {
    Etape.A_VISITER: "À visiter",
    Etape.VISITE: "Visite faite",
    Etape.TRAVAUX: "Travaux attendus",
    Etape.CONSERVEE: "Aide conservée",
    Etape.CLOS: "Clos",
}
_SHORT = {Etape.VISITE: "Visité", Etape.TRAVAUX: "Travaux", Etape.CONSERVEE: "Conservée"}
OPEN = "Ouverts"
EMPTY = "Ici viennent les logements signalés : la visite, les travaux, l'aide conservée et ses échéances."
NOTHING_FOUND = "Aucun logement signalé ne correspond à ces choix."

_ASSISTANCE = {True: ", avec assistance à maîtrise d'ouvrage", False: ", sans assistance", None: ""}
_WORKS = {True: ", travaux faits", False: ", sans travaux", None: ""}


class Pas(Enum):
    """Whether a step was made, is planned, or is the next one without a day yet."""

    FAIT = "fait"
    PREVU = "prévu"
    ATTENDU = "attendu"


@dataclass(frozen=True, slots=True)
class Marche:
    """One step of a file, in words."""

    jour: date | None
    texte: str
    pas: Pas = Pas.FAIT


def page_sentence(liste: ListeLogements) -> str:
    """Say what is late, and how many files are open."""
    late = late_words(liste.depassees, "dossier", liste.en_retard)
    opened = plural(liste.ouverts, "signalement ouvert", "signalements ouverts") if liste.ouverts else ""
    return SEPARATOR.join(part for part in (late, opened) if part)


def is_narrow(filtre: Filtre) -> bool:
    """Tell whether a filter hides open files."""
    return filtre != Filtre()


def due_words(row: SignalementRow, today: date) -> str:
    """Say when the next deadline is: `dans 12 j`."""
    return "" if row.prochaine is None else state_words(row.prochaine, today)


def awaited_words(row: SignalementRow) -> str:
    """Say what the next deadline is: `Visite technique`."""
    return "" if row.prochaine is None else row.prochaine.echeance.regle.libelle


def due_tone(row: SignalementRow, today: date) -> Tone:
    """Return how the next deadline stands out."""
    return Tone.NORMAL if row.prochaine is None else state_tone(row.prochaine, today)


def stage_words(row: SignalementRow) -> str:
    """Say where a file stands, in a word."""
    return _SHORT.get(row.etape, ETAPES[row.etape])


def result_words(row: SignalementRow) -> str:
    """Say what was found."""
    label = row.resultat_libelle
    return label[:1].lower() + label[1:]


def family_words(row: SignalementRow) -> str:
    """Say whose report it is."""
    return f"{row.famille} ({PROTECTED})" if row.protegee else row.famille


def place_words(one: LogementRow | None) -> str:
    """Say where the dwelling is."""
    if one is None:
        return "Logement à préciser"
    if one.masque:
        return "Adresse masquée"
    return ", ".join(part for part in (one.adresse, one.complement, one.commune) if part)


def dwelling_words(one: LogementRow | None) -> str:
    """Say whose the dwelling is, and what it is."""
    if one is None:
        return ""
    area = f"{format_number(one.surface)}{NO_BREAK_SPACE}m²" if one.surface else ""
    landlord = f"bailleur : {one.bailleur}" if one.bailleur else "bailleur à préciser"
    return capital(SEPARATOR.join(part for part in (one.type, area, landlord) if part))


def steps(vue: SignalementVue, today: date) -> tuple[Marche, ...]:
    """Return the steps of a file, those without a day last."""
    found = [one for one in (*_visit(vue), *_aid(vue, today), *_works(vue, today), *_end(vue)) if one.texte]
    return tuple(sorted(found, key=lambda one: one.jour or date.max))


def _visit(vue: SignalementVue) -> Iterator[Marche]:
    dates = vue.dates
    yield Marche(dates.date_signalement, f"Signalé, origine : {lower_first(vue.origine)}")
    by = f" par {vue.operateur}" if vue.operateur else ""
    if dates.date_constat is not None:
        found = result_words(vue.row) or "résultat à préciser"
        yield Marche(dates.date_constat, f"Visité{by} : {found}")
    elif dates.date_visite is not None:
        yield Marche(dates.date_visite, f"Visite prévue{by}", Pas.PREVU)
    elif vue.row.etape is not Etape.CLOS:
        yield Marche(None, "Visite à prévoir", Pas.ATTENDU)
    if dates.date_diagnostic is not None:
        yield Marche(dates.date_diagnostic, f"Diagnostic{_ASSISTANCE[vue.assistance]}")
    if vue.row.etape is Etape.VISITE and vue.row.resultat in {None, EN_ATTENTE}:
        yield Marche(None, "Résultat de la visite à noter", Pas.ATTENDU)


def _aid(vue: SignalementVue, today: date) -> Iterator[Marche]:
    since, withheld = vue.dates.date_conservation, vue.conservation
    if since is not None:
        amount = vue.montant_conserve
        monthly = f", {format_cents(amount)} par mois" if amount is not None else ""
        yield Marche(since, f"Aide conservée{monthly}")
    for one in vue.prolongations:
        why = f" : {one.motif}" if one.motif else ""
        yield Marche(one.date, f"Prolongée de {one.mois} mois{why}")
    if withheld is not None and withheld.cloture is None:
        pas = Pas.PREVU if withheld.fin >= today else Pas.FAIT
        yield Marche(withheld.fin, "Fin de la conservation", pas)


def _works(vue: SignalementVue, today: date) -> Iterator[Marche]:
    dates = vue.dates
    for day, words in ((dates.date_debut_travaux, "Début"), (dates.date_fin_travaux, "Fin")):
        if day is not None:
            yield Marche(day, f"{words} des travaux", Pas.FAIT if day <= today else Pas.PREVU)
    waiting = vue.row.etape in {Etape.TRAVAUX, Etape.CONSERVEE} and vue.row.resultat in INDECENTS
    if waiting and dates.date_debut_travaux is None and dates.date_fin_travaux is None:
        yield Marche(None, "Travaux du propriétaire attendus", Pas.ATTENDU)


def _end(vue: SignalementVue) -> Iterator[Marche]:
    dates = vue.dates
    if dates.date_levee is not None:
        said = "Conservation levée" if dates.date_conservation else "Signalement clos"
        yield Marche(dates.date_levee, f"{said}{_WORKS[vue.travaux]}")
    if dates.date_perte is not None:
        yield Marche(dates.date_perte, "Aide conservée perdue pour le bailleur")


def withheld_title(vue: SignalementVue, today: date) -> str:
    """Say which month it is: `7e mois sur 18, jusqu'au 10/11/2027`."""
    return "" if vue.conservation is None else dire_avancement(vue.conservation, today)


def withheld_sentence(vue: SignalementVue, today: date) -> str:
    """Say what was withheld so far, with the sum; and that no amount is known."""
    one = vue.conservation
    if one is None:
        return ""
    until = today if one.cloture is None else min(one.cloture, today)
    total, months = one.total(until), one.mois_ecoules(until)
    if total is None or one.montant is None:
        return "Le montant conservé chaque mois n'est pas noté."
    day = format_date(until)
    return f"{dire_mois(months)} × {format_cents(one.montant)} = {format_cents(total)} au {day}."


def extension_room(vue: SignalementVue, today: date) -> str:
    """Say how many extensions the rules still let; none can be decided once the withholding has ended."""
    regles, one = vue.regles, vue.conservation
    if regles is None or one is None or one.cloture is not None:
        return ""
    left = regles.prolongations - len(vue.prolongations)
    if left <= 0:
        return "Aucune autre prolongation n'est possible."
    if one.fin < today:
        return f"Une prolongation décidée le {format_date(one.fin)} au plus tard peut encore être notée."
    each = f"de {regles.prolongation} mois au plus"
    return f"Encore {plural(left, 'prolongation possible', 'prolongations possibles')}, {each}."


def stay_words(one: OccupationRow) -> str:
    """Say since when a family lives there, until when, and how."""
    start, end = format_date(one.date_entree), format_date(one.date_sortie)
    days = {
        (True, True): f"du {start} au {end}", (True, False): f"depuis le {start}",
        (False, True): f"jusqu'au {end}", (False, False): "entrée à préciser",
    }[bool(start), bool(end)]  # fmt: skip
    return SEPARATOR.join(part for part in (one.statut, days) if part)


def history_words(one: HistoriqueRow) -> str:
    """Say who did a step, and when."""
    local = local_moment(one.moment)
    return f"{format_date(local.date())} à {local:%H:%M}{SEPARATOR}{one.auteur}"


def capital(words: str) -> str:
    """Return words that begin a line."""
    return words[:1].upper() + words[1:]
