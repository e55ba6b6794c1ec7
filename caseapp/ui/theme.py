"""The look of the program: light, dark or the system's high contrast, at the user's size of text."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from caseapp.reports.palette import DARK, LIGHT
from caseapp.ui.fonts import BASE_PIXELS, load_family, text_font
from caseapp.ui.icons import load_icon
from caseapp.ui.qt_palette import qt_palette, system_palette
from caseapp.ui.style_sheet import colour_tokens, is_dark, style_sheet

MIN_PERCENT, MAX_PERCENT = 80, 200


class Scheme(StrEnum):
    """What the user chose in the settings."""

    SYSTEME = "systeme"
    CLAIR = "clair"
    SOMBRE = "sombre"


class Theme(QObject):
    """Dresses the application and gives its colours, sizes and icons to the widgets that paint themselves."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEME, percent: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self._scheme, self._percent = scheme, percent
        self._family = load_family()
        self._fonts: dict[tuple[float, bool], QFont] = {}
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self.palette = LIGHT
        app.setStyle("Fusion")
        self._apply()
        app.styleHints().colorSchemeChanged.connect(self._apply)
        app.styleHints().accessibility().contrastPreferenceChanged.connect(self._apply)

    @property
    def scheme(self) -> Scheme:
        """What the user chose."""
        return self._scheme

    @property
    def percent(self) -> int:
        """The size of text, 100 for the usual one."""
        return self._percent

    @property
    def scale(self) -> float:
        """1.0 at 100 %."""
        return self._percent / 100

    def set_scheme(self, scheme: Scheme) -> None:
        """Force light or dark, or follow the system again."""
        if scheme is not self._scheme:
            self._scheme = scheme
            self._apply()

    def set_percent(self, percent: int) -> None:
        """Set the size of text, kept between 80 and 200 %."""
        kept = min(MAX_PERCENT, max(MIN_PERCENT, percent))
        if kept != self._percent:
            self._percent = kept
            self._apply()

    def px(self, pixels: float) -> int:
        """Return a length given at 100 % for the user's size of text."""
        return max(1, round(pixels * self.scale))

    def colour(self, token: str) -> QColor:
        """Return a colour by its name in the style sheet (`surface-2`, `danger`)."""
        return QColor(self._tokens[token])

    def cible(self, code: str | None) -> QColor:
        """Return the colour of a cible, the accent for anything else."""
        return QColor(self.palette.cible(code))

    def font(self, pixels: float = BASE_PIXELS, *, bold: bool = False) -> QFont:
        """Return the program's type; `pixels` is its size at 100 %."""
        key = (pixels, bold)
        if key not in self._fonts:
            points = pixels * self.scale * self._points_per_pixel
            self._fonts[key] = text_font(self._family, points, bold=bold)
        return self._fonts[key]

    def icon(self, name: str, colour: str = "texte", size: int = 18) -> QIcon:
        """Return an icon in a colour of the theme; `size` is in pixels at 100 %."""
        key = (name, self._tokens[colour], self.px(size))
        if key not in self._icons:
            self._icons[key] = load_icon(*key)
        return self._icons[key]

    def _apply(self, *_: object) -> None:
        hints = self._app.styleHints()
        self._points_per_pixel = 72 / self._app.primaryScreen().logicalDotsPerInch()
        self._fonts.clear()
        high_contrast = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        if high_contrast:
            self._app.setPalette(QPalette())
            self.palette = system_palette(self._app.palette())
        else:
            self.palette = DARK if self._wants_dark() else LIGHT
            self._app.setPalette(qt_palette(self.palette))
        self._tokens = colour_tokens(self.palette, mixed=not high_contrast)
        self._app.setFont(self.font())
        self._app.setStyleSheet(
            style_sheet(self._tokens, self.scale, self._points_per_pixel, dark=is_dark(self.palette))
        )
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self._scheme is Scheme.SYSTEME:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._scheme is Scheme.SOMBRE
