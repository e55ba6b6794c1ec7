"""The sheets of the commissions: an instance, a session, a year of them, the closing, a correction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from caseapp.domain.date_entry import JOURS
from caseapp.domain.labels import format_cents, format_date, plural
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Decision
from caseapp.errors import FieldError
from caseapp.services.commission_rows import (
    Cloture,
    DecisionSaisie,
    InstanceRow,
    InstanceSaisie,
    LigneOrdreDuJour,
    SeanceProposee,
    SeanceRow,
    SeanceSaisie,
    SeanceVue,
)
from caseapp.services.commissions_cloture import LONGEST, REPORTER, RETIRER
from caseapp.services.demandes_controles import MOST_CENTS
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.entry import EntrySpec, Row
from caseapp.ui.pages.commissions_words import WORDS, counts_words, long_day, said
from caseapp.ui.widgets.strip import Strip

_DAYS = tuple(Choice(str(number), name.capitalize()) for number, name in enumerate(JOURS))
_WEEKS = tuple((number, word) for number, word in enumerate(("1re", "2e", "3e", "4e", "5e"), 1))
_FORMES = (("subvention", "Subvention"), ("pret", "Prêt"))
_REST = (Choice(REPORTER, "Reporter à la séance suivante"), Choice(RETIRER, "Retirer de l'ordre du jour"))
_RECTIFIED = tuple(
    Choice(one.value, WORDS[one.value]) for one in (Decision.ACCORD, Decision.ACCORD_PARTIEL, Decision.REFUS)
)


def instance_spec(workspace: Workspace, instance: InstanceRow | None) -> EntrySpec:
    """Return the entry of an instance: when it sits, where, and how long before requests are closed."""
    weeks = tuple(FieldSpec(f"semaine_{one}", f"{word} semaine", Kind.CHECK) for one, word in _WEEKS)
    rows: tuple[Row, ...] = (
        FieldSpec("nom", "Nom", required=True, longest=60, placeholder="Commission territoriale"),
        (
            FieldSpec("jour", "Jour", Kind.CHOICE, choices=_DAYS, placeholder="Pas de jour fixe"),
            FieldSpec("heure", "Heure", Kind.TIME, placeholder="14h"),
        ),
        "Semaines du mois",
        weeks[:3],
        weeks[3:],
        FieldSpec("lieu", "Lieu", longest=400),
        FieldSpec(
            "delai_depot", "Date limite des demandes", Kind.INTEGER, maximum=366,
            hint="Jours avant la séance.",
        ),
    )  # fmt: skip
    values: dict[str, object] = {}
    if instance is not None:
        one = instance.saisie
        values = {
            "nom": one.nom, "jour": None if one.jour is None else str(one.jour), "heure": one.heure,
            "lieu": one.lieu, "delai_depot": one.delai_depot,
            **{f"semaine_{number}": number in one.semaines for number, _ in _WEEKS},
        }  # fmt: skip

    def save(typed: dict[str, Any]) -> int:
        chosen = tuple(number for number, _ in _WEEKS if typed[f"semaine_{number}"])
        saisie = InstanceSaisie(
            typed["nom"], None if typed["jour"] is None else int(typed["jour"]), chosen, typed["heure"],
            typed["lieu"], typed["delai_depot"],
        )  # fmt: skip
        key = None if instance is None else instance.id
        return workspace.calendrier.save_instance(key, saisie)

    title = "Nouvelle instance" if instance is None else "Instance"
    key = f"instance.{'nouvelle' if instance is None else instance.id}"
    return EntrySpec(key, title, "Instance de commission", rows, save, values)


def session_spec(
    workspace: Workspace, instances: Sequence[InstanceRow], seance: SeanceRow | None
) -> EntrySpec:
    """Return the entry of one session."""
    names = [one.saisie.nom for one in instances if one.actif]
    if seance is not None and seance.instance not in names:
        names.append(seance.instance)
    rows: tuple[Row, ...] = (
        FieldSpec(
            "instance",
            "Instance",
            Kind.CHOICE,
            required=True,
            choices=tuple(Choice(one, one) for one in names),
        ),
        (
            FieldSpec("date", "Date", Kind.DATE, required=True, placeholder="2411, +7, mardi"),
            FieldSpec("heure", "Heure", Kind.TIME, placeholder="14h"),
        ),
        FieldSpec("lieu", "Lieu"),
        FieldSpec(
            "date_limite", "Date limite", Kind.DATE, hint="Dernier jour pour qu'une demande soit complète."
        ),
    )
    values: dict[str, object] = {"instance": names[0] if len(names) == 1 else None}
    if seance is not None:
        values = {
            "instance": seance.instance, "date": seance.date, "heure": seance.heure, "lieu": seance.lieu,
            "date_limite": seance.date_limite,
        }  # fmt: skip

    def save(typed: dict[str, Any]) -> int:
        saisie = SeanceSaisie(
            typed["instance"], typed["date"], typed["heure"], typed["lieu"], typed["date_limite"]
        )
        return workspace.calendrier.save_session(None if seance is None else seance.id, saisie)

    title = "Nouvelle séance" if seance is None else "Séance"
    key = f"seance.{'nouvelle' if seance is None else seance.id}"
    return EntrySpec(key, title, "Séance de commission", rows, save, values)


def calendar_spec(
    workspace: Workspace, instance: InstanceRow, annee: int, proposed: Sequence[SeanceProposee]
) -> EntrySpec:
    """Return the year that an instance proposes: each date can be changed or emptied before it is kept."""
    free = [one for one in proposed if not one.existe]
    specs = [
        FieldSpec(
            f"jour_{number}", long_day(one.date), Kind.DATE,
            hint=f"Férié : {one.ferie}. Choisissez un autre jour, ou laissez vide." if one.ferie else "",
        )
        for number, one in enumerate(free)
    ]  # fmt: skip
    rows: tuple[Row, ...] = tuple(tuple(specs[start : start + 2]) for start in range(0, len(specs), 2))
    values = {f"jour_{number}": None if one.ferie else one.date for number, one in enumerate(free)}

    def save(typed: dict[str, Any]) -> int:
        days = [day for key in values if isinstance(day := typed[key], date)]
        for key in values:
            if typed[key] is not None and days.count(typed[key]) > 1:
                raise FieldError(key, "Cette date est déjà dans la liste.")
        return workspace.calendrier.create_sessions(instance.id, days)

    here = len(proposed) - len(free)
    holidays = sum(bool(one.ferie) for one in free)
    sentence = f"{plural(len(free), 'séance proposée', 'séances proposées')} en {annee}"
    sentence += f", {plural(holidays, 'jour férié', 'jours fériés')} à déplacer" if holidays else ""
    sentence += f", {plural(here, 'déjà au calendrier')}" if here else ""
    return EntrySpec(
        f"calendrier.{instance.id}.{annee}", f"Calendrier {annee} · {instance.saisie.nom}",
        "Calendrier des séances", rows, save, values, primary="Créer les séances",
        notice=Strip(f"{sentence}.", "discret"),
    )  # fmt: skip


def closing_spec(
    workspace: Workspace, vue: SeanceVue, sessions: Sequence[SeanceRow], today: date
) -> EntrySpec:
    """Return the closing of a session, with what becomes of the requests that it did not decide."""
    undecided = sum(not one.is_decided for one in vue.lignes)
    put_off = sum(one.decision == Decision.AJOURNEMENT for one in vue.lignes)
    later = [one for one in sessions if one.id != vue.seance.id and one.date >= vue.seance.date]
    choices = tuple(Choice(str(one.id), f"{long_day(one.date)} · {one.instance}") for one in later)
    rows: list[Row] = []
    if undecided:
        label = plural(undecided, "demande non décidée", "demandes non décidées")
        rows.append(FieldSpec("reste", label, Kind.SEGMENTS, required=True, choices=_REST))
    if undecided or put_off:
        rows.append(
            FieldSpec(
                "suivante", "Séance suivante", Kind.CHOICE, choices=choices,
                placeholder="Aucune : elles attendront une séance",
                hint="Elle reçoit les demandes ajournées ou reportées.",
            )
        )  # fmt: skip
    rows.append(FieldSpec("presents", "Présents", Kind.LONG_TEXT, longest=LONGEST, lines=3))
    rows.append(FieldSpec("observations", "Observations", Kind.LONG_TEXT, longest=LONGEST, lines=3))

    def save(typed: dict[str, Any]) -> None:
        chosen = typed.get("suivante")
        cloture = Cloture(
            typed["presents"], typed["observations"], int(chosen) if chosen else None,
            typed.get("reste"),
        )  # fmt: skip
        workspace.commissions.close(vue.seance.id, cloture, today)

    values: dict[str, object] = {"presents": vue.presents, "observations": vue.observations}
    following = next((one for one in later if one.instance == vue.seance.instance), None)
    if following is not None and (undecided or put_off):
        values["suivante"] = str(following.id)
    decided = counts_words(vue.lignes) or "rien n'est décidé"
    sentence = f"{decided}. Une fois close, une décision ne change plus que par une rectification tracée."
    return EntrySpec(
        f"cloture.{vue.seance.id}", f"Clore la séance du {format_date(vue.seance.date)}",
        "Clôture d'une séance", tuple(rows), save, values, primary="Clore la séance",
        notice=Strip(sentence, ""),
    )  # fmt: skip


def rectify_spec(workspace: Workspace, line: LigneOrdreDuJour, motifs: Sequence[Choice]) -> EntrySpec:
    """Return the correction of a sealed decision."""
    amounts = tuple(
        FieldSpec(key, word, Kind.EUROS, maximum=MOST_CENTS) for key, word in _FORMES if key in line.formes
    )
    rows: tuple[Row, ...] = (
        FieldSpec("decision", "Décision", Kind.SEGMENTS, required=True, choices=_RECTIFIED),
        amounts,
        FieldSpec("motif_refus", "Motif du refus", Kind.CHOICE, choices=tuple(motifs)),
        FieldSpec("motif", "Pourquoi cette rectification", required=True, longest=400),
    )

    def save(typed: dict[str, Any]) -> None:
        saisie = DecisionSaisie(
            typed["decision"], typed.get("pret"), typed.get("subvention"), typed["motif_refus"]
        )
        workspace.commissions.rectify(line.aide_id, saisie, typed["motif"])

    now = said(DecisionSaisie(line.decision or "", line.pret, line.subvention))
    values = {"decision": line.decision, "motif_refus": line.motif_refus,
              **{key: getattr(line, key) for key, _ in _FORMES if key in line.formes}}  # fmt: skip
    return EntrySpec(
        f"rectification.{line.aide_id}", "Rectifier une décision", "Rectification d'une décision", rows, save,
        values, famille_id=line.famille_id, primary="Rectifier",
        notice=Strip(f"{line.famille}, {line.type_aide} : {now}. L'ancienne décision reste visible.", ""),
        prepare=partial(_follow, tuple(one.key for one in amounts)),
    )  # fmt: skip


def motif_spec(workspace: Workspace, line: LigneOrdreDuJour, saisie: DecisionSaisie) -> EntrySpec:
    """Return the reason of a decision, required for one that grants more than was asked."""

    def save(typed: dict[str, Any]) -> None:
        workspace.commissions.decide(line.aide_id, replace(saisie, motif_decision=typed["motif_decision"]))

    granted = (saisie.pret or 0) + (saisie.subvention or 0)
    more = 0 if line.montant_demande is None else max(granted - line.montant_demande, 0)
    label = "Pourquoi plus que demandé" if more else "Motif, en quelques mots"
    rows = (FieldSpec("motif_decision", label, required=bool(more), longest=400),)
    sentence = f"{line.famille} : {format_cents(more)} de plus que demandé."
    return EntrySpec(
        f"motif_decision.{line.aide_id}", "Plus que demandé" if more else "Motif de la décision",
        "Motif d'une décision", rows, save, {"motif_decision": saisie.motif_decision},
        famille_id=line.famille_id,
        notice=Strip(sentence if more else f"{line.famille} : {said(saisie)}.", "" if more else "discret"),
    )  # fmt: skip


def _follow(amounts: tuple[str, ...], form: Form) -> None:
    """Show the amounts of a grant, or the reason of a refusal."""

    def show(key: str) -> None:
        if key == "decision":
            granted = form.value("decision") in DECISIONS_ATTRIBUTIVES
            for one in amounts:
                form.set_visible(one, shown=granted)
            form.set_visible("motif_refus", shown=not granted)

    form.changed.connect(show)
    show("decision")
