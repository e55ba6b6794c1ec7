"""A worker's afternoon on arrears, from the monthly extraction to the sheet of a meeting, by keyboard."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from documents_store import exports, said
from program_profile import CANARY, texts_of
from running_program import Running
from sqlalchemy import select
from worker import CONTROL, Key, Worker

from caseapp.domain.labels import plain
from caseapp.domain.periods import year_period
from caseapp.models import (
    FaitImpaye,
    Impaye,
    MensualitePlan,
    MouvementDette,
    PlanApurement,
    SuiteEcheance,
)
from caseapp.ui.pages.impayes import ImpayesPage

TODAY = date(2026, 11, 21)
EXTRACTION = f"""\
N° allocataire;Nom;Prénom;Bailleur;Aide;Tiers payant;Loyer;Charges;Montant aide;Dette;Signalement;\
Premier impayé
1004233;{CANARY};Maëlle;XL Habitat;ALF;oui;512,00;38,00;210,00;1 284,00;17/05/2026;05/01/2026
1004234;Perrin;Adam;Clairsienne;APL;oui;400,00;50,00;300,00;320,00;17/11/2026;05/09/2026
9999999;Inconnue;Zoé;XL Habitat;ALF;oui;400,00;50,00;300,00;900,00;17/11/2026;05/09/2026
"""
COUNTED = (
    "impayes.signales.total", "impayes.ouverts", "impayes.ouverts_avec_plan", "impayes.contactes",
    "impayes.clos",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work on a day of the first rules: the ones to come would ask for other acts."""
    monkeypatch.setattr("caseapp.ui.program._today", lambda: TODAY)


class ArrearsWorker(Worker):
    """Works on the page of arrears."""

    @property
    def page(self) -> ImpayesPage:
        page = self.running.main.page("impayes")
        assert isinstance(page, ImpayesPage)
        return page

    def board(self) -> dict[str, list[str]]:
        """Return the families of each column that has some."""
        return {
            column.etape.value: [one.famille.split()[0] for one in column.list.cards.cartes]
            for column in self.page.board.columns
            if column.list.cards.cartes
        }

    def words(self) -> str:
        return plain(texts_of(self.page.dossier))

    def records(self, mapped: type) -> list:
        with self.running.workspace._opening.store.read() as session:
            return list(session.scalars(select(mapped).order_by(mapped.id)))


@pytest.fixture
def worker(running: Running) -> ArrearsWorker:
    return ArrearsWorker(running)


def import_extraction(worker: ArrearsWorker, path: Path) -> None:
    """Look at the extraction before anything is written, then import what it proposes."""
    path.write_text(EXTRACTION, encoding="utf-8")
    worker.running.prompts.answers.append(path)
    worker.go_to("impay")
    worker.tab_to("Importer l'extraction")
    worker.press(Key.Key_Space)
    worker.save()
    worker.qtbot.waitUntil(worker.page.flow.panel.isVisible)
    said = plain(texts_of(worker.page.flow.panel))
    assert "2 nouveaux" in said
    assert worker.records(Impaye) == []
    worker.tab_to("Importer 2 lignes")
    worker.press(Key.Key_Space)
    worker.qtbot.waitUntil(lambda: worker.board() == {"Signalés": [CANARY, "Perrin"]})


def open_late_file(worker: ArrearsWorker) -> None:
    """Open the first card: the file that is late."""
    worker.tab_to("Signalés")
    worker.press(Key.Key_Home)
    worker.press(Key.Key_Return)
    worker.qtbot.waitUntil(lambda: worker.page.dossier.vue is not None)
    worker.settle()
    assert CANARY in worker.words()


def contact_and_plan(worker: ArrearsWorker) -> None:
    """Note a contact, the plan that came, its first instalment."""
    worker.press(Key.Key_C)
    worker.fill("jour", "09/06/2026")
    worker.save()
    worker.press(Key.Key_L)
    for key, text in (("date_plan", "01/07/2026"), ("premiere", "05/08/2026"), ("nombre", "12")):
        worker.fill(key, text)
    worker.save()
    worker.press(Key.Key_P)
    worker.fill("montant", "107")
    worker.fill("jour", "05/08/2026")
    worker.save()
    assert "3 mensualités manquées depuis le 05/09/2026 : il manque 321,00 €." in worker.words()


def put_off(worker: ArrearsWorker) -> None:
    """Put the first deadline off, for a reason."""
    worker.tab_to("Reporter")
    worker.press(Key.Key_Space)
    worker.fill("reportee_au", "30/11/2026")
    worker.press(Key.Key_S, CONTROL)
    assert worker.sheet.form.boxes["motif"].problem, "a reason is asked"
    assert worker.records(SuiteEcheance) == []
    worker.fill("motif", "La famille rappelle lundi")
    worker.save()


def what_if(worker: ArrearsWorker) -> None:
    """Ask what paying 50 euros a month would give: nothing is written."""
    before = worker.running.workspace.historique.steps().annulables[0]
    worker.tab_to("Si la famille paie par mois")
    worker.write("50")
    assert "24 mensualités : la dette est soldée le" in worker.words(), "1 177 / 50 = 23,54"
    assert worker.running.workspace.historique.steps().annulables[0] == before


def print_sheet(worker: ArrearsWorker, path: Path) -> str:
    """Write the sheet for the Ccapex, and return its words."""
    worker.running.prompts.answers.append(path)
    worker.press(Key.Key_P, CONTROL)
    worker.press(Key.Key_Right)
    worker.save()
    worker.qtbot.waitUntil(path.is_file)
    worker.settle()
    return plain(said(path))


def count_by_hand(worker: ArrearsWorker) -> dict[str, int]:
    """Count in the facts of the store what the figures of the year say."""
    files, facts = worker.records(Impaye), worker.records(FaitImpaye)
    planned = {one.impaye_id for one in worker.records(PlanApurement) if one.date_rupture is None}
    reported = [one for one in files if one.date_signalement.year == TODAY.year]
    still = [one for one in files if one.issue not in {"resolu", "sans_solution"}]
    counts = (
        len(reported), len(still), sum(one.id in planned for one in still),
        len({one.impaye_id for one in facts if one.nature == "contact"}), len(files) - len(still),
    )  # fmt: skip
    return dict(zip(COUNTED, counts, strict=True))


def test_an_afternoon_on_arrears(worker: ArrearsWorker, tmp_path: Path) -> None:
    work = worker.running.workspace
    work.agents.add_me("Lacoste", "Lea", "cesf")
    import_extraction(worker, tmp_path / "extraction.csv")
    open_late_file(worker)
    contact_and_plan(worker)
    put_off(worker)
    (kept,) = worker.records(SuiteEcheance)
    assert (kept.etat, kept.reportee_au, kept.motif) == (
        "reportee", date(2026, 11, 30), "La famille rappelle lundi",
    )  # fmt: skip
    what_if(worker)
    words = print_sheet(worker, tmp_path / "fiche.pdf")
    assert "Avis de la Ccapex / Proposition" in words
    assert "12 mensualités de 107,00 € du 05/08/2026 au 05/07/2027" in words
    assert "Payé 107,00 €, reste 1 177,00 € ; en retard 321,00 € sur 3 mensualités." in words
    assert "reportée" in words
    assert "rappelle lundi" not in words, "reasons typed by hand stay in the file"
    assert exports(work._opening.store) == [("impayes", "fiche_preparation")]

    worker.press(Key.Key_Z, CONTROL)
    assert worker.records(SuiteEcheance) == []
    worker.press(Key.Key_Escape)
    worker.qtbot.waitUntil(lambda: not worker.page.dossier.isVisible())
    assert worker.board() == {"Signalés": ["Perrin"], "Plan en cours": [CANARY]}

    first, second = worker.records(Impaye)
    assert (first.dette, first.date_constitution, first.issue) == (
        128_400,
        date(2026, 5, 17),
        "plan_en_cours",
    )
    assert (second.dette, second.issue) == (32_000, "en_cours")
    assert [(one.nature, one.date) for one in worker.records(FaitImpaye)] == [("contact", date(2026, 6, 9))]
    assert [(one.type, one.montant) for one in worker.records(MouvementDette)] == [("paiement", 10_700)]
    instalments = worker.records(MensualitePlan)
    assert (len(instalments), sum(one.montant for one in instalments)) == (12, 128_400)
    found = work.statistiques.figures(year_period(TODAY.year)).values
    assert {one: found[one].value or Fraction(0) for one in COUNTED} == count_by_hand(worker)
    assert count_by_hand(worker) == dict(zip(COUNTED, (2, 2, 1, 1, 0), strict=True))
    assert work.verification.verify().problemes == ()
