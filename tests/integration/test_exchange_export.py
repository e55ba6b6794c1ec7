"""Export: every file, in order and unaltered, into a folder that holds nothing else, or nothing at all."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from exchange_stores import SMALL, changed, dump, write_small
from portfolio_format import HEADERS, WHOLE, read_portfolio
from sqlalchemy import select

from caseapp.errors import Cancelled, InputError, OutputError
from caseapp.models import EntreeJournal
from caseapp.services.echange import EchangeService
from caseapp.store import Store


def exports(store: Store) -> list[tuple[str, str]]:
    """Return what the journal says of exports."""
    entry = EntreeJournal
    with store.read() as session:
        rows = session.execute(select(entry.objet, entry.champs).where(entry.action == "export"))
        return [(row.objet, row.champs) for row in rows]


def stop_after(calls: int) -> Callable[[], bool]:
    """Return a question answered yes from the `calls`-th time on."""
    asked = iter(range(1, calls))
    return lambda: next(asked, None) is None


def test_an_export_writes_every_file_with_its_header(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    service.import_path(write_small(tmp_path / "source"))
    folder = tmp_path / "nouveau" / "sortie"
    result = service.export(folder)
    assert {path.name for path in folder.iterdir()} == {f"{file}.csv" for file in HEADERS}
    assert dict(result.rows) == {file: len(SMALL.get(file, [])) for file in HEADERS}
    assert result.protegees == 1
    assert (folder / "appels.csv").read_bytes() == f"{';'.join(WHOLE['appels'])}\r\n".encode()
    assert (folder / "familles.csv").read_bytes().decode().split("\r\n")[1] == (
        "F1;1000001;O'Brien;Zoé;;40192;;;;;;;"
    )
    assert exports(store) == [("portefeuille", " ".join(WHOLE))]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_an_export_is_for_its_owner_only(service: EchangeService, tmp_path: Path) -> None:
    service.export(tmp_path / "sortie")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "sortie").iterdir()} == {0o600}


def test_rows_are_in_the_order_of_their_keys_and_cells_are_not_altered(
    service: EchangeService, tmp_path: Path
) -> None:
    names = ['=1+1;"x"', "+33", "-5", "@a", "deux\nlignes", "é"]
    rows = [{"famille": f"F{9 - number}", "nom": name} for number, name in enumerate(names)]
    days = [("F9", "2017-02-01"), ("F4", "2017-03-01"), ("F9", "2016-12-31"), ("F5", "2017-01-01")]
    situations = [{"famille": famille, "date_effet": day} for famille, day in days]
    service.import_path(write_small(tmp_path / "source", {"familles": rows, "situations": situations}))
    service.export(tmp_path / "sortie")
    exported = read_portfolio(tmp_path / "sortie")["familles"]
    assert [row["nom"] for row in exported] == names[::-1]
    assert [row["famille"] for row in exported] == sorted(row["famille"] for row in rows)
    exported = read_portfolio(tmp_path / "sortie")["situations"]
    assert [(row["famille"], row["date_effet"]) for row in exported] == sorted(days)


def test_an_export_replaces_an_earlier_one_and_nothing_else(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "sortie"
    service.export(folder)
    stale = folder / ".caseapp-export-abandon"
    stale.mkdir()
    service.import_path(write_small(tmp_path / "source"))
    service.export(folder)
    assert len(read_portfolio(folder)["familles"]) == 3
    assert {path.suffix for path in folder.iterdir()} == {".csv"}
    (folder / "liste.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(InputError, match="contient déjà autre chose"):
        service.export(folder)
    assert len(exports(store)) == 2


def test_a_file_is_no_folder(service: EchangeService, tmp_path: Path) -> None:
    (tmp_path / "sortie").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="est un fichier"):
        service.export(tmp_path / "sortie")


def test_a_cancelled_export_leaves_nothing(service: EchangeService, store: Store, tmp_path: Path) -> None:
    service.import_path(write_small(tmp_path / "source"))
    before = dump(store)
    with pytest.raises(Cancelled):
        service.export(tmp_path / "sortie", cancelled=stop_after(5))
    assert not (tmp_path / "sortie").exists()
    assert dump(store) == before


def test_a_cancelled_export_keeps_the_earlier_one(service: EchangeService, tmp_path: Path) -> None:
    folder = tmp_path / "sortie"
    service.import_path(write_small(tmp_path / "source"))
    service.export(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    service.import_path(write_small(tmp_path / "deux", changed("familles", 0, nom="Autre")))
    with pytest.raises(Cancelled):
        service.export(folder, cancelled=stop_after(8))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_export_progress_reaches_its_end(service: EchangeService, tmp_path: Path) -> None:
    service.import_path(write_small(tmp_path / "source"))
    seen: list[tuple[int, int]] = []
    service.export(tmp_path / "sortie", on_progress=lambda done, total, _: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (sum(map(len, SMALL.values())),) * 2


def test_a_folder_that_cannot_be_made_is_refused_with_its_name(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "fichier").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="sortie"):
        service.export(tmp_path / "fichier" / "sortie")
    assert exports(store) == []
