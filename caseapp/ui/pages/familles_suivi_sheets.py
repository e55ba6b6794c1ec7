"""Every sheet of the follow-up of the family on screen, and which of them a fact of its timeline opens."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.services.fil import Fait
from caseapp.services.interventions_lignes import InterventionRow
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.open_file import open_file
from caseapp.ui.pages.familles_suivi import InterventionSheets
from caseapp.ui.pages.familles_suivi_desk import SuiviDesk
from caseapp.ui.pages.familles_suivi_links import LinkSheets
from caseapp.ui.pages.familles_suivi_steps import StepSheets

_FORMS = {
    "intervention", "note", "orientation", "objectif", "demarche", "passage", "contrat", "cloture",
}  # fmt: skip
"""Beginnings of the keys of the drafts of these sheets."""
_FILES = {
    "impayes": Domaine.IMPAYES,
    "logements_signales": Domaine.INDECENCE,
    "suivis_rsa": Domaine.RSA,
}
"""Tables of the files that facts open."""


class SuiviSheets:
    """What the Fiche, the list of interventions and its panel open."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        self.desk = SuiviDesk(page, workspace, context, navigator)
        self.interventions = InterventionSheets(self.desk)
        self.steps = StepSheets(self.desk)
        self.links = LinkSheets(self.desk)
        self._new: dict[str, Callable[[], object]] = {
            "intervention": self.interventions.add,
            "note": self.links.add_note,
            "orientation": self.links.add_orientation,
        }
        self._on_intervention: dict[tuple[str, str], Callable[[InterventionRow], object]] = {
            ("intervention", ""): self.interventions.edit,
            ("passage", ""): self.interventions.turn,
            ("contrat", ""): self.interventions.plan,
            ("cloture", ""): self.interventions.close,
            ("objectif", "intervention"): self.steps.add_objectif,
            ("demarche", "intervention"): self.steps.add_demarche,
        }

    @staticmethod
    def knows(cle: str) -> bool:
        """Tell whether a draft is of one of these sheets."""
        return cle.partition(".")[0] in _FORMS

    def take_up(self, cle: str) -> None:
        """Open the sheet of a draft about the family on screen; nothing when its record is gone."""
        form, _, about = cle.partition(".")
        kind, _, number = about.rpartition(".")
        ident = int(number) if number.isdecimal() else 0
        row = self.desk.intervention(ident)
        if kind == "famille":
            self._new[form]()
        elif form == "note":
            self.links.open_note(ident)
        elif form == "orientation":
            self._open_orientation(ident)
        elif row is not None and (form, kind) in self._on_intervention:
            self._on_intervention[form, kind](row)
        else:
            self._take_up_line(form, ident)

    def _take_up_line(self, form: str, ident: int) -> None:
        for row in self.desk.suivi.interventions:
            for objectif in row.objectifs:
                if form == "objectif" and objectif.id == ident:
                    self.steps.edit_objectif(objectif)
            for demarche in row.demarches:
                if form == "demarche" and demarche.id == ident:
                    self.steps.edit_demarche(row, demarche)

    def open_fact(self, fait: Fait) -> None:
        """Open what a fact of the timeline is about; nothing for one that has no sheet."""
        ident = fait.objet_id
        if ident is None:
            return
        if fait.objet == "interventions":
            self.desk.intervention_shown.emit(ident)
        elif fait.objet == "notes":
            self.links.open_note(ident)
        elif fait.objet == "rendez_vous":
            self.desk.navigator.rendez_vous_requested.emit(ident)
        elif fait.objet == "droits_examines":
            self.desk.navigator.droits_requested.emit(ident)
        elif fait.objet == "aides":
            self.desk.navigator.aide_requested.emit(ident)
        elif fait.objet == "paiements":
            self.desk.navigator.pret_requested.emit(ident)
        elif fait.objet in _FILES:
            open_file(self.desk.navigator, _FILES[fait.objet], ident)
        elif fait.objet == "orientations":
            self._open_orientation(ident)

    def _open_orientation(self, ident: int) -> None:
        suivi = self.desk.suivi
        every = (*suivi.orientations, *(one for row in suivi.interventions for one in row.orientations))
        for orientation in every:
            if orientation.id == ident:
                self.links.edit_orientation(orientation)
