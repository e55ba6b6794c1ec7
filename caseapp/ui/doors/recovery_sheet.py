"""The sheet of paper that keeps the recovery code."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from caseapp.errors import OutputError
from caseapp.ui.theme import Theme

TEXTS = (
    "Ce code ouvre la base de Caseapp si la phrase de passe est oubliée.",
    "Gardez cette feuille sous clé, loin de l'ordinateur. Ne l'envoyez à personne, ne la photographiez pas.",
    "Sans la phrase de passe ni ce code, personne ne peut rouvrir la base, pas même son auteur.",
)
_MARGIN_MM = 22.0
_LINE = 1.7


def save_pdf(path: Path, code: str, theme: Theme) -> None:
    """Write the sheet as a PDF; OutputError where nothing can be written."""
    refusal = OutputError(f"« {path.name} » ne peut pas être écrit dans « {path.parent} ».")
    try:
        path.write_bytes(b"")
    except OSError as error:
        raise refusal from error
    writer = QPdfWriter(str(path))
    writer.setTitle("Code de secours")
    if not _draw(writer, code, theme):
        raise refusal


def print_sheet(window: QWidget, code: str, theme: Theme) -> bool:
    """Ask which printer and print; False when the user gave up or the printer refused."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Code de secours")
    dialog = QPrintDialog(printer, window)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted and _draw(printer, code, theme)


def _draw(device: QPagedPaintDevice, code: str, theme: Theme) -> bool:
    """Draw the title, the code in two lines of four groups, then what to know of it."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(device):
        return False
    groups, top = code.split("-"), 0.0
    half = len(groups) // 2
    lines = [("Code de secours", 24.0, True)]
    lines += [("   ".join(part), 22.0, False) for part in (groups[:half], groups[half:])]
    lines += [(text, 12.0, False) for text in TEXTS]
    for text, size, bold in lines:
        font = theme.font(size / theme.scale, bold=bold)
        painter.setFont(font)
        room = QRectF(0, top, painter.viewport().width(), painter.viewport().height())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        box = painter.boundingRect(room, int(flags), text)
        painter.drawText(room, int(flags), text)
        top += box.height() * _LINE
    return painter.end()
