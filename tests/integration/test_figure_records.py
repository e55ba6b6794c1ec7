"""The list is the proof: the records behind each figure, as many as it counts, the right ones."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from figure_portfolios import FigureCase, figure_cases
from figure_store import fill
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import count_figures
from portfolio_format import Portfolio, Row
from stores import new_store
from tally import read_cents
from test_figure_laws import RATIO, class_of, number

from caseapp.domain.filters import Filters
from caseapp.domain.units import Unit
from caseapp.services.statistiques import StatistiquesService
from caseapp.statistics.results import FigureSet, RecordKind, RecordList, RecordValue
from caseapp.store import Store

EXAMPLES = settings().max_examples
FILTERS = (Filters(), Filters(), Filters(agent="TS1"), Filters(communes=frozenset({"40192"})))
FILES = (
    (r"interventions\.entretiens|rendez_vous(_droits)?\..*", "rendez_vous"),
    (r"(cibles|motifs|origines|interventions|familles)\..*", "interventions"),
    (r"plateforme\..*", "appels"),
    (r"offres\..*", "offres_contact"),
    (r"commission\..*\.seances", "seances_commission"),
    (r"(aides|commission)\..*", "aides"),
    (r"impayes\..*", "impayes"),
    (r"indecence\..*", "logements_signales"),
    (r"rsa_monoparents\..*", "suivis_rsa"),
    (r"actions_collectives\.(?!seances).*", "actions_collectives"),
    (r"permanences\..*", "permanences"),
)
"""The exchange file whose rows a figure counts, the first that fits."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = new_store(tmp_path_factory.mktemp("listes"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def service(store: Store) -> StatistiquesService:
    return StatistiquesService(store)


def file_of(address: str) -> str | None:
    return next((file for pattern, file in FILES if re.fullmatch(pattern, address)), None)


def some_addresses(figures: FigureSet, data: st.DataObject, step: int) -> list[str]:
    """Draw one known figure out of `step`."""
    known = [address for address, figure in figures.values.items() if figure.value is not None]
    return known[data.draw(st.integers(0, step - 1), label="first address") :: step]


def column_of(proof: RecordList, key: str) -> list[RecordValue]:
    """Return what the records hold in a column; nothing when there is no such column."""
    place = next((place for place, column in enumerate(proof.columns) if column.key == key), None)
    return [] if place is None else [record.values[place] for record in proof.records]


@settings(max_examples=EXAMPLES // 3)
@given(case=figure_cases(), filters=st.sampled_from(FILTERS), data=st.data())
def test_every_number_is_the_length_of_its_list(
    store: Store, service: StatistiquesService, case: FigureCase, filters: Filters, data: st.DataObject
) -> None:
    fill(store, case.portfolio)
    figures = service.figures(case.period, filters)
    for address in some_addresses(figures, data, 16):
        figure = figures[address]
        proof = service.records(address, case.period, filters)
        assert proof.sentence
        assert len({len(record.values) for record in proof.records} | {len(proof.columns)}) == 1
        if class_of(address) is RATIO:
            if figure.records_address not in {None, address}:
                assert proof.total == number(figures, figure.records_address or "")
            continue
        assert proof.total == figure.value, address
        assert (proof.unit, proof.sentence, proof.label) == (figure.unit, figure.sentence, figure.label)
        if figure.unit not in {Unit.EURO, Unit.PERSONNE}:
            assert len(proof.records) == figure.value, address
        if figure.unit is Unit.FAMILLE:
            assert len({record.famille_id for record in proof.records} - {None}) == figure.value, address


@settings(max_examples=EXAMPLES // 2)
@given(case=figure_cases(), data=st.data())
def test_the_listed_records_are_those_that_count(
    store: Store, service: StatistiquesService, case: FigureCase, data: st.DataObject
) -> None:
    fill(store, case.portfolio)
    figures = service.figures(case.period)
    for address in some_addresses(figures, data, 16):
        file = file_of(address)
        if class_of(address) is not RATIO and file is not None:
            proof = service.records(address, case.period)
            alone = only_listed(case.portfolio, file, proof)
            counted = count_figures(alone, case.period.start, case.period.end)
            assert counted.get(address, 0) == figures[address].value, address


def only_listed(portfolio: Portfolio, file: str, proof: RecordList) -> Portfolio:
    """Keep the rows of a file that a list names, by reference or by family."""
    named = {*column_of(proof, "reference"), *column_of(proof, "code")}
    keys, listed = (("reference", "code"), named) if named else (("famille",), {*column_of(proof, "famille")})
    kept = [row for row in portfolio[file] if any(row.get(key) in listed for key in keys)]
    return {**portfolio, file: kept}


@settings(max_examples=EXAMPLES // 2)
@given(case=figure_cases(), data=st.data())
def test_a_list_shows_its_records_as_they_are(
    store: Store, service: StatistiquesService, case: FigureCase, data: st.DataObject
) -> None:
    fill(store, case.portfolio)
    figures = service.figures(case.period)
    for address in some_addresses(figures, data, 16):
        file = file_of(figures[address].records_address or address)
        proof = service.records(address, case.period)
        if file is None or not column_of(proof, "reference"):
            continue
        rows = {row["reference"]: row for row in case.portfolio[file] if "reference" in row}
        for reference, record in zip(column_of(proof, "reference"), proof.records, strict=True):
            for column, value in zip(proof.columns, record.values, strict=True):
                shown = as_shown(rows[str(reference)], column.key, column.kind)
                assert shown in {value, ...}, (address, reference, column.key)


def as_shown(row: Row, key: str, kind: RecordKind) -> object:
    """Return the value of a cell; `...` for a label or for what does not come from the row."""
    cell = row.get(key)
    match kind:
        case _ if cell is None or (kind is RecordKind.TEXT and key not in {"famille", "reference", "theme"}):
            return ...
        case RecordKind.DATE if cell:
            return date.fromisoformat(cell)
        case RecordKind.CENTS:
            return read_cents(cell)
        case RecordKind.YES_NO if cell:
            return cell == "oui"
        case RecordKind.NUMBER if cell:
            return int(cell)
    return cell or None
