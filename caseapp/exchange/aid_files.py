"""The files of the financial aids that version 1 of the exchange format has not."""

from caseapp.exchange.columns import (
    CODE,
    IDENTIFIANT,
    cents,
    code,
    count,
    day,
    hour,
    moment,
    ref,
    text,
    yes_no,
)
from caseapp.exchange.specs import ColumnSpec, FileSpec, Kind, Rule, Values, ordered
from caseapp.models import (
    AideReglement,
    Ajournement,
    Cofinancement,
    EcheancePret,
    InstanceCommission,
    LigneBudget,
    ModeleLettre,
    MouvementPret,
    Paiement,
    PieceAide,
    PieceReglement,
    PlanPret,
    Rectification,
    Reglement,
    TrancheQf,
)
from caseapp.models.reglement import FULL_SHARE

_AIDE = ref("aide", "aides", required=True)
_AIDE_REGLEMENT = ref("aide_reglement", "aides_reglement", required=True)
_ANNEE = count("annee", 1900, 2199, required=True)
_TAUX = count("taux", 1, FULL_SHARE)


def _third_party_is_named(values: Values) -> bool:
    return values.get("destinataire") != "tiers" or values.get("tiers") is not None


def _cancelled_or_paid(values: Values) -> bool:
    return values.get("date_annulation") is None or values.get("date_versement") is None


def _returned_was_paid(values: Values) -> bool:
    return values.get("date_retour") is None or values.get("date_versement") is not None


def _above_zero(values: Values) -> bool:
    return values.get("montant") != 0


_ABOVE_ZERO = Rule("montant", "le montant doit dépasser zéro", _above_zero)

AID_FILES = (
    FileSpec(
        "instances_commission", InstanceCommission,
        (CODE, count("jour", high=6), text("semaines", length=9), hour("heure"), text("lieu"),
         count("delai_depot", high=366), yes_no("actif")),
        key=("code",), added=True,
    ),
    FileSpec(
        "reglements", Reglement, (CODE, _ANNEE, text("caf", required=True), text("source")),
        key=("code",), unique="annee", added=True,
    ),
    FileSpec(
        "lignes_budget", LigneBudget,
        (CODE, _ANNEE, text("libelle", required=True), code("domaine"), cents("montant"), text("compte")),
        key=("code",), added=True,
    ),
    FileSpec(
        "aides_reglement", AideReglement,
        (CODE, ref("reglement", "reglements", required=True), ref("type_aide", "types_aide", required=True),
         ColumnSpec("formes", Kind.FORMES, required=True), text("public"), yes_no("non_allocataires"),
         ColumnSpec("qf_plafond", Kind.QUOTIENT), cents("plafond"), _TAUX, cents("montant_unitaire"),
         code("unite", "unite_aide"), ColumnSpec("saison_debut", Kind.YEAR_DAY),
         ColumnSpec("saison_fin", Kind.YEAR_DAY), count("nombre_par_an", 1, 366),
         count("duree_pret_max", 1, 120), code("decideur"), cents("delegation_plafond"),
         ref("ligne", "lignes_budget"), ref("ligne_pret", "lignes_budget"), text("libelle_comptable"),
         text("precisions", length=4_000)),
        key=("code",), added=True,
    ),
    FileSpec(
        "tranches_qf", TrancheQf,
        (IDENTIFIANT, _AIDE_REGLEMENT, ColumnSpec("qf_max", Kind.QUOTIENT), _TAUX, cents("plafond"),
         cents("montant_unitaire")),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "pieces_reglement", PieceReglement,
        (IDENTIFIANT, _AIDE_REGLEMENT, text("libelle", required=True), yes_no("obligatoire", required=True),
         count("rang", 1, 1_000, required=True)),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "modeles_lettre", ModeleLettre,
        (CODE, text("libelle", required=True), code("decision"), text("objet", required=True),
         text("corps", required=True, length=20_000)),
        key=("code",), added=True,
    ),
    FileSpec(
        "pieces_aide", PieceAide,
        (IDENTIFIANT, _AIDE, text("libelle", required=True), yes_no("obligatoire", required=True),
         day("date_reception")),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "cofinancements", Cofinancement,
        (IDENTIFIANT, _AIDE, text("financeur", required=True), cents("montant", required=True),
         code("etat", "etat_cofinancement", required=True)),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "ajournements", Ajournement,
        (IDENTIFIANT, _AIDE, ref("seance", "seances_commission"), day("date", required=True), text("motif")),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "rectifications", Rectification,
        (IDENTIFIANT, _AIDE, ref("seance", "seances_commission", required=True),
         moment("moment", required=True), text("auteur", required=True, length=200),
         text("motif", required=True), code("decision_avant", "decision"), cents("pret_avant"),
         cents("subvention_avant"), code("decision_apres", "decision", required=True), cents("pret_apres"),
         cents("subvention_apres")),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "paiements", Paiement,
        (IDENTIFIANT, _AIDE, code("forme", required=True), cents("montant", required=True),
         code("destinataire", required=True), text("tiers"), day("date_prevue", required=True),
         day("date_versement"), day("date_annulation"), day("date_retour"), text("motif")),
        key=("identifiant",), added=True,
        rules=(
            _ABOVE_ZERO,
            Rule("tiers", "un paiement à un tiers demande son nom", _third_party_is_named),
            Rule("date_annulation", "un paiement versé ne s'annule pas : il revient", _cancelled_or_paid),
            Rule("date_retour", "un paiement revient après avoir été versé", _returned_was_paid),
            ordered("date_versement", "date_retour"),
        ),
    ),
    FileSpec(
        "plans_pret", PlanPret, (IDENTIFIANT, _AIDE, day("date_effet", required=True), text("motif")),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "echeances_pret", EcheancePret,
        (ref("plan", "plans_pret", required=True), count("numero", 1, 600, required=True),
         day("date_echeance", required=True), cents("montant", required=True)),
        key=("plan", "numero"), rules=(_ABOVE_ZERO,), added=True,
    ),
    FileSpec(
        "mouvements_pret", MouvementPret,
        (IDENTIFIANT, _AIDE, code("type", "mouvement_pret", required=True), day("date", required=True),
         cents("montant", required=True), text("motif")),
        key=("identifiant",), rules=(_ABOVE_ZERO,), added=True,
    ),
)  # fmt: skip
"""In an order where a file comes after those it refers to; all come after those of version 1."""
