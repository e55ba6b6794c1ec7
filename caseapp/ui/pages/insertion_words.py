"""How an RSA follow-up is said: how long it lasts, its contract, its next deadline, whom it is for."""

from datetime import date

from caseapp.domain.labels import format_date, lower_first, plural
from caseapp.domain.suivi_rsa import Critere
from caseapp.services.perimetre import Choice
from caseapp.services.suivis_rsa_rows import (
    CER,
    FreinRow,
    PartageRow,
    Statut,
    SuiviRow,
    SuiviVue,
)
from caseapp.ui.echeance_words import late_words, state_tone, state_words
from caseapp.ui.pages.familles_words import PROTECTED, SEPARATOR
from caseapp.ui.tables.columns import Tone

STATUTS = (
    Choice(Statut.EN_RETARD.value, "En retard"),
    Choice(Statut.AU_DELA.value, "Au-delà de la durée prévue"),
    Choice(Statut.SANS_CONTRAT.value, "Sans contrat signé"),
    Choice(Statut.TERMINES.value, "Terminés"),
    Choice(Statut.TOUS.value, "Tous les suivis"),
)
"""What restricts the list; its first line, nothing chosen, is the open follow-ups."""
EMPTY = (
    "Ici viennent les parents isolés dont la Caf est référent unique : le contrat, les réexamens, "
    "les freins à lever, la fin du suivi."
)
NOTHING_FOUND = "Aucun suivi ne correspond à ces choix."


def month_words(row: SuiviRow) -> str:
    """Say `14 sur 24`, or `14` when the rules give no limit."""
    return f"{row.mois}" if row.mois_prevus is None else f"{row.mois} sur {row.mois_prevus}"


def month_sentence(row: SuiviRow) -> str:
    """Say `14e mois sur 24, jusqu'au 10/03/2028`."""
    rank = f"{row.mois}{'er' if row.mois == 1 else 'e'} mois"
    if not row.est_ouvert:
        return f"Terminé le {format_date(row.date_fin)}, au {rank} : {lower_first(row.motif_fin)}"
    if row.mois_prevus is None or row.limite is None:
        return rank
    return f"{rank} sur {row.mois_prevus}, jusqu'au {format_date(row.limite)}"


def is_beyond(row: SuiviRow, today: date) -> bool:
    """Tell whether an open follow-up lasts longer than its rules let it."""
    return row.est_ouvert and row.limite is not None and row.limite < today


def contract_words(row: SuiviRow) -> str:
    """Say `02/04/2026`, or `CER 02/04/2024` for the contract of old; `aucun` when there is none."""
    if not row.contrat:
        return "aucun"
    return f"{'CER ' if row.type_contrat == CER else ''}{format_date(row.date_contrat)}"


def contract_tone(row: SuiviRow) -> Tone:
    """Make an open follow-up without a contract stand out."""
    if row.contrat:
        return Tone.NORMAL
    return Tone.WARNING if row.est_ouvert else Tone.DISCREET


def next_words(row: SuiviRow, today: date) -> str:
    """Say the next deadline, `en retard de 4 j : contrat d'engagement`, or how the follow-up ended."""
    if not row.est_ouvert:
        return f"terminé le {format_date(row.date_fin)} : {lower_first(row.motif_fin)}"
    if row.prochaine is None:
        return "rien d'attendu"
    return f"{state_words(row.prochaine, today)} : {lower_first(row.prochaine.echeance.regle.libelle)}"


def next_tone(row: SuiviRow, today: date) -> Tone:
    """Return how the next deadline stands out."""
    return Tone.DISCREET if row.prochaine is None else state_tone(row.prochaine, today)


def list_sentence(rows: int, statut: Statut, late: tuple[int, int]) -> str:
    """Say what is late, and how many follow-ups are listed; `late` counts the deadlines and their files."""
    word = {
        Statut.OUVERTS: "ouvert", Statut.EN_RETARD: "en retard", Statut.TERMINES: "terminé",
        Statut.AU_DELA: "au-delà de la durée prévue", Statut.SANS_CONTRAT: "sans contrat signé",
    }.get(statut, "")  # fmt: skip
    if word in {"ouvert", "terminé"} and rows > 1:
        word = f"{word}s"
    said = late_words(late[0], "suivi", late[1]), f"{plural(rows, 'suivi')} {word}".rstrip() if rows else ""
    return SEPARATOR.join(part for part in said if part)


def family_words(row: SuiviRow) -> str:
    """Say whom a follow-up is about."""
    return f"{row.famille} ({PROTECTED})" if row.protegee else row.famille


def begun_sentence(vue: SuiviVue) -> str:
    """Say who follows, since when, after which notice."""
    row = vue.row
    said = [
        f"Référent : {row.agent}" if row.agent else "Référent non précisé",
        f"désigné le {format_date(row.date_designation)}",
        f"orientation notifiée le {format_date(vue.date_orientation)}" if vue.date_orientation else "",
    ]
    return SEPARATOR.join(part for part in said if part)


def criterion_words(one: Critere) -> str:
    """Return the sentence of a criterion, what it means said first when it is not met."""
    if one.tenu is None:
        return f"À vérifier{SEPARATOR}{one.phrase}"
    return f"{'Oui' if one.tenu else 'Non'}{SEPARATOR}{one.phrase}"


def obstacle_note(row: FreinRow) -> str:
    """Say since when an obstacle is there, and what is known of it."""
    lifted = f", levé le {format_date(row.date_levee)}" if row.date_levee else ""
    said = f"repéré le {format_date(row.date_reperage)}{lifted}"
    return SEPARATOR.join(part for part in (said, row.commentaire) if part)


def shared_note(row: PartageRow) -> str:
    """Say with whom, and how long."""
    end = f" au {format_date(row.date_fin)}" if row.date_fin else ""
    since = f"{'du' if end else 'depuis le'} {format_date(row.date_debut)}{end}"
    partner = "" if row.partenaire in row.libelle else row.partenaire  # « Accompagnement global avec … »
    return SEPARATOR.join(part for part in (partner, row.conseiller, since) if part)
