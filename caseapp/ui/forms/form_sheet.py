"""A form over the window: what is behind waits, what is typed is never lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from caseapp.ui.context import UiContext
from caseapp.ui.forms.draft_keeper import EVERY, DraftKeeper, Keep, local_now
from caseapp.ui.forms.form import Form
from caseapp.ui.forms.sheet_frame import WIDTH, SheetFrame
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import plain_button

SAVING = "Enregistrement…"
NOT_KEPT = "Le brouillon n'a pas pu être gardé."

_GAP = 14
"""Pixels between two buttons, at 100 %."""


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What a sheet may have beside its form."""

    primary: str = "Enregistrer"
    secondary: str = ""
    """A second way to save, « Enregistrer et suivant », which Ctrl+Enter then answers."""
    notice: QWidget | None = None
    """A `Strip` or anything shown under the title."""
    keep: Keep | None = None
    """Writes the draft, in a worker."""
    keep_every: int = EVERY
    now: Callable[[], datetime] = local_now
    width: int = WIDTH
    """Pixels, at 100 %."""


class FormSheet(SheetFrame):
    """Emits the values; the caller saves them in a task, then calls `close_saved` or `refuse`."""

    submitted = Signal(object)
    """The values, a `dict[str, object]`; `wants_next` tells by which button."""
    abandoned = Signal(object)
    """The raw contents, a `dict[str, str]`, of a sheet left with changes: the caller keeps them."""
    closed = Signal()
    """The sheet is gone, whatever was done in it."""

    def __init__(
        self,
        window: QWidget,
        context: UiContext,
        title: str,
        form: Form,
        options: SheetOptions | None = None,
    ) -> None:
        options = options or SheetOptions()
        super().__init__(window, context.theme, title, form, options.width)
        self.form, self._options = form, options
        self.wants_next = self._saving = False
        self.problem = plain_label(role="erreur")
        self.problem.setWordWrap(True)
        self._reminder = plain_label(f"{options.secondary} : Ctrl Entrée", role="note")
        self.draft = plain_label(role="note")
        self.cancel_button = plain_button("Annuler", self.cancel)
        self.save_button = plain_button(options.primary, self.submit, primary=True)
        self.save_button.setToolTip("Ctrl+S")
        self.next_button = plain_button(options.secondary, self.submit_next) if options.secondary else None
        self.keeper: DraftKeeper | None = None
        if options.keep is not None:
            self.keeper = DraftKeeper(form, options.keep, context.tasks, options.keep_every, options.now)
            self.keeper.kept.connect(
                lambda moment: self.draft.setText(f"Brouillon gardé à {moment:%H:%M:%S}")
            )
            self.keeper.failed.connect(lambda _: self.draft.setText(NOT_KEPT))
        if options.notice is not None:
            self.head.addWidget(options.notice)
        self._lay_out_foot()
        self._blame("")
        form.changed.connect(lambda _: self._blame(""))

    def open(self, focus: str = "") -> None:
        """Show the sheet, the keyboard in the field named, else in the first to be filled."""
        self.cover()
        self._go_to(focus)

    @override
    def submit(self) -> None:
        self._submit(wants_next=False)

    @override
    def submit_next(self) -> None:
        self._submit(wants_next=self.next_button is not None)

    @override
    def fit_foot(self, width: int) -> None:
        parts: list[QWidget] = [self._reminder, *self._buttons()]
        needed = sum(part.sizeHint().width() for part in parts) + (len(parts) - 1) * self._theme.px(_GAP)
        self._reminder.setVisible(self.next_button is not None and needed <= width)

    @override
    def cancel(self) -> None:
        """Close without asking; changes are emitted, to be kept as a draft."""
        if self._saving:
            return
        raw = self.form.raw() if self.form.is_dirty else None
        self._close()
        if raw is not None:
            self.abandoned.emit(raw)

    def close_saved(self) -> None:
        """Close: what was emitted is saved."""
        self._close()

    def start_again(self, values: Mapping[str, object], focus: str = "") -> None:
        """Fill the fields given for the next entry, the last one being saved."""
        self._set_saving(saving=False)
        self.form.set_values(values)
        self.form.show_errors({})
        self.draft.setText("")
        self._go_to(focus)

    def refuse(self, reason: str | Mapping[str, str]) -> None:
        """Say why nothing was saved: one sentence, or one by key of field; what is typed stays."""
        self._set_saving(saving=False)
        if isinstance(reason, str):
            self._blame(reason)
        else:
            self._blame(" ".join(self.form.show_errors(reason).values()))

    def _lay_out_foot(self) -> None:
        px, row = self._theme.px, QHBoxLayout()
        row.setSpacing(px(_GAP))
        row.addWidget(self._reminder)
        row.addStretch(1)
        for button in self._buttons():
            row.addWidget(button)
        self.foot.setSpacing(px(10))
        self.foot.addWidget(self.draft)
        self.draft.setVisible(self.keeper is not None)
        self.foot.addWidget(self.problem)
        self.foot.addLayout(row)

    def _buttons(self) -> list[QPushButton]:
        following = [] if self.next_button is None else [self.next_button]
        return [self.cancel_button, *following, self.save_button]

    def _go_to(self, focus: str) -> None:
        if focus:
            self.form.editor(focus).focus()
        else:
            self.form.focus_first()

    def _submit(self, *, wants_next: bool) -> None:
        if self._saving:
            return
        self._blame("")
        values = self.form.values()
        if values is None:
            return
        self.wants_next = wants_next
        self._set_saving(saving=True)
        if self.keeper is None:
            self.submitted.emit(values)
        else:
            self.keeper.hold(lambda: self.submitted.emit(values))

    def _set_saving(self, *, saving: bool) -> None:
        """While the caller saves, neither keys nor clicks reach the fields, and no draft is written."""
        if saving == self._saving:
            return
        self._saving = saving
        for button in self._buttons():
            button.setEnabled(not saving)
        self.freeze(frozen=saving)
        if saving:
            self.draft.setText(SAVING)
        else:
            self.draft.setText("")
        if not saving and self.keeper is not None:
            self.keeper.resume()

    def _blame(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _close(self) -> None:
        if self.keeper is not None:
            self.keeper.stop()
        self.uncover()
        self.closed.emit()
