"""The guided list of a rights appointment; each key is kept at once, so that nothing waits to be saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.labels import format_date
from caseapp.errors import CaseappError, InputError
from caseapp.services.droits import DroitNote, Examen
from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.sheet_frame import SheetFrame
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.plain_text import plain_label
from caseapp.ui.saisie.droits_table import DroitsTable
from caseapp.ui.widgets.buttons import plain_button

WIDTH = 920
_ROWS_SHOWN = 11
_ROW = 30
SUGGESTED = "En tête, ce que la situation du foyer invite à regarder : ce ne sont que des suggestions."

Keep = Callable[[Mapping[str, DroitNote]], object]
"""Writes what was noted, in a worker."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The states that can be noted, the day it is, and what keeps a note."""

    etats: Sequence[Choice]
    today: Callable[[], date]
    keep: Keep


class DroitsSheet(SheetFrame):
    """`keep` is called with what was noted since the last time, one call at a time."""

    closed = Signal(bool)
    """The sheet is gone; whether anything was kept."""

    def __init__(self, window: QWidget, context: UiContext, examen: Examen, wanted: Wanted) -> None:
        self._examen, self._keep, etats, today = examen, wanted.keep, wanted.etats, wanted.today
        self.table = DroitsTable(context, etats)
        noted_before = any(row.etat for row in examen.droits)
        day = today() if noted_before else min(examen.date, today())
        self.form = Form(
            ((FieldSpec("montant", "Montant par mois", Kind.EUROS, hint="Taper le chiffre sur la ligne."),
              FieldSpec("date", "État constaté le", Kind.DATE, required=True,
                        hint="Les états notés prennent cette date.")),),
            context, today,
        )  # fmt: skip
        content = QWidget()
        title = f"Rendez-vous des droits du {format_date(examen.date)}"
        super().__init__(window, context.theme, title, content, WIDTH)
        self._writing = LatestTask(context.tasks, self)
        self._pending: dict[str, DroitNote] = {}
        self._sent: dict[str, DroitNote] = {}
        self._kept = self._leaving = self._refused = False
        self.form.set_values({"date": day})
        self.buttons = [
            plain_button(f"{one.label}  {one.label[:1]}", partial(self._note, one.key)) for one in etats
        ]
        self.said, self.problem = plain_label(role="note"), plain_label(role="erreur")
        self.done_button = plain_button("Terminer", self.submit, primary=True)
        self._lay_out(content)
        self._connect()
        self.table.show_rows(examen.droits)
        self._say("")

    def open(self) -> None:
        """Show the sheet, the cursor on the first right."""
        self.cover()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def submit(self) -> None:
        self._leaving = True
        self._write()

    @override
    def cancel(self) -> None:
        """Close: what was noted is kept already."""
        self.submit()

    def _lay_out(self, content: QWidget) -> None:
        px = self._theme.px
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        keys = QHBoxLayout()
        keys.setSpacing(px(6))
        for button in self.buttons:
            keys.addWidget(button)
        keys.addStretch(1)
        hint = plain_label(SUGGESTED, role="note")
        hint.setWordWrap(True)
        self.table.setFixedHeight(px(_ROW) * (_ROWS_SHOWN + 1) + 2)
        for widget in (hint, self.table):
            column.addWidget(widget)
        hint.setVisible(any(row.raison for row in self._examen.droits))
        column.addLayout(keys)
        column.addWidget(self.form)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.done_button)
        self.problem.setWordWrap(True)
        self.foot.setSpacing(px(10))
        self.foot.addWidget(self.problem)
        self.foot.addLayout(foot)

    def _connect(self) -> None:
        self.table.etat_chosen.connect(self._note)
        self.table.amount_begun.connect(self._begin_amount)
        self.table.activated_row.connect(lambda _: self.form.editor("montant").focus())
        self.table.current_row_changed.connect(lambda _: self._show_amount())
        self.form.editor("montant").left.connect(self._take_amount)

    def _note(self, etat: str | None) -> None:
        """Note a state of the right under the cursor; the amount stays."""
        row, values = self.table.current, self.form.values()
        if row is None or values is None or (etat is None and row.etat is None):
            return
        day = values["date"]
        if isinstance(day, date):
            self._add(row.droit, DroitNote(etat, day, row.montant if etat else None))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_amount(self, digit: str) -> None:
        editor = self.form.editor("montant")
        editor.focus()
        editor.set_raw(digit)
        editor.widget.end(False)  # type: ignore[attr-defined]

    def _take_amount(self) -> None:
        """Keep the amount typed, once its right has a state."""
        row, cents = self.table.current, self.form.value("montant")
        if row is None or cents == row.montant or not (cents is None or isinstance(cents, int)):
            return
        if row.etat is None or row.date_etat is None:
            self.form.show_errors({"montant": "Notez d'abord l'état du droit."})
            return
        if cents is not None or not self.form.editor("montant").raw():
            self._add(row.droit, DroitNote(row.etat, row.date_etat, cents))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_amount(self) -> None:
        row = self.table.current
        self.form.set_values({"montant": None if row is None else row.montant})

    def _add(self, droit: str, note: DroitNote) -> None:
        self._examen = self._examen.with_notes({droit: note})
        self._pending[droit] = note
        self.table.show_rows(self._examen.droits)
        self._write()

    def _write(self) -> None:
        """Keep what was noted meanwhile, then close when that was asked."""
        if self._writing.is_busy:
            return
        if not self._pending:
            if self._leaving:
                self.uncover()
                self.closed.emit(self._kept)
            return
        sent, self._pending = self._pending, {}
        self._say("Enregistrement…")
        self._writing.ask(lambda: self._keep(sent), lambda _: self._written(), partial(self._refuse, sent))

    def _written(self) -> None:
        self._kept, self._refused = True, False
        self._say("Tout est enregistré.")
        self._write()

    def _refuse(self, sent: dict[str, DroitNote], error: CaseappError) -> None:
        """Say why; what the store could not keep goes with the next key, until leaving is refused twice."""
        if not isinstance(error, InputError) and not self._refused:
            self._pending = {**sent, **self._pending}
        self._refused = self._leaving
        self._leaving = False
        self._say("", str(error))

    def _say(self, sentence: str, problem: str = "") -> None:
        self.said.setText(sentence)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
