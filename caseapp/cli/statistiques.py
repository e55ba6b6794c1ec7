"""`caseapp statistiques`: the figures of a year or a month, for people and for machines."""

import csv
import io
import json
from argparse import ArgumentParser, Namespace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from caseapp.cli.command import Command, Context
from caseapp.cli.output import write_output
from caseapp.cli.period_options import add_filters, add_period, filters_of, period_of
from caseapp.cli.text_table import write_table
from caseapp.domain.labels import plain, round_half_up
from caseapp.domain.money import write_cents
from caseapp.domain.units import Unit
from caseapp.reports.chapters import CHAPTERS
from caseapp.reports.layout import fill
from caseapp.statistics.results import FigureSet, FigureValue, Raw

_COLUMNS = ("adresse", "valeur", "unite", "base", "precedent", "evolution")
Written = int | str | None


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    add_period(parser)
    add_filters(parser)
    parser.add_argument("--format", choices=("json", "csv", "tableau"), default="tableau", help="écriture")
    parser.add_argument("--sortie", type=Path, metavar="F", help="fichier à écrire, sinon à l'écran")


def run(options: Namespace, context: Context) -> int:
    """Compute and write the figures."""
    with context.workspace() as workspace:
        figures = workspace.statistiques.figures(period_of(options), filters_of(options, workspace))
    writers = {"json": as_json, "csv": as_csv, "tableau": as_tables}
    write_output(writers[options.format](figures), options.sortie)
    return 0


def as_json(figures: FigureSet) -> str:
    """Write counts as integers, amounts and rates as exact decimal strings, unknown as null."""
    period = figures.period
    document: dict[str, object] = {"annee": period.start.year}
    if period.months() and len(period.months()) == 1:
        document["mois"] = period.start.month
    document["chiffres"] = {
        address: dict(zip(_COLUMNS[1:], _written(figure), strict=True))
        for address, figure in figures.values.items()
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_csv(figures: FigureSet) -> str:
    """Write one figure per line, in the writing of the exchange format."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for address, figure in figures.values.items():
        writer.writerow((address, *("" if value is None else value for value in _written(figure))))
    return output.getvalue()


def as_tables(figures: FigureSet) -> str:
    """Write the tables of the report as text."""
    output = io.StringIO()
    for chapter in CHAPTERS:
        output.write(f"== {chapter.title} ({figures.period.label}) ==\n\n")
        for table in chapter.tables:
            write_table(fill(table, figures), output)
    return output.getvalue()


def _written(figure: FigureValue) -> tuple[Written, ...]:
    return (
        _number(figure.value, figure.unit, figure.decimals),
        str(figure.unit),
        _number(figure.base, figure.base_unit or Unit.INTERVENTION, 0),
        _number(figure.previous, figure.unit, figure.decimals),
        plain(figure.evolution),
    )


def _number(value: Raw, unit: Unit, decimals: int) -> Written:
    if value is None:
        return None
    if unit is Unit.EURO:
        return write_cents(int(value))
    if unit is Unit.POURCENT or isinstance(value, Fraction):
        return _exact(value, decimals)
    return int(value)


def _exact(value: int | Fraction, decimals: int) -> str:
    """Write a rate or a mean with its declared decimals; a median may add a half."""
    shown: Decimal = round_half_up(value, max(decimals, 1) if Fraction(value).denominator == 2 else decimals)
    return f"{shown:f}"


COMMAND = Command("statistiques", "donne les chiffres d'une année ou d'un mois", configure, run)
