"""How the fields of the quick entry answer one another, and the keys that go straight to the point."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from caseapp.domain.nomenclature import StatutRendezVous
from caseapp.services.perimetre import Choice
from caseapp.services.saisie import PROPOSE, Genre
from caseapp.services.saisie_propositions import FamilleSaisie, Propositions
from caseapp.ui.forms import Form
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.saisie.rows import habit, hidden_fields, same_again
from caseapp.ui.tasks import TaskRunner

HELD = StatutRendezVous.HONORE.value
LETTERS = {
    Qt.Key.Key_E: Genre.ENTRETIEN, Qt.Key.Key_A: Genre.APPEL, Qt.Key.Key_V: Genre.VISITE,
    Qt.Key.Key_D: Genre.DROITS, Qt.Key.Key_N: Genre.ANONYME,
}  # fmt: skip
"""With Alt, from any field: the kind of contact."""


class Wiring(QObject):
    """Lives with the form; `about` reads what must be known of a family, in a worker."""

    noticed = Signal(tuple)
    """What must be known of the family chosen, in sentences."""

    def __init__(
        self,
        form: Form,
        propositions: Propositions,
        about: Callable[[int], FamilleSaisie],
        tasks: TaskRunner,
        today: date,
    ) -> None:
        super().__init__(form)
        self._form, self._propositions, self._about, self._today = form, propositions, about, today
        self._asking = LatestTask(tasks, self)
        self._known: FamilleSaisie | None = None
        self._wanted: str | None = None
        self._filling = False
        self._chosen_by_user: set[str] = set()
        form.changed.connect(self._changed)
        for widget in (form, *form.findChildren(QWidget)):
            widget.installEventFilter(self)

    def know(self, about: FamilleSaisie | None) -> None:
        """Take what was already read of the family that the sheet opens with."""
        self._known = about

    def duplicate(self) -> None:
        """Fill the sheet with the last entry again."""
        last = self._propositions.derniere
        if last is None:
            return
        self._wanted = None if last.intervention_id is None else str(last.intervention_id)
        self._chosen_by_user.add("intervention")
        self._fill(same_again(last, self._propositions.derniere_famille))
        self._propose_intervention()
        self._form.editor("note" if last.famille_id is not None else "date").focus()

    @property
    def is_untouched(self) -> bool:
        """Whether nobody was chosen and nothing was written."""
        raw = self._form.raw()
        return not raw["famille"] and not raw["note"]

    def _fill(self, values: Mapping[str, object]) -> None:
        before, self._filling = self._filling, True
        for key, value in values.items():
            self._form.editor(key).set_value(value)
        self._filling = before

    def _changed(self, key: str) -> None:
        if not self._filling and self._is_used(key):
            self._chosen_by_user.add(key)
        if key == "genre":
            self._choose_genre()
        elif key == "date":
            self._date_changed()
        elif key == "famille":
            self._famille_changed()

    def _is_used(self, key: str) -> bool:
        """Tell whether a change is the user's: the keyboard is in the field, or a list has just closed."""
        field, focused = self._form.editor(key).widget, QApplication.focusWidget()
        inside = focused is not None and (focused is field or field.isAncestorOf(focused))
        return inside or QApplication.activePopupWidget() is not None

    def _choose_genre(self) -> None:
        genre = Genre(str(self._form.value("genre") or Genre.ENTRETIEN))
        hidden = hidden_fields(genre)
        for key in ("famille", "mode", "lieu", "intervention", "niveau", "note"):
            self._form.set_visible(key, key not in hidden)
        if not self._filling and not self._chosen_by_user & {"mode", "lieu"}:
            self._fill(habit(self._propositions, genre))
        focused = QApplication.focusWidget()
        if focused is not None and self._form.isAncestorOf(focused) and not focused.isVisible():
            self._form.editor("date").focus()

    def _date_changed(self) -> None:
        """Propose what is to come, hold what has come, unless the statut was chosen."""
        day = self._form.value("date")
        if isinstance(day, date) and "statut" not in self._chosen_by_user:
            self._fill({"statut": PROPOSE if day > self._today else HELD})

    def _famille_changed(self) -> None:
        key = self._form.value("famille")
        if key is None:
            self._asking.forget()
            self._tell(None)
        elif self._known is not None and self._known.famille.key == key:
            self._tell(self._known)
        else:
            self._asking.ask(partial(self._about, int(str(key))), self._tell, lambda _: None)
        if key is not None and not self._filling:
            QTimer.singleShot(0, self, self._go_to_note)

    def _tell(self, about: FamilleSaisie | None) -> None:
        self._known = about
        self.noticed.emit(() if about is None else about.notices)
        before, self._filling = self._filling, True
        self._form.set_choices("intervention", () if about is None else about.interventions)
        self._filling = before
        if about is None:
            self._chosen_by_user.discard("intervention")
        self._propose_intervention()

    def _propose_intervention(self) -> None:
        about = self._known
        if self._wanted is not None and about is not None:
            self._fill({"intervention": self._wanted})
            self._wanted = None
        elif about is not None and "intervention" not in self._chosen_by_user:
            self._fill({"intervention": about.proposee})

    def _go_to_note(self) -> None:
        """Once the family is chosen from the keyboard, what is left to write is the note."""
        near = [self._form.editor(key).widget for key in ("famille", "genre")]
        focused = QApplication.focusWidget()
        if focused is None or any(one is focused or one.isAncestorOf(focused) for one in near):
            self._form.editor("note").focus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in LETTERS:
            self._form.editor("genre").set_value(LETTERS[Qt.Key(event.key())].value)
            return True
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_D:
            self.duplicate()
            return True
        return False


def label_of(choices: tuple[Choice, ...], key: str | None) -> str:
    """Return what a choice is called, empty when it is none of them."""
    return next((one.label for one in choices if one.key == key), "")
