"""A store of requests for aids, copied for each test, and the services of the commissions over it."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from commission_store import KEY, SITTING, CommissionFinder, fill
from stores import AUTEUR, NOW, new_store, no_commune_name

from caseapp.domain.communes import CommuneDirectory
from caseapp.paths import resource
from caseapp.services.commission_rows import Cloture, DecisionSaisie
from caseapp.services.commissions import CommissionService
from caseapp.services.commissions_calendrier import CalendrierService
from caseapp.store import Store

COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
ACCORD, PARTIEL, REFUS, AJOURNEMENT = "accord", "accord_partiel", "refus", "ajournement"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a store filled once; each test works on its own copy."""
    store = new_store(tmp_path_factory.mktemp("commissions"), KEY)
    fill(store)
    store.close()
    return store.path


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(Path(copyfile(filled, tmp_path / filled.name)), KEY, no_commune_name, lambda: NOW)
    yield store
    store.close()


@pytest.fixture
def commissions(store: Store) -> CommissionService:
    return CommissionService(store, AUTEUR, COMMUNES)


@pytest.fixture
def calendrier(store: Store) -> CalendrierService:
    return CalendrierService(store, AUTEUR)


@pytest.fixture
def find(store: Store) -> CommissionFinder:
    return CommissionFinder(store)


@pytest.fixture
def sitting(commissions: CommissionService, find: CommissionFinder) -> int:
    """Return the session of the 24th with its agenda: A4 (urgent), A1, A2, A3."""
    seance = find.seance("S1")
    assert commissions.fill_agenda(seance) == 4
    return seance


@pytest.fixture
def closed(commissions: CommissionService, find: CommissionFinder, sitting: int) -> int:
    """Return that session closed: A1 granted, A2 in part, A3 refused, A4 put off to the next one."""
    commissions.decide(find.aide("A1"), DecisionSaisie(ACCORD, 16_000, 32_000))
    commissions.decide(find.aide("A2"), DecisionSaisie(PARTIEL, None, 50_000))
    commissions.decide(find.aide("A3"), DecisionSaisie(REFUS, motif_refus="qf_superieur"))
    commissions.decide(find.aide("A4"), DecisionSaisie(AJOURNEMENT, motif_decision="Devis à revoir"))
    commissions.close(sitting, Cloture("Mme Roux", None, find.seance("S2")), SITTING)
    return sitting
