"""The database itself refuses the impossible row, by raw SQL, whatever the program above it does."""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from raw_rows import ROWS, Row, insert_row, insert_rows
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Constraint,
    Date,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from caseapp.models import Base
from caseapp.store import Store
from caseapp.store.engine import connect
from caseapp.store.upgrade import HEAD

TABLES: dict[str, Table] = dict(sorted(Base.metadata.tables.items()))
CONSTRAINTS: dict[str, Constraint] = {
    str(constraint.name): constraint
    for table in TABLES.values()
    for constraint in sorted(table.constraints, key=lambda one: str(one.name))
}
BAD_DATES = (
    "1899-12-31", "2200-01-01", "2017-02-30", "2017-04-31", "2017-1-1", "2017-01-01 00:00", "hier", 20170101,
)  # fmt: skip
TOO_LONG = "x" * 2_000_001
BY_SUFFIX: dict[str, tuple[object, ...]] = {
    "plausible": BAD_DATES,
    "oui_non": (2, -1, "oui"),
    "compte": (-1, 10**13, 1.5, "x"),
    "rempli": ("", TOO_LONG),
    "heure": ("24:00:00.000000", "9h30"),
    "jour": ("02-30", "6-1", "juin"),
    "positif": (0,),
}
"""What breaks a constraint, by the end of its name; the beginning is the column."""
BY_NAME: dict[str, tuple[Row, ...]] = {
    "ck_familles_cle_tri_bornee": ({"cle_tri": "x" * 901},),
    "ck_familles_code_commune_5": ({"code_commune": "4008"}, {"code_commune": "400880"}),
    "ck_lieux_code_commune_5": ({"code_commune": ""},),
    "ck_code_motif_niveau_connu": ({"niveau": "regional"},),
    "ck_types_aide_formes_connues": ({"formes": "don"}, {"formes": "pret subvention"}),
    "ck_aides_accord_date": ({"decision": "accord", "date_decision": None},),
    "ck_situations_nombre_enfants_compte": ({"nombre_enfants": 31}, {"nombre_enfants": 0.5}),
    "ck_reperes_annee_compte": ({"annee": 1899}, {"annee": 2200}, {"annee": 2017.5}),
    "ck_reperes_valeur_decimale": tuple({"valeur": text} for text in ("abc", "1e5", "", "1" * 41)),
    "ck_tentatives_contact_rang_compte": ({"rang": 0}, {"rang": 1.5}),
    "ck_seances_collectives_rang_compte": ({"rang": 0}, {"rang": 1.5}),
    "ck_code_droit_organisme_connu": ({"organisme": "departement"},),
    "ck_horaires_semaines_connues": ({"semaines": "une sur trois"},),
    "ck_horaires_jour_compte": ({"jour": 7}, {"jour": 0.5}),
    "ck_horaires_heure_fin_apres_heure_debut": ({"heure_fin": "08:59:00.000000"},),
    "ck_permanences_heure_fin_apres_heure_debut": ({"heure_fin": "08:59:00.000000"},),
    "ck_operations_moment_plausible": ({"moment": "1899-12-31 23:59:59"}, {"moment": "hier"}),
    "ck_brouillons_modifie_le_plausible": ({"modifie_le": "2200-01-01 00:00:00"}, {"modifie_le": "hier"}),
    "ck_notes_niveau_connu": ({"niveau": "publique"},),
    "ck_notes_ecrite_le_plausible": ({"ecrite_le": "1899-12-31 23:59:59"}, {"ecrite_le": "hier"}),
    "ck_aides_reglement_formes_connues": ({"formes": "don"}, {"formes": "pret subvention"}),
    "ck_aides_reglement_taux_compte": ({"taux": 0}, {"taux": 10_001}),
    "ck_tranches_qf_taux_compte": ({"taux": 0}, {"taux": 0.5}),
    "ck_paiements_tiers_nomme": ({"destinataire": "tiers", "tiers": None},),
    "ck_paiements_annule_ou_verse": ({"date_annulation": "2017-02-10"},),
    "ck_paiements_retour_verse": ({"date_versement": None},),
    "ck_rectifications_moment_plausible": ({"moment": "1899-12-31 23:59:59"}, {"moment": "hier"}),
    "ck_rectifications_pret_apres_compte": ({"pret_apres": -1}, {"pret_apres": 0.5}),
    "ck_rectifications_subvention_apres_compte": ({"subvention_apres": -1}, {"subvention_apres": "x"}),
    "ck_seances_commission_close_le_plausible": ({"close_le": "2200-01-01 00:00:00"}, {"close_le": "hier"}),
    "ck_jeux_regles_ajoute_le_plausible": (
        {"ajoute_le": "1899-12-31 23:59:59", "version": "2"},
        {"ajoute_le": "hier", "version": "2"},
    ),
    "ck_logements_code_commune_5": ({"code_commune": "4008"},),
    "ck_suites_echeance_report_motive": (
        {"etat": "reportee", "motif": None},
        {"etat": "reportee", "reportee_au": None},
    ),
    "ck_suites_echeance_un_dossier": ({"suivi_id": 1}, {"impaye_id": None}),
    "fk_suites_echeance_signalement_id": ({"impaye_id": None, "signalement_id": 999},),
    "fk_suites_echeance_suivi_id": ({"impaye_id": None, "suivi_id": 999},),
    "ck_journal_action_connue": ({"action": "lecture"},),
    "ck_journal_empreinte_64": ({"empreinte": "0" * 63},),
    "ck_journal_horodatage_27": ({"horodatage": "2017-01-02"},),
    "ck_journal_sequence_compte": ({"sequence": 0}, {"sequence": -1}),
    "ck_journal_objet_id_compte": ({"objet_id": 0}, {"objet_id": 1.5}),
    "ck_journal_objet_id_fin_compte": ({"objet_id_fin": 0}, {"objet_id_fin": 1.5}),
    **{f"ck_{name}_code_minuscule": ({"code": "Essai"},) for name in TABLES if name.startswith("code_")},
}
"""What breaks a constraint that is the only one of its sort."""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlcipher.Connection]:
    """Return a connection to a store that holds one row of every table."""
    path, key = tmp_path_factory.mktemp("contraintes") / "caseapp.base", os.urandom(32)
    Store.create(path, key, str).close()
    connection = connect(path, key)
    insert_rows(connection, ROWS[HEAD])
    insert_row(connection, "code_droit", ROWS[HEAD]["code_droit"] | {"code": "second"})
    yield connection
    connection.close()


@pytest.fixture(autouse=True)
def _unchanged(raw: sqlcipher.Connection) -> Iterator[None]:
    raw.execute("BEGIN")
    yield
    raw.execute("ROLLBACK")


def twin(table: str) -> Row:
    """Return another valid row of a table: the first with other keys."""
    row = dict(ROWS[HEAD][table])
    keys = {
        "id": 2, "uuid": "f" * 32, "reference": "autre", "code": "autre", "matricule": "0054321", "rang": 2,
        "date_effet": "2018-01-01", "sequence": 2, "cle": "autre", "droit": "second",
        "annee": 2018, "numero": 2, "version": "autre",
    }  # fmt: skip
    return row | {name: value for name, value in keys.items() if name in row}


def refusal(raw: sqlcipher.Connection, table: str, changes: Row) -> str:
    """Return what the database says of the twin with `changes`; empty when it takes it."""
    raw.execute("SAVEPOINT essai")
    try:
        insert_row(raw, table, twin(table) | changes)
    except sqlcipher.IntegrityError as error:
        return str(error)
    finally:
        raw.execute("ROLLBACK TO essai")
    return ""


def breaches(constraint: Constraint) -> tuple[Row, ...]:
    """Return changes each of which is impossible, one at least by this constraint."""
    name, table = str(constraint.name), constraint.table.name
    if name in BY_NAME:
        return BY_NAME[name]
    if not isinstance(constraint, CheckConstraint):
        first, columns = ROWS[HEAD][table], [column.name for column in constraint.columns]
        if not isinstance(constraint, ForeignKeyConstraint):
            return ({column: first[column] for column in columns},)
        return ({column: "inconnu" if isinstance(first[column], str) else 999 for column in columns},)
    subject = name.removeprefix(f"ck_{table}_")
    if "_apres_" in subject:
        later, earlier = str(constraint.sqltext).split(" >= ")
        day = date.fromisoformat(ROWS[HEAD][table][earlier]) - timedelta(days=1)
        return ({later: day.isoformat()},)
    suffix = next(suffix for suffix in BY_SUFFIX if subject.endswith(f"_{suffix}"))
    return tuple({subject.removesuffix(f"_{suffix}"): value} for value in BY_SUFFIX[suffix])


def expected_words(constraint: Constraint) -> str:
    """Return what the engine says when this constraint, and no other, is broken."""
    table = constraint.table.name
    if isinstance(constraint, CheckConstraint):
        return f"CHECK constraint failed: {constraint.name}"
    if isinstance(constraint, ForeignKeyConstraint):
        return "FOREIGN KEY constraint failed"
    columns = ", ".join(f"{table}.{column.name}" for column in constraint.columns)
    return f"UNIQUE constraint failed: {columns}"


@pytest.mark.parametrize("table", TABLES)
def test_a_valid_row_is_taken(raw: sqlcipher.Connection, table: str) -> None:
    assert refusal(raw, table, {}) == ""


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraint_refuses_what_breaks_it(raw: sqlcipher.Connection, name: str) -> None:
    constraint = CONSTRAINTS[name]
    bad = breaches(constraint)
    assert bad
    found = [refusal(raw, constraint.table.name, changes) for changes in bad]
    assert expected_words(constraint) in found
    assert "" not in found


def test_every_constraint_of_the_database_is_named_and_tested(raw: sqlcipher.Connection) -> None:
    rows = raw.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'recherche%'")
    schema = "\n".join(sql for (sql,) in rows)
    named = re.findall(r"CONSTRAINT (\w+) (?:CHECK|FOREIGN KEY|REFERENCES|UNIQUE|PRIMARY KEY)\b", schema)
    assert sorted(named) == sorted({*CONSTRAINTS, "alembic_version_pkc"})
    assert len(re.findall(r"\b(?:CHECK|REFERENCES|UNIQUE|PRIMARY KEY)\b", schema)) == len(named)


@pytest.mark.parametrize("table", TABLES)
def test_required_columns_refuse_nothing(raw: sqlcipher.Connection, table: str) -> None:
    numbered = {"id", "sequence"}  # an integer key left out is given the next number
    required = {column.name for column in TABLES[table].columns if not column.nullable} - numbered
    found = {name: refusal(raw, table, {name: None}) for name in required}
    assert found == {name: f"NOT NULL constraint failed: {table}.{name}" for name in required}


def bad_value(column: Column[Any]) -> object:
    """Return a value that the type of a column rules out, and that SQLite would take."""
    match column.type:
        case Date():
            return "2017-02-30"
        case Boolean():
            return 2
        case Integer():
            return 1.5
        case String(length=int(length)):
            return "x" * (length + 1)
        case _:
            return None


@pytest.mark.parametrize("table", TABLES)
def test_no_column_takes_what_its_type_rules_out(raw: sqlcipher.Connection, table: str) -> None:
    checked = [
        column
        for column in TABLES[table].columns
        if not column.foreign_keys and not (column.primary_key and isinstance(column.type, Integer))
    ]
    bad = {column.name: value for column in checked if (value := bad_value(column)) is not None}
    assert {name for name, value in bad.items() if not refusal(raw, table, {name: value})} == set()


@pytest.mark.parametrize("table", [name for name in TABLES if name.startswith("code_")])
def test_a_code_is_neither_deleted_nor_renamed(raw: sqlcipher.Connection, table: str) -> None:
    with pytest.raises(sqlcipher.IntegrityError, match="un code ne se supprime pas"):
        raw.execute(f"DELETE FROM {table}")
    with pytest.raises(sqlcipher.IntegrityError, match="un code ne se renomme pas"):
        raw.execute(f"UPDATE {table} SET code = 'autre'")
    raw.execute(f"UPDATE {table} SET libelle = 'Autre', jusqu_au = '2020-12-31'")


def test_an_entry_of_the_journal_is_not_updated(raw: sqlcipher.Connection) -> None:
    with pytest.raises(sqlcipher.IntegrityError, match="le journal ne se modifie pas"):
        raw.execute("UPDATE journal SET auteur = 'autre'")


@pytest.mark.parametrize(
    "name", [name for name, one in CONSTRAINTS.items() if isinstance(one, ForeignKeyConstraint)]
)
def test_what_is_referred_to_is_not_removed(raw: sqlcipher.Connection, name: str) -> None:
    (element,) = CONSTRAINTS[name].elements
    target = element.column.table.name
    with pytest.raises(sqlcipher.IntegrityError):
        raw.execute(f"DELETE FROM {target}")


# --- PostgreSQL: the same models, for a shared server one day ---

PORTABLE = {"INTEGER", "SERIAL", "BIGINT", "BOOLEAN", "DATE", "TEXT", "UUID", "TIME", "TIMESTAMP", "VARCHAR"}


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_written_for_postgresql(table: str) -> None:
    dialect = postgresql.dialect()
    text = str(CreateTable(TABLES[table]).compile(dialect=dialect))
    columns = re.findall(r"^\t(\w+) (\w+)", text, re.MULTILINE)
    assert {kind for name, kind in columns if name != "CONSTRAINT"} <= PORTABLE
    assert len(columns) == len(TABLES[table].columns) + len(re.findall(r"CONSTRAINT (\w+)", text))
    for index in TABLES[table].indexes:
        assert str(CreateIndex(index).compile(dialect=dialect)).startswith(f"CREATE INDEX {index.name} ON")


def test_names_are_kept_whole_by_postgresql() -> None:
    indexes = [index.name for table in TABLES.values() for index in table.indexes]
    names = [str(name) for name in (*CONSTRAINTS, *indexes)]
    assert {name for name in names if len(name) > 63} == set()
    assert len(set(names)) == len(names)
    keys = {name for name, one in CONSTRAINTS.items() if isinstance(one, PrimaryKeyConstraint)}
    assert keys == {name for name in names if name.startswith("pk_")}
