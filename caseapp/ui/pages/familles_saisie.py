"""The sheets by which a family, its household and its situations are written."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from caseapp.services.famille_saisie import FamilleConnue
from caseapp.services.famille_saisie_foyer import PersonneRow
from caseapp.services.famille_saisie_situation import SituationSaisie
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import Form
from caseapp.ui.forms.entry import EntryDesk, EntrySpec
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles_doublons import CREATE, LikelyPanel
from caseapp.ui.pages.familles_saisie_champs import (
    CHANGE,
    CORRECTION,
    famille_rows,
    famille_saisie,
    famille_values,
    personne_rows,
    personne_saisie,
    personne_values,
    proposed,
    situation_rows,
    situation_saisie,
    situation_values,
    words_searched,
)

Say = Callable[[str], object]
Known = tuple[tuple[SituationSaisie, ...], tuple[Choice, ...], tuple[Choice, ...]]


class FamilleEntries:
    """Opens them over a page; `on_open` shows a family, `say` tells why a sheet cannot be opened."""

    def __init__(
        self,
        page: QWidget,
        workspace: Workspace,
        context: UiContext,
        navigator: Navigator,
        on_open: Callable[[int], object],
    ) -> None:
        self._workspace, self._context, self._navigator = workspace, context, navigator
        self._on_open = on_open
        self.desk = EntryDesk(page, context, navigator, workspace.brouillons)
        self._reading = LatestTask(context.tasks, page)

    def create(self, searched: str = "") -> None:
        """Open a new family, filled with the words searched."""
        panel = LikelyPanel(self._context, self._workspace.saisie_familles, self._on_open)

        def save(values: dict[str, object]) -> int:
            saisie = famille_saisie(values)
            return self._workspace.saisie_familles.create(saisie, self._navigator.today(), panel.seen)

        self.desk.open(
            EntrySpec(
                "famille", "Nouvelle famille", "Nouvelle famille",
                famille_rows(self._workspace.choix.communes), save, values=words_searched(searched),
                primary=CREATE, notice=panel, focus="nom", on_saved=self._on_open, prepare=panel.follow,
            )
        )  # fmt: skip

    def edit(self, famille_id: int, say: Say) -> None:
        """Open a family; that of a protected one asks for its contact, which is traced."""
        self._reading.ask(
            partial(self._workspace.saisie_familles.read, famille_id),
            partial(self._edit, famille_id),
            lambda error: say(str(error)),
        )

    def _edit(self, famille_id: int, known: FamilleConnue) -> None:
        panel = LikelyPanel(self._context, self._workspace.saisie_familles, self._on_open, famille_id)

        def save(values: dict[str, object]) -> None:
            saisie = famille_saisie(values)
            self._workspace.saisie_familles.update(famille_id, saisie, self._navigator.today())

        self.desk.open(
            EntrySpec(
                f"famille.{famille_id}", "Modifier la famille", "Modification de la famille",
                famille_rows(self._workspace.choix.communes), save, values=famille_values(known),
                famille_id=famille_id, notice=panel, focus="nom", prepare=panel.follow,
            )
        )  # fmt: skip

    def person(self, famille_id: int, row: PersonneRow | None, say: Say) -> None:
        """Open someone of the household, a new person for None."""
        today = self._navigator.today()
        self._reading.ask(
            partial(self._workspace.choix.codes, "lien", today),
            partial(self._person, famille_id, row),
            lambda error: say(str(error)),
        )

    def _person(self, famille_id: int, row: PersonneRow | None, liens: tuple[Choice, ...]) -> None:
        foyers, today = self._workspace.foyers, self._navigator.today()

        def save(values: dict[str, object]) -> None:
            saisie = personne_saisie(values)
            if row is None:
                foyers.add(famille_id, saisie, today)
            else:
                foyers.update(row.id, saisie, today)

        key = f"personne.famille.{famille_id}" if row is None else f"personne.{row.id}"
        title = "Ajouter au foyer" if row is None else "Modifier une personne du foyer"
        self.desk.open(
            EntrySpec(
                key, title, "Personne du foyer", personne_rows(liens), save,
                values={} if row is None else personne_values(row), famille_id=famille_id,
                secondary="Enregistrer et suivante" if row is None else "", focus="prenom",
                next_values=dict.fromkeys(("prenom", "nom", "lien", "date_naissance")),
            )
        )  # fmt: skip

    def situation(self, famille_id: int, say: Say) -> None:
        """Ask whether the situation changed or was wrong, then what it is."""
        self._reading.ask(
            partial(self._known, famille_id),
            partial(self._situation, famille_id),
            lambda error: say(str(error)),
        )

    def _known(self, famille_id: int) -> Known:
        choix, today = self._workspace.choix, self._navigator.today()
        situations = self._workspace.situations.list_rows(famille_id)
        return situations, choix.codes("composition", today), choix.codes("aide_logement", today)

    def _situation(self, famille_id: int, read: Known) -> None:
        known, compositions, aides = read
        today, service = self._navigator.today(), self._workspace.situations
        values: dict[str, object] = {"date_effet": today}
        title, present = "Corriger ou changer la situation" if known else "Situation", 0
        if known:
            present = proposed(known, today)
            values = situation_values(known[present]) | {"date_effet": today, "laquelle": str(present)}

        def save(typed: dict[str, object]) -> None:
            saisie = situation_saisie(typed)
            if typed.get("sens") == CORRECTION:
                former = known[int(str(typed["laquelle"]))].date_effet or today
                service.correct(famille_id, former, saisie)
            else:
                service.change(famille_id, saisie)

        self.desk.open(
            EntrySpec(
                f"situation.famille.{famille_id}", title, "Situation de la famille",
                situation_rows(compositions, aides, known), save, values=values,
                famille_id=famille_id, focus="sens" if known else "date_effet",
                prepare=_Turns(known, present, values).follow if known else None,
            )
        )  # fmt: skip


class _Turns:
    """Fills a situation again when the user says what happened: from today, or as it was kept."""

    def __init__(self, known: tuple[SituationSaisie, ...], present: int, values: dict[str, object]) -> None:
        self._known, self._present, self._change = known, present, values
        self._told: tuple[object, object] = (None, None)

    def follow(self, form: Form) -> None:
        """Listen to a form."""
        form.set_visible("laquelle", shown=False)
        form.changed.connect(lambda key: self._turn(form) if key in {"sens", "laquelle"} else None)

    def _turn(self, form: Form) -> None:
        told = form.value("sens"), form.value("laquelle")
        if told == self._told:
            return
        former, self._told = self._told, told
        form.set_visible("laquelle", shown=told[0] == CORRECTION)
        if told[0] == CORRECTION and told[1] is not None:
            self._fill(form, situation_values(self._known[int(str(told[1]))]))
        elif told[0] == CHANGE and former[0] == CORRECTION:
            self._fill(form, self._change)

    def _fill(self, form: Form, values: dict[str, object]) -> None:
        for name, value in values.items():
            if name not in {"sens", "laquelle"}:
                form.editor(name).set_value(value)
