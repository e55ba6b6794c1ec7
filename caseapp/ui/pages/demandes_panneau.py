"""The request chosen in the list: where it stands, its documents, what the règlement says, its life."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from caseapp.domain.financement import gap_sentence
from caseapp.domain.labels import format_date, format_number
from caseapp.domain.reglement_aide import Constat, Niveau
from caseapp.services.demandes_lignes import DemandeVue, PieceRow
from caseapp.ui.context import UiContext
from caseapp.ui.pages.demandes_words import (
    ROLES,
    duplicate_sentence,
    family_words,
    life_pairs,
    money_pairs,
    origin_sentence,
    status_sentence,
    status_tone,
)
from caseapp.ui.pages.familles_situations import PairList
from caseapp.ui.pages.familles_suivi_lines import keyed
from caseapp.ui.pages.familles_words import SEPARATOR
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.copy_label import CopyLabel

WIDTH = 380


class DemandePanel(QScrollArea):
    """Shows one request; its documents are ticked in place."""

    famille_requested = Signal(int)
    piece_ticked = Signal(int, bool)
    """A document, and whether it is received."""
    piece_asked = Signal()
    left = Signal()
    """What had the keyboard is no longer shown."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context, self._theme = context, context.theme
        self.vue: DemandeVue | None = None
        self._today = date.min
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Demande choisie")
        context.theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setMinimumWidth(self._theme.px(WIDTH))
        if self.vue is not None:
            self.show_vue(self.vue, self._today)

    def show_vue(self, vue: DemandeVue | None, today: date) -> None:
        """Show a request, or nothing; the box that had the keyboard keeps it."""
        same = self.vue is not None and vue is not None and self.vue.row.id == vue.row.id
        focused = self._focused()
        place = self.verticalScrollBar().value() if same else 0
        self.vue, self._today = vue, today
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2, 0, 10, 4)
        column.setSpacing(self._theme.px(6))
        if vue is not None:
            for part in self._parts(vue):
                column.addWidget(part)
        column.addStretch(1)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.verticalScrollBar().setValue(place)
        again = content.findChild(QWidget, focused) if focused and same else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focused is not None:
            self.left.emit()

    def focus_inside(self) -> None:
        """Take the keyboard: to the first document, else to the first link."""
        inside = self.widget()
        if inside is None:
            return
        parts: list[QWidget] = [*inside.findChildren(QCheckBox), *inside.findChildren(QWidget)]
        first = next((one for one in parts if one.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH), self._theme.px(60))

    def _focused(self) -> str | None:
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        return focused.objectName() if inside and focused is not None else None

    def _parts(self, vue: DemandeVue) -> Iterator[QWidget]:
        """Yield what is shown, from what matters most."""
        row = vue.row
        yield self._head(vue)
        yield self._text(
            SEPARATOR.join(dict.fromkeys(part for part in (row.aide, row.motif) if part)), "titre-carte"
        )
        yield self._text(origin_sentence(vue), "note")
        role = ROLES.get(status_tone(row, self._today), "phrase")
        yield self._text(status_sentence(row, self._today), role)
        warnings = (*vue.notices, *map(duplicate_sentence, vue.en_double))
        if warnings:
            yield self._text(" ".join(warnings), "alerte")
        if vue.constats:
            yield remarks(vue.constats)
        if vue.pieces or row.attend:
            yield self._documents(vue)
        if pairs := life_pairs(vue):
            yield self._pairs("Décision", pairs)
        yield self._pairs("Demande", money_pairs(vue))
        if gap := _gap(vue):
            yield self._text(gap, "attention")
        if vue.saisie.expose:
            yield plain_label("Exposé", role="etiquette")
            yield self._text(vue.saisie.expose, "")

    def _head(self, vue: DemandeVue) -> QWidget:
        opened = keyed(link_button("Ouvrir la fiche", self._ask_famille), "fiche")
        return _row(self._text(family_words(vue.row), "titre-feuille"), opened)

    def _ask_famille(self) -> None:
        if self.vue is not None:
            self.famille_requested.emit(self.vue.row.famille_id)

    def _text(self, text: str, role: str) -> CopyLabel:
        label = CopyLabel(self._context.clipboard, role=role)
        label.setText(text)
        return label

    def _pairs(self, title: str, pairs: Sequence[tuple[str, str]]) -> QWidget:
        part, column = _part(self._theme.px(4))
        listed = PairList(self._theme, self._context.clipboard)
        listed.add(pairs)
        column.addWidget(plain_label(title, role="etiquette"))
        column.addWidget(listed)
        return part

    def _documents(self, vue: DemandeVue) -> QWidget:
        part, column = _part(self._theme.px(2))
        received = sum(one.date_reception is not None for one in vue.pieces)
        count = f" : {format_number(received)} sur {format_number(len(vue.pieces))}" if vue.pieces else ""
        title = plain_label(f"Pièces{count}", role="etiquette")
        if vue.row.attend:
            add = keyed(link_button("Demander une pièce", self.piece_asked.emit), "ajouter-piece")
            column.addWidget(_row(title, add))
        else:
            column.addWidget(title)
        for piece in vue.pieces:
            column.addWidget(self._piece(piece))
        if not vue.pieces:
            column.addWidget(self._text("Le règlement ne demande aucune pièce pour cette aide.", "phrase"))
        return part

    def _piece(self, piece: PieceRow) -> QWidget:
        box = QCheckBox(button_text(_elided(piece.libelle)))
        box.setObjectName(f"piece-{piece.id}")
        box.setAccessibleName(f"{piece.libelle}, {'obligatoire' if piece.obligatoire else 'facultative'}")
        box.setChecked(piece.date_reception is not None)
        box.toggled.connect(partial(self.piece_ticked.emit, piece.id))
        if piece.date_reception is not None:
            note = plain_label(f"reçue le {format_date(piece.date_reception)}", role="note")
        elif piece.obligatoire:
            note = plain_label("à recevoir", role="etat-attention")
        else:
            note = plain_label("facultative", role="note")
        return _row(box, note)


def remarks(constats: Sequence[Constat]) -> QFrame:
    """Return what the règlement says, in a strip of the tone of the gravest remark."""
    frame = QFrame()
    frame.setObjectName("bandeau")
    levels = {one.niveau for one in constats}
    frame.setProperty("ton", "" if levels - {Niveau.CONFORME} else "succes")
    frame.setAccessibleName("Ce que dit le règlement")
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 6, 12, 6)
    column.setSpacing(4)
    for one in constats:
        label = plain_label(one.phrase)
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        column.addWidget(label)
    return frame


def _gap(vue: DemandeVue) -> str:
    saisie = vue.saisie
    return gap_sentence(saisie.cout, saisie.montant_demande, [vue.cofinancements], saisie.reste_a_charge)


def _elided(text: str, letters: int = 44) -> str:
    return text if len(text) <= letters else f"{text[:letters].rstrip()}…"


def _part(gap: int) -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 4, 0, 0)
    column.setSpacing(gap)
    return part, column


def _row(first: QWidget, *others: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(first, 1)
    for widget in others:
        if isinstance(widget, QLabel):
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(widget)
    return made
