"""The sheet of a report: a new arrears file, whose family is chosen first, or one corrected."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.domain.labels import format_date
from caseapp.domain.text import fold
from caseapp.errors import CaseappError
from caseapp.services.brouillons import BrouillonRow
from caseapp.services.demandes_controles import MOST_CENTS
from caseapp.services.impayes_propositions import Proposition
from caseapp.services.impayes_rows import ImpayeSaisie, ImpayeVue
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, FormSheet, Kind
from caseapp.ui.forms.entry import EntryDesk, EntrySpec, Row
from caseapp.ui.latest_task import LatestTask
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles_suivi_choix import added_name, with_present
from caseapp.ui.pages.impaye_dossier_actions import MODIFIER, draft_key

NEW = "impaye.signalement"
"""Beginning of the keys of the drafts of new reports."""
_OF_FAMILY = "famille."
_RULES, _YES, _NO = "regles", "oui", "non"
_WIDTH = 680
_ADDED = "+"
_AMOUNT_LABELS = ("Loyer ou prêt", "Charges", "Aide du mois", "Dette")
_AMOUNTS = ("loyer", "charges", "montant_aide", "dette")


@dataclass(frozen=True, slots=True)
class _Offered:
    """What the fields offer."""

    aides: tuple[Choice, ...]
    secteurs: tuple[Choice, ...]
    agents: tuple[Choice, ...]
    me: str | None
    known: Proposition


class ImpayeDesk:
    """Opens reports over a window; a new file is then shown by the page of arrears."""

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        context: UiContext,
        navigator: Navigator,
        say: Callable[[CaseappError], object] = lambda _error: None,
    ) -> None:
        self._window, self._workspace, self._context = window, workspace, context
        self._navigator, self._say = navigator, say
        self._desk = EntryDesk(window, context, navigator, workspace.brouillons)
        self._reading = LatestTask(context.tasks, window)

    def open(self, famille_id: int | None = None) -> None:
        """Report an arrear, for a family when one is given."""
        self._ask(partial(self._read, famille_id), partial(self._open_new, famille_id))

    def edit(self, vue: ImpayeVue) -> None:
        """Correct what was reported."""
        self._ask(partial(self._read, None), partial(self._open_made, vue))

    def take_up(self, draft: BrouillonRow) -> bool:
        """Open again the sheet of a new report; tell whether the draft is one."""
        if not draft.cle.startswith(NEW):
            return False
        about = draft.cle.removeprefix(NEW).removeprefix(".").removeprefix(_OF_FAMILY)
        self.open(int(about) if about.isdecimal() else None)
        return True

    def _read(self, famille_id: int | None) -> _Offered:
        today, codes = self._navigator.today(), self._workspace.choix.codes
        me = self._workspace.agents.me()
        return _Offered(
            codes("aide_logement", today), codes("secteur_logement", today),
            tuple(Choice(str(one.id), one.label) for one in self._workspace.agents.list_rows()),
            None if me is None else str(me.id),
            Proposition() if famille_id is None else self._workspace.impayes.proposition(famille_id, today),
        )  # fmt: skip

    def _open_new(self, famille_id: int | None, offered: _Offered) -> None:
        today = self._navigator.today()
        key = NEW if famille_id is None else f"{NEW}.{_OF_FAMILY}{famille_id}"

        def save(typed: dict[str, Any]) -> int:
            family = famille_id if famille_id is not None else int(typed["famille"])
            return self._workspace.impayes.create(read_saisie(typed, family), today)

        self._desk.open(
            EntrySpec(
                key, "Nouveau signalement", "Signalement d'impayé",
                self._rows(offered, family_known=famille_id is not None), save,
                values={
                    **proposed_values(offered.known), "date_signalement": today, "cible_locale": _RULES,
                    "agent": offered.me,
                },
                famille_id=famille_id, focus="famille" if famille_id is None else "aide_logement",
                prepare=partial(self._follow, offered), width=_WIDTH,
                on_saved=self._navigator.impaye_requested.emit,
            )
        )  # fmt: skip

    def _open_made(self, vue: ImpayeVue, offered: _Offered) -> None:
        today, saisie = self._navigator.today(), vue.saisie
        own = None if saisie.agent_id is None else str(saisie.agent_id)
        offered = replace(offered, agents=with_present(offered.agents, own, vue.agent))

        def save(typed: dict[str, Any]) -> None:
            self._workspace.impayes.edit(vue.id, read_saisie(typed, vue.famille_id), today)

        contact = FieldSpec("date_premier_contact", "Premier contact", Kind.DATE)
        self._desk.open(
            EntrySpec(
                draft_key(MODIFIER, vue.id), "Modifier le dossier d'impayé", "Dossier d'impayé",
                (*self._rows(offered, family_known=True), contact), save, values=made_values(saisie),
                famille_id=vue.famille_id, focus="aide_logement",
                prepare=partial(self._follow, offered), width=_WIDTH,
            )
        )  # fmt: skip

    def _rows(self, offered: _Offered, *, family_known: bool) -> tuple[Row, ...]:
        family = FieldSpec(
            "famille", "Famille", Kind.COMPLETION, required=True,
            search=self._workspace.familles.search_choices, placeholder="Nom, prénom, numéro, commune…",
        )  # fmt: skip
        return (
            *(() if family_known else (family,)),
            *report_rows(offered.aides, offered.secteurs, self._landlords),
            (
                FieldSpec("cible_locale", "Cible locale", Kind.SEGMENTS, choices=_TARGETS),
                FieldSpec("agent", "Suivi par", Kind.CHOICE, choices=offered.agents, placeholder="Personne"),
            ),
        )

    def _landlords(self, text: str) -> tuple[Choice, ...]:
        found = tuple(Choice(name, name) for name in self._workspace.impayes.bailleurs(text))
        name = " ".join(text.split())
        if not name or any(fold(one.key) == fold(name) for one in found):
            return found
        return (*found, Choice(f"{_ADDED}{name}", f"Ajouter « {name} »"))

    def _follow(self, offered: _Offered, form: Form) -> None:
        """Fill in what is known of the family chosen; say that it has a file, and that the rent misses."""
        reading = LatestTask(self._context.tasks, form)

        def show(key: str) -> None:
            if key in {"loyer", "dette"}:
                missing = form.value("dette") is not None and form.value("loyer") is None
                form.boxes["loyer"].set_hint(NO_RENT if missing else "")
            if key == "famille":
                form.boxes["famille"].set_hint("")
                chosen = form.value("famille")
                if not isinstance(chosen, str) or not chosen.isdecimal():
                    reading.forget()
                    return
                work = partial(self._workspace.impayes.proposition, int(chosen), self._navigator.today())
                reading.ask(work, partial(_propose, form), self._say)

        form.changed.connect(show)
        if "famille" not in form.boxes:
            form.boxes["aide_logement"].set_hint(known_words(offered.known))

    def _ask(self, work: Callable[[], _Offered], done: Callable[[_Offered], object]) -> None:
        sheets = self._window.window().findChildren(FormSheet)
        if not self._reading.is_busy and not any(sheet.isVisible() for sheet in sheets):
            self._reading.ask(work, done, self._say)


def _propose(form: Form, known: Proposition) -> None:
    """Fill in the fields that are still empty, and say that a file is open."""
    form.boxes["famille"].set_hint(known_words(known))
    empty = {key: value for key, value in proposed_values(known).items() if not form.raw()[key]}
    form.set_values({key: value for key, value in empty.items() if value is not None})


def known_words(known: Proposition) -> str:
    """Say that the family has an open file."""
    if known.ouvert_le is None:
        return ""
    return f"Un dossier est déjà ouvert, signalé le {format_date(known.ouvert_le)}."


def proposed_values(known: Proposition) -> dict[str, object]:
    """Return what is known of a family as the fields hold it."""
    landlord = known.bailleur
    return {
        "aide_logement": known.aide_logement, "secteur": known.secteur or "locatif",
        "tiers_payant": None if known.tiers_payant is None else _YES if known.tiers_payant else _NO,
        "bailleur": None if landlord is None else Choice(landlord, landlord),
        "reference_bailleur": known.reference_bailleur, "loyer": known.loyer, "charges": known.charges,
        "montant_aide": known.montant_aide,
    }  # fmt: skip


NO_RENT = "Sans lui, la date de constitution ne pourra pas être calculée."
_TARGETS = (Choice(_RULES, "Selon les règles"), Choice(_YES, "Oui"), Choice(_NO, "Non"))
_PAID_TO = (Choice(_NO, "À la famille"), Choice(_YES, "Au bailleur"))


def report_rows(
    aides: tuple[Choice, ...], secteurs: tuple[Choice, ...], landlords: Callable[[str], tuple[Choice, ...]]
) -> tuple[Row, ...]:
    """Return the fields of what is reported."""
    return (
        (
            FieldSpec("aide_logement", "Aide au logement", Kind.SEGMENTS, required=True, choices=aides),
            FieldSpec("secteur", "Secteur", Kind.SEGMENTS, choices=secteurs),
            FieldSpec("tiers_payant", "Aide versée", Kind.SEGMENTS, choices=_PAID_TO),
        ),
        (
            FieldSpec("bailleur", "Bailleur ou prêteur", Kind.COMPLETION, search=landlords, longest=400,
                      width_share=3, placeholder="Un nom connu, ou un nouveau"),
            FieldSpec("reference_bailleur", "Sa référence", longest=60, width_share=2),
        ),
        tuple(
            FieldSpec(key, label, Kind.EUROS, maximum=MOST_CENTS)
            for key, label in zip(_AMOUNTS, _AMOUNT_LABELS, strict=True)
        ),
        (
            FieldSpec("premier_impaye", "Premier terme impayé", Kind.DATE),
            FieldSpec("date_signalement", "Signalé le", Kind.DATE, required=True),
        ),
    )  # fmt: skip


def made_values(saisie: ImpayeSaisie) -> dict[str, object]:
    """Return a report as the fields hold it."""
    yes_no = {True: _YES, False: _NO, None: None}
    return {
        "aide_logement": saisie.aide_logement, "secteur": saisie.secteur,
        "tiers_payant": yes_no[saisie.tiers_payant],
        "bailleur": None if saisie.bailleur is None else Choice(saisie.bailleur, saisie.bailleur),
        "reference_bailleur": saisie.reference_bailleur,
        **{key: getattr(saisie, key) for key in _AMOUNTS},
        "premier_impaye": saisie.premier_impaye, "date_signalement": saisie.date_signalement,
        "cible_locale": yes_no[saisie.cible_locale] or _RULES,
        "agent": None if saisie.agent_id is None else str(saisie.agent_id),
        "date_premier_contact": saisie.date_premier_contact,
    }  # fmt: skip


def read_saisie(typed: dict[str, Any], famille_id: int | None) -> ImpayeSaisie:
    """Return what was typed."""
    said = {_YES: True, _NO: False}
    return ImpayeSaisie(
        famille_id, typed["aide_logement"], typed["date_signalement"], typed["secteur"],
        said.get(typed["tiers_payant"] or ""), added_name(typed["bailleur"]) or typed["bailleur"],
        typed["reference_bailleur"], typed["loyer"], typed["charges"], typed["montant_aide"], typed["dette"],
        typed["premier_impaye"], said.get(typed["cible_locale"] or ""),
        None if typed["agent"] is None else int(typed["agent"]), typed.get("date_premier_contact"),
    )  # fmt: skip
