"""The command line: French, one sentence per refusal, exit codes 0, 1 and 2."""

import gettext
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path

from caseapp import __version__, logs
from caseapp.app import Application
from caseapp.cli.command import Context, now
from caseapp.cli.commands import COMMANDS
from caseapp.errors import CaseappError
from caseapp.files import reason_of
from caseapp.paths import default_profile_dir, resource

DONE, REFUSED = 0, 1


def main(
    arguments: Sequence[str] | None = None, start: Callable[[Path | None], Application] = Application
) -> int:
    """Run one command, or open the window; return 0 (done), 1 (refused); exit 2 on wrong usage."""
    _speak_french()
    options = _parser().parse_args(arguments)
    try:
        code = _run(options, Context(start(options.profil)))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has what it wanted
        _drop_output()
        return DONE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - no traceback ever reaches a user
        print(_sentence(error), file=sys.stderr)
        if not isinstance(error, CaseappError | KeyboardInterrupt):
            _log(error, options)
        _drop_output()
        return REFUSED
    return code


def _run(options: Namespace, context: Context) -> int:
    if options.commande is None:
        return context.application.open_window()
    return next(command for command in COMMANDS if command.name == options.commande).run(options, context)


def _sentence(error: BaseException) -> str:
    """Return what the user reads of a refusal or of a failure."""
    match error:
        case CaseappError():
            return str(error)
        case KeyboardInterrupt():
            return "Interrompu : ce qui n'était pas fini n'est pas enregistré."
        case MemoryError():
            return "La mémoire de cette machine ne suffit pas pour cette opération."
        case OSError():
            return f"Le disque a refusé l'opération : {reason_of(error)}."
        case _:
            name = type(error).__name__
            return (
                f"Une panne imprévue a tout arrêté ({name}) : ce qui n'était pas fini n'est pas enregistré."
            )


def _log(error: BaseException, options: Namespace) -> None:
    """Leave what failed and where in the code, without any value, in the profile when there is one."""
    folder = options.profil or default_profile_dir()
    if not folder.is_dir():
        return
    logs.configure(folder, now())
    logs.get_logger("caseapp.cli").error("exception_inattendue", command=options.commande, exc_info=error)
    logs.close()


def _drop_output() -> None:
    """Send what cannot be written to nowhere, so that closing the program does not fail on it again."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    parser.add_argument(
        "--version", action="version", version=f"caseapp {__version__}", help="affiche la version"
    )
    parser.add_argument("--profil", type=Path, metavar="DOSSIER", help="dossier des données")
    subparsers = parser.add_subparsers(dest="commande", metavar="COMMANDE", title="commandes")
    for command in COMMANDS:
        child = subparsers.add_parser(
            command.name, help=command.help, description=command.help, allow_abbrev=False
        )
        command.configure(child)
    return parser
