"""The documents of the session on screen: the members' file, the minutes, the letters.

The page adds the `buttons` to its header and `progress` to its body, then calls `show_seance` each time
another session is shown.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from caseapp.domain.labels import plural
from caseapp.errors import CaseappError
from caseapp.services.documents_commission import SeanceAEcrire
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, FormSheet, Kind, SheetOptions
from caseapp.ui.forms.sheet_frame import sheet_host
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.lettres_ecriture import LetterDesk
from caseapp.ui.pages.statistiques_protegees import ProtectedSheet
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.task_panel import TaskPanel

ANONYMOUS = "Dossier anonymisé"
_JOIN = "Joindre les objets et les exposés"
_MAY_NAME = (
    "Ces textes peuvent nommer quelqu'un : relisez-les d'abord. Ceux des familles protégées n'y seront "
    "jamais."
)
_WITHOUT = "Ni nom, ni numéro, ni commune : chaque demande porte un numéro d'ordre."
_PDF = ["Document à imprimer (*.pdf)"]
_Write = Callable[[Path], None]
_Nominative = Callable[..., None]


class DocumentActions:
    """Buttons of a header; `progress` says in the page how the writing goes."""

    def __init__(self, page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        self._page, self._workspace, self._context, self._navigator = page, workspace, context, navigator
        self.progress = TaskPanel(context.tasks)
        self.letters = LetterDesk(page, workspace, context, navigator, self.progress)
        self._reading = LatestTask(context.tasks, self.progress)
        self._seance_id: int | None = None
        self.members_button = plain_button("Dossier des membres", self.write_members)
        self.anonymous_button = plain_button("Anonymiser", self.write_anonymous)
        self.minutes_button = plain_button("Procès-verbal", self.write_minutes)
        self.letters_button = plain_button("Lettres", self.choose_letters)
        self.progress.busy_changed.connect(lambda _: self._allow())
        self.show_seance(None)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons, in the order of the header."""
        return (self.members_button, self.anonymous_button, self.minutes_button, self.letters_button)

    def show_seance(self, seance_id: int | None) -> None:
        """Act on this session from now on; without any, nothing can be asked."""
        self._seance_id = seance_id
        self._allow()

    def take_up(self, cle: str) -> bool:
        """Open again the model of a letter whose draft has this key; tell whether it is one."""
        return self.letters.models.take_up(cle)

    def _allow(self) -> None:
        for button in self.buttons:
            button.setEnabled(self._seance_id is not None and not self.progress.is_busy)

    def write_members(self) -> None:
        """Ask which protected families are named, then where, and write the members' file."""
        self._nominative("dossier des membres", self._workspace.documents.write_members)

    def write_minutes(self) -> None:
        """Ask which protected families are named, then where, and write the minutes."""
        self._nominative("procès-verbal", self._workspace.documents.write_minutes)

    def write_anonymous(self) -> None:
        """Ask whether the texts are joined, then where, and write the file without names."""
        self._about(self._ask_texts)

    def choose_letters(self) -> None:
        """Choose among the letters of the session."""
        if self._seance_id is not None:
            self.letters.open_session(self._seance_id)

    def _nominative(self, kind: str, write: _Nominative) -> None:
        self._about(partial(self._ask_names, kind, write))

    def _about(self, then: Callable[[int, SeanceAEcrire], object]) -> None:
        """Read in a worker what is asked before a document of this session is written."""
        seance_id = self._seance_id
        if seance_id is not None:
            read = partial(self._workspace.documents.open_session, seance_id)
            self._reading.ask(read, partial(then, seance_id), self._refuse)

    def _ask_names(self, kind: str, write: _Nominative, seance_id: int, seance: SeanceAEcrire) -> None:
        today = self._navigator.today()

        def choose(named: frozenset[int]) -> None:
            said = f", {plural(len(named), 'famille protégée nommée', 'familles protégées nommées')}"
            self._save(
                f"{kind} {seance.date:%Y-%m-%d}.pdf", said if named else "",
                lambda path: write(seance_id, path, today, named),
            )  # fmt: skip

        if not seance.protegees:
            choose(frozenset())
            return
        sheet = ProtectedSheet(sheet_host(self._page), self._context.theme, seance.protegees, "Ce document")
        sheet.chosen.connect(choose)
        sheet.open()

    def _ask_texts(self, seance_id: int, seance: SeanceAEcrire) -> None:
        rows = (FieldSpec("textes", _JOIN, Kind.CHECK, hint=_MAY_NAME),)
        form = Form(rows, self._context, self._navigator.today)
        notice = plain_label(_WITHOUT, role="note")
        notice.setWordWrap(True)
        options = SheetOptions(primary="Enregistrer sous…", notice=notice)
        sheet = FormSheet(sheet_host(self._page), self._context, ANONYMOUS, form, options)
        today = self._navigator.today()

        def choose(values: dict[str, object]) -> None:
            sheet.close_saved()
            texts = values["textes"] is True
            write = self._workspace.documents.write_anonymous
            self._save(
                f"dossier anonymisé {seance.date:%Y-%m-%d}.pdf", "",
                lambda path: write(seance_id, path, today, with_texts=texts),
            )  # fmt: skip

        sheet.submitted.connect(choose)
        sheet.open()

    def _save(self, name: str, said: str, write: _Write) -> None:
        path = self._context.prompts.ask_save_file("Enregistrer le document", Path.home() / name, _PDF)
        if path is not None:
            self.progress.run(
                "Écriture du document",
                lambda _token, _progress: write(path),
                lambda _none: self.progress.say(f"Document écrit{said} : {path}"),
            )

    def _refuse(self, error: CaseappError) -> None:
        self.progress.say(str(error), "erreur")


def document_actions(
    page: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator
) -> DocumentActions:
    """Return what writes the documents of a session from this page."""
    return DocumentActions(page, workspace, context, navigator)
