"""Closing a session, its seal, and what corrects it afterwards."""

from datetime import timedelta

import pytest
from commission_store import ASKED, KEY, SITTING, CommissionFinder
from sqlalchemy import select, text
from stores import AUTEUR, NOW, no_commune_name

from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, Ajournement, Rectification, SeanceCommission
from caseapp.services.commission_rows import Cloture, DecisionSaisie
from caseapp.services.commissions import CommissionService
from caseapp.services.commissions_sceau import check_seal
from caseapp.services.historique import HistoriqueService
from caseapp.store import Store

ACCORD, PARTIEL, REFUS, AJOURNEMENT = "accord", "accord_partiel", "refus", "ajournement"


def is_whole(store: Store, seance_id: int) -> bool:
    with store.read() as session:
        seance = session.get(SeanceCommission, seance_id)
        assert seance is not None
        return check_seal(session, seance)


def test_nothing_undecided_is_left_behind(
    commissions: CommissionService, find: CommissionFinder, sitting: int
) -> None:
    commissions.decide(find.aide("A1"), DecisionSaisie(ACCORD, None, 48_000))
    with pytest.raises(FieldError, match="3 demandes ne sont pas décidées") as error:
        commissions.close(sitting, Cloture(), SITTING)
    assert error.value.field == "reste"
    with pytest.raises(FieldError) as error:
        commissions.close(sitting, Cloture(reste="reporter"), SITTING)
    assert error.value.field == "suivante"
    commissions.close(sitting, Cloture(suivante_id=find.seance("S2"), reste="reporter"), SITTING)
    assert {find.read(one).seance_id for one in ("A2", "A3", "A4")} == {find.seance("S2")}
    assert len(commissions.open_seance(sitting).lignes) == 1


def test_not_before_its_day_nor_empty(
    commissions: CommissionService, find: CommissionFinder, sitting: int
) -> None:
    with pytest.raises(InputError, match="pas encore eu lieu"):
        commissions.close(sitting, Cloture(reste="retirer"), ASKED)
    with pytest.raises(InputError, match="Rien n'est décidé"):
        commissions.close(sitting, Cloture(reste="retirer"), SITTING)


def test_what_is_put_off_waits_again(
    store: Store, commissions: CommissionService, find: CommissionFinder, closed: int
) -> None:
    waiting = find.read("A4")
    assert (waiting.decision, waiting.date_decision) == ("en_attente", None)
    assert waiting.seance_id == find.seance("S2")
    with store.read() as session:
        kept = session.scalars(select(Ajournement)).one()
    assert (kept.seance_id, kept.date, kept.motif) == (closed, SITTING, "Devis à revoir")
    vue = commissions.open_seance(closed)
    assert [(one.reference, one.decision) for one in vue.lignes] == [
        ("A4", AJOURNEMENT), ("A1", ACCORD), ("A2", PARTIEL), ("A3", REFUS),
    ]  # fmt: skip
    assert (vue.seance.demandes, vue.seance.is_closed) == (4, True)
    assert vue.lignes[0].motif_decision == "Devis à revoir"


def test_nothing_changes_any_more(
    store: Store, commissions: CommissionService, find: CommissionFinder, closed: int
) -> None:
    for act in (
        lambda: commissions.decide(find.aide("A1"), DecisionSaisie(PARTIEL, None, 10_000)),
        lambda: commissions.undecide(find.aide("A1")),
        lambda: commissions.withdraw(find.aide("A1")),
        lambda: commissions.fill_agenda(closed),
        lambda: commissions.close(closed, Cloture(), SITTING),
    ):
        with pytest.raises(InputError, match="close"):
            act()
    with pytest.raises(InputError, match="ne s'annulent pas"):
        HistoriqueService(store, AUTEUR).undo()
    assert is_whole(store, closed)


def test_a_service_that_knows_nothing_of_seals_is_refused_in_french(
    store: Store, find: CommissionFinder, closed: int
) -> None:
    with pytest.raises(InputError, match="rectification"), store.write(AUTEUR) as session:
        session.get_one(Aide, find.aide("A1")).montant_subvention = 1
    assert find.read("A1").montant_subvention == 32_000


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE aides SET decision = 'accord_partiel' WHERE reference = 'A1'",
        "UPDATE aides SET montant_pret = 16001 WHERE reference = 'A1'",
        "UPDATE aides SET montant_subvention = 50001 WHERE reference = 'A2'",
        "UPDATE aides SET date_decision = '2026-11-25' WHERE reference = 'A2'",
        "UPDATE aides SET seance_id = NULL WHERE reference = 'A3'",
        "DELETE FROM ajournements",
        "UPDATE seances_commission SET date = '2026-11-23' WHERE code = 'S1'",
    ],
)
def test_what_is_changed_underneath_is_found(store: Store, closed: int, change: str) -> None:
    assert is_whole(store, closed)
    with store.write_draft() as session:
        for trigger in ("garde_aides_close", "garde_seances_commission_close"):
            session.execute(text(f"DROP TRIGGER {trigger}"))
        session.execute(text(change))
    assert not is_whole(store, closed)


def test_a_rectification_keeps_it(
    store: Store, commissions: CommissionService, find: CommissionFinder, closed: int
) -> None:
    aide = find.aide("A1")
    commissions.rectify(aide, DecisionSaisie(PARTIEL, None, 32_000), "Prêt refusé par la famille")
    commissions.rectify(aide, DecisionSaisie(REFUS, motif_refus="autre"), "Renoncement")
    assert find.read("A1").decision == REFUS
    assert is_whole(store, closed)
    line = next(one for one in commissions.open_seance(closed).lignes if one.aide_id == aide)
    assert line.rectifiee
    first, second = commissions.detail(aide).rectifications
    assert (first.avant.pret, first.apres.pret, first.motif) == (
        16_000, None, "Prêt refusé par la famille",
    )  # fmt: skip
    assert second.avant == DecisionSaisie(PARTIEL, None, 32_000)
    with pytest.raises(InputError, match="ne s'annulent pas"):
        HistoriqueService(store, AUTEUR).undo()


def test_a_rectification_that_does_not_say_what_the_aid_holds_breaks_it(
    store: Store, commissions: CommissionService, find: CommissionFinder, closed: int
) -> None:
    commissions.rectify(find.aide("A1"), DecisionSaisie(PARTIEL, None, 32_000), "Erreur de saisie")
    with store.write_draft() as session:
        session.execute(text("DROP TRIGGER garde_rectifications_update"))
        session.execute(text("UPDATE rectifications SET subvention_avant = 1"))
    assert not is_whole(store, closed)


@pytest.mark.parametrize(
    ("saisie", "motif", "field"),
    [
        (DecisionSaisie(PARTIEL, None, 32_000), " ", "motif"),
        (DecisionSaisie(AJOURNEMENT), "Erreur", "decision"),
        (DecisionSaisie(REFUS), "Erreur", "motif_refus"),
    ],
)
def test_what_a_rectification_needs(
    store: Store,
    commissions: CommissionService,
    find: CommissionFinder,
    closed: int,
    saisie: DecisionSaisie,
    motif: str,
    field: str,
) -> None:
    with pytest.raises(FieldError) as error:
        commissions.rectify(find.aide("A1"), saisie, motif)
    assert error.value.field == field
    with store.read() as session:
        assert session.scalars(select(Rectification)).all() == []


def test_the_reason_of_a_refusal_is_rectified(
    store: Store, commissions: CommissionService, find: CommissionFinder, closed: int
) -> None:
    aide = find.aide("A3")
    commissions.rectify(aide, DecisionSaisie(REFUS, motif_refus="autre"), "Motif mal choisi")
    assert find.read("A3").motif_refus == "autre"
    (kept,) = commissions.detail(aide).rectifications
    assert (kept.avant, kept.apres, kept.motif) == (
        DecisionSaisie(REFUS), DecisionSaisie(REFUS), "Motif mal choisi",
    )  # fmt: skip
    assert is_whole(store, closed)


def test_a_grant_does_not_keep_the_words_of_a_refusal(
    commissions: CommissionService, find: CommissionFinder, sitting: int
) -> None:
    aide = find.aide("A1")
    refusal = DecisionSaisie(REFUS, motif_refus="autre", motif_decision="Ressources suffisantes")
    commissions.decide(aide, refusal)
    commissions.close(sitting, Cloture(reste="retirer"), SITTING)
    commissions.rectify(aide, DecisionSaisie(ACCORD, None, 48_000), "Recours accepté")
    assert find.read("A1").motif_decision == "Recours accepté"
    commissions.rectify(aide, refusal, "Recours retiré")
    commissions.rectify(aide, DecisionSaisie(REFUS, motif_refus="qf_superieur"), "Motif mal choisi")
    assert find.read("A1").motif_decision == "Ressources suffisantes", "still a refusal"


def test_a_clock_that_goes_back_breaks_no_seal(
    store: Store, commissions: CommissionService, find: CommissionFinder, closed: int
) -> None:
    aide = find.aide("A1")
    commissions.rectify(aide, DecisionSaisie(PARTIEL, None, 32_000), "Prêt refusé")
    earlier = Store.open(store.path, KEY, no_commune_name, lambda: NOW - timedelta(hours=1))
    CommissionService(earlier, AUTEUR, commissions._communes).rectify(
        aide, DecisionSaisie(PARTIEL, None, 31_000), "Devis revu"
    )
    earlier.close()
    assert is_whole(store, closed)
    assert [one.motif for one in commissions.detail(aide).rectifications] == ["Prêt refusé", "Devis revu"]


def test_a_rectification_that_changes_nothing_is_refused(
    commissions: CommissionService, find: CommissionFinder, closed: int
) -> None:
    with pytest.raises(InputError, match="ne change rien"):
        commissions.rectify(find.aide("A1"), DecisionSaisie(ACCORD, 16_000, 32_000), "Rien")
