"""The entries about a dwelling itself: what it is, and who lives in it."""

from collections.abc import Callable
from typing import Any

from caseapp.services.logements_rows import LogementSaisie, OccupationRow, OccupationSaisie, SignalementVue
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import EntrySpec
from caseapp.ui.pages.logements_actions import LOGEMENT, OCCUPANT, OCCUPATION
from caseapp.ui.pages.logements_saisies import draft_key
from caseapp.ui.pages.logements_tete import row as beside
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.strip import Strip

_MISTAKE = "Une occupation notée par erreur se retire ; Ctrl+Z la rétablit."
_SHARED = "Ce logement est celui de plusieurs familles : la correction vaut pour toutes."


def stay_spec(
    workspace: Workspace, vue: SignalementVue, statuts: tuple[Choice, ...], logement_id: int
) -> EntrySpec:
    """Return the entry of a family that lives in the dwelling."""

    def save(typed: dict[str, Any]) -> int:
        return workspace.occupations.add(
            OccupationSaisie(
                int(typed["famille"]), logement_id, typed["date_entree"], typed["date_sortie"],
                typed["statut"],
            )
        )  # fmt: skip

    who = FieldSpec(
        "famille", "Famille", Kind.COMPLETION, required=True, search=workspace.familles.search_choices,
        placeholder="Nom, numéro, téléphone…",
    )  # fmt: skip
    return EntrySpec(
        draft_key(OCCUPANT, vue.row.id), OCCUPANT.libelle, "Occupant d'un logement",
        (who, *_stay_rows(statuts)), save,
    )  # fmt: skip


def edit_stay_spec(
    workspace: Workspace,
    vue: SignalementVue,
    statuts: tuple[Choice, ...],
    row: OccupationRow,
    remove: Callable[[], object],
) -> EntrySpec:
    """Return the entry that corrects a stay, notes its end, or removes it."""
    known = row.saisie

    def save(typed: dict[str, Any]) -> None:
        saisie = OccupationSaisie(
            row.famille_id, row.logement_id, typed["date_entree"], typed["date_sortie"], typed["statut"]
        )
        workspace.occupations.edit(row.id, saisie)

    return EntrySpec(
        draft_key(OCCUPATION, vue.row.id, row.id), f"Occupation : {row.famille}", "Occupation d'un logement",
        _stay_rows(statuts), save,
        values={
            "date_entree": known.date_entree, "date_sortie": known.date_sortie, "statut": known.statut,
        },
        famille_id=row.famille_id,
        notice=beside(plain_label(_MISTAKE, role="note"), link_button("Retirer", remove)),
    )  # fmt: skip


def dwelling_spec(workspace: Workspace, vue: SignalementVue, types: tuple[Choice, ...]) -> EntrySpec | None:
    """Return the entry that corrects the dwelling for all who live there; None where it is masked."""
    known, shown = vue.logement_saisie, vue.logement
    if known is None or shown is None:
        return None

    def save(typed: dict[str, Any]) -> None:
        saisie = LogementSaisie(
            typed["adresse"], typed["complement"], typed["commune"], typed["bailleur"], typed["type"],
            typed["surface"],
        )  # fmt: skip
        workspace.occupations.edit_dwelling(shown.id, saisie, vue.row.famille_id)

    commune = None if known.code_commune is None else Choice(known.code_commune, shown.commune)
    return EntrySpec(
        draft_key(LOGEMENT, vue.row.id), LOGEMENT.libelle, "Logement corrigé",
        (
            (
                FieldSpec("adresse", "Adresse", required=True, longest=400, width_share=3),
                FieldSpec(
                    "commune", "Commune", Kind.COMPLETION, search=workspace.choix.communes, width_share=2
                ),
            ),
            (
                FieldSpec("complement", "Complément", longest=400, placeholder="Bâtiment, étage…"),
                FieldSpec("bailleur", "Bailleur", longest=400),
            ),
            (
                FieldSpec("type", "Type", Kind.CHOICE, choices=types, placeholder="À préciser"),
                FieldSpec("surface", "Surface en m²", Kind.INTEGER, minimum=1, maximum=10_000),
            ),
        ),
        save,
        values={
            "adresse": known.adresse, "commune": commune, "complement": known.complement,
            "bailleur": known.bailleur, "type": known.type, "surface": known.surface,
        },
        famille_id=vue.row.famille_id,
        notice=Strip(_SHARED, "") if len({one.famille_id for one in vue.occupants}) > 1 else None,
    )  # fmt: skip


def _stay_rows(statuts: tuple[Choice, ...]) -> tuple[tuple[FieldSpec, ...] | FieldSpec, ...]:
    return (
        (
            FieldSpec("date_entree", "Entrée", Kind.DATE, hint="Facultatif"),
            FieldSpec("date_sortie", "Sortie", Kind.DATE, hint="Vide si la famille y vit"),
        ),
        FieldSpec("statut", "Statut", Kind.CHOICE, choices=statuts, placeholder="À préciser"),
    )
