"""The card of a household: its people, added, changed and removed by keyboard."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.domain.labels import format_date
from caseapp.services.famille_saisie_foyer import PersonneRow
from caseapp.ui.pages.familles_words import age
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card


class FoyerCard(Card):
    """One line a person: first name, link, age."""

    added = Signal()
    changed = Signal(object)
    """The `PersonneRow` to change."""
    removed = Signal(object)
    """The `PersonneRow` to remove."""

    def __init__(self, people: tuple[PersonneRow, ...], today: date) -> None:
        super().__init__("Foyer")
        add = link_button("Ajouter", self.added.emit)
        add.setAccessibleName("Ajouter une personne au foyer")
        self.add_action(add)
        for one in people:
            self.body.addWidget(self._line(one, today))
        if not people:
            empty = plain_label("Personne n'est noté à côté de la personne de référence.", role="phrase")
            empty.setWordWrap(True)
            self.body.addWidget(empty)

    def _line(self, one: PersonneRow, today: date) -> QWidget:
        name = plain_label(f"{one.prenom} {one.nom or ''}".strip())
        name.setWordWrap(True)
        under = plain_label(person_words(one, today), role="note")
        under.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(under)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(4)
        row.addLayout(words, 1)
        for text, signal in (("Modifier", self.changed), ("Retirer", self.removed)):
            button = link_button(text, partial(signal.emit, one))
            button.setAccessibleName(f"{text} {one.prenom}")
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line


def person_words(one: PersonneRow, today: date) -> str:
    """Say the link, the age and the birth date: `Enfant, 4 ans (14/03/2022)`."""
    born = one.date_naissance
    years = age(born, today) if born else ""
    aged = f"{years} ({format_date(born)})" if years else format_date(born)
    return ", ".join(part for part in (one.lien, aged) if part)
