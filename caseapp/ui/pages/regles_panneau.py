"""What is said of a rule set and of a rule: titled lines, and the warnings that must be read first."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.ui.plain_text import plain_label


class TitledLines(QWidget):
    """Lines of text with a discreet title each; those not given take no room."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._lines = [(plain_label(role="note"), plain_label()) for _ in range(most)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, (title, text) in enumerate(self._lines):
            text.setWordWrap(True)
            grid.addWidget(title, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, number, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(most, 1)

    def show_lines(self, lines: tuple[tuple[str, str], ...]) -> None:
        """Show these, in order."""
        for number, (title, text) in enumerate(self._lines):
            known = lines[number] if number < len(lines) else ("", "")
            _say(title, known[0])
            _say(text, known[1])


class Snug(QScrollArea):
    """As high as its content needs, up to a limit; beyond it scrolls, by the keyboard too."""

    def __init__(self, content: QWidget, name: str) -> None:
        super().__init__()
        self._limit, self._content = 0, content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        content.setAutoFillBackground(False)  # which setWidget has just set
        self.viewport().setAutoFillBackground(False)

    def fit(self, limit: int | None = None) -> None:
        """Take the height of the content, no more than the limit, the former one by default."""
        self._limit = self._limit if limit is None else limit
        needed = self._content.heightForWidth(self.viewport().width())
        self.setFixedHeight(max(1, min(needed, self._limit)))
        overflows = needed > self._limit
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if overflows else Qt.FocusPolicy.NoFocus)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class Warnings(QFrame):
    """What is not known of a set, in the colour of warnings, one line each."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bandeau")
        self.setProperty("ton", "")
        self._label = plain_label()
        self._label.setWordWrap(True)
        self._area = Snug(self._label, "Ce qui n'est pas sûr")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.addWidget(self._area)

    def show_sentences(self, sentences: tuple[str, ...]) -> None:
        """Show these; nothing at all for none."""
        text = "\n".join(f"• {one}" for one in sentences)
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(sentences))
        self._area.fit()

    def fit(self, limit: int) -> None:
        """Take no more than this height."""
        self._area.fit(limit)


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
