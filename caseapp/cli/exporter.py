"""`caseapp exporter`: everything, in the exchange format."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from caseapp.cli.command import Command, Context, never_cancelled, show_progress
from caseapp.domain.labels import plain, plural


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("dossier", type=Path, metavar="DOSSIER", help="dossier vide, ou à créer")


def run(options: Namespace, context: Context) -> int:
    """Write every file of the exchange format."""
    with context.workspace() as workspace:
        result = workspace.echange.export(options.dossier, show_progress, never_cancelled)
    total = sum(number for _, number in result.rows)
    print(f"{plain(plural(total, 'ligne'))} dans « {result.folder} ».")
    if result.protegees:
        families = plain(plural(result.protegees, "famille protégée", "familles protégées"))
        print(f"Attention : cet export complet contient {families}.")
    if result.notes_personnelles:
        notes = plain(plural(result.notes_personnelles, "note personnelle", "notes personnelles"))
        print(f"Attention : il contient {notes} de vous.")
    if result.notes_ecartees:
        kept = plural(
            result.notes_ecartees,
            "note personnelle d'une autre personne reste dans la base.",
            "notes personnelles d'autres personnes restent dans la base.",
        )
        print(plain(kept))
    return 0


COMMAND = Command("exporter", "exporte tout, au format d'échange", configure, run)
