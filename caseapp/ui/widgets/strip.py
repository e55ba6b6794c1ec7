"""A strip across the window: one sentence, and a link when something can be done."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from caseapp.ui.plain_text import plain_label


class Strip(QFrame):
    """`tone` is `discret`, `succes`, `danger`, or empty for a warning."""

    def __init__(self, sentence: str, tone: str = "discret", action: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("bandeau")
        self.setProperty("ton", tone)
        self.setAccessibleName(sentence)
        label = plain_label(sentence)
        label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 5)
        row.setSpacing(14)
        row.addWidget(label, 1)
        if action is not None:
            row.addWidget(action)
