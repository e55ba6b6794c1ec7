"""`caseapp importer`: bring an exchange folder or one file into the store."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from caseapp.cli.command import Command, Context, never_cancelled, show_progress
from caseapp.domain.labels import plain, plural
from caseapp.exchange.results import ImportPreview, Problem

_REFUSED = 1


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("chemin", type=Path, metavar="CHEMIN", help="dossier d'échange, ou un fichier")
    parser.add_argument(
        "--simulation", action="store_true", help="montre ce qui serait fait, sans rien écrire"
    )
    parser.add_argument("--bonnes-lignes", action="store_true", help="importe les lignes correctes seulement")


def run(options: Namespace, context: Context) -> int:
    """Import, or only preview; refused rows go to the error output."""
    with context.workspace() as workspace:
        if options.simulation:
            preview: ImportPreview = workspace.echange.preview(options.chemin, show_progress, never_cancelled)
            _show(preview)
            print("Simulation : rien n'a été écrit.")
            return 0 if preview.is_clean else _REFUSED
        result = workspace.echange.import_path(
            options.chemin,
            good_rows_only=options.bonnes_lignes,
            on_progress=show_progress,
            cancelled=never_cancelled,
        )
    _show(result)
    if not result.written:
        print("Rien n'a été importé : corrigez ces lignes, ou ajoutez --bonnes-lignes.", file=sys.stderr)
        return _REFUSED
    return 0


def _show(preview: ImportPreview) -> None:
    refused = {(file.source, file.refus) for file in preview.files}
    for problem in preview.problems:
        if (problem.file, problem.reason) not in refused:
            print(_sentence(problem), file=sys.stderr)
    if preview.hidden:
        print(f"… et {plain(plural(preview.hidden, 'autre problème', 'autres problèmes'))}.", file=sys.stderr)
    for file in preview.files:
        if file.refus:
            print(f"{file.source} : {file.refus}", file=sys.stderr)
            continue
        print(
            f"{file.file} : {plain(plural(file.nouvelles, 'nouvelle'))}, "
            f"{plain(plural(file.modifiees, 'modifiée'))}, {plain(plural(file.inchangees, 'inchangée'))}, "
            f"{plain(plural(file.refusees, 'refusée'))}"
        )


def _sentence(problem: Problem) -> str:
    """Say where and what: `familles.csv, ligne 7, nom « … » : texte trop long (refus)`."""
    cell = f"{problem.column} « {problem.value} »" if problem.value else problem.column
    places = (problem.file, f"ligne {problem.line}" if problem.line else "", cell)
    kind = "refus" if problem.fatal else "avertissement"
    return f"{', '.join(place for place in places if place)} : {problem.reason} ({kind})"


COMMAND = Command("importer", "importe un dossier d'échange ou un fichier", configure, run)
