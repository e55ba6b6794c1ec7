"""The day at which payments and loans are looked at: typed as any date of the program."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from caseapp.domain.date_entry import parse_date
from caseapp.domain.labels import format_date
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme

_WIDTH = 118
"""Of the field, at 100 %."""


class DayField(QWidget):
    """« Au » and a date; left empty, it is today again. What cannot be read is put back as it was."""

    changed = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme, self._today = theme, today
        self._chosen: date | None = None
        self.line = QLineEdit()
        self.line.setAccessibleName("Voir les paiements et les prêts au")
        self.line.setToolTip("Voir les soldes et les états à une autre date ; vide : aujourd'hui")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(plain_label("Au", role="phrase"))
        row.addWidget(self.line)
        self.line.editingFinished.connect(self._read)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_day()

    @property
    def day(self) -> date:
        """The day chosen, else today."""
        return self._chosen or self._today()

    @property
    def is_today(self) -> bool:
        """Whether nothing else was chosen."""
        return self.day == self._today()

    def show_day(self) -> None:
        """Write the day."""
        self.line.setText(format_date(self.day))

    def _read(self) -> None:
        before, text = self.day, self.line.text().strip()
        try:
            self._chosen = parse_date(text, self._today()) if text else None
        except ValueError:
            self.line.selectAll()
        if self._chosen == self._today():
            self._chosen = None
        self.show_day()
        if self.day != before:
            self.changed.emit()

    def _dress(self) -> None:
        self.line.setFixedWidth(self._theme.px(_WIDTH))
