"""The columns of an arrears file: its debt, its instalments, its facts."""

from collections.abc import Callable
from datetime import date

from caseapp.domain.labels import MINUS, format_date
from caseapp.domain.pret import EtatEcheance, Suivi
from caseapp.services.impayes_rows import FaitRow, MouvementRow
from caseapp.ui.pages.prets_words import amount, echeance_state
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

_TONES = {
    EtatEcheance.EN_RETARD: Tone.DANGER,
    EtatEcheance.DU_JOUR: Tone.WARNING,
    EtatEcheance.REGLEE: Tone.SUCCESS,
}
_SIGNS = {"terme": "+ ", "paiement": f"{MINUS} ", "remise": f"{MINUS} ", "releve": "= "}


def movement_columns() -> tuple[ColumnSpec[MouvementRow], ...]:
    """Return the columns of what changed the debt."""
    return (
        ColumnSpec("date", "Date", lambda row: format_date(row.date), Align.RIGHT, 104),
        ColumnSpec(
            "type", "Mouvement", lambda row: row.libelle, width=150, stretch=True, least=80,
            mark=lambda row: row.payeur or "",
        ),
        ColumnSpec(
            "montant", "Montant", lambda row: f"{_SIGNS.get(row.type, '')}{amount(row.montant)}",
            Align.RIGHT, 96,
        ),
        ColumnSpec("dette", "Reste dû", lambda row: amount(row.dette), Align.RIGHT, 90,
                   tone=lambda _: Tone.STRONG),
    )  # fmt: skip


def instalment_columns(jour: Callable[[], date]) -> tuple[ColumnSpec[Suivi], ...]:
    """Return the columns of a plan."""
    return (
        ColumnSpec("numero", "N°", lambda row: str(row.echeance.numero), Align.RIGHT, 44),
        ColumnSpec("date", "Date", lambda row: format_date(row.echeance.date), Align.RIGHT, 104),
        ColumnSpec("montant", "Montant", lambda row: amount(row.echeance.montant), Align.RIGHT, 84),
        ColumnSpec(
            "etat", "État", lambda row: echeance_state(row, jour()), width=150, stretch=True, least=90,
            tone=lambda row: _TONES.get(row.etat, Tone.NORMAL),
        ),
    )  # fmt: skip


def fact_columns() -> tuple[ColumnSpec[FaitRow], ...]:
    """Return the columns of what was done or happened."""
    return (
        ColumnSpec("date", "Date", lambda row: format_date(row.date), Align.RIGHT, 104),
        ColumnSpec(
            "fait", "Fait", lambda row: row.libelle, width=200, stretch=True, least=110,
            mark=lambda row: row.commentaire or "",
        ),
        ColumnSpec("agent", "Par", lambda row: row.agent, width=120, least=70, tone=lambda _: Tone.DISCREET),
    )  # fmt: skip
