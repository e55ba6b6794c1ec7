"""Notes in and out: those of others, their search, and texts as long as they may be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_stores import AUTEUR, column_of, copied_store, dump
from portfolio_format import WHOLE, Portfolio, csv_text, read_portfolio, write_whole
from whole_portfolio import ME
from workbooks import write_ods

from caseapp.exchange.formats import FORMAT
from caseapp.models import Famille, Note
from caseapp.services.echange import EchangeService
from caseapp.store import Store
from caseapp.store.search_notes import is_notes_index_stale, search_notes


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    opened = copied_store(tmp_path / "autre profil")
    yield opened
    opened.close()


def notes_of(*notes: tuple[str, str, str]) -> Portfolio:
    """Return notes from their author, their level and their text."""
    return {
        "familles": [{"famille": "F1", "nom": "x"}],
        "notes": [
            {"identifiant": f"{number:032x}", "famille": "F1", "auteur": auteur, "niveau": niveau,
             "texte": texte, "ecrite_le": "2017-01-10 15:30"}
            for number, (auteur, niveau, texte) in enumerate(notes, 1)
        ],
    }  # fmt: skip


def test_the_personal_notes_of_others_stay_in_the_store_and_are_counted(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    levels = [("personnelle", "a"), ("personnelle", "b"), ("equipe", "c"), ("transmissible", "d")]
    notes = [(ME, *levels[0]), ("odile", *levels[1]), ("odile", *levels[2]), ("odile", *levels[3])]
    assert service.import_path(write_whole(tmp_path / "source", notes_of(*notes))).written
    with store.write(AUTEUR) as session:  # an older store: no one knows who wrote it
        session.add(Note(famille_id=1, niveau="personnelle", texte="e", ecrite_le=store.now))
    mine = service.export(tmp_path / "mien")
    theirs = EchangeService(store, "odile").export(tmp_path / "sien")
    texts = [
        [row["texte"] for row in read_portfolio(tmp_path / folder)["notes"]] for folder in ("mien", "sien")
    ]
    assert texts == [["a", "c", "d"], ["b", "c", "d"]]
    assert (mine.notes_personnelles, mine.notes_ecartees, dict(mine.rows)["notes"]) == (1, 2, 3)
    assert (theirs.notes_personnelles, theirs.notes_ecartees) == (1, 2)


def test_the_personal_note_of_another_enters_and_it_is_said_who_will_read_it(
    service: EchangeService, tmp_path: Path
) -> None:
    notes = notes_of((ME, "personnelle", "a"), *[("odile", "personnelle", text) for text in "bc"])
    result = service.import_path(write_whole(tmp_path / "source", notes))
    assert result.written
    assert [(one.line, one.value, one.fatal) for one in result.problems] == [(3, "odile", False)]
    assert result.problems[0].reason.startswith("2 notes personnelles de cette personne")


@pytest.mark.parametrize(
    "cells", [{"texte": "autre"}, {"auteur": ME}, {"niveau": "equipe"}], ids=["text", "author", "level"]
)
def test_the_personal_note_of_another_is_not_changed(
    service: EchangeService, store: Store, tmp_path: Path, cells: dict[str, str]
) -> None:
    portfolio = notes_of(("odile", "personnelle", "secret"))
    service.import_path(write_whole(tmp_path / "un", portfolio))
    before = dump(store)
    assert service.import_path(tmp_path / "un").is_clean
    portfolio["notes"][0] |= cells
    folder = write_whole(tmp_path / "deux", portfolio)
    result = service.import_path(folder, good_rows_only=True)
    (problem,) = result.problems
    assert (problem.line, problem.column, problem.fatal) == (2, "identifiant", True)
    assert problem.reason == "note personnelle d'une autre personne : elle n'est pas changée"
    assert dump(store) == before
    assert EchangeService(store, "odile").import_path(folder).is_clean
    assert dump(store) != before


def test_imported_notes_are_found_by_the_search_and_changed_ones_by_their_new_words(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    service.import_path(write_whole(tmp_path / "un", notes_of((ME, "equipe", "Été à Dax"))))
    changes = notes_of((ME, "equipe", "Hiver à Mimizan"), (ME, "equipe", "Printemps"))
    service.import_path(write_whole(tmp_path / "deux", changes))
    with store.read() as session:
        connection = session.connection()
        found = {text: search_notes(connection, text, 5) for text in ("ete", "mimizan", "printemps")}
        assert not is_notes_index_stale(connection)
    assert found == {"ete": [], "mimizan": [1], "printemps": [2]}


def test_a_note_of_a_million_letters_goes_out_and_comes_back(
    service: EchangeService, store: Store, other: Store, tmp_path: Path
) -> None:
    text = ('"é;\n' * 250_000)[:999_999] + "."
    with store.write(AUTEUR) as session:
        session.add(Famille(reference="F1", nom="x"))
        session.flush()
        session.add(Note(famille_id=1, niveau="equipe", texte=text, ecrite_le=store.now))
    service.export(tmp_path / "sortie")
    assert EchangeService(other, AUTEUR).import_path(tmp_path / "sortie").problems == ()
    assert column_of(other, Note.texte) == [text]


@pytest.mark.parametrize(
    ("letters", "reason", "fatal"),
    [(32_768, "donnez ce tableau en CSV", True), (32_767, "vérifiez que la fin n'est pas perdue", False)],
    ids=["above", "full"],
)
@pytest.mark.parametrize("emoji", [False, True], ids=["letters", "emoji"])
def test_a_cell_that_a_spreadsheet_cuts_is_refused_or_doubted(
    service: EchangeService,
    store: Store,
    tmp_path: Path,
    letters: int,
    reason: str,
    *,
    fatal: bool,
    emoji: bool,
) -> None:  # fmt: skip
    """An emoji counts twice in a spreadsheet."""
    text = "🙂" * (letters // 2) + "." * (letters % 2) if emoji else "é" * letters
    portfolio = notes_of((ME, "equipe", text))
    sheets = {
        file: [list(rows[0]), *(list(row.values()) for row in rows)] for file, rows in portfolio.items()
    }
    result = service.import_path(write_ods(tmp_path / "classeur.ods", sheets))
    assert [(one.line, one.column, one.fatal) for one in result.problems] == [(2, "texte", fatal)]
    assert reason in result.problems[0].reason
    assert column_of(store, Note.texte) == ([] if fatal else [text])


def test_a_text_that_a_spreadsheet_may_have_cut_is_doubted_in_csv_too(
    service: EchangeService, tmp_path: Path
) -> None:
    folder = write_whole(tmp_path / "source", notes_of((ME, "equipe", "x" * 32_767)))
    result = service.import_path(folder)
    assert (result.written, len(result.problems), result.problems[0].fatal) == (True, 1, False)


def test_a_file_of_notes_is_read_by_small_batches(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    notes = notes_of(*[(ME, "equipe", f"mot{number}") for number in range(FORMAT["notes"].batch * 3 + 1)])
    folder = write_whole(tmp_path / "source", notes)
    assert service.import_path(folder).files[-1].nouvelles == FORMAT["notes"].batch * 3 + 1
    with store.read() as session:
        assert not is_notes_index_stale(session.connection())
    text = csv_text(WHOLE["notes"], notes["notes"][:1])
    (folder / "notes.csv").write_text(text, encoding="utf-8")
    assert service.import_path(folder).files[-1].inchangees == 1
