"""What a figure counts."""

from enum import StrEnum


class Unit(StrEnum):
    """The thing counted, summed or measured; stored and exported as its value."""

    INTERVENTION = "intervention"
    FAMILLE = "famille"
    RENDEZ_VOUS = "rendez-vous"
    DROIT = "droit"
    APPEL = "appel"
    OFFRE = "offre"
    AIDE = "aide"
    EURO = "euro"
    DOSSIER = "dossier"
    LOGEMENT = "logement"
    ACTION = "action"
    PERSONNE = "personne"
    SEANCE = "séance"
    PAIEMENT = "paiement"
    PRET = "prêt"
    PLAN = "plan"
    PROLONGATION = "prolongation"
    CONTRAT = "contrat"
    REEXAMEN = "réexamen"
    FREIN = "frein"
    JOUR = "jour"
    POURCENT = "%"
