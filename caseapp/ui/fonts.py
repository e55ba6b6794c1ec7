"""The type shipped with the program; without it a machine with no font would show empty squares."""

from PySide6.QtGui import QFont, QFontDatabase

from caseapp import paths

FALLBACK = "DejaVu Sans"
BASE_PIXELS = 13.5


def load_family() -> str:
    """Load the fonts of `resources/fonts` and return the family that texts are set in."""
    folder = paths.data_root() / "resources" / "fonts"
    families: list[str] = []
    for file in sorted(folder.glob("*.[to]tf")):
        loaded = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(loaded)
    return FALLBACK if FALLBACK in families or not families else families[0]


def text_font(family: str, points: float, *, bold: bool = False) -> QFont:
    """Return the program's type, with figures all of one width; bold is semi-bold when there is one."""
    font = QFont(family)
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
