"""What can be done of an aid that was granted: its payments, its loan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do; `cle` names its draft, `lettre` does it from the keyboard."""

    cle: str
    libelle: str
    lettre: str = ""

    @property
    def words(self) -> str:
        """What its button says."""
        return f"{self.libelle} ({self.lettre})" if self.lettre else self.libelle


AJOUTER = Action("paiement", "Ajouter un paiement", "P")
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
