"""Agendas of a commission, and the money rules of its decisions."""

from datetime import date

import pytest
from commission_store import ASKED, NEXT, SITTING, CommissionFinder
from sqlalchemy import select
from stores import AUTEUR

from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, Paiement, PieceAide, Version
from caseapp.services.commission_rows import DecisionSaisie
from caseapp.services.commissions import CommissionService
from caseapp.services.historique import HistoriqueService
from caseapp.store import Store

ACCORD, PARTIEL, REFUS, AJOURNEMENT = "accord", "accord_partiel", "refus", "ajournement"


def refused(decision: DecisionSaisie, commissions: CommissionService, aide: int) -> str:
    with pytest.raises(FieldError) as error:
        commissions.decide(aide, decision)
    return error.value.field


def test_complete_requests_enter_together_the_urgent_first(
    commissions: CommissionService, sitting: int
) -> None:
    vue = commissions.open_seance(sitting)
    assert [one.reference for one in vue.lignes] == ["A4", "A1", "A2", "A3"]
    assert [one.protegee for one in vue.lignes] == [False, False, True, False]
    assert (vue.lignes[1].composition, vue.lignes[1].qf) == ("monop., 3 enfants", 41_200)
    assert vue.lignes[2].commune == "masqué"


def test_an_incomplete_one_is_told_apart_and_can_be_forced(
    commissions: CommissionService, find: CommissionFinder, sitting: int
) -> None:
    (left,) = commissions.candidates(sitting)
    assert (left.manquantes, left.raison) == (("Devis",), "1 pièce manque : Devis")
    commissions.add_to_agenda(sitting, left.aide_id)
    assert commissions.open_seance(sitting).lignes[-1].pieces_manquantes == 1
    assert commissions.candidates(sitting) == ()


def test_completed_after_the_limit_is_told_apart(
    store: Store, commissions: CommissionService, find: CommissionFinder
) -> None:
    with store.write(AUTEUR) as session:
        piece = session.scalars(select(PieceAide).where(PieceAide.aide_id == find.aide("A3"))).one()
        piece.date_reception = date(2026, 11, 21)
    late = {one.aide_id: one.raison for one in commissions.candidates(find.seance("S1"))}
    assert late[find.aide("A3")] == "complète le 21/11/2026, après la date limite"


def test_one_agenda_at_a_time(commissions: CommissionService, find: CommissionFinder, sitting: int) -> None:
    sentence = "Cette demande est déjà à l'ordre du jour de la séance du 24/11/2026."
    with pytest.raises(InputError, match=sentence):
        commissions.add_to_agenda(find.seance("S2"), find.aide("A1"))


def test_withdrawn_with_its_decision(
    commissions: CommissionService, find: CommissionFinder, sitting: int
) -> None:
    aide = find.aide("A1")
    commissions.decide(aide, DecisionSaisie(ACCORD, None, 48_000))
    commissions.withdraw(aide)
    kept = find.read("A1")
    assert (kept.seance_id, kept.decision, kept.montant_subvention) == (None, "en_attente", None)
    assert aide in {one.aide_id for one in commissions.candidates(sitting) if one.is_ready}


@pytest.mark.parametrize(
    ("reference", "saisie", "field"),
    [
        ("A1", DecisionSaisie(ACCORD, None, 60_000), "motif_decision"),
        ("A1", DecisionSaisie(ACCORD, None, 40_000), "subvention"),
        ("A1", DecisionSaisie(ACCORD, 40_000), "pret"),
        ("A1", DecisionSaisie(PARTIEL, 0, 0), "subvention"),
        ("A1", DecisionSaisie(PARTIEL, 16_000, 32_000), "subvention"),
        ("A1", DecisionSaisie(PARTIEL, None, -1), "subvention"),
        ("A1", DecisionSaisie(PARTIEL, 10**12), "pret"),
        ("A1", DecisionSaisie(ACCORD, None, 100_000_001, motif_decision="Plus"), "subvention"),
        ("A3", DecisionSaisie(PARTIEL, 10_000), "pret"),
        ("A1", DecisionSaisie(REFUS), "motif_refus"),
        ("A1", DecisionSaisie(REFUS, motif_refus="inconnu"), "motif_refus"),
        ("A1", DecisionSaisie(REFUS, None, 100, "autre"), "subvention"),
        ("A1", DecisionSaisie(AJOURNEMENT, 100), "pret"),
        ("A1", DecisionSaisie("en_attente"), "decision"),
    ],
)
def test_what_the_rules_refuse(
    commissions: CommissionService,
    find: CommissionFinder,
    sitting: int,
    reference: str,
    saisie: DecisionSaisie,
    field: str,
) -> None:
    assert refused(saisie, commissions, find.aide(reference)) == field
    assert find.read(reference).decision is None


def test_more_than_asked_with_a_reason(
    commissions: CommissionService, find: CommissionFinder, sitting: int
) -> None:
    saisie = DecisionSaisie(ACCORD, None, 60_000, motif_decision="Cuisinière en plus")
    commissions.decide(find.aide("A1"), saisie)
    kept = find.read("A1")
    assert (kept.montant_subvention, kept.date_decision, kept.decideur) == (
        60_000, SITTING, "commission",
    )  # fmt: skip


def test_a_decision_is_undone_by_its_step(
    store: Store, commissions: CommissionService, find: CommissionFinder, sitting: int
) -> None:
    commissions.decide(find.aide("A1"), DecisionSaisie(ACCORD, None, 48_000))
    assert HistoriqueService(store, AUTEUR).undo().libelle == "Aide accordée"
    assert find.read("A1").decision is None


def test_outside_a_session_only_by_delegation(commissions: CommissionService, find: CommissionFinder) -> None:
    aide, whole = find.aide("A1"), DecisionSaisie(ACCORD, None, 48_000)
    with pytest.raises(InputError):
        commissions.decide(aide, whole)
    with pytest.raises(FieldError, match="avant la demande, du 02/11/2026"):
        commissions.decide_delegated(aide, whole, date(2026, 11, 1), SITTING)
    with pytest.raises(FieldError):
        commissions.decide_delegated(aide, whole, NEXT, SITTING)
    commissions.decide_delegated(aide, whole, ASKED, SITTING)
    kept = find.read("A1")
    assert (kept.decideur, kept.date_decision, kept.seance_id) == ("delegation", ASKED, None)


def test_a_request_given_up_is_opened_again_before_it_is_decided(
    store: Store, commissions: CommissionService, find: CommissionFinder
) -> None:
    aide = find.aide("A1")
    with store.write(AUTEUR) as session:
        given_up = session.get_one(Aide, aide)
        given_up.decision, given_up.date_decision = "sans_suite", ASKED
    for act in (
        lambda: commissions.decide_delegated(aide, DecisionSaisie(ACCORD, None, 48_000), ASKED, SITTING),
        lambda: commissions.undecide(aide),
    ):
        with pytest.raises(InputError, match="sans suite"):
            act()
    assert find.read("A1").decision == "sans_suite"


def test_a_decision_that_is_paid_is_not_erased_from_its_history(
    store: Store, commissions: CommissionService, find: CommissionFinder
) -> None:
    aide = find.aide("A1")
    commissions.decide_delegated(aide, DecisionSaisie(ACCORD, None, 48_000), ASKED, SITTING)
    with store.write(AUTEUR) as session:
        session.add(
            Paiement(aide_id=aide, forme="subvention", montant=1, destinataire="famille", date_prevue=SITTING)
        )
        version = session.scalars(select(Version.id).where(Version.objet == "aides")).one()
    with pytest.raises(InputError, match="paiements"):
        HistoriqueService(store, AUTEUR).restore(version)
    assert find.read("A1").montant_subvention == 48_000


def test_not_by_delegation_while_on_an_agenda(
    commissions: CommissionService, find: CommissionFinder, sitting: int
) -> None:
    with pytest.raises(InputError, match="séance du 24/11/2026"):
        commissions.decide_delegated(find.aide("A1"), DecisionSaisie(ACCORD, None, 48_000), ASKED, SITTING)


def test_the_lines_of_the_agenda_say_what_others_took(
    commissions: CommissionService, find: CommissionFinder
) -> None:
    commissions.decide_delegated(find.aide("A1"), DecisionSaisie(ACCORD, None, 48_000), ASKED, SITTING)
    commissions.fill_agenda(find.seance("S1"))
    commissions.decide(find.aide("A2"), DecisionSaisie(PARTIEL, 10_000, 20_000))
    vue = commissions.open_seance(find.seance("S1"))
    assert [(one.libelle, one.montant, one.accorde) for one in vue.budget] == [
        ("Logement", 100_000, 48_000), ("Temps libre", 50_000, 0),
    ]  # fmt: skip


@pytest.mark.usefixtures("sitting")
def test_a_decision_does_not_fall_under_what_is_to_be_paid(
    store: Store, commissions: CommissionService, find: CommissionFinder
) -> None:
    aide = find.aide("A1")
    commissions.decide(aide, DecisionSaisie(ACCORD, 16_000, 32_000))
    with store.write(AUTEUR) as session:
        session.add(
            Paiement(
                aide_id=aide, forme="subvention", montant=32_000, destinataire="famille", date_prevue=SITTING
            )
        )
    for saisie in (DecisionSaisie(PARTIEL, 16_000, 31_999), DecisionSaisie(REFUS, motif_refus="autre")):
        assert refused(saisie, commissions, aide) == "subvention"
    with pytest.raises(FieldError, match="320,00"):
        commissions.undecide(aide)
    commissions.decide(aide, DecisionSaisie(PARTIEL, None, 32_000))
    assert find.read("A1").montant_pret is None
