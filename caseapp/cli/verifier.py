"""`caseapp verifier`: say whether the store is whole."""

import sys
from argparse import Namespace

from caseapp.cli.command import Command, Context, no_option
from caseapp.domain.labels import plain, plural


def run(_options: Namespace, context: Context) -> int:
    """Check pages, links, journal, index and the money of the aids."""
    with context.workspace() as workspace:
        found = workspace.verification.verify()
    counts = (
        plural(found.familles, "famille"),
        plural(found.enregistrements, "enregistrement"),
        plural(found.entrees_journal, "entrée de journal", "entrées de journal"),
    )
    print(plain(", ".join(counts)))
    for problem in found.problemes:
        print(problem, file=sys.stderr)
    if not found.problemes:
        print("La base est entière et son journal n'a pas été modifié.")
    return 1 if found.problemes else 0


COMMAND = Command(
    "verifier", "contrôle la base, les liens, le journal et les sommes des aides", no_option, run
)
