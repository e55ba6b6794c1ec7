"""Wrong usage, help, and what is said when something unforeseen happens: French, exit codes 0, 1 and 2."""

import argparse
import ast
import errno
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from command_line import ENGLISH, Cli

from caseapp import __version__
from caseapp.cli.commands import COMMANDS
from caseapp.cli.main import main
from caseapp.errors import InputError
from caseapp.paths import resource

CANARY = "Ktdvzquname"
CATALOGUE = resource("locale/fr/LC_MESSAGES/argparse.po")
TO_PROGRAMMERS = {
    "%r is not callable",
    "'required' is an invalid argument for positionals",
    ".__call__() not defined",
    'argument "-" with mode %r',
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "conflicting option string: %s",
    "conflicting subparser alias: %s",
    "conflicting subparser: %s",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional",
}
"""What argparse only says of a parser wrongly made."""


# --- argparse in French ---


def messages_of_argparse() -> set[str]:
    """Return what the argparse of this Python can say, read in its source."""
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    said = [call.args[0] for call in calls if getattr(call.func, "id", "") in {"_", "ngettext"}]
    return {one.value for one in said if isinstance(one, ast.Constant)}


def forms(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def translations(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {forms(message.id): forms(message.string) for message in catalogue if message.id}


@pytest.fixture(scope="module")
def source() -> dict[tuple[str, ...], tuple[str, ...]]:
    with CATALOGUE.open("rb") as file:
        return translations(read_po(file, locale="fr"))


def test_whatever_argparse_says_to_a_user_is_translated(source: dict[tuple[str, ...], object]) -> None:
    assert messages_of_argparse() - TO_PROGRAMMERS - {ids[0] for ids in source} == set()


def test_the_compiled_catalogue_is_that_of_the_source(source: dict[tuple[str, ...], object]) -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        assert translations(read_mo(file)) == source


def test_translations_use_the_values_of_what_they_translate(
    source: dict[tuple[str, ...], tuple[str, ...]],
) -> None:
    value = re.compile(r"%(?:\(\w+\))?[rsd]")
    for ids, texts in source.items():
        assert all(texts)
        for text in texts:
            assert set(value.findall(text)) <= set(value.findall(ids[0]))


# --- Wrong usage: 2 ---


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["inconnue"], "'inconnue' n'est pas possible"),
        (["stat"], "'stat' n'est pas possible"),
        (["statistiques"], "il manque : --annee"),
        (["statistiques", "--annee"], "une valeur est attendue"),
        (["statistiques", "--annee", "deux mille"], "« deux mille » n'est pas une année entre 1950 et 2198"),
        (["statistiques", "--annee", "2199"], "n'est pas une année"),
        (["statistiques", "--annee", "²017"], "n'est pas une année"),
        (["statistiques", "--annee", "2017", "--mois", "13"], "« --mois » : 13 n'est pas possible"),
        (["statistiques", "--annee", "2017", "--mois", "mars"], "'mars' n'est pas valable"),
        (["statistiques", "--annee", "2017", "--format", "xml"], "'xml' n'est pas possible"),
        (["statistiques", "--annee", "2017", "--ann"], "options inconnues : --ann"),
        (["statistiques", "2017"], "il manque : --annee"),
        (["liste", "--annee", "2017"], "il manque : ADRESSE"),
        (["rapport", "--annee", "2017"], "il manque : --sortie"),
        (["importer"], "il manque : CHEMIN"),
        (["importer", "a", "b"], "options inconnues : b"),
        (["exporter"], "il manque : DOSSIER"),
        (["restaurer"], "il manque : FICHIER"),
        (["verifier", "--profil", "x"], "options inconnues : --profil x"),
        (["--profil"], "une valeur est attendue"),
        (["--simulation=1", "importer", "a"], "options inconnues"),
        (["importer", "--simulation=oui", "a"], "la valeur 'oui' n'est pas attendue"),
    ],
)
def test_wrong_usage_is_explained_in_french(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    shown = capsys.readouterr()
    assert (stop.value.code, shown.out) == (2, "")
    assert words in shown.err
    assert shown.err.startswith("usage : caseapp")
    assert not ENGLISH.search(shown.err)


@pytest.mark.parametrize("command", [None, *(command.name for command in COMMANDS)])
def test_help_is_french(capsys: pytest.CaptureFixture[str], command: str | None) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*([command] if command else []), "--help"])
    shown = capsys.readouterr()
    assert (stop.value.code, shown.err) == (0, "")
    assert shown.out.startswith("usage : caseapp")
    assert "affiche cette aide" in shown.out
    assert not ENGLISH.search(shown.out)
    if command is None:
        text = " ".join(shown.out.split())
        assert [one.name for one in COMMANDS if f" {one.name} {one.help}" not in text] == []


def test_the_version_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"caseapp {__version__}\n"


def test_the_commands_are_those_that_were_promised() -> None:
    assert [command.name for command in COMMANDS] == [
        "initialiser", "demo", "importer", "statistiques", "liste", "rapport", "exporter", "verifier",
        "sauvegarder", "restaurer", "autotest",
    ]  # fmt: skip


# --- What nobody foresaw ---


def failing(error: BaseException) -> Callable[[Path | None], NoReturn]:
    def start(_folder: Path | None) -> NoReturn:
        raise error

    return start


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InputError("Une phrase."), "Une phrase."),
        (KeyboardInterrupt(), "Interrompu : ce qui n'était pas fini n'est pas enregistré."),
        (MemoryError(), "La mémoire de cette machine ne suffit pas pour cette opération."),
        (OSError(errno.ENOSPC, "No space"), "Le disque a refusé l'opération : le disque est plein."),
        (PermissionError(errno.EACCES, "Permission denied", CANARY), "Le disque a refusé l'opération : "),
        (OSError("strange"), "Le disque a refusé l'opération : le disque ne répond pas."),
        (
            ValueError(CANARY),
            "Une panne imprévue a tout arrêté (ValueError) : ce qui n'était pas fini n'est pas enregistré.",
        ),
        (
            AssertionError(),
            "Une panne imprévue a tout arrêté (AssertionError) : ",
        ),
    ],
)
def test_a_failure_is_one_french_sentence_and_never_a_traceback(
    capsys: pytest.CaptureFixture[str], profil: Path, error: BaseException, sentence: str
) -> None:
    assert main(["--profil", str(profil), "verifier"], failing(error)) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(sentence)
    assert shown.err.count("\n") == 1
    assert CANARY not in shown.err
    assert not ENGLISH.search(shown.err)


def test_a_failure_leaves_an_anonymous_entry_in_the_profile(profil: Path) -> None:
    main(["--profil", str(profil), "verifier"], failing(ValueError(CANARY)))
    main(["--profil", str(profil), "liste", CANARY, "--annee", "2017"], failing(KeyError(CANARY)))
    text = (profil / "journaux" / "caseapp.log").read_text(encoding="utf-8")
    first, second = (json.loads(line) for line in text.splitlines())
    assert (first["event"], first["command"], first["level"]) == ("exception_inattendue", "verifier", "error")
    assert first["exception"][0] == "builtins.ValueError"
    assert any("caseapp/cli/main.py" in line for line in first["exception"])
    assert second["command"] == "liste"
    assert CANARY not in text


@pytest.mark.parametrize("error", [InputError("Une phrase."), KeyboardInterrupt()])
def test_what_was_foreseen_leaves_no_entry(profil: Path, error: BaseException) -> None:
    main(["--profil", str(profil), "verifier"], failing(error))
    assert list(profil.iterdir()) == []


def test_a_failure_without_a_profile_creates_none(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    assert main(["--profil", str(absent), "verifier"], failing(ValueError())) == 1
    assert not absent.exists()


def test_a_command_that_fails_in_the_middle_of_a_store_closes_it(
    cli: Cli, profil: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("initialiser").code == 0
    monkeypatch.setattr("caseapp.services.verification.damages", failing(ValueError(CANARY)))
    done = cli("verifier")
    assert done.code == 1
    assert "(ValueError)" in done.err
    assert {path.name for path in profil.iterdir()} == {
        "caseapp.base", "caseapp.cles", "caseapp.cles.verrou", "journaux",
    }  # fmt: skip
