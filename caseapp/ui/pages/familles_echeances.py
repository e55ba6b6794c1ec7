"""The late and near deadlines at the head of a family; each opens its file."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.domain.labels import plural
from caseapp.services.echeances_resumes import NOUNS, Alerte
from caseapp.ui.plain_text import plain_label, tooltip
from caseapp.ui.widgets.buttons import link_button

_SHOWN = 2
"""Deadlines said at the head of a family; its tabs have them all."""


class DeadlineStrip(QFrame):
    """Says the most urgent deadlines of a family, one line each."""

    opened = Signal(object)
    """The `Alerte` whose file is to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bandeau")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 6, 10, 6)
        self._column.setSpacing(4)
        self._lines = QWidget()
        self._alertes: tuple[Alerte, ...] = ()
        self._brief = False
        self._column.addWidget(self._lines)
        self.hide()

    def set_brief(self, *, brief: bool) -> None:
        """Say the first deadline alone and in a few words, where the window is not high."""
        if brief is not self._brief:
            self._brief = brief
            self._say()

    def show_alertes(self, alertes: Sequence[Alerte]) -> None:
        """Say those of another family; nothing takes no room."""
        self._alertes = tuple(alertes)
        self._say()

    def _say(self) -> None:
        alertes, shown = self._alertes, 1 if self._brief else _SHOWN
        former, self._lines = self._lines, QWidget()
        rows = QVBoxLayout(self._lines)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for alerte in alertes[:shown]:
            rows.addLayout(self._line(alerte))
        if alertes[shown:] and not self._brief:
            left = plural(len(alertes) - shown, "autre échéance proche ou dépassée", _OTHERS)
            rows.addWidget(plain_label(f"et {left}, dans les onglets Logement et Insertion", role="note"))
        self._column.replaceWidget(former, self._lines)
        former.hide()
        former.deleteLater()
        late = any(one.en_retard for one in alertes)
        self.setProperty("ton", "danger" if late else "")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(" ".join(f"{one.etat} : {one.phrase}" for one in alertes))
        self.setVisible(bool(alertes))

    def _line(self, alerte: Alerte) -> QHBoxLayout:
        row, top = QHBoxLayout(), Qt.AlignmentFlag.AlignTop
        row.setSpacing(8)
        role = "etat-danger" if alerte.en_retard else "etat-attention"
        sentence = plain_label(alerte.court if self._brief else alerte.phrase)
        sentence.setWordWrap(True)
        sentence.setToolTip(tooltip(alerte.phrase) if self._brief else "")
        link = link_button("Ouvrir", partial(self.opened.emit, alerte))
        link.setAccessibleName(f"Ouvrir : {NOUNS[alerte.domaine]}, {alerte.etat}")
        row.addWidget(plain_label(alerte.etat, role=role), 0, top)
        row.addWidget(sentence, 1, top)
        row.addWidget(link, 0, top)
        return row


_OTHERS = "autres échéances proches ou dépassées"
