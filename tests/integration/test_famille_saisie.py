"""Families typed in the window: duplicates looked for first, refusals, household, situations, undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from invented import TODAY
from profiles import invented_profile, open_workspace
from sqlalchemy import select

from caseapp.errors import FieldError, InputError
from caseapp.models import EntreeJournal, Famille, Situation
from caseapp.services.doublons import Force, Identite
from caseapp.services.famille_saisie import CONTACT, FamilleSaisie
from caseapp.services.famille_saisie_controles import MatriculeTakenError, odd_matricule
from caseapp.services.famille_saisie_foyer import PersonneSaisie
from caseapp.services.famille_saisie_situation import SituationSaisie
from caseapp.services.familles import MASKED
from caseapp.services.workspace import Workspace

NEW = FamilleSaisie(
    nom=" Etcheverry ", prenom="Maïté", date_naissance=date(1991, 3, 8), matricule="100 42 99",
    code_commune="40088", adresse="3 rue du Tuc", telephone="06 11 22 33 44", courriel="maite@exemple.fr",
    consigne="Passer par l'assistante maternelle.",
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(invented_profile(tmp_path / "profil"))
    yield opened
    opened.close()


def family(workspace: Workspace, text: str) -> int:
    (found,) = workspace.familles.search(text)
    return found


def create(workspace: Workspace, saisie: FamilleSaisie = NEW, seen: frozenset[int] = frozenset()) -> int:
    return workspace.saisie_familles.create(saisie, TODAY, seen)


def stored(workspace: Workspace, famille_id: int) -> Famille:
    with workspace._opening.store.read() as session:
        return session.get_one(Famille, famille_id)


def situations(workspace: Workspace, famille_id: int) -> list[tuple[date, int | None]]:
    with workspace._opening.store.read() as session:
        statement = select(Situation.date_effet, Situation.quotient_familial)
        rows = session.execute(
            statement.where(Situation.famille_id == famille_id).order_by(Situation.date_effet)
        )
        return [(row[0], row[1]) for row in rows]


def last_entry(workspace: Workspace) -> tuple[Any, ...]:
    columns = (EntreeJournal.action, EntreeJournal.objet, EntreeJournal.objet_id, EntreeJournal.champs)
    with workspace._opening.store.read() as session:
        return tuple(session.execute(select(*columns).order_by(EntreeJournal.sequence.desc()).limit(1)).one())


def likely(
    workspace: Workspace, nom: str, prenom: str | None = None, **known: Any
) -> list[tuple[str, Force]]:
    found = workspace.saisie_familles.find_likely(Identite(None, nom, prenom, **known))
    return [(one.famille.nom, one.force) for one in found]


# --- Duplicates, from the index ---


@pytest.mark.parametrize(
    ("nom", "prenom", "known", "expected"),
    [
        ("ait ahmed", "lucien", {"date_naissance": date(1990, 7, 14)}, Force.CERTAINE),
        ("Quelqu'un", None, {"matricule": "12346"}, Force.CERTAINE),
        ("Lucien", "Aït Ahmed", {"date_naissance": date(1990, 7, 14)}, Force.CERTAINE),
        ("Durand", "Lucien", {"date_naissance": date(1990, 7, 14)}, Force.POSSIBLE),
        ("Durand", "Lucien", {"telephone": "07 98 76 54 32", "date_naissance": date(1990, 7, 14)},
         Force.PROBABLE),
    ],
    ids=["same-person", "same-number", "exchanged-names", "married-name", "married-name-and-phone"],
)  # fmt: skip
def test_a_likely_duplicate_is_found(
    workspace: Workspace, nom: str, prenom: str | None, known: dict[str, Any], expected: Force
) -> None:
    assert likely(workspace, nom, prenom, **known) == [("Aït-Ahmed", expected)]


def test_a_protected_family_is_not_found_by_its_phone(workspace: Workspace) -> None:
    assert likely(workspace, "Inconnue", telephone="06 12 34 56 78") == []
    (found,) = workspace.saisie_familles.find_likely(
        Identite(None, "O'Brien", "Maëlle", date(1984, 2, 29), telephone="06 12 34 56 78")
    )
    assert (found.famille.telephone, found.famille.commune) == (MASKED, MASKED)
    assert "même téléphone" not in found.raisons


def test_nobody_resembles_nobody(workspace: Workspace) -> None:
    assert likely(workspace, "") == []
    assert likely(workspace, "Etcheverry", "Maïté") == []


# --- Creating ---


def test_a_family_is_created_whole_found_and_undone(workspace: Workspace) -> None:
    before = workspace.familles.list_ids()
    found = create(workspace)
    famille = stored(workspace, found)
    assert (famille.nom, famille.prenom, famille.matricule) == ("Etcheverry", "Maïté", "1004299")
    assert (famille.adresse, famille.consigne) == (NEW.adresse, NEW.consigne)
    assert (famille.protection, famille.ne_pas_appeler) == (None, None)
    assert workspace.familles.search("etcheverry dax") == (found,)
    assert workspace.historique.undo().libelle == "Famille créée"
    assert workspace.familles.list_ids() == before
    assert workspace.familles.search("etcheverry") == ()


def test_a_family_without_number_nor_first_name_is_created(workspace: Workspace) -> None:
    first = create(workspace, FamilleSaisie(nom="Ospital"))
    second = create(workspace, FamilleSaisie(nom="Iribarne"))
    assert {stored(workspace, one).matricule for one in (first, second)} == {None}


def test_creating_waits_until_the_likely_duplicates_were_seen(workspace: Workspace) -> None:
    same = FamilleSaisie(nom="AIT AHMED", prenom="Lucien", date_naissance=date(1990, 7, 14))
    with pytest.raises(InputError, match="regardez-les"):
        create(workspace, same)
    former = family(workspace, "ait ahmed")
    made = create(workspace, same, frozenset({former}))
    assert set(workspace.familles.search("ait ahmed")) == {former, made}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"nom": "  "}, "nom"),
        ({"nom": "-"}, "nom"),
        ({"nom": "a" * 401}, "nom"),
        ({"prenom": "Zoé\u202e"}, "prenom"),
        ({"date_naissance": date(2026, 1, 16)}, "date_naissance"),
        ({"date_naissance": date(1899, 12, 31)}, "date_naissance"),
        ({"matricule": "1" * 21}, "matricule"),
        ({"courriel": "maite.exemple.fr"}, "courriel"),
        ({"code_commune": "99999"}, "code_commune"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_a_refusal_is_said_of_its_field(workspace: Workspace, changed: dict[str, Any], field: str) -> None:
    before = workspace.familles.list_ids()
    with pytest.raises(FieldError) as refused:
        create(workspace, replace(NEW, **changed))
    assert refused.value.field == field
    assert workspace.familles.list_ids() == before


def test_a_number_already_given_names_the_family_that_has_it(workspace: Workspace) -> None:
    former = family(workspace, "ait ahmed")
    with pytest.raises(MatriculeTakenError, match="Aït-Ahmed Lucien") as refused:
        create(workspace, replace(NEW, matricule="0012346"), frozenset({former}))
    assert (refused.value.field, refused.value.famille_id) == ("matricule", former)


@pytest.mark.parametrize("text", ["1004299", "100 42 99", "", " "])
def test_a_usual_number_is_no_matter(text: str) -> None:
    assert odd_matricule(text) == ""


@pytest.mark.parametrize("text", ["12345", "1004299A", "١٢٣٤٥٦٧"])
def test_an_odd_number_is_warned_of(text: str) -> None:
    assert "7 chiffres" in odd_matricule(text)


# --- Changing ---


def test_every_field_is_changed_and_undone_in_one_step(workspace: Workspace) -> None:
    found = create(workspace)
    former = workspace.saisie_familles.read(found).saisie
    after = FamilleSaisie(
        "Etcheverry-Ospital", None, None, None, "40192", None, None, None, True, True, True, None
    )
    workspace.saisie_familles.update(found, after, TODAY)
    assert workspace.saisie_familles.read(found).saisie == after
    (row,) = workspace.familles.list_rows([found])
    assert row.notices == ("Ne pas appeler.", "Ne pas écrire.")
    assert workspace.historique.undo().libelle == "Famille modifiée"
    assert {name: value or None for name, value in _values(workspace, found).items()} == {
        name: value or None for name, value in _values_of(former).items()
    }


def _values(workspace: Workspace, famille_id: int) -> dict[str, Any]:
    return _values_of(workspace.saisie_familles.read(famille_id).saisie)


def _values_of(saisie: FamilleSaisie) -> dict[str, Any]:
    return {name: getattr(saisie, name) for name in FamilleSaisie.__dataclass_fields__}


def test_saving_without_a_change_is_no_step(workspace: Workspace) -> None:
    found = family(workspace, "le goff")
    steps = workspace.historique.steps()
    workspace.saisie_familles.update(found, workspace.saisie_familles.read(found).saisie, TODAY)
    assert workspace.historique.steps() == steps


def test_its_own_number_is_no_refusal_that_of_another_is(workspace: Workspace) -> None:
    found = family(workspace, "le goff")
    saisie = workspace.saisie_familles.read(found).saisie
    workspace.saisie_familles.update(found, replace(saisie, prenom="Yann"), TODAY)
    with pytest.raises(MatriculeTakenError):
        workspace.saisie_familles.update(found, replace(saisie, matricule="0012346"), TODAY)


def test_changing_a_protected_family_asks_for_its_contact_which_is_traced(workspace: Workspace) -> None:
    found = family(workspace, "obrien")
    known = workspace.saisie_familles.read(found)
    assert (known.saisie.telephone, known.commune and known.commune.label) == ("06 12 34 56 78", "Dax")
    assert last_entry(workspace) == ("consultation", "familles", found, " ".join(CONTACT))


def test_protecting_a_family_masks_it_at_once(workspace: Workspace) -> None:
    found = create(workspace)
    workspace.saisie_familles.update(found, replace(NEW, protection=True), TODAY)
    fiche = workspace.familles.open_fiche(found, TODAY)
    masked = (fiche.adresse, fiche.courriel, fiche.famille.telephone, fiche.famille.commune)
    assert masked == (MASKED,) * 4
    assert workspace.familles.search("etcheverry dax") == workspace.familles.search("0611223344") == ()
    assert workspace.familles.reveal_contact(found).adresse == "3 rue du Tuc"


# --- Household ---


def test_people_join_change_and_leave_the_household(workspace: Workspace) -> None:
    found = family(workspace, "le goff")
    leo = PersonneSaisie("enfant", "Léo", None, date(2016, 5, 1))
    child = workspace.foyers.add(found, leo, TODAY)
    workspace.foyers.add(found, PersonneSaisie("conjoint", "Anne", "Le Goff"), TODAY)
    people = workspace.familles.open_fiche(found, TODAY).personnes
    assert [(one.prenom, one.lien) for one in people] == [("Anne", "Conjoint"), ("Léo", "Enfant")]
    workspace.foyers.update(child, replace(leo, prenom="Léon"), TODAY)
    workspace.foyers.remove(child)
    assert [one.prenom for one in workspace.familles.open_fiche(found, TODAY).personnes] == ["Anne"]
    assert workspace.historique.undo().libelle == "Personne retirée du foyer"
    assert workspace.familles.open_fiche(found, TODAY).personnes[1].prenom == "Léon"


@pytest.mark.parametrize(
    ("saisie", "field"),
    [
        (PersonneSaisie("enfant", " "), "prenom"),
        (PersonneSaisie(None, "Léo"), "lien"),
        (PersonneSaisie("voisin", "Léo"), "lien"),
        (PersonneSaisie("enfant", "Léo", None, date(2027, 1, 15)), "date_naissance"),
    ],
    ids=["prenom", "no-lien", "unknown-lien", "birth"],
)
def test_a_person_is_refused_by_field(workspace: Workspace, saisie: PersonneSaisie, field: str) -> None:
    with pytest.raises(FieldError) as refused:
        workspace.foyers.add(family(workspace, "le goff"), saisie, TODAY)
    assert refused.value.field == field


def test_someone_who_left_cannot_be_changed(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="n'est plus dans le foyer"):
        workspace.foyers.remove(999)


# --- Situations ---


def test_a_change_keeps_what_was_true_before(workspace: Workspace) -> None:
    found = family(workspace, "ait ahmed")
    day = date(2026, 1, 1)
    workspace.situations.change(found, SituationSaisie(day, "personne_seule", quotient_familial=41_200))
    assert situations(workspace, found) == [(date(2025, 1, 1), 30_000), (day, 41_200)]
    assert workspace.historique.undo().libelle == "Situation changée"
    assert situations(workspace, found) == [(date(2025, 1, 1), 30_000)]


def test_a_correction_takes_the_place_of_the_mistake(workspace: Workspace) -> None:
    found, day = family(workspace, "ait ahmed"), date(2025, 1, 1)
    (kept,) = workspace.situations.list_rows(found)
    assert (kept.aide_logement, kept.minima_sociaux) == ("als", True)
    moved = replace(kept, date_effet=date(2024, 12, 1), quotient_familial=31_050)
    workspace.situations.correct(found, day, moved)
    assert situations(workspace, found) == [(date(2024, 12, 1), 31_050)]
    assert workspace.historique.undo().libelle == "Situation corrigée"
    assert situations(workspace, found) == [(day, 30_000)]


def test_two_situations_never_begin_the_same_day(workspace: Workspace) -> None:
    found = family(workspace, "ait ahmed")
    former, later = date(2025, 1, 1), date(2025, 6, 1)
    with pytest.raises(FieldError, match="commence déjà"):
        workspace.situations.change(found, SituationSaisie(former))
    workspace.situations.change(found, SituationSaisie(later))
    with pytest.raises(FieldError, match="commence déjà"):
        workspace.situations.correct(found, later, SituationSaisie(former))


@pytest.mark.parametrize(
    ("saisie", "field"),
    [
        (SituationSaisie(None), "date_effet"),
        (SituationSaisie(TODAY, nombre_enfants=31), "nombre_enfants"),
        (SituationSaisie(TODAY, nombre_enfants=0, naissance_dernier_enfant=TODAY), "nombre_enfants"),
        (SituationSaisie(TODAY, naissance_dernier_enfant=date(2027, 1, 1)), "naissance_dernier_enfant"),
        (SituationSaisie(TODAY, quotient_familial=-1), "quotient_familial"),
        (SituationSaisie(TODAY, quotient_familial=10_000_000_001), "quotient_familial"),
        (SituationSaisie(TODAY, composition="tribu"), "composition"),
    ],
    ids=["date", "too-many", "none-but-a-last-one", "birth", "quotient", "no-such-quotient", "composition"],
)
def test_a_situation_is_refused_by_field(workspace: Workspace, saisie: SituationSaisie, field: str) -> None:
    with pytest.raises(FieldError) as refused:
        workspace.situations.change(family(workspace, "le goff"), saisie)
    assert refused.value.field == field


def test_what_is_gone_cannot_be_changed(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="n'est plus dans la base"):
        workspace.saisie_familles.update(999, NEW, TODAY)
    with pytest.raises(InputError, match="n'est plus dans la base"):
        workspace.situations.correct(999, TODAY, SituationSaisie(TODAY))
