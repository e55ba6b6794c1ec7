"""The sheets of arrears files, reported dwellings and RSA follow-ups, each open on a file that has it."""

from collections.abc import Callable
from functools import partial
from typing import cast

from demonstration_workspace import demonstration_workspace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on
from scenes_impayes import TODAY, arrears_workspace

from caseapp.services.demonstration_jour import DAY
from caseapp.services.dossiers_rows import REPORTEE
from caseapp.services.impayes_soutien import NATURES
from caseapp.services.logements_rows import Etape
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.main_window import Opened
from caseapp.ui.pages import impaye_dossier_actions as impaye
from caseapp.ui.pages import logements_actions as logement
from caseapp.ui.pages.impaye_dossier import DossierImpaye
from caseapp.ui.pages.impayes import ImpayesPage
from caseapp.ui.pages.logements import LogementsPage
from caseapp.ui.pages.prets_actions import Action
from caseapp.ui.widgets.echeances_ligne import LigneEcheance

_LAID_OUT = 150
"""Milliseconds for a sheet to be laid out."""
_SIZE = (1366, 768)
_LATE, _PLANNED, _MISSED = 5, 11, 13
"""Files: whose plan is late, whose plan is kept, whose instalment was missed."""


def _arrear(ident: int, act: Callable[[DossierImpaye], object], context: UiContext) -> QWidget:
    main, page = window_on(context, Opened(arrears_workspace()), "impayes", TODAY, _SIZE)
    cast("ImpayesPage", page).open_record(ident)
    settle(context)
    settle(context)
    act(page.findChildren(DossierImpaye)[0])
    _wait(context)
    return main


def _press(action: Action, dossier: DossierImpaye) -> None:
    for part in (dossier.head, dossier.dette, dossier.plan, dossier.faits, dossier.soutien):
        if action in part.buttons:
            part.buttons[action].click()


def _put_off(dossier: DossierImpaye) -> None:
    dossier.echeances.findChildren(LigneEcheance)[0].buttons[REPORTEE].click()


def _new_support(context: UiContext) -> QWidget:
    main = _arrear(_LATE, partial(_press, impaye.SOUTIEN), context)
    for sheet in main.findChildren(FormSheet):
        sheet.form.set_values(dict.fromkeys(NATURES, "nouveau"))
    settle(context)
    return main


def _dwelling(etape: Etape, act: Callable[[LogementsPage], object], context: UiContext) -> QWidget:
    main, found = window_on(context, Opened(demonstration_workspace()), "logements", DAY, _SIZE)
    page = cast("LogementsPage", found)
    page.view.filters.stages[etape].click()
    _wait(context)
    act(page)
    _wait(context)
    return main


def _step(action: logement.Action, page: LogementsPage) -> None:
    page.view.buttons[action].click()


def _wait(context: UiContext) -> None:
    settle(context)
    QTest.qWait(_LAID_OUT)
    settle(context)


_FILES = {
    "paiement": (_PLANNED, impaye.PAIEMENT),
    "mouvement": (_PLANNED, impaye.MOUVEMENT),
    "fait": (_LATE, impaye.FAIT),
    "constitution": (_LATE, impaye.CONSTITUTION),
    "rupture": (_MISSED, impaye.ROMPRE),
    "renegociation": (_MISSED, impaye.RENEGOCIER),
    "issue": (_LATE, impaye.ISSUE),
}
_STEPS = {
    "visite": (Etape.A_VISITER, logement.VISITE),
    "diagnostic": (Etape.CONSERVEE, logement.DIAGNOSTIC),
    "travaux": (Etape.CONSERVEE, logement.TRAVAUX),
    "conservation": (Etape.CONSERVEE, logement.CONSERVER),
    "levee": (Etape.CONSERVEE, logement.LEVER),
    "perte": (Etape.CONSERVEE, logement.PERDRE),
    "modifier": (Etape.CONSERVEE, logement.MODIFIER),
}
FEUILLES_SCENES: dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]] = {
    **{
        f"impaye-{name}": (_SIZE, partial(_arrear, ident, partial(_press, action)))
        for name, (ident, action) in _FILES.items()
    },
    "impaye-accompagnement-nouveau": (_SIZE, _new_support),
    "impaye-report": (_SIZE, partial(_arrear, _LATE, _put_off)),
    **{
        f"logements-{name}": (_SIZE, partial(_dwelling, etape, partial(_step, action)))
        for name, (etape, action) in _STEPS.items()
    },
    "logements-occupant": (
        _SIZE,
        partial(_dwelling, Etape.CONSERVEE, lambda page: page.panel.occupant_asked.emit()),
    ),
    "logements-corriger": (
        _SIZE,
        partial(_dwelling, Etape.CONSERVEE, lambda page: page.panel.dwelling_asked.emit()),
    ),
}
"""Name of the picture → its size in logical pixels and what makes it."""
