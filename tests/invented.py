"""Invented families in which every notion appears; the first has them all. Notes stand beside the files."""

from datetime import date, datetime, time
from pathlib import Path

from portfolio_format import Portfolio, Row
from sqlalchemy import select

from caseapp.models import (
    Agent,
    Aide,
    AideReglement,
    Ajournement,
    Brouillon,
    CoAccompagnement,
    Cofinancement,
    ContratRsa,
    Demarche,
    DroitExamine,
    EcheancePret,
    EtatImpaye,
    FaitImpaye,
    Famille,
    FreinRsa,
    Horaire,
    Impaye,
    InstanceCommission,
    Intervention,
    JeuRegles,
    Lieu,
    LigneBudget,
    Logement,
    LogementSignale,
    MensualitePlan,
    ModeleLettre,
    MouvementDette,
    MouvementPret,
    Note,
    Objectif,
    Occupation,
    Orientation,
    Paiement,
    Partenaire,
    Personne,
    PieceAide,
    PieceReglement,
    PlanApurement,
    PlanPret,
    ProlongationConservation,
    Rectification,
    ReexamenRsa,
    ReferenceFusionnee,
    Reglage,
    Reglement,
    RendezVous,
    SuiteEcheance,
    SuiviRsa,
    TrancheQf,
)
from caseapp.paths import resource
from caseapp.store import Step, Store

YEAR = 2025
TODAY = date(2026, 1, 15)


def _rows(columns: str, *lines: str) -> list[Row]:
    """Read lines whose cells are divided by `|`; blanks around a cell do not count."""
    names = columns.split()
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(names, line, strict=True)) for line in cells]


PORTFOLIO: Portfolio = {
    "agents": _rows(
        "code nom prenom metier secteur actif",
        "TS01 | Lacoste | Ines    | assistant_social | Dax            | oui",
        "TS02 | Dupouy  | Bastien | cesf             | Mont-de-Marsan | oui",
        "TA01 | Sarrade | Odile   | technicien_afi   |                | non",
    ),
    "lieux": _rows(
        "code libelle type code_commune",
        "DAX | Antenne de Dax                 | antenne          | 40088",
        "MDM | Maison France Services du Marsan | france_services | 40192",
    ),
    "partenaires": _rows("code nom type", "RELAIS | Association Le Relais landais | association"),
    "familles": _rows(
        "famille matricule nom prenom date_naissance code_commune telephone courriel protection",
        "F1 | 0012345 | O'Brien   | Maëlle | 1984-02-29 | 40088 | 06 12 34 56 78 | maelle@exemple.fr | oui",
        "F2 | 0012346 | Aït-Ahmed | Lucien | 1990-07-14 | 40192 | +33 7 98 76 54 32 |                | non",
        "F3 |         | Nguyễn    | Thị Hoa |           |       |                |                   |",
        "F4 | 0012348 | Œuvrard   | Zoé    | 1979-12-31 | 40088 |                | zoe@exemple.fr    | non",
        "F5 | 0012349 | Le Goff   |        |            | 40192 | 05.58.00.11.22 |                   | non",
    ),
    "situations": _rows(
        "famille date_effet composition nombre_enfants naissance_dernier_enfant grossesse quotient_familial "
        "minima_sociaux aide_logement",
        "F1 | 2024-01-01 | couple_avec_enfants | 2 | 2019-05-04 | non | 812.5 | non |",
        "F1 | 2025-02-01 | monoparentale       | 2 | 2019-05-04 | oui | 431   | oui | apl",
        "F1 | 2026-03-01 | monoparentale       | 3 | 2026-02-20 | non | 460   | oui | apl",
        "F2 | 2025-01-01 | personne_seule      | 0 |            |     | 300   | oui | als",
        "F4 | 2024-06-01 | monoparentale       | 1 | 2020-01-15 | non | 0     | oui | alf",
    ),
    "interventions": _rows(
        "reference famille motif nature origine agent date_ouverture date_cloture issue",
        "I1 | F1 | separation       | accompagnement_social | offre_caf   | TS01 | 2025-02-10 |            |",
        "I2 | F1 | impaye_loyer     | information_conseil   | allocataire | TS02 | 2024-11-05 | 2025-01-20"
        " | objectifs_atteints",
        "I3 | F2 | energie          | information_conseil   | plateforme  | TS02 | 2025-05-02 | 2025-05-02"
        " | orientation",
        "I4 | F3 | violences_conjugales | accompagnement_social | partenaire |  | 2025-09-01 |           |",
        "I5 | F4 | rsa_monoparent   | accompagnement_social | offre_caf   | TS01 | 2024-03-01 | 2025-12-31"
        " | sans_suite",
    ),
    "offres_contact": _rows(
        "reference famille campagne motif date_offre reponse date_reponse",
        "O1 | F1 | Séparations 2025 | separation   | 2025-02-03 | acceptee    | 2025-02-08",
        "O2 | F4 | Séparations 2025 | separation   | 2025-02-03 | sans_reponse |",
        "O3 | F5 |                  | impaye_loyer | 2025-10-01 | en_attente  |",
    ),
    "tentatives_contact": _rows(
        "offre date canal resultat",
        "O1 | 2025-02-05 | telephone | infructueux",
        "O1 | 2025-02-05 | telephone | joint",
        "O2 | 2025-02-06 | courriel  |",
    ),
    "rendez_vous": _rows(
        "reference famille intervention agent date type mode lieu statut",
        "R1 | F1 | I1 | TS01 | 2025-02-17 | entretien              | physique  | DAX | honore",
        "R2 | F1 | I1 | TS01 | 2025-03-17 | visite_domicile        | physique  |     | absent",
        "R3 | F2 |    | TS02 | 2025-05-02 | rendez_vous_des_droits | telephone | MDM | honore",
        "R4 |    |    | TS02 | 2025-05-03 | entretien              |           | MDM | honore",
    ),
    "appels": _rows(
        "reference date decroche famille suite",
        "A1 | 2025-01-31 | oui | F1 | rendez_vous",
        "A2 | 2025-02-01 | non |    |",
    ),
    "types_aide": _rows(
        "code libelle domaine formes",
        "VACANCES | Aide aux vacances familiales | temps_libre           | subvention",
        "EQUIP    | Équipement du logement       | logement_habitat      | subvention pret",
    ),
    "seances_commission": _rows("code instance date", "S1 | CAS | 2025-03-20", "S2 | CAS | 2025-11-20"),
    "aides": _rows(
        "reference famille type_aide motif demandeur agent partenaire intervention date_demande "
        "montant_demande seance date_decision decision montant_pret montant_subvention",
        "D1 | F1 | EQUIP    | separation | travailleur_social | TS01 |        | I1 | 2025-03-01 | 1500.00"
        " | S1 | 2025-03-20 | accord_partiel | 600.00 | 374.50",
        "D2 | F2 | VACANCES | maladie    | partenaire         |      | RELAIS |    | 2025-04-01 | 200.00"
        " |    |            | en_attente     |        |",
        "D3 | F4 | EQUIP    |            | allocataire        |      |        |    | 2025-10-01 | 900.00"
        " | S2 | 2025-11-20 | refus          |        |",
    ),
    "impayes": _rows(
        "reference famille aide_logement secteur tiers_payant bailleur loyer charges montant_aide dette "
        "date_constitution date_signalement cible_locale accompagnement_administratif accompagnement_social "
        "intervention procedure issue date_issue",
        "M1 | F1 | apl | locatif | oui | XL Habitat | 450.00 | 50.00 | 210.00 | 1000.00 | 2024-09-15"
        " | 2024-10-20 | oui | oui | non | I2 | plan_negocie | resolu | 2025-01-15",
        "M2 | F4 | alf | accession | non |  |  |  |  | 2300.00 |  | 2025-06-12 | non | oui | oui |  |  |"
        " en_cours |",
    ),
    "logements_signales": _rows(
        "reference famille origine date_signalement date_constat operateur resultat date_diagnostic "
        "assistance_maitrise_ouvrage date_conservation date_levee travaux",
        "N1 | F1 | direct | 2025-04-02 | 2025-04-28 | Soliha | non_decent | 2025-05-10 | oui | 2025-05-15"
        " | 2025-12-01 | oui",
    ),
    "suivis_rsa": _rows(
        "reference famille date_designation date_fin motif_fin intervention",
        "V1 | F1 | 2025-02-20 |            |        | I1",
        "V2 | F4 | 2024-03-01 | 2025-11-30 | emploi | I5",
    ),
    "actions_collectives": _rows(
        "reference type theme libelle lieu partenaire co_animation date_debut date_fin participants",
        "C1 | travail_social_de_groupe | Séparation | Café des parents | DAX | RELAIS | oui | 2025-03-04"
        " | 2025-06-24 | 9",
    ),
    "seances_collectives": _rows("action date presents", "C1 | 2025-03-04 | 7", "C1 | 2025-03-04 | 6"),
    "permanences": _rows(
        "reference lieu date agent personnes_recues",
        "P1 | MDM | 2025-05-02 | TS02 | 5",
        "P2 | MDM | 2025-05-09 |      |",
    ),
    "reperes": _rows(
        "annee code libelle valeur",
        "2025 | beneficiaires_aide_logement.apl | Bénéficiaires de l'APL | 8589",
        "2024 | beneficiaires_aide_logement.apl |                        | 8412",
    ),
}

NOTES = (
    ("F1", "TS01", "equipe", "Reçue avec sa sœur.\nSouhaite être rappelée le matin.", "2025-02-17 10:05"),
    ("F1", "TS01", "personnelle", "Penser à revoir le logement.", "2025-02-17 10:20"),
    ("F1", "TS02", "transmissible", "Demande de relogement déposée.", "2025-06-02 16:40"),
    ("F2", None, "equipe", "Ne parle pas français : interprète.", "2025-05-02 09:00"),
)


def add_notes(store: Store, auteur: str) -> None:
    """Write the notes, which version 1 of the exchange format does not carry."""
    with store.write(auteur) as session:
        families = dict(map(tuple, session.execute(select(Famille.reference, Famille.id))))
        agents = dict(map(tuple, session.execute(select(Agent.code, Agent.id))))
        session.add_all(
            Note(
                famille_id=families[famille], agent_id=agents.get(agent), niveau=niveau, texte=texte,
                ecrite_le=datetime.fromisoformat(moment),
            )
            for famille, agent, niveau, texte, moment in NOTES
        )  # fmt: skip


FOLLOW_UP = {
    "personnes": 1, "objectifs": 1, "demarches": 1, "orientations": 1, "droits_examines": 1, "horaires": 1,
    "references_fusionnees": 1,
}  # fmt: skip
AID_LIFE = {
    "instances_commission": 1, "reglements": 1, "lignes_budget": 1, "aides_reglement": 1, "tranches_qf": 1,
    "pieces_reglement": 1, "modeles_lettre": 1, "pieces_aide": 1, "cofinancements": 1, "ajournements": 1,
    "rectifications": 1, "paiements": 1, "plans_pret": 1, "echeances_pret": 1, "mouvements_pret": 1,
}  # fmt: skip
"""The same for `add_aid_life`."""
FOLLOW_FILES = {
    "logements": 1, "occupations": 1, "prolongations_conservation": 1, "mouvements_dette": 1,
    "faits_impaye": 1, "plans_apurement": 1, "mensualites_plan": 1, "etats_impaye": 1, "contrats_rsa": 1,
    "reexamens_rsa": 1, "freins_rsa": 1, "co_accompagnements": 1, "jeux_regles": 1, "suites_echeance": 1,
}  # fmt: skip
"""The same for `add_follow_files`."""
"""Files of the exchange format, and their rows, that `add_follow_up` fills."""


def add_follow_up(store: Store, auteur: str) -> None:
    """Write a row of each notion of the worker's day, as one step; and a draft and a setting beside."""
    day = date(2025, 3, 4)
    with store.write(auteur, Step("Suivi ajouté")) as session:
        known = {
            mapped: session.scalars(select(mapped.id).order_by(mapped.id)).first()
            for mapped in (Famille, Intervention, RendezVous, Lieu, Partenaire, Agent)
        }
        objectif = Objectif(
            intervention_id=known[Intervention], libelle="Ouvrir l'ASF", statut="en_cours", echeance=day
        )
        session.add(objectif)
        session.flush()
        session.add_all([
            Demarche(intervention_id=known[Intervention], objectif_id=objectif.id, libelle="Écrire au juge"),
            Personne(famille_id=known[Famille], lien="enfant", prenom="Léo", date_naissance=date(2019, 5, 4)),
            ReferenceFusionnee(reference="F0", famille_id=known[Famille]),
            Orientation(famille_id=known[Famille], partenaire_id=known[Partenaire], date=day),
            DroitExamine(rendez_vous_id=known[RendezVous], droit="rsa", etat="obtenu", date_etat=day),
            Horaire(
                lieu_id=known[Lieu], agent_id=known[Agent], jour=1, semaines="paires", heure_debut=time(9),
                heure_fin=time(12), creneau=30,
            ),
        ])  # fmt: skip
    with store.write_draft() as session:
        session.add(
            Brouillon(
                auteur=auteur, cle="saisie", libelle="Saisie rapide", contenu="{}", modifie_le=store.now
            )
        )
        session.add(Reglage(cle=f"agent.{auteur}", valeur="TS01"))


def add_aid_life(store: Store, auteur: str) -> None:
    """Write a row of each notion of the life of an aid, as one step."""
    day = date(2025, 3, 4)
    with store.write(auteur, Step("Aide suivie")) as session:
        aide = session.scalars(select(Aide).where(Aide.reference == "D1")).one()
        regle = Reglement(code="2025", annee=2025, caf="Caf de démonstration")
        ligne = LigneBudget(code="LH-2025", annee=2025, libelle="Logement", montant=1_000_000)
        plan = PlanPret(aide_id=aide.id, date_effet=date(2025, 4, 1))
        session.add_all([regle, ligne, plan])
        session.flush()
        fiche = AideReglement(
            code="equip-2025", reglement_id=regle.id, type_aide_id=aide.type_aide_id, ligne_id=ligne.id,
            formes="subvention pret", qf_plafond=70_000, plafond=100_000, saison_debut="01-01",
        )  # fmt: skip
        session.add(fiche)
        session.flush()
        session.add_all([
            InstanceCommission(code="CAS", jour=3, semaines="1 3", actif=True),
            TrancheQf(aide_reglement_id=fiche.id, qf_max=45_000, taux=9_000),
            PieceReglement(aide_reglement_id=fiche.id, libelle="Devis", obligatoire=True, rang=1),
            ModeleLettre(code="accord", libelle="Accord", objet="Votre demande", corps="Bonjour {nom}"),
            PieceAide(aide_id=aide.id, libelle="Devis", obligatoire=True, date_reception=day),
            Cofinancement(aide_id=aide.id, financeur="CCAS", montant=10_000, etat="accorde"),
            Ajournement(aide_id=aide.id, date=day, motif="devis attendu"),
            Rectification(
                aide_id=aide.id, seance_id=aide.seance_id, moment=store.now, auteur=auteur, motif="erreur",
                decision_apres="accord_partiel", pret_apres=60_000, subvention_apres=37_450,
            ),
            Paiement(
                aide_id=aide.id, forme="pret", montant=60_000, destinataire="famille", date_prevue=day,
                date_versement=date(2025, 3, 25),
            ),
            EcheancePret(plan_id=plan.id, numero=1, date_echeance=date(2025, 5, 5), montant=60_000),
            MouvementPret(aide_id=aide.id, type="remboursement", date=date(2025, 5, 5), montant=5_000),
        ])  # fmt: skip


def add_follow_files(store: Store, auteur: str) -> None:
    """Write a row of each notion of arrears, dwellings, RSA follow-ups and rules, as one step."""
    day = date(2025, 3, 4)
    with store.write(auteur, Step("Dossiers suivis")) as session:
        impaye = session.scalars(select(Impaye).where(Impaye.reference == "M2")).one()
        signalement = session.scalars(select(LogementSignale)).one()
        suivi = session.scalars(select(SuiviRsa).where(SuiviRsa.reference == "V1")).one()
        logement = Logement(reference="LG1", adresse="3 rue des Pins", type="maison", surface=74)
        plan = PlanApurement(
            impaye_id=impaye.id, procedure="plan_negocie", date_plan=date(2025, 7, 1),
            date_effet=date(2025, 8, 5), montant=230_000,
        )  # fmt: skip
        session.add_all([logement, plan])
        session.flush()
        signalement.logement_id, signalement.montant_conserve = logement.id, 21_000
        impaye.issue, impaye.date_issue = "en_cours", date(2025, 12, 20)
        session.add_all([
            Occupation(logement_id=logement.id, famille_id=signalement.famille_id, statut="locataire"),
            ProlongationConservation(
                signalement_id=signalement.id, date=date(2025, 11, 20), motif="travaux_en_cours", mois=6
            ),
            MouvementDette(impaye_id=impaye.id, type="paiement", date=date(2025, 8, 5), montant=6_389),
            FaitImpaye(impaye_id=impaye.id, nature="contact", date=date(2025, 6, 20)),
            MensualitePlan(plan_id=plan.id, numero=1, date_echeance=date(2025, 8, 5), montant=230_000),
            EtatImpaye(
                impaye_id=impaye.id, issue="plan_en_cours", date_debut=date(2025, 7, 1),
                date_fin=date(2025, 12, 20),
            ),
            ContratRsa(suivi_id=suivi.id, type="contrat_engagement", date_signature=date(2025, 3, 10)),
            ReexamenRsa(suivi_id=suivi.id, date=date(2025, 9, 9), conclusion="Poursuivi."),
            FreinRsa(suivi_id=suivi.id, frein="mobilite", date_reperage=day),
            CoAccompagnement(
                suivi_id=suivi.id, partenaire_id=session.scalars(select(Partenaire.id)).first(),
                type="accompagnement_global", date_debut=day,
            ),
            JeuRegles(
                code="impayes-landes", version="2026-11-21", ajoute_le=store.now,
                contenu=Path(resource("regles/impayes-landes.toml")).read_text("utf-8"),
            ),
            SuiteEcheance(
                impaye_id=impaye.id, regle="plan", depuis=impaye.date_signalement, etat="reportee", date=day,
                reportee_au=date(2025, 12, 31), motif="Bailleur absent",
            ),
        ])  # fmt: skip
