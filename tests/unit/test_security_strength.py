"""Passphrases are judged in French, and the proposed ones are always strong enough."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zxcvbn import matching

from caseapp.security.phrase import normalise_phrase, propose_phrase, words_needed
from caseapp.security.strength import Strength, strength

ADVICE_STARTS = ("Ajoutez ", "Évitez ", "Saisissez ")


def invented_words(count: int) -> list[str]:
    draw = random.Random(20261121)  # noqa: S311 - the same words each time
    words: set[str] = set()
    while len(words) < count:
        syllables = draw.randint(2, 4)
        words.add("".join(draw.choice("bcdfglmnprstv") + draw.choice("aeiou") for _ in range(syllables)))
    return sorted(words)


def is_french(verdict: Strength) -> bool:
    return verdict.sentence.startswith("Solidité ") and (
        verdict.advice.startswith(ADVICE_STARTS) or (verdict.enough and verdict.advice == "")
    )


@pytest.mark.parametrize(
    ("phrase", "habit"),
    [
        ("", "Saisissez"),
        ("motdepasse", "les mots les plus courants"),
        ("azertyuiop", "les mots les plus courants"),
        ("password", "mots de passe connus"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "répétitions"),
        ("abcdefghijklmnop", "suites comme"),
        ("poiuytrtyuhgfdsdfghj", "touches voisines"),
        ("12/03/1987", "dates"),
        ("Jean-Baptiste Dupont", "Évitez votre nom"),
    ],
)
def test_weak_habits_are_refused_and_named(phrase: str, habit: str) -> None:
    verdict = strength(phrase, ["Jean-Baptiste Dupont"])
    assert not verdict.enough
    assert verdict.bits < 80
    assert habit in verdict.advice
    assert is_french(verdict)


@pytest.mark.parametrize(
    "phrase",
    [
        "correct horse battery staple",
        "le chat dort sur le lit",
        "maison jardin maison jardin maison jardin maison",
    ],
)
def test_ordinary_words_count_as_words_not_as_letters(phrase: str) -> None:
    assert strength(phrase).bits < 80


def test_words_of_the_user_count_less_with_or_without_accents() -> None:
    phrase = "hélène vaugirard perceneige boussole"
    alone = strength(phrase).bits
    known = strength(phrase, ["Hélène Vaugirard", "Perceneige"]).bits
    assert known < alone
    assert strength("helene vaugirard perceneige boussole", ["Hélène Vaugirard", "Perceneige"]).bits < alone


def test_the_bound_is_eighty_and_never_rounded_up() -> None:
    nearly = strength("k3JwQpLm9sTzXvB2nRfGhY7c")
    assert 79 < nearly.bits < 80
    assert not nearly.enough
    assert "Solidité 79, minimum 80" in nearly.sentence
    assert strength("k3JwQpLm9sTzXvB2nRfGhY7cW").enough


def test_the_words_of_the_user_do_not_stay_in_the_library() -> None:
    strength("quelques mots au hasard", ["Zorglubine"])
    assert "user_inputs" not in matching.RANKED_DICTIONARIES


@pytest.mark.parametrize(
    "phrase", ["4@8({[<369" * 1000, "a" * 100_000, "mot rare " * 20_000, "1$|!5+7%20" * 500]
)
def test_a_long_phrase_is_judged_quickly(phrase: str) -> None:
    start = time.monotonic()
    verdict = strength(phrase)
    assert time.monotonic() - start < 5
    assert is_french(verdict)


@given(st.text(max_size=120))
def test_any_text_gets_a_french_verdict(phrase: str) -> None:
    verdict = strength(phrase)
    assert is_french(verdict)
    assert verdict.enough == (verdict.bits >= 80)
    assert strength(phrase) == verdict


def test_two_hundred_proposed_phrases_are_all_strong_and_different() -> None:
    words = invented_words(5000)
    drawn = {propose_phrase(words) for _ in range(200)}
    assert len(drawn) == 200
    for phrase in drawn:
        assert strength(phrase).enough
        assert normalise_phrase(phrase) == phrase
        assert set(phrase.split(" ")) <= set(words)
        assert len(phrase.split(" ")) >= 7


@pytest.mark.parametrize(("size", "needed"), [(1000, 9), (5000, 7), (7776, 7), (35_000, 6)])
def test_enough_words_are_drawn_for_85_bits(size: int, needed: int) -> None:
    assert words_needed(size) == needed
    assert size**needed >= 2**85 > size ** (needed - 1)


def test_a_small_vocabulary_is_refused_however_often_its_words_come() -> None:
    words = invented_words(999)
    with pytest.raises(ValueError, match="1000"):
        propose_phrase([*words, *words, *(word.upper() for word in words), "", "deux mots", " bord"])
    assert propose_phrase([*words, "saint-flour"])


def test_words_too_short_to_be_strong_are_refused() -> None:
    letters = "abcdefghijklmnop"
    short = [a + b + c for a in letters for b in letters for c in letters]
    assert len(propose_phrase(short).split()) >= 16
    punctuation = [a + b + c + d for a in "-'.,_!" for b in "-'.,_!" for c in "-'.,_!" for d in "-'.,_!"]
    with pytest.raises(ValueError, match="too short"):
        propose_phrase(punctuation)


@given(st.text())
def test_normalising_twice_changes_nothing(phrase: str) -> None:
    assert normalise_phrase(normalise_phrase(phrase)) == normalise_phrase(phrase)
