"""Imports beside closed sessions: what is sealed is not changed, what says the same passes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from commission_store import SITTING, CommissionFinder, fill
from portfolio_format import Portfolio, read_portfolio, write_whole
from sqlalchemy import func, select
from stores import AUTEUR, NOW, new_store, no_commune_name

from caseapp.domain.communes import CommuneDirectory
from caseapp.models import Aide, Rectification, SeanceCommission
from caseapp.paths import resource
from caseapp.services.commission_rows import Cloture, DecisionSaisie
from caseapp.services.commissions import CommissionService
from caseapp.services.commissions_sceau import check_seal
from caseapp.services.echange import EchangeService, ImportResult
from caseapp.store import Store

KEY = bytes(range(32))
COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
Import = Callable[[Portfolio], ImportResult]


@pytest.fixture(scope="module")
def closed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store whose first session is closed, one of its decisions rectified."""
    store = new_store(tmp_path_factory.mktemp("closes"), KEY)
    fill(store)
    find, commissions = CommissionFinder(store), CommissionService(store, AUTEUR, COMMUNES)
    seance = find.seance("S1")
    commissions.fill_agenda(seance)
    commissions.decide(find.aide("A1"), DecisionSaisie("accord", 16_000, 32_000))
    commissions.decide(find.aide("A4"), DecisionSaisie("ajournement"))
    commissions.close(seance, Cloture("Mme Roux", reste="retirer"), SITTING)
    commissions.rectify(find.aide("A1"), DecisionSaisie("accord_partiel", None, 32_000), "Prêt refusé")
    store.close()
    return store.path


@pytest.fixture
def store(closed_store: Path, tmp_path: Path) -> Iterator[Store]:
    path = Path(copyfile(closed_store, tmp_path / closed_store.name))
    store = Store.open(path, KEY, no_commune_name, lambda: NOW)
    yield store
    store.close()


@pytest.fixture
def exported(store: Store, tmp_path: Path) -> Portfolio:
    EchangeService(store, AUTEUR).export(tmp_path / "export")
    return read_portfolio(tmp_path / "export")


@pytest.fixture
def enter(store: Store, tmp_path: Path) -> Import:
    def enter(portfolio: Portfolio) -> ImportResult:
        return EchangeService(store, AUTEUR).import_path(
            write_whole(tmp_path / "source", portfolio), good_rows_only=True
        )

    return enter


def row(portfolio: Portfolio, file: str, key: str, value: str) -> dict[str, str]:
    return next(one for one in portfolio[file] if one[key] == value)


def is_whole(store: Store) -> bool:
    with store.read() as session:
        seance = session.scalars(select(SeanceCommission).where(SeanceCommission.code == "S1")).one()
        return check_seal(session, seance)


def refusals(result: ImportResult) -> list[tuple[str, str]]:
    return [(one.column, one.reason) for one in result.problems if one.fatal]


def test_the_same_rows_pass(exported: Portfolio, enter: Import, store: Store) -> None:
    result = enter(exported)
    assert refusals(result) == []
    assert sum(report.modifiees + report.nouvelles for report in result.files) == 0
    assert is_whole(store)


def test_a_whole_export_enters_an_empty_store(exported: Portfolio, tmp_path: Path) -> None:
    other = new_store(tmp_path / "autre")
    result = EchangeService(other, AUTEUR).import_path(write_whole(tmp_path / "source", exported))
    assert result.written
    assert is_whole(other)
    other.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("decision", "accord"),
        ("date_decision", "2026-11-25"),
        ("montant_pret", "10.00"),
        ("montant_subvention", "320.01"),
        ("seance", "S2"),
        ("famille", "F5"),
        ("type_aide", "PROJET"),
        ("date_demande", "2026-11-03"),
        ("montant_demande", "320.00"),
        ("motif_refus", "autre"),
    ],
)
def test_a_sealed_decision_is_not_changed(
    exported: Portfolio, enter: Import, store: Store, column: str, value: str
) -> None:
    row(exported, "aides", "reference", "A1")[column] = value
    reason = "séance du 24/11/2026 close : cette décision est scellée, elle se rectifie dans la fenêtre"
    assert refusals(enter(exported)) == [(column, reason)]
    assert is_whole(store)


def test_what_is_not_sealed_of_such_an_aid_changes(exported: Portfolio, enter: Import, store: Store) -> None:
    row(exported, "aides", "reference", "A1")["objet"] = "Un four"
    assert refusals(enter(exported)) == []
    with store.read() as session:
        assert session.scalars(select(Aide.objet).where(Aide.reference == "A1")).one() == "Un four"


@pytest.mark.parametrize(("column", "value"), [("date", "2026-11-23"), ("presents", "x"), ("empreinte", "0")])
def test_a_closed_session_is_not_changed(
    exported: Portfolio, enter: Import, store: Store, column: str, value: str
) -> None:
    row(exported, "seances_commission", "code", "S1")[column] = value
    assert (column, "séance du 24/11/2026 close : elle n'est pas changée") in refusals(enter(exported))
    assert is_whole(store)


def test_an_open_session_is_not_closed_by_an_import(exported: Portfolio, enter: Import) -> None:
    row(exported, "seances_commission", "code", "S2")["close_le"] = "2026-12-08 15:00"
    assert refusals(enter(exported)) == [
        ("close_le", "séance encore ouverte dans la base : elle se clôt dans la fenêtre")
    ]


def test_nothing_joins_a_closed_session(exported: Portfolio, enter: Import, store: Store) -> None:
    moved = row(exported, "aides", "reference", "A2")
    moved["seance"], new = "S1", {**moved, "reference": "A9", "seance": "S1"}
    exported["aides"].append(new)
    rectification = {**exported["rectifications"][0], "identifiant": "f" * 32}
    exported["rectifications"].append(rectification)
    assert [column for column, _ in refusals(enter(exported))] == ["seance", "seance", "seance"]
    assert is_whole(store)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Rectification)) == 1


@pytest.mark.parametrize(("aide", "seance"), [("A1", "S2"), ("A2", "S2"), ("A2", "S9")])
def test_a_rectification_comes_with_its_session_and_its_request(
    exported: Portfolio, enter: Import, store: Store, aide: str, seance: str
) -> None:
    closed = row(exported, "seances_commission", "code", "S1")
    exported["seances_commission"].append({**closed, "code": "S9"})
    made = {**exported["rectifications"][0], "identifiant": "f" * 32, "aide": aide, "seance": seance}
    exported["rectifications"].append(made)
    assert refusals(enter(exported)) == [("seance", "une rectification se fait dans la fenêtre")]
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Rectification)) == 1


def test_a_known_request_does_not_join_a_session_that_comes_closed(
    exported: Portfolio, enter: Import, store: Store
) -> None:
    closed = row(exported, "seances_commission", "code", "S1")
    exported["seances_commission"].append({**closed, "code": "S9"})
    row(exported, "aides", "reference", "A2")["seance"] = "S9"
    assert [column for column, _ in refusals(enter(exported))] == ["seance"]
    with store.read() as session:
        assert session.scalars(select(Aide.seance_id).where(Aide.reference == "A2")).one() is None
