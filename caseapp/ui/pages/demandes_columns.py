"""The columns of the requests, in their list and on the page of a family."""

from collections.abc import Callable
from datetime import date

from caseapp.domain.labels import format_cents, format_date
from caseapp.services.demandes_lignes import DemandeRow
from caseapp.ui.pages.demandes_words import status_tone, status_words
from caseapp.ui.pages.familles_words import PROTECTED
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

Today = Callable[[], date]


def demande_columns(today: Today) -> tuple[ColumnSpec[DemandeRow], ...]:
    """Return the columns of the list; states are said from `today`."""
    return (
        _day(sortable=True),
        ColumnSpec(
            "famille", "Famille", lambda row: row.famille, width=130, stretch=True, sortable=True,
            tone=lambda _: Tone.STRONG, mark=lambda row: PROTECTED if row.protegee else "",
        ),
        _status(today),
        _aide(sortable=True),
        _asked(sortable=True),
    )  # fmt: skip


def famille_columns(today: Today) -> tuple[ColumnSpec[DemandeRow], ...]:
    """Return the columns of the requests of one family, with what was granted."""
    return (
        _day(sortable=False), _aide(sortable=False), _asked(sortable=False), _status(today),
        ColumnSpec("subvention", "Subvention", lambda row: _euros(row.subvention), Align.RIGHT, 104),
        ColumnSpec("pret", "Prêt", lambda row: _euros(row.pret), Align.RIGHT, 96),
        ColumnSpec("decision", "Décidée le", lambda row: format_date(row.date_decision), Align.RIGHT, 106),
    )  # fmt: skip


def _day(*, sortable: bool) -> ColumnSpec[DemandeRow]:
    return ColumnSpec(
        "date", "Demandée le", lambda row: format_date(row.date_demande), Align.RIGHT, 104, sortable=sortable
    )


def _aide(*, sortable: bool) -> ColumnSpec[DemandeRow]:
    return ColumnSpec(
        "aide", "Aide", lambda row: row.aide, width=150, stretch=not sortable, sortable=sortable
    )


def _asked(*, sortable: bool) -> ColumnSpec[DemandeRow]:
    return ColumnSpec(
        "montant", "Demandé", lambda row: _euros(row.montant_demande), Align.RIGHT, 92, sortable=sortable
    )


def _status(today: Today) -> ColumnSpec[DemandeRow]:
    return ColumnSpec(
        "statut", "Où elle en est", lambda row: status_words(row, today()), width=176,
        tone=lambda row: status_tone(row, today()),
    )  # fmt: skip


def _euros(cents: int | None) -> str:
    return "" if cents is None else format_cents(cents)
