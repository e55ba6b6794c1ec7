import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.text import clean_text, fold, has_forbidden_characters, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("O'Brien", "o brien"),
        ("O’BRIEN", "o brien"),
        ("Œuvrard", "oeuvrard"),
        ("Nguyễn", "nguyen"),
        ("Aït-Ahmed", "ait ahmed"),
        ("AÏT  AHMED", "ait ahmed"),
        ("Lætitia", "laetitia"),
        ("Weiß", "weiss"),
        ("STRAẞE", "strasse"),
        ("Đặng", "dang"),
        ("Łukasz", "lukasz"),
        ("Bjørn", "bjorn"),
        ("Dvořák", "dvorak"),
        ("İbrahim Işık", "ibrahim isik"),
        ("Mont-de-Marsan", "mont de marsan"),
        ("  L'Haÿ-les-Roses ", "l hay les roses"),
        ("1\u202f250,00\u00a0€", "1 250 00"),
        ("ﬁlle n° ２", "fille n 2"),
        ("a_b", "a b"),
        ("Ольга", "ольга"),
        ("…?!", ""),
        ("", ""),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_composed_and_decomposed_text_fold_alike() -> None:
    for name in ("Nguyễn", "Aït-Ahmed", "Çağlar", "Noël", "Dvořák", "Ångström"):
        assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))


def test_every_character_of_the_first_two_planes_folds_to_a_stable_form() -> None:
    folded = fold(" ".join(map(chr, range(0x20000))))
    assert fold(folded) == folded


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_leaves_only_letters_digits_and_single_spaces(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(char.isalnum() or char == " " for char in folded)


@given(st.text(alphabet="abcéÉœŒàÀçÇñÑ -'", max_size=30))
def test_fold_ignores_case_and_composition(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(unicodedata.normalize("NFD", text))


def test_words() -> None:
    assert words("Saint-Paul-lès-Dax") == ("saint", "paul", "les", "dax")
    assert words(" - ") == ()


def test_clean_text_composes_and_cuts_blank_ends() -> None:
    assert clean_text("  Nguye\u0302\u0303n\u00a0\n") == "Nguyễn"
    assert clean_text("un\r\ndeux\rtrois") == "un\ndeux\ntrois"
    assert clean_text("deux  blancs\tici") == "deux  blancs\tici"


@given(st.text())
def test_clean_text_is_idempotent(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("char", ["\x00", "\x1c", "\x1f", "\x85", "\x9f", "\u202e", "\u2069", "\ud800"])
def test_clean_text_does_not_hide_a_forbidden_character(char: str) -> None:
    assert has_forbidden_characters(clean_text(f"{char}nom"))
    assert has_forbidden_characters(clean_text(f"nom{char}"))


@pytest.mark.parametrize(
    "code",
    [
        *range(9),
        *range(0x0B, 0x20),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        0xD800,
        0xDFFF,
    ],
)
def test_forbidden_characters(code: int) -> None:
    assert has_forbidden_characters(f"a{chr(code)}b")


@pytest.mark.parametrize(
    "text", ["", "O'Brien", "ligne\tune\nligne deux", "1\u202f250\u00a0€", "Nguyễn", "العربية", "👍🏽 👨‍👩‍👧"]
)
def test_accepted_text(text: str) -> None:
    assert not has_forbidden_characters(text)
