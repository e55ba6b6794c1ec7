"""`caseapp rapport`: the yearly report as PDF, XLSX or ODS."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from caseapp.cli.command import Command, Context, now
from caseapp.cli.period_options import add_filters, add_period, filters_of, period_of
from caseapp.reports.write import write_report


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    add_period(parser)
    add_filters(parser)
    parser.add_argument(
        "--sortie", type=Path, required=True, metavar="F", help="fichier .pdf, .xlsx, .ods ou .csv"
    )


def run(options: Namespace, context: Context) -> int:
    """Compute the figures and write the report."""
    with context.workspace() as workspace:
        report = workspace.rapport.build(period_of(options), now().date(), filters_of(options, workspace))
    write_report(report, options.sortie)
    print(f"Rapport écrit : {options.sortie.resolve()}")
    return 0


COMMAND = Command("rapport", "écrit le rapport d'activité", configure, run)
