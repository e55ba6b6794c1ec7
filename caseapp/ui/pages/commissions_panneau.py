"""The request under the cursor beside the agenda: why, how much, what came before, what is to be checked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from caseapp.domain.labels import format_cents, format_date
from caseapp.services.commission_rows import DetailDemande, LigneOrdreDuJour
from caseapp.ui.context import UiContext
from caseapp.ui.pages.commissions_words import before_words, documents_words, said
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.card import Card


class RequestPanel(Card):
    """Shows the line at once; its documents and what the règlement says come from a worker."""

    famille_requested = Signal(int)
    aide_requested = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._theme = context.theme
        self.line: LigneOrdreDuJour | None = None
        self._name, self._tags = plain_label(role="titre-carte"), plain_label(role="etat-attention")
        self._name.setWordWrap(True)
        self._open = link_button("Ouvrir la fiche", self._ask_famille)
        self._request = link_button("Ouvrir la demande", self._ask_aide)
        self._facts = QGridLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setColumnStretch(1, 1)
        self._remarks = QVBoxLayout()
        self._texts = QVBoxLayout()
        self._lay_out()
        self.show_line(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        content, area = QWidget(), QScrollArea()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        column.addLayout(self._facts)
        column.addLayout(self._remarks)
        column.addLayout(self._texts)
        column.addStretch(1)
        area.setWidget(content)
        for surface in (area.viewport(), content):
            surface.setAutoFillBackground(False)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addLayout(head)
        self.body.addWidget(self._tags)
        self.body.addWidget(area, 1)
        self.body.addWidget(self._request, 0, Qt.AlignmentFlag.AlignLeft)

    def show_line(self, line: LigneOrdreDuJour | None) -> None:
        """Show what the agenda says of a request; the rest follows."""
        same = line is not None and self.line is not None and line.aide_id == self.line.aide_id
        self.line = line
        for button in (self._open, self._request):
            button.setVisible(line is not None)
        self._name.setText("" if line is None else line.famille)
        self._tags.setText("" if line is None else _tags(line))
        self._tags.setVisible(bool(self._tags.text()))
        self._fill_facts(() if line is None else _facts(line))
        if not same:
            self.show_detail(None)

    def show_detail(self, detail: DetailDemande | None) -> None:
        """Show what was read of the request under the cursor."""
        line = self.line
        if detail is not None and (line is None or detail.aide_id != line.aide_id):
            return
        _clear(self._remarks)
        _clear(self._texts)
        if detail is None or line is None:
            return
        for constat in detail.constats:
            self._remarks.addWidget(_remark(constat.phrase, constat.niveau))
        for title, text in _texts(line, detail):
            self._texts.addWidget(plain_label(title, role="etiquette"))
            self._texts.addWidget(_wrapped(text))

    def _fill_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        _clear(self._facts)
        for number, (name, value) in enumerate(facts):
            self._facts.addWidget(plain_label(name, role="phrase"), number, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(_wrapped(value), number, 1)
        self._facts.setHorizontalSpacing(self._theme.px(12))
        self._facts.setVerticalSpacing(self._theme.px(8))

    def _ask_famille(self) -> None:
        if self.line is not None:
            self.famille_requested.emit(self.line.famille_id)

    def _ask_aide(self) -> None:
        if self.line is not None:
            self.aide_requested.emit(self.line.aide_id)


def _facts(line: LigneOrdreDuJour) -> list[tuple[str, str]]:
    facts = [
        ("Motif", line.motif or "non précisé"),
        ("Objet", line.objet),
        ("Demandée le", format_date(line.date_demande)),
        ("Coût", "" if line.cout is None else format_cents(line.cout)),
        ("Autres financeurs", format_cents(line.cofinancements) if line.cofinancements else ""),
        ("Reste à charge", "" if line.reste_a_charge is None else format_cents(line.reste_a_charge)),
        ("Aides sur 12 mois", before_words(line)),
        ("Pièces", documents_words(line)),
    ]
    return [(name, value) for name, value in facts if value]


def _tags(line: LigneOrdreDuJour) -> str:
    said_here = (line.urgente and "Urgente", line.protegee and "Famille protégée",
                 line.pieces_manquantes and "Demande incomplète")  # fmt: skip
    return " · ".join(word for word in said_here if word)


def _texts(line: LigneOrdreDuJour, detail: DetailDemande) -> list[tuple[str, str]]:
    missing = [one.libelle for one in detail.pieces if one.obligatoire and one.date_reception is None]
    before = [
        f"{format_date(one.date)} : {one.type_aide}, {format_cents(one.montant)}"
        for one in detail.anterieures
    ]
    corrected = [
        f"{format_date(one.moment.date())}, {one.auteur} : {said(one.avant)} → {said(one.apres)}. {one.motif}"
        for one in detail.rectifications
    ]
    found = [
        ("Rectifiée", "\n".join(corrected)),
        ("Motif de la décision", line.motif_decision or ""),
        ("Pièces manquantes", "\n".join(missing)),
        ("Aides accordées avant", "\n".join(before)),
        ("Exposé", line.expose),
    ]
    return [(title, text) for title, text in found if text]


def _remark(sentence: str, niveau: str) -> QFrame:
    """Return a remark of the comparison with the règlement, as a strip."""
    frame, row = QFrame(), QHBoxLayout()
    frame.setObjectName("bandeau")
    frame.setProperty("ton", "succes" if niveau == "conforme" else "")
    row.addWidget(_wrapped(sentence))
    frame.setLayout(row)
    return frame


def _wrapped(text: str) -> QLabel:
    label = plain_label(text)
    label.setWordWrap(True)
    return label


def _clear(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
