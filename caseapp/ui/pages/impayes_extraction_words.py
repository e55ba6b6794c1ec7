"""How the preview of an extraction of arrears is said."""

from collections.abc import Mapping

from caseapp.domain.labels import format_cents, format_date, plural
from caseapp.services.extraction_impayes import Apercu, Etat, ImportFait, LigneApercu
from caseapp.ui.pages.familles_words import SEPARATOR
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

IMPORTER, SOLDER, LAISSER = "importer", "solder", "laisser"
_TONES = {
    Etat.A_VERIFIER: Tone.WARNING, Etat.INCONNUE: Tone.WARNING, Etat.REFUSEE: Tone.DANGER,
    Etat.ABSENTE: Tone.WARNING, Etat.NOUVELLE: Tone.SUCCESS, Etat.CHANGEE: Tone.STRONG,
    Etat.INCHANGEE: Tone.DISCREET, Etat.CLOSE: Tone.DISCREET, Etat.DOUBLE: Tone.DISCREET,
}  # fmt: skip
_COUNTED = (
    (Etat.NOUVELLE, "nouveau", "nouveaux"), (Etat.CHANGEE, "dette changée", "dettes changées"),
    (Etat.INCHANGEE, "inchangé", "inchangés"), (Etat.ABSENTE, "absent", "absents"),
    (Etat.A_VERIFIER, "à vérifier", "à vérifier"),
    (Etat.INCONNUE, "famille inconnue", "familles inconnues"), (Etat.REFUSEE, "refusée", "refusées"),
    (Etat.DOUBLE, "en double", "en double"), (Etat.CLOSE, "déjà clos", "déjà clos"),
)  # fmt: skip


def extraction_columns(ticked: Mapping[int, bool]) -> tuple[ColumnSpec[LigneApercu], ...]:
    """Return the columns of the preview; `ticked` are the choices, as they change."""

    def decided(row: LigneApercu) -> str:
        if not row.is_offered:
            return ""
        return (SOLDER if row.etat is Etat.ABSENTE else IMPORTER) if ticked[row.cle] else LAISSER

    return (
        ColumnSpec(
            "decision", "Décision", decided, width=86,
            tone=lambda row: Tone.STRONG if ticked.get(row.cle) else Tone.DISCREET,
        ),
        ColumnSpec("ligne", "Ligne", lambda row: str(row.ligne or ""), Align.RIGHT, 58),
        ColumnSpec("nom", "Famille", lambda row: row.nom, width=150, least=110, tone=lambda _: Tone.STRONG),
        ColumnSpec(
            "bailleur", "Bailleur", lambda row: (row.lue and row.lue.bailleur) or "", width=130, least=80
        ),
        ColumnSpec("avant", "Dette avant", lambda row: _euros(row.avant), Align.RIGHT, 100),
        ColumnSpec("apres", "Dette", lambda row: _euros(row.apres), Align.RIGHT, 100),
        ColumnSpec("etat", "État", lambda row: row.etat.value, width=164, tone=lambda row: _TONES[row.etat]),
        ColumnSpec(
            "explication", "Pourquoi", lambda row: row.explication, width=240, stretch=True, least=120
        ),
    )  # fmt: skip


def explained(row: LigneApercu) -> str:
    """Say in full why a line is what it is."""
    where = f"Ligne {row.ligne}{SEPARATOR}" if row.ligne else ""
    said = f"{where}{row.nom} : {row.explication}." if row.nom else f"{where}{row.explication}."
    if row.etat is Etat.ABSENTE:
        said += " Coché, le dossier passe à « résolu » et sa dette à zéro."
    return said


def preview_sentence(apercu: Apercu, undoable: int, count: int) -> str:
    """Count the lines by state."""
    said = [plural(number, one, many) for etat, one, many in _COUNTED if (number := apercu.count(etat))]
    sentence = SEPARATOR.join(said)
    if count > undoable:
        sentence += f"{SEPARATOR}au-delà de {undoable} dossiers, l'import ne s'annule pas d'un coup"
    return sentence


def title_words(apercu: Apercu) -> str:
    """Name the preview."""
    return f"Aperçu de « {apercu.extrait.nom} », dettes au {format_date(apercu.jour)}"


def columns_words(apercu: Apercu) -> str:
    """Say what was read of the file, and what was left."""
    colonnes = apercu.extrait.colonnes
    said = f"Colonnes lues : {', '.join(colonnes.prises)}."
    return f"{said} Laissées de côté : {', '.join(colonnes.ignorees)}." if colonnes.ignorees else said


def result_sentence(fait: ImportFait) -> str:
    """Say what an import did."""
    parts = (
        (fait.nouveaux, "nouveau dossier", "nouveaux dossiers"),
        (fait.releves, "dette relevée", "dettes relevées"),
        (fait.soldes, "dossier résolu", "dossiers résolus"),
    )
    said = ", ".join(plural(count, one, many) for count, one, many in parts if count)
    left = ""
    if fait.ecartees:
        left = (
            f" {plural(fait.ecartees, 'ligne laissée', 'lignes laissées')} : le dossier a changé entre-temps."
        )
    return f"Extraction importée : {said}.{left}"


def _euros(cents: int | None) -> str:
    return "" if cents is None else format_cents(cents)
