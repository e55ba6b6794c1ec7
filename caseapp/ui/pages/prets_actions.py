"""What can be done of an aid that was granted: its payments, its loan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do; `cle` names its draft, `lettre` does it from the keyboard."""

    cle: str
    libelle: str
    lettre: str = ""
    court: str = ""
    """What its button says, when that is not the whole."""

    @property
    def words(self) -> str:
        """What its button says."""
        said = self.court or self.libelle
        return f"{said} ({self.lettre})" if self.lettre else said


AJOUTER = Action("paiement", "Ajouter un paiement", "P", "Ajouter")
VERSER = Action("versement", "Verser")
ANNULER = Action("annulation", "Annuler le paiement")
RETOUR = Action("retour", "Noter un retour")
REMBOURSER = Action("remboursement", "Rembourser", "R")
SOLDER = Action("solde", "Solder", "S")
ECHEANCIER = Action("echeancier", "Échéancier", "E")
REMETTRE = Action("remise", "Remettre la dette", "M")
RETIRER = Action("retrait", "Retirer le mouvement")
ACTIONS = (AJOUTER, VERSER, ANNULER, RETOUR, REMBOURSER, SOLDER, ECHEANCIER, REMETTRE, RETIRER)
BY_KEY = {action.cle: action for action in ACTIONS}
