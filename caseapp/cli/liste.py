"""`caseapp liste`: the records behind a figure."""

import csv
import io
from argparse import ArgumentParser, Namespace
from datetime import date

from caseapp.cli.command import Command, Context
from caseapp.cli.output import write_output
from caseapp.cli.period_options import add_filters, add_period, filters_of, period_of
from caseapp.domain.money import write_cents
from caseapp.statistics.results import RecordKind, RecordList, RecordValue

PROTECTED = "(protégée)"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("adresse", metavar="ADRESSE", help="adresse d'un chiffre, comme familles.total")
    add_period(parser)
    add_filters(parser)


def run(options: Namespace, context: Context) -> int:
    """Write as many rows as the figure counts; the names of protected families stay out."""
    with context.workspace() as workspace:
        records = workspace.statistiques.records(
            options.adresse, period_of(options), filters_of(options, workspace)
        )
    write_output(as_csv(records), None)
    return 0


def as_csv(records: RecordList) -> str:
    """Write the list in the writing of the exchange format."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.key for column in records.columns)
    for record in records.records:
        writer.writerow(
            PROTECTED if record.protected and column.nominative else _cell(value, column.kind)
            for column, value in zip(records.columns, record.values, strict=True)
        )
    return output.getvalue()


def _cell(value: RecordValue, kind: RecordKind) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if kind is RecordKind.YES_NO:
        return "oui" if value else "non"
    return write_cents(int(value)) if kind is RecordKind.CENTS else str(value)


COMMAND = Command("liste", "donne les dossiers derrière un chiffre", configure, run)
