"""The head of a Fiche: who it is, how to reach them, what must be known before doing so."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from caseapp.services.familles import Contact, Fiche
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_echeances import DeadlineStrip
from caseapp.ui.pages.familles_suivi_lines import ActionRow
from caseapp.ui.pages.familles_words import SEPARATOR, full_name, identity, masked_contact, reach, resources
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.copy_label import CopyLabel
from caseapp.ui.widgets.parts_label import PartsLabel

_WORDS = 330
"""Least width of the words beside the actions, at 100 %."""
_LOW = 480
"""Height of the window, at 100 %, under which deadlines are said in a few words."""
_LONG_NAME = 40
"""Letters above which a name may take several lines."""
_MASKED = "coordonnées masquées, chaque affichage est tracé."
_REVEALED = "coordonnées affichées, cette consultation est tracée."


class ProtectionStrip(QFrame):
    """Says that a family is protected, and shows its contact when asked."""

    contact_requested = Signal()
    contact_hidden = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bandeau")
        self._revealed = False
        self._sentence = plain_label()
        self._sentence.setWordWrap(True)
        self.link: QPushButton = link_button("Afficher le contact", self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(5)
        row.addWidget(plain_label("Famille protégée :", role="alerte"))
        row.addWidget(self._sentence, 1)
        row.addWidget(self.link)

    def _ask(self) -> None:
        (self.contact_hidden if self._revealed else self.contact_requested).emit()

    def set_state(self, *, has_contact: bool, revealed: bool) -> None:
        """Say whether the contact is masked, shown, or not known at all."""
        self._revealed = revealed
        masked = _MASKED if has_contact else "aucun contact n'est enregistré."
        self.say(_REVEALED if revealed else masked)
        self.link.setText("Masquer le contact" if revealed else "Afficher le contact")
        self.link.setToolTip("" if revealed else "La consultation est tracée à votre nom")
        self.link.setAccessibleDescription(_REVEALED if revealed else _MASKED)
        self.link.setVisible(has_contact)

    def say(self, sentence: str) -> None:
        """Say something else, such as why the contact cannot be shown."""
        self._sentence.setText(sentence)


class NoticeStrip(QFrame):
    """Says what must be known before reaching a family."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bandeau")
        self.setProperty("ton", "danger")
        self._sentence = plain_label(role="alerte")
        self._sentence.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.addWidget(self._sentence)

    def show_notices(self, notices: Sequence[str]) -> None:
        """Say the notices of another family; nothing takes no room."""
        said = " ".join(notices)
        self._sentence.setText(said)
        self.setAccessibleName(said)
        self.setVisible(bool(said))


class FicheHeader(QWidget):
    """Name and household, resources and contact, then the strip of a protected family."""

    back_requested = Signal()
    edit_requested = Signal()
    merge_requested = Signal()
    intervention_requested = Signal()
    note_requested = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._theme = context.theme
        self._resources = ""
        self._name = CopyLabel(context.clipboard, role="titre")
        self._identity = PartsLabel(context.clipboard, SEPARATOR, role="phrase")
        self._second = PartsLabel(context.clipboard, SEPARATOR, role="phrase")
        self.back = plain_button("Retour aux familles", self.back_requested.emit)
        self.back.setToolTip("Retour aux familles (Échap)")
        self.note = plain_button("Note", self.note_requested.emit)
        self.note.setToolTip("Écrire une note (Ctrl+M)")
        self.new_intervention = plain_button(
            "Nouvelle intervention", self.intervention_requested.emit, primary=True
        )
        self.new_intervention.setToolTip("Nouvelle intervention (Ctrl+I)")
        self.edit = plain_button("Modifier", self.edit_requested.emit)
        self.edit.setToolTip("Modifier la famille (Ctrl+E)")
        self.more = plain_button("Plus", lambda: None)
        self.more.setAccessibleName("Plus d'actions sur la famille")
        self.menu = QMenu(self.more)
        self.menu.addAction("Fusionner avec une autre fiche…", self.merge_requested.emit)
        self.more.setMenu(self.menu)
        self.more.setProperty("menu", True)
        self.notices, self.deadlines = NoticeStrip(), DeadlineStrip()
        self.strip = ProtectionStrip()
        self.strip.contact_hidden.connect(self.mask_contact)
        self._actions = ActionRow(context.theme.px(10), self._buttons())
        self._first, self._head = (QBoxLayout(QBoxLayout.Direction.LeftToRight) for _ in range(2))
        self._fiche: Fiche | None = None
        self._lay_out()
        context.theme.changed.connect(self._arrange)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.back, self.more, self.edit, self.note, self.new_intervention

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._first.addWidget(self._name, 0)
        self._first.addWidget(self._identity, 1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addLayout(self._first)
        words.addWidget(self._second)
        self._head.setSpacing(16)
        self._head.addLayout(words, 1)
        self._head.addWidget(self._actions, 0, top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head)
        column.addWidget(self.notices)
        column.addWidget(self.deadlines)
        column.addWidget(self.strip)

    def _arrange(self) -> None:
        """Set what follows the name on its baseline, or on the next line; the actions beside or under."""
        name, text = QFontMetrics(self._theme.font(20, bold=True)), QFontMetrics(self._theme.font())
        needed = sum((
            name.horizontalAdvance(self._name.text()), text.horizontalAdvance(self._identity.text()),
            self._actions.width_needed, 40,
        ))  # fmt: skip
        fits = needed <= self.width() and not self._name.wordWrap()
        directions = QBoxLayout.Direction
        beside = self.width() >= self._actions.width_needed + self._theme.px(_WORDS)
        self._actions.leave_out(self.back, out=not beside)  # Escape and the navigation go back too
        self._head.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._head.setAlignment(self._actions, Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0))
        self._first.setDirection(directions.LeftToRight if fits else directions.TopToBottom)
        self._first.setSpacing(8 if fits else 2)
        self.deadlines.set_brief(brief=self.window().height() < self._theme.px(_LOW))
        self._identity.setContentsMargins(0, name.ascent() - text.ascent() if fits else 0, 0, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def show_fiche(self, fiche: Fiche, today: date) -> None:
        """Show another family, its contact masked when it is protected; its deadlines are said later."""
        if self._fiche is not None and self._fiche.famille.id != fiche.famille.id:
            self.deadlines.show_alertes(())
        self._fiche = fiche
        name = full_name(fiche.famille)
        self._name.setText(name)
        self._name.setWordWrap(len(name) > _LONG_NAME)
        self._identity.setText(identity(fiche, today))
        self._arrange()
        self._resources = resources(fiche.situation)
        self.notices.show_notices((*fiche.famille.notices, *fiche.alertes))
        self.mask_contact()

    def mask_contact(self) -> None:
        """Show the contact as the list does."""
        if self._fiche is None:
            return
        said = reach(masked_contact(self._fiche))
        self._say_second(said)
        self.strip.setVisible(self._fiche.famille.protection)
        self.strip.set_state(has_contact=bool(said), revealed=False)

    def show_contact(self, contact: Contact) -> None:
        """Show the contact in clear."""
        self._say_second(reach(contact))
        self.strip.set_state(has_contact=True, revealed=True)

    def _say_second(self, contact: str) -> None:
        self._second.setText(SEPARATOR.join(part for part in (self._resources, contact) if part))
        self._second.setVisible(bool(self._second.text()))
