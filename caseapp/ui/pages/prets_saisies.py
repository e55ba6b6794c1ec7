"""The entries of the page: payments, repayments, remissions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from caseapp.domain.labels import format_cents, plural
from caseapp.domain.nomenclature import Destinataire, Forme
from caseapp.services.paiements import PaiementRow, PaiementSaisie
from caseapp.services.perimetre import Choice
from caseapp.services.prets import DossierVue
from caseapp.services.workspace import Workspace
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntrySpec
from caseapp.ui.pages.prets_actions import AJOUTER, ANNULER, REMBOURSER, REMETTRE, RETOUR, SOLDER, Action
from caseapp.ui.pages.prets_words import FORMES

_WHY = FieldSpec("motif", "Pourquoi", required=True, longest=400)
_NOTE = FieldSpec("motif", "Précision", longest=400, hint="Facultatif")


def draft_key(action: Action, aide_id: int, row_id: int | None = None) -> str:
    """Return the key of a draft of this page: `prets.annulation.12.31`."""
    return f"prets.{action.cle}.{aide_id}" + (f".{row_id}" if row_id is not None else "")


def paid_spec(workspace: Workspace, rows: Mapping[int, int], today: date) -> EntrySpec:
    """Return the entry of the day when these planned payments were made."""
    ids = tuple(rows)
    return EntrySpec(
        key="prets.versements", title=_title("Verser", rows), draft_label="Paiements versés",
        rows=(FieldSpec("jour", "Versés le", Kind.DATE, required=True),), values={"jour": today},
        primary="Verser", save=lambda values: workspace.paiements.pay(ids, values["jour"], today),  # type: ignore[arg-type]
    )  # fmt: skip


def planned_spec(workspace: Workspace, rows: Mapping[int, int], today: date) -> EntrySpec:
    """Return the entry of the day when the families are to be paid what is left."""
    keys = tuple(rows)
    return EntrySpec(
        key="prets.previsions", title=_title("Prévoir", rows), draft_label="Paiements prévus",
        rows=(
            FieldSpec(
                "jour", "À verser le", Kind.DATE, required=True,
                hint="À la famille, en une fois. Pour un tiers ou plusieurs fois : Ajouter un paiement.",
            ),
        ),
        values={"jour": today}, primary="Prévoir",
        save=lambda values: workspace.paiements.plan(keys, values["jour"]),  # type: ignore[arg-type]
    )  # fmt: skip


def payment_spec(workspace: Workspace, vue: DossierVue, forme: str | None, today: date) -> EntrySpec:
    """Return the entry of a payment of an aid, what is left of a form proposed."""
    restes = {one.forme: one.reste for one in vue.restes if one.reste}
    chosen = forme if forme in restes else next(iter(restes), Forme.SUBVENTION.value)
    formes = tuple(Choice(one, FORMES[one].capitalize()) for one in restes or FORMES)

    def prepare(form: Form) -> None:
        def show(key: str) -> None:
            form.set_visible("tiers", form.value("destinataire") == Destinataire.TIERS)
            reste = restes.get(str(form.value("forme")))
            form.boxes["montant"].set_hint("" if reste is None else f"Il reste {format_cents(reste)}.")
            if key == "forme" and reste is not None and form.value("montant") in restes.values():
                form.editor("montant").set_value(reste)

        form.changed.connect(show)
        show("")

    def save(values: dict[str, Any]) -> object:
        saisie = PaiementSaisie(
            values["forme"], values["montant"], values["destinataire"], values["date_prevue"],
            values["tiers"], values["fois"], values["versement"],
        )  # fmt: skip
        return workspace.paiements.add(vue.aide_id, saisie, today)

    return EntrySpec(
        key=draft_key(AJOUTER, vue.aide_id), title="Ajouter un paiement", draft_label="Paiement d'une aide",
        famille_id=vue.famille_id, save=save, prepare=prepare, focus="montant",
        rows=(
            (
                FieldSpec("forme", "Forme", Kind.SEGMENTS, required=True, choices=formes),
                FieldSpec("montant", "Montant", Kind.EUROS, required=True),
            ),
            (
                FieldSpec("destinataire", "Payé à", Kind.SEGMENTS, required=True, choices=_RECIPIENTS),
                FieldSpec("tiers", "Nom du tiers", longest=400, required=True),
            ),
            (
                FieldSpec("date_prevue", "À verser le", Kind.DATE, required=True),
                FieldSpec("fois", "En combien de fois", Kind.INTEGER, required=True, hint="Une par mois"),
                FieldSpec("versement", "Déjà versé le", Kind.DATE, hint="Facultatif"),
            ),
        ),
        values={
            "forme": chosen, "montant": restes.get(chosen), "destinataire": Destinataire.FAMILLE.value,
            "date_prevue": today, "fois": 1,
        },
    )  # fmt: skip


def cancel_spec(workspace: Workspace, vue: DossierVue, row: PaiementRow, today: date) -> EntrySpec:
    """Return the entry of why a payment is given up."""
    return _dated(
        ANNULER, vue, row, today,
        lambda values: workspace.paiements.cancel(row.id, values["jour"], values["motif"], today),
    )  # fmt: skip


def return_spec(workspace: Workspace, vue: DossierVue, row: PaiementRow, today: date) -> EntrySpec:
    """Return the entry of money come back."""
    return _dated(
        RETOUR, vue, row, today,
        lambda values: workspace.paiements.give_back(row.id, values["jour"], values["motif"], today),
    )  # fmt: skip


def _dated(action: Action, vue: DossierVue, row: PaiementRow, today: date, save: Any) -> EntrySpec:
    return EntrySpec(
        key=draft_key(action, vue.aide_id, row.id), title=f"{action.libelle} : {format_cents(row.montant)}",
        draft_label=action.libelle, famille_id=vue.famille_id, save=save, focus="motif",
        rows=(FieldSpec("jour", _SAID[action], Kind.DATE, required=True), _WHY), values={"jour": today},
    )  # fmt: skip


def repay_spec(workspace: Workspace, vue: DossierVue, today: date) -> EntrySpec:
    """Return the entry of a repayment: what is late proposed, else the next échéance."""
    return EntrySpec(
        key=draft_key(REMBOURSER, vue.aide_id), title="Remboursement", draft_label="Remboursement d'un prêt",
        famille_id=vue.famille_id, focus="montant", prepare=_saying_room(vue, "montant"),
        rows=((FieldSpec("montant", "Montant", Kind.EUROS, required=True), _DAY), _NOTE),
        values={"montant": _proposed(vue, today), "jour": today},
        save=lambda v: workspace.prets.repay(vue.aide_id, v["montant"], v["jour"], today, v["motif"]),  # type: ignore[arg-type]
    )  # fmt: skip


def settle_spec(workspace: Workspace, vue: DossierVue, today: date) -> EntrySpec:
    """Return the entry of the day when all that was owed was repaid."""
    return EntrySpec(
        key=draft_key(SOLDER, vue.aide_id), title="Solder le prêt", draft_label="Prêt soldé",
        famille_id=vue.famille_id, prepare=_saying_room(vue, "jour"), primary="Solder",
        rows=(_DAY, _NOTE), values={"jour": today},
        save=lambda v: workspace.prets.settle(vue.aide_id, v["jour"], today, v["motif"]),  # type: ignore[arg-type]
    )  # fmt: skip


def remit_spec(workspace: Workspace, vue: DossierVue, today: date) -> EntrySpec:
    """Return the entry of a debt given up, in part or in whole."""
    return EntrySpec(
        key=draft_key(REMETTRE, vue.aide_id), title="Remise de dette", draft_label="Remise de dette",
        famille_id=vue.famille_id, focus="montant", prepare=_saying_room(vue, "montant"),
        rows=((FieldSpec("montant", "Montant remis", Kind.EUROS, required=True), _DAY), _WHY),
        values={"jour": today},
        save=lambda v: workspace.prets.remit(vue.aide_id, v["montant"], v["jour"], v["motif"], today),  # type: ignore[arg-type]
    )  # fmt: skip


def _saying_room(vue: DossierVue, key: str) -> Any:
    """Say under a field what can be repaid on the day typed."""

    def prepare(form: Form) -> None:
        def show(_key: str) -> None:
            jour = form.value("jour")
            if vue.pret is not None and isinstance(jour, date):
                form.boxes[key].set_hint(f"Dû ce jour-là : {format_cents(vue.pret.pret.remboursable(jour))}.")

        form.changed.connect(show)

    return prepare


def _proposed(vue: DossierVue, today: date) -> int | None:
    pret = vue.pret.pret if vue.pret else None
    late, following = (pret.retard(today), pret.prochaine(today)) if pret else (None, None)
    if late is not None:
        return late.montant
    return following.reste if following is not None else None


def _title(verb: str, rows: Mapping[int, int]) -> str:
    return f"{verb} {plural(len(rows), 'paiement')} : {format_cents(sum(rows.values()))}"


_DAY = FieldSpec("jour", "Date", Kind.DATE, required=True)
_RECIPIENTS = (
    Choice(Destinataire.FAMILLE.value, "La famille"), Choice(Destinataire.TIERS.value, "Un tiers"),
)  # fmt: skip
_SAID = {ANNULER: "Annulé le", RETOUR: "Revenu le"}
