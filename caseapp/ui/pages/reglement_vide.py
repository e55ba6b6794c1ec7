"""A year without a règlement: how to begin it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from caseapp.services.perimetre import Choice
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.empty_state import EmptyState

_SENTENCE = (
    "Aucun règlement pour {}. Il dit, aide par aide, pour qui, combien, et sur quelle ligne budgétaire."
)


class EmptyYear(Card):
    """Offers to copy the last year, to take a shipped example, to import a file, to begin from nothing."""

    copy_requested = Signal(int)
    """The year to copy."""
    example_requested = Signal(str)
    """The path of an example."""
    import_requested = Signal()
    begin_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._state = EmptyState("")
        self.body.addWidget(self._state, 1)

    def show_year(self, annee: int, before: int | None, examples: Sequence[Choice]) -> None:
        """Say that a year has none; `before` is the last year that has one."""
        shown = (annee, before, tuple(examples))
        if shown == self._shown:
            return
        self._shown = shown
        former, sentence = self._state, _SENTENCE.format(annee)
        if before is None:
            self._state = EmptyState(sentence, "Importer un fichier", self.import_requested.emit)
        else:
            self._state = EmptyState(
                sentence, f"Copier {before} vers {annee}", partial(self.copy_requested.emit, before)
            ).with_link("Importer un fichier", self.import_requested.emit)
        for one in examples:
            self._state.with_link(
                f"Partir de l'exemple : {one.label}", partial(self.example_requested.emit, one.key)
            )
        self._state.with_link("Commencer sans rien", self.begin_requested.emit)
        self.body.replaceWidget(former, self._state)
        former.deleteLater()
