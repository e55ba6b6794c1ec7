"""The doors and the page Échanges, from a throw-away profile and the demonstration portfolio."""

import atexit
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from demonstration_workspace import demonstration_workspace, empty_workspace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.app import Application
from caseapp.paths import resource
from caseapp.services.acces import AccesService
from caseapp.services.demonstration import PORTFOLIO
from caseapp.ui.context import UiContext
from caseapp.ui.doors.first_start import FirstStart, KeyringStep
from caseapp.ui.doors.phrase_steps import PhraseStep
from caseapp.ui.doors.recovery_step import RecoveryStep
from caseapp.ui.doors.unlock import UnlockDoor, UnlockStep
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.echanges import EchangesPage

TODAY = date(2026, 11, 21)
PHRASE = "Tarnos Soustons Capbreton Hossegor Mimizan Labenne Ondres"
CODE = "7QKD-M2XA-9RTV-4HZP-C8WE-J3NY-B6GF-5S1T"


@cache
def _folder(name: str) -> Path:
    folder = tempfile.TemporaryDirectory(prefix="caseapp-images-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return Path(folder.name) / name


def _acces(name: str) -> AccesService:
    return Application(_folder(name)).acces


def first_start(context: UiContext, act: Callable[[FirstStart], object]) -> QWidget:
    """Return the first start at one of its steps."""
    door = FirstStart(_acces("vide"), context)
    door.show()
    act(door)
    settle(context)
    return door


def _type_phrase(door: FirstStart) -> None:
    door.ask_phrase()
    step = door.step
    assert isinstance(step, PhraseStep)  # noqa: S101 - the scene draws this step
    step.phrase.show_text(shown=True)
    step.phrase.set_text("Tarnos la plage en juin")
    QTest.qWait(300)


def _propose(door: FirstStart) -> None:
    door.ask_phrase()
    step = door.step
    assert isinstance(step, PhraseStep)  # noqa: S101 - the scene draws this step
    step.propose()


def _code(context: UiContext) -> Callable[[FirstStart], object]:
    return lambda door: door.show_step(RecoveryStep(_acces("vide"), context, CODE, "Étape 4 sur 5"))


def _keyring(door: FirstStart) -> None:
    door.show_step(KeyringStep(lambda _step: None, lambda: None))


def unlock(context: UiContext) -> QWidget:
    """Return the door after a few wrong passphrases."""
    acces = _acces("profil")
    workspace, _recovery = acces.create(PHRASE)
    workspace.close()
    door = UnlockDoor(acces, context)
    door.show()
    for _ in range(4):
        step = door.step
        assert isinstance(step, UnlockStep)  # noqa: S101 - the scene draws this step
        step.set_waiting(0)
        step.secret.set_text("une autre phrase")
        step.secret.submitted.emit()
        settle(context)
    return door


def missing(context: UiContext) -> QWidget:
    """Return the door of a profile whose keys are gone."""
    folder = _folder("sans-cles")
    folder.mkdir(parents=True)
    (folder / "caseapp.base").write_bytes(bytes(8192))
    return UnlockDoor(_acces("sans-cles"), context)


@cache
def spoilt_portfolio() -> Path:
    """Return the demonstration portfolio with mistakes such as hands make."""
    folder = _folder("extraction-octobre")
    with zipfile.ZipFile(resource(PORTFOLIO)) as archive:
        archive.extractall(folder)
    for file, old, new in (
        ("interventions.csv", ";2017-03-", ";2017-13-"),
        ("aides.csv", ";accord;", ";acord;"),
        ("familles.csv", ";oui", ";ouii"),
        ("familles.csv", ";Emma;", ";Emmanuelle;"),
        ("rendez_vous.csv", ";TS01;", ";TS99;"),
    ):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 12), encoding="utf-8")
    (folder / "lisez-moi.docx").write_bytes(b"")
    return folder


def exchange(context: UiContext, opened: Opened, act: Callable[[EchangesPage], object]) -> QWidget:
    """Return the window on the page Échanges."""
    main, page = window_on(context, opened, "echanges", TODAY, SCREEN)
    assert isinstance(page, EchangesPage)  # noqa: S101 - the scene draws this page
    act(page)
    settle(context)
    return main


def _nothing(_page: EchangesPage) -> None:
    """Leave the page as it opens."""


def _empty(context: UiContext) -> QWidget:
    return exchange(context, Opened(empty_workspace(), fresh=True), _nothing)


def _spoilt(context: UiContext) -> QWidget:
    return exchange(context, Opened(demonstration_workspace()), lambda page: page.preview(spoilt_portfolio()))


def _clean(context: UiContext) -> QWidget:
    return exchange(context, Opened(empty_workspace()), lambda page: page.preview(resource(PORTFOLIO)))


SCREEN, SMALL = (1366, 768), (1024, 700)
Scene = Callable[[UiContext], QWidget]
PROGRAM_SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "premier-demarrage": (SCREEN, lambda context: first_start(context, lambda door: door.welcome())),
    "premier-demarrage-phrase": (SCREEN, lambda context: first_start(context, _type_phrase)),
    "premier-demarrage-proposition": (SCREEN, lambda context: first_start(context, _propose)),
    "premier-demarrage-code": (SCREEN, lambda context: first_start(context, _code(context))),
    "premier-demarrage-trousseau": (SCREEN, lambda context: first_start(context, _keyring)),
    "deverrouillage": (SCREEN, unlock),
    "cles-absentes": (SCREEN, missing),
    "echanges": (SCREEN, _empty),
    "echanges-apercu": (SCREEN, _spoilt),
    "echanges-apercu-etroit": (SMALL, _spoilt),
    "echanges-sans-refus": (SCREEN, _clean),
}
"""Name of the picture → its size in logical pixels and what makes it."""
