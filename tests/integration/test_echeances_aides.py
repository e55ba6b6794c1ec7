"""What is due on the aids: late the day after and not before, each line opening its record."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from budget_store import add_all, aide, basis, budget_workspace, granted, paid

from caseapp.domain.labels import plain
from caseapp.models import (
    Agent,
    Ajournement,
    EcheancePret,
    MouvementPret,
    PieceAide,
    PlanPret,
    Rectification,
    SeanceCommission,
)
from caseapp.models.base import Base
from caseapp.services.echeances_prets import read_late_loans
from caseapp.services.prets_vue import read_prets
from caseapp.services.workspace import Workspace
from caseapp.store import Store

THURSDAY = date(2026, 11, 19)
TODAY = date(2026, 11, 21)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = budget_workspace(tmp_path, basis())
    yield workspace
    workspace.close()


def store_of(workspace: Workspace) -> Store:
    return workspace._opening.store


def lines(workspace: Workspace, today: date = TODAY) -> list[tuple[int, str, str, str, str, int | None]]:
    """Return what the day says of aids: days to it, sentence, ground, family, what it opens."""
    return [
        (
            (one.jour - today).days,
            plain(one.objet),
            plain(one.fondement),
            one.famille,
            one.ouvre,
            one.ouvre_id,
        )
        for one in workspace.accueil.journee(today).echeances
        if one.ouvre
    ]


def late(workspace: Workspace, today: date) -> tuple[int, int]:
    found = workspace.accueil.retards_aides(today)
    return found.demandes, found.prets


def loan(ident: int, due: date, *moved: MouvementPret, **values: Any) -> list[Base]:
    """Return a loan of 200 € paid on 20 March, due in two times, the first on `due`."""
    return [
        granted(ident, 2, montant_pret=20_000, **values),
        paid(ident, 20_000, forme="pret"),
        PlanPret(id=ident, aide_id=ident, date_effet=date(2026, 3, 20)),
        EcheancePret(plan_id=ident, numero=1, date_echeance=due, montant=12_000),
        EcheancePret(plan_id=ident, numero=2, date_echeance=due + timedelta(days=400), montant=8_000),
        *moved,
    ]


def test_an_urgent_request_is_due_in_working_days_and_late_the_day_after(workspace: Workspace) -> None:
    add_all(
        store_of(workspace),
        [aide(1, date_demande=THURSDAY, urgente=True),
         aide(2, famille_id=2, date_demande=THURSDAY, urgente=True, agent_id=None),
         aide(3, date_demande=THURSDAY, urgente=True, decision="sans_suite"),
         granted(4, date_demande=THURSDAY, date_decision=TODAY, urgente=True, montant_subvention=100)],
    )  # fmt: skip
    assert lines(workspace) == [
        (3, "Aide urgente à décider", "le 24/11/2026 au plus tard", "Nguyễn Emma", "aide", 1),
        (5, "Aide urgente à décider", "le 26/11/2026 au plus tard", "O'Brien Maël", "aide", 2),
    ]
    assert late(workspace, date(2026, 11, 24)) == (0, 0)
    assert late(workspace, date(2026, 11, 25)) == (1, 0)
    assert late(workspace, date(2026, 11, 27)) == (2, 0)


def test_what_lacks_before_a_session_is_told_with_its_last_day(workspace: Workspace) -> None:
    add_all(
        store_of(workspace),
        [SeanceCommission(id=2, code="S2", instance="CAS", date=date(2026, 12, 8),
                          date_limite=date(2026, 11, 27)),
         SeanceCommission(id=3, code="S3", instance="CAS", date=date(2026, 11, 30)),
         aide(1, seance_id=2), aide(2, famille_id=2), aide(3), aide(4),
         PieceAide(aide_id=1, libelle="Devis", obligatoire=True),
         PieceAide(aide_id=1, libelle="RIB", obligatoire=True),
         PieceAide(aide_id=2, libelle="Devis", obligatoire=True),
         PieceAide(aide_id=3, libelle="Courrier", obligatoire=False),
         PieceAide(aide_id=4, libelle="Devis", obligatoire=True, date_reception=TODAY)],
    )  # fmt: skip
    assert lines(workspace) == [
        (6, "Date limite des demandes", "séance du 08/12/2026", "", "seance", 2),
        (6, "Dossier incomplet", "séance le 08/12/2026", "Nguyễn Emma", "aide", 1),
        (6, "Dossier incomplet", "séance le 08/12/2026", "O'Brien Maël", "aide", 2),
    ]  # fmt: skip
    # once the last day is gone, the request that was on no agenda waits for the next session
    after = date(2026, 11, 28)
    assert lines(workspace, after) == [
        (-1, "Dossier incomplet", "séance le 08/12/2026", "Nguyễn Emma", "aide", 1),
        (2, "Dossier incomplet", "séance le 30/11/2026", "O'Brien Maël", "aide", 2),
    ]  # fmt: skip


def test_payments_to_make_and_late_instalments_open_the_loan(workspace: Workspace) -> None:
    soon = TODAY + 3 * ONE_DAY
    add_all(
        store_of(workspace),
        [
            granted(1, montant_subvention=30_000),
            paid(1, 10_000, date_prevue=soon, date_versement=None),
            paid(1, 5_000, date_prevue=soon, date_versement=None, date_annulation=TODAY),
            paid(1, 5_000, date_prevue=TODAY + 16 * ONE_DAY, date_versement=None),
            *loan(2, TODAY - 8 * ONE_DAY,
                  MouvementPret(aide_id=2, type="remboursement", date=TODAY, montant=5_000), famille_id=2),
            *loan(3, TODAY),
        ],
    )  # fmt: skip
    assert lines(workspace) == [
        (-8, "Échéance de prêt", "70,00 € en retard", "O'Brien Maël", "pret", 2),
        (3, "Paiement à faire", "100,00 € de subvention", "Nguyễn Emma", "pret", 1),
    ]
    assert late(workspace, TODAY) == (0, 1)
    assert late(workspace, TODAY + ONE_DAY) == (0, 2)
    assert late(workspace, soon + ONE_DAY) == (0, 3)


def test_a_worker_sees_their_own_aids_and_the_urgent_ones_of_nobody(workspace: Workspace) -> None:
    add_all(
        store_of(workspace),
        [Agent(id=2, code="TS02", nom="Roux", metier="cesf"),
         SeanceCommission(id=2, code="S2", instance="CAS", date=date(2026, 12, 8), date_limite=TODAY),
         aide(1, date_demande=THURSDAY, urgente=True, agent_id=2),
         *loan(2, TODAY - ONE_DAY, agent_id=2), *loan(3, TODAY - ONE_DAY),
         *loan(4, TODAY - 2 * ONE_DAY, agent_id=None),
         aide(5, date_demande=THURSDAY, urgente=True, agent_id=None, famille_id=2)],
    )  # fmt: skip
    workspace.agents.set_me(1)
    assert [(one[4], one[5]) for one in lines(workspace)] == [("pret", 3), ("seance", 2), ("aide", 5)]
    workspace.agents.set_me(2)
    assert [one[4:] for one in lines(workspace)] == [
        ("pret", 2), ("seance", 2), ("aide", 1), ("aide", 5),
    ]  # fmt: skip


def test_late_loans_are_those_of_the_law_on_every_day(workspace: Workspace) -> None:
    """The grouped reading agrees with `Pret.retard`, on loans drawn at random."""
    draw = random.Random(40)  # noqa: S311 - a portfolio, not a secret
    start, records = date(2026, 1, 5), list[Base]()
    for ident in range(1, 31):
        given = 1_000 * draw.randrange(2, 12)
        records.append(granted(ident, 2, date_demande=start, date_decision=start, montant_pret=given))
        for _ in range(draw.randrange(3)):
            day = start + timedelta(days=draw.randrange(40))
            back = day + timedelta(days=draw.randrange(90)) if draw.random() < 0.3 else None
            part = draw.randrange(1, given + 1)
            records.append(paid(ident, part, forme="pret", date_versement=day, date_retour=back))
        for rank in range(draw.randrange(3)):
            plan = 2 * ident + rank
            records.append(PlanPret(id=plan, aide_id=ident, date_effet=start + timedelta(days=60 * rank)))
            records += [
                EcheancePret(plan_id=plan, numero=n, date_echeance=start + timedelta(days=30 * n),
                             montant=draw.randrange(1, given))
                for n in range(1, draw.randrange(2, 6))
            ]  # fmt: skip
        records += [
            MouvementPret(aide_id=ident, type=draw.choice(("remboursement", "remise")),
                          date=start + timedelta(days=draw.randrange(150)), montant=draw.randrange(1, 1_500))
            for _ in range(draw.randrange(4))
        ]  # fmt: skip
    add_all(store_of(workspace), records)
    found = 0
    with store_of(workspace).read() as session:
        prets = read_prets(session, range(1, 31))
        for days in range(0, 200, 9):
            day = start + timedelta(days=days)
            expected = {key: one.retard(day) for key, one in prets.items()}
            law = {key: one.montant for key, one in expected.items() if one is not None and one.montant}
            assert read_late_loans(session, day) == law, day
            found += len(law)
    assert found > 50, "the draw holds late loans"


def test_the_head_of_a_family_says_what_is_urgent_and_late(workspace: Workspace) -> None:
    add_all(
        store_of(workspace), [aide(1, date_demande=THURSDAY, urgente=True), *loan(2, TODAY - 8 * ONE_DAY)]
    )
    said = workspace.familles.open_fiche(1, TODAY).alertes
    assert [plain(one) for one in said] == [
        "Demande urgente à décider le 24/11/2026 au plus tard.",
        "Prêt en retard de 120,00 € depuis le 13/11/2026.",
    ]
    (first, _) = workspace.familles.open_fiche(1, date(2026, 11, 25)).alertes
    assert first == "Demande urgente en retard : elle était à décider le 24/11/2026 au plus tard."
    assert workspace.familles.open_fiche(2, TODAY).alertes == ()


def test_the_timeline_tells_the_life_of_the_money(workspace: Workspace) -> None:
    store = store_of(workspace)
    add_all(
        store,
        [
            *loan(2, TODAY, objet="Lave-linge", seance_id=1),
            MouvementPret(aide_id=2, type="remise", date=date(2026, 9, 1), montant=5_000, motif="baisse"),
            paid(2, 1_000, date_versement=date(2026, 5, 2), date_retour=date(2026, 5, 9), motif="RIB clos"),
            paid(2, 2_000, date_versement=None, date_annulation=date(2026, 6, 1)),
            Ajournement(aide_id=2, date=date(2026, 2, 10), motif="devis attendu"),
            Rectification(aide_id=2, seance_id=1, moment=store.now, auteur="tests", motif="erreur de saisie",
                          decision_apres="accord", pret_apres=20_000),
        ],
    )  # fmt: skip
    fil = workspace.familles.open_fiche(1, TODAY).fil
    told = {(one.titre, plain(one.detail), one.objet, one.objet_id) for one in fil}
    assert told == {
        ("Aide demandée", "Équipement, 300,00 € demandés, Lave-linge", "aides", 2),
        ("Aide ajournée", "Équipement, devis attendu", "aides", 2),
        ("Aide : accord", "Équipement, 200,00 € de prêt", "aides", 2),
        ("Prêt versé", "Équipement, 200,00 €", "paiements", 2),
        ("Subvention versée", "Équipement, 10,00 €", "paiements", 2),
        ("Versement revenu", "Équipement, 10,00 €, RIB clos", "paiements", 2),
        ("Paiement annulé", "Équipement, 20,00 €", "paiements", 2),
        ("Prêt : remise de dette", "Équipement, 50,00 €, baisse", "paiements", 2),
        ("Décision rectifiée", "Équipement, erreur de saisie", "aides", 2),
    }


def test_an_aid_is_found_by_its_reference_and_by_the_words_of_its_object(workspace: Workspace) -> None:
    add_all(store_of(workspace), [aide(1, objet="Lave-linge et table"), aide(2, famille_id=2), aide(31)])
    search = workspace.recherche.search
    assert [(one.titre, one.detail, one.aide_id) for one in search("D2")] == [
        ("Aide D2", "O'Brien Maël, Aide aux vacances, 15/01/2026", 2)
    ]
    assert [(one.titre, one.aide_id) for one in search("lave-l")] == [("Lave-linge et table", 1)]
    assert [one.aide_id for one in search("D3")] == []
    assert [one.aide_id for one in search("la")] == []
