"""Stores for the tests of imports: quickly made, and read whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from portfolio_format import HEADERS, Portfolio, Row, write_portfolio
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from stores import new_store

from caseapp.models import Base
from caseapp.services.echange import EchangeService, Problem
from caseapp.store import Store

AUTEUR = "Léa Martin"
SMALL: Portfolio = {
    "agents": [{"code": "TS01", "nom": "Martin", "metier": "cesf"}],
    "lieux": [{"code": "DAX", "libelle": "Antenne de Dax", "code_commune": "40088"}],
    "familles": [
        {"famille": "F1", "matricule": "1000001", "nom": "O'Brien", "prenom": "Zoé", "code_commune": "40192"},
        {"famille": "F2", "matricule": "1000002", "nom": "Nguyễn", "protection": "oui"},
        {"famille": "F3", "nom": "Aït-Ahmed"},
    ],
    "interventions": [
        {"reference": "I1", "famille": "F1", "motif": "separation", "nature": "information_conseil",
         "agent": "TS01", "date_ouverture": "2017-01-05"},
        {"reference": "I2", "famille": "F2", "motif": "energie", "nature": "accompagnement_social",
         "date_ouverture": "2017-02-01", "date_cloture": "2017-03-01"},
    ],
    "situations": [{"famille": "F1", "date_effet": "2017-01-01", "quotient_familial": "274"}],
    "types_aide": [{"code": "loisirs", "libelle": "Loisirs", "domaine": "temps_libre"}],
    "aides": [
        {"reference": "A1", "famille": "F1", "type_aide": "loisirs", "date_demande": "2017-01-01",
         "date_decision": "2017-01-31", "decision": "accord", "montant_subvention": "374.00"},
    ],
    "offres_contact": [
        {"reference": "O1", "famille": "F1", "motif": "separation", "date_offre": "2017-01-01"},
    ],
    "tentatives_contact": [
        {"offre": "O1", "date": "2017-01-02", "canal": "telephone", "resultat": "infructueux"},
        {"offre": "O1", "date": "2017-01-02", "canal": "telephone", "resultat": "joint"},
    ],
    "rendez_vous": [
        {"reference": "R1", "famille": "F1", "intervention": "I1", "agent": "TS01", "date": "2017-01-10",
         "type": "entretien", "statut": "honore", "lieu": "DAX"},
    ],
    "reperes": [{"annee": "2017", "code": "beneficiaires", "valeur": "8589"}],
}  # fmt: skip
"""A valid portfolio of 14 rows, whose first data row of each file is on line 2."""


def small(**changes: list[Row]) -> Portfolio:
    """Return SMALL with some files replaced."""
    return {**SMALL, **changes}


def changed(file: str, number: int, **cells: str) -> Portfolio:
    """Return SMALL with some cells of one row replaced."""
    rows = [dict(row) for row in SMALL[file]]
    rows[number] |= cells
    return small(**{file: rows})


def write_small(folder: Path, portfolio: Portfolio | None = None) -> Path:
    """Write SMALL or a variant of it; return the folder."""
    return write_portfolio(folder, SMALL if portfolio is None else portfolio)


def copied_store(folder: Path) -> Store:
    """Return a store with the shipped code lists."""
    return new_store(folder)


@contextmanager
def passing_store() -> Iterator[tuple[Store, Path]]:
    """Give a store and a folder that last for one example."""
    with TemporaryDirectory() as folder:
        store = new_store(Path(folder) / "profil")
        try:
            yield store, Path(folder)
        finally:
            store.close()


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, and which families the search index knows."""
    with store.read() as session:
        found = {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }
        index = session.connection().exec_driver_sql("SELECT famille_id FROM recherche_rangs ORDER BY 1")
        return {**found, "recherche_familles": [tuple(row) for row in index]}


def column_of(store: Store, attribute: InstrumentedAttribute[Any]) -> list[Any]:
    """Return the values of one attribute, in the order in which the rows came."""
    with store.read() as session:
        return list(session.scalars(select(attribute).order_by(attribute.class_.id)))


def counts(store: Store) -> dict[str, int]:
    """Return how many rows the table of each file of the format has."""
    tables = {"familles", *HEADERS}
    return {name: len(rows) for name, rows in dump(store).items() if name in tables}


def only_problem(service: EchangeService, path: Path) -> Problem:
    """Return the only problem of an import, which writes nothing."""
    result = service.import_path(path)
    assert not result.written
    assert len(result.problems) == 1, result.problems
    return result.problems[0]
