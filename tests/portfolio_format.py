"""The exchange format as the tests know it, and its files: independent of the code under test."""

import csv
from io import StringIO
from pathlib import Path

from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.paths import resource

Row = dict[str, str]
Portfolio = dict[str, list[Row]]

HEADERS: dict[str, tuple[str, ...]] = {
    file: tuple(columns.split())
    for file, columns in {
        "agents": "code nom prenom metier secteur actif",
        "lieux": "code libelle type code_commune",
        "partenaires": "code nom type",
        "familles": "famille matricule nom prenom date_naissance code_commune telephone courriel protection",
        "situations": "famille date_effet composition nombre_enfants naissance_dernier_enfant grossesse "
        "quotient_familial minima_sociaux aide_logement",
        "interventions": "reference famille motif nature origine agent date_ouverture date_cloture issue",
        "permanences": "reference lieu date agent personnes_recues",
        "rendez_vous": "reference famille intervention agent date type mode lieu statut",
        "offres_contact": "reference famille campagne motif date_offre reponse date_reponse",
        "tentatives_contact": "offre date canal resultat",
        "appels": "reference date decroche famille suite",
        "types_aide": "code libelle domaine formes",
        "seances_commission": "code instance date",
        "aides": "reference famille type_aide motif demandeur agent partenaire intervention date_demande "
        "montant_demande seance date_decision decision montant_pret montant_subvention",
        "impayes": "reference famille aide_logement secteur tiers_payant bailleur loyer charges montant_aide "
        "dette date_constitution date_signalement cible_locale accompagnement_administratif "
        "accompagnement_social intervention procedure issue date_issue",
        "logements_signales": "reference famille origine date_signalement date_constat operateur resultat "
        "date_diagnostic assistance_maitrise_ouvrage date_conservation date_levee travaux",
        "suivis_rsa": "reference famille date_designation date_fin motif_fin intervention",
        "actions_collectives": "reference type theme libelle lieu partenaire co_animation date_debut "
        "date_fin participants",
        "seances_collectives": "action date presents",
        "reperes": "annee code libelle valeur",
    }.items()
}
"""Columns of each file of version 1, in the order in which the files are read and written."""
_ADDED_COLUMNS = {
    file: tuple(columns.split())
    for file, columns in {
        "familles": "adresse ne_pas_appeler ne_pas_ecrire consigne",
        "interventions": "suite_de date_contrat date_bilan",
        "permanences": "heure_debut heure_fin creneau",
        "rendez_vous": "heure duree date_demande permanence reporte_de a_completer",
        "offres_contact": "parcours intervention rendez_vous",
        "tentatives_contact": "agent",
        "appels": "heure agent rendez_vous",
        "seances_commission": "heure lieu date_limite presents observations close_le close_par empreinte",
        "impayes": "agent premier_impaye constitution_motif date_premier_contact intervention_administrative "
        "suite_logement reference_bailleur",
        "logements_signales": "logement agent intervention date_visite anomalies date_debut_travaux "
        "date_fin_travaux montant_conserve date_perte",
        "suivis_rsa": "agent date_orientation",
        "aides": "urgente quotient_familial mois_qf quantite objet cout reste_a_charge date_projet expose "
        "rendez_vous decideur motif_refus motif_decision date_notification",
    }.items()
}
_ADDED_FILES = {
    file: tuple(columns.split())
    for file, columns in {
        "freins_rsa": "identifiant suivi frein date_reperage date_levee commentaire",
        "personnes": "identifiant famille lien prenom nom date_naissance",
        "references_fusionnees": "reference famille",
        "objectifs": "identifiant intervention libelle statut date_statut echeance",
        "demarches": "identifiant intervention objectif libelle echeance date_realisation frein",
        "orientations": "identifiant famille intervention partenaire agent date objet reponse date_reponse",
        "droits_examines": "rendez_vous droit etat date_etat montant",
        "horaires": "identifiant lieu agent jour semaines heure_debut heure_fin creneau depuis jusqu_au",
        "notes": "identifiant famille intervention rendez_vous agent auteur niveau texte ecrite_le",
        "instances_commission": "code jour semaines heure lieu delai_depot actif",
        "reglements": "code annee caf source",
        "lignes_budget": "code annee libelle domaine montant compte",
        "aides_reglement": "code reglement type_aide formes public non_allocataires qf_plafond plafond taux "
        "montant_unitaire unite saison_debut saison_fin nombre_par_an duree_pret_max decideur "
        "delegation_plafond ligne ligne_pret libelle_comptable precisions",
        "tranches_qf": "identifiant aide_reglement qf_max taux plafond montant_unitaire",
        "pieces_reglement": "identifiant aide_reglement libelle obligatoire rang",
        "modeles_lettre": "code libelle decision objet corps",
        "pieces_aide": "identifiant aide libelle obligatoire date_reception",
        "cofinancements": "identifiant aide financeur montant etat",
        "ajournements": "identifiant aide seance date motif",
        "rectifications": "identifiant aide seance moment auteur motif decision_avant pret_avant "
        "subvention_avant decision_apres pret_apres subvention_apres",
        "paiements": "identifiant aide forme montant destinataire tiers date_prevue date_versement "
        "date_annulation date_retour motif",
        "plans_pret": "identifiant aide date_effet motif",
        "echeances_pret": "plan numero date_echeance montant",
        "mouvements_pret": "identifiant aide type date montant motif",
        "occupations": "identifiant logement famille date_entree date_sortie statut",
        "prolongations_conservation": "identifiant signalement date motif mois",
        "mouvements_dette": "identifiant impaye type date montant payeur",
        "faits_impaye": "identifiant impaye nature date commentaire agent",
        "plans_apurement": "identifiant impaye procedure date_plan date_effet montant date_rupture "
        "motif_rupture",
        "mensualites_plan": "plan numero date_echeance montant",
        "etats_impaye": "identifiant impaye issue date_debut date_fin",
        "contrats_rsa": "identifiant suivi type date_signature date_fin objectifs",
        "reexamens_rsa": "identifiant suivi date conclusion",
        "co_accompagnements": "identifiant suivi partenaire type conseiller date_debut date_fin",
        "jeux_regles": "code version contenu ajoute_le",
        "suites_echeance": "identifiant impaye signalement suivi regle depuis etat reportee_au motif agent "
        "date",
    }.items()
}
WHOLE: dict[str, tuple[str, ...]] = {
    "logements": ("reference", "adresse", "complement", "code_commune", "bailleur", "type", "surface"),
    **{file: columns + _ADDED_COLUMNS.get(file, ()) for file, columns in HEADERS.items()},
    **_ADDED_FILES,
}
"""The same with the columns and the files added since, as an export writes them."""

_LISTS = {liste.nom: tuple(code.code for code in liste.codes) for liste in load_nomenclatures(
    resource("nomenclatures.toml")
)}  # fmt: skip
CODES: dict[str, tuple[str, ...]] = _LISTS | {"motif_aide": _LISTS["motif"] + _LISTS["motif_aide"]}
"""Every code of every list; an aid has the motifs of an intervention and some of its own."""

CODE_COLUMNS: dict[str, dict[str, str]] = {
    "agents": {"metier": "metier"},
    "situations": {"composition": "composition", "aide_logement": "aide_logement"},
    "interventions": {
        "motif": "motif", "nature": "nature", "origine": "origine", "issue": "issue_intervention",
    },
    "offres_contact": {"motif": "motif", "reponse": "reponse"},
    "personnes": {"lien": "lien"},
    "objectifs": {"statut": "statut_objectif"},
    "orientations": {"reponse": "reponse"},
    "droits_examines": {"droit": "droit", "etat": "etat_droit"},
    "tentatives_contact": {"canal": "canal", "resultat": "resultat_contact"},
    "rendez_vous": {"type": "type_rendez_vous", "mode": "mode", "statut": "statut"},
    "appels": {"suite": "suite"},
    "types_aide": {"domaine": "domaine"},
    "aides": {
        "motif": "motif_aide", "demandeur": "demandeur", "decision": "decision", "decideur": "decideur",
        "motif_refus": "motif_refus",
    },
    "lignes_budget": {"domaine": "domaine"},
    "aides_reglement": {"unite": "unite_aide", "decideur": "decideur"},
    "modeles_lettre": {"decision": "decision"},
    "cofinancements": {"etat": "etat_cofinancement"},
    "rectifications": {"decision_avant": "decision", "decision_apres": "decision"},
    "paiements": {"forme": "forme", "destinataire": "destinataire"},
    "mouvements_pret": {"type": "mouvement_pret"},
    "impayes": {
        "aide_logement": "aide_logement", "secteur": "secteur_logement", "procedure": "procedure",
        "issue": "issue_impaye", "suite_logement": "suite_logement",
    },
    "logements": {"type": "type_logement"},
    "occupations": {"statut": "statut_occupation"},
    "prolongations_conservation": {"motif": "motif_prolongation"},
    "mouvements_dette": {"type": "mouvement_dette"},
    "faits_impaye": {"nature": "fait_impaye"},
    "plans_apurement": {"procedure": "procedure"},
    "etats_impaye": {"issue": "issue_impaye"},
    "contrats_rsa": {"type": "type_contrat_rsa"},
    "freins_rsa": {"frein": "frein"},
    "co_accompagnements": {"type": "co_accompagnement"},
    "suites_echeance": {"etat": "suite_echeance"},
    "logements_signales": {"origine": "origine_signalement", "resultat": "resultat_constat"},
    "suivis_rsa": {"motif_fin": "motif_fin"},
    "actions_collectives": {"type": "type_action"},
}  # fmt: skip
"""List of the codes of each coded column."""


def amount(cents: int) -> str:
    """Write cents as the format does: `374.00`."""
    return f"{cents // 100}.{cents % 100:02}"


def quotient(cents: int) -> str:
    """Write a quotient familial as the format does: without decimals when it is whole."""
    return str(cents // 100) if cents % 100 == 0 else amount(cents)


def csv_text(header: tuple[str, ...], rows: list[Row], separator: str = ";", line_end: str = "\r\n") -> str:
    """Write rows as RFC 4180 text."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows([row.get(column, "") for column in header] for row in rows)
    return text.getvalue()


def write_portfolio(
    folder: Path, portfolio: Portfolio, separator: str = ";", line_end: str = "\r\n", encoding: str = "utf-8"
) -> Path:
    """Write the files of a portfolio of version 1 (those it has) into `folder`, made if needed; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, rows in portfolio.items():
        text = csv_text(HEADERS[file], rows, separator, line_end)
        (folder / f"{file}.csv").write_bytes(text.encode(encoding))
    return folder


def write_whole(folder: Path, portfolio: Portfolio) -> Path:
    """Write files with every column that the format has today."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, rows in portfolio.items():
        (folder / f"{file}.csv").write_bytes(csv_text(WHOLE[file], rows).encode())
    return folder


def of_version_1(portfolio: Portfolio) -> Portfolio:
    """Return a portfolio without the columns and files that version 1 has not, if they are empty."""
    return {
        file: [
            {name: cell for name, cell in row.items() if cell or name in HEADERS.get(file, ())}
            for row in rows
        ]
        for file, rows in portfolio.items()
    }


def read_portfolio(folder: Path) -> Portfolio:
    """Read back every file of a folder with the standard library."""
    return {
        path.stem: list(csv.DictReader(StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))
        for path in sorted(folder.glob("*.csv"))
    }
