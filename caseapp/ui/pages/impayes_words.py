"""How the board of arrears is said: a card in three lines, its columns, the sentence of the page."""

from datetime import date
from typing import NamedTuple

from caseapp.domain.etapes_impaye import Etape
from caseapp.domain.labels import NO_BREAK_SPACE, format_cents, format_date, format_number, plural
from caseapp.services.impayes_tableau import CarteRow, Tableau
from caseapp.ui.pages.familles_words import PROTECTED, SEPARATOR
from caseapp.ui.tables.columns import Tone

EMPTY = (
    "Ici viennent les impayés de loyer et d'accession signalés à la Caf, par étape, "
    "l'échéance la plus proche d'abord.\n"
    "L'extraction mensuelle (CSV, XLSX ou ODS) se relit ligne par ligne avant d'être écrite."
)
NOTHING_FOUND = "Aucun dossier ne correspond à ces filtres."
NO_CARD = "Aucun dossier"
_SOON, _FAR = 7, 60
"""Days: a deadline that near is coming soon; one farther is said by its date."""
_NO_DEADLINE = "échéances faites"


class Said(NamedTuple):
    """What comes, when it comes, how it stands out; short of room, the first gives way to the second."""

    what: str
    when: str
    tone: Tone

    @property
    def text(self) -> str:
        """Return the whole."""
        return f"{self.what}{self.when}"


def aid_words(row: CarteRow) -> str:
    """Say the housing aid: `ALF`."""
    return row.aide.upper()


def money_words(row: CarteRow) -> str:
    """Say the plan in force, `36 × 35,67 € · 7e mensualité`, else the debt and the landlord."""
    plan = row.plan
    if plan is not None and row.etape is Etape.PLAN_EN_COURS:
        times = f"{plan.nombre}{NO_BREAK_SPACE}×{NO_BREAK_SPACE}{format_cents(plan.mensualite)}"
        return f"{times}{SEPARATOR}{rank_words(plan.rang)}"
    return SEPARATOR.join(one for one in (debt_words(row.dette), landlord_words(row)) if one)


def short_money_words(row: CarteRow) -> str:
    """Say the same where there is little room: `1 284,00 € · XL Habitat`, `36 × 35,67 € · 7e`."""
    said = money_words(row).removesuffix(" mensualité")
    return said.removeprefix("dette ") if row.dette else said


def landlord_words(row: CarteRow) -> str:
    """Say the landlord, but that of a protected family: it would tell where the family lives."""
    return "" if row.protection else row.bailleur or ""


def rank_words(rang: int | None) -> str:
    """Say which instalment comes next: `7e mensualité`."""
    if rang is None:
        return "tout est payé"
    return "1re mensualité" if rang == 1 else f"{rang}e mensualité"


def debt_words(dette: int | None) -> str:
    """Say what is owed."""
    if dette is None:
        return "dette inconnue"
    return "dette soldée" if dette == 0 else f"dette {format_cents(dette)}"


def deadline_words(row: CarteRow, today: date) -> Said:
    """Say the next deadline: what, and how far from today; the colour never says more than the words."""
    if row.etape is Etape.CLOS:
        since = f" le {format_date(row.issue_le)}" if row.issue_le else ""
        return Said(row.issue, since, Tone.DISCREET)
    if row.echeance is None or row.jour is None:
        return Said(_NO_DEADLINE, "", Tone.DISCREET)
    what = row.echeance.echeance.regle.libelle
    days, when = (row.jour - today).days, when_words(row.jour, today)
    if days < 0:
        return Said(what, f", {when}", Tone.DANGER)
    if days <= _SOON:
        return Said(what, f" {when}", Tone.WARNING)
    if row.etape is Etape.PLAN_EN_COURS:
        return Said(f"à jour{SEPARATOR}{what[0].lower()}{what[1:]}", f" {when}", Tone.SUCCESS)
    return Said(what, f" {when}", Tone.DISCREET)


def stage_words(row: CarteRow) -> str:
    """Say the stage of one file: `Signalé`."""
    return "Signalé" if row.etape is Etape.SIGNALE else row.etape.value


def when_words(jour: date, today: date) -> str:
    """Say how far a day is: `retard de 4 j`, `aujourd'hui`, `dans 12 j`, `le 03/12/2026`."""
    days = (jour - today).days
    if days < 0:
        return f"retard de {format_number(-days)}{NO_BREAK_SPACE}j"
    if days == 0:
        return "aujourd'hui"
    return f"dans {days}{NO_BREAK_SPACE}j" if days <= _FAR else f"le {format_date(jour)}"


def spoken(row: CarteRow, today: date) -> str:
    """Say a whole card, as a screen reader does."""
    notice = PROTECTED if row.protection else ""
    words = (
        row.famille,
        notice,
        aid_words(row),
        money_words(row),
        deadline_words(row, today).text,
        row.agent,
    )
    return ", ".join(one for one in words if one)


def column_name(etape: Etape, count: int) -> str:
    """Name a column: `Plan attendu, 21 dossiers`."""
    return f"{etape.value}, {plural(count, 'dossier')}"


def board_sentence(tableau: Tableau) -> str:
    """Say what is late, what is open, and since when other rules hold."""
    if not tableau.ouverts:
        return "Aucun dossier ouvert"
    late = plural(tableau.depassees, "échéance dépassée", "échéances dépassées")
    said = [
        late if tableau.depassees else "Aucune échéance dépassée",
        plural(tableau.ouverts, "dossier ouvert", "dossiers ouverts"),
    ]
    rules = [f"Nouvelles règles au{NO_BREAK_SPACE}{format_date(one)}" for one in tableau.nouvelles_regles]
    counts = SEPARATOR.join(one.replace(" ", NO_BREAK_SPACE) for one in said)
    return ". ".join((counts, *rules))
