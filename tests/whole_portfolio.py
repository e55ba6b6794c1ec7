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
    "seances_commission": [
        {"code": "S1", "instance": "CAS", "date": "2017-01-31", "heure": "14:00", "lieu": "Siège",
         "date_limite": "2017-01-20", "presents": "Mme Darrieu", "observations": "Quorum atteint.",
         "close_le": "2017-01-31T16:00:00Z", "close_par": ME, "empreinte": "a" * 64},
    ],
    "aides": [
        {"reference": "D1", "famille": "F1", "type_aide": "loisirs", "motif": "maladie",
         "demandeur": "partenaire", "agent": "TS01", "partenaire": "ADIL", "intervention": "I1",
         "date_demande": "2017-01-01", "montant_demande": "400.00", "seance": "S1",
         "date_decision": "2017-01-31", "decision": "accord", "montant_pret": "0.00",
         "montant_subvention": "374.00", "urgente": "oui", "quotient_familial": "274",
         "mois_qf": "2017-01-01", "quantite": "2", "objet": "Colonie", "cout": "500.00",
         "reste_a_charge": "26.00", "date_projet": "2017-07-10", "expose": "Reçue le 10.\n=Deux enfants",
         "rendez_vous": "R1", "decideur": "commission", "motif_refus": "autre",
         "motif_decision": "en partie", "date_notification": "2017-02-02"},
    ],
    "impayes": [
        {"reference": "M1", "famille": "F1", "aide_logement": "apl", "secteur": "locatif",
         "tiers_payant": "oui", "bailleur": "XL Habitat", "loyer": "450.00", "charges": "50.00",
         "montant_aide": "200.00", "dette": "1000.00", "date_constitution": "2017-03-01",
         "date_signalement": "2017-04-01", "cible_locale": "non", "accompagnement_administratif": "oui",
         "accompagnement_social": "non", "intervention": "I1", "procedure": "fsl", "issue": "resolu",
         "date_issue": "2017-09-01", "agent": "TS01", "premier_impaye": "2017-01-05",
         "constitution_motif": "date du jugement", "date_premier_contact": "2017-04-10",
         "intervention_administrative": "I2", "suite_logement": "maintien", "reference_bailleur": "XL-42"},
    ],
    "logements_signales": [
        {"reference": "N1", "famille": "F1", "origine": "direct", "date_signalement": "2017-05-01",
         "date_constat": "2017-05-20", "operateur": "Soliha", "resultat": "decent",
         "date_diagnostic": "2017-06-01", "assistance_maitrise_ouvrage": "oui",
         "date_conservation": "2017-06-15", "date_levee": "2017-12-01", "travaux": "oui",
         "logement": "LG1", "agent": "TS01", "intervention": "I1", "date_visite": "2017-05-18",
         "anomalies": "Pas de chauffage ;\nhumidité.", "date_debut_travaux": "2017-07-01",
         "date_fin_travaux": "2017-11-20", "montant_conserve": "250.00", "date_perte": "2018-12-15"},
    ],
    "suivis_rsa": [
        {"reference": "V1", "famille": "F1", "date_designation": "2017-01-20", "date_fin": "2017-11-30",
         "motif_fin": "emploi", "intervention": "I1", "agent": "TS01", "date_orientation": "2017-01-10"},
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
         "libelle": "Joindre le jugement", "echeance": "2017-04-01", "date_realisation": "2017-03-20",
         "frein": _identifiant(20)},
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
    "instances_commission": [
        {"code": "CAS", "jour": "1", "semaines": "1 3", "heure": "14:00", "lieu": "Siège",
         "delai_depot": "10", "actif": "oui"},
    ],
    "reglements": [
        {"code": "2017", "annee": "2017", "caf": "Caf des Landes", "source": "rapport"},
        {"code": "2018", "annee": "2018", "caf": "Caf des Landes"},
    ],
    "lignes_budget": [
        {"code": "TL-2017", "annee": "2017", "libelle": "Temps libre", "domaine": "temps_libre",
         "montant": "10000.00", "compte": "6562"},
    ],
    "aides_reglement": [
        {"code": "loisirs-2017", "reglement": "2017", "type_aide": "loisirs", "formes": "subvention pret",
         "public": "Familles", "non_allocataires": "non", "qf_plafond": "700", "plafond": "400.00",
         "taux": "8000", "montant_unitaire": "125.00", "unite": "enfant", "saison_debut": "06-01",
         "saison_fin": "09-30", "nombre_par_an": "1", "duree_pret_max": "24", "decideur": "commission",
         "delegation_plafond": "200.00", "ligne": "TL-2017", "ligne_pret": "TL-2017",
         "libelle_comptable": "Aide aux loisirs", "precisions": "Séjour en France."},
    ],
    "tranches_qf": [
        {"identifiant": _identifiant(10), "aide_reglement": "loisirs-2017", "qf_max": "450",
         "taux": "9000", "plafond": "400.00", "montant_unitaire": "150.00"},
    ],
    "pieces_reglement": [
        {"identifiant": _identifiant(11), "aide_reglement": "loisirs-2017", "libelle": "Devis",
         "obligatoire": "oui", "rang": "1"},
    ],
    "modeles_lettre": [
        {"code": "accord", "libelle": "Accord", "decision": "accord", "objet": "Votre demande",
         "corps": "Madame, Monsieur,\n\nla commission vous accorde {montant}."},
    ],
    "pieces_aide": [
        {"identifiant": _identifiant(12), "aide": "D1", "libelle": "Devis", "obligatoire": "oui",
         "date_reception": "2017-01-05"},
    ],
    "cofinancements": [
        {"identifiant": _identifiant(13), "aide": "D1", "financeur": "CCAS de Dax", "montant": "100.00",
         "etat": "accorde"},
    ],
    "ajournements": [
        {"identifiant": _identifiant(14), "aide": "D1", "seance": "S1", "date": "2017-01-15",
         "motif": "devis attendu"},
    ],
    "rectifications": [
        {"identifiant": _identifiant(15), "aide": "D1", "seance": "S1", "moment": "2017-02-03T09:00:00Z",
         "auteur": ME, "motif": "erreur de saisie", "decision_avant": "accord_partiel",
         "pret_avant": "10.00", "subvention_avant": "300.00", "decision_apres": "accord",
         "pret_apres": "0.00", "subvention_apres": "374.00"},
    ],
    "paiements": [
        {"identifiant": _identifiant(16), "aide": "D1", "forme": "subvention", "montant": "374.00",
         "destinataire": "tiers", "tiers": "Vacaf", "date_prevue": "2017-02-05",
         "date_versement": "2017-02-06", "date_retour": "2017-02-20", "motif": "séjour annulé"},
        {"identifiant": _identifiant(17), "aide": "D1", "forme": "pret", "montant": "10.00",
         "destinataire": "famille", "date_prevue": "2017-02-05", "date_annulation": "2017-02-06"},
    ],
    "plans_pret": [
        {"identifiant": _identifiant(18), "aide": "D1", "date_effet": "2017-02-06", "motif": "report"},
    ],
    "echeances_pret": [
        {"plan": _identifiant(18), "numero": "1", "date_echeance": "2017-03-05", "montant": "10.00"},
    ],
    "mouvements_pret": [
        {"identifiant": _identifiant(19), "aide": "D1", "type": "remboursement", "date": "2017-03-05",
         "montant": "5.00", "motif": "prélèvement"},
    ],
    "logements": [
        {"reference": "LG1", "adresse": "3 rue des Pins", "complement": "Bât. B", "code_commune": "40192",
         "bailleur": "XL Habitat", "type": "appartement", "surface": "62"},
    ],
    "freins_rsa": [
        {"identifiant": _identifiant(20), "suivi": "V1", "frein": "garde_enfant",
         "date_reperage": "2017-02-10", "date_levee": "2017-06-10", "commentaire": "crèche en juin"},
    ],
    "occupations": [
        {"identifiant": _identifiant(21), "logement": "LG1", "famille": "F1", "date_entree": "2015-09-01",
         "date_sortie": "2018-01-31", "statut": "locataire"},
    ],
    "prolongations_conservation": [
        {"identifiant": _identifiant(22), "signalement": "N1", "date": "2018-12-01",
         "motif": "travaux_en_cours", "mois": "6"},
    ],
    "mouvements_dette": [
        {"identifiant": _identifiant(23), "impaye": "M1", "type": "paiement", "date": "2017-05-05",
         "montant": "120.00", "payeur": "la famille"},
        {"identifiant": _identifiant(24), "impaye": "M1", "type": "releve", "date": "2017-09-01",
         "montant": "0.00"},
    ],
    "faits_impaye": [
        {"identifiant": _identifiant(25), "impaye": "M1", "nature": "saisine_fsl", "date": "2017-05-06",
         "commentaire": "dossier complet", "agent": "TS01"},
    ],
    "plans_apurement": [
        {"identifiant": _identifiant(26), "impaye": "M1", "procedure": "plan_negocie",
         "date_plan": "2017-06-01", "date_effet": "2017-07-05", "montant": "1000.00",
         "date_rupture": "2017-10-06", "motif_rupture": "deux mensualités manquées"},
    ],
    "mensualites_plan": [
        {"plan": _identifiant(26), "numero": "1", "date_echeance": "2017-07-05", "montant": "1000.00"},
    ],
    "etats_impaye": [
        {"identifiant": _identifiant(27), "impaye": "M1", "issue": "plan_en_cours",
         "date_debut": "2017-06-01", "date_fin": "2017-09-01"},
    ],
    "contrats_rsa": [
        {"identifiant": _identifiant(28), "suivi": "V1", "type": "cer", "date_signature": "2017-02-10",
         "date_fin": "2017-08-10", "objectifs": "Trouver une place en crèche."},
    ],
    "reexamens_rsa": [
        {"identifiant": _identifiant(29), "suivi": "V1", "date": "2017-08-01", "conclusion": "On continue."},
    ],
    "co_accompagnements": [
        {"identifiant": _identifiant(30), "suivi": "V1", "partenaire": "ADIL",
         "type": "accompagnement_global", "conseiller": "Mme Lartigue", "date_debut": "2017-03-01",
         "date_fin": "2017-09-01"},
    ],
    "jeux_regles": [
        {"code": "impayes-2016", "version": "2026-12-01", "contenu": 'code = "impayes-2016"',
         "ajoute_le": "2026-12-01T09:00:00Z"},
    ],
    "suites_echeance": [
        {"identifiant": _identifiant(31), "impaye": "M1", "regle": "plan", "depuis": "2017-04-01",
         "etat": "reportee", "reportee_au": "2017-10-15", "motif": "rendez-vous pris", "agent": "TS01",
         "date": "2017-09-15"},
        {"identifiant": _identifiant(32), "signalement": "N1", "regle": "visite", "depuis": "2017-05-01",
         "etat": "vue", "date": "2017-05-02"},
        {"identifiant": _identifiant(33), "suivi": "V1", "regle": "contrat", "depuis": "2017-01-20",
         "etat": "faite", "date": "2017-02-10"},
    ],
}  # fmt: skip
PORTFOLIO: Portfolio = {file: _rows(file, *_GIVEN[file]) for file in WHOLE}


def changed(file: str, number: int, **cells: str) -> Portfolio:
    """Return PORTFOLIO with some cells of one row replaced."""
    rows = [dict(row) for row in PORTFOLIO[file]]
    rows[number] |= cells
    return PORTFOLIO | {file: rows}
