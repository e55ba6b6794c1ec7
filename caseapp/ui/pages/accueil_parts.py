"""The parts of the first page: figures of the year, what is missing, drafts, who uses the program."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from caseapp.services.accueil import BrouillonLigne
from caseapp.services.agents import AgentRow
from caseapp.services.perimetre import Choice
from caseapp.services.releve import Manque
from caseapp.ui.pages.accueil_words import draft_sentence
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.choice_box import ChoiceBox


class FigureCard(Card):
    """One figure: what it counts, its value, which opens its records, what it is compared with."""

    opened = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._label = plain_label(title, role="phrase")
        self.value = link_button("…", self.opened.emit)
        self.value.setProperty("chiffre", True)
        self.value.setAccessibleName(title)
        self._note = plain_label(role="note")
        for wrapped in (self._label, self._note):
            wrapped.setWordWrap(True)
        self.body.setSpacing(2)
        self.body.addWidget(self._label)
        self.body.addWidget(self.value, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        self.setAccessibleName(title)

    def say(self, title: str, value: str, note: str) -> None:
        """Show another value."""
        for label, text in ((self._label, title), (self._note, note)):
            label.setText(text)
        self.value.setText(button_text(value))
        self.value.setToolTip("Ouvrir les dossiers que ce chiffre compte")
        for spoken in (self, self.value):
            spoken.setAccessibleName(f"{title} : {value}, {note}")


class MissingCard(Card):
    """What lacks for the month's return; each line lists its records beside."""

    chosen = Signal(object)
    """The `Manque` to list."""

    def __init__(self) -> None:
        super().__init__("Ce qui manque au relevé du mois")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)

    def show_manques(self, manques: Sequence[Manque]) -> None:
        """Show other lines."""
        _empty(self._lines)
        for manque in manques:
            row = QHBoxLayout()
            row.setSpacing(10)
            words = plain_label(manque.titre)
            words.setWordWrap(True)
            show = link_button(str(manque.nombre), partial(self.chosen.emit, manque))
            show.setAccessibleName(f"Voir : {manque.titre}, {manque.nombre}")
            row.addWidget(words, 1)
            row.addWidget(show)
            holder = QWidget()
            holder.setLayout(row)
            row.setContentsMargins(0, 0, 0, 0)
            self._lines.addWidget(holder)


class DraftStrips(QWidget):
    """One strip a draft that was left aside, at most three."""

    resumed = Signal(object)
    """The `BrouillonRow` to take up again."""
    dropped = Signal(object)
    """The `BrouillonRow` given up."""
    _MOST = 3

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_drafts(self, drafts: Sequence[BrouillonLigne]) -> None:
        """Show other drafts."""
        _empty(self._column)
        for one in drafts[: self._MOST]:
            self._column.addWidget(self._strip(one))
        if len(drafts) > self._MOST:
            self._column.addWidget(plain_label(f"et {len(drafts) - self._MOST} autres", role="note"))
        self.setVisible(bool(drafts))

    def _strip(self, ligne: BrouillonLigne) -> QFrame:
        strip = QFrame()
        strip.setObjectName("bandeau")
        sentence = plain_label(draft_sentence(ligne))
        sentence.setWordWrap(True)
        links = QHBoxLayout()
        links.setSpacing(8)
        for word, signal in (("Reprendre", self.resumed), ("Effacer", self.dropped)):
            links.addWidget(_link(word, ligne, partial(signal.emit, ligne.brouillon)))
        links.addStretch(1)
        column = QVBoxLayout(strip)
        column.setContentsMargins(12, 6, 10, 2)
        column.setSpacing(0)
        column.addWidget(sentence)
        column.addLayout(links)
        return strip


def _link(word: str, ligne: BrouillonLigne, act: Callable[[], object]) -> QWidget:
    link = link_button(word, act)
    link.setAccessibleName(f"{word} : {draft_sentence(ligne)}")
    return link


class WhoStrip(QFrame):
    """Asks once which agent uses the program: the day, the deadlines and the counts are then theirs."""

    said = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bandeau")
        self._sentence: QLabel = plain_label("Qui êtes-vous ? La page montre alors votre journée.")
        self._sentence.setWordWrap(True)
        self.box = ChoiceBox("Votre nom d'agent", "Choisissez votre nom")
        self.box.setMinimumContentsLength(22)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(12)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.box)
        self.box.activated.connect(self._tell)

    def offer(self, agents: Sequence[AgentRow]) -> None:
        """Offer these agents."""
        self.box.set_choices([Choice(str(agent.id), agent.label) for agent in agents])

    def _tell(self) -> None:
        key = self.box.key()
        if key is not None:
            self.said.emit(int(key))


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
