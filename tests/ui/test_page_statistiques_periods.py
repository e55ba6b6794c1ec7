"""The page Statistiques: periods, filters, what changes meanwhile, files."""

from datetime import date
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from statistiques_store import Open, StatistiquesStores, StatistiquesWindow, header, list_title
from watchdog import Watchdog
from window_fakes import ScriptedPrompts

from caseapp.domain.periods import Period
from caseapp.errors import CaseappError
from caseapp.services.workspace import Workspace
from caseapp.statistics.results import RecordList
from caseapp.ui.context import UiContext

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
INTERVENTIONS, FAMILLES = "cibles.total.total", "familles.total"


# --- Periods ---


def test_a_month_says_where_months_do_not_add_up(window: StatistiquesWindow) -> None:
    window.page.picker.part.setCurrentText("Février")
    window.settle()
    assert header(window) == (
        "Statistiques février 2017", "1er février – 28 février 2017 · tous secteurs · comparé à février 2016",
    )  # fmt: skip
    assert (window.text(INTERVENTIONS), window.text(FAMILLES)) == ("3", "3")
    said = window.said()
    assert "D'un mois à l'autre, ces chiffres ne s'additionnent pas (ce qui dure" in said
    assert "ces chiffres ne s'additionnent pas : Familles, Nouvelles familles, Interventions" in said
    assert "ces chiffres ne s'additionnent pas : Familles (ce qui dure" in said, "a column of the aids"
    assert window.page.files.report_button.text() == "Rapport"


def test_every_part_of_the_year(window: StatistiquesWindow) -> None:
    for part, expected, count in (
        ("1er semestre", "comparé au 1er semestre 2016", "4"),
        ("3e trimestre", "comparé au 3e trimestre 2016", "2"),
        ("Année scolaire", "comparé à l'année scolaire 2016-2017", "2"),
    ):
        window.page.picker.part.setCurrentText(part)
        window.settle()
        assert header(window)[1].endswith(expected)
        assert window.text(INTERVENTIONS) == count


def test_free_dates_have_no_month_chart_and_say_their_error_in_place(window: StatistiquesWindow) -> None:
    charts = "Interventions ouvertes, mois par mois"
    assert charts in window.said()
    window.page.picker.part.setCurrentText("Dates libres")
    window.settle()
    dates = window.page.picker.dates
    assert dates.isVisible()
    dates.first.setFocus()
    dates.first.setDate(dates.first.date().addDays(3))
    window.settle()
    assert header(window)[0] == "Statistiques du 04/01/2017 au 31/12/2017"
    assert charts not in window.said(), "a former chart does not stay"
    dates.first.setDate(dates.first.date().addYears(2))
    window.settle()
    assert "Le dernier jour vient avant le premier" in window.said(dates)
    assert header(window)[0] == "Statistiques du 04/01/2017 au 31/12/2017", "figures of the last right dates"
    window.page.picker.part.setCurrentText("Année")
    window.settle()
    assert header(window)[0] == "Statistiques 2017"
    assert charts in window.said()


def test_a_year_without_records_says_so_and_leads_to_one_that_has_some(window: StatistiquesWindow) -> None:
    window.page.picker.year.setValue(1999)
    window.settle()
    assert window.text(INTERVENTIONS) == "0"
    assert window.text("plateforme.taux_decroche") == "n.d."
    strip = window.page.strip
    assert strip is not None
    assert "Rien n'est enregistré sur cette période" in window.said(strip)
    assert "de 2016 à 2017" in window.said(strip)
    strip.findChildren(type(window.page.filters_button))[0].click()
    window.settle()
    assert header(window)[0] == "Statistiques 2016"
    assert window.page.strip is None


def test_the_page_opens_on_the_nearest_year_that_holds_records(small: Workspace, opened: Open) -> None:
    window = opened(small, date(2026, 11, 21))  # type: ignore[call-arg]
    assert header(window)[0] == "Statistiques 2017"
    assert window.page.picker.year.value() == 2017


@pytest.mark.parametrize(("today", "year"), [(date(2018, 1, 9), 2017), (date(2018, 2, 1), 2018)])
def test_in_january_the_page_opens_on_the_year_just_ended(
    demonstration: Workspace, opened: Open, today: date, year: int
) -> None:
    window = opened(demonstration, today)  # type: ignore[call-arg]
    assert header(window)[0] == f"Statistiques {year}"
    assert window.page.picker.year.value() == year


def test_an_empty_store_leads_to_the_exchanges(
    stores: StatistiquesStores, tmp_path: Path, opened: Open, qtbot: QtBot
) -> None:
    workspace = stores.open(tmp_path, "vide", None)
    window = opened(workspace)
    strip = window.page.strip
    assert strip is not None
    assert "Rien n'est encore enregistré" in window.said(strip)
    with qtbot.waitSignal(window.navigator.page_requested) as asked:
        strip.findChildren(type(window.page.filters_button))[0].click()
    assert asked.args == ["echanges"]
    window.context.tasks.stop()
    workspace.close()


# --- Filters ---


def test_a_filter_shows_in_the_header_even_when_the_panel_is_closed(window: StatistiquesWindow) -> None:
    page = window.page
    page.filters_button.click()
    assert QApplication.focusWidget() is page.filters.boxes["agent"]
    window.press(Key.Key_Down)
    window.settle()
    assert page.filters.perimetre().agent == "TS01"
    page.filters_button.click()
    assert page.filters.isHidden()
    assert page.filters_button.text() == "Filtres · 1"
    assert "agent TS01 · Durand Léa" in header(window)[1]
    assert window.text(INTERVENTIONS) == "3"
    window.click(INTERVENTIONS)
    assert len(window.lines()) == 3
    page.filters.clear()
    window.settle()
    assert page.filters_button.text() == "Filtres"
    assert len(window.lines()) == 4, "the list follows the filters"


def test_a_figure_that_a_filter_cannot_bear_on_refuses_in_place(window: StatistiquesWindow) -> None:
    window.page.filters.boxes["lieu"].setCurrentIndex(1)
    window.settle()
    assert window.text(INTERVENTIONS) == "n.d."
    window.click(INTERVENTIONS)
    assert "est inconnu sous ce filtre : il n'a pas de liste." in window.said(window.page.records)
    window.press(Key.Key_Escape)
    assert window.page.records.isHidden()


def test_filters_that_nothing_answers_offer_to_clear_them(window: StatistiquesWindow) -> None:
    window.page.picker.part.setCurrentText("Décembre")
    window.page.filters.boxes["motif"].choose("energie")
    window.settle()
    strip = window.page.strip
    assert strip is not None
    assert "ne répond aux filtres : motif Énergie" in window.said(strip)
    strip.findChildren(type(window.page.filters_button))[0].click()
    window.settle()
    assert window.page.filters.count == 0
    assert window.page.strip is None


# --- What changes meanwhile ---


def test_only_the_last_question_is_answered(window: StatistiquesWindow) -> None:
    for year in (2016, 2015, 2014, 2016):
        window.page.picker.year.setValue(year)
    window.page.beside.open_figure(FAMILLES)
    window.page.beside.open_figure(INTERVENTIONS)
    window.settle()
    assert header(window)[0] == "Statistiques 2016"
    assert list_title(window) == "1 intervention derrière ce chiffre"
    assert window.page.records.address == INTERVENTIONS


def test_a_late_list_does_not_replace_the_one_asked_after(
    window: StatistiquesWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, real = Event(), window.workspace.statistiques.records

    def slow(address: str, period: Period, *rest: object) -> RecordList:
        if address == FAMILLES:
            held.wait(10)
        return real(address, period, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(window.workspace.statistiques, "records", slow)
    window.page.open_figure(FAMILLES)
    window.qtbot.waitUntil(lambda: "Recherche des dossiers…" in window.said(window.page.records))
    window.page.open_figure(INTERVENTIONS)
    held.set()
    window.settle()
    assert list_title(window) == "4 interventions derrière ce chiffre"


def test_a_refused_computation_says_so_and_leaves_what_is_shown(
    window: StatistiquesWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise CaseappError("La base est occupée par un autre poste.")

    with monkeypatch.context() as patch:
        patch.setattr(window.workspace.rapport, "build", refuse)
        window.page.picker.year.setValue(2016)
        window.settle()
    assert "La base est occupée par un autre poste." in window.said()
    assert header(window)[0] == "Statistiques 2017"
    assert window.page.picker.year.value() == 2017, "the field says what is shown"
    window.page.picker.setFocus()
    window.page.chapters.bar.setFocus()
    window.press(Key.Key_F5)
    window.settle()
    assert "La base est occupée" not in window.said()


def test_a_long_computation_can_be_given_up(
    window: StatistiquesWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, real = Event(), window.workspace.rapport.build
    monkeypatch.setattr(window.workspace.rapport, "build", lambda *args: (held.wait(20), real(*args))[1])
    window.page.picker.year.setValue(2016)
    window.qtbot.waitUntil(window.page.waiting._cancel.isVisible, timeout=8000)
    assert "Calcul des chiffres (2016)" in window.said()
    window.page.waiting._cancel.click()
    held.set()
    window.settle()
    assert header(window)[0] == "Statistiques 2017"
    assert window.page.picker.year.value() == 2017
    assert "Calcul arrêté" in window.said()
    assert not window.page.waiting.isVisible()


def test_changed_data_refresh_figures_and_list_where_one_is(
    window: StatistiquesWindow, tmp_path: Path
) -> None:
    window.click(FAMILLES)
    view = window.view("motifs.separation.total")
    view.setFocus()
    for _ in range(4):
        window.press(Key.Key_Down)
    place = view.currentIndex()
    kept = (place.row(), place.column())
    added = tmp_path / "ajout"
    added.mkdir()
    (added / "interventions.csv").write_text(
        "reference;famille;motif;nature;date_ouverture\r\nI9;F3;energie;information_conseil;2017-05-02\r\n",
        encoding="utf-8",
    )
    assert window.workspace.echange.import_path(added).written
    window.navigator.data_changed.emit()
    window.settle()
    assert window.text(INTERVENTIONS) == "5"
    assert QApplication.focusWidget() is view
    assert (view.currentIndex().row(), view.currentIndex().column()) == kept
    assert list_title(window) == "3 familles derrière ce chiffre"


def test_a_hidden_page_reads_again_only_when_it_is_shown(
    window: StatistiquesWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = []
    real = window.workspace.rapport.build
    monkeypatch.setattr(window.workspace.rapport, "build", lambda *args: (computed.append(1), real(*args))[1])
    window.shell.show_page("autre")
    for _ in range(3):
        window.navigator.data_changed.emit()
    window.settle()
    assert computed == []
    window.shell.show_page("statistiques")
    window.settle()
    assert computed == [1]


@pytest.mark.parametrize("asked", ["figures", "list", "file"])
def test_the_page_may_go_while_an_answer_comes(
    window: StatistiquesWindow, monkeypatch: pytest.MonkeyPatch, asked: str, tmp_path: Path
) -> None:
    held, context = Event(), window.context
    workspace = window.workspace
    build, records = workspace.rapport.build, workspace.statistiques.records
    if asked == "figures":
        monkeypatch.setattr(workspace.rapport, "build", lambda *args: (held.wait(10), build(*args))[1])
        window.page.refresh()
    elif asked == "list":
        monkeypatch.setattr(workspace.statistiques, "records", lambda *a: (held.wait(10), records(*a))[1])
        window.page.open_figure(FAMILLES)
    else:
        assert isinstance(context.prompts, ScriptedPrompts)
        context.prompts.answers.append(tmp_path / "rapport.pdf")
        window.page.files.export(".pdf")
    window.shell.forget_pages()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    held.set()
    window.qtbot.waitUntil(lambda: not context.tasks.is_busy)
    QApplication.processEvents()


# --- Files ---


def test_the_report_is_written_in_every_form(
    window: StatistiquesWindow, context: UiContext, tmp_path: Path
) -> None:
    assert isinstance(context.prompts, ScriptedPrompts)
    actions = window.page.files.export_button.menu().actions()
    assert len(actions) == 4
    for number, action in enumerate(actions):
        path = tmp_path / f"rapport{number}"
        suffix = action.text().split("(")[1].rstrip(")").lower()
        path = path.with_suffix(f".{suffix}")
        context.prompts.answers.append(path)
        action.trigger()
        window.settle()
        assert path.stat().st_size > 1000
        assert f"Rapport écrit : {path}" in window.said()


def test_a_file_that_cannot_be_written_is_refused_in_place(
    window: StatistiquesWindow, context: UiContext, tmp_path: Path
) -> None:
    assert isinstance(context.prompts, ScriptedPrompts)
    context.prompts.answers += [None, tmp_path / "absent" / "rapport.pdf"]
    window.page.files.report_button.click()
    window.page.files.report_button.click()
    window.settle()
    assert "ce dossier n'existe pas" in window.said()
    assert window.page.files.report_button.isEnabled()


# --- The demonstration portfolio ---


def test_the_published_year_and_its_list(demonstration: Workspace, opened: Open) -> None:
    window = opened(demonstration)
    assert window.text(INTERVENTIONS) == "1 705"
    assert window.text("impayes.cible_locale.taux_solution") == "34,19 %"
    window.click("cibles.insertion.information_conseil")
    assert list_title(window) == "194 interventions derrière ce chiffre"
    assert len(window.lines()) == 194
    window.press(Key.Key_C, Ctrl)
    assert QGuiApplication.clipboard().text().count("\t") > 3


def test_the_window_answers_while_the_page_fills_and_a_long_list_opens(
    demonstration: Workspace, opened: Open, watchdog: Watchdog
) -> None:
    window = opened(demonstration)
    window.shell.forget_pages()
    QTest.qWait(20)
    window.shell.show_page("statistiques")
    QApplication.processEvents()
    watchdog.restart()
    window.settle()
    watchdog.check("filling the page")
    watchdog.restart()
    window.page.open_figure(INTERVENTIONS)
    window.settle()
    watchdog.check("opening 1 705 records")
    assert len(window.lines()) == 1705
    watchdog.restart()
    window.page.records.search.setText("separation")
    window.settle()
    watchdog.check("filtering 1 705 records")
    assert 0 < len(window.lines()) < 1705
    watchdog.restart()
    window.page.picker.year.setValue(2016)
    window.settle()
    watchdog.check("changing the year")
