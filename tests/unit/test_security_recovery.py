"""The recovery code: copied by hand, typed back by a tired human."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.errors import InputError
from caseapp.security.recovery import draw_recovery_code, printed_code, read_recovery_code

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
codes = st.integers(0, 2**155 - 1).map(printed_code)


def test_a_code_is_eight_groups_of_four_without_ambiguous_letters() -> None:
    drawn = {draw_recovery_code() for _ in range(200)}
    assert len(drawn) == 200
    for code in drawn:
        assert re.fullmatch(rf"([{SYMBOLS}]{{4}}-){{7}}[{SYMBOLS}]{{4}}", code)
    assert {symbol for code in drawn for symbol in code} == {*SYMBOLS, "-"}


@given(codes, st.data())
def test_blanks_hyphens_case_and_lookalikes_are_forgiven(code: str, data: st.DataObject) -> None:
    spellings = {"0": "0oO", "1": "1iIlL", "-": ["-", " ", "", " - ", "\u00a0", "–", "\n"]}
    typed = "".join(data.draw(st.sampled_from(spellings.get(char, char + char.lower()))) for char in code)
    assert read_recovery_code(f"  {typed}\n") == read_recovery_code(code)


@given(codes, st.integers(0, 31), st.sampled_from(SYMBOLS))
def test_any_one_wrong_symbol_is_seen(code: str, place: int, symbol: str) -> None:
    symbols = list(code.replace("-", ""))
    if symbols[place] == symbol:
        symbol = SYMBOLS[SYMBOLS.index(symbol) - 1]
    symbols[place] = symbol
    with pytest.raises(InputError, match="faute de frappe"):
        read_recovery_code("".join(symbols))


@given(codes, st.integers(0, 30))
def test_two_neighbours_swapped_are_seen(code: str, place: int) -> None:
    symbols = list(code.replace("-", ""))
    if symbols[place] == symbols[place + 1]:
        assert read_recovery_code("".join(symbols)) == read_recovery_code(code)
        return
    symbols[place], symbols[place + 1] = symbols[place + 1], symbols[place]
    with pytest.raises(InputError, match="faute de frappe"):
        read_recovery_code("".join(symbols))


def test_a_missing_group_says_how_many_signs_were_typed() -> None:
    with pytest.raises(InputError, match="vous en avez saisi 28"):
        read_recovery_code(draw_recovery_code()[:-5])


def test_an_impossible_sign_is_named() -> None:
    with pytest.raises(InputError, match="« U »"):
        read_recovery_code("u" + draw_recovery_code()[1:])


@given(st.text())
def test_any_other_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match=r"\.$"):
        read_recovery_code(text)
