"""`statistiques`, `liste` and `rapport`: the same figures, for people and for machines."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from command_line import Cli, Run
from profiles import invented_profile, landes_profile

from caseapp.reports.chapters import CHAPTERS

COUNTED = {
    "intervention", "famille", "rendez-vous", "appel", "offre", "aide", "dossier", "logement", "action",
    "personne", "séance", "droit", "paiement", "prêt", "plan", "prolongation", "contrat", "réexamen", "frein",
}  # fmt: skip
FIELDS = ["valeur", "unite", "base", "precedent", "evolution"]
EVOLUTION = re.compile(r"n\.d\.|–|([+-] )?\d[\d ]*(,\d+)? (%|points?)")
MEANS = {"entretiens_par_accompagnement"}
LISTED = 30


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented_profile(tmp_path_factory.mktemp("chiffres") / "profil").folder


@pytest.fixture(scope="module")
def landes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return landes_profile(tmp_path_factory.mktemp("landes") / "profil").folder


def figures(run: Run) -> dict[str, dict[str, Any]]:
    assert (run.code, run.err) == (0, "")
    found: dict[str, dict[str, Any]] = json.loads(run.out)["chiffres"]
    return found


def rows(run: Run) -> list[dict[str, str]]:
    assert (run.code, run.err) == (0, "")
    return list(csv.DictReader(io.StringIO(run.out), delimiter=";"))


# --- statistiques ---


def test_json_holds_the_year_and_its_figures_only(cli: Cli, invented: Path) -> None:
    done = cli("statistiques", "--annee", 2025, "--format", "json", folder=invented)
    document = json.loads(done.out)
    assert list(document) == ["annee", "chiffres"]
    assert document["annee"] == 2025
    assert len(document["chiffres"]) > 200


def test_json_writes_each_kind_of_figure_as_promised(cli: Cli, landes: Path) -> None:
    found = figures(cli("statistiques", "--annee", 2017, "--format", "json", folder=landes))
    for address, figure in found.items():
        assert list(figure) == FIELDS, address
        value, unit, base, previous, evolution = figure.values()
        assert EVOLUTION.fullmatch(evolution), (address, evolution)
        assert base is None or isinstance(base, int) or re.fullmatch(r"\d+\.\d\d", base), address
        for number in (value, previous):
            if number is None:
                continue
            if address.split(".")[-1] in MEANS:
                assert re.fullmatch(r"\d+\.\d\d", number), address
            elif unit in COUNTED:
                assert type(number) is int, address
            elif unit == "euro":
                assert re.fullmatch(r"\d+\.\d\d", number), address
            elif unit == "%":
                assert re.fullmatch(r"\d+\.\d{1,2}", number), address
            else:
                assert unit == "jour", address
                assert type(number) is int or re.fullmatch(r"\d+(\.\d+)?", number), address


def test_the_founding_figures_are_those_that_were_published(cli: Cli, landes: Path) -> None:
    found = figures(cli("statistiques", "--annee", 2017, "--format", "json", folder=landes))
    assert found["cibles.total.total"]["valeur"] == 1705
    assert found["cibles.parentalite.information_conseil"]["valeur"] == 479
    assert found["cibles.parentalite.accompagnement_social"]["valeur"] == 177
    assert found["cibles.parentalite.total"]["valeur"] == 656
    assert found["aides.total.montant"]["valeur"] == "1263153.00"


def test_a_year_without_anything_is_zeros_and_unknowns(cli: Cli, invented: Path) -> None:
    found = figures(cli("statistiques", "--annee", 1999, "--format", "json", folder=invented))
    assert {figure["valeur"] for figure in found.values() if figure["unite"] in COUNTED} <= {0, None}
    assert {figure["valeur"] for figure in found.values() if figure["unite"] == "euro"} <= {"0.00", None}
    assert {figure["valeur"] for figure in found.values() if figure["unite"] in {"%", "jour"}} == {None}
    assert {figure["evolution"] for figure in found.values()} <= {"n.d.", "–"}
    table = cli("statistiques", "--annee", 1999, folder=invented)
    assert (table.code, table.err) == (0, "")
    assert "n.d." in table.out
    assert re.search(r"\b0\b", table.out)


def test_csv_says_the_same_as_json(cli: Cli, landes: Path) -> None:
    found = figures(cli("statistiques", "--annee", 2017, "--format", "json", folder=landes))
    table = rows(cli("statistiques", "--annee", 2017, "--format", "csv", folder=landes))
    assert list(table[0]) == ["adresse", *FIELDS]
    assert {row["adresse"]: row["valeur"] for row in table} == {
        address: "" if figure["valeur"] is None else str(figure["valeur"])
        for address, figure in found.items()
    }


def test_tables_are_the_chapters_of_the_report(cli: Cli, landes: Path) -> None:
    done = cli("statistiques", "--annee", 2017, folder=landes)
    assert (done.code, done.err) == (0, "")
    assert [line for line in done.lines if line.startswith("== ")] == [
        f"== {chapter.title} (2017) ==" for chapter in CHAPTERS
    ]
    assert any(re.search(r"Parentalité +479 +177 +656\b", line) for line in done.lines)


def test_twelve_months_make_the_year(cli: Cli, invented: Path) -> None:
    address = "aides.total.montant"
    year = figures(cli("statistiques", "--annee", 2025, "--format", "json", folder=invented))[address]
    months = []
    for month in range(1, 13):
        done = cli("statistiques", "--annee", 2025, "--mois", month, "--format", "json", folder=invented)
        assert json.loads(done.out)["mois"] == month
        months.append(float(figures(done)[address]["valeur"]))
    assert year["valeur"] == "974.50"
    assert (sum(months), months[2]) == (974.5, 974.5)


def test_filters_restrict_and_what_they_cannot_reach_is_unknown(cli: Cli, invented: Path) -> None:
    arguments = ("statistiques", "--annee", 2025, "--format", "json")
    everyone = figures(cli(*arguments, folder=invented))
    one = figures(cli(*arguments, "--agent", "TS01", folder=invented))
    place = figures(cli(*arguments, "--lieu", "MDM", folder=invented))
    sector = figures(cli(*arguments, "--secteur", "Dax", folder=invented))
    assert everyone["cibles.total.total"]["valeur"] == 5
    assert one["cibles.total.total"]["valeur"] == sector["cibles.total.total"]["valeur"] == 2
    assert place["rendez_vous.total"]["valeur"] == 2
    assert any(figure["valeur"] is None for figure in one.values())


@pytest.mark.parametrize(
    ("option", "words"),
    [("--agent", "agent TS99"), ("--secteur", "secteur TS99"), ("--lieu", "lieu TS99")],
)
@pytest.mark.parametrize(
    "command", [("statistiques",), ("liste", "familles.total"), ("rapport", "--sortie", "r.pdf")]
)
def test_an_unknown_filter_is_refused(
    cli: Cli, invented: Path, command: tuple[str, ...], option: str, words: str
) -> None:
    done = cli(*command, "--annee", 2025, option, "TS99", folder=invented)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"Le filtre « {words} » ne correspond à rien dans cette base.\n"


def test_figures_go_to_a_file_when_asked(cli: Cli, invented: Path, tmp_path: Path) -> None:
    target = tmp_path / "chiffres é.json"
    arguments = ("statistiques", "--annee", 2025, "--format", "json")
    done = cli(*arguments, "--sortie", target, folder=invented)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert target.read_text(encoding="utf-8") == cli(*arguments, folder=invented).out


@pytest.mark.parametrize("command", ["statistiques", "rapport"])
def test_a_place_that_cannot_be_written_is_said_so(
    cli: Cli, invented: Path, tmp_path: Path, command: str
) -> None:
    for target, reason in (
        (tmp_path / "absent" / "f.pdf", "ce dossier n'existe pas"),
        (tmp_path / ("n" * 300 + ".pdf"), "ce nom est trop long"),
    ):
        done = cli(command, "--annee", 2025, "--sortie", target, folder=invented)
        assert done.code == 1
        assert done.err.startswith("Impossible d'écrire « ")
        assert done.err.endswith(f"{reason}.\n")
    assert list(tmp_path.glob("*.pdf")) == []


# --- liste ---


def chosen_addresses(found: dict[str, dict[str, Any]]) -> list[str]:
    """Return addresses of counts spread over all the chapters, the biggest and some empty ones."""
    listed = COUNTED - {"personne", "séance"}
    counts = [
        address
        for address, one in found.items()
        if one["unite"] in listed and address.split(".")[-1] not in MEANS
    ]
    known = [address for address in counts if found[address]["valeur"] is not None]
    step = len(known) // (LISTED - 5)
    return list(dict.fromkeys([*known[::step], "familles.total", "cibles.total.total", "aides.total.nombre"]))


def test_a_list_has_as_many_rows_as_its_figure_counts(cli: Cli, landes: Path) -> None:
    found = figures(cli("statistiques", "--annee", 2017, "--format", "json", folder=landes))
    addresses = [address for address in chosen_addresses(found) if address in found][: LISTED + 5]
    assert len(addresses) >= LISTED - 5
    listed = {
        address: len(rows(cli("liste", address, "--annee", 2017, folder=landes))) for address in addresses
    }
    assert listed == {address: found[address]["valeur"] for address in addresses}
    assert sum(listed.values()) > 5_000


def test_the_list_of_an_amount_adds_up_to_it(cli: Cli, invented: Path) -> None:
    found = rows(cli("liste", "aides.total.montant", "--annee", 2025, folder=invented))
    assert len(found) == 1
    assert "374.50" in found[0].values()


def test_a_list_takes_a_month_and_filters(cli: Cli, invented: Path) -> None:
    arguments = ("liste", "rendez_vous.total", "--annee", 2025)
    assert len(rows(cli(*arguments, folder=invented))) == 3
    assert len(rows(cli(*arguments, "--mois", 5, folder=invented))) == 2
    assert len(rows(cli(*arguments, "--mois", 5, "--lieu", "MDM", folder=invented))) == 2
    assert len(rows(cli(*arguments, "--mois", 6, folder=invented))) == 0


def test_a_list_never_names_a_protected_family(cli: Cli, invented: Path) -> None:
    done = cli("liste", "familles.total", "--annee", 2025, folder=invented)
    assert "(protégée)" in done.out
    for secret in ("O'Brien", "Maëlle", "0012345"):
        assert secret not in done.out
    assert "Aït-Ahmed" in done.out


@pytest.mark.parametrize(
    "address", ["", "inconnue", "cibles", "familles.total ", "total.total.total", "'; --"]
)
def test_an_unknown_address_is_refused(cli: Cli, invented: Path, address: str) -> None:
    done = cli("liste", address, "--annee", 2025, folder=invented)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"L'adresse « {address} » ne correspond à aucun chiffre.\n"


# --- rapport ---


@pytest.mark.parametrize(
    ("suffix", "beginning"), [(".pdf", b"%PDF-"), (".xlsx", b"PK"), (".ods", b"PK"), (".PDF", b"%PDF-")]
)
def test_the_report_is_written_in_the_format_of_its_name(
    cli: Cli, invented: Path, tmp_path: Path, suffix: str, beginning: bytes
) -> None:
    target = tmp_path / f"rapport 2025{suffix}"
    done = cli("rapport", "--annee", 2025, "--sortie", target, folder=invented)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"Rapport écrit : {target}\n"
    assert target.read_bytes().startswith(beginning)
    if beginning == b"PK":
        assert zipfile.ZipFile(target).testzip() is None


def test_a_report_of_an_unknown_kind_is_refused(cli: Cli, invented: Path, tmp_path: Path) -> None:
    target = tmp_path / "rapport.docx"
    done = cli("rapport", "--annee", 2025, "--sortie", target, folder=invented)
    assert (done.code, done.out) == (1, "")
    assert "doit se terminer par .pdf, .xlsx, .ods ou .csv" in done.err
    assert not target.exists()


def test_a_report_of_a_month_under_a_filter_is_written(cli: Cli, invented: Path, tmp_path: Path) -> None:
    target = tmp_path / "mai.pdf"
    arguments = ("rapport", "--annee", 2025, "--mois", 5, "--agent", "TS02", "--sortie", target)
    assert cli(*arguments, folder=invented).code == 0
    assert target.stat().st_size > 10_000
