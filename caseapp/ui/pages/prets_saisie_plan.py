"""The entry of a schedule, said in one sentence while it is typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from caseapp.domain.date_entry import LAST_YEAR
from caseapp.domain.echeancier import shift_months
from caseapp.domain.labels import format_cents, format_date
from caseapp.errors import FieldError, InputError
from caseapp.services.perimetre import Choice
from caseapp.services.prets import DossierVue, Mode, PlanSaisie, PretVue
from caseapp.services.prets_echeancier import make_echeances, notices, summary
from caseapp.services.workspace import Workspace
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntrySpec
from caseapp.ui.pages.prets_actions import ECHEANCIER
from caseapp.ui.pages.prets_saisies import draft_key

_MODES = (
    Choice(Mode.NOMBRE.value, "Nombre de mois"), Choice(Mode.MENSUALITE.value, "Mensualité"),
    Choice(Mode.REPORT.value, "Report"),
)  # fmt: skip


def plan_spec(workspace: Workspace, vue: DossierVue, today: date) -> EntrySpec:
    """Return the entry of a schedule; one that replaces another asks why."""
    pret = vue.pret
    if pret is None:
        raise InputError("Cette aide n'a pas de prêt accordé.")
    replaces = bool(pret.pret.plans)
    modes = _MODES if replaces else _MODES[:2]

    def prepare(form: Form) -> None:
        def show(_key: str) -> None:
            mode = _mode(form.value("mode"))
            for one in Mode:
                form.set_visible(one.value, one is mode)
            form.set_visible("premiere", mode is not Mode.REPORT)
            form.boxes["motif"].set_hint(preview(pret, {key: form.value(key) for key in form.boxes}))

        form.changed.connect(show)
        show("")

    return EntrySpec(
        key=draft_key(ECHEANCIER, vue.aide_id), famille_id=vue.famille_id, prepare=prepare,
        title="Nouvel échéancier" if replaces else "Échéancier du prêt",
        draft_label="Échéancier d'un prêt", focus=Mode.NOMBRE.value,
        rows=(
            FieldSpec("mode", "Comment", Kind.SEGMENTS, required=True, choices=modes),
            (
                FieldSpec("nombre", "Nombre de mois", Kind.INTEGER, required=True),
                FieldSpec("mensualite", "Mensualité", Kind.EUROS, required=True),
                FieldSpec("mois", "Mois de report", Kind.INTEGER, required=True),
                FieldSpec("premiere", "Première échéance", Kind.DATE, required=True),
                FieldSpec("date_effet", "À partir du", Kind.DATE, required=True),
            ),
            FieldSpec("motif", "Pourquoi il change" if replaces else "Précision", required=replaces,
                      longest=400),
        ),
        values={
            "mode": Mode.NOMBRE.value, "date_effet": today, "premiere": _usual_first(pret, today),
        },
        save=lambda values: workspace.prets.plan(vue.aide_id, read_saisie(values), today),
    )  # fmt: skip


def read_saisie(values: Mapping[str, Any]) -> PlanSaisie:
    """Return the schedule typed."""
    mode = _mode(values["mode"])
    return PlanSaisie(mode, values[mode.value], values["date_effet"], values["premiere"], values["motif"])


def preview(pret: PretVue, values: Mapping[str, Any]) -> str:
    """Say the schedule that these values would make, or the balance to share out."""
    jour, mode = values["date_effet"], _mode(values["mode"])
    if not isinstance(jour, date):
        return ""
    first = mode is Mode.REPORT or isinstance(values["premiere"], date)
    if values[mode.value] is None or not first:
        return f"Solde au {format_date(jour)} : {format_cents(pret.pret.solde(jour))}."
    saisie = read_saisie(values)
    try:
        made = make_echeances(pret.pret, saisie)
    except FieldError as error:
        return str(error)
    return " ".join((summary(made), *notices(pret, saisie, made)))


def _mode(value: object) -> Mode:
    return Mode(value) if isinstance(value, str) else Mode.NOMBRE


def _usual_first(pret: PretVue, today: date) -> date:
    """Propose a month after today, or after the planned payment."""
    start = max(today, pret.versement_prevu or today)
    return start if start.year >= LAST_YEAR else shift_months(start, 1)
