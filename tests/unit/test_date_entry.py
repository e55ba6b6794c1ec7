from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.date_entry import parse_date, parse_duration, parse_time
from caseapp.domain.labels import format_date, format_duration, format_long_date, format_time

TODAY = date(2026, 11, 21)
"""A Saturday."""
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21/03/2026", date(2026, 3, 21)),
        ("21/3/26", date(2026, 3, 21)),
        ("21-03-2026", date(2026, 3, 21)),
        ("21.3.2026", date(2026, 3, 21)),
        ("21 3 2026", date(2026, 3, 21)),
        ("  21/03/2026\u00a0", date(2026, 3, 21)),
        ("2026-03-21", date(2026, 3, 21)),
        ("210326", date(2026, 3, 21)),
        ("21032026", date(2026, 3, 21)),
        ("21 mars 2026", date(2026, 3, 21)),
        ("21 MARS 26", date(2026, 3, 21)),
        ("1er août 2026", date(2026, 8, 1)),
        ("3 févr. 2026", date(2026, 2, 3)),
        ("3 dec 2025", date(2025, 12, 3)),
        ("3/4/2026", date(2026, 4, 3)),
        ("29/02/2028", date(2028, 2, 29)),
        ("01/01/1900", date(1900, 1, 1)),
        ("31/12/2199", date(2199, 12, 31)),
    ],
)
def test_a_whole_date_is_read_day_first(text: str, expected: date) -> None:
    assert parse_date(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+7", date(2026, 11, 28)),
        ("-3", date(2026, 11, 18)),
        ("\u22123", date(2026, 11, 18)),
        ("+ 41", date(2027, 1, 1)),
        ("+0", TODAY),
        ("auj", TODAY),
        ("aujourd'hui", TODAY),
        ("Aujourd’hui", TODAY),
        ("hier", date(2026, 11, 20)),
        ("demain", date(2026, 11, 22)),
        ("lun", date(2026, 11, 23)),
        ("mar", date(2026, 11, 24)),
        ("Mercredi", date(2026, 11, 25)),
        ("jeu", date(2026, 11, 26)),
        ("ven.", date(2026, 11, 27)),
        ("sam", date(2026, 11, 28)),
        ("dim", date(2026, 11, 22)),
    ],
)
def test_a_date_is_told_from_today(text: str, expected: date) -> None:
    assert parse_date(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("2103", date(2026, 3, 1), date(2026, 3, 21)),
        ("21/3", date(2026, 11, 21), date(2027, 3, 21)),
        ("21/5", date(2026, 11, 21), date(2027, 5, 21)),
        ("24/5", date(2026, 11, 21), date(2026, 5, 24)),
        ("20 déc", date(2026, 1, 5), date(2025, 12, 20)),
        ("0501", date(2026, 12, 20), date(2027, 1, 5)),
        ("1/7", date(2027, 12, 31), date(2028, 7, 1)),
        ("29/2", date(2028, 1, 4), date(2028, 2, 29)),
    ],
)
def test_without_a_year_the_nearest_day_is_meant(text: str, today: date, expected: date) -> None:
    assert parse_date(text, today) == expected


@given(DAYS.filter(lambda day: (day.month, day.day) != (2, 29)), st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_no_other_year_would_be_nearer(day: date, today: date) -> None:
    found = parse_date(f"{day:%d%m}", today)
    assert (found.day, found.month) == (day.day, day.month)
    assert all(abs(found - today) <= abs(found.replace(year=found.year + n) - today) for n in (-1, 1))


@pytest.mark.parametrize(
    ("text", "year"), [("1/1/47", 1947), ("1/1/46", 2046), ("1/1/85", 1985), ("010100", 2000)]
)
def test_two_figures_mean_the_last_79_years_or_the_next_20(text: str, year: int) -> None:
    assert parse_date(text, TODAY).year == year


@given(DAYS, st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_every_date_written_by_the_program_is_read_back(day: date, today: date) -> None:
    for text in (format_date(day), format_long_date(day), day.isoformat(), f"{day:%d%m}{day.year}"):
        assert parse_date(text, today) == day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/02", "Le 31 février n'existe pas."),
        ("31022026", "Le 31 février n'existe pas."),
        ("29/02/2026", "Le 29 février 2026 n'existe pas."),
        ("29/2", "Le 29 février 2027 n'existe pas."),
        ("31 avril", "Le 31 avril n'existe pas."),
        ("0/5", "Le 0 mai n'existe pas."),
        ("03/21/2026", "Le mois 21 n'existe pas"),
        ("2026-13-01", "Le mois 13 n'existe pas"),
        ("01/01/1899", "1900 à 2199"),
        ("1/1/2200", "1900 à 2199"),
        ("+99999", "1900 à 2199"),
        ("-99999", "1900 à 2199"),
        *((text, "n'est pas comprise") for text in (
            "", " ", "213", "21", "21/3/2", "21/3/026", "21/3-26", "3 jui", "mars", "ma", "21 mars avril",
            "+", "+1x", "lun-", "bonjour", "2026/03/21", "٢١/٠٣/٢٠٢٦", "+123456", "12345", "1234567",
            "21/03/2026 x",
        )),
    ],
)  # fmt: skip
def test_what_is_not_a_date_is_refused_in_french(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        parse_date(text, TODAY)
    assert said in str(refused.value)


@given(st.text(max_size=12), DAYS)
def test_nothing_typed_breaks_the_readers(text: str, today: date) -> None:
    for read in (lambda: parse_date(text, today), lambda: parse_time(text), lambda: parse_duration(text)):
        assert _refusal(read).endswith("."), "a sentence, not the message of a library"


def _refusal(read: Callable[[], object]) -> str:
    try:
        read()
    except ValueError as refused:
        return str(refused)
    return "."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9h30", time(9, 30)),
        ("9:30", time(9, 30)),
        ("9 H 30", time(9, 30)),
        ("9\u00a0h\u00a030", time(9, 30)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9", time(9)),
        ("14h", time(14)),
        ("0", time(0)),
        ("2359", time(23, 59)),
    ],
)
def test_times_are_read(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text", ["", "24", "24h", "9h60", "960", "9h5", "93012", "-1", "midi", "9h30m", "h30"]
)
def test_what_is_not_a_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^Cette heure n'"):
        parse_time(text)


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_every_time_written_is_read_back(moment: time) -> None:
    assert parse_time(format_time(moment)) == moment


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45", 45), ("45 min", 45), ("45mn", 45), ("1h", 60), ("1h30", 90), ("1 h 05", 65), ("1:30", 90),
     ("90", 90), ("24h", 1440), ("1440", 1440), ("1 minute", 1)],
)  # fmt: skip
def test_durations_are_read(text: str, minutes: int) -> None:
    assert parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "0h", "24h01", "1441", "1h60", "-5", "1h5", "longtemps", "1,5"])
def test_what_is_not_a_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(Cette durée|Une durée|Une heure).*\.$"):
        parse_duration(text)


@given(st.integers(1, 1440))
def test_every_duration_written_is_read_back(minutes: int) -> None:
    assert parse_duration(format_duration(minutes)) == minutes


def test_times_and_durations_are_written_in_french() -> None:
    assert format_time(time(9, 5)) == "9\u00a0h\u00a005"
    assert format_time(time(14)) == "14\u00a0h"
    assert [format_duration(n) for n in (45, 60, 65)] == ["45\u00a0min", "1\u00a0h", "1\u00a0h\u00a005"]
