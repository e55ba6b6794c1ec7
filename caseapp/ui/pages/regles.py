"""Règles et délais: the rule sets in force, each deadline with what founds it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from caseapp.domain.labels import plural
from caseapp.errors import CaseappError
from caseapp.services.jeux_de_regles_rows import JeuRow, RegleRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.regles_panneau import Snug, TitledLines, Warnings
from caseapp.ui.pages.regles_words import RULES, SETS, facts, sentences
from caseapp.ui.plain_text import plain_label
from caseapp.ui.save_queue import SaveQueue
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import ReadingPage

SENTENCE = (
    "Le programme rappelle, une personne décide : chaque règle dit d'où elle vient et ce qui n'est pas sûr."
)
FILTERS = ("Jeu de règles (*.toml)",)
_MOST_LINES = 6
_LEFT = 264
"""Least width of the sets, at 100 %."""


class ReglesPage(ReadingPage):
    """The sets on the left, the rules of the one under the cursor on the right."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Règles et délais", SENTENCE)
        self._service, self._navigator, self._prompts = workspace.regles, navigator, context.prompts
        self._reading, self._writing = LatestTask(context.tasks, self), SaveQueue(context.tasks, self)
        self._code = ""
        self._opens = True
        self._laid_out = QTimer(self, singleShot=True, interval=0)
        self._set_model, self._rule_model = TableModel(SETS), TableModel(RULES)
        self.sets = DataTable(context, self._set_model, key="regles.jeux", name="Jeux de règles")
        self.rules = DataTable(context, self._rule_model, key="regles.regles", name="Règles du jeu")
        self.warnings = Warnings()
        self._facts, self._rule = TitledLines(_MOST_LINES), TitledLines(_MOST_LINES)
        self._facts_area, self._rule_area = Snug(self._facts, "Ce jeu"), Snug(self._rule, "Cette règle")
        self.copy_button = plain_button("Enregistrer une copie", self._save_copy)
        self.import_button = plain_button("Remplacer par un fichier", self._choose_files)
        self.restore_button = link_button("Revenir aux règles livrées", self._restore)
        self.apply_button = link_button("Ne plus appliquer", self._apply)
        self._active = True
        self._card, self._notice, self._refusal = Card(), plain_label(), plain_label(role="erreur")
        self.first_focus = self.sets
        self._theme = context.theme
        self._lay_out()
        self._keep_room()
        self._theme.changed.connect(self._keep_room)
        self.sets.current_row_changed.connect(self._show_set)
        self.rules.current_row_changed.connect(self._show_rule)
        self._laid_out.timeout.connect(self._keep_in_sight)
        navigator.data_changed.connect(self.note_change)
        self._say("")
        self._show_set(None)
        self.refresh()

    def _lay_out(self) -> None:
        self.header.add_action(self.copy_button)
        self.header.add_action(self.import_button)
        for label in (self._notice, self._refusal):
            label.setWordWrap(True)
            self.body.addWidget(label)
        left, about = Card("Jeux de règles"), Card()
        self._left = left
        left.body.addWidget(TablePanel(self.sets, EmptyState("Aucun jeu de règles.")))
        about.add_action(self.apply_button)
        about.add_action(self.restore_button)
        about.body.addWidget(self._facts_area)
        about.body.addStretch(1)
        beside = QVBoxLayout()
        beside.setSpacing(14)
        beside.addWidget(left, 1)
        beside.addWidget(about)
        self._about = about
        self._card.body.addWidget(TablePanel(self.rules, EmptyState("Aucune règle.")), 1)
        self._card.body.addSpacing(8)
        self._card.body.addWidget(self._rule_area)
        main = QVBoxLayout()
        main.setSpacing(14)
        main.addWidget(self.warnings)
        main.addWidget(self._card, 1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(beside, 2)
        row.addLayout(main, 5)
        self.body.addLayout(row, 1)

    def _keep_room(self) -> None:
        """Leave the sets the room to say until when they hold."""
        self._left.setMinimumWidth(self._theme.px(_LEFT))

    # --- Reading ---

    @override
    def refresh(self) -> None:
        super().refresh()
        self._reading.ask(self._service.list_rows, self._show, self._refuse)

    def _show(self, rows: tuple[JeuRow, ...]) -> None:
        at = next((number for number, row in enumerate(rows) if row.code == self._code), 0)
        self._set_model.set_rows(rows)
        if rows:
            self.sets.selectRow(at)
        self._show_set(rows[at] if rows else None)
        focused = QApplication.focusWidget()
        if self._opens and self.isVisible() and (focused is None or self.isAncestorOf(focused)):
            self.sets.setFocus()
        self._opens = False

    def _show_set(self, row: JeuRow | None) -> None:
        rules = () if row is None else row.regles
        self._code = "" if row is None else row.code
        self._card.set_title("" if row is None else row.libelle, plural(len(rules), "règle"))
        self._about.set_title("" if row is None else "Règle locale" if row.local else row.domaine)
        self.warnings.show_sentences(() if row is None else row.avertissements)
        self._facts.show_lines(() if row is None else facts(row))
        self._facts_area.fit()
        self.restore_button.setVisible(row is not None and row.ajoute_le is not None and not row.bascule)
        self.restore_button.setText("Revenir aux règles livrées" if row is None or row.livre else "Retirer")
        self._active = row is None or row.actif
        self.apply_button.setVisible(row is not None and row.local)
        self.apply_button.setText("Ne plus appliquer" if self._active else "Appliquer")
        self.copy_button.setEnabled(row is not None)
        self._rule_model.set_rows(rules)
        if rules:
            self.rules.selectRow(0)
        self._show_rule(rules[0] if rules else None)

    def _show_rule(self, row: RegleRow | None) -> None:
        self._rule.show_lines(() if row is None else sentences(row))
        self._rule_area.fit()
        self._laid_out.start()

    def _keep_in_sight(self) -> None:
        """Show the rule under the cursor again, its sentences having taken room from the list."""
        self.rules.scrollTo(self.rules.currentIndex())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave most of the height to the tables, whatever the size of the letters."""
        super().resizeEvent(event)
        line = self.fontMetrics().lineSpacing()
        lines = event.size().height() / line
        self.warnings.fit(int(line * max(3, (lines - 18) * 0.5)))
        self._rule_area.fit(int(line * max(3, (lines - 16) * 0.4)))
        self._facts_area.fit(int(line * max(4, (lines - 8) * 0.5)))
        self._laid_out.start()

    # --- Writing ---

    def _choose_files(self) -> None:
        paths = self._prompts.ask_open_files("Choisir un ou plusieurs jeux de règles", FILTERS)
        if paths:
            self.bring_in(paths)

    def bring_in(self, paths: tuple[Path, ...]) -> None:
        """Bring in rule files, all or none."""
        self._say("")
        self._writing.ask(partial(self._service.importer, paths), self._brought, self._refuse)

    def _brought(self, names: tuple[str, ...]) -> None:
        said = f"En vigueur : {', '.join(names)}" if names else "Fichier ajouté, pas encore appliqué"
        self._say(f"{said}. Ctrl+Z remet les règles d'avant.")
        self._navigator.data_changed.emit()

    def _apply(self) -> None:
        self._say("")
        wished = not self._active
        said = "appliqué : ses délais comptent" if wished else "mis de côté : ses délais ne comptent plus"
        work = partial(self._service.appliquer, self._code, actif=wished)
        self._writing.ask(work, lambda _none: self._changed(f"Ce jeu local est {said}."), self._refuse)

    def _restore(self) -> None:
        self._say("")
        self._writing.ask(partial(self._service.retirer, self._code), self._restored, self._refuse)

    def _restored(self, codes: tuple[str, ...]) -> None:
        others = ", avec celles dont les dates se suivent," if len(codes) > 1 else ""
        self._changed(f"Les règles ajoutées{others} sont retirées. Ctrl+Z les remet.")

    def _changed(self, sentence: str) -> None:
        self._say(sentence)
        self.sets.setFocus()
        self._navigator.data_changed.emit()

    def _save_copy(self) -> None:
        code = self._code
        path = self._prompts.ask_save_file("Enregistrer une copie", Path.home() / f"{code}.toml", FILTERS)
        if path is not None:
            self._say("")
            work = partial(self._service.exporter, code, path)
            self._writing.ask(work, lambda _none: self._say(f"Jeu de règles écrit : {path}"), self._refuse)

    def _say(self, sentence: str) -> None:
        for label, text in ((self._notice, sentence), (self._refusal, "")):
            label.setText(text)
            label.setVisible(bool(text))

    def _refuse(self, error: CaseappError) -> None:
        self._say("")
        self._refusal.setText(str(error))
        self._refusal.setVisible(True)
