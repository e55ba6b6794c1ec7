"""What comes in goes out equal, and comes in again equal: the reference folder, and random portfolios."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from exchange_stores import copied_store, dump, passing_store, write_small
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolio_format import Portfolio, of_version_1, read_portfolio, write_portfolio
from portfolios import DISABLED, portfolios
from sqlalchemy import select
from workbooks import sheets_of, write_ods, write_xlsx

from caseapp.models import Base
from caseapp.paths import resource
from caseapp.services.echange import EchangeService, ImportResult
from caseapp.services.nomenclature import NomenclatureService
from caseapp.store import Store

AUTEUR = "tests"
REFERENCE_ROWS = 36_265


def fewer(times: int) -> int:
    """Return the number of examples of a slower property: `times` fewer than usual."""
    return max(settings().max_examples // times, 1)


def sorted_rows(portfolio: Portfolio) -> dict[str, list[list[tuple[str, str]]]]:
    """Return the rows of each file that has some, whatever their order."""
    return {file: sorted(sorted(row.items()) for row in rows) for file, rows in portfolio.items() if rows}


def file_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("landes-2017")
    with zipfile.ZipFile(resource("demonstration/landes-2017.zip")) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def imported(
    reference: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, ImportResult, Path]]:
    folder = tmp_path_factory.mktemp("import")
    store = copied_store(folder)
    service = EchangeService(store, AUTEUR)
    result = service.import_path(reference)
    service.export(folder / "sortie")
    yield store, result, folder / "sortie"
    store.close()


def test_the_reference_folder_has_no_bad_row(imported: tuple[Store, ImportResult, Path]) -> None:
    _, result, _ = imported
    assert (result.written, result.problems, result.is_clean) == (True, (), True)
    assert sum(file.nouvelles for file in result.files) == REFERENCE_ROWS
    assert sum(file.modifiees + file.inchangees + file.refusees for file in result.files) == 0


def test_the_reference_folder_comes_out_equal(
    reference: Path, imported: tuple[Store, ImportResult, Path]
) -> None:
    assert sorted_rows(of_version_1(read_portfolio(imported[2]))) == sorted_rows(read_portfolio(reference))


def test_what_came_out_comes_in_and_out_again_to_the_byte(
    imported: tuple[Store, ImportResult, Path], tmp_path: Path
) -> None:
    store = copied_store(tmp_path / "profil")
    service = EchangeService(store, AUTEUR)
    assert service.import_path(imported[2]).problems == ()
    service.export(tmp_path / "sortie")
    assert file_bytes(tmp_path / "sortie") == file_bytes(imported[2])
    store.close()


def test_importing_again_changes_nothing_not_even_the_journal(
    reference: Path, imported: tuple[Store, ImportResult, Path]
) -> None:
    store, _, _ = imported
    before = dump(store)
    result = EchangeService(store, AUTEUR).import_path(reference)
    assert sum(file.inchangees for file in result.files) == REFERENCE_ROWS
    assert sum(file.nouvelles + file.modifiees for file in result.files) == 0
    assert dump(store) == before


def test_the_shipped_archive_is_the_same_portfolio(
    imported: tuple[Store, ImportResult, Path],
) -> None:
    preview = EchangeService(imported[0], AUTEUR).preview(resource("demonstration/landes-2017.zip"))
    assert preview.is_clean
    assert sum(file.inchangees for file in preview.files) == REFERENCE_ROWS


@given(
    portfolios(),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_portfolio_comes_out_equal_and_comes_in_again_without_a_change(
    portfolio: Portfolio, separator: str, line_end: str, encoding: str
) -> None:
    """Codes disabled since are among those of the portfolio: past records keep them."""
    with passing_store() as (store, folder):
        disable_codes(store)
        service = EchangeService(store, AUTEUR)
        source = write_portfolio(folder / "source", portfolio, separator, line_end, encoding)
        result = service.import_path(source)
        assert (result.written, result.problems) == (True, ())
        service.export(folder / "sortie")
        assert sorted_rows(of_version_1(read_portfolio(folder / "sortie"))) == sorted_rows(portfolio)
        before = dump(store)
        for same in (source, folder / "sortie"):
            assert service.import_path(same).is_clean
        assert dump(store) == before


def disable_codes(store: Store) -> None:
    lists = NomenclatureService(store, AUTEUR)
    for liste, code in DISABLED:
        lists.disable_code(liste, code, date(2016, 12, 31))


@settings(max_examples=fewer(4))
@given(portfolios())
def test_an_export_comes_back_to_the_byte(portfolio: Portfolio) -> None:
    with passing_store() as (first, folder), passing_store() as (second, _):
        service, other = EchangeService(first, AUTEUR), EchangeService(second, AUTEUR)
        service.import_path(write_portfolio(folder / "source", portfolio))
        service.export(folder / "un")
        assert other.import_path(folder / "un").problems == ()
        other.export(folder / "deux")
        assert file_bytes(folder / "deux") == file_bytes(folder / "un")


@settings(max_examples=fewer(4))
@given(portfolios())
def test_a_workbook_of_any_portfolio_gives_the_same_rows(portfolio: Portfolio) -> None:
    with passing_store() as (store, folder):
        path = write_xlsx(folder / "classeur.xlsx", sheets_of(portfolio))
        service = EchangeService(store, AUTEUR)
        result = service.import_path(path)
        assert (result.written, result.problems) == (True, ())
        service.export(folder / "sortie")
        assert sorted_rows(of_version_1(read_portfolio(folder / "sortie"))) == sorted_rows(portfolio)


def without_uuids(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return the tables of records, without what differs from a store to another."""
    found = {}
    for table in Base.metadata.sorted_tables:
        kept = [column for column in table.c if column.name != "uuid"]
        if table.name != "journal":
            with store.read() as session:
                found[table.name] = [tuple(row) for row in session.execute(select(*kept).order_by(kept[0]))]
    return found


def test_csv_xlsx_ods_and_zip_give_the_same_store(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "csv")
    sheets = {
        file: [list(rows[0]), *(list(row.values()) for row in rows)]
        for file, rows in read_portfolio(folder).items()
    }
    sources = [folder, write_xlsx(tmp_path / "c.xlsx", sheets), write_ods(tmp_path / "c.ods", sheets)]
    sources.append(tmp_path / "c.zip")
    with zipfile.ZipFile(sources[-1], "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"dossier/{path.name}")
    found = []
    for number, source in enumerate(sources):
        store = copied_store(tmp_path / f"profil {number}")
        assert EchangeService(store, AUTEUR).import_path(source).is_clean
        found.append(without_uuids(store))
        store.close()
    assert len(found[0]["familles"]) == 3
    assert all(other == found[0] for other in found[1:])
