"""The columns of the list of RSA follow-ups."""

from collections.abc import Callable
from datetime import date

from caseapp.services.suivis_rsa import SuiviRow
from caseapp.ui.pages.familles_words import PROTECTED
from caseapp.ui.pages.insertion_words import (
    contract_tone,
    contract_words,
    is_beyond,
    month_words,
    next_tone,
    next_words,
)
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

Today = Callable[[], date]


def suivi_columns(today: Today) -> tuple[ColumnSpec[SuiviRow], ...]:
    """Return the columns; states are said from `today`."""
    return (
        ColumnSpec(
            "famille", "Famille", lambda row: row.famille, width=166, least=112, tone=lambda _: Tone.STRONG,
            mark=lambda row: PROTECTED if row.protegee else "",
        ),
        ColumnSpec(
            "mois", "Mois", month_words, Align.RIGHT, 86,
            tone=lambda row: Tone.DANGER if is_beyond(row, today()) else Tone.NORMAL,
        ),
        ColumnSpec(
            "prochaine", "Prochaine échéance", lambda row: next_words(row, today()), width=220, stretch=True,
            least=150,
            tone=lambda row: next_tone(row, today()),
        ),
        ColumnSpec("contrat", "Contrat signé", contract_words, Align.RIGHT, 136, tone=contract_tone),
    )  # fmt: skip
