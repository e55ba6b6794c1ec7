import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.reports.pdf import measure
from caseapp.reports.text_fit import ELLIPSIS, TextStyle, address_parts, one_line

STYLE = TextStyle(measure, 9.0, "#000000")
WORDS = "Vacances en famille accompagnées avec le soutien d'un travailleur social"


def test_wrap_breaks_at_spaces_and_keeps_everything() -> None:
    lines = STYLE.wrap(WORDS, 120.0)
    assert len(lines) > 2
    assert " ".join(lines) == WORDS
    assert all(STYLE.fits(line, 120.0) for line in lines)


def test_no_break_spaces_hold() -> None:
    assert STYLE.wrap("1\u202f705\u00a0€ en tout", 40.0)[0] == "1\u202f705\u00a0€"


def test_address_is_cut_before_dots_and_underscores() -> None:
    lines = STYLE.wrap("impayes.cible_locale.accompagnement_administratif", 90.0, address=True)
    assert "".join(lines) == "impayes.cible_locale.accompagnement_administratif"
    assert all(line[0] in "._" for line in lines[1:])


def test_last_allowed_line_says_that_it_goes_on() -> None:
    lines = STYLE.wrap(WORDS, 100.0, max_lines=2)
    assert len(lines) == 2
    assert lines[1].endswith(ELLIPSIS)
    assert STYLE.fits(lines[1], 100.0)


def test_short_text_is_left_alone() -> None:
    assert STYLE.shorten("Logement", 100.0) == "Logement"
    assert STYLE.wrap("Logement", 100.0, max_lines=1) == ("Logement",)
    assert STYLE.wrap("", 100.0) == ("",)


def test_shorten_gives_nothing_rather_than_too_wide() -> None:
    assert STYLE.shorten("Logement", 2.0) == ""
    assert STYLE.shorten("Logement", 30.0).endswith(ELLIPSIS)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\nb\tc", "a b c"),
        ("a\x00\x07b", "ab"),
        ("  deux  espaces ", "deux espaces"),
        ("in\u202eversé\ud800", "inversé"),
        ("1\u202f705\u00a0€", "1\u202f705\u00a0€"),
        ("", ""),
    ],
)
def test_one_line_keeps_what_can_be_printed(raw: str, clean: str) -> None:
    assert one_line(raw) == clean


def test_one_line_cuts_what_is_endless() -> None:
    assert one_line("a" * 40_000, 100) == "a" * 99 + ELLIPSIS


@given(st.text(max_size=300), st.floats(8.0, 300.0), st.none() | st.integers(1, 4))
def test_wrapped_lines_always_fit(text: str, width: float, max_lines: int | None) -> None:
    clean = one_line(text)
    lines = STYLE.wrap(clean, width, max_lines=max_lines)
    assert all(STYLE.fits(line, width) or len(line) == 1 for line in lines)
    assert max_lines is None or len(lines) <= max_lines
    if max_lines is None:
        assert "".join(lines).replace(" ", "") == clean.replace(" ", "")


@given(st.text(max_size=200), st.floats(1.0, 300.0))
def test_shortened_text_fits(text: str, width: float) -> None:
    assert STYLE.fits(STYLE.shorten(text, width), width)


@given(st.text(alphabet="ab._ ", max_size=60))
def test_address_parts_make_the_address(address: str) -> None:
    assert "".join(address_parts(address)) == address.lstrip(" ") or " " in address
