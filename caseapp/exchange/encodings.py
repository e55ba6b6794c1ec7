"""How the bytes of a text file are to be read: UTF-8 first, then what French programs have written."""

import codecs
from collections.abc import Iterable, Iterator
from typing import Final

from caseapp.exchange.refusal import FileRefusedError

CHUNK: Final = 1 << 20
_NO_TEXT: Final = "ce n'est pas un fichier texte (CSV)"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY: Final = (
    b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"MZ\x90",
    b"\x7fELF", b"SQLite format 3\x00", b"7z\xbc\xaf", b"Rar!",
)  # fmt: skip
_LEGACY: Final = ("cp1252", "cp850", "mac_roman", "utf-8")
"""Candidates when it is not UTF-8, the first winning a tie; the last is for UTF-8 with damaged letters."""
_LETTERS: Final = dict.fromkeys("éèêëàâäùûüîïôöçœæÿñ", 2) | dict.fromkeys(
    "ÉÈÊËÀÂÄÙÛÜÎÏÔÖÇŒÆŸÑ’“”«»–…€°\xa0", 1
)


def detect(chunks: Iterable[bytes]) -> str:
    """Return the encoding of a file given in chunks; FileRefusedError when it is empty or not a text."""
    following = iter(chunks)
    first = next(following, b"")
    if not first.strip(b"\r\n\t \x00\xef\xbb\xbf\xff\xfe"):
        raise FileRefusedError("le fichier est vide")
    if first.startswith(_BINARY):
        raise FileRefusedError(_NO_TEXT)
    if encoding := next((name for mark, name in _MARKS if first.startswith(mark)), _wide(first)):
        return encoding
    if _controls(first[:8192]) > 0.05:
        raise FileRefusedError(_NO_TEXT)
    return _utf8_or_legacy(first, following)


def reading_errors(encoding: str) -> str:
    """Return how unreadable bytes are kept: as characters that no cell accepts, where the encoding can."""
    return "strict" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _utf8_or_legacy(first: bytes, following: Iterator[bytes]) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    chunk, sample = first, first
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = next(following, b"")
            sample = first + chunk
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return max(_LEGACY, key=lambda encoding: _likelihood(sample, encoding))
    return "utf-8"


def _wide(first: bytes) -> str:
    """Tell UTF-16 without its mark by the zero half of its ASCII letters."""
    head = first[:4096]
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    return "utf-16-be" if half and head[0::2].count(0) > half * 0.6 else ""


def _controls(head: bytes) -> float:
    """Return the share of control characters."""
    return sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head) / max(len(head), 1)


def _likelihood(sample: bytes, encoding: str) -> int:
    """Weigh the characters that are not ASCII: those of French count for, the others against."""
    text = sample.decode(encoding, errors="surrogateescape")
    return sum(_LETTERS.get(character, -1) for character in text if ord(character) > 127)
