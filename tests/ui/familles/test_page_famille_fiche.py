from collections.abc import Callable
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from familles_store import (
    EMMA,
    LONELY,
    LONG,
    LONG_NOTE,
    MAEL,
    consultations,
    famille_id,
)
from familles_window import SIDE_BY_SIDE, is_open, plain, press, sentence, texts
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles import FamillesPage
from caseapp.ui.pages.familles_fact import FOLDED_LINES
from caseapp.ui.theme import Scheme

Key = Qt.Key
Left = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
Open = Callable[[str, str], FamillesPage]


@pytest.fixture
def open_fiche(page: FamillesPage, workspace: Workspace, qtbot: QtBot) -> Open:
    def open_fiche(reference: str, name: str) -> FamillesPage:
        page.open_famille(famille_id(workspace, reference))
        qtbot.waitUntil(lambda: is_open(page, name))
        return page

    return open_fiche


def facts(page: FamillesPage) -> list[str]:
    model = page.fiche.timeline.model()
    return [plain(model.index(row, 0).data(SPOKEN)) for row in range(model.rowCount())]


def tabs(page: FamillesPage) -> list[str]:
    bar = page.fiche.tabs
    return [bar.tabText(number) for number in range(bar.count()) if bar.isTabVisible(number)]


def button(page: FamillesPage, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible())


def test_the_head_says_who_it_is(open_fiche: Open) -> None:
    page = open_fiche(EMMA, "Nguyễn Emma")
    header = page.fiche.header
    labels = [one for one in header.findChildren(QLabel) if not header.deadlines.isAncestorOf(one)]
    said = [plain(label.text()) for label in labels if label.isVisible()]
    assert said == [
        "Nguyễn Emma",
        "n° 1004233 · Dax · famille monoparentale, 2 enfants (le dernier a 4 ans)",
        "QF 412 € (octobre 2026) · minima sociaux · ALF · 06 12 34 56 78 · emma@exemple.fr",
    ]


def test_the_timeline_tells_everything_latest_first(open_fiche: Open) -> None:
    told = facts(open_fiche(EMMA, "Nguyễn Emma"))
    assert told == [
        "12/11/2026 · physique, Antenne de Dax, TS01 : Entretien : honoré. Cible logement",
        (
            "12/11/2026 · TS01 : "
            "Accompagnement social : clôture — impayé de loyer, objectifs atteints. Cible logement"
        ),
        "01/06/2026 : Logement signalé — Caf. Cible logement",
        (
            "20/05/2026 · TS01, à l'initiative de la Caf : "
            "Accompagnement social : ouverture — impayé de loyer. Cible logement"
        ),
        "17/05/2026 : Impayé signalé — ALF, dette 1 284,00 €. Cible logement",
        "14/03/2026 : Information-conseil : ouverture — séparation. Cible parentalité",
    ]


def test_tabs_count_records_and_keep_their_facts(open_fiche: Open, context: UiContext, qtbot: QtBot) -> None:
    page = open_fiche(EMMA, "Nguyễn Emma")
    assert tabs(page) == [
        "Fil de la famille", "Interventions 2", "Rendez-vous 1", "Aides", "Logement 2", "Insertion",
        "Historique",
    ]  # fmt: skip
    page.fiche.tabs.setFocus()
    press(page, Key.Key_Right)
    assert page.fiche.interventions.table.model().rowCount() == 2
    shown = []
    for _ in range(4):
        press(page, Key.Key_Right)
        qtbot.waitUntil(lambda: not context.tasks.is_busy)
        fiche = page.fiche
        tables = [pane.table for pane in (fiche.aides, fiche.logement, fiche.insertion) if pane.isVisible()]
        shown.append(tables[0].model().rowCount() if tables else len(facts(page)))
    assert shown == [1, 0, 2, 0]
    assert "Aucun suivi RSA pour cette famille." in texts(page)
    for _ in range(3):
        press(page, Key.Key_Left)
    assert page.fiche.timeline.isVisible()


def test_situations_stand_at_the_side(open_fiche: Open) -> None:
    said = texts(open_fiche(EMMA, "Nguyễn Emma"))
    assert "Situation au 21/11/2026" in said
    assert "02/05/1988 (38 ans)" in said
    assert "Situations à venir\n01/01/2027\nQF 500 € (janvier 2027)" in said
    assert "Situations antérieures\n01/01/2024\ncouple avec 2 enfants · QF 871,50 € (janvier 2024)" in said


def test_many_earlier_situations_are_shown_when_asked(open_fiche: Open, qtbot: QtBot) -> None:
    page = open_fiche(LONG, "Perrin Adam")
    assert "01/01/2007" in texts(page)
    assert "01/01/2000" not in texts(page)
    qtbot.mouseClick(button(page, "Voir les 7 autres"), Left)
    qtbot.waitUntil(lambda: "01/01/2000" in texts(page))


def test_a_family_of_whom_little_is_known(open_fiche: Open) -> None:
    page = open_fiche(LONELY, "Œuvrard")
    assert "sans numéro d'allocataire" in texts(page)
    assert "+33 6 52 24 13 91" in texts(page)
    assert "Aucune situation n'est encore connue à cette date." in texts(page)
    assert not page.fiche.header.strip.isVisible()


def test_escape_and_the_button_go_back(open_fiche: Open, qtbot: QtBot) -> None:
    page = open_fiche(EMMA, "Nguyễn Emma")
    assert QApplication.focusWidget() is page.fiche.timeline
    press(page, Key.Key_Escape)
    assert page.list.isVisible()
    assert page.list.field.hasFocus()
    open_fiche(EMMA, "Nguyễn Emma")
    qtbot.mouseClick(button(page, "Retour aux familles"), Left)
    assert page.list.isVisible()
    open_fiche(EMMA, "Nguyễn Emma")
    press(page, Key.Key_F, CONTROL)
    assert page.list.field.hasFocus()


def test_the_contact_of_a_protected_family_is_shown_on_request_and_traced(
    open_fiche: Open, workspace: Workspace, qtbot: QtBot
) -> None:
    page = open_fiche(MAEL, "O'Brien Maël")
    opened = famille_id(workspace, MAEL)
    assert "Famille protégée :\ncoordonnées masquées, chaque affichage est tracé." in texts(page)
    for secret in ("06 98", "0698", "mael@", "Tarnos"):
        assert secret not in texts(page)
    link = button(page, "Afficher le contact")
    link.setFocus()
    press(page, Key.Key_Space)
    qtbot.waitUntil(lambda: "06 98 76 54 32 · mael@exemple.fr · Tarnos" in texts(page))
    assert "coordonnées affichées, cette consultation est tracée." in texts(page)
    assert consultations(workspace) == [(opened, ""), (opened, "adresse telephone courriel code_commune")]
    qtbot.mouseClick(button(page, "Masquer le contact"), Left)
    assert "06 98" not in texts(page)


def test_a_contact_shown_is_masked_again_once_left(open_fiche: Open, qtbot: QtBot) -> None:
    page = open_fiche(MAEL, "O'Brien Maël")
    qtbot.mouseClick(button(page, "Afficher le contact"), Left)
    qtbot.waitUntil(lambda: "06 98" in texts(page))
    press(page, Key.Key_Escape)
    assert not any("06 98" in plain(label.text()) for label in page.findChildren(QLabel))
    open_fiche(MAEL, "O'Brien Maël")
    assert "06 98" not in texts(page)


def test_a_contact_asked_for_one_family_is_never_shown_on_another(
    open_fiche: Open, context: UiContext, qtbot: QtBot
) -> None:
    page = open_fiche(MAEL, "O'Brien Maël")
    button(page, "Afficher le contact").click()
    open_fiche(EMMA, "Nguyễn Emma")
    qtbot.waitUntil(lambda: not context.tasks.is_busy)
    assert "06 98" not in texts(page)


def test_facts_are_copied_as_text(open_fiche: Open) -> None:
    page = open_fiche(EMMA, "Nguyễn Emma")
    timeline = page.fiche.timeline
    assert len(timeline.selectedIndexes()) == 1, "the fact that the keyboard entered on"
    press(page, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(page, Key.Key_C, CONTROL)
    assert plain(QGuiApplication.clipboard().text()) == (
        "12/11/2026 · physique, Antenne de Dax, TS01\nEntretien : honoré (Logement)\n\n"
        "12/11/2026 · TS01\nAccompagnement social : clôture — impayé de loyer, objectifs atteints (Logement)"
    )
    press(page, Key.Key_A, CONTROL)
    press(page, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().count("\n\n") == 5


def test_the_head_is_copied_through_the_clipboard_that_forgets(
    open_fiche: Open, context: UiContext, qtbot: QtBot
) -> None:
    page = open_fiche(EMMA, "Nguyễn Emma")
    name = next(label for label in page.findChildren(QLabel) if label.text() == "Nguyễn Emma")
    qtbot.mouseDClick(name, Left, pos=QPoint(15, name.height() // 2))
    press(page, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Nguyễn"
    context.clipboard.clear()
    assert QGuiApplication.clipboard().text() == ""


def test_a_long_note_is_folded_then_read_whole_as_typed(open_fiche: Open, qtbot: QtBot) -> None:
    page = open_fiche(LONELY, "Œuvrard")
    timeline = page.fiche.timeline
    first = timeline.model().index(0, 0)
    assert first.data() == f"Note d'équipe — {LONG_NOTE}"
    folded = timeline.visualRect(first).height()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: timeline.visualRect(first).height() > folded * 30 / (FOLDED_LINES + 2))
    qtbot.mouseClick(timeline.viewport(), Left, pos=timeline.visualRect(first).topLeft() + QPoint(60, 20))
    qtbot.waitUntil(lambda: timeline.visualRect(first).height() == folded)


def test_the_same_tab_stays_when_the_fiche_is_read_again(
    open_fiche: Open, navigator: Navigator, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_fiche(EMMA, "Nguyễn Emma")
    page.fiche.tabs.setCurrentIndex(2)
    (tmp_path / "échange").mkdir()
    (tmp_path / "échange" / "rendez_vous.csv").write_text(
        "reference;famille;agent;date;type;statut\nR9;F1;TS01;2026-11-20;bilan;propose\n", encoding="utf-8"
    )
    assert workspace.echange.import_path(tmp_path / "échange").written
    navigator.data_changed.emit()
    qtbot.waitUntil(lambda: "Rendez-vous 2" in tabs(page))
    assert facts(page)[0] == "20/11/2026 · TS01 : Bilan : proposé"
    assert page.fiche.tabs.currentIndex() == 2
    press(page, Key.Key_F5)
    qtbot.waitUntil(lambda: len(consultations(workspace)) == 3)


def test_only_the_last_family_asked_for_is_shown(
    page: FamillesPage, workspace: Workspace, qtbot: QtBot
) -> None:
    for reference in (EMMA, MAEL, LONG):
        page.open_famille(famille_id(workspace, reference))
    qtbot.waitUntil(lambda: is_open(page, "Perrin Adam"))
    page.open_famille(famille_id(workspace, EMMA))
    press(page, Key.Key_Escape)
    qtbot.wait(100)
    assert page.list.isVisible(), "an opening that was left does not come back"


def test_hundreds_of_facts_open_at_once(page: FamillesPage, workspace: Workspace, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._tasks.is_busy)
    opened = famille_id(workspace, LONG)
    page.open_famille(opened)
    qtbot.waitUntil(lambda: is_open(page, "Perrin Adam"))
    QApplication.processEvents()
    assert len(facts(page)) == 300
    timeline = page.fiche.timeline
    qtbot.waitUntil(lambda: timeline.visualRect(timeline.model().index(299, 0)).isValid())
    press(page, Key.Key_End)
    assert timeline.currentIndex().row() == 299
    qtbot.waitUntil(
        lambda: timeline.viewport().rect().contains(timeline.visualRect(timeline.currentIndex()).center())
    )


def test_the_timeline_is_a_sound_model(open_fiche: Open) -> None:
    page = open_fiche(EMMA, "Nguyễn Emma")
    tester = QAbstractItemModelTester(
        page.fiche.timeline.model(), QAbstractItemModelTester.FailureReportingMode.Warning
    )
    page.fiche.tabs.setCurrentIndex(1)
    page.fiche.tabs.setCurrentIndex(0)
    assert tester.model() is page.fiche.timeline.model()


def test_a_narrow_window_gives_the_situation_a_tab(open_fiche: Open, qtbot: QtBot) -> None:
    page = open_fiche(EMMA, "Nguyễn Emma")
    assert "Situation" not in tabs(page)
    page.window().resize(900, 560)
    page.window()._theme.set_percent(150)
    qtbot.waitUntil(lambda: tabs(page)[-1] == "Situation")
    assert "Situation au 21/11/2026" not in texts(page)
    page.fiche.tabs.setFocus()
    press(page, Key.Key_End)
    for _ in range(7):
        press(page, Key.Key_Right)
    assert "Situation au 21/11/2026" in texts(page)
    assert not page.fiche.timeline.isVisible()
    page.window()._theme.set_percent(100)
    page.window().resize(*SIDE_BY_SIDE)
    qtbot.waitUntil(page.fiche.timeline.isVisible)
    assert "Situation au 21/11/2026" in texts(page)


@pytest.mark.parametrize("reference", [EMMA, MAEL])
@pytest.mark.parametrize(("size", "percent"), [(SIDE_BY_SIDE, 100), ((1024, 700), 100), ((1024, 700), 200)])
def test_a_fiche_is_used_without_mouse_or_screen(
    open_fiche: Open, reference: str, size: tuple[int, int], percent: int, context: UiContext, qtbot: QtBot
) -> None:
    page = open_fiche(reference, "Nguyễn Emma" if reference == EMMA else "O'Brien Maël")
    window = page.window()
    context.theme.set_percent(percent)
    window.resize(*size)
    qtbot.wait(20)
    assert (window.width(), window.height()) == size
    assert unnamed(window) == missed_by_tab(window) == interpreted_labels(window) == []
    for label in page.fiche.header.findChildren(QLabel):
        if label.isVisible():
            need = label.heightForWidth(label.width())
            assert label.height() >= need, f"cut: {label.text()}"
    for one in page.findChildren(QPushButton):
        if one.isVisible():
            assert one.mapTo(window, QPoint(one.width(), 0)).x() <= size[0], one.text()


@pytest.mark.parametrize("scheme", [Scheme.CLAIR, Scheme.SOMBRE])
def test_the_timeline_is_drawn_in_the_colours_of_the_theme(
    open_fiche: Open, context: UiContext, scheme: Scheme, qtbot: QtBot
) -> None:
    context.theme.set_scheme(scheme)
    page = open_fiche(EMMA, "Nguyễn Emma")
    qtbot.wait(20)
    picture = page.fiche.timeline.viewport().grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(400) for y in range(picture.height())}
    for token in ("accent", "bord", "texte", "surface-2"):
        assert context.theme.colour(token).name() in seen, token


def test_the_list_says_the_same_after_a_fiche(open_fiche: Open) -> None:
    page = open_fiche(EMMA, "Nguyễn Emma")
    press(page, Key.Key_Escape)
    assert sentence(page) == "254 familles · triées par nom"


def test_a_name_of_any_length_never_widens_the_window(
    page: FamillesPage, workspace: Workspace, tmp_path: Path, navigator: Navigator, qtbot: QtBot
) -> None:
    (tmp_path / "échange").mkdir()
    (tmp_path / "échange" / "familles.csv").write_text(
        f"famille;nom;prenom\nW1;{'W' * 400};{'Jean ' * 79}\n", encoding="utf-8"
    )
    assert workspace.echange.import_path(tmp_path / "échange").written
    navigator.data_changed.emit()
    window = page.window()
    window.resize(900, 560)
    page.open_famille(famille_id(workspace, "W1"))
    qtbot.waitUntil(page.fiche.isVisible)
    qtbot.wait(20)
    assert (window.width(), window.height()) == (900, 560)
    assert window.minimumSizeHint().width() <= 900
