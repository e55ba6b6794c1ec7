"""The money of the aids, damaged by raw SQL: each damage is told with the aid it is about, never a person."""

from datetime import date
from pathlib import Path

import pytest
from budget_store import DECIDED, add_all, aide, basis, granted, paid
from profiles import PHRASE, open_workspace, profile_at

from caseapp.domain.labels import plain
from caseapp.models import (
    AideReglement,
    Ajournement,
    EcheancePret,
    MouvementPret,
    PlanPret,
    Rectification,
    SeanceCommission,
    TypeAide,
)
from caseapp.models.base import Base
from caseapp.services.commissions_sceau import compute_seal
from caseapp.services.verification_aides import CHECKS
from caseapp.store import Store
from caseapp.store.engine import raw_connection

FIRST_DUE = date(2026, 4, 5)


def whole() -> list[Base]:
    """Return aids whose money agrees: a loan half repaid on a second schedule, payments, one put off."""
    return [
        granted(1, montant_subvention=30_000, seance_id=1),
        granted(2, 2, montant_pret=20_000, montant_subvention=10_000, decideur="delegation"),
        aide(3, decision="refus", date_decision=DECIDED, motif_refus="hors_reglement", seance_id=1),
        aide(4),
        paid(1, 20_000), paid(1, 10_000, date_versement=None),
        paid(1, 30_000, date_retour=date(2026, 4, 1)),
        paid(1, 1_000, date_versement=None, date_annulation=DECIDED),
        paid(2, 20_000, forme="pret"),
        PlanPret(id=1, aide_id=2, date_effet=DECIDED),
        EcheancePret(plan_id=1, numero=1, date_echeance=FIRST_DUE, montant=12_000),
        EcheancePret(plan_id=1, numero=2, date_echeance=date(2026, 5, 5), montant=8_000),
        MouvementPret(aide_id=2, type="remboursement", date=FIRST_DUE, montant=5_000),
        PlanPret(id=2, aide_id=2, date_effet=FIRST_DUE, motif="report"),
        EcheancePret(plan_id=2, numero=1, date_echeance=date(2026, 6, 5), montant=15_000),
        Ajournement(aide_id=4, seance_id=1, date=DECIDED),
    ]  # fmt: skip


@pytest.fixture
def sound(store: Store) -> Store:
    """Give a store whose money agrees, its session closed and sealed."""
    add_all(store, [*basis(), *whole()])
    with store.write("tests") as session:
        seance = session.get_one(SeanceCommission, 1)
        seance.empreinte = compute_seal(session, seance)
        seance.close_le, seance.close_par = store.now, "tests"
    return store


def problems(store: Store) -> list[str]:
    with store.read() as session:
        return [plain(one) for check in CHECKS for one in check(session)]


def damage(store: Store, *statements: str) -> None:
    """Do what no program should: without links, rules nor guards."""
    with store.engine.connect() as connection:
        raw = raw_connection(connection)
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        raw.commit()


def test_money_that_agrees_has_no_problem(sound: Store) -> None:
    assert problems(sound) == []


@pytest.mark.parametrize(
    ("statements", "sentences"),
    [
        (("UPDATE paiements SET montant = 25000 WHERE id = 1",),
         ["Aide D1 : 350,00 € de subvention payés pour 300,00 € accordés."]),
        (("UPDATE paiements SET date_annulation = NULL WHERE id = 4",),
         ["Aide D1 : 310,00 € de subvention payés pour 300,00 € accordés."]),
        (("UPDATE paiements SET forme = 'pret' WHERE id = 2",),
         ["Aide D1 : 100,00 € de prêt payés sans être accordés."]),
        (("UPDATE paiements SET aide_id = 4 WHERE id = 5",),
         ["Aide D4 : 200,00 € de prêt payés sans être accordés."]),
        (("UPDATE aides_reglement SET formes = 'subvention' WHERE id = 12",),
         ["Aide D2 : un montant en prêt, forme que cette aide n'a pas en 2026."]),
        (("DELETE FROM aides_reglement", "UPDATE types_aide SET formes = 'pret' WHERE id = 2"),
         ["Aide D2 : un montant en subvention, forme que cette aide n'a pas en 2026."]),
        (("UPDATE aides SET montant_pret = 500 WHERE id = 4",), ["Aide D4 : un montant sans accord."]),
        (("UPDATE mouvements_pret SET montant = 20001, date = '2026-04-06'",
          "UPDATE echeances_pret SET montant = 20000 WHERE id = 3"),
         ["Aide D2 : 200,01 € remboursés ou remis d'un prêt de 200,00 €."]),
        (("UPDATE echeances_pret SET montant = 12001 WHERE id = 1",),
         ["Aide D2 : l'échéancier du 10/03/2026 fait 200,01 €, le solde était de 200,00 €."]),
        (("DELETE FROM echeances_pret WHERE id = 3",),
         ["Aide D2 : l'échéancier du 05/04/2026 fait 0,00 €, le solde était de 150,00 €."]),
        (("UPDATE aides SET montant_subvention = 30001 WHERE id = 1",),
         ["Séance S1 du 10/03/2026 : ses décisions ne sont plus celles de sa clôture."]),
        (("UPDATE seances_commission SET empreinte = NULL",),
         ["Séance S1 du 10/03/2026 : ses décisions ne sont plus celles de sa clôture."]),
        (("UPDATE ajournements SET date = '2026-03-11'",),
         ["Séance S1 du 10/03/2026 : ses décisions ne sont plus celles de sa clôture."]),
    ],
    ids=["more paid", "cancelled no more", "form not granted", "undecided but paid", "form of the year",
         "form of the type", "amount undecided", "more repaid", "schedule", "lost instalment",
         "sealed amount", "lost seal", "sealed adjournment"],
)  # fmt: skip
def test_a_damage_is_told_with_what_it_is_about(
    sound: Store, statements: tuple[str, ...], sentences: list[str]
) -> None:
    damage(sound, *statements)
    assert problems(sound) == sentences


def test_a_refusal_that_carries_an_amount_is_told_beside_its_broken_seal(sound: Store) -> None:
    damage(sound, "UPDATE aides SET montant_subvention = 500 WHERE id = 3")
    assert problems(sound) == [
        "Aide D3 : un montant sans accord.",
        "Séance S1 du 10/03/2026 : ses décisions ne sont plus celles de sa clôture.",
    ]


def test_an_aid_twice_in_a_year_is_told(sound: Store) -> None:
    add_all(
        sound,
        [AideReglement(id=19, code="2026-V2", reglement_id=1, type_aide_id=1, formes="subvention pret")],
    )
    assert problems(sound) == ["Le règlement de 2026 a plusieurs fois « Aide aux vacances »."]


def test_schedules_made_before_a_rectification_may_differ_from_the_last(sound: Store) -> None:
    """Only the last schedule of a loan must be that of its balance once the decision was corrected."""
    damage(sound, "UPDATE aides SET montant_pret = 18000 WHERE id = 2",
           "UPDATE echeances_pret SET montant = 13000 WHERE id = 3",
           "UPDATE paiements SET montant = 18000 WHERE forme = 'pret'")  # fmt: skip
    assert problems(sound) == [
        "Aide D2 : l'échéancier du 10/03/2026 fait 200,00 €, le solde était de 180,00 €."
    ]
    add_all(
        sound,
        [Rectification(aide_id=2, seance_id=1, moment=sound.now, auteur="tests", motif="erreur",
                       decision_avant="accord", pret_avant=20_000, subvention_avant=10_000,
                       decision_apres="accord", pret_apres=18_000, subvention_apres=10_000)],
    )  # fmt: skip
    assert not any("échéancier" in one for one in problems(sound))


def test_what_is_repaid_on_the_day_of_a_schedule_or_noted_later_breaks_nothing(sound: Store) -> None:
    later = [
        MouvementPret(aide_id=2, type="remboursement", date=FIRST_DUE, montant=1_000),
        MouvementPret(aide_id=2, type="remboursement", date=date(2026, 3, 30), montant=1_000),
    ]
    add_all(sound, later)
    assert problems(sound) == []


def test_many_aids_with_one_problem_are_counted(sound: Store) -> None:
    add_all(sound, [aide(100 + n) for n in range(8)])
    damage(sound, "UPDATE aides SET montant_pret = 500 WHERE id >= 100")
    found = problems(sound)
    assert found[:2] == ["Aide D100 : un montant sans accord.", "Aide D101 : un montant sans accord."]
    assert (len(found), found[-1]) == (6, "Et 3 autres cas semblables.")


def test_sums_that_the_budget_misses_are_told(sound: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget that leaves out what stands on no line does not have the sums of the aids."""
    monkeypatch.setattr("caseapp.services.budget_controle.read_sommes", _without_apart)
    add_all(sound, [TypeAide(id=9, code="X", libelle="Autre", domaine="temps_libre"),
                    granted(9, 9, montant_subvention=700, montant_demande=None), paid(9, 500)])  # fmt: skip
    assert problems(sound) == [
        "Budget 2026, « Accordé » : les lignes font 600,00 €, les aides 607,00 €.",
        "Budget 2026, « Payé » : les lignes font 400,00 €, les aides 405,00 €.",
    ]


def _without_apart(session: object, annee: int) -> dict[object, int]:
    from caseapp.services.budget_sommes import read_sommes  # noqa: PLC0415 - the real one, not the name patched

    sums = read_sommes(session, annee)  # type: ignore[arg-type]
    return {key: cents for key, cents in sums.items() if key[0] is not None}


def test_the_whole_verification_tells_it(tmp_path: Path) -> None:
    profil = profile_at(tmp_path / "profil")
    profil.create(PHRASE).store.close()
    workspace = open_workspace(profil)
    store = workspace._opening.store
    add_all(store, [*basis(), *whole()])
    assert workspace.verification.verify().problemes == ()
    damage(store, "UPDATE paiements SET montant = 25000 WHERE id = 1")
    (problem,) = workspace.verification.verify().problemes
    assert problem.startswith("Aide D1 : ")
    assert "Nguyễn" not in problem
    workspace.close()
