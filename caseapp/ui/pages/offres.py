"""Offres de contact: whom to call now, what to say, what they answered, one letter each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget
from typing_extensions import override

from caseapp.errors import CaseappError, InputError
from caseapp.services.agents import AgentRow
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.offres import CallList, Filtre, NouveauRendezVous, OffreVue, Resume
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.dropped_path import dropped_path
from caseapp.ui.forms.entry import EntryDesk
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.offres_actions import ACCEPTER, CLORE, ESSAIS, REFUSER, Action
from caseapp.ui.pages.offres_import import CampaignFlow
from caseapp.ui.pages.offres_liste import CallListView
from caseapp.ui.pages.offres_saisies import Choix, accept_spec, offer_spec, phone_spec, read_choices
from caseapp.ui.pages.offres_words import EMPTY, NOTHING_FOUND, list_sentence, message_text
from caseapp.ui.saisie.who import who_spec
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.choice_box import ChoiceBox
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.page import ReadingPage

_DONE = {
    "j": "Famille jointe : noté.", "i": "Pas de réponse : noté.", "m": "Message laissé : noté.",
    "e": "Courriel : noté.", "l": "Courrier : noté.", "t": "SMS : noté.",
    "r": "Refus noté, l'offre est close.", "s": "Offre close sans réponse.",
}  # fmt: skip
_COPIED = " Le texte est copié : collez-le dans votre message."
_FORMS = {"offre", "offre_acceptee", "telephone_service"}
"""Beginnings of the keys of the drafts of this page."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page reads at once."""

    found: CallList
    resume: Resume
    campagnes: tuple[Choice, ...]
    choix: Choix


class OffresPage(ReadingPage):
    """The call list; after each answer the cursor is on the next offer."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__("Offres de contact")
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self._reading, self._opening, self._acting = (LatestTask(context.tasks, self) for _ in range(3))
        self._desk = EntryDesk(self, context, navigator, workspace.brouillons)
        self._choix: Choix | None = None
        self._wanted: int | None = None
        self._draft = ""
        self._opens = True
        self.view = CallListView(workspace.offres, context, navigator.today)
        self.flow = CampaignFlow(self, workspace.campagnes, context, navigator)
        self.progress = self.flow.progress
        self._views = QStackedWidget()
        self.campagne = ChoiceBox("Campagne", "Toutes les campagnes")
        self.campagne.setMinimumContentsLength(17)
        self.mine, self.late = _toggle("Les miennes"), _toggle("En retard")
        self._new_offer = plain_button("Nouvelle offre", self.add_offer)
        self._new_campaign = plain_button("Nouvelle campagne", self.add_campaign, primary=True)
        self.first_focus = self.view.table
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.mine.setToolTip("Les offres dont j'ai fait le dernier essai, et celles des familles que je suis")
        for widget in (self.campagne, self.mine, self.late, self._new_offer, self._new_campaign):
            self.header.add_action(widget)
        self._views.addWidget(self.view)
        self._views.addWidget(self.flow.panel)
        self.body.addWidget(self.progress)
        self.body.addWidget(self._views, 1)

    def _connect(self) -> None:
        self._navigator.data_changed.connect(self.note_change)
        self.campagne.currentIndexChanged.connect(self.refresh)
        for toggle in (self.mine, self.late):
            toggle.toggled.connect(self.refresh)
        self.view.chosen.connect(self._open)
        self.view.answers.chosen.connect(self._act)
        self.view.panel.famille_requested.connect(self._navigator.famille_requested)
        self.view.panel.contact_requested.connect(self._reveal)
        self.view.panel.copy_requested.connect(self._copy)
        self.view.panel.service_requested.connect(self._ask_service_phone)
        self.flow.previewed.connect(partial(self._show_preview, shown=True))
        self.flow.left.connect(partial(self._show_preview, shown=False))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self, self.refresh)

    # --- Reading ---

    @override
    def refresh(self, *_: object) -> None:
        """Read the list again, with the same filters."""
        super().refresh()
        filtre = Filtre(self.campagne.key(), en_retard=self.late.isChecked())
        self._reading.ask(partial(self._read, filtre, mine=self.mine.isChecked()), self._show, self._say)

    def _read(self, filtre: Filtre, *, mine: bool) -> _Shown:
        offres, today = self._workspace.offres, self._navigator.today()
        me = self._workspace.agents.me() if mine else None
        if mine and me is None:
            raise InputError("Dites d'abord qui vous êtes, sur l'accueil.")
        filtre = replace(filtre, agent_id=me.id if me else None)
        return _Shown(
            offres.call_list(today, filtre), offres.resume(today.year, filtre.campagne), offres.campagnes(),
            read_choices(self._workspace, today),
        )  # fmt: skip

    def _show(self, shown: _Shown) -> None:
        self._choix = shown.choix
        self.campagne.set_choices(shown.campagnes)
        self.header.set_sentence(list_sentence(shown.found, shown.resume, self._navigator.today().year))
        if not shown.found.ids:
            self.view.list.set_empty(self._empty())
        kept = self._wanted if self._wanted is not None else self.view.current
        self._wanted = None
        self.view.show_ids(shown.found.ids, kept)
        if self._opens and self.isVisible() and self.isAncestorOf(QApplication.focusWidget() or self):
            self.view.focus_list()
        self._opens = False
        if self._draft:
            self._take_up()

    def _empty(self) -> EmptyState:
        if self.campagne.key() or self.mine.isChecked() or self.late.isChecked():
            return EmptyState(NOTHING_FOUND, "Voir toutes les offres", self._clear_filters)
        return EmptyState(EMPTY, "Importer une extraction", self.add_campaign)

    def _clear_filters(self) -> None:
        for toggle in (self.mine, self.late):
            toggle.setChecked(False)
        self.campagne.choose(None)
        self.refresh()

    def _open(self, offre_id: int | None) -> None:
        if offre_id is None:
            self._opening.forget()
            self.view.show_vue(None)
            return
        work = partial(self._workspace.offres.open_vue, offre_id, self._navigator.today())
        self._opening.ask(work, self.view.show_vue, lambda _: self.view.show_vue(None))

    def _reveal(self, famille_id: int) -> None:
        work = partial(self._workspace.familles.reveal_contact, famille_id)
        panel = self.view.panel
        self._opening.ask(work, panel.show_contact, lambda error: panel.say(str(error)))

    # --- Answers ---

    def _act(self, action: Action) -> None:
        vue = self.view.panel.vue
        if vue is None or vue.id != self.view.current or self._acting.is_busy or self._opening.is_busy:
            return
        following = self.view.following
        if action is ACCEPTER:
            self._accept(vue, following)
            return
        work = partial(self._write, action, vue.id)
        self._acting.ask(work, partial(self._acted, action, vue, following), self._say)

    def _write(self, action: Action, offre_id: int) -> tuple[str, str]:
        """Write an answer; return what a message needs: who signs it, the number it gives."""
        offres, today = self._workspace.offres, self._navigator.today()
        if action in ESSAIS:
            offres.record_attempt(offre_id, action.canal, action.resultat, today, today)
        elif action is REFUSER:
            offres.refuse(offre_id, today, today)
        elif action is CLORE:
            offres.close_unanswered(offre_id, today, today)
        return self._signature()

    def _signature(self) -> tuple[str, str]:
        me = self._workspace.agents.me()
        return me.label if me else "", self._workspace.offres.service_phone()

    def _acted(self, action: Action, vue: OffreVue, following: int | None, signed: tuple[str, str]) -> None:
        said = _DONE[action.lettre]
        if action.canal in {"courriel", "courrier"} and self._put_on_clipboard(vue, signed):
            said += _COPIED
        self._go_on(following, said)

    def _go_on(self, following: int | None, said: str) -> None:
        self._wanted = following
        self.progress.say(said)
        self._navigator.data_changed.emit()

    def _accept(self, vue: OffreVue, following: int | None) -> None:
        if self._choix is None:
            return
        choix = self._choix

        def show(known: bool) -> None:
            if known:
                self._desk.open(accept_spec(vue, choix, save))
            else:
                self._ask_who(partial(self._accept, vue, following))

        def save(meeting: NouveauRendezVous) -> int:
            today = self._navigator.today()
            made = self._workspace.offres.accept(vue.id, meeting, today, today)
            self._wanted = following
            return made

        self._acting.ask(lambda: self._workspace.agents.me() is not None, show, self._say)

    def _ask_who(self, then: Callable[[], object]) -> None:
        today = self._navigator.today()

        def read() -> tuple[tuple[AgentRow, ...], tuple[Choice, ...]]:
            return self._workspace.agents.list_rows(), self._workspace.choix.codes("metier", today)

        def show(read: tuple[tuple[AgentRow, ...], tuple[Choice, ...]]) -> None:
            self._desk.open(who_spec(self._workspace, *read, then))

        self._acting.ask(read, show, self._say)

    # --- Messages ---

    def _copy(self) -> None:
        vue = self.view.panel.vue
        if vue is not None:
            self._acting.ask(self._signature, partial(self._copied, vue), self._say)

    def _copied(self, vue: OffreVue, signed: tuple[str, str]) -> None:
        if self._put_on_clipboard(vue, signed):
            self.progress.say(_COPIED.strip())

    def _put_on_clipboard(self, vue: OffreVue, signed: tuple[str, str]) -> bool:
        text = message_text(vue, *signed)
        if text:
            self._context.clipboard.copy(text)
        return bool(text)

    def _ask_service_phone(self) -> None:
        work = self._workspace.offres.service_phone
        self._acting.ask(work, lambda number: self._desk.open(phone_spec(self._workspace, number)), self._say)

    # --- New offers ---

    def add_offer(self) -> None:
        """Offer a contact to one family."""
        if self._choix is not None:
            self._desk.open(offer_spec(self._workspace, self._choix, self._navigator.today()))

    def add_campaign(self) -> None:
        """Import an extraction as a campaign."""
        if self._choix is not None and not self.progress.is_busy:
            self.flow.open(self._choix)

    # --- Drafts ---

    @override
    def take_up(self, brouillon: BrouillonRow) -> bool:
        """Open the sheet that a draft was left in, once the page is read; tell whether it is one of these."""
        if brouillon.cle.partition(".")[0] not in _FORMS:
            return False
        self._draft = brouillon.cle
        if self._choix is not None:
            self._take_up()
        return True

    def _take_up(self) -> None:
        form, _, about = self._draft.partition(".")
        self._draft = ""
        if form == "offre":
            self.add_offer()
        elif form == "telephone_service":
            self._ask_service_phone()
        elif about.isdecimal():
            work = partial(self._workspace.offres.open_vue, int(about), self._navigator.today())
            self._acting.ask(work, lambda vue: self._accept(vue, None), self._say)

    def _show_preview(self, *, shown: bool) -> None:
        self._views.setCurrentWidget(self.flow.panel if shown else self.view)
        for widget in (self.campagne, self.mine, self.late, self._new_offer, self._new_campaign):
            widget.setVisible(not shown)
        if not shown:
            self.view.focus_list()

    def _say(self, error: CaseappError) -> None:
        self.progress.say(str(error), "erreur")

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_path(event.mimeData()) is not None and not self.progress.is_busy:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file dropped as the extraction of a new campaign."""
        path = dropped_path(event.mimeData())
        if path is not None and self._choix is not None:
            event.acceptProposedAction()
            self.flow.open(self._choix, path)


def _toggle(text: str) -> QPushButton:
    button = plain_button(text, lambda: None)
    button.setCheckable(True)
    return button
