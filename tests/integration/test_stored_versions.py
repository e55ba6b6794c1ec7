"""Each store kept from a released schema is opened, checked, counted and exported by the code of today."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from invented import AID_LIFE, FOLLOW_FILES, FOLLOW_UP, NOTES, PORTFOLIO, TODAY
from oracle import count_figures
from portfolio_format import read_portfolio
from profiles import communes, profile_at
from raw_rows import ROWS
from schema_text import schema
from sqlalchemy import select
from stores import new_store

from caseapp.domain.periods import year_period
from caseapp.errors import PhraseError
from caseapp.models import Base, EntreeJournal, Note
from caseapp.services.profil import SYSTEM, Opening
from caseapp.services.workspace import Workspace
from caseapp.store.upgrade import HEAD

STORES = Path(__file__).resolve().parents[1] / "data" / "stores"
VERSIONS = sorted(folder.name for folder in STORES.iterdir())


@pytest.fixture(params=VERSIONS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """Return a copy of a stored version, and what must be found in it."""
    folder = tmp_path / "profil"
    shutil.copytree(STORES / request.param, folder)
    expected = json.loads((folder / "attendus.json").read_text(encoding="utf-8"))
    return folder, {**expected, "revision": request.param}


@pytest.fixture
def opening(kept: tuple[Path, dict[str, Any]]) -> Iterator[Opening]:
    opened = profile_at(kept[0]).unlock_with_phrase(kept[1]["phrase"])
    yield opened
    opened.store.close()


@pytest.fixture
def workspace(kept: tuple[Path, dict[str, Any]], opening: Opening) -> Workspace:
    return Workspace(opening, profile_at(kept[0]), "tests", communes())


def test_every_revision_was_kept() -> None:
    assert [f"{number:04}" for number in range(1, int(HEAD) + 1)] == VERSIONS


def test_it_opens_by_its_phrase_and_its_recovery_code_only(kept: tuple[Path, dict[str, Any]]) -> None:
    folder, expected = kept
    with pytest.raises(PhraseError):
        profile_at(folder).unlock_with_phrase("une autre phrase")
    by_code = profile_at(folder).unlock_with_recovery(expected["code_de_secours"])
    by_code.store.close()
    by_phrase = profile_at(folder).unlock_with_phrase(expected["phrase"])
    by_phrase.store.close()
    assert by_code.key == by_phrase.key


def test_it_is_whole_and_counts_what_it_did(kept: tuple[Path, dict[str, Any]], workspace: Workspace) -> None:
    expected = kept[1]
    found = workspace.verification.verify()
    assert found.problemes == ()
    assert found.familles == expected["familles"]
    assert found.enregistrements == expected["enregistrements"]
    assert found.entrees_journal == expected["entrees_journal"] + codes_added_since(workspace, expected)


def codes_added_since(workspace: Workspace, expected: dict[str, Any]) -> int:
    """Return how many code lists the opening has filled, which were not there when the store was kept."""
    with workspace.familles._store.read() as session:
        entries = session.scalars(
            select(EntreeJournal).where(EntreeJournal.sequence > expected["entrees_journal"])
        ).all()
    assert {(one.auteur, one.action, one.objet[:5]) for one in entries} <= {(SYSTEM, "creation", "code_")}
    return len(entries)


def test_it_has_the_schema_of_a_new_store(opening: Opening, tmp_path: Path) -> None:
    new = new_store(tmp_path / "neuf")
    with opening.store.engine.connect() as kept, new.engine.connect() as made:
        assert schema(kept) == schema(made)
    new.close()


def test_no_table_of_its_time_is_empty(kept: tuple[Path, dict[str, Any]], opening: Opening) -> None:
    with opening.store.read() as session:
        filled = {
            name for name, table in Base.metadata.tables.items() if session.execute(select(table)).first()
        }
    listed = {name for name in Base.metadata.tables if name.startswith("code_")}
    assert filled == listed | set(ROWS[kept[1]["revision"]])


def test_its_figures_have_not_moved(kept: tuple[Path, dict[str, Any]], workspace: Workspace) -> None:
    for year, figures in kept[1]["chiffres"].items():
        found = workspace.statistiques.figures(year_period(int(year)))
        assert len(figures) > 20
        assert {address: str(Fraction(found[address].value or 0)) for address in figures} == figures


def test_its_figures_are_those_counted_by_hand_on_its_export(
    kept: tuple[Path, dict[str, Any]], workspace: Workspace, tmp_path: Path
) -> None:
    workspace.echange.export(tmp_path / "export")
    exported = read_portfolio(tmp_path / "export")
    readable = [note for note in NOTES if note[2] != "personnelle"]
    assert {name: len(rows) for name, rows in exported.items()} == {
        **{name: len(rows) for name, rows in PORTFOLIO.items()},
        "notes": len(readable),
        **(FOLLOW_UP if kept[1]["revision"] >= "0003" else {}),
        **(AID_LIFE if kept[1]["revision"] >= "0004" else {}),
        **(FOLLOW_FILES if kept[1]["revision"] >= "0005" else {}),
    }
    for year, figures in kept[1]["chiffres"].items():
        counted = count_figures(exported, date(int(year), 1, 1), date(int(year) + 1, 1, 1))
        shared = figures.keys() & counted.keys()
        assert len(shared) > len(figures) // 2
        assert {address: str(Fraction(counted[address] or 0)) for address in shared} == {
            address: figures[address] for address in shared
        }


def test_it_is_searched_and_read(kept: tuple[Path, dict[str, Any]], workspace: Workspace) -> None:
    expected = kept[1]
    assert {text: len(workspace.familles.search(text)) for text in expected["recherches"]} == expected[
        "recherches"
    ]
    (family,) = workspace.familles.search("obrien")
    fiche = workspace.familles.open_fiche(family, TODAY)
    assert fiche.famille.nom == "O'Brien"
    assert len(fiche.fil) == expected["faits_de_la_premiere_famille"]


def test_its_notes_and_its_own_codes_are_there(opening: Opening, workspace: Workspace) -> None:
    with opening.store.read() as session:
        texts = set(session.scalars(select(Note.texte)))
    assert texts == {texte for _, _, _, texte, _ in NOTES}
    motifs = {code.code: code for code in workspace.nomenclatures.list_codes("motif")}
    assert motifs["gens_du_voyage"].niveau == "local"
    assert motifs["naissance_multiple"].jusqu_au == TODAY
    assert {code.code: code.libelle for code in workspace.nomenclatures.list_codes("canal")}[
        "sms"
    ] == "Message texte"
