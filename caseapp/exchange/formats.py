"""The exchange format, version 1: every file and column. A new column is one entry here."""

import re
from typing import Any

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES
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
from caseapp.models.famille import sort_key

_MATRICULE = re.compile(r"[0-9]{7}")


def _odd_matricule(text: str) -> str | None:
    return None if _MATRICULE.fullmatch(text) else "matricule inhabituel : 7 chiffres attendus"


def _sort_key(values: Values) -> dict[str, Any]:
    return {"cle_tri": sort_key(values["nom"], values.get("prenom"))}


def _granted_is_dated(values: Values) -> bool:
    return values["decision"] not in DECISIONS_ATTRIBUTIVES or values["date_decision"] is not None


def _key(name: str, attribute: str = "") -> ColumnSpec:
    return ColumnSpec(name, Kind.TEXT, required=True, attribute=attribute, length=60)


def _text(name: str, *, required: bool = False) -> ColumnSpec:
    return ColumnSpec(name, Kind.TEXT, required)


def _code(name: str, liste: str = "", *, required: bool = False) -> ColumnSpec:
    return ColumnSpec(name, Kind.CODE, required, liste=liste or name)


def _ref(name: str, target: str, *, required: bool = False) -> ColumnSpec:
    return ColumnSpec(name, Kind.REFERENCE, required, target=target)


def _date(name: str, *, required: bool = False) -> ColumnSpec:
    return ColumnSpec(name, Kind.DATE, required)


def _bool(name: str, *, required: bool = False) -> ColumnSpec:
    return ColumnSpec(name, Kind.BOOLEAN, required)


def _cents(name: str) -> ColumnSpec:
    return ColumnSpec(name, Kind.CENTS)


def _count(name: str, high: int = 100_000) -> ColumnSpec:
    return ColumnSpec(name, Kind.INTEGER, high=high)


_REFERENCE = _key("reference")
_CODE = _key("code")
_FAMILLE = _ref("famille", "familles", required=True)
_FAMILLE_CONNUE_OU_NON = _ref("famille", "familles")
_INTERVENTION = _ref("intervention", "interventions")
_AGENT = _ref("agent", "agents")
_LIEU = _ref("lieu", "lieux")
_PARTENAIRE = _ref("partenaire", "partenaires")
_COMMUNE = ColumnSpec("code_commune", Kind.COMMUNE, length=5)

_FILES = (
    FileSpec(
        "agents", Agent,
        (_CODE, _text("nom", required=True), _text("prenom"), _code("metier", required=True),
         _text("secteur"), _bool("actif")),
        key=("code",),
    ),
    FileSpec(
        "lieux", Lieu, (_CODE, _text("libelle", required=True), _text("type"), _COMMUNE), key=("code",)
    ),
    FileSpec(
        "partenaires", Partenaire, (_CODE, _text("nom", required=True), _text("type")), key=("code",)
    ),
    FileSpec(
        "familles", Famille,
        (_key("famille", "reference"), ColumnSpec("matricule", Kind.TEXT, length=20, doubt=_odd_matricule),
         _text("nom", required=True), _text("prenom"), _date("date_naissance"), _COMMUNE, _text("telephone"),
         _text("courriel"), _bool("protection")),
        key=("famille",), unique="matricule", derive=_sort_key,
    ),
    FileSpec(
        "situations", Situation,
        (_FAMILLE, _date("date_effet", required=True), _code("composition"), _count("nombre_enfants", 30),
         _date("naissance_dernier_enfant"), _bool("grossesse"),
         ColumnSpec("quotient_familial", Kind.QUOTIENT), _bool("minima_sociaux"), _code("aide_logement")),
        key=("famille", "date_effet"),
    ),
    FileSpec(
        "interventions", Intervention,
        (_REFERENCE, _FAMILLE, _code("motif", required=True), _code("nature", required=True),
         _code("origine"), _AGENT, _date("date_ouverture", required=True), _date("date_cloture"),
         _code("issue", "issue_intervention")),
        key=("reference",), rules=(ordered("date_ouverture", "date_cloture"),),
    ),
    FileSpec(
        "offres_contact", OffreContact,
        (_REFERENCE, _FAMILLE, _text("campagne"), _code("motif", required=True),
         _date("date_offre", required=True), _code("reponse"), _date("date_reponse")),
        key=("reference",), rules=(ordered("date_offre", "date_reponse"),),
    ),
    FileSpec(
        "tentatives_contact", TentativeContact,
        (_ref("offre", "offres_contact", required=True), _date("date", required=True),
         _code("canal", required=True), _code("resultat", "resultat_contact")),
        key=("offre", "date", "canal"), ranked=True,
    ),
    FileSpec(
        "rendez_vous", RendezVous,
        (_REFERENCE, _FAMILLE_CONNUE_OU_NON, _INTERVENTION, _ref("agent", "agents", required=True),
         _date("date", required=True), _code("type", "type_rendez_vous", required=True), _code("mode"), _LIEU,
         _code("statut", required=True)),
        key=("reference",),
    ),
    FileSpec(
        "appels", Appel,
        (_REFERENCE, _date("date", required=True), _bool("decroche", required=True), _FAMILLE_CONNUE_OU_NON,
         _code("suite")),
        key=("reference",),
    ),
    FileSpec(
        "types_aide", TypeAide,
        (_CODE, _text("libelle", required=True), _code("domaine", required=True),
         ColumnSpec("formes", Kind.FORMES)),
        key=("code",),
    ),
    FileSpec(
        "seances_commission", SeanceCommission,
        (_CODE, _text("instance", required=True), _date("date", required=True)),
        key=("code",),
    ),
    FileSpec(
        "aides", Aide,
        (_REFERENCE, _FAMILLE, _ref("type_aide", "types_aide", required=True), _code("motif", "motif_aide"),
         _code("demandeur"), _AGENT, _PARTENAIRE, _INTERVENTION, _date("date_demande", required=True),
         _cents("montant_demande"), _ref("seance", "seances_commission"), _date("date_decision"),
         _code("decision"), _cents("montant_pret"), _cents("montant_subvention")),
        key=("reference",),
        rules=(
            ordered("date_demande", "date_decision"),
            Rule("date_decision", "un accord demande la date de la décision", _granted_is_dated),
        ),
    ),
    FileSpec(
        "impayes", Impaye,
        (_REFERENCE, _FAMILLE, _code("aide_logement", required=True), _code("secteur", "secteur_logement"),
         _bool("tiers_payant"), _text("bailleur"), _cents("loyer"), _cents("charges"), _cents("montant_aide"),
         _cents("dette"), _date("date_constitution"), _date("date_signalement", required=True),
         _bool("cible_locale"), _bool("accompagnement_administratif"), _bool("accompagnement_social"),
         _INTERVENTION, _code("procedure"), _code("issue", "issue_impaye"), _date("date_issue")),
        key=("reference",),
        rules=(ordered("date_constitution", "date_signalement"), ordered("date_signalement", "date_issue")),
    ),
    FileSpec(
        "logements_signales", LogementSignale,
        (_REFERENCE, _FAMILLE, _code("origine", "origine_signalement", required=True),
         _date("date_signalement", required=True), _date("date_constat"), _text("operateur"),
         _code("resultat", "resultat_constat"), _date("date_diagnostic"),
         _bool("assistance_maitrise_ouvrage"), _date("date_conservation"), _date("date_levee"),
         _bool("travaux")),
        key=("reference",),
        rules=(ordered("date_signalement", "date_constat"), ordered("date_conservation", "date_levee")),
    ),
    FileSpec(
        "suivis_rsa", SuiviRsa,
        (_REFERENCE, _FAMILLE, _date("date_designation", required=True), _date("date_fin"),
         _code("motif_fin"), _INTERVENTION),
        key=("reference",), rules=(ordered("date_designation", "date_fin"),),
    ),
    FileSpec(
        "actions_collectives", ActionCollective,
        (_REFERENCE, _code("type", "type_action", required=True), _text("theme"), _text("libelle"), _LIEU,
         _PARTENAIRE, _bool("co_animation"), _date("date_debut", required=True), _date("date_fin"),
         _count("participants")),
        key=("reference",), rules=(ordered("date_debut", "date_fin"),),
    ),
    FileSpec(
        "seances_collectives", SeanceCollective,
        (_ref("action", "actions_collectives", required=True), _date("date", required=True),
         _count("presents")),
        key=("action", "date"), ranked=True,
    ),
    FileSpec(
        "permanences", Permanence,
        (_REFERENCE, _ref("lieu", "lieux", required=True), _date("date", required=True), _AGENT,
         _count("personnes_recues")),
        key=("reference",),
    ),
    FileSpec(
        "reperes", Repere,
        (ColumnSpec("annee", Kind.INTEGER, required=True, low=1900, high=2199),
         ColumnSpec("code", Kind.TEXT, required=True, length=200), _text("libelle"),
         ColumnSpec("valeur", Kind.DECIMAL, required=True)),
        key=("annee", "code"),
    ),
)  # fmt: skip

FORMAT: dict[str, FileSpec] = {file.name: file for file in _FILES}
"""Every file by its name, in an order where a file comes after those it refers to."""

TARGETS: frozenset[str] = frozenset(
    column.target for file in _FILES for column in file.columns if column.target
)
"""Files whose rows others refer to."""
