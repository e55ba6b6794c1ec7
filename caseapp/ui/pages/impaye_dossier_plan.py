"""The sheets of a repayment plan: made, corrected, broken, renegotiated, said in one sentence while typed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from caseapp.domain.date_entry import LAST_YEAR, parse_date
from caseapp.domain.echeancier import shift_months
from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.money import parse_cents
from caseapp.errors import FieldError
from caseapp.services.impayes_plans import SIMPLIFIEE, make_instalments, mode_of
from caseapp.services.impayes_rows import Mode, PlanRow, PlanSaisie
from caseapp.services.perimetre import Choice
from caseapp.services.prets_echeancier import summary
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntrySpec, Row
from caseapp.ui.pages.impaye_dossier_actions import MODIFIER_PLAN, PLAN, RENEGOCIER, ROMPRE, draft_key
from caseapp.ui.pages.impaye_dossier_saisies import Ouvert

_PAR_DEFAUT = "plan_par_defaut"
_MODES = (
    Choice(Mode.NOMBRE.value, "Nombre de mois"), Choice(Mode.MENSUALITE.value, "Mensualité"),
    Choice(Mode.SAISIE.value, "Une à une"),
)  # fmt: skip
_TYPED = "mensualites"
_UNREAD = "Ligne {} : écrire une date et un montant, par exemple 05/12/2026 35,67."


def plan_spec(ouvert: Ouvert) -> EntrySpec:
    """Return the entry of a first plan, or of one after a breach."""
    vue = ouvert.vue

    def save(values: dict[str, Any]) -> int:
        return ouvert.workspace.impayes.plan(vue.id, read_saisie(values, ouvert.today), ouvert.today)

    return EntrySpec(
        key=draft_key(PLAN, vue.id), title="Plan d'apurement", draft_label="Plan d'apurement",
        famille_id=vue.famille_id, save=save, focus="procedure", rows=_rows(ouvert),
        prepare=lambda form: _follow(form, ouvert), values=_values(ouvert),
    )  # fmt: skip


def correction_spec(ouvert: Ouvert, row: PlanRow) -> EntrySpec:
    """Return the entry of the plan in force, filled with what it is."""
    vue = ouvert.vue
    bare = replace(ouvert, vue=replace(vue, plans=tuple(one for one in vue.plans if one.id != row.id)))

    def save(values: dict[str, Any]) -> None:
        ouvert.workspace.impayes.edit_plan(vue.id, row.id, read_saisie(values, ouvert.today), ouvert.today)

    return EntrySpec(
        key=draft_key(MODIFIER_PLAN, vue.id, row.id), title="Modifier le plan", draft_label="Plan modifié",
        famille_id=vue.famille_id, save=save, focus="date_plan", rows=_rows(bare, effect=True),
        prepare=lambda form: _follow(form, bare, row.suivi.plan.date_plan), values=_made_values(row),
    )  # fmt: skip


def renegotiation_spec(ouvert: Ouvert) -> EntrySpec:
    """Return the entry of a plan that replaces the one in force, on what remains of it."""
    vue = ouvert.vue

    def save(values: dict[str, Any]) -> int:
        saisie = read_saisie(values, ouvert.today)
        return ouvert.workspace.impayes.renegotiate(vue.id, saisie, values["motif"], ouvert.today)

    why = FieldSpec(
        "motif", "Pourquoi il change", required=True, longest=400, placeholder="Baisse de ressources…"
    )
    return EntrySpec(
        key=draft_key(RENEGOCIER, vue.id), title="Renégocier le plan", draft_label="Plan renégocié",
        famille_id=vue.famille_id, save=save, focus="motif", rows=(why, *_rows(ouvert)),
        prepare=lambda form: _follow(form, ouvert),
        values=_values(ouvert) | {"procedure": vue.plan.procedure if vue.plan else None},
    )  # fmt: skip


def breach_spec(ouvert: Ouvert) -> EntrySpec:
    """Return the entry of a plan that was not kept."""
    vue = ouvert.vue
    return EntrySpec(
        key=draft_key(ROMPRE, vue.id), title="Rupture du plan", draft_label="Rupture d'un plan",
        famille_id=vue.famille_id, focus="motif_rupture",
        rows=(
            FieldSpec("date_rupture", "Rompu le", Kind.DATE, required=True,
                      hint="Le dossier redevient en cours à cette date."),
            FieldSpec("motif_rupture", "Pourquoi", required=True, longest=400,
                      placeholder="Deux mensualités impayées…"),
        ),
        values={"date_rupture": ouvert.today},
        save=lambda v: ouvert.workspace.impayes.break_plan(
            vue.id, v["date_rupture"], v["motif_rupture"], ouvert.today  # type: ignore[arg-type]
        ),
    )  # fmt: skip


def _rows(ouvert: Ouvert, *, effect: bool = False) -> tuple[Row, ...]:
    """Return the fields; when a plan came into force is asked of one already made alone."""
    signed = FieldSpec("date_plan", "Signé le", Kind.DATE, required=True)
    started = FieldSpec("date_effet", "En vigueur le", Kind.DATE, hint="Vide : dès la signature.")
    what = (
        FieldSpec("montant", "Montant du plan", Kind.EUROS, required=True),
        FieldSpec("premiere", "1re mensualité", Kind.DATE, required=True),
    )
    return (
        FieldSpec("procedure", "Procédure", Kind.SEGMENTS, required=True, choices=ouvert.codes.procedures),
        *(((signed, started), what) if effect else ((signed, *what),)),
        (
            FieldSpec("mode", "Comment", Kind.SEGMENTS, required=True, choices=_MODES, width_share=3),
            FieldSpec("nombre", "Nombre de mois", Kind.INTEGER, required=True, width_share=2),
            FieldSpec("mensualite", "Mensualité", Kind.EUROS, required=True, width_share=2),
        ),
        FieldSpec(_TYPED, "Mensualités", Kind.LONG_TEXT, required=True, lines=6,
                  placeholder="05/12/2026 35,67\n05/01/2027 35,67"),
    )  # fmt: skip


def _values(ouvert: Ouvert) -> dict[str, object]:
    montant = ouvert.vue.montant_du_plan(ouvert.today)
    today, rules = ouvert.today, ouvert.vue.regles_plan
    simple = rules is not None and rules.simplifie_jusqu_a is not None and (
        0 < (montant or 0) <= rules.simplifie_jusqu_a
    )  # fmt: skip
    first = today if today.year >= LAST_YEAR else shift_months(today.replace(day=5), 1)
    return {
        "procedure": SIMPLIFIEE if simple else "plan_negocie", "date_plan": today, "montant": montant,
        "premiere": first, "mode": Mode.NOMBRE.value,
    }  # fmt: skip


def _made_values(row: PlanRow) -> dict[str, object]:
    """Return what a plan is, its instalments said in each way."""
    plan = row.suivi.plan
    lines = plan.mensualites
    return {
        "procedure": row.procedure, "date_plan": plan.date_plan, "montant": row.montant,
        "date_effet": None if plan.date_effet == plan.date_plan else plan.date_effet,
        "mode": mode_of(lines).value, "premiere": lines[0].date if lines else None,
        "nombre": len(lines) or None, "mensualite": lines[0].montant if lines else None,
        _TYPED: "\n".join(f"{format_date(one.date)} {_typed_amount(one.montant)}" for one in lines) or None,
    }  # fmt: skip


def _typed_amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def _follow(form: Form, ouvert: Ouvert, signed_first: date | None = None) -> None:
    """Show the fields of the mode, fill in the default plan, say the plan that the fields make."""
    rules, proposed = ouvert.vue.regles_plan, [ouvert.vue.montant_du_plan(signed_first or ouvert.today)]

    def show(key: str) -> None:
        mode = _mode(form.value("mode"))
        default = form.value("procedure") == _PAR_DEFAUT and rules is not None
        if key == "procedure" and default and rules is not None:
            form.editor("mode").set_value(Mode.NOMBRE.value)
            form.editor("nombre").set_value(rules.duree_par_defaut)
        form.set_visible("nombre", mode is Mode.NOMBRE)
        form.set_visible("mensualite", mode is Mode.MENSUALITE)
        form.set_visible("premiere", mode is not Mode.SAISIE)
        form.set_visible(_TYPED, mode is Mode.SAISIE)
        said = preview({name: form.value(name) for name in form.boxes}, ouvert)
        form.boxes["mode"].set_hint(said)
        signed = form.value("date_plan")
        owed = ouvert.vue.montant_du_plan(signed) if isinstance(signed, date) else None
        form.boxes["montant"].set_hint(f"À apurer : {format_cents(owed)}." if owed else "")
        if key == "date_plan" and owed and form.value("montant") == proposed[0] != owed:
            proposed[0] = owed
            form.editor("montant").set_value(owed)

    form.changed.connect(show)
    show("")


def preview(values: Mapping[str, Any], ouvert: Ouvert) -> str:
    """Say the plan that these values make, or why they make none; nothing while something is missing."""
    mode = _mode(values["mode"])
    known = values[_TYPED if mode is Mode.SAISIE else mode.value]
    if known is None or values["montant"] is None or values["date_plan"] is None:
        rules = ouvert.vue.regles_plan
        return "" if rules is None else f"{rules.duree_maximale} mois au plus."
    if mode is not Mode.SAISIE and values["premiere"] is None:
        return ""
    try:
        saisie = read_saisie(values, ouvert.today)
        effet = saisie.date_effet or values["date_plan"]
        made = make_instalments(saisie, values["montant"], ouvert.vue.regles_plan, effet)
    except FieldError as error:
        return str(error)
    return summary(made).replace("échéance", "mensualité")


def read_saisie(values: Mapping[str, Any], today: date) -> PlanSaisie:
    """Return the plan typed; FieldError for a line that is no instalment."""
    mode = _mode(values["mode"])
    typed = tuple(_lines(values[_TYPED] or "", today)) if mode is Mode.SAISIE else ()
    return PlanSaisie(
        values["procedure"], values["date_plan"], mode,
        None if mode is Mode.SAISIE else values[mode.value], values["premiere"],
        date_effet=values.get("date_effet"), montant=values["montant"], mensualites=typed,
    )  # fmt: skip


def _lines(text: str, today: date) -> Iterator[tuple[date, int]]:
    for rank, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        day, _, amount = line.strip().replace("\t", " ").partition(" ")
        try:
            yield parse_date(day, today), parse_cents(amount)
        except ValueError:
            raise FieldError(_TYPED, _UNREAD.format(rank)) from None


def _mode(value: object) -> Mode:
    return Mode(value) if isinstance(value, str) else Mode.NOMBRE
