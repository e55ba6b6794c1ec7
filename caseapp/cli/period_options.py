"""Options shared by the commands that count: the period and the filters."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from caseapp.domain.filters import Filters, Perimetre
from caseapp.domain.periods import Period, month_period, year_period
from caseapp.services.workspace import Workspace

FIRST_YEAR, LAST_YEAR = 1950, 2198


def add_period(parser: ArgumentParser) -> None:
    """Declare `--annee` and `--mois`."""
    parser.add_argument("--annee", type=_year, required=True, metavar="A", help="année")
    parser.add_argument("--mois", type=int, choices=range(1, 13), metavar="M", help="mois, de 1 à 12")


def add_filters(parser: ArgumentParser) -> None:
    """Declare the filters."""
    parser.add_argument("--agent", metavar="C", help="code d'agent")
    parser.add_argument("--secteur", metavar="S", help="secteur")
    parser.add_argument("--lieu", metavar="L", help="code de lieu")


def period_of(options: Namespace) -> Period:
    """Return the year, or the month of it."""
    if options.mois is None:
        return year_period(options.annee)
    return month_period(options.annee, options.mois)


def filters_of(options: Namespace, workspace: Workspace) -> Filters:
    """Return the filters; InputError for an agent, a secteur or a place the store does not know."""
    chosen = Perimetre(agent=options.agent, secteur=options.secteur, lieu=options.lieu)
    return workspace.perimetre.filters(chosen)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise ArgumentTypeError(f"« {text} » n'est pas une année entre {FIRST_YEAR} et {LAST_YEAR}")
    return int(text)
