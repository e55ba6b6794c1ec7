"""`caseapp autotest`: the installed program tests itself."""

import sys
from argparse import Namespace

from caseapp.cli.command import Command, Context, no_option
from caseapp.selftest import run_self_test


def run(_options: Namespace, context: Context) -> int:
    """Play each check and say what it found; 1 when one fails."""
    failed = False
    for check in run_self_test(context.application.acces):
        print(f"{'réussi' if check.passed else 'ÉCHEC'} : {check.title}", file=sys.stdout)
        for detail in check.details:
            print(f"  {detail}", file=sys.stderr)
        failed = failed or not check.passed
    return 1 if failed else 0


COMMAND = Command(
    "autotest", "vérifie le programme installé sur le portefeuille de démonstration", no_option, run
)
