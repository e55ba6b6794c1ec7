"""`caseapp restaurer`: put a backup in place of the store."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from caseapp.cli.command import Command, Context, ask_phrase, now
from caseapp.domain.labels import plain, plural


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("fichier", type=Path, metavar="FICHIER", help="sauvegarde à remettre en place")


def run(options: Namespace, context: Context) -> int:
    """Check the backup with its phrase, then swap; the former store is kept beside."""
    phrase = ask_phrase("Phrase de passe de la sauvegarde : ")
    done = context.application.sauvegarde.restore(options.fichier, phrase, now())
    print(f"Sauvegarde remise en place : {plain(plural(done.verification.familles, 'famille'))}.")
    if done.replaced is not None:
        print(f"Ce qu'elle remplace est gardé dans « {done.replaced} ».")
    return 0


COMMAND = Command("restaurer", "remet une sauvegarde en place", configure, run)
