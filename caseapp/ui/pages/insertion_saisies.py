"""The sheets of an RSA follow-up: contract, review, obstacle, step, co-support, end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.services.interventions_lignes import DemarcheRow
from caseapp.services.interventions_objectifs import DemarcheSaisie
from caseapp.services.perimetre import Choice
from caseapp.services.suivis_rsa import ContratSaisie, FreinSaisie, PartageSaisie, SuiviVue
from caseapp.services.suivis_rsa_rows import ACCOMPAGNEMENT_GLOBAL
from caseapp.services.workspace import Workspace
from caseapp.ui.forms.entry import EntrySpec
from caseapp.ui.forms.fields import FieldSpec, Kind
from caseapp.ui.pages.familles_suivi_choix import added_name, search_partners, with_present
from caseapp.ui.pages.familles_suivi_fields import as_id
from caseapp.ui.pages.insertion_cartes import CONTRAT, DEMARCHE, ETAPE, FIN, FREIN, PARTAGE, REEXAMEN

PAGE = "suivi_rsa"
"""Begins the keys of the drafts of this page."""
Removal = Callable[[str, Callable[[], object]], QWidget]
"""Makes the link of a sheet that removes its record instead of saving it."""
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class InsertionChoix:
    """What the sheets offer, read before one opens; `me` is the key of the user's agent."""

    contrats: tuple[Choice, ...]
    freins: tuple[Choice, ...]
    partages: tuple[Choice, ...]
    fins: tuple[Choice, ...]
    agents: tuple[Choice, ...]
    partenaires: tuple[Choice, ...]
    me: str | None


def read_choices(workspace: Workspace, today: date) -> InsertionChoix:
    """Read what the sheets offer; for a worker."""
    codes, me = workspace.choix.codes, workspace.agents.me()
    return InsertionChoix(
        codes("type_contrat_rsa", today), codes("frein", today), codes("co_accompagnement", today),
        codes("motif_fin", today),
        tuple(Choice(str(one.id), one.label) for one in workspace.agents.list_rows()),
        workspace.choix.partenaires(), None if me is None else str(me.id),
    )  # fmt: skip


def draft_key(form: str, suivi_id: int, line: int | None = None) -> str:
    """Return the key of a draft: `suivi_rsa.contrat.12`, `suivi_rsa.contrat.12.31` for a line of it."""
    return f"{PAGE}.{form}.{suivi_id}" + (f".{line}" if line is not None else "")


class SheetSpecs:
    """Makes the entry of each sheet about a follow-up."""

    def __init__(self, workspace: Workspace, today: date, removal: Removal) -> None:
        self._suivis, self._objectifs = workspace.suivis_rsa, workspace.objectifs
        self._today, self._removal = today, removal

    def make(self, form: str, vue: SuiviVue, line: int | None, choix: InsertionChoix) -> EntrySpec | None:
        """Return an entry, None when the line it was about is gone."""
        makers = {
            CONTRAT: self._contract, REEXAMEN: self._review, FREIN: self._obstacle, PARTAGE: self._shared,
            DEMARCHE: self._new_step, ETAPE: self._step,
        }  # fmt: skip
        return self._end(vue, choix) if form == FIN else makers[form](vue, line, choix)

    def _contract(self, vue: SuiviVue, line: int | None, choix: InsertionChoix) -> EntrySpec | None:
        one = next((row for row in vue.contrats if row.id == line), None)
        if line is not None and one is None:
            return None
        service, today = self._suivis.contrats, self._today

        def save(typed: dict[str, Any]) -> Any:
            saisie = ContratSaisie(
                typed["type"], typed["date_signature"], typed["date_fin"], typed["objectifs"]
            )
            if line is None:
                return service.add(vue.row.id, saisie, today)
            return service.edit(line, saisie, today)

        present: dict[str, object] | None = None if one is None else {
            "type": one.type, "date_signature": one.date_signature, "date_fin": one.date_fin,
            "objectifs": one.objectifs or None,
        }  # fmt: skip
        return EntrySpec(
            draft_key(CONTRAT, vue.row.id, line), "Contrat signé", "Contrat d'un suivi RSA",
            (
                FieldSpec("type", "Contrat", Kind.SEGMENTS, required=True, choices=choix.contrats),
                (
                    FieldSpec("date_signature", "Signé le", Kind.DATE, required=True),
                    FieldSpec("date_fin", "Jusqu'au", Kind.DATE, hint="Facultatif"),
                ),
                FieldSpec("objectifs", "Objectifs", Kind.LONG_TEXT, longest=_LONGEST),
            ),
            save, values=present or {"type": vue.type_attendu, "date_signature": today},
            famille_id=vue.row.famille_id, focus="date_signature",
            notice=self._removable(line, "Retirer ce contrat", service.remove),
        )  # fmt: skip

    def _review(self, vue: SuiviVue, line: int | None, _choix: InsertionChoix) -> EntrySpec | None:
        one = next((row for row in vue.reexamens if row.id == line), None)
        if line is not None and one is None:
            return None
        service, today = self._suivis.contrats, self._today

        def save(typed: dict[str, Any]) -> Any:
            if line is None:
                return service.add_reexamen(vue.row.id, typed["jour"], typed["conclusion"], today)
            return service.edit_reexamen(line, typed["jour"], typed["conclusion"], today)

        return EntrySpec(
            draft_key(REEXAMEN, vue.row.id, line), "Réexamen du parcours", "Réexamen d'un suivi RSA",
            (
                FieldSpec("jour", "Réexaminé le", Kind.DATE, required=True),
                FieldSpec("conclusion", "Conclusion", Kind.LONG_TEXT, longest=_LONGEST),
            ),
            save, values={"jour": one.date, "conclusion": one.conclusion or None} if one else {"jour": today},
            famille_id=vue.row.famille_id, focus="jour",
            notice=self._removable(line, "Retirer ce réexamen", service.remove_reexamen),
        )  # fmt: skip

    def _obstacle(self, vue: SuiviVue, line: int | None, choix: InsertionChoix) -> EntrySpec | None:
        one = next((row for row in vue.freins if row.id == line), None)
        if line is not None and one is None:
            return None
        service, today = self._suivis.freins, self._today

        def save(typed: dict[str, Any]) -> Any:
            saisie = FreinSaisie(
                typed["frein"], typed["date_reperage"], typed["date_levee"], typed["commentaire"]
            )
            if line is None:
                return service.add(vue.row.id, saisie, today)
            return service.edit(line, saisie, today)

        present: dict[str, object] | None = None if one is None else {
            "frein": one.code, "date_reperage": one.date_reperage, "date_levee": one.date_levee,
            "commentaire": one.commentaire or None,
        }  # fmt: skip
        offered = with_present(choix.freins, one.code, one.libelle) if one else choix.freins
        return EntrySpec(
            draft_key(FREIN, vue.row.id, line), "Frein repéré", "Frein d'un suivi RSA",
            (
                FieldSpec("frein", "Frein", Kind.CHOICE, required=True, choices=offered),
                (
                    FieldSpec("date_reperage", "Repéré le", Kind.DATE, required=True),
                    FieldSpec("date_levee", "Levé le", Kind.DATE, hint="Facultatif"),
                ),
                FieldSpec("commentaire", "Précision", longest=400),
            ),
            save, values=present or {"date_reperage": today}, famille_id=vue.row.famille_id, focus="frein",
            notice=self._removable(line, "Retirer ce frein", service.remove),
        )  # fmt: skip

    def _shared(self, vue: SuiviVue, line: int | None, choix: InsertionChoix) -> EntrySpec | None:
        one = next((row for row in vue.partages if row.id == line), None)
        if line is not None and one is None:
            return None
        service, today = self._suivis.partages, self._today

        def save(typed: dict[str, Any]) -> Any:
            name = added_name(typed["partenaire"])
            saisie = PartageSaisie(
                typed["type"], typed["date_debut"], None if name else as_id(typed["partenaire"]), name,
                typed["conseiller"], typed["date_fin"],
            )  # fmt: skip
            if line is None:
                return service.add(vue.row.id, saisie, today)
            return service.edit(line, saisie, today)

        present: dict[str, object] | None = None if one is None else {
            "type": one.type, "partenaire": Choice(str(one.partenaire_id), one.partenaire),
            "conseiller": one.conseiller or None, "date_debut": one.date_debut, "date_fin": one.date_fin,
        }  # fmt: skip
        return EntrySpec(
            draft_key(PARTAGE, vue.row.id, line), "Co-accompagnement", "Co-accompagnement",
            (
                FieldSpec("type", "Nature", Kind.CHOICE, required=True, choices=choix.partages),
                (
                    FieldSpec(
                        "partenaire", "Partenaire", Kind.COMPLETION, required=True, width_share=3,
                        search=partial(search_partners, choix.partenaires),
                        hint="S'il n'est pas dans la liste, écrivez son nom : il sera ajouté.",
                    ),
                    FieldSpec("conseiller", "Conseiller", longest=400, width_share=2),
                ),
                (
                    FieldSpec("date_debut", "Depuis le", Kind.DATE, required=True),
                    FieldSpec("date_fin", "Jusqu'au", Kind.DATE, hint="Facultatif"),
                ),
            ),
            save, values=present or {"type": ACCOMPAGNEMENT_GLOBAL, "date_debut": today},
            famille_id=vue.row.famille_id, focus="partenaire",
            notice=self._removable(line, "Retirer ce co-accompagnement", service.remove),
        )  # fmt: skip

    def _new_step(self, vue: SuiviVue, line: int | None, _choix: InsertionChoix) -> EntrySpec | None:
        frein = next((row for row in vue.freins if row.id == line), None)
        if frein is None:
            return None
        service, today = self._suivis.freins, self._today

        def save(typed: dict[str, Any]) -> int:
            return service.add_demarche(
                frein.id, typed["libelle"], typed["echeance"], typed["date_realisation"], today
            )

        return EntrySpec(
            draft_key(DEMARCHE, vue.row.id, frein.id), f"Démarche : {frein.libelle}", "Démarche d'un frein",
            _STEP_ROWS, save, famille_id=vue.row.famille_id, focus="libelle",
        )  # fmt: skip

    def _step(self, vue: SuiviVue, line: int | None, _choix: InsertionChoix) -> EntrySpec | None:
        step = next((one for frein in vue.freins for one in frein.demarches if one.id == line), None)
        if step is None:
            return None
        return EntrySpec(
            draft_key(ETAPE, vue.row.id, step.id), "Modifier la démarche", "Démarche d'un frein", _STEP_ROWS,
            partial(self._save_step, step),
            values={
                "libelle": step.libelle, "echeance": step.echeance,
                "date_realisation": step.date_realisation,
            },
            famille_id=vue.row.famille_id, focus="libelle",
            notice=self._removable(line, "Retirer cette démarche", self._objectifs.remove_demarche),
        )  # fmt: skip

    def _save_step(self, step: DemarcheRow, typed: dict[str, Any]) -> None:
        saisie = DemarcheSaisie(
            typed["libelle"], typed["echeance"], step.objectif_id, typed["date_realisation"]
        )
        self._objectifs.edit_demarche(step.id, saisie, self._today)

    def _end(self, vue: SuiviVue, choix: InsertionChoix) -> EntrySpec:
        service, today = self._suivis, self._today
        linked = "L'intervention reliée reste ouverte : elle se clôture dans la fiche."
        return EntrySpec(
            draft_key(FIN, vue.row.id), "Terminer le suivi", "Fin d'un suivi RSA",
            (
                (
                    FieldSpec("jour", "Terminé le", Kind.DATE, required=True),
                    FieldSpec(
                        "motif", "Pourquoi", Kind.CHOICE, required=True, choices=choix.fins, width_share=2,
                        hint=linked if vue.intervention_id is not None else "",
                    ),
                ),
            ),
            lambda typed: service.end(vue.row.id, typed["jour"], typed["motif"], today),  # type: ignore[arg-type]
            values={"jour": today}, famille_id=vue.row.famille_id, primary="Terminer", focus="motif",
        )  # fmt: skip

    def _removable(self, line: int | None, words: str, remove: Callable[[int], object]) -> QWidget | None:
        """Return the link that removes the line a sheet corrects, None for a new line."""
        return None if line is None else self._removal(words, partial(remove, line))


_STEP_ROWS = (
    FieldSpec("libelle", "Démarche", required=True, longest=400, placeholder="Demander une place en crèche"),
    (
        FieldSpec("echeance", "À faire avant le", Kind.DATE),
        FieldSpec("date_realisation", "Faite le", Kind.DATE),
    ),
)
