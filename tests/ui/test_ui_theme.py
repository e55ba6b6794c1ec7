from dataclasses import asdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QImage, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from caseapp.reports.palette import DARK, LIGHT, Palette, contrast
from caseapp.ui.qt_palette import system_palette
from caseapp.ui.style_sheet import colour_tokens, fill, is_dark, style_sheet
from caseapp.ui.theme import Scheme, Theme
from caseapp.ui.widgets.buttons import plain_button

TEXTS = (
    "texte",
    "discret",
    "accent",
    "succes",
    "attention",
    "danger",
    "parentalite",
    "logement",
    "insertion",
)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["clair", "sombre"])
@pytest.mark.parametrize("surface", ["surface", "surface-2", "fond", "survol"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_legible_on_every_surface(palette: Palette, surface: str, text: str) -> None:
    tokens = colour_tokens(palette)
    assert contrast(tokens[text], tokens[surface]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["clair", "sombre"])
def test_buttons_and_borders_of_fields_stand_out(palette: Palette) -> None:
    tokens = colour_tokens(palette)
    assert contrast(tokens["texte-sur-accent"], tokens["accent"]) >= 4.5
    assert contrast(tokens["texte-sur-accent"], tokens["accent-survol"]) >= 4.5
    assert contrast(tokens["accent"], tokens["surface"]) >= 3, "focus ring"
    assert contrast(tokens["bord-saisie"], tokens["surface"]) >= 2.5


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_style_sheet_is_filled_in(scale: float) -> None:
    sheet = style_sheet(colour_tokens(DARK), scale, 0.75, dark=True)
    assert "@" not in sheet.replace("/* One style sheet", "")
    assert DARK.accent in sheet
    assert "coche-sombre.svg" in sheet


def test_lengths_follow_the_size_of_text() -> None:
    filled = fill(
        "a { padding: 0 8dp 1dp; font-size: 13.5sp; color: @texte; }", {"texte": "#123456"}, 1.5, 0.75
    )
    assert filled == "a { padding: 0 12px 2px; font-size: 15.19pt; color: #123456; }"


def test_unknown_colour_is_refused() -> None:
    with pytest.raises(KeyError, match="inconnu"):
        fill("a { color: @inconnu; }", {}, 1, 1)


def test_forced_scheme_changes_what_is_drawn(theme: Theme, qtbot: QtBot) -> None:
    button = plain_button("Enregistrer", lambda: None, primary=True)
    qtbot.addWidget(button)
    button.show()

    def colour() -> str:
        image: QImage = button.grab().toImage()
        return image.pixelColor(12, image.height() // 2).name().upper()

    assert colour() == LIGHT.accent
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme(Scheme.SOMBRE)
    assert theme.palette is DARK
    assert colour() == DARK.accent
    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor(DARK.fond)


def test_system_scheme_is_followed(theme: Theme, french_app: QApplication) -> None:
    theme.set_scheme(Scheme.SYSTEME)
    dark = french_app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.palette is (DARK if dark else LIGHT)
    french_app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.palette is (DARK if dark else LIGHT), "the hint is read, not the signal's argument"


def test_size_of_text_is_kept_within_bounds(theme: Theme, french_app: QApplication) -> None:
    base = french_app.font().pointSizeF()
    theme.set_percent(200)
    assert french_app.font().pointSizeF() == pytest.approx(2 * base, abs=0.01)
    assert (theme.px(30), theme.px(0.1)) == (60, 1)
    theme.set_percent(500)
    assert theme.scale == 2.0
    theme.set_percent(10)
    assert theme.scale == 0.8


def test_type_is_ours_with_figures_of_one_width(theme: Theme) -> None:
    font = theme.font()
    assert QFontInfo(font).family() == "Caseapp Sans"
    assert font.featureValue(QFont.Tag("tnum")) == 1
    assert theme.font(bold=True).weight() == QFont.Weight.DemiBold


def test_icons_take_the_colours_of_the_theme(theme: Theme) -> None:
    image = theme.icon("familles", "danger", 24).pixmap(24, 24).toImage()
    colours = {image.pixelColor(x, y).name().upper() for x in range(24) for y in range(24)
               if image.pixelColor(x, y).alpha() == 255}  # fmt: skip
    assert colours == {LIGHT.danger}


def test_high_contrast_uses_the_colours_of_the_system_only(theme: Theme) -> None:
    system = QPalette()
    roles = QPalette.ColorRole
    shown = {roles.Window: "#000000", roles.Base: "#000000", roles.WindowText: "#FFFF00",
             roles.Highlight: "#00FFFF", roles.HighlightedText: "#000000"}  # fmt: skip
    for role, colour in shown.items():
        system.setColor(role, QColor(colour))
    palette = system_palette(system)
    assert set(asdict(palette).values()) == set(shown.values())
    assert set(colour_tokens(palette, mixed=False).values()) == set(shown.values())
    assert is_dark(palette)


def test_a_click_runs_the_action_without_arguments(theme: Theme, qtbot: QtBot) -> None:
    clicks: list[int] = []
    button: QPushButton = plain_button("Dupont & fils", lambda: clicks.append(1))
    qtbot.addWidget(button)
    button.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert clicks == [1]
    assert button.text() == "Dupont && fils"
