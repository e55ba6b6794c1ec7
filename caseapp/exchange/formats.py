"""The exchange format: the files of version 1 and their columns; those added since are optional.

A new column is one entry here, after those of its file; a new file is one in `added_files.py`, in
`aid_files.py` for the financial aids, in `follow_files.py` for arrears, dwellings and RSA.
"""

import re
from typing import Any

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES
from caseapp.exchange.added_files import ADDED_FILES
from caseapp.exchange.aid_files import AID_FILES
from caseapp.exchange.columns import (
    AGENT,
    CODE,
    COMMUNE,
    CRENEAU,
    FAMILLE,
    FAMILLE_CONNUE_OU_NON,
    INTERVENTION,
    LIEU,
    PARTENAIRE,
    REFERENCE,
    RENDEZ_VOUS,
    cents,
    code,
    count,
    day,
    hour,
    key,
    moment,
    ref,
    text,
    yes_no,
)
from caseapp.exchange.follow_files import FOLLOW_FILES, FREINS_RSA, LOGEMENTS
from caseapp.exchange.specs import ColumnSpec, FileSpec, Kind, Rule, Values, ordered
from caseapp.models import (
    ActionCollective,
    Agent,
    Aide,
    Appel,
    Famille,
    Impaye,
    Intervention,
    Lieu,
    LogementSignale,
    OffreContact,
    Partenaire,
    Permanence,
    RendezVous,
    Repere,
    SeanceCollective,
    SeanceCommission,
    Situation,
    SuiviRsa,
    TentativeContact,
    TypeAide,
)
from caseapp.models.aide import LONGEST_EXPOSE
from caseapp.models.famille import sort_key

_MATRICULE = re.compile(r"[0-9]{7}")


def _odd_matricule(text: str) -> str | None:
    return None if _MATRICULE.fullmatch(text) else "matricule inhabituel : 7 chiffres attendus"


def _sort_key(values: Values) -> dict[str, Any]:
    return {"cle_tri": sort_key(values["nom"], values.get("prenom"))}


def _granted_is_dated(values: Values) -> bool:
    return values.get("decision") not in DECISIONS_ATTRIBUTIVES or values.get("date_decision") is not None


_FILES = (
    FileSpec(
        "agents", Agent,
        (CODE, text("nom", required=True), text("prenom"), code("metier", required=True),
         text("secteur"), yes_no("actif")),
        key=("code",),
    ),
    FileSpec(
        "lieux", Lieu, (CODE, text("libelle", required=True), text("type"), COMMUNE), key=("code",)
    ),
    FileSpec(
        "partenaires", Partenaire, (CODE, text("nom", required=True), text("type")), key=("code",)
    ),
    FileSpec(
        "familles", Famille,
        (key("famille", "reference"), ColumnSpec("matricule", Kind.TEXT, length=20, doubt=_odd_matricule),
         text("nom", required=True), text("prenom"), day("date_naissance"), COMMUNE, text("telephone"),
         text("courriel"), yes_no("protection"), text("adresse"), yes_no("ne_pas_appeler"),
         yes_no("ne_pas_ecrire"), text("consigne")),
        key=("famille",), unique="matricule", derive=_sort_key,
    ),
    FileSpec(
        "situations", Situation,
        (FAMILLE, day("date_effet", required=True), code("composition"), count("nombre_enfants", high=30),
         day("naissance_dernier_enfant"), yes_no("grossesse"),
         ColumnSpec("quotient_familial", Kind.QUOTIENT), yes_no("minima_sociaux"), code("aide_logement")),
        key=("famille", "date_effet"),
    ),
    FileSpec(
        "interventions", Intervention,
        (REFERENCE, FAMILLE, code("motif", required=True), code("nature", required=True),
         code("origine"), AGENT, day("date_ouverture", required=True), day("date_cloture"),
         code("issue", "issue_intervention"), ref("suite_de", "interventions", late=True),
         day("date_contrat"), day("date_bilan")),
        key=("reference",), rules=(ordered("date_ouverture", "date_cloture"),),
    ),
    FileSpec(
        "permanences", Permanence,
        (REFERENCE, ref("lieu", "lieux", required=True), day("date", required=True), AGENT,
         count("personnes_recues"), hour("heure_debut"), hour("heure_fin"), count("creneau", *CRENEAU)),
        key=("reference",), rules=(ordered("heure_debut", "heure_fin"),),
    ),
    FileSpec(
        "rendez_vous", RendezVous,
        (REFERENCE, FAMILLE_CONNUE_OU_NON, INTERVENTION, ref("agent", "agents", required=True),
         day("date", required=True), code("type", "type_rendez_vous", required=True), code("mode"), LIEU,
         code("statut", required=True), hour("heure"), count("duree", 1, 1440), day("date_demande"),
         ref("permanence", "permanences"), ref("reporte_de", "rendez_vous", late=True),
         yes_no("a_completer")),
        key=("reference",), rules=(ordered("date_demande", "date"),),
    ),
    FileSpec(
        "offres_contact", OffreContact,
        (REFERENCE, FAMILLE, text("campagne"), code("motif", required=True),
         day("date_offre", required=True), code("reponse"), day("date_reponse"),
         text("parcours", length=60), INTERVENTION, RENDEZ_VOUS),
        key=("reference",), rules=(ordered("date_offre", "date_reponse"),),
    ),
    FileSpec(
        "tentatives_contact", TentativeContact,
        (ref("offre", "offres_contact", required=True), day("date", required=True),
         code("canal", required=True), code("resultat", "resultat_contact"), AGENT),
        key=("offre", "date", "canal"), ranked=True,
    ),
    FileSpec(
        "appels", Appel,
        (REFERENCE, day("date", required=True), yes_no("decroche", required=True), FAMILLE_CONNUE_OU_NON,
         code("suite"), hour("heure"), AGENT, RENDEZ_VOUS),
        key=("reference",),
    ),
    FileSpec(
        "types_aide", TypeAide,
        (CODE, text("libelle", required=True), code("domaine", required=True),
         ColumnSpec("formes", Kind.FORMES)),
        key=("code",),
    ),
    FileSpec(
        "seances_commission", SeanceCommission,
        (CODE, text("instance", required=True), day("date", required=True), hour("heure"), text("lieu"),
         day("date_limite"), text("presents", length=4_000), text("observations", length=4_000),
         moment("close_le"), text("close_par", length=200), text("empreinte", length=64)),
        key=("code",),
    ),
    FileSpec(
        "aides", Aide,
        (REFERENCE, FAMILLE, ref("type_aide", "types_aide", required=True), code("motif", "motif_aide"),
         code("demandeur"), AGENT, PARTENAIRE, INTERVENTION, day("date_demande", required=True),
         cents("montant_demande"), ref("seance", "seances_commission"), day("date_decision"),
         code("decision"), cents("montant_pret"), cents("montant_subvention"), yes_no("urgente"),
         ColumnSpec("quotient_familial", Kind.QUOTIENT), day("mois_qf"), count("quantite", 1, 1_000),
         text("objet"), cents("cout"), cents("reste_a_charge"), day("date_projet"),
         text("expose", length=LONGEST_EXPOSE), RENDEZ_VOUS, code("decideur"), code("motif_refus"),
         text("motif_decision"), day("date_notification")),
        key=("reference",),
        rules=(
            ordered("date_demande", "date_decision"),
            Rule("date_decision", "un accord demande la date de la décision", _granted_is_dated),
        ),
    ),
    FileSpec(
        "impayes", Impaye,
        (REFERENCE, FAMILLE, code("aide_logement", required=True), code("secteur", "secteur_logement"),
         yes_no("tiers_payant"), text("bailleur"), cents("loyer"), cents("charges"), cents("montant_aide"),
         cents("dette"), day("date_constitution"), day("date_signalement", required=True),
         yes_no("cible_locale"), yes_no("accompagnement_administratif"), yes_no("accompagnement_social"),
         INTERVENTION, code("procedure"), code("issue", "issue_impaye"), day("date_issue"), AGENT,
         day("premier_impaye"), text("constitution_motif"), day("date_premier_contact"),
         ref("intervention_administrative", "interventions"), code("suite_logement"),
         text("reference_bailleur", length=60)),
        key=("reference",),
        rules=(ordered("date_constitution", "date_signalement"), ordered("date_signalement", "date_issue")),
    ),
    FileSpec(
        "logements_signales", LogementSignale,
        (REFERENCE, FAMILLE, code("origine", "origine_signalement", required=True),
         day("date_signalement", required=True), day("date_constat"), text("operateur"),
         code("resultat", "resultat_constat"), day("date_diagnostic"),
         yes_no("assistance_maitrise_ouvrage"), day("date_conservation"), day("date_levee"),
         yes_no("travaux"), ref("logement", "logements"), AGENT, INTERVENTION, day("date_visite"),
         text("anomalies", length=4_000), day("date_debut_travaux"), day("date_fin_travaux"),
         cents("montant_conserve"), day("date_perte")),
        key=("reference",),
        rules=(
            ordered("date_signalement", "date_constat"), ordered("date_conservation", "date_levee"),
            ordered("date_debut_travaux", "date_fin_travaux"),
        ),
    ),
    FileSpec(
        "suivis_rsa", SuiviRsa,
        (REFERENCE, FAMILLE, day("date_designation", required=True), day("date_fin"),
         code("motif_fin"), INTERVENTION, AGENT, day("date_orientation")),
        key=("reference",), rules=(ordered("date_designation", "date_fin"),),
    ),
    FileSpec(
        "actions_collectives", ActionCollective,
        (REFERENCE, code("type", "type_action", required=True), text("theme"), text("libelle"), LIEU,
         PARTENAIRE, yes_no("co_animation"), day("date_debut", required=True), day("date_fin"),
         count("participants")),
        key=("reference",), rules=(ordered("date_debut", "date_fin"),),
    ),
    FileSpec(
        "seances_collectives", SeanceCollective,
        (ref("action", "actions_collectives", required=True), day("date", required=True),
         count("presents")),
        key=("action", "date"), ranked=True,
    ),
    FileSpec(
        "reperes", Repere,
        (ColumnSpec("annee", Kind.INTEGER, required=True, low=1900, high=2199),
         ColumnSpec("code", Kind.TEXT, required=True, length=200), text("libelle"),
         ColumnSpec("valeur", Kind.DECIMAL, required=True)),
        key=("annee", "code"),
    ),
)  # fmt: skip

FORMAT: dict[str, FileSpec] = {
    file.name: file for file in (LOGEMENTS, *_FILES, FREINS_RSA, *ADDED_FILES, *AID_FILES, *FOLLOW_FILES)
}
"""Every file by its name, in an order where a file comes after those it refers to."""

TARGETS: frozenset[str] = frozenset(
    column.target for file in FORMAT.values() for column in file.columns if column.target
)
"""Files whose rows others refer to."""
