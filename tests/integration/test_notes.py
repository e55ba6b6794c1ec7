"""Notes on a real store: three levels, their author, their links; what is typed is kept as typed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from suivi_store import OTHER, TODAY, Suivis
from zones import local_zone, settable

from caseapp.errors import FieldError, InputError
from caseapp.models import Note, RendezVous
from caseapp.services.fil import FaitKind
from caseapp.services.notes import NoteSaisie
from caseapp.services.saisie_suivi import LONGEST_NOTE
from caseapp.services.workspace import Workspace

HOSTILE = "<b>gras</b> & <script>alert(1)</script>\n\tReçue chez sa sœur, l'été « prochain » 🙂"


@pytest.fixture
def suivis(tmp_path: Path) -> Iterator[Suivis]:
    made = Suivis(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def famille(suivis: Suivis) -> int:
    return suivis.famille("F1")


def told(workspace: Workspace, famille: int) -> list[tuple[str, str]]:
    fil = workspace.familles.open_fiche(famille, TODAY).fil
    return [(fait.titre, fait.detail) for fait in fil if fait.kind is FaitKind.NOTE]


def seen(workspace: Workspace, famille: int) -> list[str]:
    """Return the notes beside the interventions of a family."""
    interventions = workspace.interventions.read(famille).interventions
    return [note.debut for one in interventions for note in one.notes]


def test_a_note_is_kept_as_typed_and_dated_by_the_store(suivis: Suivis, famille: int) -> None:
    ident = suivis.mine.notes.add(famille, NoteSaisie(HOSTILE))
    note = suivis.mine.notes.find(ident)
    assert note.saisie.texte == HOSTILE
    assert (note.ecrite_le, note.mine, note.auteur) == (suivis.store.now, True, suivis.mine.auteur)
    assert told(suivis.mine, famille) == [("Note d'équipe", HOSTILE)]


def test_a_personal_note_is_seen_by_its_author_alone(suivis: Suivis, famille: int) -> None:
    first = suivis.intervention("I1")
    ident = suivis.mine.notes.add(famille, NoteSaisie("Je doute.", "personnelle", first))
    assert told(suivis.mine, famille) == [("Note personnelle", "Je doute.")]
    assert seen(suivis.mine, famille) == ["Je doute."]
    assert told(suivis.others, famille) == seen(suivis.others, famille) == []
    for act in (
        lambda: suivis.others.notes.find(ident),
        lambda: suivis.others.notes.edit(ident, NoteSaisie("Lue")),
        lambda: suivis.others.notes.remove(ident),
    ):
        with pytest.raises(InputError, match="n'est plus dans la base"):
            act()
    assert suivis.mine.notes.find(ident).saisie.texte == "Je doute."


def test_a_note_of_the_team_is_read_by_all_and_changed_by_its_author(suivis: Suivis, famille: int) -> None:
    ident = suivis.others.notes.add(famille, NoteSaisie("Rappeler lundi."))
    assert told(suivis.mine, famille) == [("Note d'équipe", "Rappeler lundi.")]
    assert suivis.mine.notes.find(ident).mine is False
    for act in (
        lambda: suivis.mine.notes.edit(ident, NoteSaisie("Autre")),
        lambda: suivis.mine.notes.remove(ident),
    ):
        with pytest.raises(InputError, match="Seule la personne qui a écrit"):
            act()
    suivis.others.notes.edit(ident, NoteSaisie("Rappeler mardi.", "transmissible"))
    assert told(suivis.mine, famille) == [("Note transmissible", "Rappeler mardi.")]


def test_a_note_removed_comes_back_with_undo(suivis: Suivis, famille: int) -> None:
    ident = suivis.mine.notes.add(famille, NoteSaisie(HOSTILE))
    suivis.mine.notes.remove(ident)
    assert told(suivis.mine, famille) == []
    assert suivis.mine.historique.undo().libelle == "Note retirée"
    assert told(suivis.mine, famille) == [("Note d'équipe", HOSTILE)]


def test_a_note_is_about_an_appointment_or_an_intervention_of_the_family(
    suivis: Suivis, famille: int
) -> None:
    with suivis.store.read() as session:
        meeting = session.scalars(select(RendezVous.id).where(RendezVous.reference == "R1")).one()
    linked = NoteSaisie("Point sur le budget", "equipe", suivis.intervention("I1"), meeting)
    ident = suivis.mine.notes.add(famille, linked)
    assert suivis.mine.notes.find(ident).saisie == linked
    foreign = NoteSaisie("Ailleurs", "equipe", suivis.intervention("I2"))
    with pytest.raises(FieldError) as refusal:
        suivis.mine.notes.add(famille, foreign)
    assert refusal.value.field == "intervention"
    other = suivis.famille("F2")
    with pytest.raises(FieldError) as refusal:
        suivis.mine.notes.add(other, NoteSaisie("Ailleurs", rendez_vous_id=meeting))
    assert refusal.value.field == "rendez_vous"


REFUSED = {
    "empty": ("", "texte"),
    "blank": (" \n\t ", "texte"),
    "too long": ("a" * (LONGEST_NOTE + 1), "texte"),
    "control": ("avant\x00après", "texte"),
    "turned around": ("avant\u202eaprès", "texte"),
}


@pytest.mark.parametrize(("text", "field"), REFUSED.values(), ids=REFUSED)
def test_what_no_note_can_hold_is_refused(suivis: Suivis, famille: int, text: str, field: str) -> None:
    with pytest.raises(FieldError) as refusal:
        suivis.mine.notes.add(famille, NoteSaisie(text))
    assert refusal.value.field == field
    with pytest.raises(FieldError, match="Choisissez qui peut lire"):
        suivis.mine.notes.add(famille, NoteSaisie("Bien", "secrete"))
    assert told(suivis.mine, famille) == []


def test_the_longest_note_is_kept_whole(suivis: Suivis, famille: int) -> None:
    text = "é" * LONGEST_NOTE
    ident = suivis.mine.notes.add(famille, NoteSaisie(text))
    assert suivis.mine.notes.find(ident).saisie.texte == text


def test_a_note_of_nobody_known_never_becomes_personal(suivis: Suivis, famille: int) -> None:
    with suivis.store.write(OTHER) as session:
        note = Note(famille_id=famille, niveau="equipe", texte="Reprise", ecrite_le=suivis.store.now)
        session.add(note)
        session.flush()
        ident = note.id
    with pytest.raises(FieldError, match="On ignore qui a écrit"):
        suivis.mine.notes.edit(ident, NoteSaisie("Reprise", "personnelle"))
    suivis.mine.notes.edit(ident, NoteSaisie("Reprise et datée"))
    assert told(suivis.others, famille) == [("Note d'équipe", "Reprise et datée")]


@settable
def test_a_note_found_bears_its_local_day(suivis: Suivis, famille: int) -> None:
    """Written on the 21st in UTC, when it is the 22nd in Nouméa already."""
    with local_zone("Pacific/Noumea"):
        ident = suivis.mine.notes.add(famille, NoteSaisie("Voir le bailleur"))
        with suivis.store.write(suivis.mine.auteur) as session:
            session.get_one(Note, ident).ecrite_le = datetime.fromisoformat("2026-11-21T20:00:00")
        (found,) = suivis.mine.recherche.search("bailleur")
        assert found.titre == "Nguyễn Emma, 22/11/2026"
