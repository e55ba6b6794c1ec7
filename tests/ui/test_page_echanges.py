import csv
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import interpreted_labels, missed_by_tab, unnamed
from program_profile import CANARY, CANARY_FILES, button, new_workspace, texts_of, write_files
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from stores import NOW
from window_fakes import ScriptedPrompts

from caseapp.domain.labels import plain
from caseapp.exchange.results import ExportResult, ImportPreview
from caseapp.services.echange import EchangeService
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.echanges import EchangesPage
from caseapp.ui.pages.echanges_words import export_sentence

Left = Qt.MouseButton.LeftButton
BAD_ROWS = (
    "famille;matricule;nom;prenom;date_naissance\n"
    "F010;1004240;Roux;Chloé;31/02/1990\nF011;1004241;Petit;Hugo;\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = new_workspace(tmp_path / "profil")
    yield workspace
    workspace.close()


@pytest.fixture
def navigator() -> Navigator:
    return Navigator(NOW.date)


@pytest.fixture
def page(workspace: Workspace, context: UiContext, navigator: Navigator, qtbot: QtBot) -> EchangesPage:
    page = EchangesPage(workspace, context, navigator)
    qtbot.addWidget(page)
    page.resize(1130, 660)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def answer(context: UiContext, *answers: Path | None) -> None:
    assert isinstance(context.prompts, ScriptedPrompts)
    context.prompts.answers = list(answers)


def wait_idle(page: EchangesPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=15_000)
    qtbot.wait(10)


def preview_of(page: EchangesPage) -> ImportPreview:
    assert page.panel.preview is not None
    return page.panel.preview


def families(workspace: Workspace) -> int:
    return workspace.verification.verify().familles


def bad_folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "dossier", {"familles.csv": BAD_ROWS, "=divers.csv": "a;b\n"})


def test_an_empty_page_says_what_it_is_for_and_gives_an_example(
    page: EchangesPage, context: UiContext, qtbot: QtBot, tmp_path: Path
) -> None:
    assert "déposez-le sur cette fenêtre" in texts_of(page)
    where = tmp_path / "exemple.zip"
    answer(context, tmp_path / "absent" / "exemple.zip", where)
    for said in ("ne peut pas être écrit", "personnes inventées"):
        qtbot.mouseClick(button(page, "Enregistrer un exemple : le portefeuille de démonstration"), Left)
        wait_idle(page, qtbot)
        assert said in texts_of(page)
    assert where.read_bytes().startswith(b"PK")


def test_a_clean_folder_is_seen_then_imported(
    page: EchangesPage,
    context: UiContext,
    navigator: Navigator,
    workspace: Workspace,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    answer(context, write_files(tmp_path / "dossier", CANARY_FILES))
    qtbot.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    wait_idle(page, qtbot)
    assert preview_of(page).is_clean
    assert families(workspace) == 0, "nothing is written before it was seen"
    assert "2 lignes nouvelles." in texts_of(page)
    assert not page.panel.problems.isVisible()
    everything = button(page, "Importer tout")
    assert everything.hasFocus()
    with qtbot.waitSignal(navigator.data_changed, timeout=15_000):
        qtbot.keyClick(everything, Qt.Key.Key_Space)
    assert "Import terminé : 2 lignes ajoutées." in texts_of(page)
    assert families(workspace) == 2
    assert not any(CANARY in str(page.panel.files.model().index(row, 0).data()) for row in range(3))


def test_bad_rows_are_told_listed_and_left_out(
    page: EchangesPage, context: UiContext, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    where = tmp_path / "refus.csv"
    answer(context, bad_folder(tmp_path), where)
    qtbot.mouseClick(button(page, "Importer un dossier"), Left)
    wait_idle(page, qtbot)
    problems = preview_of(page).problems
    assert [(p.line, p.column, p.value) for p in problems if p.fatal] == [(2, "date_naissance", "31/02/1990")]
    assert not button(page, "Importer tout").isEnabled()
    assert "1 ligne nouvelle, 1 refusée." in texts_of(page)
    assert page.panel.problems.hasFocus()
    before = [page.panel.problems.model().index(row, 1).data() for row in range(len(problems))]
    page.panel.problems.sort_by(1)
    after = [page.panel.problems.model().index(row, 1).data() for row in range(len(problems))]
    assert sorted(before) == after
    page.panel.problems.selectAll()
    page.panel.problems.copy_selection()
    assert "31/02/1990" in QApplication.clipboard().text()
    qtbot.mouseClick(button(page, "Enregistrer la liste des refus"), Left)
    wait_idle(page, qtbot)
    with where.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == ["Fichier", "Ligne", "Colonne", "Valeur", "Raison", "Effet"]
    assert len(rows) == len(problems) + 1
    assert "'=divers.csv" in {row[0] for row in rows}, "a spreadsheet would compute it"
    qtbot.mouseClick(button(page, "Importer les bonnes lignes"), Left)
    wait_idle(page, qtbot)
    assert "Import terminé : 1 ligne ajoutée, 1 refusée." in texts_of(page)
    assert families(workspace) == 1


@pytest.mark.parametrize("way", ["bouton", "échap"])
def test_nothing_is_imported_when_nothing_is_wanted(
    page: EchangesPage, workspace: Workspace, qtbot: QtBot, tmp_path: Path, way: str
) -> None:
    page.preview(bad_folder(tmp_path))
    wait_idle(page, qtbot)
    if way == "bouton":
        qtbot.mouseClick(button(page, "Ne rien importer"), Left)
    else:
        qtbot.keyClick(page.panel.problems, Qt.Key.Key_Escape)
    assert page.panel.preview is None
    assert page.panel.problems.model().rowCount() == 0
    assert "déposez-le sur cette fenêtre" in texts_of(page)
    assert families(workspace) == 0


def test_corrected_files_are_read_again(page: EchangesPage, qtbot: QtBot, tmp_path: Path) -> None:
    folder = bad_folder(tmp_path)
    page.preview(folder)
    wait_idle(page, qtbot)
    (folder / "familles.csv").write_text(BAD_ROWS.replace("31/02", "28/02"), encoding="utf-8")
    qtbot.keyClick(page, Qt.Key.Key_F5)
    wait_idle(page, qtbot)
    assert preview_of(page).is_clean
    (folder / "familles.csv").write_text(BAD_ROWS, encoding="utf-8")
    qtbot.mouseClick(button(page, "Importer tout"), Left)
    wait_idle(page, qtbot)
    assert "Les fichiers ont changé depuis l'aperçu" in texts_of(page)
    assert not preview_of(page).is_clean


def test_what_is_not_of_the_format_is_refused_in_place(
    page: EchangesPage, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    page.preview(tmp_path / "photo.png")
    wait_idle(page, qtbot)
    assert "ne contient aucun fichier du format d'échange" in texts_of(page)


def test_stopping_in_the_middle_changes_nothing(
    page: EchangesPage,
    navigator: Navigator,
    workspace: Workspace,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = "".join(f"F{number:05};{1_100_000 + number};Roux;Chloé\n" for number in range(3_000))
    folder = write_files(tmp_path / "dossier", {"familles.csv": "famille;matricule;nom;prenom\n" + rows})
    page.preview(folder)
    wait_idle(page, qtbot)
    begun, go_on = threading.Event(), threading.Event()
    real = EchangeService.import_path

    def slowly(self: EchangeService, path: Path, **options: object) -> object:
        report = options.pop("on_progress")

        def on_progress(done: int, total: int, phrase: str) -> None:
            report(done, total, phrase)  # type: ignore[operator]
            if done > total // 4:
                begun.set()
                go_on.wait(10)

        return real(self, path, on_progress=on_progress, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(EchangeService, "import_path", slowly)
    written: list[object] = []
    navigator.data_changed.connect(lambda: written.append(1))
    qtbot.mouseClick(button(page, "Importer tout"), Left)
    qtbot.waitUntil(begun.is_set, timeout=10_000)
    assert not button(page, "Importer tout").isEnabled()
    qtbot.mouseClick(button(page, "Annuler"), Left)
    go_on.set()
    wait_idle(page, qtbot)
    assert "rien n'a été changé" in texts_of(page)
    assert (families(workspace), written) == (0, [])
    assert button(page, "Importer tout").isEnabled(), "the choice is still there"


def test_everything_is_exported_and_protected_families_are_mentioned(
    page: EchangesPage, context: UiContext, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    text = "famille;matricule;nom;prenom;protection\nF001;1004233;Zyxhuvel;Maëlle;oui\n"
    workspace.echange.import_path(write_files(tmp_path / "dossier", {"familles.csv": text}))
    target = tmp_path / "export"
    target.mkdir()
    other = write_files(tmp_path / "autre", {"courrier.txt": "à garder"})
    answer(context, None, other, target)
    for said in ("déposez-le", "contient déjà autre chose qu'un export", "1 famille protégée, en clair"):
        qtbot.mouseClick(button(page, "Exporter tout"), Left)
        wait_idle(page, qtbot)
        assert said in texts_of(page)
    assert "Zyxhuvel" in (target / "familles.csv").read_text(encoding="utf-8-sig")
    assert [file.name for file in other.iterdir()] == ["courrier.txt"], "left alone"


def test_the_personal_notes_that_go_out_and_those_that_stay_are_counted(tmp_path: Path) -> None:
    said = export_sentence(ExportResult(tmp_path, (("notes", 5),), 0, notes_personnelles=1, notes_ecartees=2))
    assert plain(said).endswith(
        "gardez ce dossier à l'abri. Il contient 1 note personnelle de vous. "
        "2 notes personnelles d'autres personnes restent dans la base."
    )


def drop(widget: QWidget, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, keys = QPointF(30, 30), Qt.KeyboardModifier.NoModifier
    actions = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(at.toPoint(), actions, data, Left, keys)
    entering.ignore()
    QApplication.sendEvent(widget, entering)
    if entering.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(at, actions, data, Left, keys))
    return entering.isAccepted()


def test_a_folder_is_dropped_on_the_page(page: EchangesPage, qtbot: QtBot, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "dossier", CANARY_FILES)
    assert not drop(page, folder, folder / "familles.csv")
    assert drop(page, folder)
    wait_idle(page, qtbot)
    assert preview_of(page).is_clean
    page.forget()
    assert drop(page, folder / "familles.csv")
    wait_idle(page, qtbot)
    assert preview_of(page).is_clean


def test_a_folder_is_dropped_anywhere_on_the_window(
    workspace: Workspace, context: UiContext, navigator: Navigator, qtbot: QtBot, tmp_path: Path
) -> None:
    main = MainWindow(Opened(workspace, fresh=True), context, navigator, lambda: NOW)
    qtbot.addWidget(main)
    main.show()
    assert drop(main, write_files(tmp_path / "dossier", CANARY_FILES))
    page = main.page("echanges")
    assert isinstance(page, EchangesPage)
    wait_idle(page, qtbot)
    assert main.current_key == "echanges"
    qtbot.mouseClick(button(main, "Importer tout"), Left)
    wait_idle(page, qtbot)
    assert "Enregistré à 09:00" in texts_of(main.status)
    assert CANARY not in texts_of(page)


@pytest.mark.parametrize("size", [(1130, 660), (900, 590)])
def test_both_views_can_be_used_without_mouse_or_screen(
    page: EchangesPage, qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    page.resize(*size)
    for _ in range(2):
        assert unnamed(page) == []
        assert missed_by_tab(page) == []
        assert interpreted_labels(page) == []
        for one in page.findChildren(QPushButton):
            if one.isVisible():
                assert one.width() >= one.minimumSizeHint().width(), one.text()
        page.preview(bad_folder(tmp_path))
        wait_idle(page, qtbot)
    assert (page.width(), page.height()) == size
