"""The columns of the call list and of the preview of a campaign."""

from collections.abc import Callable, Mapping
from datetime import date

from caseapp.domain.labels import format_date
from caseapp.services.campagne import Decision, Etat, Ligne
from caseapp.services.offres import OffreRow
from caseapp.ui.pages.familles_words import PROTECTED
from caseapp.ui.pages.offres_words import due_words, last_attempt
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

_STATES = {
    Etat.REFUSEE: Tone.DANGER,
    Etat.RESSEMBLANTE: Tone.WARNING,
    Etat.CONNUE: Tone.SUCCESS,
    Etat.NOUVELLE: Tone.NORMAL,
    Etat.DEJA: Tone.DISCREET,
    Etat.DOUBLE: Tone.DISCREET,
}


def offre_columns(today: Callable[[], date]) -> tuple[ColumnSpec[OffreRow], ...]:
    """Return the columns of the call list; due dates are said from `today`."""
    return (
        ColumnSpec(
            "echeance", "Échéance", lambda row: due_words(row.position, today()), width=130,
            tone=lambda row: Tone.DANGER if row.position.retard else Tone.NORMAL,
        ),
        ColumnSpec(
            "famille", "Famille", lambda row: row.famille, width=128, stretch=True,
            tone=lambda _: Tone.STRONG, mark=lambda row: PROTECTED if row.protection else "",
        ),
        ColumnSpec("motif", "Motif", lambda row: row.motif, width=98, cible=lambda row: row.cible),
        ColumnSpec("action", "À faire", lambda row: row.position.action or "", width=174),
        ColumnSpec(
            "essai", "Dernier essai", last_attempt, width=144,
            tone=lambda row: Tone.NORMAL if row.dernier_essai else Tone.DISCREET,
        ),
    )  # fmt: skip


def preview_columns(decisions: Mapping[int, Decision]) -> tuple[ColumnSpec[Ligne], ...]:
    """Return the columns of a preview, whose decisions change under it."""

    def decided(row: Ligne) -> Decision:
        return decisions.get(row.ligne, Decision.LAISSER)

    return (
        ColumnSpec(
            "decision", "Décision", lambda row: decided(row).value if row.decisions else "–", width=126,
            tone=lambda row: Tone.DISCREET if decided(row) is Decision.LAISSER else Tone.STRONG,
        ),
        ColumnSpec("ligne", "Ligne", lambda row: str(row.ligne), Align.RIGHT, 62),
        ColumnSpec("nom", "Nom", lambda row: row.personne.nom or "", width=112),
        ColumnSpec("prenom", "Prénom", lambda row: row.personne.prenom or "", width=90),
        ColumnSpec(
            "naissance", "Naissance", lambda row: format_date(row.personne.date_naissance), Align.RIGHT, 100
        ),
        ColumnSpec("etat", "État", lambda row: row.etat.value, width=150, tone=lambda row: _STATES[row.etat]),
        ColumnSpec("explication", "Pourquoi", lambda row: row.explication, width=260, stretch=True),
    )  # fmt: skip
