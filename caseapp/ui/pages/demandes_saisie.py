"""The sheets of the requests for an aid: made, corrected, decided by delegation, given up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from caseapp.errors import CaseappError, FieldError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.demandes_lignes import DemandeSaisie, DemandeVue, FamilleDemande
from caseapp.services.jours_feries import is_public_holiday
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, FormSheet, Kind
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.demandes_champs import FUNDERS, Asked, Offered, demande_rows
from caseapp.ui.pages.demandes_delegation import delegated_spec, read_delegation
from caseapp.ui.pages.demandes_fils import AideSearch, DemandeWiring, Known
from caseapp.ui.pages.demandes_tete import DemandeHead
from caseapp.ui.pages.demandes_valeurs import (
    first_values,
    funder_field,
    present_values,
    saisie_of,
    with_links,
)
from caseapp.ui.pages.familles_suivi_choix import search_partners

T = TypeVar("T")
NEW, EDITED, WITHDRAWN, DELEGATED, PIECE = (
    "demande", "demande_modifiee", "demande_sans_suite", "demande_delegation", "demande_piece",
)  # fmt: skip
"""Beginnings of the keys of the drafts of these sheets."""
_OF_FAMILY = "famille."
_WIDTH = 700
"""Pixels of the sheet of a request, at 100 %."""


@dataclass(frozen=True, slots=True)
class _Open:
    """What a sheet is opened with: a request to correct, or a new one (None)."""

    offered: Offered
    vue: DemandeVue | None = None


class DemandeDesk:
    """Opens them over a window, one at a time; `say` tells why one cannot be opened."""

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        context: UiContext,
        navigator: Navigator,
        say: Callable[[str], object] = lambda _sentence: None,
    ) -> None:
        self._window, self._workspace, self._context = window, workspace, context
        self._navigator, self._say = navigator, say
        self._desk = EntryDesk(window, context, navigator, workspace.brouillons)
        self._reading = LatestTask(context.tasks, window)

    # --- A new request ---

    def open(self, famille_id: int | None = None) -> None:
        """Ask for an aid, for a family when one is given."""
        key = NEW if famille_id is None else f"{NEW}.{_OF_FAMILY}{famille_id}"
        self._ask(partial(self._read_new, key, famille_id), partial(self._open_new, key, famille_id))

    def _read_new(self, key: str, famille_id: int | None) -> Offered:
        """Read, in a worker, what the sheet offers; a draft may be about a family already."""
        known = famille_id
        draft = self._workspace.brouillons.find(key) if known is None else None
        if draft is not None:
            chosen = draft.contenu.get("famille", "").partition("\t")[0]
            known = int(chosen) if chosen.isdecimal() else None
        return self._offered(self._about(known))

    def _about(self, famille_id: int | None) -> FamilleDemande | None:
        """Return what is known of the family; None for one that is gone since its draft."""
        try:
            today = self._navigator.today()
            return None if famille_id is None else self._workspace.demandes.about(famille_id, today)
        except CaseappError:
            return None

    def _offered(self, about: FamilleDemande | None) -> Offered:
        today, codes = self._navigator.today(), self._workspace.choix.codes
        is_public_holiday(today)  # loads them here rather than in the window
        return Offered(
            codes("motif_aide", today), codes("demandeur", today), self._workspace.choix.partenaires(),
            codes("etat_cofinancement", today), self._workspace.demandes.offertes(today.year), about,
        )  # fmt: skip

    def _open_new(self, key: str, famille_id: int | None, offered: Offered) -> None:
        values = first_values(offered, self._navigator.today())
        if famille_id is None and offered.about is not None:
            values["famille"] = offered.about.famille
        sheet = _Sheet(self._workspace, self._context, _Open(offered), self._navigator)
        rows = sheet.rows(famille_known=famille_id is not None)

        def save(typed: dict[str, Any]) -> int:
            saisie = saisie_of(typed, famille_id, sheet.pieces)
            return _renumbered(typed, self._workspace.demandes.create, saisie, self._navigator.today())

        self._desk.open(
            EntrySpec(
                key, "Nouvelle demande d'aide", "Demande d'aide", rows, save, values=values,
                famille_id=famille_id, notice=sheet.head, focus="aide" if famille_id else "famille",
                prepare=sheet.follow,
                width=_WIDTH,
            )
        )  # fmt: skip

    # --- A request made ---

    def edit(self, aide_id: int) -> None:
        """Correct a request that waits."""
        self._ask(partial(self._read_made, aide_id), self._open_made)

    def _read_made(self, aide_id: int) -> _Open:
        vue = self._workspace.demandes.open_demande(aide_id)
        about = self._workspace.demandes.about(vue.row.famille_id, vue.row.date_demande, aide_id)
        return _Open(self._offered(with_links(about, vue)), vue)

    def _open_made(self, opened: _Open) -> None:
        vue = opened.vue
        if vue is None:
            return
        sheet = _Sheet(self._workspace, self._context, opened, self._navigator)
        others = vue.saisie.financeurs[FUNDERS:]

        def save(typed: dict[str, Any]) -> None:
            saisie = saisie_of(typed, vue.row.famille_id, (), others)
            _renumbered(
                typed, partial(self._workspace.demandes.edit, vue.row.id), saisie, self._navigator.today()
            )

        self._desk.open(
            EntrySpec(
                f"{EDITED}.{vue.row.id}", "Modifier la demande d'aide", "Modification d'une demande d'aide",
                sheet.rows(famille_known=True), save, values=present_values(vue, opened.offered),
                famille_id=vue.row.famille_id, notice=sheet.head, focus="montant_demande",
                prepare=sheet.follow,
                width=_WIDTH,
            )
        )  # fmt: skip

    def withdraw(self, aide_id: int) -> None:
        """Ask when and why the family gave its request up."""
        self._ask(partial(self._workspace.demandes.open_demande, aide_id), self._withdraw)

    def _withdraw(self, vue: DemandeVue) -> None:
        service, today = self._workspace.demandes, self._navigator.today()
        self._desk.open(
            EntrySpec(
                f"{WITHDRAWN}.{vue.row.id}", "Classer la demande sans suite", "Demande sans suite",
                (
                    FieldSpec("jour", "Depuis le", Kind.DATE, required=True),
                    FieldSpec("motif", "Pourquoi", longest=400, placeholder="La famille a trouvé ailleurs…"),
                ),
                lambda typed: service.withdraw(vue.row.id, typed["jour"], typed["motif"], today),  # type: ignore[arg-type]
                values={"jour": today}, famille_id=vue.row.famille_id, primary="Classer sans suite",
                focus="motif",
            )
        )  # fmt: skip

    def add_piece(self, aide_id: int) -> None:
        """Ask for a document that the règlement does not name."""
        self._ask(partial(self._workspace.demandes.open_demande, aide_id), self._add_piece)

    def _add_piece(self, vue: DemandeVue) -> None:
        service = self._workspace.demandes

        def save(typed: dict[str, Any]) -> int:
            return service.add_piece(vue.row.id, typed["libelle"], obligatoire=typed["obligatoire"])

        self._desk.open(
            EntrySpec(
                f"{PIECE}.{vue.row.id}", "Demander une pièce", "Pièce demandée",
                (
                    FieldSpec("libelle", "Pièce", required=True, longest=400),
                    FieldSpec("obligatoire", "La demande n'est complète qu'avec elle", Kind.CHECK),
                ),
                save, values={"obligatoire": True}, famille_id=vue.row.famille_id,
            )
        )  # fmt: skip

    def decide(self, aide_id: int) -> None:
        """Decide by delegation, outside any session."""
        today, key = self._navigator.today(), f"{DELEGATED}.{aide_id}"
        self._ask(
            partial(read_delegation, self._workspace, aide_id, today),
            lambda read: self._desk.open(delegated_spec(self._workspace, self._context, read, today, key)),
        )

    # --- Drafts ---

    def take_up(self, draft: BrouillonRow) -> bool:
        """Open again the sheet that a draft was left in; tell whether it is one of these."""
        kind, _, about = draft.cle.partition(".")
        family = about.removeprefix(_OF_FAMILY)
        if kind == NEW:
            self.open(int(family) if family.isdecimal() else None)
            return True
        opened = {
            EDITED: self.edit, WITHDRAWN: self.withdraw, DELEGATED: self.decide, PIECE: self.add_piece,
        }.get(kind)  # fmt: skip
        if opened is None or not about.isdecimal():
            return False
        opened(int(about))
        return True

    def _ask(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        sheets = self._window.window().findChildren(FormSheet)
        if not self._reading.is_busy and not any(sheet.isVisible() for sheet in sheets):
            self._reading.ask(work, done, lambda error: self._say(str(error)))


class _Sheet:
    """A sheet open: its fields, what stands over them, what they do to one another."""

    def __init__(self, workspace: Workspace, context: UiContext, opened: _Open, navigator: Navigator) -> None:
        self._workspace, self._context, self._opened = workspace, context, opened
        self._today = navigator.today()
        self._aides = AideSearch(workspace.demandes.offertes, opened.offered.aides)
        self._wiring: DemandeWiring | None = None
        self.head = DemandeHead(opened.offered)

    def rows(self, *, famille_known: bool) -> Any:
        """Return the fields."""
        offered = self._opened.offered
        asked = Asked(
            self._aides, partial(search_partners, offered.partenaires),
            None if famille_known else self._workspace.familles.search_choices,
        )  # fmt: skip
        return demande_rows(offered, asked, self._today, self._opened.vue)

    @property
    def pieces(self) -> tuple[str, ...]:
        """Labels of the boxes shown."""
        return () if self._wiring is None else self._wiring.pieces

    def follow(self, form: Form) -> None:
        """Connect the fields to one another, and to what stands over them."""
        made = self._opened.vue
        preview = partial(self._workspace.demandes.apercu, sauf=None if made is None else made.row.id)
        jour = self._today if made is None else made.row.date_demande
        known = Known(self._aides, preview, self._today, self._opened.offered.about, jour)
        wiring = self._wiring = DemandeWiring(form, self._context, known)
        reading = LatestTask(self._context.tasks, wiring)
        form.changed.connect(
            lambda key: (
                self._read_family(form, wiring, reading) if key in {"famille", "date_demande"} else None
            )
        )

    def _read_family(self, form: Form, wiring: DemandeWiring, reading: LatestTask) -> None:
        """Read what is known of the family chosen, on the day of the request."""
        famille_id, jour = wiring.famille_id, form.value("date_demande")
        if famille_id is None:
            reading.forget()
            self.head.show_family(None)
        elif not isinstance(jour, date) or wiring.is_known(famille_id, jour):
            self.head.show_family(wiring.about)
        else:
            made = self._opened.vue
            work = partial(
                self._workspace.demandes.about, famille_id, jour, None if made is None else made.row.id
            )
            reading.ask(work, partial(self._know, wiring, jour), lambda error: self.head.say(str(error)))

    def _know(self, wiring: DemandeWiring, jour: date, about: FamilleDemande) -> None:
        made = self._opened.vue
        wiring.know(about if made is None else with_links(about, made), jour)
        self.head.show_family(about)


def _renumbered(
    typed: dict[str, Any], save: Callable[[DemandeSaisie, Any], T], saisie: DemandeSaisie, today: Any
) -> T:
    """Save; a refusal about a funder names the line on which it was typed."""
    try:
        return save(saisie, today)
    except FieldError as error:
        raise FieldError(funder_field(error.field, typed), str(error)) from error
