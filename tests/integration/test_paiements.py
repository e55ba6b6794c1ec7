"""Payments of granted aids on a real store: planned, paid, cancelled, returned, never more than granted."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from prets_store import DECIDED, TODAY, PretStore
from sqlalchemy import select
from stores import AUTEUR

from caseapp.domain.paiement import EtatPaiement
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, EntreeJournal, Paiement
from caseapp.services.paiements import ListePaiements, PaiementSaisie

WHOLE = PaiementSaisie("subvention", 40_000, "famille", date(2026, 3, 20))
A_VERSER, A_PREVOIR, VERSES = ListePaiements.A_VERSER, ListePaiements.A_PREVOIR, ListePaiements.VERSES


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PretStore]:
    office = PretStore(tmp_path)
    yield office
    office.store.close()


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PretStore]:
    """Give one store to what is refused and writes nothing."""
    office = PretStore(tmp_path_factory.mktemp("refus"))
    yield office
    office.store.close()


@pytest.fixture(scope="module")
def gift(unchanged: PretStore) -> int:
    return unchanged.aide(None, 40_000)


def records(office: PretStore) -> list[Paiement]:
    with office.store.read() as session:
        return list(session.scalars(select(Paiement).order_by(Paiement.id)))


def rows(office: PretStore, liste: ListePaiements, jour: date = TODAY) -> list:
    found = office.paiements.read_list(liste, jour)
    return list(office.paiements.list_rows(liste, found.ids, jour))


def test_an_aid_is_paid_in_several_times_to_a_third_party(office: PretStore) -> None:
    aide = office.aide(60_000, 40_000)
    saisie = replace(
        WHOLE, destinataire="tiers", tiers="  Envie Landes ", fois=3, date_prevue=date(2026, 3, 31)
    )
    office.paiements.add(aide, saisie, TODAY)
    assert [(one.montant, one.date_prevue, one.tiers) for one in records(office)] == [
        (13_333, date(2026, 3, 31), "Envie Landes"), (13_333, date(2026, 4, 30), "Envie Landes"),
        (13_334, date(2026, 5, 31), "Envie Landes"),
    ]  # fmt: skip
    assert [(one.forme, one.accorde, one.engage, one.reste) for one in office.paiements.restes(aide)] == [
        ("subvention", 40_000, 40_000, 0), ("pret", 60_000, 0, 60_000),
    ]  # fmt: skip
    assert office.historique.undo().libelle == "3 paiements prévus"
    assert records(office) == []


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"montant": 0}, "montant", "dépasser zéro"),
        ({"montant": -100}, "montant", "dépasser zéro"),
        ({"montant": 40_001}, "montant", "reste 400,00\u00a0€ à prévoir en subvention"),
        ({"forme": "pret"}, "forme", "Rien n'est accordé en prêt"),
        ({"forme": "bon"}, "forme", "dans la liste"),
        ({"destinataire": "tiers"}, "tiers", "nom de qui est payé"),
        ({"destinataire": "voisin"}, "destinataire", "qui est payé"),
        ({"date_prevue": date(2026, 3, 9)}, "date_prevue", "avant la décision, le 10/03/2026"),
        ({"versement": date(2026, 11, 22)}, "versement", "pas encore passée"),
        ({"versement": date(2026, 3, 9)}, "versement", "avant la décision"),
        ({"fois": 0}, "fois", "De 1 à 60"),
        ({"fois": 61}, "fois", "De 1 à 60"),
        ({"montant": 2, "fois": 3}, "fois", "ne se partagent pas"),
        ({"fois": 2, "date_prevue": date(2199, 12, 5)}, "date_prevue", "trop loin"),
        ({"versement": date(2026, 3, 12), "fois": 2}, "versement", "un par un"),
    ],
)
def test_a_payment_that_cannot_be_says_why_under_its_field(
    unchanged: PretStore, gift: int, change, field, said
) -> None:
    with pytest.raises(FieldError, match=said) as caught:
        unchanged.paiements.add(gift, replace(WHOLE, **change), TODAY)
    assert caught.value.field == field
    assert records(unchanged) == []


def test_nothing_is_paid_of_an_aid_that_is_not_granted(office: PretStore) -> None:
    refused = office.aide(None, None, decision="refus", motif_refus=None)
    for aide in (refused, 999):
        with pytest.raises(InputError):
            office.paiements.add(aide, WHOLE, TODAY)


def test_what_is_cancelled_or_returned_can_be_planned_again(office: PretStore) -> None:
    aide = office.aide(None, 40_000)
    (first,) = office.paiements.add(aide, WHOLE, TODAY)
    with pytest.raises(FieldError):
        office.paiements.add(aide, replace(WHOLE, montant=1), TODAY)
    office.paiements.cancel(first, date(2026, 3, 25), "RIB erroné", TODAY)
    (second,) = office.paiements.add(aide, WHOLE, TODAY)
    office.paiements.pay([second], date(2026, 4, 2), TODAY)
    office.paiements.give_back(second, date(2026, 4, 20), "Compte clos", TODAY)
    (third,) = office.paiements.add(aide, WHOLE, TODAY)
    assert [one.id for one in records(office)] == [first, second, third]
    labels = [office.historique.undo().libelle for _ in range(3)]
    assert labels == ["Paiement prévu", "Paiement revenu", "Paiement versé"]


def test_a_payment_is_given_up_before_and_returned_after_with_its_reason(office: PretStore) -> None:
    aide = office.aide(None, 40_000)
    (one,) = office.paiements.add(aide, WHOLE, TODAY)
    with pytest.raises(InputError, match="annulez-le plutôt"):
        office.paiements.give_back(one, TODAY, "Compte clos", TODAY)
    with pytest.raises(FieldError, match="Dites pourquoi"):
        office.paiements.cancel(one, TODAY, "  ", TODAY)
    with pytest.raises(FieldError, match="pas encore passée"):
        office.paiements.pay([one], date(2026, 11, 22), TODAY)
    with pytest.raises(FieldError, match="avant la décision pour Nguyễn Emma"):
        office.paiements.pay([one], date(2026, 3, 1), TODAY)
    office.paiements.pay([one], date(2026, 4, 2), TODAY)
    with pytest.raises(InputError, match="notez plutôt son retour"):
        office.paiements.cancel(one, TODAY, "Erreur", TODAY)
    with pytest.raises(FieldError, match="avant le versement, le 02/04/2026"):
        office.paiements.give_back(one, date(2026, 4, 1), "Compte clos", TODAY)
    office.paiements.give_back(one, date(2026, 4, 20), "Compte clos", TODAY)
    with pytest.raises(InputError, match="déjà noté"):
        office.paiements.give_back(one, TODAY, "Compte clos", TODAY)
    with pytest.raises(InputError, match="déjà versés ou annulés"):
        office.paiements.pay([one], TODAY, TODAY)
    (row,) = office.paiements.list_rows(VERSES, [one], TODAY)
    assert (row.etat, row.motif) == (EtatPaiement.REVENU, "Compte clos")


def test_many_are_paid_in_one_step_or_none(office: PretStore) -> None:
    planned = [office.paiements.add(office.aide(None, 40_000, n), WHOLE, TODAY)[0] for n in range(3)]
    assert office.paiements.pay(planned, date(2026, 4, 2), TODAY) == 3
    assert {one.date_versement for one in records(office)} == {date(2026, 4, 2)}
    assert office.historique.undo().libelle == "3 paiements versés"
    with office.store.write(AUTEUR) as session:
        session.get(Aide, records(office)[1].aide_id).montant_subvention = 30_000
    with pytest.raises(FieldError, match=r"O'Brien Maël : 400,00.€ dépassent ce qui est accordé, 300,00"):
        office.paiements.pay(planned, date(2026, 4, 2), TODAY)
    assert {one.date_versement for one in records(office)} == {None}


def test_the_lists_say_what_is_to_pay_what_is_late_and_what_was_paid(office: PretStore) -> None:
    aides = [office.aide(None, 40_000, n) for n in range(3)]
    soon = office.paiements.add(aides[0], replace(WHOLE, date_prevue=date(2026, 12, 1)), TODAY)
    late = office.paiements.add(aides[1], replace(WHOLE, date_prevue=date(2026, 11, 20)), TODAY)
    due = office.paiements.add(aides[2], replace(WHOLE, montant=10_000, date_prevue=TODAY), TODAY)
    found = office.paiements.read_list(A_VERSER, TODAY)
    assert found.ids == (*late, *due, *soon)
    assert (found.montant, found.en_retard, found.montant_en_retard) == (90_000, 1, 40_000)
    assert [(row.famille, row.protection, row.etat) for row in rows(office, A_VERSER)] == [
        ("O'Brien Maël", True, EtatPaiement.EN_RETARD), ("Œuvrard", False, EtatPaiement.PREVU),
        ("Nguyễn Emma", False, EtatPaiement.PREVU),
    ]  # fmt: skip
    office.paiements.pay([*late, *due], date(2026, 11, 21), TODAY)
    office.paiements.give_back(due[0], TODAY, "Compte clos", TODAY)
    paid = office.paiements.read_list(VERSES, TODAY, date(2026, 11, 1), TODAY)
    assert (set(paid.ids), paid.montant, paid.montant_revenu) == ({*late, *due}, 50_000, 10_000)
    assert office.paiements.read_list(VERSES, TODAY, date(2026, 10, 1), date(2026, 10, 31)).ids == ()
    assert office.paiements.read_list(A_VERSER, date(2026, 11, 20)).en_retard == 0, "late the day after"


def test_what_is_granted_and_not_planned_is_asked_for_form_by_form(office: PretStore) -> None:
    both = office.aide(60_000, 40_000)
    office.aide(None, 10_000, decision="refus")
    office.aide(None, 10_000, date_decision=date(2025, 11, 20), date_demande=date(2025, 11, 1))
    office.paiements.add(both, replace(WHOLE, montant=15_000), TODAY)
    left = rows(office, A_PREVOIR)
    assert [(row.aide_id, row.forme, row.montant, row.etat) for row in left] == [
        (both, "subvention", 25_000, None), (both, "pret", 60_000, None),
    ]  # fmt: skip
    assert office.paiements.read_list(A_PREVOIR, TODAY).montant == 85_000
    with pytest.raises(FieldError, match="avant la décision pour Nguyễn Emma, le 10/03/2026"):
        office.paiements.plan([row.id for row in left], date(2026, 3, 9))
    assert office.paiements.plan([row.id for row in left], date(2026, 12, 1)) == 2
    assert rows(office, A_PREVOIR) == []
    assert sum(one.montant for one in records(office)) == 100_000
    with pytest.raises(InputError, match="déjà prévu"):
        office.paiements.plan([row.id for row in left], date(2026, 12, 1))
    older = office.paiements.read_list(A_PREVOIR, TODAY, date(2025, 1, 1))
    assert (len(older.ids), older.montant) == (1, 10_000)


def test_whatever_is_tried_a_form_is_never_paid_more_than_granted(office: PretStore) -> None:
    aide, draw = office.aide(60_000, 40_000), Random(7)  # noqa: S311 - invented acts
    done = 0
    for _ in range(80):
        ids = [one.id for one in records(office)] or [0]
        jour = DECIDED + timedelta(days=draw.randrange(200))
        saisie = PaiementSaisie(
            draw.choice(["subvention", "pret"]), draw.randrange(1, 45_000), "famille", jour,
            fois=draw.randrange(1, 4),
        )  # fmt: skip
        acts = (
            lambda saisie=saisie: office.paiements.add(aide, saisie, TODAY),
            lambda ids=ids, jour=jour: office.paiements.pay(draw.sample(ids, 1), jour, TODAY),
            lambda ids=ids: office.paiements.cancel(draw.choice(ids), TODAY, "essai", TODAY),
            lambda ids=ids: office.paiements.give_back(draw.choice(ids), TODAY, "essai", TODAY),
        )
        with suppress(InputError):
            draw.choices(acts, (4, 3, 1, 1))[0]()
            done += 1
        engaged = {"subvention": 0, "pret": 0}
        for one in records(office):
            assert one.montant > 0
            if one.date_annulation is None and one.date_retour is None:
                engaged[one.forme] += one.montant
        assert engaged["subvention"] <= 40_000
        assert engaged["pret"] <= 60_000
        assert {one.forme: one.engage for one in office.paiements.restes(aide)} == engaged
    assert done > 20


def test_each_payment_is_in_the_journal(office: PretStore) -> None:
    (one,) = office.paiements.add(office.aide(None, 40_000), WHOLE, TODAY)
    office.paiements.pay([one], DECIDED, TODAY)
    with office.store.read() as session:
        statement = select(EntreeJournal.action, EntreeJournal.champs).where(
            EntreeJournal.objet == "paiements"
        )
        traced = session.execute(statement.order_by(EntreeJournal.sequence)).all()
    assert [action for action, _ in traced] == ["creation", "modification"]
    assert "date_versement" in traced[1].champs
