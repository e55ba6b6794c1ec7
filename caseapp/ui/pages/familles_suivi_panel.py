"""One intervention: what was agreed, what is done for it, what can be done next."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import NiveauNote
from caseapp.services.interventions_lignes import (
    DemarcheRow,
    InterventionRow,
    ObjectifRow,
    OrientationRow,
)
from caseapp.services.notes import NIVEAUX
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_suivi import TURN
from caseapp.ui.pages.familles_suivi_lines import ActionRow, Lines, check, keyed, others, shown, state_word
from caseapp.ui.pages.familles_suivi_sheets import SuiviSheets
from caseapp.ui.pages.familles_words import SEPARATOR
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card

_BOX = 20
"""Width of the boxes of the steps, at 100 %."""
_Action = Callable[[], object]


def build_panel(row: InterventionRow, sheets: SuiviSheets, context: UiContext) -> QWidget:
    """Return the cards of an intervention."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(context.theme.px(12))
    panel = _Panel(row, sheets, context)
    for card in panel.cards():
        column.addWidget(card)
    column.addStretch(1)
    return content


class _Panel:
    """Builds the cards, each over one list."""

    def __init__(self, row: InterventionRow, sheets: SuiviSheets, context: UiContext) -> None:
        self._row, self._sheets, self._context = row, sheets, context

    def cards(self) -> Iterator[QFrame]:
        yield self._head()
        yield self._objectifs()
        yield self._demarches()
        if self._row.orientations or self._row.is_open:
            yield self._orientations()
        yield self._rencontres()
        yield self._notes()

    def _head(self) -> Card:
        row = self._row
        card = Card(row.motif_libelle, row.nature_libelle)
        for sentence in _sentences(row):
            label = plain_label(sentence, role="phrase")
            label.setWordWrap(True)
            card.body.addWidget(label)
        card.body.addWidget(ActionRow(self._context.theme.px(8), tuple(self._actions())))
        return card

    def _actions(self) -> Iterator[QPushButton]:
        row, sheets = self._row, self._sheets.interventions
        if row.is_open:
            yield self._button("Clôturer", "cloturer", partial(sheets.close, row), "Ctrl+Maj+C")
        if row.can_be_followed:
            yield self._button(TURN, "passer", partial(sheets.turn, row), "Ctrl+Maj+P")
        if row.is_open:
            yield self._button("Contrat et bilan", "bilan", partial(sheets.plan, row), "Ctrl+Maj+B")
        else:
            yield self._button("Rouvrir", "rouvrir", partial(sheets.reopen, row), "")
        yield self._button("Modifier", "modifier", partial(sheets.edit, row), "")

    def _button(self, words: str, key: str, act: _Action, keys: str) -> QPushButton:
        button = keyed(plain_button(words, act), key)
        button.setToolTip(keys)
        return button

    def _objectifs(self) -> Card:
        rows = self._row.objectifs
        add = partial(self._sheets.steps.add_objectif, self._row)
        card = self._card("Objectifs", "ajouter-objectif", add, keys="Ctrl+J")
        lines = Lines(self._context)
        for one in rows:
            change = self._link("Modifier", f"objectif-{one.id}", partial(self._change, one))
            change.setAccessibleName(f"Modifier l'objectif {one.libelle}")
            state = state_word(self._context.theme, one.etat, one.statut)
            lines.add(state, one.libelle, change, objectif_dates(one))
        return _filled(card, lines, rows, "Aucun objectif n'est encore convenu avec la famille.")

    def _change(self, objectif: ObjectifRow) -> None:
        self._sheets.steps.edit_objectif(objectif)

    def _demarches(self) -> Card:
        rows = self._row.demarches
        add = partial(self._sheets.steps.add_demarche, self._row)
        card = self._card("Démarches", "ajouter-demarche", add)
        lines = Lines(self._context, _BOX)
        for one in rows:
            box = check(f"fait-{one.id}", one.libelle, done=one.date_realisation is not None)
            box.toggled.connect(partial(self._toggle, one))
            change = self._link("Modifier", f"demarche-{one.id}", partial(self._change_step, one))
            change.setAccessibleName(f"Modifier la démarche {one.libelle}")
            lines.add(box, one.libelle, change, self._step_words(one))
        return _filled(card, lines, rows, "Aucune démarche n'est notée.")

    def _toggle(self, demarche: DemarcheRow, done: bool) -> None:
        self._sheets.steps.set_done(demarche, done=done)

    def _change_step(self, demarche: DemarcheRow) -> None:
        self._sheets.steps.edit_demarche(self._row, demarche)

    def _step_words(self, one: DemarcheRow) -> str:
        aim = next((goal.libelle for goal in self._row.objectifs if goal.id == one.objectif_id), "")
        when = f"faite le {format_date(one.date_realisation)}" if one.date_realisation else ""
        due = f"avant le {format_date(one.echeance)}" if one.echeance and not when else ""
        return SEPARATOR.join(part for part in (when, due, aim and f"pour : {aim}") if part)

    def _orientations(self) -> Card:
        rows = self._row.orientations
        add = partial(self._sheets.links.add_orientation, self._row)
        card = self._card("Orientations", "ajouter-orientation", add)
        lines = Lines(self._context)
        for one in rows:
            lines.add(*self._orientation(one))
        return _filled(card, lines, rows, "Aucune orientation vers un partenaire.")

    def _orientation(self, one: OrientationRow) -> tuple[QWidget, str, QWidget, str]:
        edit = partial(self._sheets.links.edit_orientation, one)
        change = self._link("Modifier", f"orientation-{one.id}", edit)
        change.setAccessibleName(f"Modifier l'orientation vers {one.partenaire}")
        answered = f"réponse le {format_date(one.date_reponse)}" if one.date_reponse else ""
        under = SEPARATOR.join(part for part in (f"le {format_date(one.jour)}", answered) if part)
        text = " : ".join(part for part in (one.partenaire, one.objet) if part)
        word = one.suite or "sans suite notée"
        return state_word(self._context.theme, word, one.reponse or ""), text, change, under

    def _rencontres(self) -> Card:
        rows = self._row.rencontres
        card, lines = Card("Rendez-vous"), Lines(self._context)
        for one in rows[: shown(rows)]:
            edit = partial(self._sheets.desk.navigator.rendez_vous_requested.emit, one.id)
            link = self._link("Ouvrir", f"rendez-vous-{one.id}", edit)
            link.setAccessibleName(f"Ouvrir le rendez-vous du {format_date(one.date)}")
            lines.add(self._day(format_date(one.date)), one.libelle, link)
        more = others(rows, "dans l'onglet Rendez-vous")
        return _filled(card, lines, rows, "Aucun rendez-vous n'est rattaché à cette intervention.", more)

    def _notes(self) -> Card:
        rows = self._row.notes
        add = partial(self._sheets.links.add_note, self._row)
        card = self._card("Notes", "ajouter-note", add, "Écrire", keys="Ctrl+M")
        lines = Lines(self._context)
        for one in rows[: shown(rows)]:
            link = None
            if one.mine:
                link = self._link("Ouvrir", f"note-{one.id}", partial(self._sheets.links.open_note, one.id))
                link.setAccessibleName(f"Ouvrir la note du {format_date(one.date)}")
            level = NIVEAUX[NiveauNote(one.niveau)][0].lower()
            lines.add(self._day(format_date(one.date)), one.debut, link, level)
        return _filled(card, lines, rows, "Aucune note sur cette intervention.", others(rows, "dans le fil"))

    def _day(self, text: str) -> QWidget:
        return plain_label(text, role="phrase")

    def _card(self, title: str, key: str, act: _Action, words: str = "Ajouter", *, keys: str = "") -> Card:
        card = Card(title)
        link = self._link(words, key, act)
        link.setAccessibleName(f"{words} : {title.lower()}")
        link.setToolTip(keys)
        card.add_action(link)
        return card

    def _link(self, words: str, key: str, act: _Action) -> QPushButton:
        return keyed(link_button(words, act), key)


def _filled(card: Card, lines: Lines, rows: tuple[object, ...], empty: str, more: str = "") -> Card:
    """Lay the lines in a card, or what is said when there is none."""
    if rows:
        card.body.addWidget(lines)
    for sentence in (more if rows else empty,):
        if sentence:
            label = plain_label(sentence, role="phrase")
            label.setWordWrap(True)
            card.body.addWidget(label)
    return card


def objectif_dates(one: ObjectifRow) -> str:
    """Say since when an objective is where it is, and when it is due."""
    since = f"depuis le {format_date(one.date_statut)}" if one.date_statut else ""
    due = f"échéance le {format_date(one.echeance)}" if one.echeance and one.is_open else ""
    return SEPARATOR.join(part for part in (since, due) if part)


def _sentences(row: InterventionRow) -> Iterator[str]:
    """Say the life of an intervention, then its contract and its review."""
    ended = f"clôturée le {format_date(row.date_cloture)}" if row.date_cloture else ""
    issue = row.issue_libelle[:1].lower() + row.issue_libelle[1:]
    yield SEPARATOR.join(
        part
        for part in (
            f"ouverte le {format_date(row.date_ouverture)}", ended, issue,
            row.agent and f"suivie par {row.agent}", _origin(row.origine_libelle),
        )
        if part
    )  # fmt: skip
    if row.suite_de is not None:
        yield f"Suite de l'information-conseil ouverte le {format_date(row.suite_de)}."
    contract = f"Contrat de projet signé le {format_date(row.date_contrat)}" if row.date_contrat else ""
    review = f"prochain bilan le {format_date(row.date_bilan)}" if row.date_bilan else ""
    said = SEPARATOR.join(part for part in (contract, review) if part)
    if said:
        yield said[:1].upper() + said[1:]


def _origin(label: str) -> str:
    """Say where an intervention comes from: `à l'initiative de la Caf`, `origine : partenaire`."""
    said = label[:1].lower() + label[1:]
    return said if said.startswith("à ") or not said else f"origine : {said}"
