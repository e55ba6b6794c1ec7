"""How hard a passphrase is to guess, said in French."""

import math
import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

REQUIRED_BITS: Final = 80
_EVALUATED_LENGTH: Final = 64  # zxcvbn refuses more than 72 characters and slows down before that
_WORD_BITS: Final = 14.0  # a word of a 16 000-word dictionary; zxcvbn knows no French and counts its letters
_SHORT_WORD_BITS: Final = 5.0  # le, de, sur, mon…
_SIGN_BITS: Final = math.log2(95)
_WORD_BREAKS: Final = re.compile(r"[\s\-'’.,;:!?_/]+")
_FRENCH_FAVOURITES: Final = """
    motdepasse azerty azertyuiop qsdfghjklm wxcvbn bonjour bonsoir soleil doudou loulou chouchou coucou amour
    jetaime famille enfant enfants maman papa cherie france paris marseille lyon toulouse bordeaux lille
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    lundi mardi mercredi jeudi vendredi samedi dimanche printemps automne hiver
    caf caisse allocations allocataire familiales social sociale assistante travailleur travailleuse
    conseillere secret admin administrateur utilisateur
"""
_zxcvbn_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Strength:
    """A verdict: `bits` is the number of guesses as a power of two; `advice` is empty when enough."""

    bits: float
    enough: bool
    sentence: str
    advice: str


def strength(phrase: str, user_words: Iterable[str] = ()) -> Strength:
    """Judge a phrase; `user_words` (names of the worker, the service, the place) are counted as guessable."""
    text = unicodedata.normalize("NFC", " ".join(phrase.split()))
    if not text:
        return _verdict(0.0, "Saisissez une phrase de plusieurs mots.")
    known = _known_words(user_words)
    guesses = [_guess(variant[:_EVALUATED_LENGTH], known) for variant in {text, _without_accents(text)}]
    result = min(guesses, key=lambda guess: float(guess["guesses_log10"]))
    bits = min(float(result["guesses_log10"]) / math.log10(2), _bits_as_words(text))
    return _verdict(bits, _advice(result))


def _verdict(bits: float, advice: str) -> Strength:
    enough = bits >= REQUIRED_BITS
    figure = f"Solidité {math.floor(bits)}, minimum {REQUIRED_BITS}"
    if enough:
        return Strength(bits, enough, f"{figure} : cette phrase convient.", "")
    return Strength(bits, enough, f"{figure} : cette phrase se devine trop facilement.", advice)


def _bits_as_words(text: str) -> float:
    """Return the most that a phrase is worth when read word by word, a repeated word counting once."""
    return sum(_bits_of(word) for word in set(_WORD_BREAKS.split(_without_accents(text).casefold())))


def _bits_of(word: str) -> float:
    if not word.isalpha() or len(word) > 14:
        return _SIGN_BITS * len(word)
    return _WORD_BITS if len(word) > 3 else _SHORT_WORD_BITS


def _known_words(user_words: Iterable[str]) -> list[str]:
    """Return the guessable words, most obvious first: whole, then word by word, with and without accents."""
    known: dict[str, None] = {}
    for text in user_words:
        for word in (text, *_WORD_BREAKS.split(text)):
            known.update(dict.fromkeys((word.casefold(), _without_accents(word.casefold()))))
    known.update(dict.fromkeys(_FRENCH_FAVOURITES.split()))
    return [word for word in known if len(word) > 2]


def _guess(text: str, known: list[str]) -> Mapping[str, Any]:
    """Ask zxcvbn, which keeps the given words in a global: one call at a time, and nothing left behind."""
    from zxcvbn import matching, zxcvbn  # noqa: PLC0415 - its word lists take 60 ms and 10 MB

    with _zxcvbn_lock:
        try:
            found: Mapping[str, Any] = zxcvbn(text, user_inputs=known)
        finally:
            matching.RANKED_DICTIONARIES.pop("user_inputs", None)
    return found


def _advice(result: Mapping[str, Any]) -> str:
    """Name the weakest habit found: that of the longest part which is not plain letters."""
    parts = [part for part in result["sequence"] if part["pattern"] != "bruteforce"]
    if not parts:
        return _MORE_WORDS
    worst = max(parts, key=lambda part: len(part["token"]))
    habit = worst.get("dictionary_name", worst["pattern"])
    return f"{_ADVICE[habit]} {_MORE_WORDS}" if habit in _ADVICE else _MORE_WORDS


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


_MORE_WORDS: Final = "Ajoutez un ou deux mots rares, sans rapport entre eux."
_DATES: Final = "Évitez les dates et les années, que l'on devine."
_ADVICE: Final = {
    "user_inputs": "Évitez votre nom, votre service, votre ville et les mots les plus courants.",
    "passwords": "Évitez les mots de passe connus.",
    "surnames": "Évitez les noms et les prénoms.",
    "male_names": "Évitez les noms et les prénoms.",
    "female_names": "Évitez les noms et les prénoms.",
    "spatial": "Évitez les suites de touches voisines du clavier.",
    "repeat": "Évitez les répétitions.",
    "sequence": "Évitez les suites comme abcd ou 1234.",
    "regex": _DATES,
    "date": _DATES,
}
