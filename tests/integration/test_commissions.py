"""Commissions on a real store: agenda, decisions and their money rules, closing, seal, rectification."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest
from commission_store import ASKED, INSTANCE, NEXT, SITTING, CommissionFinder, fill
from sqlalchemy import select, text
from stores import AUTEUR, NOW, new_store, no_commune_name

from caseapp.domain.communes import CommuneDirectory
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, Ajournement, PieceAide, Rectification, SeanceCommission
from caseapp.paths import resource
from caseapp.services.commission_rows import Cloture, DecisionSaisie, InstanceSaisie, SeanceSaisie
from caseapp.services.commissions import CommissionService
from caseapp.services.commissions_calendrier import CalendrierService, sitting_days
from caseapp.services.commissions_sceau import check_seal
from caseapp.services.historique import HistoriqueService
from caseapp.store import Store

COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
KEY = bytes(range(32))
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


def is_whole(store: Store, seance_id: int) -> bool:
    with store.read() as session:
        seance = session.get(SeanceCommission, seance_id)
        assert seance is not None
        return check_seal(session, seance)


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


def test_a_rectification_that_changes_nothing_is_refused(
    commissions: CommissionService, find: CommissionFinder, closed: int
) -> None:
    with pytest.raises(InputError, match="ne change rien"):
        commissions.rectify(find.aide("A1"), DecisionSaisie(ACCORD, 16_000, 32_000), "Rien")


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
