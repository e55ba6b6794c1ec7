"""Beside the agenda: the next permanence, and what is left to complete."""

from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from caseapp.domain.labels import format_time, plural
from caseapp.services.agenda_controles import HONORE
from caseapp.services.agenda_rows import RendezVousRow
from caseapp.services.permanences import Creneau, Feuille
from caseapp.ui.pages.agenda_words import (
    hours_words,
    long_day,
    name_words,
    permanence_title,
    spoken_rendez_vous,
)
from caseapp.ui.plain_text import plain_label, tooltip
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card

WIDTH = 246
_SLOTS, _LINES = 9, 7
_NAME = 140
"""Width of a name, at 100 %, cut beyond."""


class NextPermanence(Card):
    """Who comes to the next permanence."""

    opened = Signal(object)
    """The permanence to show on its page."""
    sheet_wanted = Signal(object)
    """The sheet to take away."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title_line = plain_label(role="titre-carte")
        self._title_line.setWordWrap(True)
        self._when = plain_label(role="phrase")
        self._when.setWordWrap(True)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(12)
        self._lines.setVerticalSpacing(7)
        self._lines.setColumnStretch(1, 1)
        self.paper = plain_button("Feuille à emporter", lambda: self.sheet_wanted.emit(self._sheet))
        self.open_button = link_button("Ouvrir", self._open)
        self._sheet: Feuille | None = None
        foot = QHBoxLayout()
        foot.addWidget(self.paper)
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        self.body.addWidget(self._title_line)
        self.body.addWidget(self._when)
        self.body.addLayout(self._lines)
        self.body.addLayout(foot)
        self.show_sheet(None)

    def show_sheet(self, sheet: Feuille | None) -> None:
        """Show a sheet, or that no permanence comes."""
        self._sheet = sheet
        _clear(self._lines)
        for button in (self.paper, self.open_button):
            button.setVisible(sheet is not None)
        if sheet is None:
            self._name("Prochaine permanence")
            self._when.setText("Aucune dans les deux mois. Les calendriers se règlent à la page Permanences.")
            return
        row = sheet.permanence
        self._name(permanence_title(row))
        self._when.setText(", ".join(part for part in (long_day(row.date), hours_words(row)) if part))
        for number, line in enumerate(islice(sheet.creneaux, _SLOTS)):
            self._add(number, line)
        left = len(sheet.creneaux) - _SLOTS
        if left > 0:
            self._lines.addWidget(plain_label(f"+ {plural(left, 'ligne')}", role="note"), _SLOTS, 1)

    def _name(self, title: str) -> None:
        self._title_line.setText(title)
        self.setAccessibleName(title)

    def _add(self, number: int, line: Creneau) -> None:
        hour = plain_label("" if line.heure is None else f"{line.heure:%H:%M}".lstrip("0"))
        hour.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name = _short("libre" if line.rendez_vous is None else line.rendez_vous.famille, self._theme)
        if line.rendez_vous is None:
            name.setProperty("role", "phrase")
        self._lines.addWidget(hour, number, 0)
        self._lines.addWidget(name, number, 1)

    def _open(self) -> None:
        if self._sheet is not None:
            self.opened.emit(self._sheet.permanence)


class ToComplete(Card):
    """The user's entries to finish, and the appointments past that nobody marked."""

    opened = Signal(object)
    """The identifier of the appointment to open."""
    marked = Signal(object, str)
    """Its identifier, and its new statut."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("À compléter")
        self._theme = theme
        self._sentence = plain_label(role="phrase")
        self._sentence.setWordWrap(True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addWidget(self._sentence)
        self.body.addLayout(self._lines)
        self.show_rows(())

    def show_rows(self, rows: Sequence[RendezVousRow]) -> None:
        """Show these, the first ones named."""
        _clear(self._lines)
        hurried = sum(row.a_completer for row in rows)
        late = len(rows) - hurried
        said = [plural(hurried, "saisie") + " à finir"] if hurried else []
        said += [f"{plural(late, 'rendez-vous', 'rendez-vous')} {_passed(late)} sans suite"] if late else []
        self._sentence.setText(", ".join(said) or "Rien n'attend.")
        for row in rows[:_LINES]:
            self._lines.addWidget(self._line(row))
        if len(rows) > _LINES:
            left = plain_label(f"… et {plural(len(rows) - _LINES, 'autre')}", role="note")
            self._lines.addWidget(left)

    def _line(self, row: RendezVousRow) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        name = link_button(_cut(row.famille, self._theme), lambda: self.opened.emit(row.id))
        name.setAccessibleName(f"Ouvrir : {spoken_rendez_vous(row)}")
        name.setToolTip(tooltip(spoken_rendez_vous(row)))
        layout.addWidget(name)
        layout.addStretch(1)
        if row.a_completer:
            layout.addWidget(plain_label("à finir", role="attention"))
        else:
            came = link_button("honoré ?", lambda: self.marked.emit(row.id, HONORE))
            came.setAccessibleName(f"Marquer honoré : {name_words(row)}, {_when(row)}")
            layout.addWidget(came)
        return line


def _passed(count: int) -> str:
    return "passés" if count > 1 else "passé"


def _when(row: RendezVousRow) -> str:
    hour = "" if row.heure is None else f", {format_time(row.heure)}"
    return f"{long_day(row.date)}{hour}"


def _cut(text: str, theme: Theme) -> str:
    metrics = QLabel().fontMetrics()
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, theme.px(_NAME - 28))


def _short(text: str, theme: Theme) -> QLabel:
    label = plain_label()
    label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, theme.px(_NAME)))
    label.setToolTip(tooltip(text))
    return label


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
