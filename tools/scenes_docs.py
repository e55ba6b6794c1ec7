"""The pictures of the documentation: each page of the demonstration portfolio, on the day it stands at."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from demonstration_workspace import demonstration_workspace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on
from scenes_program import spoilt_portfolio

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import MainWindow, Opened
from caseapp.ui.program import DEMONSTRATION_DAY as TODAY

SCREEN = (1366, 768)
FOLLOWED, RECEIVED = "D'Artigues Julia", "Roger Loïc"
NOTE = (
    "Reçu à la permanence. La demande de garde alternée est déposée. Prépare son dossier de logement : "
    "attestation de la Caf remise, avis d'imposition à apporter le 16."
)
MISSED = "mensualite_manquee"
FIGURE = "cibles.insertion.information_conseil"
Act = Callable[[MainWindow, Any], object]
Scene = Callable[[UiContext], QWidget]


def on_page(key: str, *acts: Act) -> Scene:
    """Return what draws the window on a page, once each act was done."""

    def draw(context: UiContext) -> QWidget:
        main, page = window_on(context, Opened(demonstration_workspace()), key, TODAY, SCREEN)
        for act in acts:
            act(main, page)
            settle(context)
            QTest.qWait(80)
            settle(context)
        return main

    return draw


def _at_half_past_two(_main: MainWindow, page: Any) -> None:
    hour = datetime(TODAY.year, TODAY.month, TODAY.day, 14, 32).astimezone()
    page.view.set_clock(lambda: hour)


def _open_permanence(_main: MainWindow, page: Any) -> None:
    work = demonstration_workspace()
    me = work.agents.me()
    rows = work.permanences.between(TODAY, TODAY)
    page.open_permanence(next(row for row in rows if me is not None and row.agent_id == me.id))


def _open(name: str) -> Act:
    def act(main: MainWindow, _page: Any) -> None:
        main.open_famille(int(demonstration_workspace().familles.search_choices(name)[0].key))

    return act


def _enter(main: MainWindow, _page: Any) -> None:
    main.top.entry_requested.emit()


def _write_note(main: MainWindow, _page: Any) -> None:
    for sheet in main.findChildren(FormSheet):
        places = {one.label: one.key for one in demonstration_workspace().choix.lieux()}
        typed = {"heure": "14:00", "duree": "30", "mode": "physique", "note": NOTE}
        sheet.form.set_raw({**typed, "lieu": places["Permanence de Tarnos"]})
        sheet.draft.setText("Brouillon gardé à 14:32:10")


def _open_figure(_main: MainWindow, page: Any) -> None:
    page.beside.go_to(FIGURE)
    while page.chapters.is_filling:
        QTest.qWait(20)


def _open_session(_main: MainWindow, page: Any) -> None:
    sessions = demonstration_workspace().commissions.list_seances(TODAY.year)
    page.open_record(next(one.id for one in sessions if not one.is_closed and one.demandes))


def _open_arrear(_main: MainWindow, page: Any) -> None:
    followed = demonstration_workspace().echeances.suivies(TODAY, domaines=(Domaine.IMPAYES,))
    page.open_record(next(one.dossier.id for one in followed if one.echeance.regle.code == MISSED))


def _preview(_main: MainWindow, page: Any) -> None:
    page.preview(spoilt_portfolio())


LIGHT, BOTH = ("clair",), ("clair", "sombre")
DOCS: Mapping[str, tuple[tuple[str, ...], Scene]] = {
    "accueil": (BOTH, on_page("accueil")),
    "familles": (LIGHT, on_page("familles")),
    "fiche": (BOTH, on_page("familles", _open(FOLLOWED))),
    "saisie-rapide": (LIGHT, on_page("familles", _open(RECEIVED), _enter, _write_note)),
    "agenda-semaine": (BOTH, on_page("agenda", _at_half_past_two)),
    "permanence": (LIGHT, on_page("permanences", _open_permanence)),
    "offres": (LIGHT, on_page("offres")),
    "ligne-telephonique": (LIGHT, on_page("plateforme")),
    "aides": (LIGHT, on_page("aides")),
    "commission": (BOTH, on_page("commissions", _open_session)),
    "prets": (LIGHT, on_page("prets")),
    "budget": (LIGHT, on_page("budget")),
    "reglement": (LIGHT, on_page("reglement")),
    "impayes": (BOTH, on_page("impayes")),
    "impaye": (LIGHT, on_page("impayes", _open_arrear)),
    "logements": (LIGHT, on_page("logements")),
    "insertion": (LIGHT, on_page("insertion")),
    "regles": (LIGHT, on_page("regles")),
    "statistiques": (BOTH, on_page("statistiques", _open_figure)),
    "echanges": (LIGHT, on_page("echanges", _preview)),
}
"""Name of the picture → the themes it is taken in and what makes it."""


def documented_files() -> set[str]:
    """Return the name of every file that `screenshots.py --docs` writes."""
    return {f"{name}-{theme}.png" for name, (themes, _) in DOCS.items() for theme in themes}
