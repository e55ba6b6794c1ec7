"""Likely duplicates of the family being typed, with their reasons: looked for at each key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.domain.labels import format_date, format_number, plural
from caseapp.errors import CaseappError
from caseapp.services.doublons import Identite
from caseapp.services.famille_saisie import FamilleSaisieService, Probable
from caseapp.services.famille_saisie_controles import odd_matricule
from caseapp.services.familles import choice_label
from caseapp.ui.context import UiContext
from caseapp.ui.forms import Form, FormSheet
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.pages.familles_saisie_champs import read_identity
from caseapp.ui.plain_text import button_text, plain_label
from caseapp.ui.widgets.buttons import link_button

CREATE, CREATE_ALL_THE_SAME = "Créer la famille", "Ce n'est aucune de ces familles : créer"
NOBODY = "Aucune famille connue ne lui ressemble."
ASKED_BY = frozenset({"nom", "prenom", "date_naissance", "matricule", "telephone", "protection"})
_SHOWN = 3
"""Likely duplicates shown before the others are asked for: the form must stay on screen."""


class LikelyPanel(QFrame):
    """Stands under the title of a sheet; `famille_id` is the family being changed, None for a new one."""

    def __init__(
        self,
        context: UiContext,
        service: FamilleSaisieService,
        on_open: Callable[[int], object],
        famille_id: int | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._service, self._on_open = context.theme, service, on_open
        self._famille_id = famille_id
        self._latest = LatestTask(context.tasks, self)
        self._form: Form | None = None
        self._asked = Identite(None, "")
        self.found: tuple[Probable, ...] = ()
        self.setObjectName("bandeau")
        self.setAccessibleName("Familles qui ressemblent à celle-ci")
        self._title = plain_label()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        self.hide()

    @property
    def seen(self) -> frozenset[int]:
        """The families that the user is shown."""
        return frozenset(one.famille.id for one in self.found)

    def follow(self, form: Form) -> None:
        """Look for duplicates as the form is typed in."""
        self._form = form
        form.changed.connect(self._typed)

    def _typed(self, key: str) -> None:
        if self._form is None or key not in ASKED_BY:
            return
        if key == "matricule":
            self._form.boxes[key].set_hint(odd_matricule(self._form.editor(key).raw()))
        identite = read_identity(self._form, self._famille_id)
        if identite != self._asked:
            self._asked = identite
            self._latest.ask(partial(self._service.find_likely, identite), self._show, self._fail)

    def _fail(self, _error: CaseappError) -> None:
        """Say nothing: the search is made again when the family is saved, and refused there."""

    def _show(self, found: tuple[Probable, ...], *, all_of_them: bool = False) -> None:
        self.found = found
        self._empty()
        shown = found if all_of_them else found[:_SHOWN]
        for one in shown:
            self._rows.addWidget(self._row(one))
        if rest := len(found) - len(shown):
            more = link_button(
                f"Voir les {format_number(rest)} autres" if rest > 1 else "Voir l'autre",
                lambda: self._show(found, all_of_them=True),
            )
            self._rows.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._say(found)
        self._name_button()

    def _say(self, found: tuple[Probable, ...]) -> None:
        known = plural(len(found), "famille lui ressemble", "familles lui ressemblent")
        self._title.setText(f"Peut-être déjà connue : {known}." if found else NOBODY)
        self._title.setProperty("role", "alerte" if found else "note")
        self._title.style().unpolish(self._title)
        self._title.style().polish(self._title)
        self.setProperty("ton", "" if found else "discret")
        self.style().unpolish(self)
        self.style().polish(self)
        typed = self._asked.nom or self._asked.matricule or self._asked.telephone
        self.setVisible(bool(found) or (self._famille_id is None and bool(typed)))

    def _empty(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _row(self, one: Probable) -> QWidget:
        famille = one.famille
        born = f" · {format_date(famille.date_naissance)}" if famille.date_naissance else ""
        name = choice_label(famille) + born
        who, why = plain_label(name), plain_label(", ".join(one.raisons), role="note")
        who.setWordWrap(True)
        why.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(who)
        words.addWidget(why)
        link = link_button("Ouvrir", partial(self._open, famille.id))
        link.setAccessibleName(f"Ouvrir {name}")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addLayout(words, 1)
        line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _open(self, famille_id: int) -> None:
        """Leave the sheet, whose draft is kept, for the family chosen."""
        sheet = self._sheet()
        if sheet is not None:
            sheet.cancel()
        self._on_open(famille_id)

    def _name_button(self) -> None:
        """Let the button that creates say what it sets aside."""
        sheet = self._sheet()
        if sheet is None or self._famille_id is not None:
            return
        button = sheet.save_button
        button.setText(button_text(CREATE_ALL_THE_SAME if self.found else CREATE))
        button.setProperty("primaire", not self.found)
        button.style().unpolish(button)
        button.style().polish(button)

    def _sheet(self) -> FormSheet | None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, FormSheet):
            parent = parent.parentWidget()
        return parent
