"""The fields of the quick entry, and what is made of their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from caseapp.domain.nomenclature import NiveauNote, StatutRendezVous
from caseapp.services.perimetre import Choice
from caseapp.services.saisie import Genre, Saisie
from caseapp.services.saisie_propositions import FamilleSaisie, Propositions
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.fields import Search

GENRES = (
    Choice(Genre.ENTRETIEN.value, "Entretien"),
    Choice(Genre.APPEL.value, "Appel"),
    Choice(Genre.VISITE.value, "Visite"),
    Choice(Genre.DROITS.value, "Droits"),
    Choice(Genre.ANONYME.value, "Anonyme"),
)
NIVEAUX = (
    Choice(NiveauNote.EQUIPE.value, "D'équipe"),
    Choice(NiveauNote.TRANSMISSIBLE.value, "Transmissible"),
    Choice(NiveauNote.PERSONNELLE.value, "Personnelle"),
)
_SHORT = {"telephone": "Tél."}
_PLACED, _ABOUT_SOMEONE = ("mode", "lieu"), ("famille", "intervention", "niveau", "note")


@dataclass(frozen=True, slots=True)
class Offered:
    """What the fields offer, read before the sheet opens."""

    lieux: Sequence[Choice]
    modes: Sequence[Choice]
    statuts: Sequence[Choice]
    propositions: Propositions
    about: FamilleSaisie | None = None


def entry_rows(offered: Offered, search: Search) -> tuple[FieldSpec | tuple[FieldSpec, ...], ...]:
    """Return the rows of the sheet."""
    modes = tuple(Choice(one.key, _SHORT.get(one.key, one.label)) for one in offered.modes)
    interventions = offered.about.interventions if offered.about is not None else ()
    return (
        FieldSpec(
            "famille", "Famille", Kind.COMPLETION, required=True, search=search,
            placeholder="Nom, prénom, numéro, commune…",
        ),
        FieldSpec("genre", "Type", Kind.SEGMENTS, required=True, choices=GENRES, name="Type de contact",
            hint="Alt et la lettre E, A, V, D ou N change le type."),
        (
            FieldSpec("date", "Date", Kind.DATE, required=True, width_share=4),
            FieldSpec("heure", "Heure", Kind.TIME, placeholder="9h30", width_share=3),
            FieldSpec("duree", "Durée", Kind.DURATION, placeholder="45 min", width_share=3),
            FieldSpec("statut", "Statut", Kind.CHOICE, required=True, choices=tuple(offered.statuts),
                      width_share=4),
        ),
        (
            FieldSpec("mode", "Mode", Kind.SEGMENTS, choices=modes),
            FieldSpec("lieu", "Lieu", Kind.CHOICE, choices=tuple(offered.lieux)),
        ),
        (
            FieldSpec("intervention", "Intervention", Kind.CHOICE, choices=interventions,
                      placeholder="Aucune", width_share=5),
            FieldSpec("niveau", "Niveau de note", Kind.CHOICE, required=True, choices=NIVEAUX, width_share=2,
                      name="Qui peut lire la note"),
        ),
        FieldSpec("note", "Texte de la note", Kind.LONG_TEXT, lines=3),
    )  # fmt: skip


def hidden_fields(genre: Genre) -> frozenset[str]:
    """Return what is not asked for a kind."""
    if genre is Genre.ANONYME:
        return frozenset(_ABOUT_SOMEONE)
    return frozenset(_PLACED) if genre.mode is not None else frozenset()


def first_values(offered: Offered, today: date, genre: Genre = Genre.ENTRETIEN) -> dict[str, object]:
    """Return what the sheet begins with."""
    about = offered.about
    return {
        "famille": None if about is None else about.famille,
        "genre": genre.value,
        "date": today,
        "heure": None,
        "duree": None,
        "statut": StatutRendezVous.HONORE.value,
        **habit(offered.propositions, genre),
        "intervention": None if about is None else about.proposee,
        "niveau": offered.propositions.niveau,
        "note": None,
    }


def habit(propositions: Propositions, genre: Genre) -> dict[str, object]:
    """Return the last mode and place of a kind, as the fields hold them."""
    found = propositions.habitudes.get(genre)
    if found is None:
        return {}
    return {"mode": found.mode, "lieu": None if found.lieu_id is None else str(found.lieu_id)}


NEXT_VALUES: Mapping[str, object] = {
    "famille": None, "heure": None, "intervention": None, "note": None,
}  # fmt: skip
"""What is emptied for the next entry: the kind, the day and the place stay."""


def same_again(last: Saisie, famille: Choice | None) -> dict[str, object]:
    """Return the last entry as the fields hold it, but its intervention."""
    return {
        "genre": last.genre.value, "famille": famille, "date": last.date, "duree": last.duree,
        "statut": last.statut, "mode": last.mode, "lieu": None if last.lieu_id is None else str(last.lieu_id),
    }  # fmt: skip


def saisie_of(values: Mapping[str, Any], appel_id: int | None = None) -> Saisie:
    """Return what is to be kept."""
    heure: time | None = values["heure"]
    return Saisie(
        Genre(values["genre"]), values["date"], _number(values["famille"]), heure, values["duree"],
        values["mode"], _number(values["lieu"]), _number(values["intervention"]), values["statut"],
        values["note"], values["niveau"] or NiveauNote.EQUIPE.value, appel_id,
    )  # fmt: skip


def _number(key: str | None) -> int | None:
    return None if key is None else int(key)
