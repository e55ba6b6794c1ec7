"""The checks of the loans after what the program itself does: nothing to tell of it, damages still told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from prets_store import DECIDED, TODAY, PretStore
from stores import AUTEUR

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import plain
from caseapp.errors import FieldError
from caseapp.models import EcheancePret
from caseapp.services.commission_rows import DecisionSaisie
from caseapp.services.commissions import CommissionService
from caseapp.services.prets import Mode, PlanSaisie
from caseapp.services.verification_aides import CHECKS

APRIL, MAY = date(2026, 4, 5), date(2026, 5, 5)
LESS = DecisionSaisie("accord_partiel", 40_000)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PretStore]:
    office = PretStore(tmp_path)
    yield office
    office.store.close()


@pytest.fixture
def commissions(office: PretStore) -> CommissionService:
    return CommissionService(office.store, AUTEUR, CommuneDirectory((), (), ()))


def plan(office: PretStore, aide: int, effet: date, motif: str | None = None) -> int:
    return office.prets.plan(aide, PlanSaisie(Mode.NOMBRE, 5, effet, MAY, motif), TODAY)


def problems(office: PretStore) -> list[str]:
    with office.store.read() as session:
        return [plain(one) for check in CHECKS for one in check(session)]


def spoil(office: PretStore, plan_id: int) -> None:
    with office.store.write(AUTEUR) as session:
        first = session.query(EcheancePret).filter_by(plan_id=plan_id, numero=1).one()
        first.montant += 1


def test_a_repayment_taken_back_leaves_the_schedule_as_it_was_made(office: PretStore) -> None:
    aide = office.loan()
    moved = office.prets.repay(aide, 10_000, APRIL, TODAY)
    plan(office, aide, APRIL)
    office.prets.remove_movement(moved)
    assert problems(office) == []
    again = plan(office, aide, date(2026, 4, 7), "Chèque sans provision")
    assert problems(office) == []
    spoil(office, again)
    assert problems(office) == [
        "Aide A0 : l'échéancier du 07/04/2026 fait 600,01 €, le solde était de 600,00 €."
    ]


def test_what_is_taken_back_of_one_loan_excuses_no_other(office: PretStore) -> None:
    first, second = office.loan(), office.loan(famille=1)
    spoil(office, plan(office, first, APRIL))
    office.prets.remove_movement(office.prets.repay(second, 10_000, APRIL, TODAY))
    assert problems(office) == [
        "Aide A0 : l'échéancier du 05/04/2026 fait 600,01 €, le solde était de 600,00 €."
    ]


def test_a_decision_changed_after_a_schedule_leaves_it_as_it_was_made(
    office: PretStore, commissions: CommissionService
) -> None:
    aide = office.aide(60_000, montant_demande=60_000)
    plan(office, aide, DECIDED)
    commissions.decide_delegated(aide, LESS, DECIDED, TODAY)
    assert problems(office) == []
    again = plan(office, aide, DECIDED, "Montant revu")
    assert problems(office) == [], "two schedules of one day"
    spoil(office, again)
    assert problems(office) == [
        "Aide A0 : l'échéancier du 10/03/2026 fait 400,01 €, le solde était de 400,00 €."
    ]


def test_a_decision_does_not_fall_under_what_was_repaid(
    office: PretStore, commissions: CommissionService
) -> None:
    """The money came back after a repayment: nothing is paid any more, what was repaid stays."""
    aide = office.loan()
    office.prets.repay(aide, 10_000, APRIL, TODAY)
    (paiement,) = office.prets.open_dossier(aide, TODAY).paiements
    office.paiements.give_back(paiement.id, MAY, "Compte clos", TODAY)
    refusal = DecisionSaisie("refus", motif_refus="hors_reglement")
    for decide in (
        lambda: commissions.decide_delegated(aide, refusal, DECIDED, TODAY),
        lambda: commissions.undecide(aide),
    ):
        with pytest.raises(FieldError, match=r"remboursé ou remis \(100,00.€\) dépasse") as caught:
            decide()
        assert caught.value.field == "pret"
    commissions.decide_delegated(aide, DecisionSaisie("accord", 10_000), DECIDED, TODAY)
    assert (office.prets.open_pret(aide, TODAY).solde, problems(office)) == (0, [])


def test_six_problems_are_five_and_one_other(office: PretStore) -> None:
    for _ in range(6):
        spoil(office, plan(office, office.loan(), APRIL))
    found = problems(office)
    assert (len(found), found[-1]) == (6, "Et 1 autre cas semblable.")
