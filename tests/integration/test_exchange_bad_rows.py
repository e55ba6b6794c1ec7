"""A bad row never enters and never stops the others silently: it is listed with its place and its reason."""

from pathlib import Path

import pytest
from exchange_stores import (
    AUTEUR,
    SMALL,
    changed,
    column_of,
    counts,
    dump,
    only_problem,
    small,
    write_small,
)
from portfolio_format import HEADERS, Portfolio, csv_text

from caseapp.domain.communes import CommuneDirectory
from caseapp.models import Famille
from caseapp.paths import resource
from caseapp.services.echange import EchangeService
from caseapp.store import Store

ROWS = {file: len(rows) for file, rows in SMALL.items()}


BAD_CELLS = [
    ("familles", 0, "date_naissance", "31/02/2026", "n'existe pas"),
    ("familles", 0, "date_naissance", "11/21/2026", "n'existe pas"),
    ("familles", 0, "nom", "", "obligatoire"),
    ("familles", 2, "nom", "nul\x00", "interdit"),
    ("familles", 2, "nom", "inversé\u202e", "interdit"),
    ("familles", 2, "nom", "x" * 401, "trop long"),
    ("familles", 2, "famille", "F" * 61, "60 caractères"),
    ("familles", 2, "matricule", "1" * 21, "20 caractères"),
    ("familles", 2, "code_commune", "4019", "5 caractères"),
    ("familles", 2, "protection", "peut-être", "oui ou non"),
    ("familles", 2, "famille", "F1", "déjà donnée ligne 2"),
    ("familles", 2, "matricule", "1000001", "déjà attribué à « F1 »"),
    ("interventions", 1, "motif", "amour", "absent de la liste"),
    ("interventions", 1, "famille", "F9", "référence inconnue"),
    ("interventions", 1, "agent", "TS09", "référence inconnue"),
    ("interventions", 1, "date_cloture", "2017-01-31", "date_cloture est avant date_ouverture"),
    ("situations", 0, "quotient_familial", "-1", "négatif"),
    ("situations", 0, "nombre_enfants", "31", "de 0 à 30"),
    ("situations", 0, "famille", "f1", "référence inconnue"),
    ("aides", 0, "date_decision", "", "un accord demande la date"),
    ("aides", 0, "montant_pret", "1 234,505", "illisible"),
    ("rendez_vous", 0, "statut", "", "obligatoire"),
    ("tentatives_contact", 1, "canal", "pigeon", "absent de la liste"),
    ("reperes", 0, "annee", "17", "de 1900 à 2199"),
    ("reperes", 0, "valeur", "beaucoup", "nombre illisible"),
]


@pytest.mark.parametrize(("file", "number", "column", "value", "reason"), BAD_CELLS)
def test_a_bad_cell_is_listed_with_its_place_value_and_reason(
    service: EchangeService, store: Store, tmp_path: Path,
    file: str, number: int, column: str, value: str, reason: str,
) -> None:  # fmt: skip
    portfolio = changed(file, number, **{column: value})
    keep = {"interventions", "aides", "rendez_vous", "situations", "offres_contact", "tentatives_contact"}
    if file == "familles":
        portfolio = {name: rows for name, rows in portfolio.items() if name not in keep or not number}
        portfolio |= {name: [] for name in keep}
    if file == "interventions":
        portfolio["rendez_vous"] = []
    before = dump(store)
    problem = only_problem(service, write_small(tmp_path / "source", portfolio))
    assert (problem.file, problem.line, problem.column) == (f"{file}.csv", number + 2, column)
    assert problem.fatal
    assert reason in problem.reason
    expected = value.replace("\x00", "\ufffd").replace("\u202e", "\ufffd")
    assert problem.value == (expected if len(expected) <= 80 else f"{expected[:79]}…")
    assert dump(store) == before


@pytest.mark.parametrize(("file", "number", "column", "value", "reason"), BAD_CELLS)
def test_the_good_rows_enter_when_they_are_wanted_alone(
    service: EchangeService, store: Store, tmp_path: Path,
    file: str, number: int, column: str, value: str, reason: str,
) -> None:  # fmt: skip
    folder = write_small(tmp_path / "source", changed(file, number, **{column: value}))
    result = service.import_path(folder, good_rows_only=True)
    assert result.written
    found = counts(store)
    by_file = {report.file: report for report in result.files}
    assert by_file[file].refusees == 1
    assert reason in " ".join(problem.reason for problem in result.problems)
    for name, expected in ROWS.items():
        assert found[name] == by_file[name].nouvelles == expected - by_file[name].refusees


def test_a_row_that_refers_to_a_refused_one_is_refused_and_says_so(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    folder = write_small(tmp_path / "source", changed("familles", 0, date_naissance="2017-13-01"))
    result = service.import_path(folder, good_rows_only=True)
    places = [(problem.file, problem.line, problem.column) for problem in result.problems]
    assert places == [
        ("familles.csv", 2, "date_naissance"),
        ("situations.csv", 2, "famille"),
        ("interventions.csv", 2, "famille"),
        ("rendez_vous.csv", 2, "famille"),
        ("rendez_vous.csv", 2, "intervention"),
        ("offres_contact.csv", 2, "famille"),
        ("tentatives_contact.csv", 2, "offre"),
        ("tentatives_contact.csv", 3, "offre"),
        ("aides.csv", 2, "famille"),
    ]
    assert result.problems[1].reason == "se rapporte à une ligne refusée (familles, ligne 2)"
    assert counts(store)["familles"] == 2


@pytest.mark.parametrize(
    ("file", "number", "cells", "place", "reason"),
    [
        ("interventions", 0, {"date_cloture": "2017-01-01"}, ("rendez_vous.csv", "intervention"),
         "se rapporte à une ligne refusée (interventions, ligne 2)"),
        ("familles", 1, {"matricule": "1000001"}, ("interventions.csv", "famille"),
         "se rapporte à une ligne refusée (familles, ligne 3)"),
    ],
    ids=["dates out of order", "matricule taken"],
)  # fmt: skip
def test_a_row_refused_among_others_is_named_by_those_that_refer_to_it(
    service: EchangeService, tmp_path: Path,
    file: str, number: int, cells: dict[str, str], place: tuple[str, str], reason: str,
) -> None:  # fmt: skip
    result = service.import_path(write_small(tmp_path / "source", changed(file, number, **cells)))
    assert [(one.file, one.column, one.reason) for one in result.problems][1:] == [(*place, reason)]


def test_every_bad_cell_of_a_row_is_listed_and_the_row_counted_once(
    service: EchangeService, tmp_path: Path
) -> None:
    portfolio = changed("interventions", 1, motif="x", nature="y", date_ouverture="z")
    result = service.import_path(write_small(tmp_path / "source", portfolio | {"rendez_vous": []}))
    assert [problem.column for problem in result.problems] == ["motif", "nature", "date_ouverture"]
    assert result.refusees == 1


def test_a_key_given_again_after_a_bad_row_is_refused_too(service: EchangeService, tmp_path: Path) -> None:
    rows = [{"code": "A", "nom": ""}, {"code": "A", "nom": "bon"}]
    folder = write_small(tmp_path / "source", small(partenaires=rows))
    assert [problem.reason for problem in service.import_path(folder).problems] == [
        "valeur obligatoire absente",
        "déjà donnée ligne 2",
    ]


def test_situations_are_told_apart_by_family_and_date(service: EchangeService, tmp_path: Path) -> None:
    rows = [{"famille": "F1", "date_effet": day} for day in ("2017-01-01", "2017-01-02", "01/01/2017")]
    problem = only_problem(service, write_small(tmp_path / "source", small(situations=rows)))
    assert (problem.line, problem.reason) == (4, "déjà donnée ligne 2")


# --- Doubts ---


def test_odd_matricules_and_unknown_communes_are_doubts(store: Store, tmp_path: Path) -> None:
    communes = CommuneDirectory.load(resource("communes.tsv.gz"))
    portfolio = small()
    portfolio["familles"] = [
        {"famille": "F1", "nom": "a", "matricule": "12", "code_commune": "99999"},
        {"famille": "F2", "nom": "b", "matricule": "1000002", "code_commune": "40192"},
        {"famille": "F3", "nom": "c"},
    ]
    result = EchangeService(store, AUTEUR, communes).import_path(write_small(tmp_path / "s", portfolio))
    assert result.written
    assert [(one.line, one.column, one.value, one.fatal) for one in result.problems] == [
        (2, "matricule", "12", False),
        (2, "code_commune", "99999", False),
    ]


def test_problems_above_the_bound_are_counted(
    service: EchangeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseapp.exchange.ledger.MAX_LISTED", 3)
    rows: Portfolio = {"partenaires": [{"code": f"P{number}"} for number in range(10)]}
    result = service.import_path(write_small(tmp_path / "source", rows))
    assert (len(result.problems), result.hidden, result.refusees, result.is_clean) == (3, 7, 10, False)


def test_search_marks_and_names_of_the_field_are_only_text(
    service: EchangeService, store: Store, tmp_path: Path
) -> None:
    names = [
        "O'Brien",
        "Œuvrard",
        "Nguyễn",
        "%",
        "_",
        '"',
        "AND",
        "-x",
        "*",
        "(",
        "=1+1",
        "../CON",
        "a" * 200,
    ]
    rows = [{"famille": f"F{number}", "nom": name} for number, name in enumerate(names)]
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "familles.csv").write_bytes(csv_text(HEADERS["familles"], rows).encode())
    assert service.import_path(folder).problems == ()
    assert column_of(store, Famille.nom) == names
