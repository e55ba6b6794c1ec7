"""Two records of one family: the other is searched, what the merge would do is shown, then it is done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from caseapp.errors import CaseappError
from caseapp.services.familles import FamilleRow, choice_label
from caseapp.services.fusion import FusionService
from caseapp.services.fusion_apercu import TITLES, Apercu, Champ
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.familles_words import phone
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme

PHONE = TITLES["telephone"]
THIS, OTHER = "celle-ci", "autre"
LOST = "non gardé"
_CHOOSE = "Choisissez l'autre fiche : ce qui sera gardé et déplacé s'affiche ici avant d'enregistrer."
_KEPT = (Choice(THIS, "La fiche ouverte"), Choice(OTHER, "L'autre fiche"))


def open_merge(
    desk: EntryDesk,
    workspace: Workspace,
    context: UiContext,
    famille: FamilleRow,
    on_merged: Callable[[int], object],
) -> None:
    """Open the sheet over a Fiche; `on_merged` receives the family that is left."""

    def save(values: dict[str, object]) -> int:
        kept, absorbed = _order(famille.id, int(str(values["autre"])), values["garde"])
        workspace.fusion.merge(kept, absorbed)
        return kept

    preview = MergePreview(context, workspace.fusion, famille.id)
    rows = (
        FieldSpec(
            "autre", "Fusionner avec", Kind.COMPLETION, required=True,
            search=workspace.familles.search_choices, placeholder="Nom, prénom ou numéro de l'autre fiche",
        ),
        FieldSpec("garde", "Fiche gardée", Kind.SEGMENTS, required=True, choices=_KEPT),
    )  # fmt: skip
    desk.open(
        EntrySpec(
            f"fusion.famille.{famille.id}", f"Fusionner {choice_label(famille)}", "Fusion de deux fiches",
            rows, save, values={"garde": THIS}, famille_id=famille.id, primary="Fusionner", focus="autre",
            on_saved=on_merged, prepare=preview.follow,
        )
    )  # fmt: skip


def _order(opened: int, other: int, kept: object) -> tuple[int, int]:
    """Return the family kept, then the one that goes."""
    return (opened, other) if kept == THIS else (other, opened)


class MergePreview(QWidget):
    """Both records side by side: what remains in bold, what is lost said so, what moves counted."""

    def __init__(self, context: UiContext, service: FusionService, famille_id: int) -> None:
        super().__init__()
        self._theme, self._service, self._famille_id = context.theme, service, famille_id
        self._latest = LatestTask(context.tasks, self)
        self._asked: tuple[int, int] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._say(_CHOOSE)

    def follow(self, form: Form) -> None:
        """Stand under the fields of a form, and read what they choose."""
        column = form.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.count() - 1, self)
        form.changed.connect(lambda _: self._ask(form))

    def _ask(self, form: Form) -> None:
        other = form.value("autre")
        pair = None if other is None else _order(self._famille_id, int(str(other)), form.value("garde"))
        if pair == self._asked:
            return
        self._asked = pair
        if pair is None:
            self._latest.forget()
            self._say(_CHOOSE)
            return
        self._latest.ask(partial(self._service.preview_merge, *pair), self._show, self._refuse)

    def _refuse(self, error: CaseappError) -> None:
        self._say(str(error), "erreur")

    def _say(self, sentence: str, role: str = "note") -> None:
        self._clear()
        label = plain_label(sentence, role=role)
        label.setWordWrap(True)
        self._column.addWidget(label)

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _show(self, preview: Apercu) -> None:
        self._clear()
        self._column.addWidget(_Grid(self._theme, preview))
        for title, counted in (
            ("Passent dans la fiche gardée", preview.deplaces),
            ("Déjà dans la fiche gardée, donc non repris", preview.ecartes),
        ):
            if counted:
                label = plain_label(f"{title} : {', '.join(counted)}.")
                label.setWordWrap(True)
                self._column.addWidget(label)


class _Grid(QWidget):
    """A line for each field that one of the two has."""

    def __init__(self, theme: Theme, preview: Apercu) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(14))
        self._grid.setVerticalSpacing(theme.px(6))
        for column, share in enumerate((0, 1, 1)):
            self._grid.setColumnStretch(column, share)
        self._line(("", "Fiche gardée", "Fiche fusionnée"), ("etiquette",) * 3)
        for one in preview.champs:
            self._field(one)

    def _field(self, one: Champ) -> None:
        taken = one.garde == one.absorbee != one.conservee
        kept, other = (phone(text) if one.titre == PHONE else text for text in (one.conservee, one.absorbee))
        other = f"{other} ({LOST})" if one.conflit else other
        strong = ("phrase", "phrase" if taken else "titre-carte", "titre-carte" if taken else "phrase")
        roles = (strong[0], strong[1], "attention") if one.conflit else strong
        self._line((one.titre, kept or "–", other or "–"), roles)

    def _line(self, texts: tuple[str, str, str], roles: tuple[str, ...]) -> None:
        row = self._grid.rowCount()
        for column, (text, role) in enumerate(zip(texts, roles, strict=True)):
            label = plain_label(text, role=role)
            label.setWordWrap(column > 0)
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
