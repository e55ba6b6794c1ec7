"""The quick entry, from anywhere: Ctrl+N, a family, a note, Ctrl+Enter."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from caseapp.domain.nomenclature import StatutRendezVous
from caseapp.errors import CaseappError
from caseapp.services.agents import AgentRow
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.perimetre import Choice
from caseapp.services.saisie import Genre, Saisi
from caseapp.services.saisie_propositions import FamilleSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import Form, FormSheet
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.saisie.appel_desk import AppelDesk
from caseapp.ui.saisie.droits_desk import DroitsDesk
from caseapp.ui.saisie.entry_head import EntryHead
from caseapp.ui.saisie.rows import NEXT_VALUES, Offered, entry_rows, first_values, saisie_of
from caseapp.ui.saisie.who import who_spec
from caseapp.ui.saisie.wiring import Wiring, label_of

TITLE = "Saisie rapide"


@dataclass(frozen=True, slots=True)
class Wished:
    """What the sheet is opened for: a family, or a call of the phone line that an appointment follows."""

    famille_id: int | None = None
    appel_id: int | None = None

    @property
    def key(self) -> str:
        """Key of the draft."""
        if self.appel_id is not None:
            return f"saisie.appel.{self.appel_id}"
        return "saisie" if self.famille_id is None else f"saisie.famille.{self.famille_id}"


@dataclass(frozen=True, slots=True)
class _Read:
    me: AgentRow | None
    agents: tuple[AgentRow, ...]
    metiers: tuple[Choice, ...]
    offered: Offered


class QuickEntry:
    """Opens the sheet over the main window, one at a time."""

    def __init__(
        self, window: QWidget, workspace: Workspace, context: UiContext, navigator: Navigator
    ) -> None:
        self._window, self._workspace = window, workspace
        self._context, self._navigator = context, navigator
        self._desk = EntryDesk(window, context, navigator, workspace.brouillons)
        self._droits = DroitsDesk(window, workspace, context, navigator)
        self._appels = AppelDesk(window, workspace, context, navigator)
        self._reading = LatestTask(context.tasks, window)
        self._opening = False

    def open(self, famille_id: int | None = None) -> None:
        """Open the sheet, about a family when one is given; who the user is is asked first, once."""
        self._ask(Wished(famille_id))

    def open_for_call(self, appel_id: int, famille_id: int | None) -> None:
        """Open the sheet for the appointment that a call asked for."""
        self._ask(Wished(famille_id, appel_id))

    def take_up(self, draft: BrouillonRow) -> None:
        """Open the sheet that a draft was left in, when it is one of these."""
        family, call = (_number_in(draft.cle, key) for key in ("saisie.famille.", "saisie.appel."))
        received = _number_in(draft.cle, "appel.")
        if received is not None:
            self._appels.open(received)
        elif draft.cle in {"saisie", "agent"} or family is not None or call is not None:
            self._ask(Wished(family, call))

    def _ask(self, wished: Wished) -> None:
        sheets = self._window.window().findChildren(FormSheet)
        if not self._opening and not any(sheet.isVisible() for sheet in sheets):
            self._opening = True
            self._reading.ask(partial(self._read, wished), partial(self._open, wished), self._give_up)

    def _give_up(self, _error: CaseappError) -> None:
        """Open nothing over a store that cannot be read: the page says so already."""
        self._opening = False

    def _read(self, wished: Wished) -> _Read:
        """Read, in a worker, all that the sheet offers."""
        work, today = self._workspace, self._navigator.today()
        famille_id = wished.famille_id
        draft = work.brouillons.find(wished.key)
        if draft is not None:
            key = draft.contenu.get("famille", "").partition("\t")[0]
            famille_id = int(key) if key.isdigit() else None
        offered = Offered(
            work.choix.lieux(), work.choix.codes("mode", today), work.choix.codes("statut", today),
            work.propositions.read(today), _about(work, famille_id),
        )  # fmt: skip
        return _Read(work.agents.me(), work.agents.list_rows(), work.choix.codes("metier", today), offered)

    def _open(self, wished: Wished, read: _Read) -> None:
        if read.me is None:
            self._opening = False
            again = partial(self._ask, wished)
            self._desk.open(who_spec(self._workspace, read.agents, read.metiers, again))
        else:
            self._desk.open(self._spec(wished, read.offered))

    def _spec(self, wished: Wished, offered: Offered) -> EntrySpec:
        work, today = self._workspace, self._navigator.today()
        values = first_values(offered, today)
        if wished.appel_id is not None:
            values |= {"date": None, "statut": StatutRendezVous.PROPOSE.value}
        open_sheet = _OpenSheet(offered)
        free = wished.appel_id is None
        head = EntryHead(
            open_sheet.duplicate if free and offered.propositions.derniere is not None else None,
            open_sheet.count_anonymous if free and wished.famille_id is None else None,
        )

        def prepare(form: Form) -> None:
            self._opening = False
            wiring = Wiring(form, offered.propositions, work.propositions.about, self._context.tasks, today)
            open_sheet.take(form, wiring, head)

        def save(found: Mapping[str, Any]) -> Saisi:
            return work.saisie.record(saisie_of(found, wished.appel_id), today)

        focus = "note" if wished.famille_id is not None and free else ""
        return EntrySpec(
            key=wished.key, title=TITLE if free else "Rendez-vous demandé par téléphone",
            draft_label="Saisie rapide", rows=entry_rows(offered, work.familles.search_choices),
            save=save, values=values, next_values=NEXT_VALUES, famille_id=wished.famille_id,
            secondary="Enregistrer et suivant" if wished.key == "saisie" else "",
            notice=head, focus=focus, on_saved=self._saved, prepare=prepare,
        )  # fmt: skip

    def _saved(self, made: Saisi) -> None:
        """Go on with the rights, when that is what was done."""
        if made.genre is Genre.DROITS and made.statut == StatutRendezVous.HONORE:
            self._droits.open(made.rendez_vous_id)


class _OpenSheet:
    """The short ways of the sheet that is open."""

    def __init__(self, offered: Offered) -> None:
        self._offered = offered
        self._form: Form | None = None
        self._wiring: Wiring | None = None

    def take(self, form: Form, wiring: Wiring, head: EntryHead) -> None:
        """Connect the fields to what stands over them."""
        self._form, self._wiring = form, wiring
        wiring.know(self._offered.about)
        wiring.noticed.connect(head.say)
        habit = self._offered.propositions.habitudes.get(Genre.ANONYME)
        lieu = None if habit is None else str(habit.lieu_id)
        head.say_place(label_of(tuple(self._offered.lieux), lieu))
        form.changed.connect(lambda _: head.anonymous.setEnabled(wiring.is_untouched))

    def duplicate(self) -> None:
        """Fill the sheet with the last entry."""
        if self._wiring is not None:
            self._wiring.duplicate()

    def count_anonymous(self) -> None:
        """Save at once a contact who stays anonymous, at the last place."""
        if self._form is None or not isValid(self._form):
            return
        self._form.editor("genre").set_value(Genre.ANONYME.value)
        holder: QWidget | None = self._form
        while holder is not None and not isinstance(holder, FormSheet):
            holder = holder.parentWidget()
        if isinstance(holder, FormSheet):
            holder.submit()


def _number_in(cle: str, beginning: str) -> int | None:
    """Return the number that ends a draft's key, None when it begins otherwise."""
    number = cle.removeprefix(beginning)
    return int(number) if number != cle and number.isdigit() else None


def _about(workspace: Workspace, famille_id: int | None) -> FamilleSaisie | None:
    """Return what must be known of the family; None for one that is gone since its draft."""
    if famille_id is None:
        return None
    try:
        return workspace.propositions.about(famille_id)
    except CaseappError:
        return None
