"""The shortcuts of the program, as a list that users read; a new one is an entry here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """Shortcuts of one page (`page` is its key), or of every page when it is empty."""

    title: str
    shortcuts: tuple[tuple[str, str], ...]
    page: str = ""


GROUPS = (
    ShortcutGroup(
        "Partout",
        (
            ("Ctrl+K", "Rechercher partout : familles, notes, dossiers, pages"),
            ("Ctrl+N", "Saisie rapide"),
            ("Ctrl+D", "Nouvelle demande d'aide, pour la famille à l'écran"),
            ("Ctrl+Z", "Annuler la dernière étape"),
            ("Ctrl+Y", "Rétablir ce qui vient d'être annulé"),
            ("Ctrl+F", "Chercher dans la liste"),
            ("F5", "Relire la page"),
            ("Échap", "Revenir, fermer"),
            ("Ctrl++ ou Ctrl+=", "Texte plus grand"),
            ("Ctrl+-", "Texte plus petit"),
            ("Ctrl+0", "Texte de taille courante"),
            ("F12", "Masquer l'écran"),
            ("Ctrl+L", "Verrouiller"),
            ("Ctrl+/ ou F1", "Cette feuille"),
        ),
    ),
    ShortcutGroup(
        "Dans une saisie",
        (
            ("Ctrl+S", "Enregistrer"),
            ("Ctrl+Entrée", "Enregistrer et suivant"),
            ("Échap", "Laisser de côté : le brouillon est gardé"),
            ("+7, lun, 2103", "Dates : dans 7 jours, lundi prochain, 21 mars"),
        ),
    ),
    ShortcutGroup(
        "Fiche d'une famille",
        (
            ("Ctrl+E", "Modifier la famille"),
            ("Ctrl+I", "Nouvelle intervention"),
            ("Ctrl+M", "Écrire une note"),
            ("Entrée", "Ouvrir ce que dit la ligne du fil"),
            ("Ctrl+J", "Interventions : ajouter un objectif"),
            ("Ctrl+Maj+P", "Interventions : passer en accompagnement"),
            ("Ctrl+Maj+B", "Interventions : contrat et bilan"),
            ("Ctrl+Maj+C", "Interventions : clôturer"),
        ),
        "familles",
    ),
    ShortcutGroup(
        "Agenda et permanences",
        (
            ("H", "Honoré"),
            ("A", "Absent"),
            ("N", "Annulé"),
            ("P", "À venir"),
            ("R", "Reporter"),
            ("D", "Ouvrir le dossier"),
            ("Page préc. et suiv.", "Semaine d'avant, d'après"),
        ),
        "agenda",
    ),
    ShortcutGroup(
        "Offres de contact",
        (
            ("J", "Jointe"),
            ("I", "Pas de réponse"),
            ("M", "Message laissé"),
            ("E ou L ou T", "Courriel, courrier, SMS envoyé"),
            ("A", "Accepte : rendez-vous"),
            ("R", "Refuse"),
            ("S", "Clore sans réponse"),
        ),
        "offres",
    ),
    ShortcutGroup(
        "Ligne téléphonique",
        (
            ("D ou M", "Appel décroché, manqué"),
            ("R ou E ou O ou P", "Suite : rendez-vous, réponse, orientation, rappel"),
            ("Suppr", "Retirer un appel noté par erreur"),
        ),
        "plateforme",
    ),
    ShortcutGroup(
        "Aides financières",
        (
            ("Entrée", "Aller aux pièces de la demande"),
            ("Espace", "Pièce reçue ou à recevoir"),
            ("Ctrl+E", "Modifier la demande"),
            ("Ctrl+Maj+D", "Décider par délégation"),
        ),
        "aides",
    ),
    ShortcutGroup(
        "Paiements et prêts",
        (
            ("Espace", "Cocher un paiement"),
            ("V", "Verser ou prévoir les paiements cochés"),
            ("P", "Ajouter un paiement"),
            ("R", "Rembourser"),
            ("S", "Solder"),
            ("E", "Échéancier"),
            ("M", "Remettre la dette"),
        ),
        "prets",
    ),
    ShortcutGroup(
        "Tableau des impayés",
        (
            ("Flèches", "Aller de carte en carte, d'une étape à l'autre"),
            ("Entrée", "Ouvrir le dossier"),
            ("Ctrl+F ou une lettre", "Filtrer"),
            ("Espace", "Extraction : cocher ou décocher les lignes choisies"),
        ),
        "impayes",
    ),
    ShortcutGroup(
        "Dossier d'impayé",
        (
            ("Ctrl+E", "Modifier le dossier"),
            ("P", "Paiement"),
            ("D", "Relevé, terme impayé ou remise"),
            ("F", "Ajouter un fait"),
            ("C", "Contact avec la famille"),
            ("L", "Enregistrer un plan"),
            ("M", "Modifier le plan"),
            ("R", "Renégocier le plan"),
            ("U", "Rupture du plan"),
            ("A", "Accompagnement"),
            ("I", "Issue"),
            ("Ctrl+P", "Fiche de préparation d'une réunion, ou celles du tableau"),
            ("Échap", "Retour au tableau"),
        ),
        "impayes",
    ),
    ShortcutGroup(
        "Logements",
        (
            ("Inser", "Signaler un logement"),
            ("Entrée", "Aller au dossier choisi"),
            ("Ctrl+E", "Modifier le signalement"),
            ("V", "Visite prévue"),
            ("C", "Constat"),
            ("D", "Diagnostic"),
            ("T", "Travaux"),
            ("A", "Conserver l'aide"),
            ("P", "Prolonger la conservation"),
            ("L", "Lever la conservation"),
            ("O", "Ajouter un occupant"),
        ),
        "logements",
    ),
    ShortcutGroup(
        "Insertion RSA",
        (
            ("Inser", "Nouveau suivi"),
            ("Entrée", "Aller au suivi choisi"),
            ("Ctrl+E", "Modifier le suivi"),
            ("Ctrl+Maj+C", "Ajouter un contrat"),
            ("Ctrl+Maj+R", "Noter un réexamen"),
            ("Ctrl+J", "Repérer un frein"),
            ("Ctrl+Maj+F", "Terminer le suivi"),
        ),
        "insertion",
    ),
    ShortcutGroup(
        "Budget des aides",
        (
            ("Entrée", "Ouvrir les aides derrière un montant"),
            ("Inser", "Ajouter une ligne"),
            ("Ctrl+E", "Modifier la ligne"),
            ("Suppr", "Supprimer la ligne"),
        ),
        "budget",
    ),
    ShortcutGroup(
        "Règlement intérieur",
        (
            ("Entrée", "Modifier l'aide"),
            ("Inser", "Ajouter une aide à l'année"),
            ("Suppr", "Retirer l'aide de l'année"),
        ),
        "reglement",
    ),
    ShortcutGroup(
        "Séance de commission",
        (
            ("A", "Accord"),
            ("P", "Accord partiel : taper les montants"),
            ("R", "Refus : choisir le motif"),
            ("J", "Ajournement"),
            ("M", "Motif de la décision"),
            ("Suppr", "Remettre à décider"),
            ("Entrée", "Demande suivante, ou rectifier dans une séance close"),
        ),
        "commissions",
    ),
    ShortcutGroup("Échanges", (("Ctrl+O", "Choisir un dossier ou un fichier à importer"),), "echanges"),
)
