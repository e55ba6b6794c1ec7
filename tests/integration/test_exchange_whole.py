"""All that the store holds goes out and comes in again, equal, with what version 1 of the format has not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_stores import AUTEUR, column_of, copied_store, dump, passing_store
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolio_format import HEADERS, WHOLE, Portfolio, read_portfolio, write_portfolio, write_whole
from raw_rows import ROWS, insert_row, insert_rows, read_rows
from sqlalchemy import select
from whole_portfolio import ME, PORTFOLIO, changed
from workbooks import write_xlsx

from caseapp.domain.text import clean_text
from caseapp.exchange.formats import FORMAT
from caseapp.models import Famille, Intervention, Note, Personne
from caseapp.services.echange import EchangeService, Problem
from caseapp.store import Store
from caseapp.store.engine import connect
from caseapp.store.upgrade import HEAD

KEY = b"\x07" * 32


def file_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def places(problems: tuple[Problem, ...]) -> list[tuple[str, int, str, str]]:
    return [(one.file, one.line, one.column, one.reason) for one in problems]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    opened = copied_store(tmp_path / "autre profil")
    yield opened
    opened.close()


@pytest.fixture
def filled(service: EchangeService, tmp_path: Path) -> EchangeService:
    """Give the service of a store that has the whole portfolio."""
    result = service.import_path(write_whole(tmp_path / "source", PORTFOLIO))
    assert (result.written, result.problems) == (True, ())
    return service


# --- Round trips ---


def test_every_file_and_column_is_filled_in_the_sample() -> None:
    assert AUTEUR == ME
    for file, columns in WHOLE.items():
        assert {column for row in PORTFOLIO[file] for column, cell in row.items() if cell} == set(columns)


def test_every_file_comes_out_equal(filled: EchangeService, tmp_path: Path) -> None:
    result = filled.export(tmp_path / "sortie")
    exported = read_portfolio(tmp_path / "sortie")
    for file, rows in PORTFOLIO.items():
        assert exported[file] == rows, file
    assert dict(result.rows) == {file: len(rows) for file, rows in PORTFOLIO.items()}


def test_what_came_out_comes_in_elsewhere_and_out_again_to_the_byte(
    filled: EchangeService, other: Store, tmp_path: Path
) -> None:
    filled.export(tmp_path / "un")
    service = EchangeService(other, AUTEUR)
    assert service.import_path(tmp_path / "un").problems == ()
    service.export(tmp_path / "deux")
    assert file_bytes(tmp_path / "deux") == file_bytes(tmp_path / "un")


def test_importing_again_changes_nothing(filled: EchangeService, store: Store, tmp_path: Path) -> None:
    filled.export(tmp_path / "sortie")
    before = dump(store)
    for folder in (tmp_path / "source", tmp_path / "sortie"):
        result = filled.import_path(folder)
        assert result.is_clean
        assert sum(file.nouvelles + file.modifiees for file in result.files) == 0
    assert dump(store) == before


def raw_store(folder: Path, tables: list[str]) -> Store:
    """Return a store with the hand-written row of some tables, whatever the services let in."""
    path = folder / "caseapp.base"
    folder.mkdir()
    Store.create(path, KEY, str).close()
    connection = connect(path, KEY)
    connection.execute("BEGIN")
    for table in tables:
        insert_row(connection, table, ROWS[HEAD][table])
    connection.commit()
    connection.close()
    return Store.open(path, KEY, str)


def test_the_hand_written_row_of_every_table_comes_in_elsewhere(tmp_path: Path) -> None:
    """Its intervention and its appointment follow themselves: the database lets them."""
    codes = [table for table in ROWS[HEAD] if table.startswith("code_")]
    facts = {spec.table.name: ROWS[HEAD][spec.table.name] for spec in FORMAT.values()}
    first = raw_store(tmp_path / "un", codes)
    connection = connect(first.path, KEY)
    connection.execute("PRAGMA foreign_keys=OFF")
    insert_rows(connection, facts)
    connection.close()
    second = raw_store(tmp_path / "deux", codes)
    one, two = EchangeService(first, "camille"), EchangeService(second, "camille")
    one.export(tmp_path / "a")
    assert two.import_path(tmp_path / "a").problems == ()
    two.export(tmp_path / "b")
    assert file_bytes(tmp_path / "b") == file_bytes(tmp_path / "a")
    known = {
        file.table.name: {
            name: value
            for name, value in facts[file.table.name].items()
            if name not in {"uuid", "cle_tri"} or (name, file.key) == ("uuid", ("identifiant",))
        }
        for file in FORMAT.values()
    }
    connection = connect(second.path, KEY)
    assert read_rows(connection, known) == known
    connection.close()
    assert two.import_path(tmp_path / "a").is_clean
    first.close()
    second.close()


_texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=80)
_notes = st.lists(_texts, min_size=1, max_size=4).map("\n".join).map(clean_text).filter(bool)


@settings(max_examples=max(settings().max_examples // 4, 1))
@given(st.lists(_notes, min_size=1, max_size=4))
def test_any_note_comes_back(texts: list[str]) -> None:
    with passing_store() as (first, folder), passing_store() as (second, _):
        with first.write(AUTEUR) as session:
            session.add(Famille(reference="F1", nom="x"))
            session.flush()
            session.add_all(
                Note(famille_id=1, niveau="equipe", texte=text, ecrite_le=first.now) for text in texts
            )
        EchangeService(first, AUTEUR).export(folder / "un")
        service = EchangeService(second, AUTEUR)
        assert service.import_path(folder / "un").problems == ()
        service.export(folder / "deux")
        assert file_bytes(folder / "deux") == file_bytes(folder / "un")


# --- Version 1 ---


def test_a_folder_of_version_1_leaves_the_new_columns_as_they_are(
    filled: EchangeService, store: Store, tmp_path: Path
) -> None:
    before = dump(store)
    rows = {
        file: [{name: cell for name, cell in row.items() if name in HEADERS[file]} for row in PORTFOLIO[file]]
        for file in HEADERS
    }
    rows["familles"][0]["nom"] = "O'Neill"
    assert filled.import_path(write_portfolio(tmp_path / "v1", rows)).is_clean
    after = dump(store)
    assert {name for name in after if after[name] != before[name]} == {"familles", "journal"}
    assert column_of(store, Famille.consigne) == ["=passer par la mère", None]


def test_a_date_that_version_1_has_is_compared_with_those_of_the_store(
    filled: EchangeService, tmp_path: Path
) -> None:
    row = PORTFOLIO["rendez_vous"][0] | {"date": "2017-01-02"}
    result = filled.import_path(write_portfolio(tmp_path / "v1", {"rendez_vous": [row]}))
    assert places(result.problems) == [("rendez_vous.csv", 2, "date", "date est avant date_demande")]


def test_an_added_file_is_written_only_when_it_has_rows(
    filled: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "sortie"
    filled.export(folder)
    with store.write(AUTEUR) as session:
        for personne in session.scalars(select(Personne)).all():
            session.delete(personne)
    result = filled.export(folder)
    assert {path.stem for path in folder.iterdir()} == set(WHOLE) - {"personnes"} == set(dict(result.rows))


# --- References to rows that come later ---


def late(*rows: tuple[str, str]) -> Portfolio:
    """Return interventions, each with the one that it follows."""
    usual = {"famille": "F1", "motif": "energie", "nature": "information_conseil"}
    return {
        "interventions": [
            usual | {"reference": reference, "suite_de": follows, "date_ouverture": "2017-01-01"}
            for reference, follows in rows
        ]
    }


def follows(store: Store) -> dict[str, str | None]:
    with store.read() as session:
        rows = session.scalars(select(Intervention)).all()
        references = {row.id: row.reference for row in rows}
        return {row.reference: references.get(row.suite_de_id or 0) for row in rows}


def test_rows_follow_rows_that_come_before_after_or_each_other(
    filled: EchangeService, store: Store, tmp_path: Path
) -> None:
    rows = (("A", "B"), ("B", "C"), ("C", "I1"), ("D", "D"), ("E", "F"), ("F", "E"), ("I2", "G"), ("G", ""))
    result = filled.import_path(write_whole(tmp_path / "suite", late(*rows)))
    assert (result.problems, result.files[0].nouvelles, result.files[0].modifiees) == ((), 7, 1)
    assert follows(store) == {"I1": "I2", **{one: other or None for one, other in rows}}
    again = filled.import_path(tmp_path / "suite")
    assert (again.files[0].inchangees, again.files[0].modifiees) == (8, 0)


def test_a_row_that_follows_nothing_is_refused_with_those_that_follow_it(
    filled: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = write_whole(tmp_path / "suite", late(("A", "X"), ("B", "A"), ("C", "B"), ("D", "D")))
    before = dump(store)
    assert filled.preview(folder).problems == filled.import_path(folder).problems
    assert dump(store) == before
    result = filled.import_path(folder, good_rows_only=True)
    assert places(result.problems) == [
        (
            "interventions.csv",
            2,
            "suite_de",
            "référence inconnue : ni dans « interventions », ni dans la base",
        ),
        ("interventions.csv", 3, "suite_de", "se rapporte à une ligne refusée (interventions, ligne 2)"),
        ("interventions.csv", 4, "suite_de", "se rapporte à une ligne refusée (interventions, ligne 3)"),
    ]  # fmt: skip
    assert (result.files[0].nouvelles, result.files[0].refusees) == (1, 3)
    assert follows(store) == {"I1": "I2", "I2": None, "D": "D"}


_OF_THE_AID = (
    ("pieces_aide", 2), ("cofinancements", 2), ("ajournements", 2), ("rectifications", 2), ("paiements", 2),
    ("paiements", 3), ("plans_pret", 2),
)  # fmt: skip
"""Lines that follow the aid of the portfolio."""


def test_the_files_that_refer_to_a_row_refused_at_the_end_say_so(
    service: EchangeService, tmp_path: Path
) -> None:
    portfolio = changed("rendez_vous", 2, reporte_de="R9")
    result = service.import_path(write_whole(tmp_path / "suite", portfolio))
    assert [(one.file, one.line, one.column) for one in result.problems] == [
        ("rendez_vous.csv", 4, "reporte_de"),
        ("rendez_vous.csv", 2, "reporte_de"),
        ("offres_contact.csv", 2, "rendez_vous"),
        ("tentatives_contact.csv", 2, "offre"),
        ("tentatives_contact.csv", 3, "offre"),
        ("appels.csv", 2, "rendez_vous"),
        ("aides.csv", 2, "rendez_vous"),
        ("droits_examines.csv", 2, "rendez_vous"),
        ("notes.csv", 2, "rendez_vous"),
        *((f"{file}.csv", line, "aide") for file, line in _OF_THE_AID),
        ("echeances_pret.csv", 2, "plan"),
        ("mouvements_pret.csv", 2, "aide"),
    ]
    assert {one.reason for one in result.problems[2:4]} == {
        "se rapporte à une ligne refusée (rendez_vous, ligne 2)",
        "se rapporte à une ligne refusée (offres_contact, ligne 2)",
    }


# --- Bad cells ---

UNKNOWN = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    ("file", "number", "column", "value", "reason"),
    [
        ("rendez_vous", 1, "heure", "24:00", "heure illisible"),
        ("rendez_vous", 1, "duree", "0", "de 1 à 1440"),
        ("rendez_vous", 1, "permanence", "P9", "référence inconnue"),
        ("rendez_vous", 1, "date_demande", "2016-12-02", "date est avant date_demande"),
        ("permanences", 0, "heure_fin", "08:59", "heure_fin est avant heure_debut"),
        ("permanences", 0, "creneau", "4", "de 5 à 480"),
        ("offres_contact", 0, "parcours", "p" * 61, "60 caractères"),
        ("offres_contact", 0, "rendez_vous", "R9", "référence inconnue"),
        ("personnes", 0, "identifiant", "1", "identifiant illisible"),
        ("personnes", 0, "lien", "voisin", "absent de la liste"),
        ("demarches", 0, "objectif", UNKNOWN, "référence inconnue"),
        ("demarches", 0, "objectif", "l'objectif", "identifiant illisible"),
        ("droits_examines", 0, "montant", "-1", "négatif"),
        ("horaires", 0, "jour", "mercredy", "choisir parmi lundi, mardi"),
        ("horaires", 0, "semaines", "", "obligatoire"),
        ("orientations", 0, "date_reponse", "2017-02-01", "date_reponse est avant date"),
        ("notes", 0, "ecrite_le", "hier", "moment illisible"),
        ("notes", 0, "niveau", "secrete", "choisir parmi personnelle, equipe, transmissible"),
        ("notes", 0, "texte", " ", "obligatoire"),
        ("notes", 0, "texte", "inversé\u202e", "interdit"),
        ("notes", 0, "auteur", "", "une note personnelle demande son auteur"),
        ("references_fusionnees", 0, "reference", "F1", "encore dans la base"),
        ("reglements", 1, "annee", "2017", "2017"),
        ("aides_reglement", 0, "saison_debut", "02-30", "jour illisible"),
        ("aides_reglement", 0, "taux", "10001", "de 1 à 10000"),
        ("paiements", 0, "montant", "0", "dépasser zéro"),
        ("paiements", 0, "tiers", "", "demande son nom"),
        ("paiements", 0, "date_retour", "2017-02-05", "date_retour est avant date_versement"),
        ("paiements", 1, "date_retour", "2017-02-20", "après avoir été versé"),
        ("echeances_pret", 0, "numero", "0", "de 1 à 600"),
        ("aides", 0, "expose", "e" * 20_001, "20000 caractères"),
        ("references_fusionnees", 0, "famille", "F9", "référence inconnue"),
    ],
)
def test_a_bad_cell_is_listed_with_its_place(
    service: EchangeService, store: Store, tmp_path: Path,
    file: str, number: int, column: str, value: str, reason: str,
) -> None:  # fmt: skip
    folder = write_whole(tmp_path / "source", changed(file, number, **{column: value}))
    before = dump(store)
    problem = next(one for one in service.import_path(folder).problems if one.fatal)
    expected = "date" if column == "date_demande" else column
    assert (problem.file, problem.line, problem.column) == (f"{file}.csv", number + 2, expected)
    assert reason in problem.reason
    assert dump(store) == before
    assert service.import_path(folder, good_rows_only=True).written


# --- Merged families ---


def test_a_former_reference_that_was_imported_is_honoured(
    filled: EchangeService, store: Store, tmp_path: Path
) -> None:
    rows: Portfolio = {
        "familles": [{"famille": "F0", "nom": "Ancien nom"}],
        "interventions": [
            {"reference": "I9", "famille": "F0", "motif": "energie", "nature": "information_conseil",
             "date_ouverture": "2017-03-01"},
        ],
    }  # fmt: skip
    assert filled.import_path(write_portfolio(tmp_path / "ancien", rows)).is_clean
    assert column_of(store, Famille.reference) == ["F1", "F2"]
    assert column_of(store, Intervention.famille_id)[-1] == 2


# --- Workbooks ---


def test_a_workbook_gives_the_same_rows(service: EchangeService, tmp_path: Path) -> None:
    sheets = {
        file: [list(rows[0]), *(list(row.values()) for row in rows)] for file, rows in PORTFOLIO.items()
    }
    result = service.import_path(write_xlsx(tmp_path / "classeur.xlsx", sheets))
    assert (result.written, result.problems) == (True, ())
    service.export(tmp_path / "sortie")
    exported = read_portfolio(tmp_path / "sortie")
    assert {file: exported[file] for file in PORTFOLIO} == PORTFOLIO
