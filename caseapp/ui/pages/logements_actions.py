"""What can be done with a reported dwelling."""

from dataclasses import dataclass

from caseapp.services.logements_rows import INDECENTS, Etape, SignalementVue


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do; `cle` names its draft, `lettre` does it from the keyboard."""

    cle: str
    libelle: str
    lettre: str = ""


VISITE = Action("visite", "Visite prévue", "V")
CONSTAT = Action("constat", "Constat", "C")
DIAGNOSTIC = Action("diagnostic", "Diagnostic", "D")
TRAVAUX = Action("travaux", "Travaux", "T")
CONSERVER = Action("conservation", "Conserver", "A")
PROLONGER = Action("prolongation", "Prolonger", "P")
LEVER = Action("levee", "Lever", "L")
PERDRE = Action("perte", "Aide perdue")
ROUVRIR = Action("reouverture", "Rouvrir")
OCCUPANT = Action("occupant", "Ajouter un occupant", "O")
OCCUPATION = Action("occupation", "Occupation")
LOGEMENT = Action("logement", "Corriger le logement")
MODIFIER = Action("modifier", "Modifier", "Ctrl+E")
ACTIONS = (VISITE, CONSTAT, DIAGNOSTIC, TRAVAUX, CONSERVER, PROLONGER, LEVER, PERDRE, ROUVRIR, MODIFIER)
"""Those of the bar; what is about the dwelling itself stands beside it."""
BY_KEY = {action.cle: action for action in (*ACTIONS, OCCUPANT, LOGEMENT)}


def possible(vue: SignalementVue | None) -> frozenset[Action]:
    """Return what can be done with a report, corrections of what was noted included."""
    if vue is None:
        return frozenset()
    dates, unfit = vue.dates, vue.row.resultat in INDECENTS
    found = {MODIFIER}
    if dates.date_levee is not None or dates.date_perte is not None:
        return frozenset(found | {ROUVRIR})
    found.add(CONSTAT)
    if dates.date_constat is None:
        found.add(VISITE)
    if unfit:
        found |= {DIAGNOSTIC, TRAVAUX, CONSERVER, LEVER}
    if dates.date_conservation is not None:
        found |= {PROLONGER, PERDRE}
    return frozenset(found)


def is_withheld_removable(vue: SignalementVue) -> bool:
    """Tell whether aid noted as withheld can be taken back: while nothing was built on it."""
    dates = vue.dates
    ended = dates.date_levee is not None or dates.date_perte is not None
    return dates.date_conservation is not None and not ended and not vue.prolongations


def libelle(action: Action, vue: SignalementVue) -> str:
    """Return what the button of an action says of this report."""
    if action is LEVER and vue.dates.date_conservation is None:
        return "Clore"
    if action is CONSERVER and vue.row.etape is Etape.CONSERVEE:
        return "Conservation"
    return action.libelle
