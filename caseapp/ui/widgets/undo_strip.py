"""A strip that says what was just done, with the link that undoes it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from caseapp.errors import CaseappError
from caseapp.services.historique import Etape, HistoriqueService
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tasks import TaskRunner
from caseapp.ui.widgets.buttons import link_button


class UndoStrip(QFrame):
    """Hidden until something is told, and once the store was written again."""

    def __init__(self, historique: HistoriqueService, tasks: TaskRunner, navigator: Navigator) -> None:
        super().__init__()
        self._historique, self._navigator = historique, navigator
        self._undoing = LatestTask(tasks, self)
        self.setObjectName("bandeau")
        self._sentence = plain_label()
        self._sentence.setWordWrap(True)
        self.link = link_button("Annuler (Ctrl+Z)", self._undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.link)
        navigator.data_changed.connect(self.clear)
        self.hide()

    def tell_step(self, sentence: str) -> None:
        """Say a step just done, which the link undoes; the pages must have been told before."""
        self._show(sentence, "succes", undoes=True)

    def say(self, sentence: str) -> None:
        """Say why something could not be done."""
        self._show(sentence, "danger", undoes=False)

    def clear(self) -> None:
        """Say nothing any more."""
        self.hide()

    def _show(self, sentence: str, tone: str, *, undoes: bool) -> None:
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.setProperty("ton", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.link.setVisible(undoes)
        self.show()

    def _undo(self) -> None:
        if self._undoing.is_busy:
            return

        def done(_step: Etape) -> None:
            self._navigator.data_changed.emit()

        def refused(error: CaseappError) -> None:
            self.say(str(error))

        self._undoing.ask(self._historique.undo, done, refused)
