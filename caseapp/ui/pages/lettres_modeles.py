"""The models of letters: which ones are the Caf's own, their words changed, seen, put back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from caseapp.domain.lettre import known_fields
from caseapp.errors import CaseappError, FieldError
from caseapp.reports.lettre import Lettre
from caseapp.services.lettres_modeles import LONGEST_CORPS, ModeleRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.forms.sheet_frame import SheetFrame, sheet_host
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.lettres_apercu import LetterPreview
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import link_button, plain_button

TITLE = "Modèles de lettres"
SHIPPED, CHANGED, IMPORTED = "Texte livré", "Texte de la Caf", "Modèle importé"
TO_ADAPT = "un passage entre crochets est à adapter"
DRAFT = "lettre"
"""Begins the keys of the drafts of models."""
RESTORE = "Remettre le texte livré"
_FIELDS = f"Champs : {known_fields()}."
_WIDTH, _LINES = 640, 14


class ModelsSheet(SheetFrame):
    """Lists the models, each with what can be done of it."""

    edit_asked = Signal(object)
    """Change the words of this `ModeleRow`."""
    restore_asked = Signal(object)
    """Put its shipped words back."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        content = QWidget()
        super().__init__(window, theme, TITLE, content, _WIDTH)
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.px(10))
        self._shown: list[QWidget] = []
        self.edit_buttons: dict[str, QPushButton] = {}
        self.restore_buttons: dict[str, QPushButton] = {}
        self.problem = plain_label(role="erreur")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.close_button = plain_button("Fermer", self.cancel, primary=True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.foot.addWidget(self.problem)
        self.foot.addLayout(row)

    def open(self) -> None:
        """Show it."""
        self.cover()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_models(self, rows: tuple[ModeleRow, ...]) -> None:
        """Show these in place of those that were."""
        self.problem.hide()
        for widget in self._shown:
            self._lines.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.edit_buttons, self.restore_buttons = {}, {}
        self._shown = [self._line(row) for row in rows]
        before: QWidget = self.close_button
        for widget in self._shown:
            self._lines.addWidget(widget)
        for code, button in self.edit_buttons.items():
            QWidget.setTabOrder(before, button)
            before = button
            if code in self.restore_buttons:
                QWidget.setTabOrder(before, self.restore_buttons[code])
                before = self.restore_buttons[code]
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place()

    def refuse(self, error: CaseappError) -> None:
        """Say what could not be read or put back."""
        self.problem.setText(str(error))
        self.problem.show()

    def _line(self, row: ModeleRow) -> QWidget:
        """Return a model: its name and state on the left, what can be done on the right."""
        widget, modele = QWidget(), row.modele
        line = QHBoxLayout(widget)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.px(12))
        words = QVBoxLayout()
        words.setSpacing(self._theme.px(2))
        words.addWidget(plain_label(modele.libelle, role="titre-carte"))
        words.addWidget(plain_label(_state(row), role="note"))
        line.addLayout(words, 1)
        if row.modifie and row.livre:
            restore = link_button(RESTORE, partial(self.restore_asked.emit, row))
            restore.setAccessibleName(f"{RESTORE} : {modele.libelle}")
            line.addWidget(restore)
            self.restore_buttons[modele.code] = restore
        edit = plain_button("Modifier", partial(self.edit_asked.emit, row))
        edit.setAccessibleName(f"Modifier la lettre {modele.libelle}")
        line.addWidget(edit)
        self.edit_buttons[modele.code] = edit
        return widget


def _state(row: ModeleRow) -> str:
    """Say whose words they are, and whether some are still to be put."""
    state = IMPORTED if not row.livre else CHANGED if row.modifie else SHIPPED
    return f"{state} : {TO_ADAPT}" if row.modele.a_adapter else state


class ModelDesk:
    """Opens the list of models over the window, and the entry of one over it."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        self._page, self._workspace, self._context, self._navigator = page, workspace, context, navigator
        self._desk = EntryDesk(page, context, navigator, workspace.brouillons)

    def take_up(self, cle: str) -> bool:
        """Open again the model whose draft has this key; tell whether it is one of these."""
        kind, _, code = cle.partition(".")
        if kind == DRAFT:
            self.open(code)
        return kind == DRAFT

    def open(self, code: str = "") -> ModelsSheet:
        """Show the list, then one model when it is asked for; changes are told by `data_changed`."""
        sheet = ModelsSheet(sheet_host(self._page), self._context.theme)
        reading = LatestTask(self._context.tasks, sheet)

        def show(rows: tuple[ModeleRow, ...]) -> None:
            nonlocal code
            sheet.show_models(rows)
            wanted, code = code, ""
            for row in rows:
                if row.modele.code == wanted:
                    sheet.edit_asked.emit(row)

        read = partial(reading.ask, self._workspace.lettres.models, show, sheet.refuse)
        sheet.edit_asked.connect(partial(self._edit, read))
        sheet.restore_asked.connect(lambda row: self._restore(sheet, read, row))
        read()
        sheet.open()
        return sheet

    def _restore(self, sheet: ModelsSheet, read: Callable[[], object], row: ModeleRow) -> None:
        def done(_none: None) -> None:
            self._navigator.data_changed.emit()
            read()

        work = partial(self._workspace.lettres.restore_model, row.modele.code)
        LatestTask(self._context.tasks, sheet).ask(work, done, sheet.refuse)

    def _edit(self, read: Callable[[], object], row: ModeleRow) -> None:
        modele = row.modele
        rows = (
            FieldSpec("objet", "Objet", required=True, longest=400),
            FieldSpec(
                "corps", "Texte", Kind.LONG_TEXT, required=True, hint=_FIELDS, longest=LONGEST_CORPS,
                lines=_LINES,
            ),
        )  # fmt: skip

        def save(typed: dict[str, Any]) -> None:
            self._workspace.lettres.save_model(modele.code, typed["objet"], typed["corps"])

        preview = _PreviewLink(
            sheet_host(self._page), self._workspace, self._context, self._navigator, modele.code
        )
        self._desk.open(
            EntrySpec(
                f"{DRAFT}.{modele.code}", f"Lettre : {modele.libelle}", "Modèle de lettre", rows, save,
                values={"objet": modele.objet, "corps": modele.corps}, notice=preview, focus="corps",
                on_saved=lambda _none: read(), prepare=preview.follow,
            )
        )  # fmt: skip


class _PreviewLink(QWidget):
    """« Aperçu »: shows what is typed for an invented family, or what is wrong with it under its field."""

    def __init__(
        self, host: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator, code: str
    ) -> None:
        super().__init__()
        self._host, self._workspace, self._context = host, workspace, context
        self._navigator, self._code = navigator, code
        self._asking = LatestTask(context.tasks, self)
        self._form: Form | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = link_button("Aperçu", self._ask)
        row.addWidget(self.button)
        row.addStretch(1)

    def follow(self, form: Form) -> None:
        """Preview what this form holds."""
        self._form = form

    def _ask(self) -> None:
        if self._form is None:
            return
        objet, corps = (self._form.value(key) for key in ("objet", "corps"))
        preview = self._workspace.lettres.preview
        day = self._navigator.today()
        self._asking.ask(
            lambda: preview(self._code, str(objet or ""), str(corps or ""), day), self._show, self._refuse
        )

    def _show(self, lettre: Lettre) -> None:
        if self._form is not None:
            self._form.show_errors({})
        LetterPreview(self._host, self._context.theme, lettre).open()

    def _refuse(self, error: CaseappError) -> None:
        field = error.field if isinstance(error, FieldError) else "corps"
        if self._form is not None:
            self._form.show_errors({field: str(error)})
