"""Fills the style sheet in for one theme and one size of text."""

import re
from collections.abc import Mapping
from dataclasses import asdict

from caseapp import paths
from caseapp.reports.palette import Palette, contrast, mix

_TOKEN = re.compile(r"@([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
_PIXELS = re.compile(r"(\d+(?:\.\d+)?)dp\b")
_TYPE = re.compile(r"(\d+(?:\.\d+)?)sp\b")


_MIXED = {
    "eteint": ("discret", "surface", 0.7),
    "bord-saisie": ("discret", "surface", 0.6),
    "bord-doux": ("bord", "surface", 0.55),
    "survol": ("surface-2", "surface", 0.55),
    "accent-survol": ("accent", "texte", 0.85),
}
"""Shades between two tokens, with the share of the first."""


def colour_tokens(palette: Palette, *, mixed: bool = True) -> dict[str, str]:
    """Return the tokens by their name in the style sheet; not mixed, they are all the palette's own."""
    tokens = {name.replace("_", "-"): value for name, value in asdict(palette).items()}
    for name, (over, under, share) in _MIXED.items():
        tokens[name] = mix(tokens[over], tokens[under], share if mixed else 1.0)
    return tokens


def is_dark(palette: Palette) -> bool:
    """Tell whether a palette, maybe the system's own, writes light on dark."""
    return contrast(palette.surface, "#000000") < contrast(palette.surface, "#FFFFFF")


def fill(template: str, tokens: Mapping[str, str], scale: float, points_per_pixel: float) -> str:
    """Replace the tokens (KeyError for an unknown one), then the lengths (`dp`) and sizes of type (`sp`)."""

    def pixels(match: re.Match[str]) -> str:
        value = float(match[1])
        return f"{max(1, round(value * scale)) if value else 0}px"

    def points(match: re.Match[str]) -> str:
        return f"{float(match[1]) * scale * points_per_pixel:.2f}pt"

    filled = _TYPE.sub(points, _PIXELS.sub(pixels, template))
    return _TOKEN.sub(lambda match: tokens[match[1]], filled)


def style_sheet(colours: Mapping[str, str], scale: float, points_per_pixel: float, *, dark: bool) -> str:
    """Return the program's style sheet in these colours; `scale` is 1.0 at 100 %."""
    template = paths.resource("style/caseapp.qss").read_text(encoding="utf-8")
    files = {"icones": paths.resource("icons").as_posix(), "mode": "sombre" if dark else "clair"}
    return fill(template, {**colours, **files}, scale, points_per_pixel)
