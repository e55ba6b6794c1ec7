"""The sheets of an arrears file but its report: debt, facts, constitution, support, issue."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.domain.labels import format_cents, format_date
from caseapp.services.impayes_rows import (
    RESOLU,
    FaitRow,
    FaitSaisie,
    ImpayeVue,
    MouvementRow,
    MouvementSaisie,
    Soutien,
    SoutienSaisie,
)
from caseapp.services.impayes_soutien import ADMINISTRATIF, NATURES, SOCIAL
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntrySpec
from caseapp.ui.pages.impaye_dossier_actions import (
    CONSTITUTION,
    CONTACT,
    CORRIGER_FAIT,
    CORRIGER_MOUVEMENT,
    FAIT,
    ISSUE,
    MOUVEMENT,
    PAIEMENT,
    ROUVRIR,
    SOUTIEN,
    draft_key,
)

_PAID, _YES, _NEW = "paiement", "oui", "nouveau"


@dataclass(frozen=True, slots=True)
class Codes:
    """What the sheets offer, read with the file."""

    mouvements: tuple[Choice, ...]
    faits: tuple[Choice, ...]
    procedures: tuple[Choice, ...]
    issues: tuple[Choice, ...]
    suites: tuple[Choice, ...]
    agents: tuple[Choice, ...]


def read_codes(workspace: Workspace, today: date) -> Codes:
    """Read them, for a worker."""
    codes = workspace.choix.codes
    return Codes(
        codes("mouvement_dette", today), codes("fait_impaye", today), codes("procedure", today),
        codes("issue_impaye", today), codes("suite_logement", today),
        tuple(Choice(str(one.id), one.label) for one in workspace.agents.list_rows()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ouvert:
    """A file on screen with all that its sheets need."""

    workspace: Workspace
    vue: ImpayeVue
    codes: Codes
    today: date


def payment_spec(ouvert: Ouvert) -> EntrySpec:
    """Return the entry of a payment; the next instalment is proposed."""
    vue = ouvert.vue
    due = vue.plan.suivi.prochaine if vue.plan else None
    owed = "" if vue.dette is None else f"Dette au {format_date(vue.jour)} : {format_cents(vue.dette)}."

    def save(values: dict[str, Any]) -> object:
        saisie = MouvementSaisie(_PAID, values["jour"], values["montant"], values["payeur"])
        return ouvert.workspace.impayes.add_movement(vue.id, saisie, ouvert.today)

    return EntrySpec(
        key=draft_key(PAIEMENT, vue.id), title="Paiement", draft_label="Paiement d'une dette de loyer",
        famille_id=vue.famille_id, save=save, focus="montant",
        rows=(
            (FieldSpec("montant", "Montant", Kind.EUROS, required=True, hint=owed), _DAY),
            FieldSpec("payeur", "Payé par", longest=400, placeholder="La famille, le FSL, le CCAS…"),
        ),
        values={"jour": ouvert.today, "montant": due.reste if due else None},
    )  # fmt: skip


def movement_spec(ouvert: Ouvert, row: MouvementRow | None = None) -> EntrySpec:
    """Return the entry of a change of the debt, or of its correction."""
    vue, service = ouvert.vue, ouvert.workspace.impayes
    row_id = None if row is None else row.id

    def save(values: dict[str, Any]) -> None:
        saisie = MouvementSaisie(values["type"], values["jour"], values["montant"], values["payeur"])
        if row_id is None:
            service.add_movement(vue.id, saisie, ouvert.today)
        else:
            service.edit_movement(row_id, saisie, ouvert.today)

    return EntrySpec(
        key=draft_key(MOUVEMENT if row is None else CORRIGER_MOUVEMENT, vue.id, row_id),
        title="Mouvement de la dette" if row is None else "Corriger le mouvement",
        draft_label="Mouvement d'une dette de loyer", famille_id=vue.famille_id, save=save, focus="montant",
        rows=(
            FieldSpec(
                "type", "Ce qui change", Kind.SEGMENTS, required=True, choices=ouvert.codes.mouvements,
                hint="Un relevé dit toute la dette ce jour-là ; un terme s'y ajoute.",
            ),
            (FieldSpec("montant", "Montant", Kind.EUROS, required=True), _DAY),
            FieldSpec("payeur", "Par qui", longest=400, hint="Facultatif"),
        ),
        values={"type": "releve", "jour": ouvert.today} if row is None else {
            "type": row.type, "jour": row.date, "montant": row.montant, "payeur": row.payeur,
        },
    )  # fmt: skip


def fact_spec(ouvert: Ouvert, row: FaitRow | None = None, *, contact: bool = False) -> EntrySpec:
    """Return the entry of a fact, or of its correction."""
    vue, service = ouvert.vue, ouvert.workspace.impayes
    action = CONTACT if contact else FAIT if row is None else CORRIGER_FAIT

    def save(values: dict[str, Any]) -> None:
        saisie = FaitSaisie(values["nature"], values["jour"], values["commentaire"])
        if row is None:
            service.add_fact(vue.id, saisie, ouvert.today)
        else:
            service.edit_fact(row.id, saisie, ouvert.today)

    return EntrySpec(
        key=draft_key(action, vue.id, None if row is None else row.id), title=action.libelle,
        draft_label="Fait d'un dossier d'impayé", famille_id=vue.famille_id, save=save,
        focus="jour" if contact or row is not None else "nature",
        rows=(
            (
                FieldSpec(
                    "nature", "Ce qui s'est passé", Kind.CHOICE, required=True, choices=ouvert.codes.faits,
                    width_share=5, placeholder="Choisir…",
                ),
                FieldSpec("jour", "Date", Kind.DATE, required=True, width_share=3),
            ),
            FieldSpec("commentaire", "Précision", longest=400, hint="Facultatif"),
        ),
        values={"jour": ouvert.today, "nature": "contact" if contact else None} if row is None else {
            "nature": row.nature, "jour": row.date, "commentaire": row.commentaire,
        },
    )  # fmt: skip


def constitution_spec(ouvert: Ouvert) -> EntrySpec:
    """Return the entry of the day of constitution, with what the rules give."""
    vue, found = ouvert.vue, ouvert.vue.constitution
    return EntrySpec(
        key=draft_key(CONSTITUTION, vue.id), title="Date de constitution de l'impayé",
        draft_label="Constitution d'un impayé", famille_id=vue.famille_id, focus="jour",
        rows=(
            FieldSpec("jour", "Constitué le", Kind.DATE, hint=f"Calcul : {found.phrase.rstrip('.')}. "
                      "Vide : la date calculée."),
            FieldSpec("motif", "Pourquoi une autre date que le calcul", longest=400,
                      placeholder="Date donnée par le bailleur…"),
        ),
        values={"jour": found.retenue or found.calculee, "motif": found.motif},
        save=lambda v: ouvert.workspace.impayes.set_constitution(vue.id, v["jour"], v["motif"], ouvert.today),  # type: ignore[arg-type]
    )  # fmt: skip


def support_spec(ouvert: Ouvert) -> EntrySpec:
    """Return the entry of the two supports, each by an intervention of the family or a new one."""
    vue = ouvert.vue
    given = {ADMINISTRATIF: vue.administratif, SOCIAL: vue.social}

    def prepare(form: Form) -> None:
        def show(_key: str) -> None:
            opens = any(form.value(field) == _NEW for field in given)
            form.set_visible("date_ouverture", opens)
            form.set_visible("agent", opens)

        form.changed.connect(show)
        show("")

    def save(values: dict[str, Any]) -> None:
        agent = None if values["agent"] is None else int(values["agent"])
        saisie = SoutienSaisie(
            _soutien(values[ADMINISTRATIF]), _soutien(values[SOCIAL]), values["date_ouverture"], agent
        )
        ouvert.workspace.impayes.support(vue.id, saisie, ouvert.today)

    agent_id = vue.saisie.agent_id
    return EntrySpec(
        key=draft_key(SOUTIEN, vue.id), title="Accompagnement de la famille",
        draft_label="Accompagnement d'un impayé", famille_id=vue.famille_id, save=save, prepare=prepare,
        focus=ADMINISTRATIF,
        rows=(
            FieldSpec(ADMINISTRATIF, "Accompagnement administratif", Kind.CHOICE, placeholder="Non",
                      choices=_supports(vue, ADMINISTRATIF, "Ouvrir une information-conseil")),
            FieldSpec(SOCIAL, "Accompagnement social", Kind.CHOICE, placeholder="Non",
                      choices=_supports(vue, SOCIAL, "Ouvrir un accompagnement social")),
            (
                FieldSpec("date_ouverture", "Ouverture", Kind.DATE),
                FieldSpec("agent", "Par", Kind.CHOICE, choices=ouvert.codes.agents, placeholder="Personne"),
            ),
        ),
        values={
            **{field: _key(soutien) for field, soutien in given.items()},
            "date_ouverture": ouvert.today, "agent": None if agent_id is None else str(agent_id),
        },
    )  # fmt: skip


def _supports(vue: ImpayeVue, field: str, opening: str) -> tuple[Choice, ...]:
    linked = {vue.administratif.intervention_id, vue.social.intervention_id}
    return (
        Choice(_NEW, opening),
        *(
            Choice(str(one.id), one.libelle)
            for one in vue.interventions
            if one.nature == NATURES[field] or one.id in linked
        ),
        Choice(_YES, "Oui, sans intervention à relier"),
    )


def _key(soutien: Soutien) -> str | None:
    if not soutien.suivi:
        return None
    return _YES if soutien.intervention_id is None else str(soutien.intervention_id)


def _soutien(key: str | None) -> Soutien:
    if key is None:
        return Soutien()
    if key == _NEW:
        return Soutien(suivi=True, nouveau=True)
    return Soutien(suivi=True, intervention_id=None if key == _YES else int(key))


def issue_spec(ouvert: Ouvert) -> EntrySpec:
    """Return the entry of how the file stands: settled is proposed when nothing is owed any more.

    The issue that it has already comes with its day, which can be corrected.
    """
    vue = ouvert.vue

    def prepare(form: Form) -> None:
        def follow(key: str) -> None:
            day = form.value("date_issue")
            if key == "issue" and vue.date_issue is not None and day in {ouvert.today, vue.date_issue}:
                same = form.value("issue") == vue.issue
                wanted = vue.date_issue if same else ouvert.today
                if wanted != day:
                    form.editor("date_issue").set_value(wanted)

        form.changed.connect(follow)

    return EntrySpec(
        key=draft_key(ISSUE, vue.id), title="Issue de l'impayé", draft_label="Issue d'un impayé",
        famille_id=vue.famille_id, focus="issue", prepare=prepare,
        rows=(
            FieldSpec("issue", "Le dossier est", Kind.SEGMENTS, required=True, choices=ouvert.codes.issues),
            (
                FieldSpec("date_issue", "Depuis le", Kind.DATE, required=True),
                FieldSpec("suite_logement", "Le logement", Kind.CHOICE, choices=ouvert.codes.suites,
                          placeholder="Non précisé", width_share=2),
            ),
        ),
        values={
            "issue": RESOLU if vue.propose_resolu else None,
            "date_issue": vue.soldee_le if vue.propose_resolu else ouvert.today,
            "suite_logement": vue.suite_logement,
        },
        save=lambda v: ouvert.workspace.impayes.set_issue(
            vue.id, v["issue"], v["date_issue"], v["suite_logement"], ouvert.today  # type: ignore[arg-type]
        ),
    )  # fmt: skip


def reopen_spec(ouvert: Ouvert) -> EntrySpec:
    """Return the entry of the day on which a closed file opens again."""
    vue = ouvert.vue
    return EntrySpec(
        key=draft_key(ROUVRIR, vue.id), title="Rouvrir le dossier", draft_label="Réouverture d'un impayé",
        famille_id=vue.famille_id, primary="Rouvrir", focus="date_issue",
        rows=(FieldSpec("date_issue", "Rouvert le", Kind.DATE, required=True, hint=f"{vue.etat}."),),
        values={"date_issue": ouvert.today},
        save=lambda v: ouvert.workspace.impayes.reopen(vue.id, v["date_issue"], ouvert.today),  # type: ignore[arg-type]
    )  # fmt: skip


_DAY = FieldSpec("jour", "Date", Kind.DATE, required=True)
