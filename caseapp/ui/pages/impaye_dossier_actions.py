"""What can be done of an arrears file; each has its letter on the keyboard and its draft."""

from caseapp.ui.pages.prets_actions import Action

MODIFIER = Action("modification", "Modifier le dossier", "Ctrl+E", "Modifier")
PAIEMENT = Action("paiement", "Noter un paiement", "P", "Paiement")
MOUVEMENT = Action("mouvement", "Ajouter un relevé, un terme ou une remise", "D", "Relevé, terme, remise")
CORRIGER_MOUVEMENT = Action("mouvement_corrige", "Corriger le mouvement", court="Corriger")
RETIRER_MOUVEMENT = Action("mouvement_retire", "Retirer le mouvement", court="Retirer")
CONSTITUTION = Action("constitution", "Corriger la date de constitution", court="Date de constitution")
FAIT = Action("fait", "Ajouter un fait", "F")
CONTACT = Action("contact", "Noter un contact avec la famille", "C", "Contact")
CORRIGER_FAIT = Action("fait_corrige", "Corriger le fait", court="Corriger")
RETIRER_FAIT = Action("fait_retire", "Retirer le fait", court="Retirer")
PLAN = Action("plan", "Enregistrer un plan", "L")
ROMPRE = Action("rupture", "Noter la rupture du plan", "U", "Rupture")
RENEGOCIER = Action("renegociation", "Renégocier le plan", "R", "Renégocier")
MODIFIER_PLAN = Action("plan_modifie", "Modifier le plan", "M", "Modifier")
RETIRER_PLAN = Action("plan_retire", "Retirer le plan", court="Retirer")
SOUTIEN = Action("accompagnement", "Modifier l'accompagnement", "A", "Modifier")
ISSUE = Action("issue", "Noter l'issue", "I", "Issue")
ROUVRIR = Action("reouverture", "Rouvrir le dossier", court="Rouvrir")
ACTIONS = (
    MODIFIER, PAIEMENT, MOUVEMENT, CORRIGER_MOUVEMENT, RETIRER_MOUVEMENT, CONSTITUTION, FAIT, CONTACT,
    CORRIGER_FAIT, RETIRER_FAIT, PLAN, ROMPRE, RENEGOCIER, MODIFIER_PLAN, RETIRER_PLAN, SOUTIEN, ISSUE,
    ROUVRIR,
)  # fmt: skip
BY_KEY = {action.cle: action for action in ACTIONS}


def draft_key(action: Action, impaye_id: int, row_id: int | None = None) -> str:
    """Return the key of a draft of a file: `impaye.mouvement_corrige.12.31`."""
    return f"impaye.{action.cle}.{impaye_id}" + (f".{row_id}" if row_id is not None else "")
