"""The colour tokens of both themes, for the window's style sheet, the charts and the PDF."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """The tokens of one theme, as `#RRGGBB`."""

    fond: str
    surface: str
    surface_2: str
    bord: str
    texte: str
    discret: str
    accent: str
    texte_sur_accent: str
    succes: str
    attention: str
    danger: str
    parentalite: str
    logement: str
    insertion: str

    def cible(self, code: str | None) -> str:
        """Return the colour of a cible code, the accent for anything else."""
        cibles = {"parentalite": self.parentalite, "logement": self.logement, "insertion": self.insertion}
        return cibles.get(code or "", self.accent)


LIGHT = Palette(
    fond="#F5F6F8",
    surface="#FFFFFF",
    surface_2="#ECEFF3",
    bord="#CBD2DB",
    texte="#1B2430",
    discret="#566270",
    accent="#1D5BB8",
    texte_sur_accent="#FFFFFF",
    succes="#1C7443",
    attention="#8A5200",
    danger="#B3261E",
    parentalite="#84379B",
    logement="#0A6A7C",
    insertion="#A84B08",
)

DARK = Palette(
    fond="#12161C",
    surface="#1A2028",
    surface_2="#232B35",
    bord="#3A4554",
    texte="#E6EAF0",
    discret="#A3AFBD",
    accent="#82B1FF",
    texte_sur_accent="#0B1626",
    succes="#74D49C",
    attention="#F2BB55",
    danger="#FF8F86",
    parentalite="#DBA8EA",
    logement="#6CCFE0",
    insertion="#F6AE72",
)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, background: str, share: float) -> str:
    """Return `share` (0 to 1) of the colour laid over the background."""
    pairs = zip(_channels(colour), _channels(background), strict=True)
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02X}" for over, under in pairs)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2 defines it, from 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)
