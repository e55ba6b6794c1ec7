"""The cards of an arrears file: its debt, its plan, its facts, the lease and the support."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from caseapp.domain.plan_apurement import resume
from caseapp.domain.pret import Suivi
from caseapp.services.impayes_rows import ImpayeVue, MouvementRow, PlanRow
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_situations import PairList
from caseapp.ui.pages.impaye_dossier_actions import (
    CONSTITUTION,
    CONTACT,
    CORRIGER_FAIT,
    CORRIGER_MOUVEMENT,
    FAIT,
    MODIFIER,
    MODIFIER_PLAN,
    MOUVEMENT,
    PAIEMENT,
    PLAN,
    RENEGOCIER,
    RETIRER_FAIT,
    RETIRER_MOUVEMENT,
    RETIRER_PLAN,
    ROMPRE,
    SOUTIEN,
)
from caseapp.ui.pages.impaye_dossier_columns import fact_columns, instalment_columns, movement_columns
from caseapp.ui.pages.impaye_dossier_words import (
    NO_DEBT,
    NO_FACT,
    NO_PLAN,
    constitution_words,
    debt_words,
    ended_words,
    half_rent_words,
    late_words,
    lease_pairs,
    plan_words,
)
from caseapp.ui.pages.prets_actions import Action
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tables.columns import ColumnSpec
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card

_ROW = 30
"""Pixels of a table row, at 100 %."""


class ActionCard(Card):
    """A card whose buttons ask for something; `asked` carries the `Action` and the row it is about."""

    asked = Signal(object, object)

    def __init__(self, title: str, context: UiContext) -> None:
        super().__init__(title)
        self._context = context
        self.buttons: dict[Action, QPushButton] = {}

    def show_vue(self, vue: ImpayeVue) -> None:
        """Show a file."""
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def button(self, action: Action, row: Callable[[], object] = lambda: None) -> QPushButton:
        """Return a link that asks for an action on the row of a table."""
        button = link_button(action.words, lambda: self.asked.emit(action, row()))
        button.setAccessibleName(f"{action.libelle} ({action.lettre})" if action.lettre else action.libelle)
        self.buttons[action] = button
        return button

    def add_buttons(self, actions: Sequence[Action], row: Callable[[], object] = lambda: None) -> None:
        """Put links on one line under the card."""
        line = QHBoxLayout()
        line.setSpacing(10)
        for action in actions:
            line.addWidget(self.button(action, row))
        line.addStretch(1)
        self.body.addLayout(line)

    def add_words(self, role: str) -> Any:
        """Add a sentence that takes no room while it is empty."""
        label = plain_label(role=role)
        label.setWordWrap(True)
        self.body.addWidget(label)
        return label


class FileTable(DataTable):
    """A table as tall as its rows, up to `most`; it takes no room without any."""

    def __init__(
        self, context: UiContext, columns: Sequence[ColumnSpec[Any]], key: str, name: str, most: int
    ) -> None:
        self._theme_of, self._most = context.theme, most
        self.model_of: TableModel[Any] = TableModel(columns)
        super().__init__(context, self.model_of, key=key, name=name)
        self.model_of.setParent(self)

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        at = self.currentIndex()
        return self.model_of.row_at(at.row()) if at.isValid() else None

    def show_rows(self, rows: Sequence[object], wanted: int | None = None) -> None:
        """Show these rows; the cursor stays where it was, or goes to `wanted`."""
        at = max(self.currentIndex().row(), 0) if wanted is None else wanted
        self.model_of.set_rows(rows)
        self.setVisible(bool(rows))
        if rows:
            self.selectRow(min(at, len(rows) - 1))
        self.fit()
        self._centre()

    def _centre(self) -> None:
        self.scrollTo(self.currentIndex(), self.ScrollHint.PositionAtCenter)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the row under the cursor in sight: the height comes after the rows."""
        super().resizeEvent(event)
        self._centre()

    def fit(self) -> None:
        """Take the height of the rows."""
        count = min(self.model_of.rowCount(), self._most)
        self.setFixedHeight(self._theme_of.px(_ROW) * (count + 1) + 2 * self.frameWidth() + 2)


class DetteCard(ActionCard):
    """What changed the debt, what is owed, since when it is an arrear."""

    def __init__(self, context: UiContext) -> None:
        super().__init__("Dette", context)
        self.table = FileTable(context, movement_columns(), "impaye.dette", "Mouvements de la dette", 5)
        self._empty = self.add_words("phrase")
        self._empty.setText(NO_DEBT)
        self.body.addWidget(self.table)
        self._constitution, self._warning = self.add_words(""), self.add_words("attention")
        self._half = self.add_words("note")
        self.add_buttons(
            (PAIEMENT, MOUVEMENT, CORRIGER_MOUVEMENT, RETIRER_MOUVEMENT, CONSTITUTION), self._row
        )
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._enable())

    def _row(self) -> MouvementRow | None:
        row = self.table.row
        return row if isinstance(row, MouvementRow) and row.id is not None else None

    @override
    def show_vue(self, vue: ImpayeVue) -> None:
        """Show a file, the latest movement first."""
        self.set_title("Dette", debt_words(vue))
        self.table.show_rows(tuple(reversed(vue.mouvements)))
        self._empty.setVisible(not vue.mouvements)
        said, doubt = constitution_words(vue), vue.constitution.avertissement
        if not vue.constitution.calculable:
            said, doubt = "", said
        for label, words in (
            (self._constitution, said), (self._warning, doubt), (self._half, half_rent_words(vue)),
        ):  # fmt: skip
            label.setText(words)
            label.setVisible(bool(words))
        self._enable()

    def _enable(self) -> None:
        for action in (CORRIGER_MOUVEMENT, RETIRER_MOUVEMENT):
            self.buttons[action].setVisible(self._row() is not None)


class PlanCard(ActionCard):
    """The plan in force with its instalments, and those before it."""

    def __init__(self, context: UiContext, jour: Callable[[], date]) -> None:
        super().__init__("Plan d'apurement", context)
        self._words, self._late = self.add_words(""), self.add_words("erreur")
        self.table = FileTable(context, instalment_columns(jour), "impaye.plan", "Mensualités du plan", 5)
        self.body.addWidget(self.table)
        self._ended = self.add_words("note")
        self._plan: PlanRow | None = None
        self.add_buttons((PLAN, RENEGOCIER, ROMPRE, MODIFIER_PLAN, RETIRER_PLAN), lambda: self._plan)

    @override
    def show_vue(self, vue: ImpayeVue) -> None:
        """Show a file, the cursor on the oldest instalment not settled."""
        plan = self._plan = vue.plan
        self.set_title("Plan d'apurement", resume(plan.suivi) if plan and plan.suivi.lignes else "")
        self._words.setText(plan_words(plan) if plan else NO_PLAN)
        late = late_words(plan) if plan else ""
        ended = "\n".join(ended_words(one) for one in vue.plans if one.is_broken)
        for label, words in ((self._late, late), (self._ended, ended)):
            label.setText(words)
            label.setVisible(bool(words))
        lines: tuple[Suivi, ...] = plan.suivi.lignes if plan else ()
        following = next((rank for rank, one in enumerate(lines) if one.reste), 0)
        self.table.show_rows(lines, following)
        for action in (RENEGOCIER, ROMPRE, MODIFIER_PLAN, RETIRER_PLAN):
            self.buttons[action].setVisible(plan is not None and not vue.is_closed)
        self.buttons[PLAN].setVisible(plan is None and not vue.is_closed)


class FaitsCard(ActionCard):
    """What was done and what happened, the latest first."""

    def __init__(self, context: UiContext) -> None:
        super().__init__("Faits", context)
        self.table = FileTable(context, fact_columns(), "impaye.faits", "Faits du dossier", 6)
        self._empty = self.add_words("phrase")
        self._empty.setText(NO_FACT)
        self.body.addWidget(self.table)
        self.add_buttons((FAIT, CONTACT, CORRIGER_FAIT, RETIRER_FAIT), lambda: self.table.row)

    @override
    def show_vue(self, vue: ImpayeVue) -> None:
        """Show a file."""
        self.table.show_rows(vue.faits)
        self._empty.setVisible(not vue.faits)
        for action in (CORRIGER_FAIT, RETIRER_FAIT):
            self.buttons[action].setVisible(bool(vue.faits))


class PairCard(ActionCard):
    """Titles and values, with one link beside the title."""

    def __init__(
        self,
        title: str,
        context: UiContext,
        action: Action,
        pairs: Callable[[ImpayeVue], list[tuple[str, str]]],
    ) -> None:
        super().__init__(title, context)
        self._pairs = pairs
        self._list: QWidget = QWidget()
        self.body.addWidget(self._list)
        self.add_action(self.button(action))

    @override
    def show_vue(self, vue: ImpayeVue) -> None:
        """Show a file."""
        pairs = PairList(self._context.theme, self._context.clipboard)
        pairs.add(self._pairs(vue))
        self.body.replaceWidget(self._list, pairs)
        self._list.deleteLater()
        self._list = pairs


def lease_card(context: UiContext) -> PairCard:
    """Return the card of what was reported."""
    return PairCard("Dossier", context, MODIFIER, lease_pairs)


def support_card(context: UiContext) -> PairCard:
    """Return the card of the two supports."""
    return PairCard("Accompagnement", context, SOUTIEN, _support_pairs)


def _support_pairs(vue: ImpayeVue) -> list[tuple[str, str]]:
    return [
        ("Administratif", vue.intervention(vue.administratif)),
        ("Social", vue.intervention(vue.social)),
    ]
