"""The preparation sheets asked from the arrears: for what meeting, of which files, under which names.

The page has the buttons, gives its `progress` and says which files are on screen.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from caseapp.domain.labels import format_date, format_number, plural
from caseapp.errors import CaseappError
from caseapp.reports.impaye import Reunion
from caseapp.services.documents_impaye import DossierAPreparer, FicheSaisie
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, FormSheet, Kind, SheetOptions
from caseapp.ui.forms.sheet_frame import sheet_host
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.statistiques_protegees import ProtectedSheet
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tasks import CancelToken, Progress, told
from caseapp.ui.widgets.task_panel import TaskPanel

TITLE, WORDS = "Fiche de préparation", "Fiche de préparation…"
SHORT = "Fiches…"
"""On the board, whose header is full."""
SPOKEN = "Fiches de préparation des dossiers affichés (Ctrl+P)"
SHORTCUT = "Ctrl+P"
BOXES = 20
"""Files that can be ticked one by one, made in one turn of the window; more of them go all together."""
_MEETINGS = (
    Choice(Reunion.TERRITORIALE.value, "Réunion territoriale"),
    Choice(Reunion.CCAPEX.value, "Ccapex"),
)
_ADDRESS = "L'adresse n'est donnée qu'à la Ccapex."
_NO_TEXT = "Ni note ni commentaire ne sort : les faits, leurs dates et les montants seulement."
_ALL = "Les {} dossiers affichés y seront : pour en choisir, filtrez-les jusqu'à {} au plus."
_NONE = "Cochez au moins un dossier."
_PDF = ["Document à imprimer (*.pdf)"]
_BOX = "dossier."
_NAME, _LANDLORD = 26, 20
"""Letters beside a box, which has one line."""


class PreparationDesk:
    """Ctrl+P asks too, anywhere in the page; `shown` gives the files on screen."""

    def __init__(
        self,
        page: QWidget,
        services: tuple[Workspace, UiContext, Navigator],
        progress: TaskPanel,
        shown: Callable[[], Sequence[int]],
    ) -> None:
        self._page, self._progress, self._shown = page, progress, shown
        self._workspace, self._context, self._navigator = services
        self._reading = LatestTask(self._context.tasks, progress)
        shortcut = QShortcut(QKeySequence(SHORTCUT), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.ask)

    def ask(self) -> None:
        """Ask for which meeting, of which of the files on screen."""
        if self._progress.is_busy or self._reading.is_busy:
            return
        read = partial(self._workspace.documents_impaye.open_files, tuple(self._shown()))
        self._reading.ask(read, self._open, self._refuse)

    def _open(self, dossiers: tuple[DossierAPreparer, ...]) -> None:
        self._progress.clear()
        boxed = 1 < len(dossiers) <= BOXES
        form = Form(_rows(dossiers if boxed else ()), self._context, self._navigator.today)
        values: dict[str, object] = {"genre": Reunion.TERRITORIALE.value}
        form.set_values(values | {f"{_BOX}{one.id}": True for one in dossiers if boxed})
        options = SheetOptions(primary="Enregistrer sous…", notice=_notice(dossiers))
        title = TITLE if len(dossiers) == 1 else "Fiches de préparation"
        sheet = FormSheet(sheet_host(self._page), self._context, title, form, options)

        def submit(values: dict[str, object]) -> None:
            kept = [one for one in dossiers if not boxed or values[f"{_BOX}{one.id}"] is True]
            if not kept:
                sheet.refuse(_NONE)
                return
            sheet.close_saved()
            self._ask_names(kept, Reunion(str(values["genre"])), cast("date | None", values["jour"]))

        sheet.submitted.connect(submit)
        sheet.open()

    def _ask_names(self, dossiers: Sequence[DossierAPreparer], genre: Reunion, jour: date | None) -> None:
        """Ask which protected families are named, none unless ticked, then where to write."""
        ids = tuple(one.id for one in dossiers)
        protegees = {one.protegee.id: one.protegee for one in dossiers if one.protegee is not None}

        def choose(named: frozenset[int]) -> None:
            self._save(FicheSaisie(ids, genre, jour, named))

        if not protegees:
            choose(frozenset())
            return
        host = sheet_host(self._page)
        sheet = ProtectedSheet(host, self._context.theme, tuple(protegees.values()), "Ce document")
        sheet.chosen.connect(choose)
        sheet.open()

    def _save(self, saisie: FicheSaisie) -> None:
        today = self._navigator.today()
        proposed = Path.home() / f"fiche de préparation {saisie.jour or today:%Y-%m-%d}.pdf"
        path = self._context.prompts.ask_save_file("Enregistrer le document", proposed, _PDF)
        if path is None:
            return

        def work(token: CancelToken, progress: Progress) -> int:
            return self._workspace.documents_impaye.write(saisie, path, today, *told(token, progress))

        named = len(saisie.nommees)
        said = f", {plural(named, 'famille protégée nommée', 'familles protégées nommées')}" if named else ""
        self._progress.run(
            "Écriture des fiches de préparation",
            work,
            lambda count: self._progress.say(
                f"{plural(count, 'fiche écrite', 'fiches écrites')}{said} : {path}"
            ),
        )

    def _refuse(self, error: CaseappError) -> None:
        self._progress.say(str(error), "erreur")


def _rows(dossiers: Sequence[DossierAPreparer]) -> tuple[FieldSpec | tuple[FieldSpec, ...], ...]:
    boxes = [FieldSpec(f"{_BOX}{one.id}", _words(one), Kind.CHECK) for one in dossiers]
    return (
        (
            FieldSpec(
                "genre", "Pour", Kind.SEGMENTS, required=True, choices=_MEETINGS, hint=_ADDRESS, width_share=3
            ),
            FieldSpec("jour", "Date, si elle est connue", Kind.DATE, width_share=2),
        ),
        *boxes,
    )


def _words(one: DossierAPreparer) -> str:
    reported = f"du {format_date(one.signale_le)}"
    names = (_short(one.famille, _NAME), _short(one.bailleur, _LANDLORD))
    return " · ".join(part for part in (*names, reported) if part)


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _notice(dossiers: Sequence[DossierAPreparer]) -> QWidget:
    said = _NO_TEXT
    if len(dossiers) > BOXES:
        said = f"{_ALL.format(format_number(len(dossiers)), BOXES)} {_NO_TEXT}"
    label = plain_label(said, role="note")
    label.setWordWrap(True)
    return label


def document_actions(
    page: QWidget,
    services: tuple[Workspace, UiContext, Navigator],
    progress: TaskPanel,
    shown: Callable[[], Sequence[int]],
) -> PreparationDesk:
    """Return what writes the preparation sheets of the files that a page shows."""
    return PreparationDesk(page, services, progress, shown)
