"""The passphrase as a secret, and phrases drawn at random for those who want one made for them."""

import math
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from caseapp.security.strength import strength

MIN_VOCABULARY: Final = 1000
_PROPOSED_BITS: Final = 85
_MAX_WORDS: Final = 40


def normalise_phrase(phrase: str) -> str:
    """Return the one form of a phrase: NFC, outer blanks cut, inner ones (any kind) made a single space."""
    return " ".join(unicodedata.normalize("NFC", phrase).split())


def propose_phrase(words: Sequence[str], user_words: Iterable[str] = ()) -> str:
    """Draw at least 85 bits of words, judged strong by `strength`; ValueError under 1000 different ones."""
    vocabulary = _vocabulary(words)
    if len(vocabulary) < MIN_VOCABULARY:
        raise ValueError(f"{MIN_VOCABULARY} different words are needed, not {len(vocabulary)}")
    user_words = tuple(user_words)
    drawn = [secrets.choice(vocabulary) for _ in range(words_needed(len(vocabulary)))]
    while len(drawn) <= _MAX_WORDS:
        phrase = " ".join(drawn)
        if strength(phrase, user_words).enough:
            return phrase
        drawn.append(secrets.choice(vocabulary))
    raise ValueError("these words are too short to make a strong phrase")


def words_needed(vocabulary_size: int) -> int:
    """Return how many words drawn at random from a vocabulary make 85 bits."""
    return math.ceil(_PROPOSED_BITS / math.log2(vocabulary_size))


def _vocabulary(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words, each once whatever its case; one holding a blank would blur where words begin."""
    normalised = (unicodedata.normalize("NFC", word) for word in words)
    return tuple({word.casefold(): word for word in normalised if word and word.split() == [word]}.values())
