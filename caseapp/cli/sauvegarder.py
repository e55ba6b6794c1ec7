"""`caseapp sauvegarder`: a checked backup of the profile."""

from argparse import Namespace

from caseapp.cli.command import Command, Context, no_option, now


def run(_options: Namespace, context: Context) -> int:
    """Write the backup, reopen it, then give it its name."""
    with context.workspace() as workspace:
        backup = workspace.save_backup(now())
    print(f"Sauvegarde écrite et relue : {backup.path}")
    return 0


COMMAND = Command("sauvegarder", "écrit une sauvegarde vérifiée", no_option, run)
