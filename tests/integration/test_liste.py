"""Lists written to a file: which protected names are in it, and what the journal keeps of it."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from portfolio_format import Portfolio, write_portfolio
from sqlalchemy import select, update
from stores import AUTEUR, new_store

from caseapp.domain.periods import year_period
from caseapp.errors import InputError, OutputError
from caseapp.models import EntreeJournal, Famille
from caseapp.services.echange import EchangeService
from caseapp.services.liste import ListeService
from caseapp.services.statistiques import StatistiquesService
from caseapp.statistics.results import RecordList
from caseapp.store import Store, Trace

YEAR = year_period(2017)
_SAME = {"motif": "separation", "nature": "information_conseil", "agent": "TS01"}
PORTFOLIO: Portfolio = {
    "agents": [{"code": "TS01", "nom": "Durand", "metier": "cesf"}],
    "familles": [
        {"famille": "F1", "nom": "Zeller", "prenom": "Ana", "protection": "oui"},
        {"famille": "F2", "nom": "Nguyễn", "prenom": "Maël", "protection": "oui"},
        {"famille": "F3", "nom": "Perrin", "prenom": "Adam"},
        {"famille": "F4", "nom": "Absente", "protection": "oui"},
    ],
    "interventions": [
        {"reference": "I1", "famille": "F1", "date_ouverture": "2017-01-05", **_SAME},
        {"reference": "I2", "famille": "F2", "date_ouverture": "2017-02-05", **_SAME},
        {"reference": "I3", "famille": "F3", "date_ouverture": "2017-03-05", **_SAME},
        {"reference": "I4", "famille": "F1", "date_ouverture": "2017-04-05", **_SAME},
    ],
    "actions_collectives": [
        {"reference": "C1", "participants": "12", "type": "information_collective",
         "date_debut": "2017-03-01", "date_fin": "2017-04-01"},
    ],
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "base")
    result = EchangeService(store, AUTEUR).import_path(write_portfolio(tmp_path / "échange", PORTFOLIO))
    assert result.written, result.problems
    yield store
    store.close()


@pytest.fixture
def service(store: Store) -> ListeService:
    return ListeService(store, AUTEUR)


@pytest.fixture
def records(store: Store) -> RecordList:
    return StatistiquesService(store).records("cibles.total.total", YEAR)


def ident(store: Store, numero: str) -> int:
    with store.read() as session:
        return session.scalars(select(Famille.id).where(Famille.reference == numero)).one()


def exports(store: Store) -> list[tuple[str, int | None, int | None]]:
    entry = EntreeJournal
    with store.read() as session:
        found = select(entry).where(entry.action == "export", entry.auteur == AUTEUR).order_by(entry.sequence)
        return [(one.objet, one.objet_id, one.objet_id_fin) for one in session.scalars(found)]


def names(path: Path) -> list[str]:
    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
    return [" ".join((row["Nom"], row["Prénom"])) for row in rows]


HIDDEN = "(protégée) (protégée)"


def test_only_the_protected_families_of_the_list_are_proposed(
    service: ListeService, records: RecordList
) -> None:
    found = [(one.nom, one.numero) for one in service.protected(records)]
    assert found == [("Nguyễn Maël", "F2"), ("Zeller Ana", "F1")]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ((), [HIDDEN, HIDDEN, "Perrin Adam", HIDDEN]),
        (("F2",), [HIDDEN, "Nguyễn Maël", "Perrin Adam", HIDDEN]),
        (("F1", "F2"), ["Zeller Ana", "Nguyễn Maël", "Perrin Adam", "Zeller Ana"]),
    ],
    ids=["none", "one", "both"],
)
def test_each_name_chosen_leaves_and_is_traced_and_no_other_one(
    service: ListeService,
    records: RecordList,
    store: Store,
    tmp_path: Path,
    chosen: tuple[str, ...],
    expected: list[str],
) -> None:
    named = [ident(store, numero) for numero in chosen]
    service.export(records, tmp_path / "liste.csv", frozenset(named))
    assert names(tmp_path / "liste.csv") == expected
    assert exports(store) == [("liste", None, None), *(("familles", one, one) for one in sorted(named))]
    with store.read() as session:
        champs = session.scalars(select(EntreeJournal.champs).where(EntreeJournal.objet == "liste")).one()
    assert champs.split()[:3] == ["cibles.total.total", records.columns[0].key, records.columns[1].key]


def test_the_rows_are_the_figure_whatever_is_chosen(
    service: ListeService, records: RecordList, store: Store, tmp_path: Path
) -> None:
    figure = StatistiquesService(store).value("cibles.total.total", YEAR)
    for named in (frozenset[int](), frozenset({ident(store, "F1")})):
        service.export(records, tmp_path / "liste.csv", named)
        assert len(names(tmp_path / "liste.csv")) == figure == 4


@pytest.mark.parametrize("numero", ["F3", "F4"])
def test_a_family_that_the_list_does_not_protect_cannot_be_chosen(
    service: ListeService, records: RecordList, store: Store, tmp_path: Path, numero: str
) -> None:
    with pytest.raises(InputError, match="n'est pas une famille protégée de cette liste"):
        service.export(records, tmp_path / "liste.csv", frozenset({ident(store, numero)}))
    assert not (tmp_path / "liste.csv").exists()
    assert exports(store) == []


def test_a_family_protected_since_the_list_was_read_is_hidden_too(
    service: ListeService, records: RecordList, store: Store, tmp_path: Path
) -> None:
    perrin = ident(store, "F3")
    with store.write(AUTEUR) as session:
        session.execute(update(Famille).where(Famille.id == perrin).values(protection=True))
        session.trace(Trace("modification", "familles", perrin, perrin, ("protection",)))
    assert [one.numero for one in service.protected(records)] == ["F2", "F3", "F1"]
    service.export(records, tmp_path / "liste.csv")
    assert names(tmp_path / "liste.csv") == [HIDDEN] * 4


def test_a_list_that_names_no_family_proposes_none(service: ListeService, store: Store) -> None:
    actions = StatistiquesService(store).records("actions_collectives.seances", YEAR)
    assert not any(column.nominative for column in actions.columns)
    assert service.protected(actions) == ()


def test_a_file_that_cannot_be_written_is_refused_and_stays_traced(
    service: ListeService, records: RecordList, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(OutputError):
        service.export(records, tmp_path / "absent" / "liste.csv")
    assert exports(store) == [("liste", None, None)]
