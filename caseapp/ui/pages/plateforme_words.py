"""What the page of the phone line says."""

from caseapp.domain.labels import format_percent, format_time, plural
from caseapp.services.appels import AppelRow, Journee
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

LETTERS = {"rendez_vous": "R", "reponse": "E", "orientation": "O", "rappel": "P"}
"""The key of each thing that may come of a call."""
NO_CALL = "Aucun appel noté aujourd'hui. « Décroché » ou « Manqué » note un appel à l'instant même."


def day_words(day: Journee) -> str:
    """Say the counts of the day: `8 appels reçus · 5 traités · 62,5 % · 2 à rappeler`."""
    if not day.recus and not day.a_rappeler:
        return ""
    said = [plural(day.recus, "appel reçu", "appels reçus"), plural(day.traites, "traité")]
    if day.taux is not None:
        said.append(f"taux de décroché {format_percent(day.taux)}")
    if day.a_rappeler:
        said.append(f"{day.a_rappeler} à rappeler")
    return " · ".join(said)


def state_of(row: AppelRow) -> str:
    """Say what the call is now."""
    if row.a_rappeler:
        return "À rappeler"
    return "Décroché" if row.decroche else "Manqué"


def call_words(row: AppelRow) -> str:
    """Name the call under the cursor, over what may come of it."""
    hour = "" if row.heure is None else f" de {format_time(row.heure)}"
    who = f", {row.famille}" if row.famille else ""
    return f"Appel{hour} ({state_of(row).lower()}{who}). Suite :"


def _hour(row: AppelRow, day: Journee) -> str:
    hour = "" if row.heure is None else format_time(row.heure)
    return hour if row.date == day.jour else f"{row.date:%d/%m} {hour}".strip()


def _tone(row: AppelRow) -> Tone:
    if row.a_rappeler:
        return Tone.DANGER
    return Tone.NORMAL if row.decroche else Tone.DISCREET


def call_columns(day: list[Journee]) -> tuple[ColumnSpec[AppelRow], ...]:
    """Return the columns; `day` holds the day shown, as its one item."""
    return (
        ColumnSpec("heure", "Heure", lambda row: _hour(row, day[0]), Align.LEFT, 116, tone=_tone),
        ColumnSpec("etat", "Appel", state_of, width=120, tone=_tone),
        ColumnSpec("famille", "Famille", lambda row: row.famille, width=300, stretch=True),
        ColumnSpec("suite", "Suite", lambda row: row.suite_libelle, width=160),
        ColumnSpec("agent", "Agent", lambda row: row.agent, width=110, tone=lambda _: Tone.DISCREET),
    )
