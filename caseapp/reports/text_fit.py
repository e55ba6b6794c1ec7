"""Plain text made to fit: cleaned, wrapped or shortened to a width."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from caseapp.reports.shapes import Anchor, Text

Measure = Callable[[str, float, bool], float]
"""Width of a text in a size, regular or bold."""

ELLIPSIS = "…"

_BLANKS = re.compile(r"[ \t\r\n\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_NARROWEST = 0.15
"""Share of the size under which no letter's width falls: bounds how many are worth measuring."""
_WORDS = re.compile(r"[^ ]+ *| +")
_ADDRESS_PARTS = re.compile(r"[._]?[^._ ]+ *|[._ ]+")


def one_line(text: str, limit: int = 2000) -> str:
    """Return the text on one line without control, invisible or broken characters, cut at `limit`."""
    bare = _UNPRINTABLE.sub("", _BLANKS.sub(" ", text[: 4 * limit])).strip()
    return bare if len(bare) <= limit else bare[: limit - 1].rstrip() + ELLIPSIS


def address_parts(address: str) -> tuple[str, ...]:
    """Return the pieces between which an address may be cut at the end of a line."""
    return tuple(_ADDRESS_PARTS.findall(address))


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is written: its size, weight and colour, and what measures it."""

    measure: Measure
    size: float
    colour: str
    bold: bool = False

    def width(self, text: str) -> float:
        """Return the width of a text."""
        return self.measure(text, self.size, self.bold)

    def fits(self, text: str, width: float) -> bool:
        """Tell whether a text is no wider, give or take the rounding of sums."""
        return self.width(text) <= width + 0.01

    def at(self, x: float, baseline: float, text: str, anchor: Anchor = Anchor.START) -> Text:
        """Return the text standing on a baseline."""
        return Text(x, baseline, text, self.size, self.colour, self.bold, anchor)

    def centred(self, x: float, middle: float, text: str, anchor: Anchor = Anchor.START) -> Text:
        """Return the text with its letters centred on the height `middle`."""
        return self.at(x, middle + self.size * 0.36, text, anchor)

    def shorten(self, text: str, width: float) -> str:
        """Return the text, or its beginning and an ellipsis, or nothing, when it is wider."""
        return text if self.fits(text, width) else self._closed(text, width)

    def wrap(
        self, text: str, width: float, *, max_lines: int | None = None, address: bool = False
    ) -> tuple[str, ...]:
        """Cut the text at its spaces (before dots and underscores for an address) or inside long words.

        With `max_lines` the last line ends with an ellipsis when something is left out. At least one line.
        """
        pieces = address_parts(text) if address else tuple(_WORDS.findall(text))
        if max_lines is None:
            return tuple(self._lines(pieces, width)) or ("",)
        lines = list(islice(self._lines(pieces, width), max_lines + 1))
        if len(lines) > max_lines:
            *lines, last, more = lines
            lines.append(self._closed(f"{last} {more}", width) or ELLIPSIS)
        return tuple(lines) or ("",)

    def _closed(self, text: str, width: float) -> str:
        kept = self._fitting(text, width - self.width(ELLIPSIS))
        return text[:kept].rstrip(" .,;:·(") + ELLIPSIS if kept else ""

    def _fitting(self, text: str, width: float) -> int:
        """Return how many leading characters fit in the width."""
        low, high = 0, min(len(text), int(max(width, 0.0) / (self.size * _NARROWEST)) + 1)
        while low < high:
            middle = (low + high + 1) // 2
            if self.fits(text[:middle], width):
                low = middle
            else:
                high = middle - 1
        return low

    def _lines(self, pieces: tuple[str, ...], width: float) -> Iterator[str]:
        """Give the lines that the pieces fill, each as long as the width allows."""
        current = ""
        for piece in pieces:
            if self.fits((current + piece).rstrip(" "), width):
                current += piece
                continue
            if current.strip():
                yield current.rstrip(" ")
            current = piece
            while len(current) > 1 and not self.fits(current.rstrip(" "), width):
                kept = max(1, self._fitting(current, width))
                yield current[:kept]
                current = current[kept:]
        if current.strip():
            yield current.rstrip(" ")
