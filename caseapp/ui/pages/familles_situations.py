"""The situation of a family on a day, and the earlier ones, as cards."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.labels import format_date, format_number
from caseapp.services.familles import Fiche, SituationRow
from caseapp.ui.clipboard import Clipboard
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_foyer import FoyerCard
from caseapp.ui.pages.familles_words import age, situation_line, situation_pairs
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.copy_label import CopyLabel

_SHOWN = 12
"""Earlier situations shown before the others are asked for."""
_PADDING = 6


class PairList(QWidget):
    """Titles and values, a line under each pair."""

    def __init__(self, theme: Theme, clipboard: Clipboard) -> None:
        super().__init__()
        self._theme, self._clipboard = theme, clipboard
        self._values: list[CopyLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        self._grid.setHorizontalSpacing(theme.px(14))
        self._grid.setVerticalSpacing(2 * theme.px(_PADDING))
        self._grid.setColumnStretch(1, 1)

    def add(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Add pairs after the others."""
        for title, text in pairs:
            value = CopyLabel(self._clipboard)
            value.setText(text)
            row = len(self._values)
            self._values.append(value)
            self._grid.addWidget(plain_label(title, role="phrase"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for value in self._values[:-1]:
            bottom = value.geometry().bottom() + self._theme.px(_PADDING)
            painter.fillRect(0, bottom, self.width(), 1, self._theme.colour("bord-doux"))
        painter.end()


class SituationCards(QScrollArea):
    """The right-hand column of a Fiche."""

    change_requested = Signal()
    """To correct or change the situation."""
    person_added = Signal()
    person_changed = Signal(object)
    person_removed = Signal(object)
    """A `PersonneRow`, as for the signal before."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_fiche(self, fiche: Fiche, today: date) -> None:
        """Show the situations of another family, or of the same one changed."""
        present = fiche.situation
        coming = [one for one in fiche.situations if one.date_effet > today]
        earlier = [one for one in fiche.situations if one.date_effet <= today and one is not present]
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._present(fiche, today))
        column.addWidget(self._household(fiche, today))
        for title, situations in (("Situations à venir", coming), ("Situations antérieures", earlier)):
            if situations:
                column.addWidget(self._others(title, situations))
        column.addStretch(1)
        self.setWidget(content)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(content.minimumSizeHint().width() + bar)

    def _present(self, fiche: Fiche, today: date) -> Card:
        born = fiche.famille.date_naissance
        pairs = [("Naissance", f"{format_date(born)} ({age(born, today)})")] if born else []
        if fiche.situation is not None:
            pairs += situation_pairs(fiche.situation, today)
        card = Card(f"Situation au {format_date(today)}")
        words = "Corriger ou changer" if fiche.situations else "Ajouter une situation"
        card.add_action(link_button(words, self.change_requested.emit))
        card.body.addWidget(self._list(pairs))
        if fiche.situation is None:
            card.body.addWidget(_note("Aucune situation n'est encore connue à cette date."))
        return card

    def _household(self, fiche: Fiche, today: date) -> FoyerCard:
        card = FoyerCard(fiche.personnes, today)
        card.added.connect(self.person_added)
        card.changed.connect(self.person_changed)
        card.removed.connect(self.person_removed)
        return card

    def _others(self, title: str, situations: Sequence[SituationRow]) -> Card:
        pairs = [(format_date(one.date_effet), situation_line(one)) for one in situations]
        card, listed = Card(title), self._list(pairs[:_SHOWN])
        card.body.addWidget(listed)
        if rest := pairs[_SHOWN:]:
            more = link_button(f"Voir les {format_number(len(rest))} autres", lambda: listed.add(rest))
            more.clicked.connect(more.hide)
            card.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _list(self, pairs: Sequence[tuple[str, str]]) -> PairList:
        made = PairList(self._context.theme, self._context.clipboard)
        made.add(pairs)
        return made


def _note(text: str) -> QLabel:
    label = plain_label(text, role="phrase")
    label.setWordWrap(True)
    return label
