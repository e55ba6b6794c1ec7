"""What importing an extraction would do, row by row, and the decision on each."""

from collections.abc import Sequence

from typing_extensions import override

from caseapp.domain.labels import plural
from caseapp.services.campagne import UNDOABLE, CampagnePreview, Decision, Etat, Ligne
from caseapp.ui.context import UiContext
from caseapp.ui.pages.offres_columns import preview_columns
from caseapp.ui.pages.offres_words import preview_sentence
from caseapp.ui.widgets.choice_preview import ChoicePreview

_ORDER = tuple(Etat)
"""What a person must look at comes first."""


class CampaignPanel(ChoicePreview[Ligne, Decision]):
    """The lines of a campaign's file, by number."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(
            context, preview_columns, key="campagne", name="Lignes du fichier", change="Changer la décision"
        )
        self.preview: CampagnePreview | None = None

    def show_preview(self, preview: CampagnePreview) -> None:
        """Show what a file would bring."""
        self.preview = preview
        lines = sorted(preview.lignes, key=lambda one: (_ORDER.index(one.etat), one.ligne))
        decisions = {one.ligne: one.decision for one in lines}
        self.show_rows(lines, decisions, f"Aperçu de « {preview.fichier} »", _columns_words(preview))

    @override
    def key_of(self, row: Ligne) -> int:
        return row.ligne

    @override
    def allowed(self, row: Ligne) -> Sequence[Decision]:
        return row.decisions

    @override
    def explained(self, row: Ligne) -> str:
        return f"Ligne {row.ligne} : {row.explication}."

    @override
    def count(self) -> int:
        return sum(one is not Decision.LAISSER for one in self.choices.values())

    @override
    def words(self) -> tuple[str, str]:
        sentence = "" if self.preview is None else preview_sentence(self.preview, self.choices, UNDOABLE)
        return sentence, f"Importer {plural(self.count(), 'offre')}"

    @override
    def forget(self) -> None:
        self.preview = None
        super().forget()


def _columns_words(preview: CampagnePreview) -> str:
    said = f"Colonnes lues : {', '.join(preview.colonnes)}."
    return f"{said} Laissées de côté : {', '.join(preview.ignorees)}." if preview.ignorees else said
