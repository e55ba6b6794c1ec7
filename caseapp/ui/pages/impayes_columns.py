"""The columns of the list of arrears, and the order that each gives."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from caseapp.domain.etapes_impaye import Etape
from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.text import fold
from caseapp.services.impayes_tableau import CarteRow
from caseapp.ui.pages.familles_words import PROTECTED
from caseapp.ui.pages.impayes_words import aid_words, deadline_words, landlord_words, stage_words
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

_RANKS = {one: rank for rank, one in enumerate(Etape)}
_ORDERS: dict[str, Callable[[CarteRow], Any]] = {
    "famille": lambda row: fold(row.famille),
    "aide": lambda row: row.aide,
    "bailleur": lambda row: fold(landlord_words(row) or "\uffff"),
    "dette": lambda row: row.dette or 0,
    "etape": lambda row: _RANKS[row.etape],
    "jour": lambda row: row.jour or date.max,
    "agent": lambda row: fold(row.agent or "\uffff"),
    "signale": lambda row: row.signale_le,
}


def arrear_columns(today: Callable[[], date]) -> tuple[ColumnSpec[CarteRow], ...]:
    """Return the columns; deadlines are said from `today`."""
    return (
        ColumnSpec(
            "famille", "Famille", lambda row: row.famille, width=150, stretch=True, least=130, sortable=True,
            tone=lambda _: Tone.STRONG, mark=lambda row: PROTECTED if row.protection else "",
        ),
        ColumnSpec(
            "jour", "Prochaine échéance", lambda row: deadline_words(row, today()).text, width=256, least=190,
            sortable=True, tone=lambda row: deadline_words(row, today()).tone,
        ),
        ColumnSpec("etape", "Étape", stage_words, width=154, least=100, sortable=True),
        ColumnSpec("dette", "Dette", _debt, Align.RIGHT, 96, sortable=True),
        ColumnSpec("aide", "Aide", aid_words, width=56, sortable=True),
        ColumnSpec("bailleur", "Bailleur", landlord_words, width=160, least=90, sortable=True),
        ColumnSpec("agent", "Suivi par", lambda row: row.agent, width=112, least=80, sortable=True),
        ColumnSpec(
            "signale", "Signalé le", lambda row: format_date(row.signale_le), Align.RIGHT, 104, sortable=True
        ),
    )  # fmt: skip


def in_order(rows: Iterable[CarteRow], key: str, *, descending: bool) -> list[CarteRow]:
    """Return the files in the order of a column; without any, as they are given."""
    order = _ORDERS.get(key)
    return list(rows) if order is None else sorted(rows, key=order, reverse=descending)


def _debt(row: CarteRow) -> str:
    return "" if row.dette is None else format_cents(row.dette)
