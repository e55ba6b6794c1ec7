"""How text is compared (fold, words) and accepted (clean_text, has_forbidden_characters)."""

import re
import unicodedata


class _Letters(dict[int, str | int | None]):
    """What each code point of decomposed text becomes; None removes it. Filled as text comes."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code)).startswith("M") else code
        self[code] = kept
        return kept


_PLAIN = {
    "œ": "oe",
    "æ": "ae",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ø": "o",
    "ı": "i",
    "þ": "th",
    "ħ": "h",
    "ŧ": "t",
}
_LETTERS = _Letters({ord(letter): plain for letter, plain in _PLAIN.items()})  # casefold already made ß ss
_SEPARATORS = re.compile(r"[\W_]+")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?")
_BLANKS = " \t\n\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def fold(text: str) -> str:
    """Return the form two spellings share: no accent, case, ligature, punctuation; words one space apart."""
    plain = text.lower() if text.isascii() else _without_marks(text)
    return _SEPARATORS.sub(" ", plain).strip()


def words(text: str) -> tuple[str, ...]:
    """Return the folded words, in the order they are written; none for text without a letter or a digit."""
    return tuple(fold(text).split())


def clean_text(text: str) -> str:
    r"""Return the text as stored: NFC, lines ended by \n, blank ends cut; forbidden characters stay."""
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)).strip(_BLANKS)


def has_forbidden_characters(text: str) -> bool:
    r"""Tell whether it holds controls (but \t, \n), bidirectional overrides or isolates, lone surrogates."""
    return _FORBIDDEN.search(text) is not None


def _without_marks(text: str) -> str:
    """Decompose before and after the case is folded: folding turns some letters into composed ones again."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return decomposed.translate(_LETTERS)
