"""A portfolio that fills every file and every column of the format, in the order of an export."""

from portfolio_format import WHOLE, Portfolio, Row

ME, COLLEAGUE = "Léa Martin", "odile"
"""Who writes the notes; the first is who imports and exports in the tests."""


def _identifiant(number: int) -> str:
    return f"01976a3e-0000-7000-8000-{number:012x}"


def _rows(file: str, *rows: Row) -> list[Row]:
    """Return whole rows: a column that is not given is empty."""
    return [{column: row.get(column, "") for column in WHOLE[file]} for row in rows]


_GIVEN: Portfolio = {
    "agents": [
        {"code": "TS01", "nom": "Martin", "prenom": "Léa", "metier": "cesf", "secteur": "Dax",
         "actif": "oui"},
    ],
    "lieux": [{"code": "DAX", "libelle": "Antenne", "type": "antenne", "code_commune": "40088"}],
    "partenaires": [{"code": "ADIL", "nom": "Adil", "type": "logement"}],
    "familles": [
        {"famille": "F1", "matricule": "1000001", "nom": "O'Brien", "prenom": "Zoé", "protection": "oui",
         "date_naissance": "1984-02-29", "code_commune": "40192", "telephone": "06",
         "courriel": "z@exemple.fr", "adresse": '3 rue des Pins\nbâtiment B; porte "4"',
         "ne_pas_appeler": "oui", "ne_pas_ecrire": "non", "consigne": "=passer par la mère"},
        {"famille": "F2", "nom": "Nguyễn"},
    ],
    "situations": [
        {"famille": "F1", "date_effet": "2017-01-01", "composition": "monoparentale", "nombre_enfants": "2",
         "naissance_dernier_enfant": "2015-01-01", "grossesse": "non", "quotient_familial": "274",
         "minima_sociaux": "oui", "aide_logement": "apl"},
    ],
    "interventions": [
        {"reference": "I1", "famille": "F1", "motif": "separation", "nature": "accompagnement_social",
         "origine": "offre_caf", "agent": "TS01", "date_ouverture": "2017-02-01",
         "date_cloture": "2017-09-01", "issue": "orientation", "suite_de": "I2",
         "date_contrat": "2017-02-10", "date_bilan": "2017-06-10"},
        {"reference": "I2", "famille": "F1", "motif": "separation", "nature": "information_conseil",
         "date_ouverture": "2017-01-05", "date_cloture": "2017-02-01"},
    ],
    "permanences": [
        {"reference": "P1", "lieu": "DAX", "date": "2017-01-10", "agent": "TS01", "personnes_recues": "5",
         "heure_debut": "09:00", "heure_fin": "12:30", "creneau": "45"},
    ],
    "rendez_vous": [
        {"reference": "R1", "famille": "F1", "intervention": "I1", "agent": "TS01", "date": "2017-01-10",
         "type": "rendez_vous_des_droits", "mode": "physique", "lieu": "DAX", "statut": "honore",
         "heure": "09:45", "duree": "45", "date_demande": "2017-01-03", "permanence": "P1",
         "reporte_de": "R3", "a_completer": "oui"},
        {"reference": "R2", "famille": "F1", "agent": "TS01", "date": "2016-12-01", "type": "entretien",
         "statut": "reporte", "heure": "00:00", "a_completer": "non"},
        {"reference": "R3", "famille": "F1", "agent": "TS01", "date": "2017-01-04", "type": "entretien",
         "statut": "reporte", "heure": "23:59:59.500000", "reporte_de": "R2"},
    ],
    "offres_contact": [
        {"reference": "O1", "famille": "F1", "campagne": "séparations", "motif": "separation",
         "date_offre": "2017-01-01", "reponse": "acceptee", "date_reponse": "2017-01-03",
         "parcours": "separation", "intervention": "I2", "rendez_vous": "R1"},
    ],
    "tentatives_contact": [
        {"offre": "O1", "date": "2017-01-02", "canal": "telephone", "resultat": "infructueux",
         "agent": "TS01"},
        {"offre": "O1", "date": "2017-01-02", "canal": "telephone", "resultat": "joint"},
    ],
    "appels": [
        {"reference": "A1", "date": "2017-01-02", "decroche": "oui", "famille": "F1", "suite": "rendez_vous",
         "heure": "14:05", "agent": "TS01", "rendez_vous": "R1"},
    ],
    "types_aide": [
        {"code": "loisirs", "libelle": "Loisirs", "domaine": "temps_libre", "formes": "subvention pret"},
    ],
    "seances_commission": [{"code": "S1", "instance": "CAS", "date": "2017-01-31"}],
    "aides": [
        {"reference": "D1", "famille": "F1", "type_aide": "loisirs", "motif": "maladie",
         "demandeur": "partenaire", "agent": "TS01", "partenaire": "ADIL", "intervention": "I1",
         "date_demande": "2017-01-01", "montant_demande": "400.00", "seance": "S1",
         "date_decision": "2017-01-31", "decision": "accord", "montant_pret": "0.00",
         "montant_subvention": "374.00"},
    ],
    "impayes": [
        {"reference": "M1", "famille": "F1", "aide_logement": "apl", "secteur": "locatif",
         "tiers_payant": "oui", "bailleur": "XL Habitat", "loyer": "450.00", "charges": "50.00",
         "montant_aide": "200.00", "dette": "1000.00", "date_constitution": "2017-03-01",
         "date_signalement": "2017-04-01", "cible_locale": "non", "accompagnement_administratif": "oui",
         "accompagnement_social": "non", "intervention": "I1", "procedure": "fsl", "issue": "resolu",
         "date_issue": "2017-09-01"},
    ],
    "logements_signales": [
        {"reference": "N1", "famille": "F1", "origine": "direct", "date_signalement": "2017-05-01",
         "date_constat": "2017-05-20", "operateur": "Soliha", "resultat": "decent",
         "date_diagnostic": "2017-06-01", "assistance_maitrise_ouvrage": "oui",
         "date_conservation": "2017-06-15", "date_levee": "2017-12-01", "travaux": "oui"},
    ],
    "suivis_rsa": [
        {"reference": "V1", "famille": "F1", "date_designation": "2017-01-20", "date_fin": "2017-11-30",
         "motif_fin": "emploi", "intervention": "I1"},
    ],
    "actions_collectives": [
        {"reference": "C1", "type": "forum_naissance", "theme": "budget", "libelle": "Atelier", "lieu": "DAX",
         "partenaire": "ADIL", "co_animation": "non", "date_debut": "2017-10-01", "date_fin": "2017-12-15",
         "participants": "12"},
    ],
    "seances_collectives": [{"action": "C1", "date": "2017-10-01", "presents": "9"}],
    "reperes": [{"annee": "2017", "code": "beneficiaires", "libelle": "Tous", "valeur": "8589.50"}],
    "personnes": [
        {"identifiant": _identifiant(1), "famille": "F1", "lien": "enfant", "prenom": "Léo", "nom": "O'Brien",
         "date_naissance": "2012-02-29"},
        {"identifiant": _identifiant(2), "famille": "F2", "lien": "conjoint", "prenom": "Thị Hoa"},
    ],
    "references_fusionnees": [{"reference": "F0", "famille": "F2"}],
    "objectifs": [
        {"identifiant": _identifiant(3), "intervention": "I1", "libelle": "Ouvrir l'ASF",
         "statut": "en_cours", "date_statut": "2017-02-01", "echeance": "2017-05-01"},
    ],
    "demarches": [
        {"identifiant": _identifiant(4), "intervention": "I1", "objectif": _identifiant(3),
         "libelle": "Joindre le jugement", "echeance": "2017-04-01", "date_realisation": "2017-03-20"},
        {"identifiant": _identifiant(5), "intervention": "I1", "libelle": "Rappeler"},
    ],
    "orientations": [
        {"identifiant": _identifiant(6), "famille": "F1", "intervention": "I1", "partenaire": "ADIL",
         "agent": "TS01", "date": "2017-02-02", "objet": "bail", "reponse": "acceptee",
         "date_reponse": "2017-02-20"},
    ],
    "droits_examines": [
        {"rendez_vous": "R1", "droit": "soutien_familial", "etat": "possible",
         "date_etat": "2017-01-10", "montant": "117.00"},
    ],
    "horaires": [
        {"identifiant": _identifiant(7), "lieu": "DAX", "agent": "TS01", "jour": "mardi",
         "semaines": "paires", "heure_debut": "09:00", "heure_fin": "12:00", "creneau": "30",
         "depuis": "2017-01-01", "jusqu_au": "2017-12-31"},
    ],
    "notes": [
        {"identifiant": _identifiant(8), "famille": "F1", "intervention": "I1", "rendez_vous": "R1",
         "agent": "TS01", "auteur": ME, "niveau": "personnelle", "ecrite_le": "2017-01-10T15:30:00Z",
         "texte": '- Reçue avec son fils ; « très lasse ».\n\n\t"Rappeler" lundi,\n=SOMME(1)'},
        {"identifiant": _identifiant(9), "famille": "F2", "niveau": "equipe", "texte": "Interprète.",
         "ecrite_le": "2017-01-11T00:00:00.000001Z"},
    ],
}  # fmt: skip
PORTFOLIO: Portfolio = {file: _rows(file, *_GIVEN[file]) for file in WHOLE}


def changed(file: str, number: int, **cells: str) -> Portfolio:
    """Return PORTFOLIO with some cells of one row replaced."""
    rows = [dict(row) for row in PORTFOLIO[file]]
    rows[number] |= cells
    return PORTFOLIO | {file: rows}
