"""The service: preview, all or nothing, corrections, journal, search, cancelling, export folder."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from exchange_stores import AUTEUR, SMALL, changed, column_of, counts, dump, small, write_small
from portfolio_format import HEADERS, Portfolio, Row
from sqlalchemy import select, text
from workbooks import write_xlsx

from caseapp.errors import Cancelled, InputError, OutputError
from caseapp.models import EntreeJournal, Famille, Intervention, SeanceCollective, Situation, TentativeContact
from caseapp.paths import resource
from caseapp.services.echange import EchangeService
from caseapp.store import Store
from caseapp.store.journal import first_broken_entry
from caseapp.store.search import search_families

DEMONSTRATION = "demonstration/landes-2017.zip"


def journal(store: Store) -> list[tuple[str, str, int | None, int | None, str]]:
    """Return the entries left by the service."""
    entry = EntreeJournal
    columns = (entry.action, entry.objet, entry.objet_id, entry.objet_id_fin, entry.champs)
    with store.read() as session:
        assert first_broken_entry(session.connection()) is None
        rows = session.execute(select(*columns).where(entry.auteur == AUTEUR).order_by(entry.sequence))
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def found(store: Store, words: str) -> list[str]:
    """Return the names that a search gives."""
    with store.read() as session:
        names = {row.id: row.nom for row in session.execute(select(Famille.id, Famille.nom))}
        return [names[identity] for identity in search_families(session.connection(), words, 10)]


# --- Preview ---


def test_a_preview_counts_and_writes_nothing(service: EchangeService, store: Store, tmp_path: Path) -> None:
    folder = write_small(tmp_path / "source")
    before = dump(store)
    preview = service.preview(folder)
    assert preview.is_clean
    assert {one.file: one.nouvelles for one in preview.files} == {
        name: len(rows) for name, rows in SMALL.items()
    }
    assert [one.source for one in preview.files][:2] == ["agents.csv", "lieux.csv"]
    assert dump(store) == before


def test_a_preview_says_what_the_import_then_does(service: EchangeService, tmp_path: Path) -> None:
    service.import_path(write_small(tmp_path / "un"))
    portfolio = changed("familles", 1, nom="Tran")
    portfolio["familles"] = [*portfolio["familles"], {"famille": "F4", "nom": "d"}, {"famille": "F5"}]
    folder = write_small(tmp_path / "deux", portfolio)
    preview = service.preview(folder)
    result = service.import_path(folder, good_rows_only=True)
    assert (preview.files, preview.problems) == (result.files, result.problems)
    familles = next(one for one in preview.files if one.file == "familles")
    assert (familles.nouvelles, familles.modifiees, familles.inchangees, familles.refusees) == (1, 1, 2, 1)


# --- Import ---


def test_an_import_leaves_one_entry_a_file(service: EchangeService, store: Store, tmp_path: Path) -> None:
    service.import_path(write_small(tmp_path / "source"))
    entries = journal(store)
    assert [entry[:4] for entry in entries] == [
        ("import", file, 1, len(SMALL[file])) for file in HEADERS if file in SMALL
    ]
    assert entries[0][4] == "code nom prenom metier secteur actif"
    assert entries[2][4].startswith("reference matricule nom")


def test_a_corrected_row_updates_and_the_journal_names_the_field_only(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    service.import_path(write_small(tmp_path / "un"))
    before = dump(store)
    result = service.import_path(write_small(tmp_path / "deux", changed("familles", 0, nom="O'Neill")))
    familles = next(one for one in result.files if one.file == "familles")
    assert (familles.nouvelles, familles.modifiees, familles.inchangees) == (0, 1, 2)
    assert journal(store)[len(SMALL) :] == [("modification", "familles", 1, 1, "nom")]
    after = dump(store)
    assert {name for name in after if after[name] != before[name]} == {"familles", "journal"}
    assert column_of(store, Famille.cle_tri)[0] == "o neill zoe"
    assert (found(store, "neill"), found(store, "brien")) == (["O'Neill"], [])


def test_several_fields_of_several_rows_are_corrected(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    service.import_path(write_small(tmp_path / "un"))
    rows = [{**row, "agent": "TS01", "date_cloture": "2017-12-31"} for row in SMALL["interventions"]]
    service.import_path(write_small(tmp_path / "deux", {"interventions": rows}))
    assert journal(store)[len(SMALL) :] == [
        ("modification", "interventions", 1, 1, "date_cloture"),
        ("modification", "interventions", 2, 2, "agent_id date_cloture"),
    ]
    assert column_of(store, Intervention.agent_id) == [1, 1]


def test_an_absent_column_keeps_what_the_store_knows_and_an_empty_cell_empties_it(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    service.import_path(write_small(tmp_path / "un"))
    folder = write_small(tmp_path / "deux", {})
    (folder / "familles.csv").write_text("famille;nom;matricule\nF1;O'Brien;\n", encoding="utf-8")
    assert service.import_path(folder).is_clean
    assert column_of(store, Famille.matricule) == [None, "1000002", None]
    assert column_of(store, Famille.prenom) == ["Zoé", None, None]


def test_rules_count_with_the_columns_that_the_store_knows(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    service.import_path(write_small(tmp_path / "un"))
    folder = write_small(tmp_path / "deux", {})
    (folder / "interventions.csv").write_text(
        "reference;famille;motif;nature;date_ouverture\nI2;F2;energie;accompagnement_social;2018-01-01\n",
        encoding="utf-8",
    )
    result = service.import_path(folder)
    assert not result.written
    assert result.problems[0].reason == "date_cloture est avant date_ouverture"


def test_references_may_be_to_the_store_alone(service: EchangeService, store: Store, tmp_path: Path) -> None:
    service.import_path(write_small(tmp_path / "un"))
    rows = [{**SMALL["interventions"][0], "reference": "I9"}]
    assert service.import_path(write_small(tmp_path / "deux", {"interventions": rows})).written
    assert column_of(store, Intervention.famille_id)[-1] == 1


def test_one_file_can_be_imported_alone(service: EchangeService, store: Store, tmp_path: Path) -> None:
    folder = write_small(tmp_path / "source")
    assert service.import_path(folder / "familles.csv").written
    assert sum(counts(store).values()) == 3


def test_equal_attempts_of_one_day_are_kept_and_numbered(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    rows: Portfolio = {
        "actions_collectives": [
            {"reference": "C1", "type": "forum_naissance", "date_debut": "2017-01-01"}
        ],
        "seances_collectives": [
            {"action": "C1", "date": "2017-01-02", "presents": presents} for presents in ("3", "", "3")
        ],
    }  # fmt: skip
    folder = write_small(tmp_path / "source", small(**rows))
    service.import_path(folder)
    assert column_of(store, TentativeContact.rang) == [1, 2]
    assert column_of(store, TentativeContact.resultat) == ["infructueux", "joint"]
    assert column_of(store, SeanceCollective.rang) == [1, 2, 3]
    rows["seances_collectives"][1]["presents"] = "4"
    result = service.import_path(write_small(tmp_path / "deux", small(**rows)))
    assert sum(one.modifiees for one in result.files) == 1
    assert column_of(store, SeanceCollective.presents) == [3, 4, 3]


def test_a_situation_is_added_or_corrected_by_its_date(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    service.import_path(write_small(tmp_path / "un"))
    rows = [
        {"famille": "F1", "date_effet": "01/01/2017", "quotient_familial": "300,50"},
        {"famille": "F1", "date_effet": "2018-01-01", "quotient_familial": "400"},
    ]
    result = service.import_path(write_small(tmp_path / "deux", {"situations": rows}))
    assert [(one.nouvelles, one.modifiees) for one in result.files] == [(1, 1)]
    assert column_of(store, Situation.quotient_familial) == [30050, 40000]


def matricules(**of: str) -> list[Row]:
    return [{"famille": famille, "nom": famille, "matricule": value} for famille, value in of.items()]


@pytest.mark.parametrize(
    ("rows", "refused", "after"),
    [
        (matricules(F1="1000002", F2="1000001"), [], ["1000002", "1000001", None]),
        (matricules(F1="1000002", F2=""), [], ["1000002", None, None]),
        (matricules(F3="1000002", F2="1000001", F1=""), [], [None, "1000001", "1000002"]),
        (matricules(F4="1000001", F1="1000009"), [], ["1000009", "1000002", None, "1000001"]),
        (matricules(F1="1000002"), [2], ["1000001", "1000002", None]),
        (matricules(F1="1000002", F2="1000002"), [2], ["1000001", "1000002", None]),
        (matricules(F3="1000001", F4="1000001", F1=""), [3], [None, "1000002", "1000001"]),
        (matricules(F1="1000002", F3="1000001"), [2, 3], ["1000001", "1000002", None]),
    ],
    ids=["swap", "move", "chain", "new row takes", "held", "held by a later row", "two claim", "chain held"],
)
def test_a_matricule_belongs_to_one_family_at_the_end(
    service: EchangeService, store: Store, tmp_path: Path,
    rows: list[Row], refused: list[int], after: list[str | None],
) -> None:  # fmt: skip
    service.import_path(write_small(tmp_path / "un"))
    result = service.import_path(write_small(tmp_path / "deux", {"familles": rows}), good_rows_only=True)
    assert sorted(one.line for one in result.problems) == refused
    assert column_of(store, Famille.matricule) == after


def test_many_batches_are_one_import(service: EchangeService, store: Store, tmp_path: Path) -> None:
    rows = [
        {"famille": f"F{number}", "nom": "x", "matricule": f"{2_000_000 + number}"} for number in range(1_700)
    ]
    service.import_path(write_small(tmp_path / "un", {"familles": rows}))
    for row in rows[::2]:
        row["prenom"] = "Zoé"
    for row, other in zip(rows, reversed(rows), strict=True):
        row["matricule"] = f"{2_000_000 + rows.index(other)}"
    result = service.import_path(write_small(tmp_path / "deux", {"familles": rows}))
    assert (result.problems, result.files[0].modifiees) == ((), 1_700)
    assert column_of(store, Famille.matricule) == [f"{2_001_699 - number}" for number in range(1_700)]
    entries = journal(store)
    assert entries[0][:4] == ("import", "familles", 1, 1_700)
    assert [entry[2] for entry in entries[1:]] == list(range(1, 1_701))
    assert len(found(store, "2000000")) == 1


def test_families_imported_are_found_by_the_search(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    service.import_path(write_small(tmp_path / "source"))
    assert (found(store, "nguyen"), found(store, "1000001"), found(store, "ahm")) == (
        ["Nguyễn"],
        ["O'Brien"],
        ["Aït-Ahmed"],
    )


def test_a_refusal_of_the_database_cancels_everything_with_a_sentence(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    with store.write("tests") as session:
        session.execute(
            text("CREATE TRIGGER refus BEFORE INSERT ON reperes BEGIN SELECT RAISE(ABORT, 'non'); END")
        )
    before = dump(store)
    with pytest.raises(InputError, match="La base a refusé une ligne"):
        service.import_path(write_small(tmp_path / "source"))
    assert dump(store) == before


# --- Progress and cancelling ---


def test_progress_is_smooth_and_never_goes_back(service: EchangeService) -> None:
    seen: list[tuple[float, int, int, str]] = []

    def on_progress(done: int, total: int, phrase: str) -> None:
        seen.append((time.process_time(), done, total, phrase))

    service.import_path(resource(DEMONSTRATION), on_progress=on_progress)
    done = [one[1] for one in seen]
    assert done == sorted(done)
    assert [one[2] for one in seen] == sorted(one[2] for one in seen)
    assert len({one[2] for one in seen}) == 2, "not known while the files are opened, then the same"
    assert done[-1] == seen[-1][2]
    assert [phrase.split()[0] for phrase in dict.fromkeys(one[3] for one in seen)][::18] == [
        "Ouverture",
        "Lecture",
        "Mise",
    ]
    gaps = sorted(later[0] - sooner[0] for sooner, later in pairwise(seen))
    assert gaps[-3] < 0.2, "seconds of work"


def stop_after(calls: int) -> Callable[[], bool]:
    """Return a question answered yes from the `calls`-th time on."""
    asked = iter(range(1, calls))
    return lambda: next(asked, None) is None


@pytest.mark.parametrize("calls", [1, 2, 15, 40, 60, 90, 120])
def test_cancelling_at_any_moment_leaves_the_store_as_it_was(
    service: EchangeService, store: Store, tmp_path: Path, calls: int
) -> None:
    service.import_path(write_small(tmp_path / "source"))
    before = dump(store)
    start = time.monotonic()
    with pytest.raises(Cancelled):
        service.import_path(resource(DEMONSTRATION), cancelled=stop_after(calls))
    assert time.monotonic() - start < 30
    assert dump(store) == before
    assert service.import_path(write_small(tmp_path / "encore")).is_clean


def test_cancelling_at_the_very_end_still_keeps_nothing(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    ended: list[bool] = []

    def on_progress(done: int, total: int, _phrase: str) -> None:
        if done == total > 0:
            ended.append(True)

    before = dump(store)
    folder = write_small(tmp_path / "source")
    with pytest.raises(Cancelled):
        service.import_path(folder, on_progress=on_progress, cancelled=lambda: bool(ended))
    assert ended
    assert dump(store) == before


def test_a_preview_and_a_workbook_can_be_cancelled(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    path = write_xlsx(tmp_path / "c.xlsx", {"familles": [["famille", "nom"], ["F1", "a"]]})
    for calls in (1, 2):
        with pytest.raises(Cancelled):
            service.preview(path, cancelled=stop_after(calls))
    assert counts(store)["familles"] == 0


def test_a_store_that_cannot_be_written_is_told(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = write_small(tmp_path / "source")
    before = dump(store)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(OutputError, match="rien n'a été enregistré"):
        service.import_path(folder)
    assert dump(store) == before
