"""One fact of the timeline set in lines: its date, then what happened, then the tag of its cible."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QTextCharFormat, QTextLayout

from caseapp.domain.labels import format_date
from caseapp.services.fil import Fait, FaitKind
from caseapp.ui.pages.familles_words import CIBLES, SEPARATOR
from caseapp.ui.theme import Theme

FOLDED_LINES = 7
"""Lines shown of a long note before it is unfolded."""
_FOLDED_LETTERS = 3_000
MORE = "Lire la suite (Entrée)"
_DASH = " — "
_LINE_END = "\u2028"


@dataclass(frozen=True, slots=True)
class SetFact:
    """A fact laid out for one width; places are relative to the top left of its text."""

    layout: QTextLayout
    height: float
    first_line: float
    """Height of the first line, on which the dot is centred."""
    tag: QRectF | None
    more: float | None
    """Top of the words that unfold it, None when it is all shown."""


def head(fait: Fait) -> str:
    """Return the first line: the date and what is said beside it."""
    return SEPARATOR.join(part for part in (format_date(fait.date), fait.precision) if part)


def sentence(fait: Fait) -> str:
    """Return what happened: `Entretien : honoré — point sur le budget`."""
    return f"{fait.titre}{_DASH}{fait.detail}" if fait.detail else fait.titre


def spoken(fait: Fait) -> str:
    """Return a fact as a screen reader says it."""
    cible = f". Cible {CIBLES[fait.cible].lower()}" if fait.cible in CIBLES else ""
    return f"{head(fait)} : {sentence(fait)}{cible}"


def copied(fait: Fait) -> str:
    """Return a fact as it is pasted."""
    cible = f" ({CIBLES[fait.cible]})" if fait.cible in CIBLES else ""
    return f"{head(fait)}\n{sentence(fait)}{cible}"


def set_fact(fait: Fait, width: float, theme: Theme, *, unfolded: bool) -> SetFact:
    """Break a fact into lines of `width` pixels."""
    said = sentence(fait)
    cut = said if unfolded else said[:_FOLDED_LETTERS]
    first = head(fait)
    layout = QTextLayout(f"{first}{_LINE_END}{cut.replace(chr(10), _LINE_END)}", theme.font())
    layout.setFormats(_formats(fait, first, said, theme))
    y, whole = _break_lines(layout, width, theme.px(2), None if unfolded else FOLDED_LINES)
    last = layout.lineAt(layout.lineCount() - 1)
    tag, more = None, None
    if not whole or len(cut) < len(said):
        more, y = y, y + last.height() + theme.px(2)
    elif fait.cible in CIBLES:
        tag = _tag_place(CIBLES[fait.cible], last.naturalTextRect(), width, theme)
        y = max(y, tag.bottom())
    return SetFact(layout, y, layout.lineAt(0).height(), tag, more)


def _formats(fait: Fait, first: str, said: str, theme: Theme) -> list[QTextLayout.FormatRange]:
    """Return the discreet date, the bold title, and notes all discreet."""
    start, title = _units(first) + 1, _units(fait.titre)
    discreet, strong = QTextCharFormat(), QTextCharFormat()
    discreet.setForeground(theme.colour("discret"))
    strong.setFont(theme.font(bold=True))
    ranges = [_range(0, start, discreet), _range(start, title, strong)]
    if fait.kind is FaitKind.NOTE:
        ranges.append(_range(start + title, _units(said) - title, discreet))
    return ranges


def _units(text: str) -> int:
    """Return the length of a text as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2


def _range(start: int, length: int, shape: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, shape
    return made


def _break_lines(layout: QTextLayout, width: float, gap: float, most: int | None) -> tuple[float, bool]:
    """Place at most `most` lines under each other; return the height taken and whether that is all."""
    y, end = 0.0, 0
    layout.beginLayout()
    while most is None or layout.lineCount() < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height() + gap
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return y, end >= _units(layout.text())


def _tag_place(label: str, last: QRectF, width: float, theme: Theme) -> QRectF:
    metrics = QFontMetricsF(theme.font(11.5, bold=True))
    size = metrics.horizontalAdvance(label) + 2 * theme.px(9), metrics.height() + theme.px(3)
    gap = theme.px(6)
    if last.right() + gap + size[0] <= width:
        return QRectF(last.right() + gap, last.center().y() - size[1] / 2, *size)
    return QRectF(0, last.bottom() + theme.px(3), *size)
