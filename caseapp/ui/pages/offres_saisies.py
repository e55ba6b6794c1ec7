"""The entries of the page: an offer to one family, its acceptance, a new campaign."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.services.campagne import Campagne
from caseapp.services.offres import NouveauRendezVous, OffreVue
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import EntrySpec

_SAME = "Celui du motif"
_NO_INTERVENTION = "Ne pas ouvrir d'intervention"
_DURATION = 45
"""Minutes proposed for an appointment."""


@dataclass(frozen=True, slots=True)
class Choix:
    """What the fields offer."""

    motifs: tuple[Choice, ...]
    parcours: tuple[Choice, ...]
    types: tuple[Choice, ...]
    modes: tuple[Choice, ...]
    lieux: tuple[Choice, ...]
    natures: tuple[Choice, ...]


def read_choices(workspace: Workspace, today: date) -> Choix:
    """Read what the fields offer."""
    codes = workspace.choix.codes
    return Choix(
        workspace.choix.motifs(today), workspace.offres.parcours(), codes("type_rendez_vous", today),
        codes("mode", today), workspace.choix.lieux(), codes("nature", today),
    )  # fmt: skip


def offer_spec(workspace: Workspace, choix: Choix, today: date) -> EntrySpec:
    """Return the entry of an offer to one family."""

    def save(values: dict[str, Any]) -> int:
        return workspace.offres.create(
            int(values["famille"]), values["motif"], values["jour"], values["campagne"] or "",
            values["parcours"],
        )  # fmt: skip

    return EntrySpec(
        key="offre", title="Nouvelle offre de contact", draft_label="Offre de contact", save=save,
        rows=(
            FieldSpec(
                "famille", "Famille", Kind.COMPLETION, required=True, search=workspace.familles.search_choices
            ),
            FieldSpec("motif", "Motif", Kind.CHOICE, required=True, choices=choix.motifs),
            FieldSpec("parcours", "Parcours", Kind.CHOICE, choices=choix.parcours, placeholder=_SAME),
            (
                FieldSpec("jour", "Date de l'offre", Kind.DATE, required=True),
                FieldSpec("campagne", "Campagne", hint="Facultatif", width_share=2),
            ),
        ),
        values={"jour": today},
    )  # fmt: skip


def accept_spec(vue: OffreVue, choix: Choix, save: Callable[[NouveauRendezVous], object]) -> EntrySpec:
    """Return the entry of the appointment that a family accepts."""

    def read(values: dict[str, Any]) -> object:
        lieu = values["lieu"]
        return save(
            NouveauRendezVous(
                values["jour"], values["heure"], values["duree"], values["type"], values["mode"],
                int(lieu) if lieu else None, values["nature"],
            )
        )  # fmt: skip

    return EntrySpec(
        key=f"offre_acceptee.{vue.id}", title="Offre acceptée : le rendez-vous",
        draft_label="Rendez-vous d'une offre acceptée", famille_id=vue.famille_id, save=read,
        rows=(
            (
                FieldSpec("jour", "Date", Kind.DATE, required=True, placeholder="+7, jeudi, 0312…"),
                FieldSpec("heure", "Heure", Kind.TIME, placeholder="9h30"),
                FieldSpec("duree", "Durée", Kind.DURATION),
            ),
            (
                FieldSpec("type", "Type", Kind.CHOICE, required=True, choices=choix.types),
                FieldSpec("mode", "Mode", Kind.CHOICE, choices=choix.modes, placeholder="Non précisé"),
            ),
            FieldSpec("lieu", "Lieu", Kind.CHOICE, choices=choix.lieux, placeholder="Non précisé"),
            FieldSpec(
                "nature", "Intervention à l'initiative de la Caf", Kind.CHOICE, choices=choix.natures,
                placeholder=_NO_INTERVENTION,
            ),
        ),
        values={"duree": _DURATION, "type": "entretien", "mode": "physique"},
    )  # fmt: skip


def phone_spec(workspace: Workspace, number: str) -> EntrySpec:
    """Return the entry of the number that messages give."""
    return EntrySpec(
        key="telephone_service", title="Numéro du service", draft_label="Numéro du service",
        save=lambda values: workspace.offres.set_service_phone(str(values["numero"])),
        rows=(FieldSpec("numero", "Téléphone que les messages donnent", required=True, longest=40),),
        values={"numero": number},
    )  # fmt: skip


def campaign_rows(choix: Choix) -> tuple[FieldSpec | tuple[FieldSpec, ...], ...]:
    """Return the fields of a new campaign."""
    return (
        FieldSpec("campagne", "Nom de la campagne", required=True, placeholder="Séparations de novembre"),
        FieldSpec("motif", "Motif", Kind.CHOICE, required=True, choices=choix.motifs),
        FieldSpec("parcours", "Parcours", Kind.CHOICE, choices=choix.parcours, placeholder=_SAME),
        FieldSpec("jour", "Date des offres", Kind.DATE, required=True),
        FieldSpec(
            "jour_evenement", "Dater chaque offre du jour de l'événement lu dans le fichier", Kind.CHECK
        ),
    )


def campaign_of(values: dict[str, Any]) -> Campagne:
    """Return the campaign typed."""
    return Campagne(
        str(values["campagne"]), values["motif"], values["jour"], values["parcours"],
        bool(values["jour_evenement"]),
    )  # fmt: skip
