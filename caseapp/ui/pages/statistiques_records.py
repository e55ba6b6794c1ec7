"""The records behind a figure, beside it: as many rows as it counts, each opening its family."""

import csv
import io
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from caseapp.domain.labels import format_cents, plural
from caseapp.domain.units import Unit
from caseapp.files import write_document
from caseapp.statistics.results import Record, RecordColumn, RecordKind, RecordList, write_record_value
from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

PROTECTED = "(protégée)"
_NUMBERS = {RecordKind.DATE, RecordKind.CENTS, RecordKind.NUMBER}
_WIDTHS = {"famille": 80, "nom": 120, "prenom": 100, "agent": 70, "reference": 90}
_PLURALS = {Unit.RENDEZ_VOUS: "rendez-vous", Unit.EURO: "aides"}


class RecordsPanel(Card):
    """One list at a time; closed by Escape or its link."""

    famille_opened = Signal(int)
    export_requested = Signal()
    closed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._context = context
        self._panel: TablePanel | None = None
        self.records: RecordList | None = None
        self.add_action(link_button("Fermer", self.close_list))
        self._foot = plain_label(role="note")
        self._foot.setWordWrap(True)
        self.body.addWidget(self._foot)
        export = link_button("Exporter la liste", self.export_requested.emit)
        self.body.addWidget(export, 0, Qt.AlignmentFlag.AlignLeft)
        escape = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self.close_list)
        escape.setContext(QShortcut.context(escape).WidgetWithChildrenShortcut)
        self.setMinimumWidth(context.theme.px(360))
        self.hide()

    def show_records(self, records: RecordList) -> None:
        """Show a list in place of the former one."""
        self.records = records
        self.set_title(title_of(records))
        self._foot.setText(
            f"{records.address} · {records.label} · {records.period.label}\n{records.sentence}"
        )
        columns = [column_spec(rank, column) for rank, column in enumerate(records.columns)]
        model = TableModel(columns, records.records)
        table = DataTable(self._context, model, key="liste-chiffre", name="Dossiers derrière ce chiffre")
        table.activated_row.connect(self._open)
        panel = TablePanel(table, EmptyState("Aucun dossier : ce chiffre est à zéro."))
        if self._panel is not None:
            self.body.removeWidget(self._panel)
            self._panel.deleteLater()
        self._panel = panel
        self.body.insertWidget(1, panel, 1)
        self.show()
        table.setFocus()

    def close_list(self) -> None:
        """Take no room again."""
        self.records = None
        self.hide()
        self.closed.emit()

    def _open(self, record: Record) -> None:
        if record.famille_id is not None:
            self.famille_opened.emit(record.famille_id)


def title_of(records: RecordList) -> str:
    """Say how many records there are, and the amount they make."""
    count = len(records.records)
    unit = "aide" if records.unit is Unit.EURO else str(records.unit)
    words = plural(count, unit, _PLURALS.get(records.unit))
    amount = f", {format_cents(records.total)}" if records.unit is Unit.EURO else ""
    return f"{words} derrière ce chiffre{amount}"


def column_spec(rank: int, column: RecordColumn) -> ColumnSpec[Record]:
    """Return the column of the table that shows one column of a list."""
    return ColumnSpec(
        column.key,
        column.title,
        partial(_text, rank, column.kind),
        Align.RIGHT if column.kind in _NUMBERS else Align.LEFT,
        _WIDTHS.get(column.key, 110),
        sortable=True,
        sort_key=partial(_order, rank) if column.kind in _NUMBERS else None,
        tone=_strong if column.nominative else None,
    )


def _text(rank: int, kind: RecordKind, record: Record) -> str:
    return write_record_value(record.values[rank], kind)


def _order(rank: int, record: Record) -> tuple[bool, object]:
    value = record.values[rank]
    return (value is not None, value)


def _strong(_record: Record) -> Tone:
    return Tone.STRONG


def write_list(records: RecordList, path: Path) -> None:
    """Write a list for Excel in France; the names of protected families stay out. OutputError otherwise."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.title for column in records.columns)
    for record in records.records:
        writer.writerow(
            PROTECTED if record.protected and column.nominative else _excel(_text(rank, column.kind, record))
            for rank, column in enumerate(records.columns)
        )
    write_document(path, output.getvalue().encode("utf-8-sig"))


def _excel(text: str) -> str:
    """Keep as text what a spreadsheet would take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
