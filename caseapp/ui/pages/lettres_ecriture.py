"""Letters written from a page: which ones, where, without taking the place of a file unasked."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from caseapp.domain.labels import plural
from caseapp.errors import CaseappError
from caseapp.services.lettres_envoi import Envoi, LettresFaites
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms.sheet_frame import sheet_host
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.lettres_choix import LettersSheet, Read
from caseapp.ui.pages.lettres_modeles import ModelDesk
from caseapp.ui.tasks import CancelToken, Progress, told
from caseapp.ui.widgets.task_panel import TaskPanel


class LetterDesk:
    """Opens the choice of letters over a window; `progress` says in the page how the writing goes."""

    def __init__(
        self,
        page: QWidget,
        workspace: Workspace,
        context: UiContext,
        navigator: Navigator,
        progress: TaskPanel,
    ) -> None:
        self._page, self._workspace, self._context = page, workspace, context
        self._navigator, self.progress = navigator, progress
        self.models = ModelDesk(page, workspace, context, navigator)
        self._checking = LatestTask(context.tasks, progress)

    def open_session(self, seance_id: int) -> None:
        """Choose among the letters of a session."""
        self._open(partial(self._workspace.lettres.of_session, seance_id), seance_id)

    def open_aids(self, aide_ids: Sequence[int]) -> None:
        """Choose among the letters about these requests, decided outside a session too."""
        self._open(partial(self._workspace.lettres.of_aids, tuple(aide_ids)), None)

    def _open(self, read: Read, seance_id: int | None) -> None:
        sheet = LettersSheet(sheet_host(self._page), self._context, read)
        sheet.chosen.connect(partial(self._ask_folder, seance_id))
        sheet.models_asked.connect(lambda: self.models.open())  # noqa: PLW0108 - a signal gives no code
        self._navigator.data_changed.connect(sheet.reload)
        service = self._workspace.lettres
        LatestTask(self._context.tasks, sheet).ask(service.models, sheet.offer_models, sheet.refuse)
        sheet.open()

    def _ask_folder(
        self, seance_id: int | None, ids: tuple[int, ...], code: str | None, formats: tuple[str, ...]
    ) -> None:
        folder = self._context.prompts.ask_open_folder("Dossier où écrire les lettres", Path.home())
        if folder is None:
            return
        envoi = Envoi(ids, formats, folder, self._navigator.today(), code, seance_id)
        self._checking.ask(
            partial(self._workspace.lettres.already_there, envoi), partial(self._replace, envoi), self._refuse
        )

    def _replace(self, envoi: Envoi, count: int) -> None:
        """Ask before a file that may have been finished by hand is written again."""
        if count:
            said = plural(count, "lettre de ce dossier porte", "lettres de ce dossier portent")
            question = f"{said} déjà le même nom. Ce qui y a été corrigé à la main serait perdu."
            if not self._context.prompts.confirm("Remplacer des lettres", question, "Remplacer"):
                return
        self.progress.run("Écriture des lettres", partial(self._write, envoi), partial(self._say, envoi))

    def _write(self, envoi: Envoi, token: CancelToken, progress: Progress) -> LettresFaites:
        return self._workspace.lettres.write(envoi, *told(token, progress))

    def _say(self, envoi: Envoi, made: LettresFaites) -> None:
        said = f"{plural(made.lettres, 'lettre écrite', 'lettres écrites')} dans {envoi.dossier}"
        if made.refus:
            left = len(envoi.aide_ids) - made.lettres
            rest = plural(left, "lettre reste", "lettres restent")
            self.progress.say(f"{said}. {rest} à écrire : {made.refus}", "erreur")
        else:
            self.progress.say(said)
        self._navigator.data_changed.emit()

    def _refuse(self, error: CaseappError) -> None:
        self.progress.say(str(error), "erreur")
