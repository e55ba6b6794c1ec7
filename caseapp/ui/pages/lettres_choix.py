"""Before letters are written: which ones, in which format; what wants no letter is ticked one by one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.domain.labels import plural
from caseapp.errors import CaseappError
from caseapp.services.lettres_envoi import DOCX, PDF, LettreAFaire
from caseapp.services.lettres_modeles import ModeleRow
from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.forms.sheet_frame import SheetFrame
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.plain_text import button_text, plain_label, tooltip
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.choice_box import ChoiceBox

TITLE = "Lettres"
BY_DECISION, BOTH = "Lettre de la décision", "Word et PDF"
FORMATS = {None: (DOCX, PDF), DOCX: (DOCX,), PDF: (PDF,)}
NOTHING = "Aucune lettre à faire : aucune décision n'est prise, ou aucune demande n'est concernée."
TO_ADAPT = (
    "Certaines de ces lettres ont un passage entre crochets à adapter : modifiez leur modèle, ou la lettre."
)
PROVISIONAL = (
    "Séance non close : ces décisions peuvent encore changer. Cochez ce qui doit partir malgré tout."
)
_WIDTH, _NAME_WIDTH, _SLICE = 640, 540, 25
Read = Callable[[str | None], tuple[LettreAFaire, ...]]
"""Returns, in a worker, the letters of a model, or of each decision for None."""


class LettersSheet(SheetFrame):
    """One box a letter; a letter with a notice is ticked by hand, and says why under its box."""

    chosen = Signal(object, object, object)
    """Ids of the requests (`tuple[int, ...]`), code of the model or None, formats (`tuple[str, ...]`)."""
    models_asked = Signal()
    """Show the models."""

    def __init__(self, window: QWidget, context: UiContext, read: Read) -> None:
        content = QWidget()
        super().__init__(window, context.theme, TITLE, content, _WIDTH)
        self._read = read
        self._reading = LatestTask(context.tasks, self)
        self.boxes: dict[int, QCheckBox] = {}
        self._rows: list[QWidget] = []
        self._waiting: list[LettreAFaire] = []
        self._lettres: tuple[LettreAFaire, ...] = ()
        self._ticked: dict[int, bool] = {}
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(self._theme.px(8))
        self.model = ChoiceBox("Lettre", BY_DECISION)
        self.format = ChoiceBox("Format", BOTH)
        self.format.set_choices((Choice(DOCX, "Word (DOCX)"), Choice(PDF, "PDF")))
        self.sentence, self.problem = plain_label(), plain_label(role="erreur")
        for label in (self.sentence, self.problem):
            label.setWordWrap(True)
        self.all_link = link_button("Tout cocher", partial(self._tick_all, on=True))
        self.none_link = link_button("Tout décocher", partial(self._tick_all, on=False))
        self.models_link = link_button("Modèles de lettres", self.models_asked.emit)
        self.cancel_button = plain_button("Annuler", self.cancel)
        self.write_button = plain_button("Écrire", self.submit, primary=True)
        self._lay_out()
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill)
        self.model.currentIndexChanged.connect(lambda _: self.reload())

    def _lay_out(self) -> None:
        px = self._theme.px
        choices, links, row = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        choices.addWidget(self.model, 2)
        choices.addWidget(self.format, 1)
        for link in (self.all_link, self.none_link):
            links.addWidget(link)
        links.addStretch(1)
        row.addWidget(self.models_link)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.write_button)
        for line in (choices, links, row):
            line.setSpacing(px(14))
        self.head.addLayout(choices)
        self.head.addWidget(self.sentence)
        self.head.addLayout(links)
        self.foot.addWidget(self.problem)
        self.foot.addLayout(row)
        self.problem.hide()

    def open(self) -> None:
        """Show the sheet and read the letters; the keyboard then goes to what writes them."""
        self.cover()
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reload()

    def offer_models(self, rows: tuple[ModeleRow, ...]) -> None:
        """Offer the letters that announce no decision beside those of the decisions."""
        self.model.set_choices(
            tuple(Choice(one.modele.code, one.modele.libelle) for one in rows if one.modele.decision is None)
        )

    def reload(self) -> None:
        """Read the letters again; what was ticked by hand stays so."""
        self.write_button.setEnabled(False)
        self._reading.ask(partial(self._read, self.model.key()), self._show, self.refuse)

    def refuse(self, error: CaseappError) -> None:
        """Say why there is nothing to tick."""
        self.problem.setText(str(error))
        self.problem.show()

    def submit(self) -> None:
        """Ask for the letters that are ticked, when there is one."""
        ids = self._chosen()
        if not ids or self._reading.is_busy or not self.write_button.isEnabled():
            return
        code, formats = self.model.key(), FORMATS[self.format.key()]
        self.uncover()
        self.chosen.emit(ids, code, formats)

    def _show(self, lettres: tuple[LettreAFaire, ...]) -> None:
        self.problem.hide()
        for widget in self._rows:
            self._lines.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.boxes, self._rows = {}, []
        self._lettres, self._waiting = lettres, list(lettres)
        self._fill()
        self._filling.start(0)

    def _fill(self) -> None:
        """Add the next boxes, in the order of Tab; all at once would keep the window from answering."""
        metrics, width = QFontMetrics(self._theme.font()), self._theme.px(_NAME_WIDTH)
        added, self._waiting = self._waiting[:_SLICE], self._waiting[_SLICE:]
        before: QWidget = next(reversed(self.boxes.values()), self.none_link)
        for one in added:
            line = _Line(one, metrics, width)
            line.box.setChecked(not one.empechement and self._ticked.get(one.aide_id, one.cochee))
            line.box.clicked.connect(partial(self._note, one.aide_id))
            self._lines.addWidget(line)
            QWidget.setTabOrder(before, line.box)
            self.boxes[one.aide_id] = line.box
            self._rows.append(line)
            before = line.box
        if not self._waiting:
            self._filling.stop()
            QWidget.setTabOrder(before, self.models_link)
            self.place()
        self._say()
        if self.cancel_button.hasFocus() and self.write_button.isEnabled():
            self.write_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _note(self, aide_id: int, ticked: bool) -> None:
        self._ticked[aide_id] = ticked
        self._say()

    def _tick_all(self, *, on: bool) -> None:
        """Tick every letter but those that are ticked one by one, or untick them all."""
        alone = {one.aide_id for one in self._lettres if one.une_a_une}
        for ident, box in self.boxes.items():
            if box.isEnabled() and not (on and ident in alone):
                box.setChecked(on)
                self._ticked[ident] = on
        self._say()

    def _chosen(self) -> tuple[int, ...]:
        return tuple(ident for ident, box in self.boxes.items() if box.isChecked())

    def _say(self) -> None:
        ids = set(self._chosen())
        count = len(ids)
        self.write_button.setText(f"Écrire {plural(count, 'lettre')}" if count else "Écrire")
        self.write_button.setEnabled(bool(count) and not self._waiting)
        adapted = any(one.modele.a_adapter for one in self._lettres if one.aide_id in ids)
        said = [f"{plural(len(self._lettres), 'lettre possible', 'lettres possibles')}."]
        said += [PROVISIONAL] if any(one.provisoire for one in self._lettres) else []
        said += [TO_ADAPT] if adapted else []
        self.sentence.setText(" ".join(said) if self._lettres else NOTHING)


class _Line(QWidget):
    """The box of a letter, and under it what must be known before it is ticked."""

    def __init__(self, one: LettreAFaire, metrics: QFontMetrics, width: int) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        name = f"{one.famille} (protégée)" if one.protegee else one.famille
        said = f"{one.reference} · {name} · {one.modele.libelle}"
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, width)
        self.box = QCheckBox(button_text(shown))
        notices = " ".join((*one.avertissements, one.empechement)).strip()
        self.box.setAccessibleName(f"{said}. {notices}" if notices else said)
        self.box.setEnabled(not one.empechement)
        if shown != said:
            self.box.setToolTip(tooltip(said))
        column.addWidget(self.box)
        if notices:
            label = plain_label(notices, role="note")
            label.setWordWrap(True)
            label.setIndent(metrics.height() + 6)
            column.addWidget(label)
