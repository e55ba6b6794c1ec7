"""The entries of the steps of a reported dwelling: visit, diagnosis, works, aid withheld, its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.domain.labels import format_date
from caseapp.services.logements import ConstatSaisie
from caseapp.services.logements_rows import SignalementVue
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import EntrySpec, Row
from caseapp.ui.pages.logements_actions import (
    CONSERVER,
    CONSTAT,
    DIAGNOSTIC,
    LEVER,
    PERDRE,
    PROLONGER,
    TRAVAUX,
    VISITE,
    Action,
)
from caseapp.ui.pages.logements_words import capital, extension_room, withheld_title
from caseapp.ui.widgets.strip import Strip

DRAFTS = "logement"
YES_NO = (Choice("oui", "Oui"), Choice("non", "Non"))
_OPERATOR = FieldSpec("operateur", "Opérateur", longest=400, hint="Facultatif")


@dataclass(frozen=True, slots=True)
class StepEntry:
    """What the entry of a step is made from, read before it opens."""

    workspace: Workspace
    vue: SignalementVue
    today: date
    resultats: tuple[Choice, ...]
    motifs: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The title, the fields, what saves them, what they are filled with, what is said over them."""

    title: str
    rows: tuple[Row, ...]
    save: Callable[[dict[str, Any]], Any]
    values: Mapping[str, object] = field(default_factory=dict)
    said: tuple[str, ...] = ()


def read_entry(workspace: Workspace, signalement_id: int, today: date) -> StepEntry:
    """Read it, in a worker."""
    codes = workspace.choix.codes
    return StepEntry(
        workspace, workspace.logements.open_vue(signalement_id, today), today,
        codes("resultat_constat", today), codes("motif_prolongation", today),
    )  # fmt: skip


def draft_key(action: Action, *idents: int) -> str:
    """Return the key of a draft of this page: `logement.constat.12`."""
    return ".".join((DRAFTS, action.cle, *map(str, idents)))


def visit_spec(entry: StepEntry) -> EntrySpec:
    """Return the entry of the visit planned."""
    vue, today = entry.vue, entry.today

    def save(typed: dict[str, Any]) -> None:
        entry.workspace.logements.prevoir_visite(vue.row.id, typed["date_visite"], typed["operateur"], today)

    return _spec(
        VISITE,
        vue,
        _Sheet(
            "Visite prévue",
            ((FieldSpec("date_visite", "Visite le", Kind.DATE), _OPERATOR),),
            save,
            {"date_visite": vue.dates.date_visite, "operateur": vue.operateur},
        ),
    )


def finding_spec(entry: StepEntry) -> EntrySpec:
    """Return the entry of what the visit found."""
    vue, today = entry.vue, entry.today

    def save(typed: dict[str, Any]) -> None:
        saisie = ConstatSaisie(
            typed["date_constat"], typed["resultat"], typed["operateur"], typed["anomalies"]
        )
        entry.workspace.logements.constater(vue.row.id, saisie, today)

    rows = (
        (FieldSpec("date_constat", "Visité le", Kind.DATE, required=True), _OPERATOR),
        FieldSpec(
            "resultat", "Résultat", Kind.SEGMENTS, required=True,
            choices=entry.resultats,
        ),
        FieldSpec("anomalies", "Anomalies constatées", Kind.LONG_TEXT, longest=4000),
    )  # fmt: skip
    values = {
        "date_constat": vue.dates.date_constat or _past(vue.dates.date_visite, today),
        "resultat": vue.row.resultat, "operateur": vue.operateur, "anomalies": vue.anomalies,
    }  # fmt: skip
    return _spec(CONSTAT, vue, _Sheet("Constat de la visite", rows, save, values))


def diagnosis_spec(entry: StepEntry) -> EntrySpec:
    """Return the entry of the diagnosis."""
    vue, today = entry.vue, entry.today

    def save(typed: dict[str, Any]) -> None:
        entry.workspace.logements.diagnostiquer(
            vue.row.id, typed["date_diagnostic"], assistance=_yes(typed["assistance"]), today=today
        )

    rows = (
        (
            FieldSpec("date_diagnostic", "Diagnostic du", Kind.DATE, required=True),
            FieldSpec("assistance", "Assistance à maîtrise d'ouvrage", Kind.SEGMENTS, choices=YES_NO),
        ),
    )
    values = {
        "date_diagnostic": vue.dates.date_diagnostic or today, "assistance": _key(vue.assistance),
    }  # fmt: skip
    return _spec(DIAGNOSTIC, vue, _Sheet("Diagnostic du logement", rows, save, values))


def works_spec(entry: StepEntry) -> EntrySpec:
    """Return the entry of the owner's works."""
    vue, today = entry.vue, entry.today

    def save(typed: dict[str, Any]) -> None:
        entry.workspace.logements.noter_travaux(
            vue.row.id, typed["date_debut_travaux"], typed["date_fin_travaux"], today
        )

    rows = (
        (
            FieldSpec("date_debut_travaux", "Début", Kind.DATE, hint="Passé ou prévu"),
            FieldSpec("date_fin_travaux", "Fin", Kind.DATE, hint="Passée ou prévue"),
        ),
    )
    values = {
        "date_debut_travaux": vue.dates.date_debut_travaux, "date_fin_travaux": vue.dates.date_fin_travaux,
    }  # fmt: skip

    return _spec(TRAVAUX, vue, _Sheet("Travaux du propriétaire", rows, save, values))


def withhold_spec(entry: StepEntry) -> EntrySpec:
    """Return the entry of the aid withheld, with what must be known of the aid of the family."""
    vue, today = entry.vue, entry.today

    def save(typed: dict[str, Any]) -> None:
        entry.workspace.logements.conserver(
            vue.row.id, typed["date_conservation"], typed["montant_conserve"], today
        )

    rows = (
        (
            FieldSpec("date_conservation", "Conservée depuis le", Kind.DATE, required=True),
            FieldSpec("montant_conserve", "Montant par mois", Kind.EUROS, hint="Facultatif"),
        ),
    )
    values = {
        "date_conservation": vue.dates.date_conservation or today, "montant_conserve": vue.montant_conserve,
    }  # fmt: skip
    return _spec(
        CONSERVER, vue, _Sheet("Conserver l'aide au logement", rows, save, values, vue.avertissements)
    )


def extension_spec(entry: StepEntry) -> EntrySpec:
    """Return the entry of an extension: its listed case, its months by the rules."""
    vue, today = entry.vue, entry.today

    def save(typed: dict[str, Any]) -> int:
        return entry.workspace.logements.prolonger(
            vue.row.id, typed["date"], typed["motif"], typed["mois"], today
        )

    months = None if vue.regles is None else vue.regles.prolongation
    rows = (
        FieldSpec(
            "motif", "Cas de prolongation", Kind.CHOICE, required=True,
            choices=entry.motifs, placeholder="Choisir le cas",
        ),
        (
            FieldSpec("date", "Décidée le", Kind.DATE, required=True),
            FieldSpec("mois", "Mois", Kind.INTEGER, required=True, minimum=1, maximum=24),
        ),
    )  # fmt: skip
    said = (f"{withheld_title(vue, today)}.", extension_room(vue, today))
    return _spec(
        PROLONGER, vue, _Sheet("Prolonger la conservation", rows, save, {"date": today, "mois": months}, said)
    )


def release_spec(entry: StepEntry) -> EntrySpec:
    """Return the entry of the release; of the closing, where no aid was withheld."""
    vue, today = entry.vue, entry.today

    def save(typed: dict[str, Any]) -> None:
        entry.workspace.logements.lever(
            vue.row.id, typed["date_levee"], travaux=_yes(typed["travaux"]), today=today
        )

    withheld = vue.dates.date_conservation is not None
    rows = (
        (
            FieldSpec("date_levee", "Levée le" if withheld else "Clos le", Kind.DATE, required=True),
            FieldSpec("travaux", "Travaux faits", Kind.SEGMENTS, required=True, choices=YES_NO),
        ),
    )
    title = "Lever la conservation" if withheld else "Clore le signalement"
    done = "L'aide conservée est versée au bailleur." if withheld else "Aucune aide n'était conservée."
    return _spec(LEVER, vue, _Sheet(title, rows, save, {"date_levee": today}, (done,)))


def loss_spec(entry: StepEntry) -> EntrySpec:
    """Return the entry of the loss of the aid, said with the day until which it could be released."""
    vue, today = entry.vue, entry.today

    def save(typed: dict[str, Any]) -> None:
        entry.workspace.logements.perdre(vue.row.id, typed["date_perte"], today)

    end = None if vue.conservation is None else vue.conservation.fin
    early = () if end is None or end < today else (f"La conservation court jusqu'au {format_date(end)}.",)
    said = (*early, "L'aide perdue ne peut pas être réclamée à la famille.")
    rows = (FieldSpec("date_perte", "Perdue pour le bailleur le", Kind.DATE, required=True),)
    return _spec(PERDRE, vue, _Sheet("Aide conservée perdue", rows, save, {"date_perte": today}, said))


SPECS: dict[Action, Callable[[StepEntry], EntrySpec]] = {
    VISITE: visit_spec,
    CONSTAT: finding_spec,
    DIAGNOSTIC: diagnosis_spec,
    TRAVAUX: works_spec,
    CONSERVER: withhold_spec,
    PROLONGER: extension_spec,
    LEVER: release_spec,
    PERDRE: loss_spec,
}
"""What makes the entry of each step."""


def _spec(action: Action, vue: SignalementVue, sheet: _Sheet) -> EntrySpec:
    said = " ".join(capital(one) for one in sheet.said if one)
    notice: QWidget | None = Strip(said, "") if said else None
    return EntrySpec(
        key=draft_key(action, vue.row.id), title=sheet.title, draft_label=sheet.title, rows=sheet.rows,
        save=sheet.save, values=sheet.values, famille_id=vue.row.famille_id, notice=notice,
    )  # fmt: skip


def _past(day: date | None, today: date) -> date:
    return today if day is None or day > today else day


def _yes(key: object) -> bool | None:
    return None if key is None else key == "oui"


def _key(known: bool | None) -> str | None:
    return None if known is None else ("oui" if known else "non")
