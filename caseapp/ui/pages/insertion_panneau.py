"""The RSA follow-up chosen in the list, card under card, with its deadlines."""

from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.services.suivis_rsa import SuiviVue
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.insertion_cartes import Asked, CardParts, FilledCard, obstacles_subtitle
from caseapp.ui.widgets.echeances_dossier import EcheancesPanel

WIDTH = 320
_GAP = 14


class SuiviPanel(QScrollArea):
    """Shows one follow-up; what is asked of it goes through `asked`."""

    left = Signal()
    """What had the keyboard is no longer shown."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__()
        self._theme, self._today = context.theme, navigator.today
        self.vue: SuiviVue | None = None
        self.asked = Asked(self)
        self._parts = CardParts(context, self.asked)
        self.head = FilledCard("")
        self.deadlines = EcheancesPanel(workspace, context, navigator)
        self.contracts = FilledCard("Contrat et réexamens")
        self.obstacles = FilledCard("Freins et démarches")
        self.shared = FilledCard("Co-accompagnement")
        self._lay_out()
        self._ordering = QTimer(self, singleShot=True, interval=0)
        self._ordering.timeout.connect(self._order_tabs)
        self.deadlines.installEventFilter(self)
        context.theme.changed.connect(self._dress)
        self._dress()

    def _lay_out(self) -> None:
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Suivi choisi")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(_GAP)
        for card in (self.head, self.deadlines, self.contracts, self.obstacles, self.shared):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(content)

    def _dress(self) -> None:
        self.setMinimumWidth(self._theme.px(WIDTH))
        if self.vue is not None:
            self._fill(self.vue, self._today())

    def show_vue(self, vue: SuiviVue) -> None:
        """Show a follow-up; what had the keyboard keeps it."""
        same = self.vue is not None and self.vue.row.id == vue.row.id
        focused = self._focused()
        place = self.verticalScrollBar().value() if same else 0
        self.vue = vue
        self._fill(vue, self._today())
        if not same:
            self.deadlines.show_dossier(Domaine.RSA, vue.row.id)
        self.verticalScrollBar().setValue(place)
        again = self._find(focused) if focused and same else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focused is not None:
            self.left.emit()

    def forget(self) -> None:
        """Show nothing."""
        self.vue = None
        self.deadlines.clear()

    def _fill(self, vue: SuiviVue, today: date) -> None:
        gap = self._theme.px(6)
        self.head.fill(self._parts.head(vue, today), gap)
        self.contracts.fill(self._parts.contracts(vue), gap)
        self.obstacles.set_title("Freins et démarches", obstacles_subtitle(vue))
        self.obstacles.fill(self._parts.obstacles(vue), gap)
        self.shared.fill(self._parts.shared(vue), gap)
        self._ordering.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Order the keyboard again when the deadlines, which read themselves, are other ones."""
        if watched is self.deadlines and event.type() == QEvent.Type.LayoutRequest:
            self._ordering.start()
        return False

    def _order_tabs(self) -> None:
        """Let Tab go from card to card as they stand, each being made again in its own time."""
        cards = (self.head, self.deadlines, self.contracts, self.obstacles, self.shared)
        stops = [one for card in cards for one in card.findChildren(QWidget) if _is_stop(one)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def focus_inside(self) -> None:
        """Take the keyboard: to the first link."""
        inside = self.findChildren(QWidget)
        first = next((one for one in inside if _is_stop(one) and one.isVisibleTo(self)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH), self._theme.px(60))

    def _find(self, name: str) -> QWidget | None:
        cards = (self.head, self.contracts, self.obstacles, self.shared)
        found = (card.content.findChild(QWidget, name) for card in cards)
        return next((one for one in found if one is not None), None)

    def _focused(self) -> str | None:
        """Return the name of what has the keyboard in the cards; the deadlines keep their own."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused) or self.deadlines.isAncestorOf(focused):
            return None
        return focused.objectName()


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
