"""The command line: French, one sentence per refusal, exit codes 0, 1 and 2."""

import gettext
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from caseapp import __version__
from caseapp.cli.command import Context
from caseapp.cli.commands import COMMANDS
from caseapp.errors import CaseappError
from caseapp.paths import resource

DONE, REFUSED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window; return 0 (done), 1 (refused); exit 2 on wrong usage."""
    _speak_french()
    options = _parser().parse_args(arguments)
    try:
        context = Context(options.profil)
        if options.commande is None:
            return context.application.open_window()
        return next(command for command in COMMANDS if command.name == options.commande).run(options, context)
    except CaseappError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrompu : rien n'a été enregistré de cette opération.", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except MemoryError:
        print("La mémoire de cette machine ne suffit pas pour cette opération.", file=sys.stderr)
    except OSError as error:
        print(f"Le disque a refusé l'opération : {error.strerror or 'raison inconnue'}.", file=sys.stderr)
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        name = type(error).__name__
        print(f"Une panne imprévue a arrêté l'opération ({name}) : rien n'a été enregistré.", file=sys.stderr)
    return REFUSED


def _speak_french() -> None:
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("argparse", str(resource("locale")))
    gettext.textdomain("argparse")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="caseapp",
        description="Suivi des familles et statistiques d'intervention. Sans commande : ouvre la fenêtre.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"caseapp {__version__}")
    parser.add_argument("--profil", type=Path, metavar="DOSSIER", help="dossier des données")
    subparsers = parser.add_subparsers(dest="commande", metavar="COMMANDE", title="commandes")
    for command in COMMANDS:
        child = subparsers.add_parser(
            command.name, help=command.help, description=command.help, allow_abbrev=False
        )
        command.configure(child)
    return parser
