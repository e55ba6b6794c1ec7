"""What stands on the right of the title of the board: how it is shown, what narrows it, what begins."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from caseapp.domain.labels import plural
from caseapp.ui.forms.choice_editors import SegmentButton
from caseapp.ui.pages.impaye_documents import SHORT, SPOKEN
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.page_header import PageHeader


class BoardHead(QObject):
    """Adds its buttons to the header of the page."""

    list_asked = Signal()
    """The board or the list was asked for."""
    filters_asked = Signal(bool)
    sheet_asked = Signal()
    """The preparation sheets of the files on screen."""
    import_asked = Signal()
    report_asked = Signal()

    def __init__(self, header: PageHeader) -> None:
        super().__init__(header)
        self.board, self.list = _segment("Tableau", "premier"), _segment("Liste", "dernier")
        self.board.setChecked(True)
        self.filters = plain_button("Filtres", lambda: None)
        self.filters.setCheckable(True)
        self.sheet = plain_button(SHORT, self.sheet_asked.emit)
        self.sheet.setAccessibleName(SPOKEN)
        self.sheet.setToolTip(SPOKEN)
        self.importer = plain_button("Importer l'extraction", self.import_asked.emit)
        self.report = plain_button("Nouveau signalement", self.report_asked.emit, primary=True)
        self._group = QButtonGroup(self)
        joined = QWidget()
        row = QHBoxLayout(joined)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.board, self.list):
            self._group.addButton(button)
            row.addWidget(button)
        for widget in (joined, self.filters, self.sheet, self.importer, self.report):
            header.add_action(widget)
        self._group.buttonClicked.connect(lambda _: self.list_asked.emit())
        self.filters.toggled.connect(self.filters_asked)

    @property
    def is_list(self) -> bool:
        """Whether the list is asked for rather than the board."""
        return self.list.isChecked()

    def show_count(self, count: int) -> None:
        """Outline the button while filters narrow what is shown, and say how many."""
        said = plural(count, "filtre en place", "filtres en place")
        self.filters.setToolTip(said if count else "")
        self.filters.setAccessibleName(f"Filtres, {said}" if count else "Filtres")
        if self.filters.property("actif") != bool(count):
            self.filters.setProperty("actif", bool(count))
            self.filters.style().polish(self.filters)


def _segment(text: str, place: str) -> SegmentButton:
    button = SegmentButton(text)
    button.setCheckable(True)
    button.setAutoDefault(False)
    button.setProperty("segment", place)
    return button
