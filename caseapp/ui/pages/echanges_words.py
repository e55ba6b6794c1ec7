"""What the page says of an import and of an export, in sentences."""

from pathlib import Path

from caseapp.domain.labels import plural
from caseapp.exchange.results import ExportResult, ImportPreview, ImportResult
from caseapp.ui.pages.echanges_columns import CHANGED, NEW, REFUSED, SAME

EMPTY = (
    "Un dossier d'échange contient un tableau par sorte de renseignement : familles.csv, "
    "interventions.csv, aides.csv…\nen CSV, dans un classeur (XLSX, ODS) ou dans un zip.\n"
    "Choisissez-le, ou déposez-le sur cette fenêtre : vous verrez ce qu'il apporte\n"
    "et ce qui ne va pas avant que rien ne soit écrit."
)
NOTHING_WRITTEN = "Rien n'a été importé : la base est comme avant."


def preview_sentence(preview: ImportPreview) -> str:
    """Sum up what an import would do."""
    parts = _parts(preview, ("nouvelle", "modifiée", "inchangée", "refusée"))
    text = ", ".join(parts) if parts else "aucune ligne"
    files = sum(bool(file.refus) for file in preview.files)
    refused = f", {plural(files, 'fichier refusé', 'fichiers refusés')}" if files else ""
    return f"{text}{refused}."


def result_sentence(result: ImportResult) -> str:
    """Say what an import did."""
    if not result.written:
        return NOTHING_WRITTEN
    parts = _parts(result, ("ajoutée", "modifiée", "déjà à jour", "refusée"))
    return f"Import terminé : {', '.join(parts) if parts else 'aucune ligne'}."


def _parts(preview: ImportPreview, words: tuple[str, str, str, str]) -> list[str]:
    found: list[str] = []
    for count, word in zip((NEW, CHANGED, SAME, REFUSED), words, strict=True):
        number = count(preview.files)
        if number:
            first = "ligne " if not found else ""
            many = f"{first.replace('ligne', 'lignes')}{word if word.startswith('déjà') else word + 's'}"
            found.append(plural(number, f"{first}{word}", many))
    return found


def problems_title(preview: ImportPreview) -> str:
    """Count the problems, those not listed included."""
    return plural(len(preview.problems) + preview.hidden, "remarque à lire", "remarques à lire")


def hidden_sentence(preview: ImportPreview) -> str:
    """Say that some are not listed."""
    if not preview.hidden:
        return ""
    return f"Les {plural(len(preview.problems), 'première')} seulement sont montrées ici."


def export_sentence(result: ExportResult) -> str:
    """Say where everything was written, and what it holds."""
    lines = sum(count for _, count in result.rows)
    said = (
        f"Export terminé : {plural(len(result.rows), 'fichier')}, {plural(lines, 'ligne')}, "
        f"dans « {result.folder} »."
    )
    if result.protegees:
        said += (
            f" Il contient {plural(result.protegees, 'famille protégée', 'familles protégées')}, en clair : "
            "gardez ce dossier à l'abri, et supprimez-le dès qu'il a servi."
        )
    else:
        said += " Il contient des noms, en clair : gardez ce dossier à l'abri."
    return said + _said_of_notes(result)


def _said_of_notes(result: ExportResult) -> str:
    """Say which personal notes go out, and how many stay."""
    mine = plural(result.notes_personnelles, "note personnelle", "notes personnelles")
    others = plural(
        result.notes_ecartees,
        "note personnelle d'une autre personne reste dans la base.",
        "notes personnelles d'autres personnes restent dans la base.",
    )
    said = f" Il contient {mine} de vous." if result.notes_personnelles else ""
    return f"{said} {others}" if result.notes_ecartees else said


def proposed_name(path: Path) -> Path:
    """Return where the list of problems of an import would go."""
    return Path.home() / f"refus-{path.stem or 'import'}.csv"
