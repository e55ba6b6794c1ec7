"""Instances, the calendar they propose for a year, and the sessions held."""

from datetime import date

import pytest
from commission_store import INSTANCE, NEXT, SITTING, CommissionFinder
from stores import AUTEUR

from caseapp.errors import FieldError, InputError
from caseapp.models import Paiement
from caseapp.services.commission_rows import DecisionSaisie, InstanceSaisie, SeanceSaisie
from caseapp.services.commissions import CommissionService
from caseapp.services.commissions_calendrier import CalendrierService, sitting_days
from caseapp.store import Store

ACCORD, PARTIEL, REFUS, AJOURNEMENT = "accord", "accord_partiel", "refus", "ajournement"


def test_a_year_of_sessions_names_the_public_holidays(calendrier: CalendrierService) -> None:
    key = calendrier.save_instance(None, InstanceSaisie("Fonds logement", 4, (1, 3), None, "Dax", 7))
    proposed = calendrier.proposals(key, 2026)
    assert len(proposed) == 24
    assert [(one.date, one.ferie) for one in proposed if one.ferie] == [(date(2026, 5, 1), "Fête du Travail")]
    assert calendrier.create_sessions(key, [one.date for one in proposed if not one.ferie]) == 23
    assert sum(one.existe for one in calendrier.proposals(key, 2026)) == 23


def test_the_fifth_week_is_not_of_every_month() -> None:
    fifth = sitting_days(2026, 0, (5,))
    assert {one.day for one in fifth} <= {29, 30, 31}
    assert len(sitting_days(2026, 0, (1, 2, 3, 4))) == 48
    assert len(fifth) == 4


def test_the_deposit_delay_gives_the_limit(
    calendrier: CalendrierService, commissions: CommissionService
) -> None:
    (instance,) = calendrier.instances()
    calendrier.create_sessions(instance.id, [date(2026, 12, 22)])
    last = commissions.list_seances(2026)[-1]
    assert (last.date_limite, last.lieu, last.instance) == (date(2026, 12, 12), "Dax", INSTANCE)


def test_moving_a_session_moves_its_decisions(
    calendrier: CalendrierService,
    commissions: CommissionService,
    find: CommissionFinder,
    sitting: int,
) -> None:
    commissions.decide(find.aide("A1"), DecisionSaisie(ACCORD, None, 48_000))
    calendrier.save_session(sitting, SeanceSaisie(INSTANCE, date(2026, 11, 26)))
    assert find.read("A1").date_decision == date(2026, 11, 26)
    with pytest.raises(FieldError, match="20/11/2026"):
        calendrier.save_session(sitting, SeanceSaisie(INSTANCE, date(2026, 11, 10)))


def test_a_session_is_not_moved_after_what_it_paid(
    store: Store,
    calendrier: CalendrierService,
    commissions: CommissionService,
    find: CommissionFinder,
    sitting: int,
) -> None:
    commissions.decide(find.aide("A1"), DecisionSaisie(ACCORD, None, 48_000))
    with store.write(AUTEUR) as session:
        session.add(
            Paiement(
                aide_id=find.aide("A1"), forme="subvention", montant=48_000, destinataire="famille",
                date_prevue=SITTING,
            )
        )  # fmt: skip
    with pytest.raises(FieldError, match="24/11/2026") as error:
        calendrier.save_session(sitting, SeanceSaisie(INSTANCE, date(2026, 11, 25)))
    assert error.value.field == "date"
    calendrier.save_session(sitting, SeanceSaisie(INSTANCE, date(2026, 11, 23)))
    assert find.read("A1").date_decision == date(2026, 11, 23)


def test_what_a_session_cannot_be(
    calendrier: CalendrierService,
    commissions: CommissionService,
    find: CommissionFinder,
    sitting: int,
) -> None:
    with pytest.raises(FieldError, match="déjà une séance"):
        calendrier.save_session(None, SeanceSaisie(INSTANCE, NEXT))
    with pytest.raises(FieldError, match="après la séance"):
        calendrier.save_session(None, SeanceSaisie("Autre", NEXT, date_limite=date(2026, 12, 9)))
    with pytest.raises(InputError, match="4 demandes sont"):
        calendrier.remove_session(sitting)
    calendrier.remove_session(find.seance("S2"))
    assert [one.code for one in commissions.list_seances(2026)] == ["S1"]


@pytest.mark.parametrize(
    ("saisie", "field"),
    [
        (InstanceSaisie(" "), "nom"),
        (InstanceSaisie(INSTANCE), "nom"),
        (InstanceSaisie("Autre", 7), "jour"),
        (InstanceSaisie("Autre", 1, (0, 6)), "semaines"),
        (InstanceSaisie("Autre", 1, (1,), delai_depot=400), "delai_depot"),
    ],
)
def test_what_an_instance_cannot_be(
    calendrier: CalendrierService, saisie: InstanceSaisie, field: str
) -> None:
    with pytest.raises(FieldError) as error:
        calendrier.save_instance(None, saisie)
    assert error.value.field == field
