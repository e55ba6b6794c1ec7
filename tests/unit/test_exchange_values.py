"""One cell: what is read, what is refused and why."""

import gc
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.text import clean_text
from caseapp.exchange.heap import quiet_heap
from caseapp.exchange.refusal import ERROR_CELL, LONG_CELL
from caseapp.exchange.specs import ColumnSpec, Kind
from caseapp.exchange.values import Parse, cell_parser, cell_writer

CODES = frozenset({"accord", "accord_partiel", "24_mois"})
CHOICES = (("lundi", 0), ("equipe", 1))
_IDENTIFIER = "01976a3e-0000-7000-8000-0000000000ab"


def _no_reference(text: str) -> int:
    raise AssertionError(text)


def parser(kind: Kind, *, required: bool = False, low: int = 0, high: int = 30) -> Parse:
    column = ColumnSpec("colonne", kind, required, low=low, high=high, choices=CHOICES)
    return cell_parser(column, CODES, _no_reference)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Kind.DATE, "2016-02-29", date(2016, 2, 29)),
        (Kind.DATE, "29/02/2016", date(2016, 2, 29)),
        (Kind.DATE, " 01/12/2016 ", date(2016, 12, 1)),
        (Kind.CENTS, "1 234,50", 123450),
        (Kind.CENTS, "1\u00a0234,50", 123450),
        (Kind.CENTS, "1\u202f234,50", 123450),
        (Kind.CENTS, "1234.5", 123450),
        (Kind.CENTS, "0", 0),
        (Kind.QUOTIENT, "274", 27400),
        (Kind.QUOTIENT, "274,55", 27455),
        (Kind.BOOLEAN, "oui", True),
        (Kind.BOOLEAN, "NON", False),
        (Kind.BOOLEAN, "Oui", True),
        (Kind.INTEGER, "0", 0),
        (Kind.INTEGER, "30", 30),
        (Kind.DECIMAL, "8589", Decimal(8589)),
        (Kind.DECIMAL, "11 349,50", Decimal("11349.50")),
        (Kind.FORMES, "pret subvention", "subvention pret"),
        (Kind.FORMES, "Prêt", "pret"),
        (Kind.COMMUNE, "2a004", "2A004"),
        (Kind.CODE, "accord_partiel", "accord_partiel"),
        (Kind.CODE, "Accord partiel", "accord_partiel"),
        (Kind.CODE, "24_mois", "24_mois"),
        (Kind.TEXT, "  Œuvrard ", "Œuvrard"),
        (Kind.TEXT, "Nguye\u0302\u0303n", "Nguyễn"),
        (Kind.TEXT, "deux\r\nlignes", "deux\nlignes"),
        (Kind.TEXT, "=1+1", "=1+1"),
        (Kind.TEXT, "O'Brien", "O'Brien"),
        (Kind.TEXT, "a" * 400, "a" * 400),
        (Kind.YEAR_DAY, "02-29", "02-29"),
        (Kind.HOUR, "09:30", time(9, 30)),
        (Kind.HOUR, "9:30:00", time(9, 30)),
        (Kind.HOUR, "9h30", time(9, 30)),
        (Kind.HOUR, "23:59:59.5", time(23, 59, 59, 500_000)),
        (Kind.MOMENT, "2017-01-10T15:30:00Z", datetime.fromisoformat("2017-01-10T15:30")),
        (Kind.MOMENT, "2017-01-10 15:30", datetime.fromisoformat("2017-01-10T15:30")),
        (Kind.MOMENT, "2017-01-10T15:30:00.25+01:00", datetime.fromisoformat("2017-01-10T14:30:00.250")),
        (Kind.MOMENT, "2016-12-31T23:30-0200", datetime.fromisoformat("2017-01-01T01:30")),
        (Kind.MOMENT, "10/01/2017 08:05", datetime.fromisoformat("2017-01-10T08:05")),
        (Kind.MOMENT, "2017-01-10", datetime.fromisoformat("2017-01-10")),
        (Kind.CHOICE, "Lundi", 0),
        (Kind.CHOICE, "Équipe", 1),
        (Kind.IDENTIFIER, _IDENTIFIER, UUID(_IDENTIFIER)),
        (Kind.IDENTIFIER, _IDENTIFIER.upper().replace("-", ""), UUID(_IDENTIFIER)),
    ],
)
def test_reads(kind: Kind, cell: str, value: object) -> None:
    found = parser(kind)(cell)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "cell", "reason"),
    [
        (Kind.DATE, "31/02/2026", "n'existe pas"),
        (Kind.DATE, "11/21/2026", "n'existe pas"),
        (Kind.DATE, "2026-02-30", "n'existe pas"),
        (Kind.DATE, "1/2/2026", "date illisible"),
        (Kind.DATE, "01/02/26", "date illisible"),
        (Kind.DATE, "2026-1-2", "date illisible"),
        (Kind.DATE, "42736", "date illisible"),
        (Kind.DATE, "2017-03-01 10:00:00", "date illisible"),
        (Kind.DATE, "٢٠١٧-٠٣-٠١", "date illisible"),
        (Kind.DATE, "1899-12-31", "hors des années"),
        (Kind.DATE, "2200-01-01", "hors des années"),
        (Kind.CENTS, "-1", "négatif"),
        (Kind.CENTS, "1,234", "illisible"),
        (Kind.CENTS, "1.234,50", "illisible"),
        (Kind.CENTS, "100000000,01", "démesuré"),
        (Kind.CENTS, "12€50", "illisible"),
        (Kind.BOOLEAN, "1", "oui ou non"),
        (Kind.BOOLEAN, "vrai", "oui ou non"),
        (Kind.INTEGER, "31", "de 0 à 30"),
        (Kind.INTEGER, "-1", "de 0 à 30"),
        (Kind.INTEGER, "1,5", "entier"),
        (Kind.INTEGER, "trois", "entier"),
        (Kind.DECIMAL, "1e5", "illisible"),
        (Kind.DECIMAL, "NaN", "illisible"),
        (Kind.FORMES, "don", "formes inconnues"),
        (Kind.COMMUNE, "1053", "5 caractères"),
        (Kind.COMMUNE, "40É92", "5 caractères"),
        (Kind.CODE, "accorde", "absent de la liste"),
        (Kind.YEAR_DAY, "02-30", "jour illisible"),
        (Kind.YEAR_DAY, "6-1", "jour illisible"),
        (Kind.YEAR_DAY, "W01-1", "jour illisible"),
        (Kind.HOUR, "24:00", "heure illisible"),
        (Kind.HOUR, "12:60", "heure illisible"),
        (Kind.HOUR, "12", "heure illisible"),
        (Kind.HOUR, "0.5", "heure illisible"),
        (Kind.HOUR, "9 h 30", "heure illisible"),
        (Kind.MOMENT, "2017-02-29T10:00Z", "n'existe pas"),
        (Kind.MOMENT, "2017-02-28T25:00Z", "heure illisible"),
        (Kind.MOMENT, "2017-02-28T10:00 Europe/Paris", "moment illisible"),
        (Kind.MOMENT, "2017-02-28T10:00+15:00", "décalage horaire"),
        (Kind.MOMENT, "1900-01-01T00:30+01:00", "hors des années"),
        (Kind.MOMENT, "2199-12-31T00:00Z", "hors des années"),
        (Kind.MOMENT, "42736.5", "moment illisible"),
        (Kind.CHOICE, "mardi", "choisir parmi lundi, equipe"),
        (Kind.IDENTIFIER, "F1", "identifiant illisible"),
        (Kind.IDENTIFIER, _IDENTIFIER[:-1], "identifiant illisible"),
        (Kind.IDENTIFIER, f"{{{_IDENTIFIER}}}", "identifiant illisible"),
        (Kind.TEXT, "a" * 401, "400 caractères"),
        (Kind.TEXT, "nul\x00", "interdit"),
        (Kind.TEXT, "sonnerie\x07", "interdit"),
        (Kind.TEXT, "inversé\u202e", "interdit"),
        (Kind.TEXT, "isolé\u2066", "interdit"),
        (Kind.TEXT, "demi\ud800", "interdit"),
        *[(kind, ERROR_CELL, "en erreur dans le tableur") for kind in Kind if kind is not Kind.REFERENCE],
        *[(kind, LONG_CELL, "en CSV") for kind in Kind if kind is not Kind.REFERENCE],
    ],
)
def test_refuses(kind: Kind, cell: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parser(kind)(cell)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("cell", ["", " ", "\u00a0"])
def test_an_empty_cell_is_unknown_unless_it_is_required(kind: Kind, cell: str) -> None:
    assert parser(kind)(cell) is None
    with pytest.raises(ValueError, match="obligatoire"):
        parser(kind, required=True)(cell)


_VALUES = {
    Kind.DATE: st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    Kind.CENTS: st.integers(0, 10_000_000_000),
    Kind.QUOTIENT: st.integers(0, 10_000_000_000),
    Kind.BOOLEAN: st.booleans(),
    Kind.INTEGER: st.integers(0, 30),
    Kind.DECIMAL: st.decimals(-(10**20), 10**20, allow_nan=False, places=4),
    Kind.TEXT: st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=50).map(
        clean_text
    ),
    Kind.FORMES: st.sampled_from(["subvention", "pret", "subvention pret"]),
    Kind.CODE: st.sampled_from(sorted(CODES)),
    Kind.YEAR_DAY: st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: f"{day:%m-%d}"),
    Kind.HOUR: st.times(),
    Kind.MOMENT: st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2199-12-30")),
    Kind.CHOICE: st.sampled_from([value for _, value in CHOICES]),
    Kind.IDENTIFIER: st.uuids(),
}


@pytest.mark.parametrize("kind", _VALUES)
@given(data=st.data())
def test_what_is_written_is_read_back_equal(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(_VALUES[kind])
    text = cell_writer(ColumnSpec("colonne", kind, choices=CHOICES))(value)
    assert parser(kind)(text) == value


def test_whole_quotients_have_no_decimals_and_amounts_always_have_two() -> None:
    quotient, cents = (cell_writer(ColumnSpec("colonne", kind)) for kind in (Kind.QUOTIENT, Kind.CENTS))
    assert [quotient(27400), quotient(27450), cents(27400)] == ["274", "274.50", "274.00"]


def test_the_same_cell_is_refused_each_time() -> None:
    read = parser(Kind.DATE)
    for _ in range(2):
        with pytest.raises(ValueError, match="n'existe pas"):
            read("31/02/2026")


def test_the_collector_is_given_back_what_it_left_aside() -> None:
    before = gc.get_freeze_count()
    with quiet_heap():
        assert gc.get_freeze_count() > before
        with quiet_heap():
            assert gc.get_freeze_count() > before
        assert gc.get_freeze_count() > before
    assert gc.get_freeze_count() == before
