"""The program as it is started: `python -m caseapp` in a process of its own, true keys, pipes and screens."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import ENGLISH, Cli
from invented import PORTFOLIO
from portfolio_format import write_portfolio
from profiles import PHRASE, invented_profile

from caseapp.paths import resource
from caseapp.services import demonstration

ROOT = Path(__file__).resolve().parents[2]


def started(
    *arguments: object, env: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run the program as a user would, from another folder."""
    inherited = {name: value for name, value in os.environ.items() if name != "CASEAPP_PHRASE"}
    environment = {
        **inherited, "PYTHONPATH": str(ROOT), "CASEAPP_PHRASE": PHRASE, "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C", "PYTHONIOENCODING": "ascii", **(env or {}),
    }  # fmt: skip
    command = [sys.executable, "-P", "-W", "error", "-m", "caseapp", *map(str, arguments)]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"} | options
    return subprocess.run(command, env=environment, check=False, timeout=300, **options)


def test_a_first_day_from_the_first_start_to_the_report(profil: Path, tmp_path: Path) -> None:
    files = write_portfolio(tmp_path / "extraction", PORTFOLIO)
    for arguments in (
        ("initialiser",),
        ("importer", files),
        ("rapport", "--annee", 2025, "--sortie", tmp_path / "rapport.pdf"),
        ("verifier",),
    ):
        done = started("--profil", profil, *arguments, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "é" in done.stdout
    figures = started("--profil", profil, "statistiques", "--annee", 2025, "--format", "json", cwd=tmp_path)
    assert json.loads(figures.stdout)["chiffres"]["cibles.total.total"]["valeur"] == 5
    assert (tmp_path / "rapport.pdf").read_bytes().startswith(b"%PDF-")


def test_refusals_and_wrong_usage_give_their_codes(tmp_path: Path) -> None:
    refused = started("--profil", tmp_path / "absent é", "verifier")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"Il n'y a pas de profil dans « {tmp_path}/absent é » : créez-le d'abord.\n"
    wrong = started("verifier", "--inconnue")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "options inconnues : --inconnue" in wrong.stderr
    assert not ENGLISH.search(wrong.stderr)


def test_a_reader_that_leaves_early_is_no_failure(tmp_path: Path) -> None:
    folder = invented_profile(tmp_path / "profil").folder
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = started("--profil", folder, "liste", "familles.total", "--annee", 2025, stdout=write_end)
    finally:
        os.close(write_end)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments", [("liste", "familles.total", "--annee", 2025), ("statistiques", "--annee", 2025)]
)
def test_an_output_that_is_full_is_said_so(tmp_path: Path, arguments: tuple[object, ...]) -> None:
    folder = invented_profile(tmp_path / "profil").folder
    with Path("/dev/full").open("wb") as full:
        done = started("--profil", folder, *arguments, stdout=full)
    assert done.returncode == 1
    assert done.stderr == "Le disque a refusé l'opération : le disque est plein.\n"


def test_nothing_is_imported_that_the_command_does_not_need(tmp_path: Path) -> None:
    """A second to start is felt at each command of a script."""
    folder = invented_profile(tmp_path / "profil").folder
    question = (
        "import sys; from caseapp.__main__ import main;"
        "main(['--profil', sys.argv[1], 'liste', 'familles.total', '--annee', '2025']);"
        "print(sorted({'PySide6', 'reportlab', 'alembic', 'keyring', 'zxcvbn', 'odf'} & set(sys.modules)),"
        "file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CASEAPP_PHRASE": PHRASE}
    done = subprocess.run(
        [sys.executable, "-c", question, str(folder)],
        env=environment, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stderr == "[]\n"


# --- The demonstration and the self-test ---


def test_the_demonstration_prints_its_table_and_writes_its_report(tmp_path: Path) -> None:
    done = started("demo", "--sortie", tmp_path / "sorties é", cwd=tmp_path, env={"HOME": str(tmp_path)})
    assert (done.returncode, done.stderr) == (0, "")
    table = [" ".join(line.split()) for line in done.stdout.splitlines()]
    numbers = [line for line in table if line.startswith(("Parentalité", "Logement", "Insertion", "Total"))]
    assert any(line.startswith("Parentalité 479 177 656") for line in numbers)
    assert any("1 705" in line.replace("\u202f", " ") for line in numbers)
    assert "Aucun écran : la fenêtre n'est pas ouverte." in table
    written = {path.name: path.read_bytes()[:4] for path in (tmp_path / "sorties é").iterdir()}
    assert written == {"rapport-2017.pdf": b"%PDF", "rapport-2017.xlsx": b"PK\x03\x04"}
    assert [path.name for path in tmp_path.iterdir()] == ["sorties é"]


def test_the_self_test_passes_on_what_is_shipped(cli: Cli, profil: Path) -> None:
    done = cli("autotest", phrase=None)
    assert (done.code, done.err) == (0, "")
    assert len(done.lines) >= 5
    assert all(line.startswith("réussi : ") for line in done.lines)
    assert list(profil.iterdir()) == []


def test_the_self_test_names_a_figure_that_is_not_the_published_one(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with resource(demonstration.EXPECTED).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    planted = next(row for row in rows if row["adresse"] == "cibles.total.total")
    planted["valeur_2017"] = "1706"
    altered = tmp_path / "attendus.csv"
    with altered.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    monkeypatch.setattr(demonstration, "EXPECTED", str(altered))
    done = cli("autotest")
    assert done.code == 1
    assert done.err == "  cibles.total.total (2017) : 1705 au lieu de 1706\n"
    assert [line for line in done.lines if line.startswith("ÉCHEC : ")]


def test_a_demonstration_that_is_not_shipped_is_said_so(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "PORTFOLIO", "demonstration/absente.zip")
    done = cli("demo", "--sortie", tmp_path / "sorties")
    assert done.code == 1
    assert done.err.count("\n") == 1
