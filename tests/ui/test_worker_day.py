"""A worker's whole day in the program, from an empty desk to the figures, by keys and clicks."""

from datetime import UTC, datetime

import pytest
from program_profile import CANARY, texts_of
from running_program import Running
from worker import CONTROL, Key, Worker

from caseapp.domain.periods import year_period
from caseapp.errors import InputError
from caseapp.ui.pages.familles import FamillesPage

YEAR = datetime.now(UTC).astimezone().year
COUNTED = (
    "rendez_vous.total", "interventions.ouvertes", "plateforme.appels_recus", "plateforme.contacts_traites",
    "offres.motif.separation.envoyees", "familles.total",
)  # fmt: skip


def figures(worker: Worker) -> dict[str, int]:
    found = worker.running.workspace.statistiques.figures(year_period(YEAR)).values
    return {address: int(found[address].value or 0) for address in COUNTED if address in found}


@pytest.fixture
def worker(running: Running) -> Worker:
    return Worker(running)


def say_who(worker: Worker) -> None:
    """Add oneself as an agent, the first time; the quick entry then opens by itself."""
    worker.press(Key.Key_N, CONTROL)
    for key, text in (("nom", "Lacoste"), ("prenom", "Lea"), ("metier", "conseillere")):
        worker.sheet.form.editor(key).focus()
        worker.write(text)
    worker.press(Key.Key_S, CONTROL)


def enter_meeting(worker: Worker) -> None:
    """Note the meeting just held with the family."""
    worker.search("famille", CANARY.lower())
    worker.sheet.form.editor("note").focus()
    worker.write("Point sur le budget, dossier de garde a finir.")
    worker.save()


def open_family(worker: Worker) -> FamillesPage:
    """Open the family from wherever one is."""
    worker.press(Key.Key_K, CONTROL)
    worker.write(CANARY.lower())
    worker.press(Key.Key_Down)
    worker.press(Key.Key_Return)
    page = worker.running.main.page("familles")
    assert isinstance(page, FamillesPage)
    worker.qtbot.waitUntil(page.fiche.isVisible)
    return page


def follow_up(worker: Worker) -> None:
    """Open an intervention for the family on screen."""
    worker.press(Key.Key_I, CONTROL)
    worker.search("motif", "separ")
    worker.save()


def take_calls(worker: Worker) -> None:
    """Note two calls of the phone line, one missed, one answered with its result."""
    worker.running.main.show_page("plateforme")
    worker.settle()
    page = worker.running.main.page("plateforme")
    page.setFocus()
    worker.press(Key.Key_M)
    worker.press(Key.Key_D)
    worker.press(Key.Key_E)


def offer_contact(worker: Worker) -> None:
    """Add an offer to the other family, and try to call it."""
    worker.running.main.show_page("offres")
    worker.settle()
    worker.click("Nouvelle offre", worker.running.main.page("offres"))
    worker.search("famille", "perrin")
    motif = worker.sheet.form.editor("motif")
    motif.set_value("separation")
    worker.save()


def test_a_day_from_the_first_meeting_to_the_figures(worker: Worker) -> None:
    running, work = worker.running, worker.running.workspace
    before = figures(worker)
    say_who(worker)
    enter_meeting(worker)
    page = open_family(worker)
    follow_up(worker)
    assert "Séparation" in texts_of(page.fiche) or "séparation" in texts_of(page.fiche).lower()
    take_calls(worker)
    offer_contact(worker)
    after = figures(worker)
    assert {address: after[address] - before.get(address, 0) for address in COUNTED} == {
        "rendez_vous.total": 1, "interventions.ouvertes": 1, "plateforme.appels_recus": 2,
        "plateforme.contacts_traites": 1, "offres.motif.separation.envoyees": 1, "familles.total": 1,
    }  # fmt: skip
    worker.press(Key.Key_K, CONTROL)
    worker.write("budget")
    model = running.main.finder.table.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Note", "Page"]
    worker.press(Key.Key_Escape)
    running.main.show_page("accueil")
    worker.settle()
    assert "Appel manqué à rappeler" in [
        work_row.objet for work_row in work.accueil.journee(running.main._navigator.today()).echeances
    ]
    undone = 0
    while work.historique.steps().annulables:
        worker.press(Key.Key_Z, CONTROL)
        undone += 1
    assert undone == 7, "agent, entretien, intervention, two calls, what came of one, offer"
    assert figures(worker) == before
    assert work.verification.verify().problemes == ()
    with pytest.raises(InputError):
        work.historique.undo()
