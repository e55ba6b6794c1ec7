"""Loans on a real store: schedules, repayments, remissions, lists and balances on any day."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from prets_store import DECIDED, TODAY, PretStore
from stores import AUTEUR

from caseapp.domain.pret import EtatEcheance
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, EcheancePret, MouvementPret, Paiement, PlanPret
from caseapp.services.paiements import PaiementSaisie
from caseapp.services.prets import ListePrets, Mode, PlanSaisie
from caseapp.services.prets_echeancier import make_echeances, notices, summary
from caseapp.services.prets_vue import read_prets

PLAN = PlanSaisie(Mode.NOMBRE, 6, date(2026, 3, 12), date(2026, 4, 5))
APRIL_6 = date(2026, 4, 6)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PretStore]:
    office = PretStore(tmp_path)
    yield office
    office.store.close()


@pytest.fixture
def loan(office: PretStore) -> int:
    aide = office.loan()
    office.prets.plan(aide, PLAN, TODAY)
    return aide


def echeances(office: PretStore, aide: int, jour: date = TODAY) -> list[tuple[date, int]]:
    vue = office.prets.open_pret(aide, jour)
    return [(one.echeance.date, one.echeance.montant) for one in vue.suivi]


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PretStore]:
    """Give one store to what is refused and writes nothing."""
    office = PretStore(tmp_path_factory.mktemp("refus"))
    yield office
    office.store.close()


@pytest.fixture(scope="module")
def bare(unchanged: PretStore) -> int:
    return unchanged.loan()


@pytest.fixture(scope="module")
def planned(unchanged: PretStore) -> int:
    aide = unchanged.loan()
    unchanged.prets.plan(aide, PLAN, TODAY)
    return aide


# --- Schedules ---


def test_a_schedule_by_amount_takes_its_rest_last(office: PretStore) -> None:
    aide = office.loan(60_050)
    office.prets.plan(aide, PlanSaisie(Mode.MENSUALITE, 25_000, date(2026, 3, 12), date(2026, 3, 31)), TODAY)
    assert echeances(office, aide) == [
        (date(2026, 3, 31), 25_000), (date(2026, 4, 30), 25_000), (date(2026, 5, 31), 10_050),
    ]  # fmt: skip
    vue = office.prets.open_pret(aide)
    assert summary(vue.plan.echeances) == (
        "3 échéances de 250,00\u00a0€, la dernière de 100,50\u00a0€, du 31/03/2026 au 31/05/2026."
    )


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ((Mode.NOMBRE, 0), "nombre", "de 1 à 600 mois"),
        ((Mode.NOMBRE, 601), "nombre", "de 1 à 600 mois"),
        ((Mode.MENSUALITE, 0), "mensualite", "dépasser zéro"),
        ((Mode.MENSUALITE, -5), "mensualite", "dépasser zéro"),
        ((Mode.MENSUALITE, 60_001), "mensualite", "dépasse le solde, 600,00"),
        ((Mode.NOMBRE, 6, date(2026, 3, 9)), "date_effet", "avant la décision"),
        ((Mode.NOMBRE, 6, date(2026, 11, 22)), "date_effet", "pas encore passée"),
        ((Mode.NOMBRE, 6, date(2026, 3, 11), date(2026, 3, 11)), "premiere", "avant le versement"),
        ((Mode.NOMBRE, 6, date(2026, 4, 1), date(2026, 3, 31)), "premiere", "avant le début"),
        ((Mode.NOMBRE, 6, date(2026, 4, 1)), "premiere", "date de la première échéance"),
        ((Mode.REPORT, 2, date(2026, 4, 1)), "mois", "ne totalise plus"),
    ],
)
def test_a_schedule_that_cannot_be_says_why_under_its_field(
    unchanged: PretStore, bare: int, change, field, said
) -> None:
    mode, valeur, *days = change
    days = days or [date(2026, 3, 12), date(2026, 4, 5)]
    with pytest.raises(FieldError, match=said) as caught:
        unchanged.prets.plan(bare, PlanSaisie(mode, valeur, *days), TODAY)
    assert caught.value.field == field
    assert unchanged.prets.open_pret(bare).pret.plans == ()


def test_what_is_unusual_is_said_and_not_refused(office: PretStore) -> None:
    aide = office.aide()
    saisie = PlanSaisie(Mode.NOMBRE, 30, DECIDED, date(2026, 4, 5))
    vue = office.prets.open_pret(aide, TODAY)
    said = list(notices(vue, saisie, make_echeances(vue.pret, saisie)))
    assert said == [
        "30 mois, au-delà des 24 mois du règlement.", "Le paiement de ce prêt n'est pas encore prévu.",
    ]  # fmt: skip
    office.paiements.add(aide, PaiementSaisie("pret", 60_000, "famille", date(2026, 5, 1)), TODAY)
    vue = office.prets.open_pret(aide, TODAY)
    assert "avant le versement prévu le 01/05/2026" in next(notices(vue, saisie, ()))
    office.prets.plan(aide, saisie, TODAY)
    assert len(echeances(office, aide)) == 30


def test_a_replaced_schedule_needs_its_reason_and_sums_to_the_balance(office: PretStore, loan: int) -> None:
    office.prets.repay(loan, 10_000, date(2026, 4, 5), TODAY)
    office.prets.repay(loan, 2_500, date(2026, 5, 5), TODAY)
    saisie = PlanSaisie(Mode.MENSUALITE, 5_000, date(2026, 6, 1), date(2026, 7, 10))
    with pytest.raises(FieldError, match="pourquoi l'échéancier change"):
        office.prets.plan(loan, saisie, TODAY)
    office.prets.plan(loan, replace(saisie, motif="Perte d'emploi"), TODAY)
    vue = office.prets.open_pret(loan, date(2026, 6, 1))
    assert vue.plan.total == vue.solde == 47_500
    assert vue.plan.motif == "Perte d'emploi"
    assert office.prets.open_pret(loan, date(2026, 5, 31)).plan.total == 60_000, "as it was made"
    assert vue.retard is None
    earlier = PlanSaisie(Mode.NOMBRE, 6, date(2026, 5, 31), date(2026, 7, 1), "Encore")
    with pytest.raises(FieldError, match="avant l'échéancier en vigueur, le 01/06/2026"):
        office.prets.plan(loan, earlier, TODAY)
    assert office.historique.undo().libelle == "Échéancier remplacé"
    assert office.prets.open_pret(loan).plan.total == 60_000


def test_a_delay_moves_what_remains(office: PretStore, loan: int) -> None:
    office.prets.repay(loan, 12_500, date(2026, 4, 20), TODAY)
    asked = PlanSaisie(Mode.REPORT, 1, date(2026, 6, 1), motif="Arrêt maladie")
    office.prets.plan(loan, asked, TODAY)
    assert echeances(office, loan) == [
        (date(2026, 6, 5), 7_500), (date(2026, 7, 5), 10_000), (date(2026, 8, 5), 10_000),
        (date(2026, 9, 5), 10_000), (date(2026, 10, 5), 10_000),
    ]  # fmt: skip
    too_short = PlanSaisie(Mode.REPORT, 1, date(2026, 8, 1), motif="Arrêt maladie")
    with pytest.raises(FieldError, match="serait le 05/07/2026, déjà passé") as caught:
        office.prets.plan(loan, too_short, TODAY)
    assert caught.value.field == "mois"


# --- Movements ---


def test_late_since_the_day_after_until_repaid(office: PretStore, loan: int) -> None:
    assert office.prets.open_pret(loan, date(2026, 4, 5)).retard is None
    late = office.prets.open_pret(loan, APRIL_6).retard
    assert (late.montant, late.depuis, late.jours) == (10_000, date(2026, 4, 5), 1)
    office.prets.repay(loan, 10_000, APRIL_6, TODAY)
    vue = office.prets.open_pret(loan, APRIL_6)
    assert (vue.retard, vue.solde, vue.du) == (None, 50_000, 50_000)
    assert office.prets.open_pret(loan, date(2026, 4, 5)).solde == 60_000, "the day before, as it was"
    assert [one.etat for one in vue.suivi][:2] == [EtatEcheance.REGLEE, EtatEcheance.A_VENIR]


@pytest.mark.parametrize(
    ("montant", "jour", "said"),
    [
        (60_001, TODAY, "dépasse le solde dû au 21/11/2026 : 600,00"),
        (0, TODAY, "dépasser zéro"),
        (-1, TODAY, "dépasser zéro"),
        (100, date(2026, 11, 22), "pas encore passée"),
        (100, date(2026, 3, 9), "avant la décision"),
        (100, date(2026, 3, 11), "n'est pas versé : notez d'abord son paiement"),
    ],
)
def test_a_repayment_that_cannot_be_is_refused(
    unchanged: PretStore, planned: int, montant, jour, said
) -> None:
    with pytest.raises(InputError, match=said):
        unchanged.prets.repay(planned, montant, jour, TODAY)
    assert unchanged.prets.open_pret(planned).mouvements == ()


def test_an_earlier_repayment_counts_what_was_repaid_later(office: PretStore, loan: int) -> None:
    office.prets.repay(loan, 50_000, date(2026, 6, 1), TODAY)
    with pytest.raises(FieldError, match=r"solde dû au 01/05/2026 : 100,00.€"):
        office.prets.repay(loan, 10_001, date(2026, 5, 1), TODAY)
    office.prets.repay(loan, 10_000, date(2026, 5, 1), TODAY)
    with pytest.raises(InputError, match="plus rien n'est dû"):
        office.prets.repay(loan, 1, date(2026, 5, 2), TODAY)
    with pytest.raises(InputError, match="soldé : rien n'est dû"):
        office.prets.repay(loan, 1, TODAY, TODAY)


def test_settled_early_remitted_and_taken_back(office: PretStore, loan: int) -> None:
    with pytest.raises(FieldError, match="Dites pourquoi la dette est remise"):
        office.prets.remit(loan, 10_000, APRIL_6, " ", TODAY)
    office.prets.remit(loan, 20_000, APRIL_6, "Décision de la commission", TODAY)
    settled = office.prets.settle(loan, date(2026, 5, 1), TODAY)
    vue = office.prets.open_pret(loan, TODAY)
    assert [(one.type, one.montant) for one in vue.mouvements] == [
        ("remise", 20_000), ("remboursement_anticipe", 40_000),
    ]  # fmt: skip
    assert (vue.solde, vue.du, vue.retard) == (0, 0, None)
    assert {one.etat for one in vue.suivi} == {EtatEcheance.REGLEE}
    assert office.prets.read_list(ListePrets.SOLDES, TODAY).ids == (loan,)
    office.prets.remove_movement(settled)
    assert office.prets.open_pret(loan, TODAY).solde == 40_000
    labels = [office.historique.undo().libelle for _ in range(3)]
    assert labels == ["Mouvement de prêt retiré", "Prêt soldé", "Remise de dette notée"]
    with pytest.raises(InputError, match="n'est plus dans la base"):
        office.prets.remove_movement(999)


def test_an_aid_without_loan_says_so(office: PretStore) -> None:
    gift, refused = office.aide(None, 40_000), office.aide(None, None, decision="refus")
    for aide in (gift, refused):
        assert office.prets.open_pret(aide, TODAY) is None
        with pytest.raises(InputError, match="pas de prêt accordé"):
            office.prets.plan(aide, PLAN, TODAY)
        with pytest.raises(InputError, match="pas de prêt accordé"):
            office.prets.settle(aide, TODAY, TODAY)
    dossier = office.prets.open_dossier(refused, TODAY)
    assert (dossier.is_granted, dossier.decision, dossier.paiements, dossier.restes) == (
        False, "Refus", (), (),
    )  # fmt: skip
    with pytest.raises(InputError, match="n'est plus dans la base"):
        office.prets.open_dossier(999, TODAY)


# --- Lists ---


def test_lists_begin_with_what_is_latest(office: PretStore) -> None:
    fresh, late, later = (office.loan(famille=n) for n in range(3))
    office.prets.plan(later, PLAN, TODAY)
    office.prets.plan(late, PlanSaisie(Mode.NOMBRE, 6, date(2026, 3, 12), date(2026, 4, 20)), TODAY)
    day = date(2026, 5, 1)
    found = office.prets.read_list(ListePrets.EN_COURS, day)
    assert found.ids == (later, late, fresh)
    assert (found.solde, found.du, found.en_retard, found.montant_en_retard) == (180_000, 180_000, 2, 20_000)
    assert office.prets.owed(day) == 180_000
    first, second, third = office.prets.list_rows(found.ids, day)
    assert (first.famille, first.retard, first.depuis, first.jours) == (
        "Œuvrard", 10_000, date(2026, 4, 5), 26,
    )  # fmt: skip
    assert (second.protection, second.jours) == (True, 11)
    assert (third.prochaine, third.montant_prochain, third.retard) == (None, 0, 0)
    assert office.prets.read_list(ListePrets.SANS_ECHEANCIER, day).ids == (fresh,)
    assert office.prets.read_list(ListePrets.EN_RETARD, date(2026, 4, 5)).ids == ()
    assert office.prets.owed(date(2026, 3, 11)) == 0


def test_money_still_out_when_the_decision_went_is_owed(office: PretStore, loan: int) -> None:
    with office.store.write(AUTEUR) as session:
        session.get(Aide, loan).decision = "refus"
    (row,) = office.prets.list_rows([loan], TODAY)
    assert (row.accorde, row.solde, row.du) == (0, 0, 60_000)
    assert office.prets.read_list(ListePrets.EN_COURS, TODAY).ids == (loan,)


def test_the_list_and_the_laws_agree_on_every_loan_and_day(office: PretStore) -> None:
    draw = Random(4)  # noqa: S311 - invented loans
    aides = [_invented(office, draw) for _ in range(40)]
    with office.store.read() as session:
        prets = read_prets(session, aides)
    checked = 0
    for back in range(0, 900, 47):
        jour = date(2027, 6, 30) - timedelta(days=back)
        rows = {row.id: row for row in office.prets.list_rows(aides, jour)}
        for aide, pret in prets.items():
            row, late, following = rows.get(aide), pret.retard(jour), pret.prochaine(jour)
            if row is None:
                assert pret.accorde_au(jour) == pret.verse(jour) == 0
                continue
            checked += 1
            assert (row.accorde, row.solde, row.du) == (
                pret.accorde_au(jour), pret.solde(jour), pret.du(jour),
            )  # fmt: skip
            assert (row.retard, row.depuis, row.jours) == (
                (late.montant, late.depuis, late.jours) if late else (0, None, 0)
            )
            assert (row.prochaine, row.montant_prochain) == (
                (following.echeance.date, following.reste) if following else (None, 0)
            )
        assert office.prets.owed(jour) == sum(pret.du(jour) for pret in prets.values())
    assert checked > 300


def test_whatever_is_tried_the_balance_holds_on_every_day(office: PretStore) -> None:
    aide, draw = office.loan(), Random(11)  # noqa: S311 - invented acts
    done = 0
    for _ in range(70):
        jour = date(2026, 3, 12) + timedelta(days=draw.randrange(250))
        cents, mode = draw.randrange(1, 9_000), draw.choice(list(Mode))
        value = draw.randrange(1, 20) * (1_000 if mode is Mode.MENSUALITE else 1)
        saisie = PlanSaisie(mode, value, jour, jour + timedelta(days=30), "essai")
        acts = (
            lambda cents=cents, jour=jour: office.prets.repay(aide, cents, jour, TODAY),
            lambda cents=cents, jour=jour: office.prets.remit(aide, cents, jour, "essai", TODAY),
            lambda saisie=saisie: office.prets.plan(aide, saisie, TODAY),
        )
        rank = draw.choices((0, 1, 2), (4, 1, 4))[0]
        with suppress(InputError):
            acts[rank]()
            done += 1
            if rank == 2:
                vue = office.prets.open_pret(aide, jour)
                assert vue.plan.total == vue.solde, "as long as nothing earlier is recorded"
                assert all(one.montant > 0 for one in vue.plan.echeances)
        pret = office.prets.open_pret(aide).pret
        for back in range(0, 260, 20):
            seen = TODAY - timedelta(days=back)
            assert pret.solde(seen) == 60_000 * (seen >= DECIDED) - pret.rembourse(seen) - pret.remis(seen)
            assert 0 <= pret.du(seen) <= max(pret.solde(seen), 0)
    assert done > 15


def _invented(office: PretStore, draw: Random) -> int:
    """Write a loan as an import might bring one, even with amounts that do not agree."""
    decided = date(2025, 1, 1) + timedelta(days=draw.randrange(400))
    granted = draw.randrange(10_000, 200_000)
    aide = office.aide(granted, famille=draw.randrange(3), date_decision=decided, date_demande=decided)

    def later(days: int) -> date:
        return decided + timedelta(days=draw.randrange(days))

    with office.store.write(AUTEUR) as session:
        for part in (granted // 2, granted - granted // 2):
            due = later(60)
            paid = due if draw.random() < 0.9 else None
            back = due + timedelta(days=90) if paid and draw.random() < 0.2 else None
            session.add(
                Paiement(
                    aide_id=aide, forme="pret", montant=part, destinataire="famille", date_prevue=due,
                    date_versement=paid, date_retour=back,
                )
            )  # fmt: skip
        for _ in range(draw.randrange(6)):
            kind = draw.choice(["remboursement", "remboursement_anticipe", "remise"])
            amount = draw.randrange(1, granted // 5)
            session.add(MouvementPret(aide_id=aide, type=kind, date=later(500), montant=amount))
        for _ in range(draw.randrange(4)):
            plan = PlanPret(aide_id=aide, date_effet=later(300))
            session.add(plan)
            session.flush()
            for numero in range(1, draw.randrange(2, 9)):
                due = plan.date_effet + timedelta(days=30 * numero)
                amount = draw.randrange(1, granted // 4)
                session.add(EcheancePret(plan_id=plan.id, numero=numero, date_echeance=due, montant=amount))
    return aide
