"""`caseapp demo`: the demonstration portfolio, its report, its founding table, then the window."""

import os
import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path

from caseapp.cli.command import Command, Context, now, show_progress
from caseapp.cli.text_table import write_table
from caseapp.domain.periods import year_period
from caseapp.errors import OutputError
from caseapp.reports.report import Report, Table
from caseapp.reports.write import write_report
from caseapp.services.demonstration import YEAR

FOUNDING_TABLE = "cibles"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--sortie", type=Path, default=Path("sorties"), metavar="DOSSIER", help="où écrire le rapport"
    )


def run(options: Namespace, context: Context) -> int:
    """Build the portfolio, print the founding table, write the report; open the window on a screen."""
    folder: Path = options.sortie
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Le dossier « {folder} » ne peut pas être créé.") from error
    print(
        "Construction du portefeuille de démonstration (personnes inventées, chiffres publiés).", flush=True
    )
    with closing(context.application.acces.open_demonstration(show_progress)) as demonstration:
        report = demonstration.workspace.rapport.build(year_period(YEAR), now().date())
        print()
        write_table(founding_table(report), sys.stdout)
        for suffix in (".pdf", ".xlsx"):
            path = folder / f"rapport-{YEAR}{suffix}"
            write_report(report, path)
            print(f"Rapport écrit : {path.resolve()}")
        if not has_screen():
            print("Aucun écran : la fenêtre n'est pas ouverte.")
            return 0
        return context.application.open_window(demonstration)


def founding_table(report: Report) -> Table:
    """Return the table of interventions by cible and nature."""
    tables = (block for chapter in report.chapters for block in chapter.blocks if isinstance(block, Table))
    return next(table for table in tables if table.key == FOUNDING_TABLE)


def has_screen() -> bool:
    """Tell whether a window can be shown."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


COMMAND = Command("demo", "montre le programme avec un portefeuille de démonstration", configure, run)
