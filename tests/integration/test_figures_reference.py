"""The independent count against the shipped Landes portfolio, whose figures were published."""

import csv
import zipfile
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from oracle import count_figures, read_folder
from tally import Portfolio, Value

from caseapp.paths import resource

YEARS = (2016, 2017)
EUROS = {"montant", "prets", "subventions"}
COUNTED_FILES = (
    "actions_collectives",
    "aides",
    "appels",
    "impayes",
    "interventions",
    "logements_signales",
    "offres_contact",
    "permanences",
    "rendez_vous",
    "reperes",
    "seances_collectives",
    "suivis_rsa",
)
"""The files of the reference whose rows enter a figure with an expected value."""


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    folder = tmp_path_factory.mktemp("landes")
    with zipfile.ZipFile(resource("demonstration/landes-2017.zip")) as archive:
        archive.extractall(folder)
    return read_folder(next(folder.rglob("agents.csv")).parent)


@pytest.fixture(scope="module")
def expected_rows() -> list[dict[str, str]]:
    with Path(resource("demonstration/landes-2017-attendus.csv")).open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def expected_figures(rows: list[dict[str, str]], year: int) -> dict[str, Fraction]:
    """Return the expected values of a year; cents for amounts, percent with two decimals for rates."""
    return {
        row["adresse"]: Fraction(row[f"valeur_{year}"]) * (100 if is_amount(row["adresse"]) else 1)
        for row in rows
    }


def is_amount(address: str) -> bool:
    return address.rsplit(".", 1)[1] in EUROS


def as_expected(address: str, value: Value) -> Value:
    """Round a rate half up to two decimals, as the expected file writes it; leave the rest exact."""
    if value is None or "taux" not in address:
        return value
    return Fraction(int(value * 100 + Fraction(1, 2)), 100)


def counted(portfolio: Portfolio, year: int, addresses: Iterable[str]) -> dict[str, Value]:
    figures = count_figures(portfolio, date(year, 1, 1), date(year + 1, 1, 1))
    return {address: as_expected(address, figures[address]) for address in addresses}


@pytest.mark.parametrize("year", YEARS)
def test_the_independent_count_gives_every_expected_figure(
    portfolio: Portfolio, expected_rows: list[dict[str, str]], year: int
) -> None:
    expected = expected_figures(expected_rows, year)
    assert len(expected) > 130
    assert counted(portfolio, year, expected) == expected


@pytest.mark.parametrize("file", COUNTED_FILES)
def test_the_expected_figures_see_one_lost_row(
    portfolio: Portfolio, expected_rows: list[dict[str, str]], file: str
) -> None:
    expected = expected_figures(expected_rows, 2017)
    lost = next(
        number
        for number, row in enumerate(portfolio[file])
        if any(cell.startswith("2017") for cell in row.values()) and row.get("decision", "accord") == "accord"
    )
    without = {**portfolio, file: portfolio[file][:lost] + portfolio[file][lost + 1 :]}
    assert counted(without, 2017, expected) != expected
