"""Whose agenda is shown: mine, everybody's, or that of a few."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton
from typing_extensions import override

from caseapp.services.agents import AgentRow
from caseapp.ui.plain_text import button_text
from caseapp.ui.widgets.buttons import plain_button

MINE, TEAM = "Mon agenda", "Équipe"


class _StayingMenu(QMenu):
    """Stays open while agents are ticked."""

    @override
    def mouseReleaseEvent(self, arg__1: QMouseEvent) -> None:
        if not self._tick(self.actionAt(arg__1.position().toPoint())):
            super().mouseReleaseEvent(arg__1)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        if arg__1.text() != " " or not self._tick(self.activeAction()):
            super().keyPressEvent(arg__1)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable():
            return False
        action.trigger()
        return True


class TeamButton(QPushButton):
    """Opens the list of agents; `chosen` says which."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(MINE)
        self._me: int | None = None
        self._ticked: set[int] = set()
        self._everybody = False
        self._offered: tuple[tuple[AgentRow, ...], int | None] | None = None
        self.setProperty("menu", True)
        self.setAutoDefault(False)
        self.choices = _StayingMenu(self)
        self.choices.aboutToShow.connect(self._fill)
        self.setMenu(self.choices)
        self._say()

    @property
    def chosen(self) -> frozenset[int] | None:
        """Whose appointments are shown: the user's when it is empty, everybody's when it is None."""
        return None if self._everybody else frozenset(self._ticked)

    @property
    def is_team(self) -> bool:
        """Whether others than the user may be shown."""
        return self.chosen != frozenset() or self._me is None

    def offer(self, agents: Sequence[AgentRow], me: int | None) -> None:
        """Offer these agents, keeping those that are ticked."""
        offered = (tuple(agents), me)
        if offered != self._offered:
            self._offered, self._me = offered, me
            self._ticked &= {agent.id for agent in agents}
            self._fill()
            self._say()

    def _fill(self) -> None:
        """Fill the menu: nothing of it is kept here, Qt deletes its actions when it is filled again."""
        agents = () if self._offered is None else self._offered[0]
        self.choices.clear()
        self.choices.addAction(MINE).triggered.connect(lambda *_: self.choose(everybody=False))
        self.choices.addAction("Toute l'équipe").triggered.connect(lambda *_: self.choose(everybody=True))
        self.choices.addSeparator()
        for agent in agents:
            action = self.choices.addAction(button_text(agent.label))
            action.setCheckable(True)
            action.setChecked(agent.id in self._ticked)
            action.toggled.connect(lambda ticked, key=agent.id: self._tick(key, ticked=ticked))

    def choose(self, *, everybody: bool) -> None:
        """Show the agenda of everybody, or the user's."""
        self._everybody, self._ticked = everybody, set()
        self._tell()

    def _tick(self, key: int, *, ticked: bool) -> None:
        self._everybody = False
        self._ticked = self._ticked | {key} if ticked else self._ticked - {key}
        self._tell()

    def _tell(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        chosen = self.chosen
        team = f"{TEAM} ({len(chosen)})" if chosen else TEAM
        words = team if self.is_team else MINE
        self.setText(words)
        self.setAccessibleName(f"Agenda montré : {words}")


def toggle(text: str, name: str) -> QPushButton:
    """Return one of two buttons of which one is always down."""
    button = plain_button(text, lambda: None)
    button.setCheckable(True)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    button.toggled.connect(lambda checked: button.setFocusPolicy(_policy(checked=checked)))
    return button


def _policy(*, checked: bool) -> Qt.FocusPolicy:
    """Let Tab stop at the one that is down; the arrows lead to the other."""
    return Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus
