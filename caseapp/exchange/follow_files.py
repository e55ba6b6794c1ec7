"""The files of arrears, dwellings, RSA follow-ups and deadlines, which version 1 of the format has not."""

from caseapp.exchange.columns import (
    AGENT,
    COMMUNE,
    FAMILLE,
    IDENTIFIANT,
    REFERENCE,
    cents,
    code,
    count,
    day,
    key,
    moment,
    ref,
    text,
)
from caseapp.exchange.specs import FileSpec, Rule, Values, ordered
from caseapp.models import (
    CoAccompagnement,
    ContratRsa,
    EtatImpaye,
    FaitImpaye,
    FreinRsa,
    JeuRegles,
    Logement,
    MensualitePlan,
    MouvementDette,
    Occupation,
    PlanApurement,
    ProlongationConservation,
    ReexamenRsa,
    SuiteEcheance,
)
from caseapp.models.regles import LONGEST_RULE_FILE

_IMPAYE = ref("impaye", "impayes", required=True)
_SUIVI = ref("suivi", "suivis_rsa", required=True)
_FILES = ("impaye_id", "signalement_id", "suivi_id")


def _above_zero(values: Values) -> bool:
    return values.get("montant") != 0


def _moves(values: Values) -> bool:
    return values.get("type") == "releve" or _above_zero(values)


def _has_one_file(values: Values) -> bool:
    return sum(values.get(name) is not None for name in _FILES) == 1


def _put_off_with_reason(values: Values) -> bool:
    told = values.get("reportee_au") is not None and values.get("motif") is not None
    return values.get("etat") != "reportee" or told


_ABOVE_ZERO = Rule("montant", "le montant doit dépasser zéro", _above_zero)

LOGEMENTS = FileSpec(
    "logements", Logement,
    (REFERENCE, text("adresse", required=True), text("complement"), COMMUNE, text("bailleur"),
     code("type", "type_logement"), count("surface", 1, 10_000)),
    key=("reference",), added=True,
)  # fmt: skip
"""Comes before the dwellings reported, which refer to it."""
FREINS_RSA = FileSpec(
    "freins_rsa", FreinRsa,
    (IDENTIFIANT, _SUIVI, code("frein", required=True), day("date_reperage", required=True),
     day("date_levee"), text("commentaire")),
    key=("identifiant",), rules=(ordered("date_reperage", "date_levee"),), added=True,
)  # fmt: skip
"""Comes before the démarches, which refer to it."""
FOLLOW_FILES = (
    FileSpec(
        "occupations", Occupation,
        (IDENTIFIANT, ref("logement", "logements", required=True), FAMILLE, day("date_entree"),
         day("date_sortie"), code("statut", "statut_occupation")),
        key=("identifiant",), rules=(ordered("date_entree", "date_sortie"),), added=True,
    ),
    FileSpec(
        "prolongations_conservation", ProlongationConservation,
        (IDENTIFIANT, ref("signalement", "logements_signales", required=True), day("date", required=True),
         code("motif", "motif_prolongation"), count("mois", 1, 24, required=True)),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "mouvements_dette", MouvementDette,
        (IDENTIFIANT, _IMPAYE, code("type", "mouvement_dette", required=True), day("date", required=True),
         cents("montant", required=True), text("payeur")),
        key=("identifiant",), rules=(Rule("montant", "le montant doit dépasser zéro", _moves),), added=True,
    ),
    FileSpec(
        "faits_impaye", FaitImpaye,
        (IDENTIFIANT, _IMPAYE, code("nature", "fait_impaye", required=True), day("date", required=True),
         text("commentaire"), AGENT),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "plans_apurement", PlanApurement,
        (IDENTIFIANT, _IMPAYE, code("procedure", required=True), day("date_plan", required=True),
         day("date_effet", required=True), cents("montant", required=True), day("date_rupture"),
         text("motif_rupture")),
        key=("identifiant",), added=True,
        rules=(
            ordered("date_plan", "date_effet"), ordered("date_plan", "date_rupture"), _ABOVE_ZERO,
        ),
    ),
    FileSpec(
        "mensualites_plan", MensualitePlan,
        (ref("plan", "plans_apurement", required=True), count("numero", 1, 600, required=True),
         day("date_echeance", required=True), cents("montant", required=True)),
        key=("plan", "numero"), rules=(_ABOVE_ZERO,), added=True,
    ),
    FileSpec(
        "etats_impaye", EtatImpaye,
        (IDENTIFIANT, _IMPAYE, code("issue", "issue_impaye", required=True),
         day("date_debut", required=True), day("date_fin", required=True)),
        key=("identifiant",), rules=(ordered("date_debut", "date_fin"),), added=True,
    ),
    FileSpec(
        "contrats_rsa", ContratRsa,
        (IDENTIFIANT, _SUIVI, code("type", "type_contrat_rsa", required=True),
         day("date_signature", required=True), day("date_fin"), text("objectifs", length=4_000)),
        key=("identifiant",), rules=(ordered("date_signature", "date_fin"),), added=True,
    ),
    FileSpec(
        "reexamens_rsa", ReexamenRsa,
        (IDENTIFIANT, _SUIVI, day("date", required=True), text("conclusion", length=4_000)),
        key=("identifiant",), added=True,
    ),
    FileSpec(
        "co_accompagnements", CoAccompagnement,
        (IDENTIFIANT, _SUIVI, ref("partenaire", "partenaires", required=True),
         code("type", "co_accompagnement", required=True), text("conseiller"),
         day("date_debut", required=True), day("date_fin")),
        key=("identifiant",), rules=(ordered("date_debut", "date_fin"),), added=True,
    ),
    FileSpec(
        "jeux_regles", JeuRegles,
        (key("code"), key("version"), text("contenu", required=True, length=LONGEST_RULE_FILE),
         moment("ajoute_le", required=True)),
        key=("code", "version"), added=True,
    ),
    FileSpec(
        "suites_echeance", SuiteEcheance,
        (IDENTIFIANT, ref("impaye", "impayes"), ref("signalement", "logements_signales"),
         ref("suivi", "suivis_rsa"), text("regle", required=True, length=60), day("depuis", required=True),
         code("etat", "suite_echeance", required=True), day("reportee_au"), text("motif"), AGENT,
         day("date", required=True)),
        key=("identifiant",), added=True,
        rules=(
            Rule("impaye", "une suite est celle d'un impayé, d'un signalement ou d'un suivi", _has_one_file),
            Rule("motif", "un report demande sa date et son motif", _put_off_with_reason),
        ),
    ),
)  # fmt: skip
"""In an order where a file comes after those it refers to; all come after those of version 1."""
