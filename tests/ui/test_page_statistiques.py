"""The page Statistiques on real encrypted stores, by real keys and clicks: figures and their records."""

from accessibility import interpreted_labels, missed_by_tab, unnamed
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from statistiques_store import StatistiquesWindow, header, list_title, plain

from caseapp.ui.context import UiContext

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
INTERVENTIONS, FAMILLES = "cibles.total.total", "familles.total"


# --- The year on one page ---


def test_the_year_is_on_one_page(window: StatistiquesWindow) -> None:
    assert header(window) == (
        "Statistiques 2017", "1er janvier – 31 décembre 2017 · tous secteurs · comparé à 2016",
    )  # fmt: skip
    assert [window.text(a) for a in (INTERVENTIONS, FAMILLES, "rendez_vous.total")] == ["4", "3", "2"]
    assert window.text("aides.total.montant") == "1 424,50 €"
    assert window.text("impayes.cible_locale.taux_solution") == "50,00 %"
    bar = window.page.chapters.bar
    assert [bar.tabText(n) for n in range(bar.count())] == [
        "L'essentiel", "Interventions", "Rendez-vous", "Offres", "Aides", "Demandes", "Paiements", "Impayés",
        "Logements", "RSA", "Collectif",
    ]  # fmt: skip


def test_what_each_table_counts_is_said_under_it(window: StatistiquesWindow) -> None:
    said = window.said()
    assert "Unité : intervention. Interventions actives au moins un jour de la période" in said
    assert "Part : sur la base « Interventions »" in said
    assert "D'un mois à l'autre" not in said, "a year is whole"


def test_everything_is_named_reached_by_tab_and_plain(window: StatistiquesWindow) -> None:
    window.click(INTERVENTIONS)
    window.page.filters_button.click()
    assert unnamed(window.page) == []
    assert missed_by_tab(window.shell) == []
    assert interpreted_labels(window.page) == []


def test_tab_goes_from_top_to_bottom_then_to_the_list(window: StatistiquesWindow) -> None:
    window.click(FAMILLES)
    window.page.finder.setFocus()
    seen = []
    for _ in range(len(window.page.chapters.views()) + 4):
        window.press(Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    records = window.page.records
    views = window.page.chapters.views()
    assert seen[: len(views)] == views
    assert seen[len(views) :] == [records.close_link, records.search, records.export_link, records.table]


# --- A figure, its records, the family ---


def test_a_click_opens_as_many_records_as_the_figure_counts(window: StatistiquesWindow) -> None:
    window.click(INTERVENTIONS)
    assert list_title(window) == "4 interventions derrière ce chiffre"
    assert "cibles.total.total" in window.said(window.page.records)
    assert window.titles()[:4] == ["Ouverture", "Famille", "Motif", "Nature"]
    assert [line[:3] for line in window.lines()] == [
        ["05/01/2017", "O'Brien Zoé", "Séparation"],
        ["01/02/2017", "Nguyễn Maël", "Impayé de loyer"],
        ["15/02/2017", "=SOMME(A1) @Inès", "Freins à l'emploi"],
        ["01/06/2017", "O'Brien Zoé", "Séparation"],
    ]
    assert QApplication.focusWidget() is window.page.records.table


def test_the_keyboard_goes_from_a_figure_to_the_family_and_back(
    window: StatistiquesWindow, qtbot: QtBot
) -> None:
    view = window.view(INTERVENTIONS)
    view.setFocus()
    window.press(Key.Key_Down)
    window.press(Key.Key_Right)
    window.press(Key.Key_Return)
    window.settle()
    assert list_title(window) == "0 intervention derrière ce chiffre" or window.lines()
    window.press(Key.Key_Escape)
    assert window.page.records.isHidden()
    assert QApplication.focusWidget() is view, "back on the figure"
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 2)
    window.click(INTERVENTIONS)
    window.press(Key.Key_Down)
    with qtbot.waitSignal(window.navigator.famille_requested) as asked:
        window.press(Key.Key_Return)
    names = window.workspace.familles.list_rows(asked.args)
    assert [row.nom for row in names] == ["Nguyễn"]


def test_a_protected_family_is_marked_and_an_anonymous_line_says_so(window: StatistiquesWindow) -> None:
    window.click(FAMILLES)
    assert [line[0] for line in window.lines()] == ["Nguyễn Maël", "O'Brien Zoé", "=SOMME(A1) @Inès"]
    table = window.page.records.table
    assert table is not None
    assert "protégée" in table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    window.click("rendez_vous_droits.total")
    assert window.lines()[0][1] == "sans dossier"
    window.press(Key.Key_Return)
    assert "n'a pas de dossier de famille" in window.said(window.page.records)


TITLES = {
    "impayes.cible_locale.taux_solution": "1 famille au numérateur de ce taux",
    "cibles.parentalite.total.part": "2 interventions au numérateur de cette part",
    "interventions.entretiens_par_accompagnement": "0 rendez-vous au numérateur de cette moyenne",
    "interventions.duree_mediane": "3 interventions derrière cette médiane",
    "aides.total.montant": "2 aides derrière ce chiffre, 1 424,50 €",
    "actions_collectives.participants": "2 actions derrière ce chiffre, 20 personnes",
    "rendez_vous.tous": "3 rendez-vous derrière ce chiffre",
}


def test_the_title_says_what_the_list_is_to_the_figure(window: StatistiquesWindow) -> None:
    found = {}
    for address in TITLES:
        window.click(address)
        found[address] = list_title(window)
    assert found == TITLES


def test_columns_that_say_nothing_are_left_out_and_amounts_come_first(window: StatistiquesWindow) -> None:
    window.click("aides.total.montant")
    titles = window.titles()
    assert titles[:4] == ["Demande", "Famille", "Prêt", "Subvention"]
    assert "Demandeur" not in titles, "empty in the whole list"
    assert titles.index("Référence") < titles.index("Aide"), "all the same, at the end"


def test_a_list_is_filtered_as_one_types_and_sorted_by_its_titles(window: StatistiquesWindow) -> None:
    window.click(INTERVENTIONS)
    window.press(Key.Key_F, Ctrl)
    assert QApplication.focusWidget() is window.page.records.search
    QTest.keyClicks(window.page.records.search, "separation zoe")
    window.settle()
    assert [line[0] for line in window.lines()] == ["05/01/2017", "01/06/2017"]
    assert list_title(window) == "4 interventions derrière ce chiffre · 2 affichées"
    table = window.page.records.table
    assert table is not None
    table.sort_by(0)
    table.sort_by(0)
    window.settle()
    assert [line[0] for line in window.lines()] == ["01/06/2017", "05/01/2017"]
    QTest.keyClicks(window.page.records.search, " zzz")
    window.settle()
    assert "Aucune ligne de cette liste ne contient ce texte." in window.said(window.page.records)
    window.press(Key.Key_Escape)
    window.settle()
    assert len(window.lines()) == 4
    window.press(Key.Key_Escape)
    assert window.page.records.isHidden()


def test_the_list_beside_is_marked_and_takes_no_room_once_closed(window: StatistiquesWindow) -> None:
    wide = window.page.chapters.width()
    window.click(FAMILLES)
    assert window.page.chapters.width() < wide
    window.page.records.close_link.click()
    QApplication.processEvents()
    assert window.page.chapters.width() == wide


def test_nothing_is_cut_in_small_windows(window: StatistiquesWindow, context: UiContext) -> None:
    for percent, size in ((100, (1024, 700)), (150, (1366, 768)), (200, (1366, 768))):
        context.theme.set_percent(percent)
        window.resize(*size)
        window.page.records.close_list()
        window.click("aides.total.montant")
        check_nothing_is_cut(window, context, percent)
        assert window.page.chapters.isVisible() == (percent < 200)


def check_nothing_is_cut(window: StatistiquesWindow, context: UiContext, percent: int) -> None:
    page = window.page
    for label in page.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 1, label.text()
    title = next(label for label in page.records.findChildren(QLabel) if "1" in label.text())
    assert title.height() >= title.heightForWidth(title.width()), "the title of the list is whole"
    assert page.records.table is not None
    assert page.records.table.viewport().height() >= context.theme.px(30), "one line at least"
    right = page.records.mapTo(page, page.records.rect().topRight()).x()
    assert right <= page.width(), percent


def test_page_keys_scroll_and_tabs_follow(window: StatistiquesWindow) -> None:
    chapters = window.page.chapters
    window.view(INTERVENTIONS).setFocus()
    window.press(Key.Key_PageDown)
    assert chapters.verticalScrollBar().value() > 0
    section = list(chapters._sections.values())[4]
    chapters.verticalScrollBar().setValue(section.y())
    assert chapters.bar.tabText(chapters.bar.currentIndex()) == "Aides"
    chapters.verticalScrollBar().setValue(chapters.verticalScrollBar().maximum())
    assert chapters.bar.tabText(chapters.bar.currentIndex()) == "Collectif"
    chapters.bar.setFocus()
    window.press(Key.Key_Left)
    assert chapters.bar.tabText(chapters.bar.currentIndex()) == "RSA"
    window.press(Key.Key_Home)
    chapters.bar.setCurrentIndex(0)
    assert chapters.verticalScrollBar().value() == 0


def test_arrows_keep_the_figure_on_screen(window: StatistiquesWindow) -> None:
    view = window.view("motifs.separation.total")
    view.setFocus()
    for _ in range(25):
        window.press(Key.Key_Down)
    place = view.visualRect(view.currentIndex())
    top = view.viewport().mapTo(window.page.chapters.viewport(), place.topLeft()).y()
    assert 0 <= top <= window.page.chapters.viewport().height() - place.height()


# --- Going to a figure ---


def test_ctrl_f_finds_a_figure_by_its_words(window: StatistiquesWindow) -> None:
    window.view(FAMILLES).setFocus()
    window.press(Key.Key_F, Ctrl)
    finder = window.page.finder
    assert QApplication.focusWidget() is finder
    QTest.keyClicks(finder, "deces enfant")
    assert finder.proposed.isVisible()
    assert plain(finder.proposed.model().index(0, 0).data()).startswith("Décès d'un enfant · 2017 ·")
    QTest.keyClick(finder.proposed, Key.Key_Down)
    QTest.keyClick(finder.proposed, Key.Key_Return)
    window.settle()
    assert window.page.records.address == "motifs.deces_enfant.total"
    assert finder.text() == ""


def test_the_address_printed_in_the_report_opens_its_list(window: StatistiquesWindow) -> None:
    finder = window.page.finder
    finder.setFocus()
    QTest.keyClicks(finder, "aides.total.familles")
    QTest.keyClick(finder, Key.Key_Return)
    window.settle()
    assert list_title(window) == "2 familles derrière ce chiffre"
    finder.setFocus()
    QTest.keyClicks(finder, "cibles.inconnue.total")
    QTest.keyClick(finder, Key.Key_Return)
    window.settle()
    assert "ne correspond à aucun chiffre" in window.said(window.page.records)


def test_the_figure_gone_to_is_read_with_its_chapter_once_the_list_stands_beside(
    window: StatistiquesWindow, qtbot: QtBot
) -> None:
    window.resize(1366, 768)
    window.settle()
    chapters = window.page.chapters
    window.page.beside.go_to("aides.domaine.temps_libre.montant")
    window.settle()
    qtbot.waitUntil(lambda: not chapters.is_filling)
    qtbot.wait(300)
    view = window.view("aides.domaine.temps_libre.montant")
    place = view.viewport().mapTo(chapters.viewport(), view.visualRect(view.currentIndex()).center()).y()
    assert 0 <= place <= chapters.viewport().height()
    assert chapters.bar.tabText(chapters.bar.currentIndex()) == "Aides"


def test_a_name_that_no_figure_bears_is_refused_in_place(window: StatistiquesWindow) -> None:
    finder = window.page.finder
    finder.setFocus()
    QTest.keyClicks(finder, "zzz")
    QTest.keyClick(finder, Key.Key_Return)
    assert "Aucun chiffre ne porte ce nom" in window.said()
    QTest.keyClick(finder, Key.Key_Backspace)
    assert "Aucun chiffre ne porte ce nom" not in window.said()
