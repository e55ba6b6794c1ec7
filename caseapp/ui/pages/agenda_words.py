"""The sentences of the agenda."""

from datetime import date, timedelta
from fractions import Fraction

from caseapp.domain.date_entry import JOURS
from caseapp.domain.labels import (
    MOIS,
    NO_BREAK_SPACE,
    UNKNOWN,
    format_duration,
    format_number,
    format_percent,
    format_time,
    plural,
)
from caseapp.services.agenda_controles import ABSENT, ANNULE, HONORE, PROPOSE, REPORTE
from caseapp.services.agenda_lecture import PROMESSE
from caseapp.services.agenda_rows import PROTEGEE, Delais, PermanenceRow, RendezVousRow, SeanceRow

MARKS = {HONORE: "honoré", ABSENT: "absent", ANNULE: "annulé", REPORTE: "reporté"}
"""What is written of an appointment that is no longer to come."""
KEYS = "H honoré · A absent · N annulé · P à venir · R reporter · D dossier · Entrée ouvrir"
SHORT_TYPES = {"rendez_vous_des_droits": "Droits", "visite_domicile": "Visite"}
_MONTHS = (
    "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_MODES = {"telephone": "téléphone", "visio": "visio"}


def day_title(day: date) -> str:
    """Write `lun. 23`."""
    return f"{JOURS[day.weekday()][:3]}. {day.day}"


def short_date(day: date, today: date) -> str:
    """Write `mar. 24 nov.`, with the year when it is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{JOURS[day.weekday()][:3]}. {_day(day)} {_MONTHS[day.month - 1]}{year}"


def long_day(day: date) -> str:
    """Write `mardi 24 novembre`."""
    return f"{JOURS[day.weekday()]} {_day(day)} {MOIS[day.month - 1]}"


def period_words(premier: date, dernier: date, today: date) -> str:
    """Write `Semaine du 23 au 27 novembre`, or one day, with the year when it is not this one."""
    year = "" if dernier.year == today.year else f" {dernier.year}"
    if premier == dernier:
        return f"{long_day(premier).capitalize()}{year}"
    month = "" if premier.month == dernier.month else f" {MOIS[premier.month - 1]}"
    before = "" if premier.year == dernier.year else f" {premier.year}"
    return f"Semaine du {_day(premier)}{month}{before} au {_day(dernier)} {MOIS[dernier.month - 1]}{year}"


def delay_words(delais: Delais) -> str:
    """Write `délai moyen : 4 jours, médian : 3 (promesse : 7, tenue à 82 %)`."""
    if delais.moyenne is None or delais.mediane is None or delais.part_tenue is None:
        return f"délai moyen : {UNKNOWN} (promesse : {PROMESSE})"
    mean, middle = (_days(value) for value in (delais.moyenne, delais.mediane))
    kept = format_percent(Fraction(delais.part_tenue), 0)
    unit = "jour" if delais.moyenne < 2 else "jours"
    median = f"médian{NO_BREAK_SPACE}:{NO_BREAK_SPACE}{middle}"
    return f"délai moyen : {mean} {unit}, {median} (promesse : {PROMESSE}, tenue à {kept})"


def hours_words(row: PermanenceRow) -> str:
    """Write `9 h 30 – 12 h 30`, or nothing when the hours are not known."""
    if row.heure_debut is None or row.heure_fin is None:
        return ""
    return f"{format_time(row.heure_debut)} – {format_time(row.heure_fin)}"


def permanence_title(row: PermanenceRow) -> str:
    """Write `Permanence de Tarnos`, or `Permanence · Mairie d'Aire` for a place of another name."""
    return row.lieu if _is_named(row) else f"Permanence · {row.lieu}"


def permanence_place(row: PermanenceRow) -> str:
    """Say in a block what a permanence is, its place being the title."""
    detail = permanence_detail(row)
    return detail if _is_named(row) else " · ".join(part for part in ("permanence", detail) if part)


def _is_named(row: PermanenceRow) -> bool:
    return row.lieu.casefold().startswith("permanence")


def permanence_detail(row: PermanenceRow) -> str:
    """Write `5 attendus, 1 place`, or how many came."""
    parts = []
    if row.attendus or row.libres is not None:
        parts.append(plural(row.attendus, "attendu"))
    if row.libres is not None:
        parts.append(plural(row.libres, "place"))
    if row.personnes_recues is not None:
        parts.append(plural(row.personnes_recues, "reçu"))
    return ", ".join(parts)


def seance_detail(row: SeanceRow) -> str:
    """Write `séance 3 sur 7 · 9 présents`."""
    came = "" if row.presents is None else f" · {plural(row.presents, 'présent')}"
    return f"séance {row.numero} sur {row.sur}{came}"


def name_words(row: RendezVousRow) -> str:
    """Write a name, and that the family is protected."""
    return f"{row.famille} · {PROTEGEE}" if row.protection else row.famille


def detail_words(row: RendezVousRow, *, team: bool = False) -> str:
    """Write `Droits · Dax`, with the agent when several are shown."""
    where = _MODES.get(row.mode or "") or row.lieu or ""
    parts = [SHORT_TYPES.get(row.type, row.type_libelle), where, row.agent if team else ""]
    return " · ".join(part for part in parts if part)


def mark_words(row: RendezVousRow) -> str:
    """Write the statut of what is no longer to come, and what waits to be completed."""
    mark = MARKS.get(row.statut, "" if row.statut == PROPOSE else row.statut_libelle.lower())
    return " · ".join(part for part in (mark, "à compléter" if row.a_completer else "") if part)


def spoken_rendez_vous(row: RendezVousRow) -> str:
    """Say an appointment whole, for screen readers and tips."""
    when = long_day(row.date)
    if row.heure is not None:
        when += f", {format_time(row.heure)}"
        when += f", {format_duration(row.duree)}" if row.duree else ""
    else:
        when += ", sans heure"
    parts = [
        when, name_words(row), row.type_libelle, row.mode_libelle or "", row.lieu or "", row.agent,
        row.statut_libelle.lower(), "à compléter" if row.a_completer else "",
    ]  # fmt: skip
    return f"{', '.join(part for part in parts if part)}. {' '.join(row.consignes)}".strip()


def spoken_permanence(row: PermanenceRow) -> str:
    """Say a permanence whole."""
    parts = (long_day(row.date), hours_words(row), permanence_title(row), permanence_detail(row))
    return f"{', '.join(part for part in parts if part)}."


def spoken_seance(row: SeanceRow) -> str:
    """Say a session whole."""
    return f"{long_day(row.date)}, sans heure, action collective : {row.libelle}, {seance_detail(row)}."


def week_days(first: date, occupied: set[date]) -> tuple[date, ...]:
    """Return Monday to Friday, then Saturday and Sunday when something is there."""
    days = [first + timedelta(days=number) for number in range(7)]
    return tuple(day for number, day in enumerate(days) if number < 5 or day in occupied)


def _day(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _days(value: float) -> str:
    return format_number(Fraction(value), 0 if value == int(value) or value >= 10 else 1)
