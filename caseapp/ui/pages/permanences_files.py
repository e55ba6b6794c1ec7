"""The sheet of a permanence taken away: printed, or written as a PDF."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPen
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from caseapp.domain.labels import format_time
from caseapp.reports.pdf import write_permanence
from caseapp.reports.permanence import PermanenceSheet, SheetLine, lay_out_permanence
from caseapp.reports.shapes import Anchor, Line, Mark, Rect, Text
from caseapp.reports.typography import PAGE_HEIGHT, PAGE_WIDTH, Typography
from caseapp.services.permanences import Creneau, Feuille
from caseapp.ui.context import UiContext
from caseapp.ui.pages.agenda_words import hours_words, long_day, permanence_title
from caseapp.ui.widgets.task_panel import TaskPanel

_SAID = ("Ne pas appeler.", "Ne pas écrire.")
"""Notices that may be on paper; what a consigne says in full words stays in the file."""
_FINE = 16
"""Pixels of a font for one point: letters of whole pixels would be uneven."""


class PermanenceFiles:
    """Asks where, then writes in a worker; `progress` says how it went."""

    def __init__(self, window: QWidget, context: UiContext) -> None:
        self._window, self._context = window, context
        self.progress = TaskPanel(context.tasks)

    def save(self, sheet: Feuille) -> None:
        """Ask where, then write the sheet as a PDF."""
        paper = on_paper(sheet)
        name = f"permanence {sheet.permanence.date:%Y-%m-%d}.pdf"
        path = self._context.prompts.ask_save_file(
            "Enregistrer la feuille", Path.home() / name, ["Feuille à imprimer (*.pdf)"]
        )
        if path is not None:
            said = f"Feuille écrite : {path}"
            self.progress.run(
                "Écriture de la feuille",
                lambda _token, _progress: write_permanence(paper, path),
                lambda _none: self.progress.say(said),
            )

    def print_sheet(self, sheet: Feuille) -> None:
        """Ask which printer, then print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("Feuille de permanence")
        dialog = QPrintDialog(printer, self._window.window())
        accepted = bool(dialog.exec())
        dialog.deleteLater()
        if accepted and not draw(on_paper(sheet), printer, self._context):
            self.progress.say("L'imprimante a refusé la feuille.")


def on_paper(sheet: Feuille) -> PermanenceSheet:
    """Return what may leave on paper: hours, names, notices without details, types."""
    row = sheet.permanence
    moment = ", ".join(part for part in (f"{long_day(row.date)} {row.date.year}", hours_words(row)) if part)
    agents = {one.rendez_vous.agent for one in sheet.creneaux if one.rendez_vous is not None}
    return PermanenceSheet(
        permanence_title(row), moment, ", ".join(sorted(agents)), tuple(map(_line, sheet.creneaux))
    )


def _line(slot: Creneau) -> SheetLine:
    hour = "" if slot.heure is None else format_time(slot.heure)
    row = slot.rendez_vous
    if row is None:
        return SheetLine(hour, "", "", "")
    said = ["Protégée."] if row.protection else []
    said += [one for one in row.consignes if one in _SAID]
    if len(said) - row.protection < len(row.consignes):
        said.append("Consigne au dossier.")
    return SheetLine(hour, row.famille, " ".join(said), row.type_libelle)


def draw(paper: PermanenceSheet, printer: QPrinter, context: UiContext) -> bool:
    """Draw the pages that the PDF has too; False when the printer refuses."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    area = printer.pageLayout().fullRectPixels(printer.resolution())
    painter.scale(area.width() / PAGE_WIDTH, area.height() / PAGE_HEIGHT)
    drawing = _Drawing(painter, context)
    for number, page in enumerate(lay_out_permanence(paper, Typography(drawing.measure)).pages):
        if number:
            printer.newPage()
        for mark in page:
            drawing.draw(mark)
    return painter.end()


class _Drawing:
    """Draws marks in points; letters are measured and drawn at the same size, whatever the screen's."""

    def __init__(self, painter: QPainter, context: UiContext) -> None:
        self._painter = painter
        self._family = context.theme.font().family()

    def measure(self, text: str, size: float, bold: bool) -> float:
        return QFontMetricsF(self._font(size, bold=bold)).horizontalAdvance(text) / _FINE

    def _font(self, size: float, *, bold: bool) -> QFont:
        font = QFont(self._family)
        font.setPixelSize(round(size * _FINE))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def draw(self, mark: Mark) -> None:
        painter = self._painter
        match mark:
            case Rect():
                painter.fillRect(QRectF(mark.x, mark.y, mark.width, mark.height), QColor(mark.colour))
            case Line():
                painter.setPen(QPen(QColor(mark.colour), mark.width))
                painter.drawLine(QPointF(mark.x1, mark.y1), QPointF(mark.x2, mark.y2))
            case Text():
                self._write(mark)

    def _write(self, mark: Text) -> None:
        width = self.measure(mark.text, mark.size, mark.bold)
        shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[mark.anchor]
        painter = self._painter
        painter.save()
        painter.translate(mark.x - shift, mark.y)
        painter.scale(1 / _FINE, 1 / _FINE)
        painter.setFont(self._font(mark.size, bold=mark.bold))
        painter.setPen(QColor(mark.colour))
        painter.drawText(QPointF(0.0, 0.0), mark.text)
        painter.restore()
