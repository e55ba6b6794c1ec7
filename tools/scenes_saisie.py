"""The quick entry, the rights of an appointment and the phone line, over the demonstration portfolio."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from demonstration_workspace import add_rows, demonstration_workspace, empty_workspace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on
from scenes_familles import INVENTED
from sqlalchemy import select

from caseapp.models import Famille
from caseapp.services.droits import DroitNote
from caseapp.services.saisie import Genre, Saisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import MainWindow, Opened

TODAY = date(2026, 11, 21)
NOTE = "Plan reçu du bailleur, 36 × 35,67 €. Premier versement le 5 décembre."
SCREEN, SMALL = (1366, 768), (1024, 640)


@cache
def _workspace() -> Workspace:
    workspace = demonstration_workspace()
    add_rows(workspace, INVENTED)
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)
    return workspace


def _famille(reference: str) -> int:
    with _workspace()._opening.store.read() as session:  # noqa: SLF001 - the scene needs a known family
        return session.scalars(select(Famille.id).where(Famille.reference == reference)).one()


def _main(context: UiContext, size: tuple[int, int], key: str = "familles") -> MainWindow:
    return window_on(context, Opened(_workspace()), key, TODAY, size)[0]


def entry(context: UiContext, size: tuple[int, int], reference: str, note: str = NOTE) -> QWidget:
    """Return the quick entry over the Fiche of a family."""
    main = _main(context, size)
    main.open_famille(_famille(reference))
    settle(context)
    main.top.entry_requested.emit()
    settle(context)
    QTest.qWait(80)
    for sheet in main.findChildren(FormSheet):
        sheet.form.set_raw({"note": note})
        sheet.draft.setText("Brouillon gardé à 14:32:10")
    settle(context)
    return main


def empty_entry(context: UiContext) -> QWidget:
    """Return the quick entry about nobody yet."""
    _workspace().saisie.record(Saisie(Genre.ANONYME, TODAY, mode="physique", lieu_id=1), TODAY)
    main = _main(context, SCREEN)
    main.top.entry_requested.emit()
    settle(context)
    QTest.qWait(80)
    return main


def who(context: UiContext) -> QWidget:
    """Return the question asked before the first entry, over a store just made."""
    workspace = empty_workspace()
    main = window_on(context, Opened(workspace), "familles", TODAY, SCREEN)[0]
    main.top.entry_requested.emit()
    settle(context)
    QTest.qWait(80)
    return main


def rights(context: UiContext, size: tuple[int, int]) -> QWidget:
    """Return the guided list of a rights appointment."""
    workspace = _workspace()
    made = workspace.saisie.record(Saisie(Genre.DROITS, TODAY, _famille("X1")), TODAY)
    notes = {
        "soutien_familial": DroitNote("demande", TODAY, 19_980),
        "aide_logement": DroitNote("verse", TODAY, 31_200),
        "allocations_familiales": DroitNote("verse", TODAY, 14_852),
        "cheque_energie": DroitNote("obtenu", TODAY),
        "pension_alimentaire": DroitNote("refuse", TODAY),
    }
    workspace.droits.note(made.rendez_vous_id, notes, TODAY)
    main = _main(context, size)
    main._navigator.droits_requested.emit(made.rendez_vous_id)  # noqa: SLF001 - as the Fiche does
    settle(context)
    QTest.qWait(80)
    return main


@cache
def _calls() -> None:
    calls = _workspace().appels
    for hour, minute, answered, suite in (
        (9, 5, True, "reponse"), (9, 20, False, None), (9, 48, True, "rendez_vous"), (10, 2, False, "rappel"),
        (10, 40, True, "orientation"), (11, 15, True, None), (11, 31, False, None), (14, 20, True, "reponse"),
    ):  # fmt: skip
        moment = datetime(2026, 11, 21, hour, minute).astimezone()
        ident = calls.receive(moment, decroche=answered)
        calls.set_suite(ident, suite)


def phone(context: UiContext, size: tuple[int, int]) -> QWidget:
    """Return the page of the phone line in the afternoon."""
    _calls()
    return _main(context, size, "plateforme")


Scene = Callable[[UiContext], QWidget]
SAISIE_SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "saisie-rapide": (SCREEN, lambda context: entry(context, SCREEN, "X1")),
    "saisie-rapide-protegee": (SCREEN, lambda context: entry(context, SCREEN, "X2")),
    "saisie-rapide-etroite": (SMALL, lambda context: entry(context, SMALL, "X1")),
    "saisie-rapide-vide": (SCREEN, empty_entry),
    "saisie-qui": (SCREEN, who),
    "droits": (SCREEN, lambda context: rights(context, SCREEN)),
    "droits-etroit": (SMALL, lambda context: rights(context, SMALL)),
    "ligne-telephonique": (SCREEN, lambda context: phone(context, SCREEN)),
    "ligne-telephonique-etroite": (SMALL, lambda context: phone(context, SMALL)),
}
