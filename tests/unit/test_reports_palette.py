from dataclasses import asdict

import pytest

from caseapp.reports.palette import DARK, LIGHT, Palette, contrast, mix

TEXT_COLOURS = (
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


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("token", TEXT_COLOURS)
def test_every_text_colour_can_be_read_on_surfaces(palette: Palette, token: str) -> None:
    colour = asdict(palette)[token]
    assert contrast(colour, palette.surface) >= 4.5
    assert contrast(colour, palette.surface_2) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_on_window_and_on_accent_can_be_read(palette: Palette) -> None:
    assert contrast(palette.texte, palette.fond) >= 4.5
    assert contrast(palette.discret, palette.fond) >= 4.5
    assert contrast(palette.texte_sur_accent, palette.accent) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")
    assert contrast("#1B2430", "#FFFFFF") == pytest.approx(15.7, abs=0.1)


def test_cible_colours_and_accent_for_the_rest() -> None:
    assert LIGHT.cible("logement") == "#0A6A7C"
    assert DARK.cible("parentalite") == DARK.parentalite
    assert LIGHT.cible(None) == LIGHT.cible("autre") == LIGHT.accent


def test_mix_goes_from_background_to_colour() -> None:
    assert mix("#000000", "#FFFFFF", 0.0) == "#FFFFFF"
    assert mix("#000000", "#FFFFFF", 1.0) == "#000000"
    assert mix("#FF0000", "#0000FF", 0.5) == "#800080"
