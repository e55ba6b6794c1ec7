"""The agenda and the permanences in the main window, with invented people."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache

from demonstration_workspace import add_rows, demonstration_workspace, empty_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.services.agenda_rows import RendezVousSaisie
from caseapp.services.permanences_lieux import HoraireSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.agenda import AgendaPage
from caseapp.ui.pages.permanences import PermanencesPage

TODAY = date(2026, 11, 25)
LUN, MAR, MER, JEU, VEN = (date(2026, 11, day) for day in range(23, 28))
NAMES = (
    ("Garcia", "Sofia"), ("Petit", "Hugo"), ("Moreau", "Alice"), ("Roux", "Chloé"), ("Perrin", "Adam"),
    ("Boyer", "Manon"), ("Masson", "Nadia"), ("Nguyễn", "Emma"), ("Le Gall", "Yasmine"),
    ("D'Artigues", "Paul"), ("Aït-Ahmed", "Inès"), ("O'Brien", "Maël"),
)  # fmt: skip
ROWS = {
    "lieux": [
        {"code": "DAX", "libelle": "Dax", "type": "siege", "code_commune": "40088"},
        {"code": "SOU", "libelle": "Soustons", "type": "antenne", "code_commune": "40310"},
    ],
    "familles": [
        {"famille": f"A{number}", "nom": nom, "prenom": prenom, "matricule": f"19100{number:02}",
         "code_commune": "40088", "protection": "oui" if nom == "O'Brien" else "non"}
        for number, (nom, prenom) in enumerate(NAMES)
    ],
    "interventions": [
        {"reference": f"AI{number}", "famille": f"A{number}", "motif": motif, "nature": "information_conseil",
         "date_ouverture": "2026-11-02"}
        for number, motif in enumerate(("separation", "impaye_loyer", "acces_aux_droits") * 4)
    ],
    "actions_collectives": [
        {"reference": "AC1", "type": "travail_social_de_groupe", "libelle": "Budget",
         "date_debut": "2026-11-06", "lieu": "DAX"},
    ],
    "seances_collectives": [
        {"action": "AC1", "date": f"2026-{day}", "presents": "9"}
        for day in ("11-06", "11-13", "11-27", "12-04")
    ],
}  # fmt: skip
DROITS, VISITE, BILAN, ENTRETIEN = "rendez_vous_des_droits", "visite_domicile", "bilan", "entretien"
MEETINGS = (
    (0, LUN, time(9), 55, DROITS, "DAX"), (1, LUN, time(10, 30), 55, ENTRETIEN, None),
    (2, LUN, time(13), 55, VISITE, "SOU"), (3, MER, time(9), 55, BILAN, "DAX"),
    (4, MER, time(10), 55, DROITS, None), (5, JEU, time(11), 55, ENTRETIEN, "DAX"),
    (6, JEU, time(12), 55, ENTRETIEN, "DAX"), (11, MER, time(14), 45, ENTRETIEN, "DAX"),
    (10, MER, time(14, 15), 60, BILAN, "DAX"), (9, VEN, time(14), 30, BILAN, "DAX"),
    (8, VEN, None, None, ENTRETIEN, None),
)  # fmt: skip


@cache
def agenda_workspace() -> Workspace:
    """Return a portfolio with a week of appointments."""
    workspace = empty_workspace()
    add_rows(workspace, ROWS)
    workspace.agents.add_me("Durand", "Marie", "cesf", "Dax")
    places = {one.libelle: one.id for one in workspace.lieux.list_rows(TODAY)}
    tarnos = workspace.lieux.save(None, "Permanence de Tarnos", "mairie", "40312")
    capbreton = workspace.lieux.save(None, "France Services Capbreton", "France Services", "40065")
    workspace.lieux.save_horaire(tarnos, None, HoraireSaisie(1, time(9, 30), time(12, 30), 30))
    workspace.lieux.save_horaire(capbreton, None, HoraireSaisie(3, time(14), time(17), 45, "paires"))
    for number, day, hour, minutes, kind, place in MEETINGS:
        famille = int(workspace.familles.search_choices(" ".join(NAMES[number]))[0].key)
        intervention = workspace.agenda.interventions(famille)[0].key
        workspace.agenda.add(
            RendezVousSaisie(
                date=day, type=kind, heure=hour, duree=minutes, famille_id=famille,
                intervention_id=int(intervention), mode="physique" if place else "telephone",
                lieu_id=places["Dax" if place == "DAX" else "Soustons"] if place else None,
                date_demande=date(2026, 11, 19), confirme=True,
            )
        )  # fmt: skip
    _fill_permanence(workspace, tarnos)
    _mark(workspace)
    return workspace


def _fill_permanence(workspace: Workspace, tarnos: int) -> None:
    for day in (MAR, date(2026, 12, 1)):
        (row,) = workspace.permanences.between(day, day, tarnos)
        for number, hour in ((7, time(9, 30)), (8, time(10)), (9, time(11)), (11, time(11, 30))):
            famille = int(workspace.familles.search_choices(" ".join(NAMES[number]))[0].key)
            saisie = RendezVousSaisie(date=day, type=ENTRETIEN, heure=hour, famille_id=famille)
            workspace.permanences.add(row, saisie)


def _mark(workspace: Workspace) -> None:
    rows = workspace.agenda.period(LUN, VEN, None).rendez_vous
    for name, statut in (("Roux", "honore"), ("Petit", "absent"), ("Perrin", "annule")):
        key = next(row.id for row in rows if row.famille.startswith(name))
        workspace.agenda.mark(key, statut, TODAY)


def now() -> datetime:
    """Return the hour of the pictures."""
    return datetime(2026, 11, 25, 14, 32).astimezone()


def _agenda(context: UiContext, act: Callable[[AgendaPage], object], size: tuple[int, int]) -> QWidget:
    main, page = window_on(context, Opened(agenda_workspace()), "agenda", TODAY, size)
    assert isinstance(page, AgendaPage)  # noqa: S101 - the scene draws this page
    page.view.set_clock(now)
    act(page)
    settle(context)
    return main


def _permanences(context: UiContext, act: Callable[[PermanencesPage], object]) -> QWidget:
    main, page = window_on(context, Opened(agenda_workspace()), "permanences", TODAY, SCREEN)
    assert isinstance(page, PermanencesPage)  # noqa: S101 - the scene draws this page
    act(page)
    settle(context)
    return main


def _demonstration(context: UiContext) -> QWidget:
    main, page = window_on(context, Opened(demonstration_workspace()), "agenda", date(2017, 12, 6), SCREEN)
    assert isinstance(page, AgendaPage)  # noqa: S101 - the scene draws this page
    page.team.choose(everybody=True)
    settle(context)
    return main


def _nothing(_page: object) -> None:
    """Leave the page as it opens."""


def _open_tarnos(page: PermanencesPage) -> None:
    page.open_permanence(agenda_workspace().permanences.between(MAR, MAR)[0])


SCREEN, SMALL = (1366, 768), (1024, 700)
AGENDA_SCENES: dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]] = {
    "agenda": (SCREEN, lambda context: _agenda(context, _nothing, SCREEN)),
    "agenda-etroit": (SMALL, lambda context: _agenda(context, _nothing, SMALL)),
    "agenda-jour": (SCREEN, lambda context: _agenda(context, lambda p: p.day_button.click(), SCREEN)),
    "agenda-nouveau": (SCREEN, lambda context: _agenda(context, lambda p: p.new_button.click(), SCREEN)),
    "agenda-equipe": (SCREEN, _demonstration),
    "permanences": (SCREEN, lambda context: _permanences(context, _open_tarnos)),
}
"""Name of the picture → its size in logical pixels and what makes it"""
