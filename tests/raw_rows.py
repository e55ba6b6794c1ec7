"""One valid row of every table at each revision, written by hand as SQL receives it; parents come first."""

from collections.abc import Mapping
from typing import Any

from sqlcipher3.dbapi2 import Connection

Row = dict[str, Any]
Rows = Mapping[str, Row]

_LISTS = """
    aide_logement canal cible composition decision demandeur domaine forme issue_impaye issue_intervention
    metier mode motif_aide motif_fin nature origine origine_signalement procedure reponse resultat_constat
    resultat_contact secteur_logement statut suite type_action type_rendez_vous
"""
_CODE: Row = {
    "code": "essai", "libelle": "Essai", "ordre": 1, "depuis": "2016-01-01", "jusqu_au": "2199-12-31",
}  # fmt: skip


def _record(number: int, **values: Any) -> Row:
    return {"id": 1, "uuid": f"{number:032x}", **values}


ROWS: dict[str, Rows] = {
    "0001": {
        **{f"code_{liste}": _CODE for liste in _LISTS.split()},
        "code_motif": {**_CODE, "cible": "essai", "niveau": "local"},
        "agents": _record(
            1, code="TS1", nom="Roussel", prenom="Camille", metier="essai", secteur="Dax", actif=1
        ),
        "lieux": _record(2, code="L1", libelle="Maison France Services", type="mairie", code_commune="40088"),
        "partenaires": _record(3, code="P1", nom="Association Relais", type="association"),
        "familles": _record(
            4, reference="F1", matricule="0012345", nom="Aït-Ahmed", prenom="Œuvrard", cle_tri="ait ahmed",
            date_naissance="1984-02-29", code_commune="2A004", telephone="06 12 34 56 78",
            courriel="a@exemple.fr", protection=1,
        ),
        "situations": {
            "id": 1, "famille_id": 1, "date_effet": "2016-01-01", "composition": "essai",
            "nombre_enfants": 2, "naissance_dernier_enfant": "2015-06-01", "grossesse": 0,
            "quotient_familial": 45_050, "minima_sociaux": 1, "aide_logement": "essai",
        },
        "interventions": _record(
            5, reference="I1", famille_id=1, motif="essai", nature="essai", origine="essai", agent_id=1,
            date_ouverture="2017-01-02", date_cloture="2017-06-30", issue="essai",
        ),
        "offres_contact": _record(
            6, reference="O1", famille_id=1, campagne="été 2017", motif="essai", date_offre="2017-01-03",
            reponse="essai", date_reponse="2017-01-09",
        ),
        "tentatives_contact": {
            "id": 1, "offre_id": 1, "date": "2017-01-04", "canal": "essai", "rang": 1, "resultat": "essai",
        },
        "rendez_vous": _record(
            7, reference="R1", famille_id=1, intervention_id=1, agent_id=1, date="2017-01-10", type="essai",
            mode="essai", lieu_id=1, statut="essai",
        ),
        "appels": _record(8, reference="A1", date="2017-01-05", decroche=1, famille_id=1, suite="essai"),
        "types_aide": _record(9, code="T1", libelle="Aide aux vacances", domaine="essai", formes="pret"),
        "seances_commission": _record(10, code="S1", instance="CAS", date="2017-02-01"),
        "aides": _record(
            11, reference="D1", famille_id=1, type_aide_id=1, motif="essai", demandeur="essai", agent_id=1,
            partenaire_id=1, intervention_id=1, date_demande="2017-01-15", montant_demande=50_000,
            seance_id=1, date_decision="2017-02-01", decision="essai", montant_pret=10_000,
            montant_subvention=0,
        ),
        "impayes": _record(
            12, reference="M1", famille_id=1, aide_logement="essai", secteur="essai", tiers_payant=1,
            bailleur="XL Habitat", loyer=45_000, charges=5_000, montant_aide=20_000, dette=100_000,
            date_constitution="2017-03-01", date_signalement="2017-04-01", cible_locale=0,
            accompagnement_administratif=1, accompagnement_social=0, intervention_id=1, procedure="essai",
            issue="essai", date_issue="2017-09-01",
        ),
        "logements_signales": _record(
            13, reference="N1", famille_id=1, origine="essai", date_signalement="2017-05-01",
            date_constat="2017-05-20", operateur="Soliha", resultat="essai", date_diagnostic="2017-06-01",
            assistance_maitrise_ouvrage=1, date_conservation="2017-06-15", date_levee="2017-12-01", travaux=1,
        ),
        "suivis_rsa": _record(
            14, reference="V1", famille_id=1, date_designation="2017-01-20", date_fin="2017-11-30",
            motif_fin="essai", intervention_id=1,
        ),
        "actions_collectives": _record(
            15, reference="C1", type="essai", theme="budget", libelle="Atelier", lieu_id=1, partenaire_id=1,
            co_animation=0, date_debut="2017-10-01", date_fin="2017-12-15", participants=12,
        ),
        "seances_collectives": {"id": 1, "action_id": 1, "date": "2017-10-01", "rang": 1, "presents": 9},
        "permanences": _record(
            16, reference="E1", lieu_id=1, date="2017-03-14", agent_id=1, personnes_recues=7
        ),
        "reperes": {
            "id": 1, "annee": 2017, "code": "beneficiaires.apl", "libelle": "APL", "valeur": "-8589.50",
        },
        "notes": _record(
            17, famille_id=1, intervention_id=1, rendez_vous_id=1, agent_id=1, niveau="equipe",
            texte="Reçue avec son fils.", ecrite_le="2017-01-10 15:30:00.000000",
        ),
        "journal": {
            "sequence": 1, "horodatage": "2017-01-02T08:00:00.000000Z", "auteur": "essai", "action": "import",
            "objet": "familles", "objet_id": 1, "objet_id_fin": 1, "champs": "nom prenom",
            "empreinte": "0" * 64,
        },
    },
}  # fmt: skip
"""A new revision adds its entry: `{**ROWS["0001"], "nouvelle_table": {...}}`."""
ROWS["0002"] = ROWS["0001"]
ROWS["0003"] = {
    **{f"code_{liste}": _CODE for liste in ("lien", "statut_objectif", "etat_droit")},
    "code_droit": {**_CODE, "organisme": "caf"},
    **{liste: row for liste, row in ROWS["0002"].items() if liste.startswith("code_")},
    "agents": ROWS["0002"]["agents"],
    "lieux": ROWS["0002"]["lieux"],
    **{table: ROWS["0002"][table] for table in ("permanences",)},
    **ROWS["0002"],
    "familles": {
        **ROWS["0002"]["familles"], "adresse": "3 rue des Pins", "ne_pas_appeler": 1, "ne_pas_ecrire": 0,
        "consigne": "passer par la mère",
    },
    "interventions": {
        **ROWS["0002"]["interventions"], "suite_de_id": 1, "date_contrat": "2017-01-05",
        "date_bilan": "2017-06-05",
    },
    "rendez_vous": {
        **ROWS["0002"]["rendez_vous"], "heure": "09:30:00.000000", "duree": 45, "date_demande": "2017-01-03",
        "permanence_id": 1, "reporte_de_id": 1, "a_completer": 1,
    },
    "offres_contact": {
        **ROWS["0002"]["offres_contact"], "parcours": "separation", "intervention_id": 1,
        "rendez_vous_id": None,
    },
    "tentatives_contact": {**ROWS["0002"]["tentatives_contact"], "agent_id": 1},
    "appels": {
        **ROWS["0002"]["appels"], "heure": "14:05:00.000000", "agent_id": 1, "rendez_vous_id": 1,
    },
    "permanences": {
        **ROWS["0002"]["permanences"], "heure_debut": "09:00:00.000000", "heure_fin": "12:00:00.000000",
        "creneau": 30,
    },
    "notes": {**ROWS["0002"]["notes"], "auteur": "camille"},
    "personnes": _record(
        18, famille_id=1, lien="essai", prenom="Léo", nom="Aït-Ahmed", date_naissance="2012-02-29"
    ),
    "references_fusionnees": {"id": 1, "reference": "F0", "famille_id": 1},
    "objectifs": _record(
        19, intervention_id=1, libelle="Ouvrir l'ASF", statut="essai", date_statut="2017-02-01",
        echeance="2017-05-01",
    ),
    "demarches": _record(
        20, intervention_id=1, objectif_id=1, libelle="Joindre le jugement", echeance="2017-04-01",
        date_realisation="2017-03-20",
    ),
    "orientations": _record(
        21, famille_id=1, intervention_id=1, partenaire_id=1, agent_id=1, date="2017-02-02", objet="budget",
        reponse="essai", date_reponse="2017-02-20",
    ),
    "droits_examines": _record(
        22, rendez_vous_id=1, droit="essai", etat="essai", date_etat="2017-01-10", montant=11_700
    ),
    "horaires": _record(
        23, lieu_id=1, agent_id=1, jour=1, semaines="paires", heure_debut="09:00:00.000000",
        heure_fin="12:00:00.000000", creneau=30, depuis="2017-01-01", jusqu_au="2017-12-31",
    ),
    "operations": {
        "id": 1, "moment": "2017-01-10 15:30:00.000000", "auteur": "camille", "libelle": "Note ajoutée",
        "famille_id": 1, "annule_id": None,
    },
    "versions": {
        "id": 1, "operation_id": 1, "objet": "notes", "objet_id": 1, "avant": None, "apres": "{}",
    },
    "brouillons": {
        "id": 1, "auteur": "camille", "cle": "saisie_rapide", "libelle": "Saisie rapide", "famille_id": 1,
        "contenu": "{}", "modifie_le": "2017-01-10 15:31:00.000000",
    },
    "reglages": {"id": 1, "cle": "agent.camille", "valeur": "TS1"},
}  # fmt: skip


_LISTS_0004 = (
    "decideur", "destinataire", "etat_cofinancement", "motif_refus", "mouvement_pret", "unite_aide",
)  # fmt: skip
ROWS["0004"] = {
    **{f"code_{liste}": _CODE for liste in _LISTS_0004},
    **{table: row for table, row in ROWS["0003"].items() if table not in {"seances_commission", "aides"}},
    "seances_commission": {
        **ROWS["0003"]["seances_commission"],
        "heure": "14:00:00.000000",
        "lieu": "Siège",
        "date_limite": "2017-01-20",
        "presents": "Mme Darrieu",
        "observations": "Quorum atteint.",
        "close_le": "2017-02-01 16:00:00.000000",
        "close_par": "camille",
        "empreinte": "a" * 64,
    },
    "aides": {
        **ROWS["0003"]["aides"],
        "urgente": 1,
        "quotient_familial": 45_050,
        "mois_qf": "2017-01-01",
        "quantite": 2,
        "objet": "Lave-linge",
        "cout": 60_000,
        "reste_a_charge": 5_000,
        "date_projet": "2017-03-01",
        "expose": "Famille reçue le 10.",
        "rendez_vous_id": 1,
        "decideur": "essai",
        "motif_refus": "essai",
        "motif_decision": "en partie",
        "date_notification": "2017-02-03",
    },
    "instances_commission": _record(
        24,
        code="CAS",
        jour=1,
        semaines="1 3",
        heure="14:00:00.000000",
        lieu="Siège",
        delai_depot=10,
        actif=1,
    ),
    "reglements": _record(25, code="2017", annee=2017, caf="Caf des Landes", source="rapport 2017"),
    "lignes_budget": _record(
        26,
        code="2017-TL",
        annee=2017,
        libelle="Temps libre",
        domaine="essai",
        montant=1_000_000,
        compte="6562",
    ),
    "aides_reglement": _record(
        27,
        code="2017-T1",
        reglement_id=1,
        type_aide_id=1,
        formes="subvention pret",
        public="Familles",
        non_allocataires=0,
        qf_plafond=70_000,
        plafond=50_000,
        taux=8_000,
        montant_unitaire=12_500,
        unite="essai",
        saison_debut="06-01",
        saison_fin="09-30",
        nombre_par_an=1,
        duree_pret_max=24,
        decideur="essai",
        delegation_plafond=20_000,
        ligne_id=1,
        ligne_pret_id=1,
        libelle_comptable="Aide aux vacances",
        precisions="Séjour en France.",
    ),
    "tranches_qf": _record(
        28, aide_reglement_id=1, qf_max=45_000, taux=9_000, plafond=40_000, montant_unitaire=15_000
    ),
    "pieces_reglement": _record(29, aide_reglement_id=1, libelle="Devis", obligatoire=1, rang=1),
    "modeles_lettre": _record(
        30, code="accord", libelle="Accord", decision="essai", objet="Votre demande", corps="Bonjour {nom}"
    ),
    "pieces_aide": _record(31, aide_id=1, libelle="Devis", obligatoire=1, date_reception="2017-01-16"),
    "cofinancements": _record(32, aide_id=1, financeur="CCAS de Dax", montant=5_000, etat="essai"),
    "ajournements": _record(33, aide_id=1, seance_id=1, date="2017-01-18", motif="devis attendu"),
    "rectifications": _record(
        34,
        aide_id=1,
        seance_id=1,
        moment="2017-02-03 09:00:00.000000",
        auteur="camille",
        motif="erreur",
        decision_avant="essai",
        pret_avant=10_000,
        subvention_avant=0,
        decision_apres="essai",
        pret_apres=10_000,
        subvention_apres=0,
    ),
    "paiements": _record(
        35,
        aide_id=1,
        forme="essai",
        montant=10_000,
        destinataire="essai",
        tiers="Vacaf",
        date_prevue="2017-02-05",
        date_versement="2017-02-06",
        date_annulation=None,
        date_retour="2017-02-20",
        motif="séjour annulé",
    ),
    "plans_pret": _record(36, aide_id=1, date_effet="2017-02-06", motif="report"),
    "echeances_pret": _record(37, plan_id=1, numero=1, date_echeance="2017-03-05", montant=10_000),
    "mouvements_pret": _record(
        38, aide_id=1, type="essai", date="2017-03-05", montant=5_000, motif="prélèvement"
    ),
}

_LISTS_0005 = """
    co_accompagnement fait_impaye frein motif_prolongation mouvement_dette statut_occupation suite_echeance
    suite_logement type_contrat_rsa type_logement
"""
_CHANGED_0005 = {"impayes", "logements_signales", "suivis_rsa", "demarches"}
ROWS["0005"] = {
    **{f"code_{liste}": _CODE for liste in _LISTS_0005.split()},
    **{table: row for table, row in ROWS["0004"].items() if table not in _CHANGED_0005},
    "logements": _record(
        39, reference="LG1", adresse="3 rue des Pins", complement="Bât. B", code_commune="40088",
        bailleur="XL Habitat", type="essai", surface=62,
    ),
    "impayes": {
        **ROWS["0004"]["impayes"], "agent_id": 1, "premier_impaye": "2017-01-05",
        "constitution_motif": "date du jugement", "date_premier_contact": "2017-04-10",
        "intervention_administrative_id": 1, "suite_logement": "essai", "reference_bailleur": "XL-42",
    },
    "logements_signales": {
        **ROWS["0004"]["logements_signales"], "logement_id": 1, "agent_id": 1, "intervention_id": 1,
        "date_visite": "2017-05-18", "anomalies": "Pas de chauffage.", "date_debut_travaux": "2017-07-01",
        "date_fin_travaux": "2017-11-20", "montant_conserve": 25_000, "date_perte": "2018-12-15",
    },
    "suivis_rsa": {**ROWS["0004"]["suivis_rsa"], "agent_id": 1, "date_orientation": "2017-01-10"},
    "mouvements_dette": _record(
        40, impaye_id=1, type="essai", date="2017-05-05", montant=12_000, payeur="la famille"
    ),
    "faits_impaye": _record(
        41, impaye_id=1, nature="essai", date="2017-05-06", commentaire="au téléphone", agent_id=1
    ),
    "plans_apurement": _record(
        42, impaye_id=1, procedure="essai", date_plan="2017-06-01", date_effet="2017-07-05", montant=100_000,
        date_rupture="2017-10-06", motif_rupture="deux mensualités manquées",
    ),
    "mensualites_plan": _record(43, plan_id=1, numero=1, date_echeance="2017-07-05", montant=100_000),
    "etats_impaye": _record(44, impaye_id=1, issue="essai", date_debut="2017-06-01", date_fin="2017-09-01"),
    "occupations": _record(
        45, logement_id=1, famille_id=1, date_entree="2015-09-01", date_sortie="2018-01-31", statut="essai"
    ),
    "prolongations_conservation": _record(46, signalement_id=1, date="2018-12-01", motif="essai", mois=6),
    "contrats_rsa": _record(
        47, suivi_id=1, type="essai", date_signature="2017-02-10", date_fin="2017-08-10",
        objectifs="Trouver une place en crèche.",
    ),
    "reexamens_rsa": _record(48, suivi_id=1, date="2017-08-01", conclusion="On continue."),
    "freins_rsa": _record(
        49, suivi_id=1, frein="essai", date_reperage="2017-02-10", date_levee="2017-06-10",
        commentaire="crèche à partir de juin",
    ),
    "co_accompagnements": _record(
        50, suivi_id=1, partenaire_id=1, type="essai", conseiller="Mme Lartigue", date_debut="2017-03-01",
        date_fin="2017-09-01",
    ),
    "demarches": {**ROWS["0004"]["demarches"], "frein_id": 1},
    "jeux_regles": _record(
        51, code="impayes-2016", version="2026-11-21", contenu="[[regle]]",
        ajoute_le="2026-11-21 10:00:00.000000",
    ),
    "suites_echeance": _record(
        52, impaye_id=1, signalement_id=None, suivi_id=None, regle="plan", depuis="2017-04-01",
        etat="essai", date="2017-09-15", reportee_au="2017-10-15", motif="rendez-vous pris", agent_id=1,
    ),
}  # fmt: skip


def insert_row(connection: Connection, table: str, row: Row) -> None:
    """Write one row by raw SQL."""
    columns, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))


def insert_rows(connection: Connection, rows: Rows) -> None:
    """Write every row, parents first."""
    for table, row in rows.items():
        insert_row(connection, table, row)


def read_rows(connection: Connection, rows: Rows) -> Rows:
    """Read back the one row of each table, with the columns that were written."""
    found = {}
    for table, row in rows.items():
        columns = ", ".join(f'"{name}"' for name in row)
        (values,) = connection.execute(f"SELECT {columns} FROM {table}").fetchall()
        found[table] = dict(zip(row, values, strict=True))
    return found
