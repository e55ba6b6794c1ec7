"""The report as PDF; the only file that knows reportlab, imported when a report is drawn."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseapp.files import write_document
from caseapp.paths import resource
from caseapp.reports.document import Document, lay_out
from caseapp.reports.permanence import PermanenceSheet, lay_out_permanence
from caseapp.reports.report import Report
from caseapp.reports.shapes import Anchor, Heading, Line, Link, Mark, Rect, Text
from caseapp.reports.text_fit import one_line
from caseapp.reports.typography import PAGE_HEIGHT, PAGE_WIDTH, Typography

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

AUTHOR, LANGUAGE = "caseapp", "fr-FR"
TITLES_FROM = 14.0
"""Size from which bold is the heaviest weight; below it, semibold reads better."""
REPLACEMENT = "?"


def write_pdf(report: Report, path: Path) -> None:
    """Write the report as an A4 PDF in place of what may be there; OutputError when it cannot be."""
    write_document(path, render_pdf(report))


def render_pdf(report: Report) -> bytes:
    """Return the report as an A4 PDF."""
    title = f"{report.title} – {report.period_label}"
    return _draw(lay_out(report, Typography(measure)), title, report.subtitle, report.version)


def write_permanence(sheet: PermanenceSheet, path: Path) -> None:
    """Write the sheet of a permanence in place of what may be there; OutputError when it cannot be."""
    write_document(path, render_permanence(sheet))


def render_permanence(sheet: PermanenceSheet) -> bytes:
    """Return the sheet of a permanence as an A4 PDF, whose properties name nobody."""
    return _draw(lay_out_permanence(sheet, Typography(measure)), "Feuille de permanence", sheet.moment)


def render_pages(lay: Callable[[Typography], Document], title: str, subject: str = "") -> bytes:
    """Return what `lay` lays out as an A4 PDF; title and subject, which its properties show, name nobody."""
    return _draw(lay(Typography(measure)), title, subject)


def measure(text: str, size: float, bold: bool) -> float:
    """Return the width of a text as it will be drawn, in points."""
    return size * sum(map(_widths(_font_name(size, bold)).__getitem__, text))


class _Widths(dict[str, float]):
    """The width of each character in one font, at size 1, asked of the font once: a report measures many."""

    def __init__(self, font: Any) -> None:
        self._font = font

    def __missing__(self, character: str) -> float:
        self[character] = width = float(self._font.stringWidth(drawable(character), 1.0))
        return width


@lru_cache(maxsize=4)
def _widths(name: str) -> _Widths:
    return _Widths(_font(name))


def drawable(text: str) -> str:
    """Return the text with a question mark for each character that the fonts cannot draw."""
    known = _known_characters()
    return text if known.issuperset(text) else "".join(c if c in known else REPLACEMENT for c in text)


def _font_name(size: float, bold: bool) -> str:
    if not bold:
        return "CaseappSans-Regular"
    return "CaseappSans-Bold" if size >= TITLES_FROM else "CaseappSans-SemiBold"


@lru_cache(maxsize=4)
def _font(name: str) -> Any:
    """Register a shipped font the first time it is asked for."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - 0.1 s that only a report should cost
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    font = TTFont(name, str(resource(f"fonts/{name}.ttf")))
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=64)
def _colour(code: str) -> Any:
    """Return a colour read once: a long document names the same few of them thousands of times."""
    from reportlab.lib.colors import toColor  # noqa: PLC0415

    return toColor(code)


@lru_cache(maxsize=1)
def _known_characters() -> frozenset[str]:
    return frozenset(map(chr, _font(_font_name(1.0, False)).face.charToGlyph))


def _draw(document: Document, title: str, subject: str, version: str = "") -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    output = BytesIO()
    canvas = Canvas(output, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), lang=LANGUAGE, pageCompression=1)
    canvas.setTitle(one_line(title))
    canvas.setAuthor(AUTHOR)
    canvas.setCreator(one_line(f"caseapp {version}"))
    canvas.setSubject(one_line(subject))
    for page in document.pages:
        for mark in page:
            _draw_mark(canvas, mark)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def _draw_mark(canvas: "Canvas", mark: Mark) -> None:
    """Draw a mark, turning its y upwards as PDF wants."""
    match mark:
        case Rect():
            canvas.setFillColor(_colour(mark.colour))
            canvas.rect(mark.x, PAGE_HEIGHT - mark.y - mark.height, mark.width, mark.height, stroke=0, fill=1)
        case Line():
            canvas.setStrokeColor(_colour(mark.colour))
            canvas.setLineWidth(mark.width)
            canvas.line(mark.x1, PAGE_HEIGHT - mark.y1, mark.x2, PAGE_HEIGHT - mark.y2)
        case Text():
            _draw_text(canvas, mark)
        case Heading():
            canvas.bookmarkHorizontal(mark.name, 0, PAGE_HEIGHT - mark.y + 12.0)
            canvas.addOutlineEntry(drawable(mark.title), mark.name, mark.level, closed=mark.level == 0)
        case Link():
            low, high = PAGE_HEIGHT - mark.y - mark.height, PAGE_HEIGHT - mark.y
            canvas.linkRect(
                "", mark.target, (mark.x, low, mark.x + mark.width, high), relative=0, thickness=0
            )


def _draw_text(canvas: "Canvas", mark: Text) -> None:
    name = _font_name(mark.size, mark.bold)
    _font(name)
    canvas.setFont(name, mark.size)
    canvas.setFillColor(_colour(mark.colour))
    draw = {
        Anchor.START: canvas.drawString,
        Anchor.MIDDLE: canvas.drawCentredString,
        Anchor.END: canvas.drawRightString,
    }[mark.anchor]
    draw(mark.x, PAGE_HEIGHT - mark.y, drawable(mark.text))
