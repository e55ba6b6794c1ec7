"""The columns of payments, loans, échéances and movements."""

from collections.abc import Callable, Collection
from datetime import date

from caseapp.domain.labels import format_date
from caseapp.domain.paiement import EtatPaiement
from caseapp.domain.pret import EtatEcheance, Suivi
from caseapp.services.paiements import PaiementRow
from caseapp.services.prets import MouvementRow, PretRow
from caseapp.ui.pages.familles_words import PROTECTED
from caseapp.ui.pages.prets_words import (
    FORMES,
    amount,
    echeance_state,
    late_amount,
    next_due,
    payment_state,
    payment_when,
    recipient,
)
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

Jour = Callable[[], date]
_PAYMENT = {
    EtatPaiement.EN_RETARD: Tone.DANGER,
    EtatPaiement.VERSE: Tone.SUCCESS,
    EtatPaiement.ANNULE: Tone.DISCREET,
    EtatPaiement.REVENU: Tone.WARNING,
}
_ECHEANCE = {
    EtatEcheance.EN_RETARD: Tone.DANGER,
    EtatEcheance.DU_JOUR: Tone.WARNING,
    EtatEcheance.REGLEE: Tone.SUCCESS,
}
TICKED = "oui"


def payment_columns(jour: Jour, ticked: Collection[int]) -> tuple[ColumnSpec[PaiementRow], ...]:
    """Return the columns of a list of payments; `ticked` changes under it."""
    return (
        ColumnSpec(
            "coche", "Coché", lambda row: TICKED if row.id in ticked else "–", Align.CENTER, 56,
            tone=lambda row: Tone.SUCCESS if row.id in ticked else Tone.DISCREET,
        ),
        ColumnSpec("date", "Date", lambda row: payment_when(row, jour()), width=138, tone=_payment_tone),
        ColumnSpec(
            "famille", "Famille", lambda row: row.famille, width=128, stretch=True,
            tone=lambda _: Tone.STRONG, mark=lambda row: PROTECTED if row.protection else "",
        ),
        ColumnSpec("montant", "Montant", lambda row: amount(row.montant), Align.RIGHT, 80),
        ColumnSpec("aide", "Aide", lambda row: row.type_aide, width=130),
        ColumnSpec("forme", "Forme", lambda row: FORMES.get(row.forme, row.forme), width=94),
        ColumnSpec(
            "destinataire", "Payé à", recipient, width=84,
            tone=lambda row: Tone.NORMAL if row.destinataire else Tone.DISCREET,
        ),
    )  # fmt: skip


def loan_columns() -> tuple[ColumnSpec[PretRow], ...]:
    """Return the columns of a list of loans."""
    return (
        ColumnSpec(
            "famille", "Famille", lambda row: row.famille, width=128, stretch=True,
            tone=lambda _: Tone.STRONG, mark=lambda row: PROTECTED if row.protection else "",
        ),
        ColumnSpec("retard", "En retard", late_amount, Align.RIGHT, 124, tone=lambda _: Tone.DANGER),
        ColumnSpec(
            "prochaine", "Prochaine échéance", next_due, Align.RIGHT, 162,
            tone=lambda row: Tone.NORMAL if row.prochaine else Tone.DISCREET,
        ),
        ColumnSpec("solde", "Solde", lambda row: amount(row.solde), Align.RIGHT, 80),
        ColumnSpec("accorde", "Accordé", lambda row: amount(row.accorde), Align.RIGHT, 80),
        ColumnSpec("aide", "Aide", lambda row: row.type_aide, width=140),
    )  # fmt: skip


def echeance_columns(jour: Jour) -> tuple[ColumnSpec[Suivi], ...]:
    """Return the columns of a schedule."""
    return (
        ColumnSpec("date", "Date", lambda row: format_date(row.echeance.date), Align.RIGHT, 102),
        ColumnSpec("montant", "Montant", lambda row: amount(row.echeance.montant), Align.RIGHT, 72),
        ColumnSpec(
            "etat", "État", lambda row: echeance_state(row, jour()), width=130, stretch=True,
            tone=lambda row: _ECHEANCE.get(row.etat, Tone.NORMAL),
        ),
    )  # fmt: skip


def movement_columns() -> tuple[ColumnSpec[MouvementRow], ...]:
    """Return the columns of the movements of a loan."""
    return (
        ColumnSpec("date", "Date", lambda row: format_date(row.date), Align.RIGHT, 102),
        ColumnSpec(
            "type", "Mouvement", lambda row: row.libelle, width=120, stretch=True,
            mark=lambda row: row.motif or "",
        ),
        ColumnSpec("montant", "Montant", lambda row: amount(row.montant), Align.RIGHT, 80),
    )  # fmt: skip


def aid_payment_columns(jour: Jour) -> tuple[ColumnSpec[PaiementRow], ...]:
    """Return the columns of the payments of one aid."""
    return (
        ColumnSpec(
            "etat", "État", lambda row: payment_state(row, jour()), width=150, stretch=True,
            tone=_payment_tone,
        ),
        ColumnSpec("forme", "Forme", lambda row: FORMES.get(row.forme, row.forme), width=92),
        ColumnSpec("montant", "Montant", lambda row: amount(row.montant), Align.RIGHT, 74),
    )  # fmt: skip


def _payment_tone(row: PaiementRow) -> Tone:
    return _PAYMENT.get(row.etat, Tone.NORMAL) if row.etat else Tone.NORMAL
