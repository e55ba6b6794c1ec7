"""The cards of an RSA follow-up: who and since when, contracts and reviews, obstacles, co-support."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from caseapp.domain.labels import format_date, plural
from caseapp.domain.suivi_rsa import Critere
from caseapp.services.interventions_lignes import DemarcheRow
from caseapp.services.suivis_rsa import SuiviVue
from caseapp.services.suivis_rsa_rows import FreinRow
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_suivi_lines import ActionRow, Lines, check, keyed
from caseapp.ui.pages.familles_words import SEPARATOR
from caseapp.ui.pages.insertion_words import (
    begun_sentence,
    criterion_words,
    family_words,
    is_beyond,
    month_sentence,
    obstacle_note,
    shared_note,
)
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.copy_label import CopyLabel

MODIFIER, FIN, ROUVRIR = "modifier", "fin", "rouvrir"
CONTRAT, REEXAMEN, FREIN, DEMARCHE, ETAPE, PARTAGE = (
    "contrat", "reexamen", "frein", "demarche", "etape", "partage",
)  # fmt: skip
"""What can be asked of a follow-up; `demarche` adds a step to an obstacle, `etape` corrects one."""
_DAYS, _INDENT = 76, 34
"""Pixels at 100 %."""


class Asked(QObject):
    """What the cards ask for; one object for them all."""

    sheet = Signal(str, object)
    """A sheet, and the line it is about (None for the follow-up itself, or a new line)."""
    famille = Signal(int)
    lifted = Signal(int, bool)
    """An obstacle, and whether it is lifted."""
    done = Signal(int, bool)
    """A step, and whether it is done."""


class CardParts:
    """Makes what stands in each card; the cards themselves stay."""

    def __init__(self, context: UiContext, asked: Asked) -> None:
        self._context, self._theme, self._asked = context, context.theme, asked

    # --- Who ---

    def head(self, vue: SuiviVue, today: date) -> Iterator[QWidget]:
        """Say whom it is about, how long it lasts, who follows, and what the target is made of."""
        row = vue.row
        opened = keyed(link_button("Ouvrir la fiche", partial(self._asked.famille.emit, row.famille_id)),
                       "fiche")  # fmt: skip
        yield _row(self._text(family_words(row), "titre-feuille"), opened)
        beyond = is_beyond(row, today)
        yield self._text(month_sentence(row), "etat-danger" if beyond else "titre-carte")
        yield self._text(begun_sentence(vue), "note")
        yield self._text(vue.intervention or "Aucune intervention reliée", "note")
        if vue.public.notices:
            yield self._text(" ".join(vue.public.notices), "alerte")
        yield criteria_strip(vue.public.criteres, f"Public visé, au {format_date(row.date_designation)}")
        wanted = (
            ((MODIFIER, "Modifier", "Ctrl+E"), (FIN, "Terminer le suivi", "Ctrl+Maj+F"))
            if row.est_ouvert
            else ((MODIFIER, "Modifier", "Ctrl+E"), (ROUVRIR, "Rouvrir le suivi", ""))
        )
        yield ActionRow(
            self._theme.px(8),
            tuple(self._button(plain_button, key, words, tip) for key, words, tip in wanted),
        )

    # --- Contracts and reviews ---

    def contracts(self, vue: SuiviVue) -> Iterator[QWidget]:
        """List contracts and reviews, the last first."""
        found = [(one.date_signature, one.libelle, _signed(one.date_fin, one.objectifs), CONTRAT, one.id)
                 for one in vue.contrats]  # fmt: skip
        found += [(one.date, "Réexamen", one.conclusion, REEXAMEN, one.id) for one in vue.reexamens]
        if not found:
            yield self._text("Aucun contrat n'est signé, aucun réexamen n'est noté.", "phrase")
        else:
            lines = Lines(self._context, _DAYS)
            for day, words, under, key, ident in sorted(found, reverse=True):
                state = plain_label(format_date(day), role="phrase")
                lines.add(
                    state, words, self._change(key, ident, f"{words} du {format_date(day)}", vue), under
                )
            yield lines
        if vue.row.est_ouvert:
            yield self._links((CONTRAT, "Ajouter un contrat"), (REEXAMEN, "Noter un réexamen"))

    # --- Obstacles ---

    def obstacles(self, vue: SuiviVue) -> Iterator[QWidget]:
        """List the obstacles, those not lifted first, each with its steps."""
        if not vue.freins:
            yield self._text("Aucun frein n'est repéré.", "phrase")
        for rank, one in enumerate(vue.freins):
            if rank:
                yield _rule()
            yield self._obstacle(one, vue)
        if vue.row.est_ouvert:
            yield self._links((FREIN, "Repérer un frein"))

    def _obstacle(self, one: FreinRow, vue: SuiviVue) -> QWidget:
        part, column = _column(self._theme.px(2))
        box = check(f"frein-{one.id}", f"{one.libelle}, levé", done=one.date_levee is not None)
        box.setEnabled(vue.row.est_ouvert)
        box.setToolTip("Cocher quand le frein est levé")
        box.toggled.connect(partial(self._asked.lifted.emit, one.id))
        said = self._text(one.libelle, "" if one.date_levee else "titre-carte")
        column.addWidget(_row(box, said, self._change(FREIN, one.id, one.libelle, vue), stretch=1))
        under, inside = _column(self._theme.px(2))
        inside.setContentsMargins(self._theme.px(_INDENT), 0, 0, 0)
        inside.addWidget(self._text(obstacle_note(one), "note"))
        for step in one.demarches:
            inside.addWidget(self._step(step, vue))
        if vue.row.est_ouvert and one.date_levee is None:
            add = link_button("Ajouter une démarche", partial(self._asked.sheet.emit, DEMARCHE, one.id))
            named = keyed(add, f"demarche-{one.id}", f"Ajouter une démarche : {one.libelle}")
            inside.addWidget(ActionRow(0, (named,)))
        column.addWidget(under)
        return part

    def _step(self, step: DemarcheRow, vue: SuiviVue) -> QWidget:
        box = check(f"etape-{step.id}", f"{step.libelle}, faite", done=step.date_realisation is not None)
        box.setToolTip("Cocher quand la démarche est faite")
        box.toggled.connect(partial(self._asked.done.emit, step.id))
        when = ""
        if step.date_realisation is not None:
            when = f"faite le {format_date(step.date_realisation)}"
        elif step.echeance is not None:
            when = f"à faire avant le {format_date(step.echeance)}"
        said, column = _column(0)
        column.addWidget(self._text(step.libelle, ""))
        if when:
            column.addWidget(self._text(when, "note"))
        return _row(box, said, self._change(ETAPE, step.id, step.libelle, vue), stretch=1)

    # --- Co-support ---

    def shared(self, vue: SuiviVue) -> Iterator[QWidget]:
        """List the partners who follow the family too."""
        if not vue.partages:
            yield self._text("Aucun partenaire n'accompagne cette famille avec vous.", "phrase")
        for one in vue.partages:
            said, column = _column(0)
            column.addWidget(self._text(one.libelle, "titre-carte" if one.date_fin is None else ""))
            column.addWidget(self._text(shared_note(one), "note"))
            yield _row(said, self._change(PARTAGE, one.id, one.partenaire, vue))
        if vue.row.est_ouvert:
            yield self._links((PARTAGE, "Ajouter un co-accompagnement"))

    # --- Small parts ---

    def _text(self, text: str, role: str) -> CopyLabel:
        label = CopyLabel(self._context.clipboard, role=role)
        label.setText(text)
        return label

    def _links(self, *wanted: tuple[str, str]) -> QWidget:
        made = tuple(self._button(link_button, key, words) for key, words in wanted)
        return ActionRow(self._theme.px(12), made)

    def _button(
        self, make: Callable[[str, Callable[[], object]], QPushButton], key: str, words: str, tip: str = ""
    ) -> QPushButton:
        button = keyed(make(words, partial(self._asked.sheet.emit, key, None)), f"nouveau-{key}")
        button.setToolTip(tip)
        return button

    def _change(self, key: str, ident: int, name: str, vue: SuiviVue) -> QWidget | None:
        """Return the link that corrects a line, none in an ended follow-up but for steps."""
        if not vue.row.est_ouvert and key != ETAPE:
            return None
        link = link_button("Modifier", partial(self._asked.sheet.emit, key, ident))
        return keyed(link, f"modifier-{key}-{ident}", f"Modifier : {name}")


def criteria_strip(criteres: Sequence[Critere], title: str) -> QFrame:
    """Return what is known of the target, in a strip: calm when all is met, else to be looked at."""
    frame = QFrame()
    frame.setObjectName("bandeau")
    met = bool(criteres) and all(one.tenu for one in criteres)
    frame.setProperty("ton", "succes" if met else "")
    frame.setAccessibleName(title)
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 6, 12, 6)
    column.setSpacing(2)
    column.addWidget(plain_label(title, role="etiquette"))
    for one in criteres:
        label = plain_label(criterion_words(one))
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        column.addWidget(label)
    return frame


def obstacles_subtitle(vue: SuiviVue) -> str:
    """Say how many obstacles are left."""
    left = sum(one.date_levee is None for one in vue.freins)
    return f"{plural(left, 'frein')} à lever" if left else ""


class FilledCard(Card):
    """A card whose content is made again each time."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.content = QWidget()
        """What it shows; the former one goes a little later."""
        self.body.addWidget(self.content)

    def fill(self, parts: Iterator[QWidget], gap: int) -> None:
        """Show these parts in place of the former ones."""
        content, column = _column(gap)
        for part in parts:
            column.addWidget(part)
        self.body.replaceWidget(self.content, content)
        self.content.hide()
        self.content.deleteLater()
        self.content = content
        content.show()


def _signed(end: date | None, aims: str) -> str:
    until = f"jusqu'au {format_date(end)}" if end else ""
    return SEPARATOR.join(part for part in (until, aims) if part)


def _column(gap: int) -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    return part, column


def _row(*widgets: QWidget | None, stretch: int = 0) -> QWidget:
    """Return widgets side by side, the one at `stretch` taking what is left."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for rank, widget in enumerate(widgets):
        if widget is not None:
            if isinstance(widget, QPushButton):
                widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(widget, 1 if rank == stretch else 0)
    return made


def _rule() -> QFrame:
    line = QFrame()
    line.setObjectName("filet-doux")
    return line
