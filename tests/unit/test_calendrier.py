"""The calendar read again by another reader: times, escapes, and nobody's name."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from caseapp.errors import OutputError
from caseapp.exchange.calendrier import CalendarEntry, render_calendar, write_calendar

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
UID = UUID("0190a5d2-7b1e-7c3a-8d4f-1234567890ab")
PARIS = ZoneInfo("Europe/Paris")


def entry(start: date, minutes: int = 60, kind: str = "Rendez-vous", place: str = "") -> CalendarEntry:
    return CalendarEntry(UID, start, minutes, kind, place)


def at(text: str) -> datetime:
    """Return a time without a zone, as it is typed."""
    return datetime.fromisoformat(text)


def events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).events)


def only(one: CalendarEntry) -> Event:
    (event,) = events(render_calendar([one], NOW))
    return event


@pytest.mark.parametrize(
    ("start", "instant"),
    [
        (at("2026-01-15 09:30"), datetime(2026, 1, 15, 8, 30, tzinfo=UTC)),
        (at("2026-07-15 09:30"), datetime(2026, 7, 15, 7, 30, tzinfo=UTC)),
        (at("2026-03-28 09:30"), datetime(2026, 3, 28, 8, 30, tzinfo=UTC)),
        (at("2026-03-29 09:30"), datetime(2026, 3, 29, 7, 30, tzinfo=UTC)),
        (at("2026-03-29 01:30"), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        (at("2026-10-25 01:30"), datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        (at("2026-10-25 02:30"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (at("2026-10-25 09:30"), datetime(2026, 10, 25, 8, 30, tzinfo=UTC)),
        (
            datetime(2026, 10, 25, 9, 30, tzinfo=ZoneInfo("Indian/Reunion")),
            datetime(2026, 10, 25, 5, 30, tzinfo=UTC),
        ),
    ],
)
def test_a_time_in_paris_is_written_in_utc(start: datetime, instant: datetime) -> None:
    content = render_calendar([entry(start)], NOW)
    (event,) = events(content)
    assert event.start == instant
    assert f"DTSTART:{instant:%Y%m%dT%H%M%SZ}\r\n".encode() in content
    assert b"TZID" not in content


def test_the_length_is_spent_whole_when_the_clock_changes() -> None:
    event = only(entry(at("2026-03-29 01:30"), minutes=90))
    assert event.end - event.start == timedelta(minutes=90)
    assert event.end.astimezone(PARIS).replace(tzinfo=None) == at("2026-03-29 04:00")


def test_an_unknown_length_gives_no_end() -> None:
    assert "DTEND" not in only(entry(at("2026-03-30 09:00"), minutes=0))


def test_a_whole_day_has_neither_hour_nor_length() -> None:
    content = render_calendar([entry(date(2026, 12, 31), kind="Permanence de Tarnos")], NOW)
    assert b"DTSTART;VALUE=DATE:20261231\r\n" in content
    assert b"DTEND;VALUE=DATE:20270101\r\n" in content


@pytest.mark.parametrize(
    ("place", "escaped", "read"),
    [
        ("Antenne de Dax ; accueil", rb"Antenne de Dax \; accueil", "Antenne de Dax ; accueil"),
        ("2, rue Neuve", rb"2\, rue Neuve", "2, rue Neuve"),
        ("Salle A\\B", rb"Salle A\\B", "Salle A\\B"),
        ("Mairie\r\n1er étage", "Mairie 1er étage".encode(), "Mairie 1er étage"),
        ("Mairie\u2028BEGIN:VALARM", b"Mairie BEGIN:VALARM", "Mairie BEGIN:VALARM"),
        (r"fin\n", rb"fin\\n", r"fin\n"),
    ],
)
def test_what_would_break_a_line_is_escaped(place: str, escaped: bytes, read: str) -> None:
    content = render_calendar([entry(at("2026-11-23 09:00"), place=place)], NOW)
    assert b"LOCATION:" + escaped + b"\r\n" in content
    assert str(events(content)[0]["location"]) == read


def test_a_long_accented_label_is_folded_without_being_cut() -> None:
    place = "Maison France Services de Saint-Vincent-de-Tyrosse, " + "é" * 100
    content = render_calendar([entry(at("2026-11-23 09:00"), place=place)], NOW)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert str(events(content)[0]["location"]) == place


def test_an_event_says_when_where_and_what_kind_and_nothing_else() -> None:
    event = only(entry(at("2026-11-23 09:00"), kind="Visite à domicile", place="Dax"))
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "CLASS"}
    said = [str(event[name]) for name in ("uid", "summary", "location", "class")]
    assert said == [str(UID), "Visite à domicile", "Dax", "PRIVATE"]
    assert event.stamp == NOW
    assert [field.name for field in fields(CalendarEntry)] == ["uid", "start", "minutes", "kind", "place"]


def test_the_same_entries_give_the_same_file_in_the_order_of_times() -> None:
    entries = [
        CalendarEntry(UUID(int=1), at("2026-11-23 14:00"), 60, "Bilan"),
        CalendarEntry(UUID(int=2), date(2026, 11, 24), 0, "Permanence de Tarnos"),
        CalendarEntry(UUID(int=3), at("2026-11-23 09:00"), 45, "Entretien"),
    ]
    content = render_calendar(entries, NOW)
    assert [str(event["summary"]) for event in events(content)] == [
        "Entretien",
        "Bilan",
        "Permanence de Tarnos",
    ]
    assert render_calendar(entries[::-1], NOW) == content


def test_no_entry_gives_an_empty_calendar() -> None:
    assert events(render_calendar([], NOW)) == []


def test_the_file_replaces_the_former_one_or_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "agenda d'été.ics"
    path.write_text("ancien", encoding="utf-8")
    write_calendar([entry(at("2026-11-23 09:00"))], path, NOW)
    assert len(events(path.read_bytes())) == 1
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    with pytest.raises(OutputError, match="ce dossier n'existe pas"):
        write_calendar([], tmp_path / "absent" / "agenda.ics", NOW)


LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80)


@given(LABELS, LABELS, st.datetimes(at("1900-01-02 00:00"), at("2199-12-30 00:00")), st.integers(1, 1440))
def test_any_label_and_time_are_read_again(kind: str, place: str, start: datetime, minutes: int) -> None:
    start = start.replace(microsecond=0)
    event = only(entry(start, minutes, kind, place))
    assert str(event.get("summary", "")) == " ".join(kind.split())
    assert str(event.get("location", "")) == " ".join(place.split())
    assert event.start == start.replace(tzinfo=PARIS).astimezone(UTC)
    assert event.end - event.start == timedelta(minutes=minutes)
