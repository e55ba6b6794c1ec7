"""The declarations say what the exchange format and the database say."""

import re

import pytest
from portfolio_format import CODE_COLUMNS, CODES, HEADERS, WHOLE
from sqlalchemy import CheckConstraint, UniqueConstraint

from caseapp.exchange.formats import FORMAT
from caseapp.exchange.specs import FileSpec, Kind
from caseapp.exchange.values import MAX_AMOUNT

REQUIRED = {
    "agents": "code nom metier",
    "lieux": "code libelle",
    "partenaires": "code nom",
    "familles": "famille nom",
    "situations": "famille date_effet",
    "interventions": "reference famille motif nature date_ouverture",
    "offres_contact": "reference famille motif date_offre",
    "tentatives_contact": "offre date canal",
    "rendez_vous": "reference agent date type statut",
    "appels": "reference date decroche",
    "types_aide": "code libelle domaine",
    "seances_commission": "code instance date",
    "aides": "reference famille type_aide date_demande",
    "impayes": "reference famille aide_logement date_signalement",
    "logements_signales": "reference famille origine date_signalement",
    "suivis_rsa": "reference famille date_designation",
    "actions_collectives": "reference type date_debut",
    "seances_collectives": "action date",
    "permanences": "reference lieu date",
    "reperes": "annee code valeur",
    "personnes": "identifiant famille lien prenom",
    "references_fusionnees": "reference famille",
    "objectifs": "identifiant intervention libelle statut",
    "demarches": "identifiant intervention libelle",
    "orientations": "identifiant famille partenaire date",
    "droits_examines": "rendez_vous droit etat date_etat",
    "horaires": "identifiant lieu jour semaines heure_debut heure_fin creneau",
    "notes": "identifiant famille niveau texte ecrite_le",
    "instances_commission": "code",
    "reglements": "code annee caf",
    "lignes_budget": "code annee libelle",
    "aides_reglement": "code reglement type_aide formes",
    "tranches_qf": "identifiant aide_reglement",
    "pieces_reglement": "identifiant aide_reglement libelle obligatoire rang",
    "modeles_lettre": "code libelle objet corps",
    "pieces_aide": "identifiant aide libelle obligatoire",
    "cofinancements": "identifiant aide financeur montant etat",
    "ajournements": "identifiant aide date",
    "rectifications": "identifiant aide seance moment auteur motif decision_apres",
    "paiements": "identifiant aide forme montant destinataire date_prevue",
    "plans_pret": "identifiant aide date_effet",
    "echeances_pret": "plan numero date_echeance montant",
    "mouvements_pret": "identifiant aide type date montant",
    "logements": "reference adresse",
    "freins_rsa": "identifiant suivi frein date_reperage",
    "occupations": "identifiant logement famille",
    "prolongations_conservation": "identifiant signalement date mois",
    "mouvements_dette": "identifiant impaye type date montant",
    "faits_impaye": "identifiant impaye nature date",
    "plans_apurement": "identifiant impaye procedure date_plan date_effet montant",
    "mensualites_plan": "plan numero date_echeance montant",
    "etats_impaye": "identifiant impaye issue date_debut date_fin",
    "contrats_rsa": "identifiant suivi type date_signature",
    "reexamens_rsa": "identifiant suivi date",
    "co_accompagnements": "identifiant suivi partenaire type date_debut",
    "jeux_regles": "code version contenu ajoute_le",
    "suites_echeance": "identifiant regle depuis etat date",
}
files = pytest.mark.parametrize("spec", FORMAT.values(), ids=FORMAT.keys())


def test_files_and_columns_are_those_of_the_format() -> None:
    declared = {file: tuple(column.name for column in spec.columns) for file, spec in FORMAT.items()}
    assert list(declared.items()) == list(WHOLE.items())
    assert {file for file, spec in FORMAT.items() if spec.added} == WHOLE.keys() - HEADERS.keys()


@files
def test_required_columns_are_those_of_the_format_and_of_the_database(spec: FileSpec) -> None:
    required = {column.name for column in spec.columns if column.required}
    assert required == set(REQUIRED[spec.name].split())
    assert {column.name for column in spec.columns if not spec.table.c[column.attribute].nullable} == required


@files
def test_every_column_of_the_table_is_exchanged_or_computed(spec: FileSpec) -> None:
    computed = {"id", "uuid", "rang", "cle_tri"}
    exchanged = {column.attribute for column in spec.columns}
    assert set(spec.table.c.keys()) - computed == exchanged - computed


@files
def test_a_file_comes_after_those_it_refers_to(spec: FileSpec) -> None:
    order = list(FORMAT)
    for column in spec.columns:
        if column.late:
            assert column.target == spec.name
        elif column.target:
            assert order.index(column.target) < order.index(spec.name)


@files
def test_only_one_column_of_a_file_is_late(spec: FileSpec) -> None:
    assert sum(column.late for column in spec.columns) <= 1


@files
def test_references_and_codes_point_where_the_database_does(spec: FileSpec) -> None:
    for column in spec.columns:
        pointed = {key.target_fullname for key in spec.table.c[column.attribute].foreign_keys}
        if column.kind is Kind.REFERENCE:
            assert pointed == {f"{FORMAT[column.target].table.name}.id"}
        elif column.kind is Kind.CODE:
            assert pointed == {f"code_{column.liste}.code"}
            assert CODE_COLUMNS[spec.name][column.name] == column.liste in CODES
        else:
            assert pointed == set()


@files
def test_the_key_is_unique_in_the_database(spec: FileSpec) -> None:
    unique = {
        frozenset(column.name for column in constraint.columns)
        for constraint in spec.table.constraints
        if isinstance(constraint, UniqueConstraint)
    }
    unique |= {frozenset([column.name]) for column in spec.table.c if column.unique}
    assert frozenset(spec.key_attributes) in unique
    others = unique - {frozenset(spec.key_attributes), frozenset(["uuid"])}
    assert others == ({frozenset([spec.unique])} if spec.unique else set())


_KINDS = {
    "_rempli": {Kind.TEXT},
    "_plausible": {Kind.DATE, Kind.MOMENT},
    "_compte": {Kind.INTEGER, Kind.CENTS, Kind.QUOTIENT, Kind.CHOICE},
    "_heure": {Kind.HOUR},
    "_connu": {Kind.CHOICE},
    "_oui_non": {Kind.BOOLEAN},
    "_5": {Kind.COMMUNE},
    "_connues": {Kind.FORMES, Kind.CHOICE},
    "_jour": {Kind.YEAR_DAY},
    "_decimale": {Kind.DECIMAL},
}
"""Kinds of column that do the work of a constraint, by the end of its name."""
_COMPUTED = {"rang_compte", "cle_tri_bornee"}
_NAMED_RULES = {
    "aides": {"accord_date"},
    "paiements": {"montant_positif", "tiers_nomme", "annule_ou_verse", "retour_verse"},
    "echeances_pret": {"montant_positif"},
    "mouvements_pret": {"montant_positif"},
    "mouvements_dette": {"montant_positif"},
    "plans_apurement": {"montant_positif"},
    "mensualites_plan": {"montant_positif"},
    "suites_echeance": {"un_dossier", "report_motive"},
}
"""Constraints between columns, each the work of a rule that says why."""
_BOUNDS = re.compile(r"(?:length\()?(\w+)\)? BETWEEN (\d+) AND (\d+)")


def _checks(spec: FileSpec) -> dict[str, str]:
    """Return the SQL of each CHECK of a table by its short name."""
    prefix = f"ck_{spec.table.name}_"
    constraints = [one for one in spec.table.constraints if isinstance(one, CheckConstraint)]
    return {str(one.name).removeprefix(prefix): str(one.sqltext) for one in constraints}


@files
def test_every_check_of_the_database_is_made_before(spec: FileSpec) -> None:
    """Each constraint is the work of a kind of column or of a declared rule."""
    by_attribute = {column.attribute: column.kind for column in spec.columns}
    left = {
        name
        for name in set(_checks(spec)) - _COMPUTED
        if not any(
            name.endswith(suffix) and by_attribute.get(name.removesuffix(suffix)) in kinds
            for suffix, kinds in _KINDS.items()
        )
    }
    rules = {
        f"{rule.column}_apres_{rule.reason.split()[-1]}" for rule in spec.rules if "avant" in rule.reason
    }
    assert left == rules | _NAMED_RULES.get(spec.name, set())
    said = [rule for rule in spec.rules if "avant" not in rule.reason]
    assert len(said) == len(_NAMED_RULES.get(spec.name, set())) + (spec.name == "notes")


@files
def test_bounds_are_those_of_the_database(spec: FileSpec) -> None:
    columns = {column.attribute: column for column in spec.columns}
    for sql in _checks(spec).values():
        match = _BOUNDS.match(sql)
        if not match or match[1] == "rang":
            continue
        column, low, high = columns[match[1]], int(match[2]), int(match[3])
        if column.kind is Kind.TEXT:
            assert (1, column.length) == (low, high)
        elif column.kind is Kind.INTEGER:
            assert (column.low, column.high) == (low, high)
        elif column.kind in {Kind.CENTS, Kind.QUOTIENT}:
            assert (low, high) == (0, MAX_AMOUNT)
        elif column.kind is Kind.CHOICE:
            assert {value for _, value in column.choices} == set(range(low, high + 1))
