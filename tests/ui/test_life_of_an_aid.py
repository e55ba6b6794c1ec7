"""The whole life of an aid in the program, by keys, from the règlement of the year to a repayment."""

from datetime import UTC, datetime

import pytest
from program_profile import CANARY
from running_program import Running
from worker import CONTROL, Key, Worker

from caseapp.domain.periods import year_period
from caseapp.services.demandes_lignes import DemandeRow
from caseapp.ui.pages.familles_tabs import AIDES, TABS

YEAR = datetime.now(UTC).astimezone().year
ASKED, GIVEN, LENT, REPAID = 48_000, 30_000, 18_000, 3_600


@pytest.fixture
def worker(running: Running) -> Worker:
    return Worker(running)


def request(worker: Worker) -> DemandeRow:
    """Return the one request, as lists show it."""
    demandes = worker.running.workspace.demandes
    [row] = demandes.list_rows(demandes.list_ids())
    return row


def figures(worker: Worker, *addresses: str) -> tuple[int, ...]:
    value = worker.running.workspace.statistiques.value
    return tuple(int(value(one, year_period(YEAR)) or 0) for one in addresses)


def paid(worker: Worker) -> int:
    return worker.running.workspace.demandes.open_demande(request(worker).id).verse


def take_reglement(worker: Worker) -> None:
    """Begin the year with a shipped example."""
    worker.go_to("reglement interieur")
    worker.tab_to("Partir de l'exemple : Caf des Landes")
    worker.press(Key.Key_Space)
    worker.press(Key.Key_Space)
    assert worker.running.workspace.demandes.offertes(YEAR).reglement


def ask(worker: Worker) -> None:
    """Make the request from the family, one of its documents in hand."""
    worker.go_to(CANARY.lower())
    worker.press(Key.Key_D, CONTROL)
    worker.write("menager")
    worker.press(Key.Key_Return)
    worker.press(Key.Key_Tab)
    worker.write("480")
    worker.fill("cout", "600")
    worker.tab_to("Pièce reçue : Devis")
    worker.press(Key.Key_Space)
    worker.save()
    row = request(worker)
    assert (row.montant_demande, row.manquantes) == (ASKED, 1)
    assert worker.running.workspace.demandes.open_demande(row.id).saisie.reste_a_charge == 12_000


def complete(worker: Worker) -> None:
    """Tick the document that was missing."""
    worker.go_to("aides financieres")
    assert "1 pièce à recevoir" in worker.said()
    worker.press(Key.Key_Return)
    worker.tab_to("Justificatif de domicile")
    worker.press(Key.Key_Space)
    assert request(worker).manquantes == 0


def sit(worker: Worker) -> None:
    """Hold a session of today: its agenda, the decision in both forms, the closing."""
    worker.go_to("commissions")
    worker.tab_to("Ajouter une instance")
    worker.press(Key.Key_Space)
    worker.fill("nom", "Commission territoriale")
    worker.save()
    worker.tab_to("Nouvelle séance")
    worker.press(Key.Key_Space)
    worker.fill("date", "+0")
    worker.save()
    worker.press(Key.Key_Space)
    worker.press(Key.Key_Space)
    assert request(worker).seance is not None
    worker.press(Key.Key_P)
    for text, key in (("300", Key.Key_Tab), ("180", Key.Key_Return)):
        worker.write(text)
        worker.press(key)
    row = request(worker)
    assert (row.decision, row.subvention, row.pret) == ("accord", GIVEN, LENT)
    worker.tab_to("Clore la séance")
    worker.press(Key.Key_Space)
    worker.save()


def pay(worker: Worker) -> None:
    """Pay both forms today, share the loan out, note a first repayment."""
    worker.go_to("aides financieres")
    worker.tab_to("Paiements et prêt")
    worker.press(Key.Key_Space)
    for _ in range(2):
        worker.press(Key.Key_P)
        worker.fill("versement", "+0")
        worker.save()
    worker.press(Key.Key_E)
    worker.write("5")
    worker.save()
    worker.press(Key.Key_R)
    worker.fill("montant", "36")
    worker.save()


def read(worker: Worker, page: str) -> str:
    worker.go_to(page)
    return worker.said()


def read_family(worker: Worker) -> str:
    """Return what the family's tab of the aids says."""
    worker.go_to(CANARY.lower())
    worker.tab_to("Parties de la fiche")
    for _ in range(next(rank for rank, tab in enumerate(TABS) if tab.title == AIDES)):
        worker.press(Key.Key_Right)
    return worker.said()


def undo_up_to_the_seal(worker: Worker) -> None:
    """Take off the repayment, the schedule, the payment of each form; the closed session stays."""
    left = []
    for _ in range(4):
        worker.press(Key.Key_Z, CONTROL)
        left.append(figures(worker, "prets.encours.montant", "prets.encours.du"))
    assert left == [(LENT, LENT), (LENT, LENT), (LENT, 0), (LENT, 0)]
    assert paid(worker) == 0
    worker.press(Key.Key_Z, CONTROL)
    assert "Une séance close et ses rectifications ne s'annulent pas" in worker.said()
    assert request(worker).decision == "accord"
    worker.press(Key.Key_Y, CONTROL)
    assert paid(worker) == GIVEN


def test_an_aid_lives_from_its_request_to_a_repayment(worker: Worker) -> None:
    for step in (take_reglement, ask, complete, sit, pay):
        step(worker)
    assert figures(worker, "aides.total.montant", "prets.encours.montant", "prets.encours.du") == (
        ASKED, LENT - REPAID, LENT - REPAID,
    )  # fmt: skip
    assert paid(worker) == ASKED
    assert "300,00 € de subvention et 180,00 € de prêt\n" in read(worker, "aides financieres")
    assert "1 demande · 480,00 € demandés · toutes décidées · close" in read(worker, "commissions")
    assert "144,00 € dus à la Caf" in read(worker, "paiements prets")
    assert f"480,00 € accordés en {YEAR}" in read(worker, "budget des aides")
    assert "1 demande · 480,00 € accordés en tout" in read_family(worker)
    verify = worker.running.workspace.verification.verify
    assert verify().problemes == ()
    undo_up_to_the_seal(worker)
    assert verify().problemes == ()
