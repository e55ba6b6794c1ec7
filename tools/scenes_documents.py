"""The documents of a session over the page Commissions: the letters, their models, whom a file names."""

from PySide6.QtWidgets import QPushButton, QWidget
from scene_window import settle
from scenes_commissions import SCREEN, TODAY, closed_workspace, decided_workspace, session_of, window

from caseapp.ui.context import UiContext
from caseapp.ui.forms import FormSheet
from caseapp.ui.pages.commissions import CommissionsPage
from caseapp.ui.pages.lettres_choix import LettersSheet
from caseapp.ui.pages.lettres_modeles import ModelsSheet


def _pressed(context: UiContext, *, closed: bool, button: str) -> QWidget:
    workspace = closed_workspace() if closed else decided_workspace()

    def act(page: CommissionsPage) -> None:
        page.open_record(session_of(workspace, TODAY))
        settle(context)
        getattr(page.documents, button).click()

    return window(context, workspace, act)


def _letters(context: UiContext) -> QWidget:
    return _pressed(context, closed=True, button="letters_button")


def _early_letters(context: UiContext) -> QWidget:
    return _pressed(context, closed=False, button="letters_button")


def _models(context: UiContext) -> QWidget:
    main = _letters(context)
    main.findChildren(LettersSheet)[-1].models_link.click()
    settle(context)
    return main


def _model(context: UiContext) -> QWidget:
    main = _models(context)
    main.findChildren(ModelsSheet)[-1].edit_buttons["refus"].click()
    settle(context)
    return main


def _preview(context: UiContext) -> QWidget:
    main = _model(context)
    sheet = main.findChildren(FormSheet)[-1]
    next(one for one in sheet.findChildren(QPushButton) if one.text() == "Aperçu").click()
    settle(context)
    return main


def _anonymous(context: UiContext) -> QWidget:
    return _pressed(context, closed=True, button="anonymous_button")


def _protected(context: UiContext) -> QWidget:
    return _pressed(context, closed=True, button="members_button")


DOCUMENTS_SCENES = {
    "lettres": (SCREEN, _letters),
    "lettres-seance-ouverte": (SCREEN, _early_letters),
    "lettres-modeles": (SCREEN, _models),
    "lettres-modele": (SCREEN, _model),
    "lettres-apercu": (SCREEN, _preview),
    "dossier-anonymise": (SCREEN, _anonymous),
    "dossier-nominatif": (SCREEN, _protected),
}
