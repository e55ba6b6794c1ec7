"""What is said of a rule set and of a rule: titled lines, and the warnings that must be read first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

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


class Warnings(QFrame):
    """What is not known of a set, in the colour of warnings, one line each."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bandeau")
        self.setProperty("ton", "")
        self._label = plain_label()
        self._label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.addWidget(self._label)

    def show_sentences(self, sentences: tuple[str, ...]) -> None:
        """Show these; nothing at all for none."""
        text = "\n".join(f"• {one}" for one in sentences)
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(sentences))


def scrolled(content: QWidget) -> QScrollArea:
    """Return the content in an area that scrolls by itself when the window is low."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    content.setAutoFillBackground(False)  # which setWidget has just set
    area.viewport().setAutoFillBackground(False)
    return area


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
