"""A program over a real profile, with keys that cost little to derive."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from fakes import MemoryKeyring
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from window_fakes import Clock, ScriptedPrompts

from caseapp import logs
from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import ListeCodes, load_nomenclatures
from caseapp.paths import resource
from caseapp.security.derivation import KdfCost
from caseapp.security.key_file import KeyFile
from caseapp.services.acces import AccesService
from caseapp.services.profil import ProfilService
from caseapp.services.workspace import Workspace
from caseapp.ui.program import Program
from caseapp.ui.theme import Theme

PHRASE = "Tarnos Soustons Capbreton Hossegor Mimizan Labenne Ondres"
CHEAP = KdfCost(time=1, memory_kib=64, lanes=1)
CANARY = "Zyxhuvel"
CANARY_FILES = {
    "familles.csv": f"famille;matricule;nom;prenom\nF001;1004233;{CANARY};Maëlle\nF002;1004234;Perrin;Adam\n",
}


@cache
def shipped() -> tuple[CommuneDirectory, tuple[ListeCodes, ...]]:
    """Return the communes and the code lists, read once: they are never written."""
    communes = CommuneDirectory.load(resource("communes.tsv.gz"))
    return communes, load_nomenclatures(resource("nomenclatures.toml"))


def new_acces(folder: Path, keyring: MemoryKeyring | None = None) -> AccesService:
    """Return the door of a profile."""
    communes, listes = shipped()
    profil = ProfilService(folder, communes, listes, partial(KeyFile, cost=CHEAP))
    return AccesService(profil, communes, keyring or MemoryKeyring())


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """Write an exchange folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def create_profile(folder: Path, files: Path | None = None) -> str:
    """Give a closed profile that holds what an exchange folder holds; return its recovery code."""
    held = files.iterdir() if files is not None else ()
    made, code = _made_profile(tuple(sorted((path.name, path.read_bytes()) for path in held)))
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return code


def new_workspace(folder: Path) -> Workspace:
    """Open a new profile."""
    create_profile(folder)
    return new_acces(folder).unlock_with_phrase(PHRASE)


@cache
def _made_profile(files: tuple[tuple[str, bytes], ...]) -> tuple[Path, str]:
    """Make once a process, quicker to copy than to make again, the profile that holds these files."""
    made = Path(tempfile.mkdtemp(prefix="caseapp-profil-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    source = made / "dossier"
    source.mkdir()
    for name, content in files:
        (source / name).write_bytes(content)
    workspace, code = new_acces(made / "profil").create(PHRASE)
    if files:
        result = workspace.echange.import_path(source)
        assert result.written, result.problems
    workspace.close()
    return made / "profil", code


@contextmanager
def program_over(
    folder: Path, theme: Theme, qtbot: QtBot, keyring: MemoryKeyring | None = None
) -> Iterator[tuple[Program, Clock, ScriptedPrompts]]:
    """Run the program over a profile, in a window that is active."""
    app, clock, prompts = QApplication.instance(), Clock(), ScriptedPrompts()
    assert isinstance(app, QApplication)
    program = Program(app, new_acces(folder, keyring), theme, prompts, clock)
    with qtbot.waitActive(program.window):
        program.start()
        program.window.resize(1366, 768)
        program.window.activateWindow()
    try:
        yield program, clock, prompts
    finally:
        program.window.close()
        program.window.deleteLater()
        program.deleteLater()
        forget_deleted()
        logs.close()


def forget_deleted() -> None:
    """Let Qt delete what was left to it."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait_for(program: Program, qtbot: QtBot, kind: type[QWidget]) -> None:
    """Wait until the window shows a screen of a kind."""
    qtbot.waitUntil(lambda: isinstance(program.window.currentWidget(), kind), timeout=15_000)


def texts_of(root: QWidget) -> str:
    """Return everything that the widgets hold to be read."""
    said = [label.text() for label in root.findChildren(QLabel)]
    said += [field.text() for field in root.findChildren(QLineEdit)]
    said += [button.text() for button in root.findChildren(QPushButton)]
    said += [w.accessibleName() + w.toolTip() + w.windowTitle() for w in root.findChildren(QWidget)]
    return "\n".join(said)


def button(root: QWidget, text: str) -> QPushButton:
    """Return the visible button of a text."""
    found: Callable[[QPushButton], bool] = lambda one: one.isVisible() and one.text() == text  # noqa: E731
    return next(one for one in root.findChildren(QPushButton) if found(one))
