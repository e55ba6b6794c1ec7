"""An entry from its opening to its saving: its draft, the save in a task, the refusal in place."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from caseapp.domain.labels import format_date
from caseapp.domain.moments import local_moment
from caseapp.errors import CaseappError, FieldError
from caseapp.services.brouillons import BrouillonRow, BrouillonService
from caseapp.ui.context import UiContext
from caseapp.ui.forms.fields import FieldSpec
from caseapp.ui.forms.form import Form
from caseapp.ui.forms.form_sheet import FormSheet, SheetOptions
from caseapp.ui.forms.sheet_frame import WIDTH, sheet_host
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button

Row = FieldSpec | tuple[FieldSpec, ...] | str


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """What is entered: a form, and what saves it."""

    key: str
    """Of its draft: `note.famille.12`."""
    title: str
    draft_label: str
    """How Accueil names its draft: `Note d'entretien`; no person's name, Accueil adds the family's."""
    rows: Sequence[Row]
    save: Callable[[dict[str, object]], Any]
    """Called in a worker with the values of the form; raises FieldError or InputError."""
    values: Mapping[str, object] = field(default_factory=dict)
    famille_id: int | None = None
    primary: str = "Enregistrer"
    secondary: str = ""
    """« Enregistrer et suivant »: the sheet stays, with `values` again."""
    next_values: Mapping[str, object] | None = None
    """What it is then filled with, when that is not `values`."""
    notice: QWidget | None = None
    focus: str = ""
    on_saved: Callable[[Any], object] | None = None
    """Called in the window's thread with what `save` returned."""
    prepare: Callable[[Form], object] | None = None
    """Called with the form before it is shown, to connect its fields to one another."""
    width: int = WIDTH
    """Pixels, at 100 %."""


class EntryDesk:
    """Opens entries over a window; every save tells the pages that the store was written."""

    def __init__(
        self, window: QWidget, context: UiContext, navigator: Navigator, brouillons: BrouillonService
    ) -> None:
        self._window, self._context = window, context
        self._navigator, self._brouillons = navigator, brouillons

    def open(self, spec: EntrySpec) -> None:
        """Look for a draft in a worker, then show the sheet."""
        LatestTask(self._context.tasks, sheet_host(self._window)).ask(
            partial(self._brouillons.find, spec.key),
            partial(self._show, spec),
            lambda _: self._show(spec, None),
        )

    def _show(self, spec: EntrySpec, draft: BrouillonRow | None) -> None:
        form = Form(spec.rows, self._context, self._navigator.today)
        if spec.prepare is not None:
            spec.prepare(form)
        form.set_values(spec.values)
        notice = _Notices(spec.notice)
        keep = partial(self._keep, spec)
        options = SheetOptions(
            primary=spec.primary,
            secondary=spec.secondary,
            notice=notice.or_nothing(draft),
            keep=keep,
            width=spec.width,
        )
        sheet = FormSheet(sheet_host(self._window), self._context, spec.title, form, options)
        saving = LatestTask(self._context.tasks, sheet)
        sheet.submitted.connect(lambda values: self._save(spec, sheet, saving, values))
        sheet.abandoned.connect(lambda raw: self._leave(spec, raw))
        if draft is not None:
            form.set_raw(draft.contenu)
            notice.start_again.clicked.connect(lambda: self._start_again(spec, sheet, notice))
        sheet.open(spec.focus)

    def _keep(self, spec: EntrySpec, raw: dict[str, str]) -> None:
        self._brouillons.keep(spec.key, spec.draft_label, raw, _family(spec, raw))

    def _leave(self, spec: EntrySpec, raw: dict[str, str]) -> None:
        """Keep what was typed in a sheet that was left."""

        def told(_answer: object) -> None:
            self._navigator.drafts_changed.emit()

        LatestTask(self._context.tasks, sheet_host(self._window)).ask(
            partial(self._keep, spec, raw), told, told
        )

    def _start_again(self, spec: EntrySpec, sheet: FormSheet, notice: "_Notices") -> None:
        sheet.form.set_raw(dict.fromkeys(sheet.form.raw(), ""))
        sheet.form.set_values(spec.values)
        notice.forget_draft()
        sheet.form.focus_first()

    def _save(self, spec: EntrySpec, sheet: FormSheet, saving: LatestTask, values: dict[str, object]) -> None:
        def work() -> Any:
            result = spec.save(values)
            with suppress(CaseappError):  # a draft left over is seen on Accueil; saved twice would be worse
                self._brouillons.drop(spec.key)
            return result

        def done(result: Any) -> None:
            if sheet.wants_next and spec.next_values is not None:
                sheet.start_again(spec.next_values)
            elif sheet.wants_next:
                sheet.start_again(spec.values, spec.focus)
            else:
                sheet.close_saved()
            self._navigator.data_changed.emit()
            if spec.on_saved is not None:
                spec.on_saved(result)

        saving.ask(work, done, partial(_refuse, sheet))


def _family(spec: EntrySpec, raw: Mapping[str, str]) -> int | None:
    """Return the family that an entry is about: its own, else the one chosen in the field `famille`."""
    chosen = raw.get("famille", "").partition("\t")[0]
    return spec.famille_id or (int(chosen) if chosen.isdigit() else None)


def _refuse(sheet: FormSheet, error: CaseappError) -> None:
    sheet.refuse({error.field: str(error)} if isinstance(error, FieldError) else str(error))


class _Notices(QFrame):
    """What stands under the title: the caller's notice, and that a draft was taken up again."""

    def __init__(self, notice: QWidget | None) -> None:
        super().__init__()
        self._notice = notice
        self._sentence = plain_label(role="note")
        self.start_again = link_button("Repartir de zéro", lambda: None)

    def or_nothing(self, draft: BrouillonRow | None) -> QWidget | None:
        """Return itself when there is a draft to tell, else the caller's notice alone."""
        if draft is None:
            return self._notice
        local = local_moment(draft.modifie_le)
        self._sentence.setText(f"Brouillon du {format_date(local.date())} à {local:%H:%M} repris.")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._sentence)
        row.addWidget(self.start_again)
        row.addStretch(1)
        if self._notice is not None:
            row.addWidget(self._notice)
        return self

    def forget_draft(self) -> None:
        """Say nothing of the draft any more."""
        self._sentence.hide()
        self.start_again.hide()
