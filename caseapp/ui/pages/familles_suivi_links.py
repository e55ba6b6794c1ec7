"""The sheets about notes and orientations."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import NiveauNote
from caseapp.errors import FieldError
from caseapp.services.interventions_lignes import InterventionRow, OrientationRow
from caseapp.services.notes import NoteEntiere, NoteSaisie
from caseapp.services.orientations import OrientationSaisie
from caseapp.services.perimetre import Choice
from caseapp.ui.forms.entry import EntrySpec
from caseapp.ui.pages.familles_suivi_choix import SuiviChoix, added_name, with_present
from caseapp.ui.pages.familles_suivi_desk import SuiviDesk
from caseapp.ui.pages.familles_suivi_fields import (
    as_day,
    as_id,
    as_text,
    explain_level,
    intervention_name,
    note_rows,
    orientation_rows,
    required_day,
)

Remove = Callable[[int], None]
_INTERVENTION, _RENDEZ_VOUS = "i", "r"
"""Begin the key of what a note is about."""
_MEETINGS = 40
"""Appointments that a note may be about, latest first."""
_NOT_MINE = "Cette note a été écrite par quelqu'un d'autre : elle se lit dans le fil, sans se changer."


class LinkSheets:
    """Opens them for the desk's family."""

    def __init__(self, desk: SuiviDesk) -> None:
        self._desk = desk
        self._notes, self._orientations = desk.workspace.notes, desk.workspace.orientations

    # --- Notes ---

    def add_note(self, row: InterventionRow | None = None) -> None:
        """Write a note about the family, or about an intervention."""
        famille_id, title = self._desk.famille_id, "Note"
        about = None if row is None else f"{_INTERVENTION}{row.id}"
        self._desk.open(
            EntrySpec(
                f"note.famille.{famille_id}", title, title, note_rows(self._about()),
                partial(self._save_note, famille_id),
                values={"niveau": NiveauNote.EQUIPE.value, "lien": about},
                famille_id=famille_id, focus="texte", prepare=explain_level,
            )
        )  # fmt: skip

    def _save_note(self, famille_id: int, values: dict[str, object]) -> int:
        return self._notes.add(famille_id, _note(values))

    def open_note(self, note_id: int) -> None:
        """Open a note to change it, if the user wrote it."""
        self._desk.ask(partial(self._notes.find, note_id), self._edit_note)

    def _edit_note(self, note: NoteEntiere) -> None:
        if not note.mine:
            self._desk.refused.emit(_NOT_MINE)
            return
        title, saisie = "Modifier la note", note.saisie
        about = with_present(self._about(), _link(saisie), "Le rendez-vous déjà noté")
        self._desk.open(
            EntrySpec(
                f"note.{note.id}", title, title, note_rows(about), partial(self._change, note.id),
                values={"texte": saisie.texte, "niveau": saisie.niveau, "lien": _link(saisie)},
                famille_id=note.famille_id, focus="texte", prepare=explain_level,
                notice=self._removal("Retirer cette note", self._notes.remove, note.id),
            )
        )  # fmt: skip

    def _change(self, note_id: int, values: dict[str, object]) -> None:
        self._notes.edit(note_id, _note(values))

    def _about(self) -> tuple[Choice, ...]:
        suivi = self._desk.suivi
        meetings = suivi.rencontres[:_MEETINGS]
        return (
            *(Choice(f"{_INTERVENTION}{one.id}", intervention_name(one)) for one in suivi.interventions),
            *(
                Choice(f"{_RENDEZ_VOUS}{one.id}", f"{format_date(one.date)} · {one.libelle}")
                for one in meetings
            ),
        )

    # --- Orientations ---

    def add_orientation(self, row: InterventionRow | None = None) -> None:
        """Send the family to a partner."""
        self._desk.with_choices(lambda choix: self._orient(choix, row))

    def _orient(self, choix: SuiviChoix, row: InterventionRow | None) -> None:
        famille_id, title = self._desk.famille_id, "Nouvelle orientation"
        self._desk.open(
            EntrySpec(
                f"orientation.famille.{famille_id}", title, title,
                orientation_rows(choix, self._desk.suivi), partial(self._save_orientation, famille_id),
                values={
                    "jour": self._desk.navigator.today(), "intervention": None if row is None else row.id,
                    "reponse": "en_attente",
                },
                famille_id=famille_id, focus="partenaire",
            )
        )  # fmt: skip

    def _save_orientation(self, famille_id: int, values: dict[str, object]) -> int:
        saisie = _orientation(values)
        return self._orientations.add(famille_id, saisie, self._desk.navigator.today())

    def edit_orientation(self, orientation: OrientationRow) -> None:
        """Correct an orientation, or note the partner's answer."""
        self._desk.with_choices(lambda choix: self._answer(choix, orientation))

    def _answer(self, choix: SuiviChoix, one: OrientationRow) -> None:
        title = "Modifier l'orientation"
        self._desk.open(
            EntrySpec(
                f"orientation.{one.id}", title, title, orientation_rows(choix, self._desk.suivi),
                partial(self._change_orientation, one.id),
                values={
                    "partenaire": Choice(str(one.partenaire_id), one.partenaire), "objet": one.objet,
                    "jour": one.jour, "intervention": one.intervention_id, "reponse": one.reponse,
                    "date_reponse": one.date_reponse,
                },
                famille_id=self._desk.famille_id, focus="reponse",
                notice=self._removal("Retirer cette orientation", self._orientations.remove, one.id),
            )
        )  # fmt: skip

    def _change_orientation(self, orientation_id: int, values: dict[str, object]) -> None:
        self._orientations.edit(orientation_id, _orientation(values), self._desk.navigator.today())

    def _removal(self, words: str, remove: Remove, ident: int) -> QWidget:
        return self._desk.removal(words, partial(remove, ident))


def _note(values: dict[str, object]) -> NoteSaisie:
    about = str(values["lien"] or "")
    ident = as_id(about[1:] or None)
    return NoteSaisie(
        str(values["texte"]), str(values["niveau"]),
        ident if about.startswith(_INTERVENTION) else None, ident if about.startswith(_RENDEZ_VOUS) else None,
    )  # fmt: skip


def _link(saisie: NoteSaisie) -> str | None:
    if saisie.intervention_id is not None:
        return f"{_INTERVENTION}{saisie.intervention_id}"
    return None if saisie.rendez_vous_id is None else f"{_RENDEZ_VOUS}{saisie.rendez_vous_id}"


def _orientation(values: dict[str, object]) -> OrientationSaisie:
    partner = values["partenaire"]
    name = added_name(partner)
    saisie = OrientationSaisie(
        required_day(values["jour"]), None if name else as_id(partner), name, as_text(values["objet"]),
        as_id(values["intervention"]), as_text(values["reponse"]), as_day(values["date_reponse"]),
    )  # fmt: skip
    if saisie.date_reponse is not None and saisie.reponse is None:
        raise FieldError("reponse", "Dites ce que le partenaire a répondu.")
    return saisie
