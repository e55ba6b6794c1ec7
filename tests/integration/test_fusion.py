"""Two records of one family made one: everything follows, imports still find it, one Ctrl+Z takes it back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from invented import PORTFOLIO, TODAY
from portfolio_format import Portfolio, write_portfolio
from profiles import invented_profile, open_workspace
from sqlalchemy import UniqueConstraint, func, select

from caseapp.errors import InputError
from caseapp.models import Base, Famille, Note, Personne, ReferenceFusionnee, RendezVous, Situation
from caseapp.services.famille_saisie_foyer import PersonneSaisie
from caseapp.services.familles import MASKED
from caseapp.services.fusion_liens import LABELS, family_columns
from caseapp.services.workspace import Workspace

_GROWING = {"journal", "operations", "versions"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(invented_profile(tmp_path / "profil"))
    yield opened
    opened.close()


def family(workspace: Workspace, reference: str) -> int:
    with workspace._opening.store.read() as session:
        return session.scalars(select(Famille.id).where(Famille.reference == reference)).one()


def tables(workspace: Workspace) -> dict[str, list[Any]]:
    """Return every row of every table, but those that only grow."""
    with workspace._opening.store.read() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in _GROWING
        }


def count(workspace: Workspace, mapped: type[Any], famille_id: int) -> int:
    with workspace._opening.store.read() as session:
        statement = select(func.count()).select_from(mapped).where(mapped.famille_id == famille_id)
        return int(session.execute(statement).scalar_one())


def merge(workspace: Workspace, kept: str, absorbed: str) -> tuple[int, int]:
    ids = family(workspace, kept), family(workspace, absorbed)
    workspace.fusion.merge(*ids)
    return ids


def again(workspace: Workspace, folder: Path, portfolio: Portfolio = PORTFOLIO) -> Any:
    return workspace.echange.import_path(write_portfolio(folder, portfolio))


# --- What points to a family ---


def test_only_situations_may_clash_when_two_families_become_one() -> None:
    clashing = {
        mapped.__tablename__
        for mapped, name in family_columns()
        for constraint in Base.metadata.tables[mapped.__tablename__].constraints
        if isinstance(constraint, UniqueConstraint) and name in constraint.columns
    }
    assert clashing == {"situations"}


def test_every_table_that_points_to_a_family_is_known_and_has_a_name() -> None:
    pointing = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "familles"
    }
    assert pointing == {mapped.__tablename__ for mapped, _ in family_columns()} == set(LABELS)


# --- Merging ---


def test_everything_follows_and_the_other_is_gone(workspace: Workspace) -> None:
    with workspace._opening.store.read() as session:
        before = {
            (mapped.__tablename__): session.scalar(select(func.count()).select_from(mapped))
            for mapped, _ in family_columns()
        }
    kept, absorbed = merge(workspace, "F2", "F1")
    assert [count(workspace, mapped, absorbed) for mapped, _ in family_columns()] == [0] * len(before)
    with workspace._opening.store.read() as session:
        after = {
            (mapped.__tablename__): session.scalar(select(func.count()).select_from(mapped))
            for mapped, _ in family_columns()
        }
        assert session.get(Famille, absorbed) is None
    assert after == before | {"references_fusionnees": 1}
    assert count(workspace, RendezVous, kept) > 0 < count(workspace, Note, kept)
    assert workspace.familles.search("obrien") == ()


def test_one_undo_gives_every_table_back_and_one_redo_merges_again(workspace: Workspace) -> None:
    workspace.foyers.add(family(workspace, "F1"), PersonneSaisie("enfant", "Léo", None, TODAY), TODAY)
    workspace.foyers.add(family(workspace, "F2"), PersonneSaisie("enfant", "LEO", None, TODAY), TODAY)
    before = tables(workspace)
    merge(workspace, "F3", "F1")  # F3 has no number: it takes the other's
    merged = tables(workspace)
    assert workspace.historique.undo().libelle == "Familles fusionnées"
    assert tables(workspace) == before
    workspace.historique.redo()
    assert tables(workspace) == merged
    workspace.historique.undo()
    assert tables(workspace) == before
    assert workspace.familles.search("obrien") == (family(workspace, "F1"),)


def test_empty_fields_are_filled_and_those_known_stay(workspace: Workspace) -> None:
    kept, _ = merge(workspace, "F3", "F2")
    with workspace._opening.store.read() as session:
        famille = session.get_one(Famille, kept)
    assert (famille.nom, famille.prenom, famille.matricule) == ("Nguyễn", "Thị Hoa", "0012346")
    assert (famille.telephone, famille.date_naissance) == ("+33 7 98 76 54 32", date(1990, 7, 14))


def test_a_protection_holds_for_both(workspace: Workspace) -> None:
    kept, _ = merge(workspace, "F2", "F1")
    (row,) = workspace.familles.list_rows([kept])
    assert (row.protection, row.telephone, row.commune) == (True, MASKED, MASKED)
    assert workspace.familles.search("mont de marsan aït") == ()


def test_of_two_situations_of_a_day_that_of_the_kept_family_stays(workspace: Workspace) -> None:
    day = date(2025, 2, 1)
    kept, absorbed = family(workspace, "F2"), family(workspace, "F1")
    with workspace._opening.store.write("essai") as session:
        session.add(Situation(famille_id=kept, date_effet=day, quotient_familial=77_700))
    preview = workspace.fusion.preview_merge(kept, absorbed)
    assert preview.ecartes == ("1 situation",)
    workspace.fusion.merge(kept, absorbed)
    fiche = workspace.familles.open_fiche(kept, TODAY)
    found = {one.date_effet: one.quotient_familial for one in fiche.situations}
    assert found == {
        date(2024, 1, 1): 81_250, date(2025, 1, 1): 30_000, day: 77_700, date(2026, 3, 1): 46_000,
    }  # fmt: skip


def test_the_same_child_is_not_counted_twice(workspace: Workspace) -> None:
    kept, absorbed, born = family(workspace, "F2"), family(workspace, "F1"), date(2019, 5, 4)
    for famille, prenom, birth in (
        (kept, "Léo", born), (absorbed, "LEO", born), (absorbed, "Léo", None), (absorbed, "Mila", born),
    ):  # fmt: skip
        workspace.foyers.add(famille, PersonneSaisie("enfant", prenom, None, birth), TODAY)
    assert workspace.fusion.preview_merge(kept, absorbed).ecartes == ("1 personne du foyer",)
    workspace.fusion.merge(kept, absorbed)
    assert count(workspace, Personne, kept) == 3


def test_a_family_that_absorbed_another_may_be_absorbed(workspace: Workspace) -> None:
    before = tables(workspace)
    merge(workspace, "F2", "F1")
    last, _ = merge(workspace, "F4", "F2")
    with workspace._opening.store.read() as session:
        references = session.execute(select(ReferenceFusionnee.reference, ReferenceFusionnee.famille_id))
        assert set(map(tuple, references)) == {("F1", last), ("F2", last)}
    workspace.historique.undo()
    workspace.historique.undo()
    assert tables(workspace) == before


def test_drafts_about_the_one_that_goes_are_found_under_the_other(workspace: Workspace) -> None:
    kept, absorbed = family(workspace, "F2"), family(workspace, "F1")
    for key, famille in ((f"note.famille.{absorbed}", absorbed), (f"rdv.famille.{absorbed}", absorbed),
                         (f"note.famille.{kept}", kept), (f"rendez_vous.{absorbed}", absorbed)):  # fmt: skip
        workspace.brouillons.keep(key, "Note", {"texte": key}, famille)
    workspace.fusion.merge(kept, absorbed)
    drafts = workspace.brouillons.list_rows()
    assert {draft.famille_id for draft in drafts} == {kept}
    assert {draft.cle for draft in drafts} == {
        f"note.famille.{kept}", f"note.famille.{absorbed}", f"rdv.famille.{kept}",
        f"rendez_vous.{absorbed}",
    }, "the number of an appointment is not that of the family"  # fmt: skip


def test_a_family_is_not_merged_with_itself_nor_with_one_that_is_gone(workspace: Workspace) -> None:
    kept = family(workspace, "F1")
    with pytest.raises(InputError, match="même famille"):
        workspace.fusion.merge(kept, kept)
    with pytest.raises(InputError, match="n'est plus"):
        workspace.fusion.preview_merge(kept, 999)


# --- The preview ---


def test_the_preview_says_what_remains_and_what_is_lost(workspace: Workspace) -> None:
    preview = workspace.fusion.preview_merge(family(workspace, "F2"), family(workspace, "F4"))
    said = {one.titre: (one.conservee, one.absorbee, one.garde, one.conflit) for one in preview.champs}
    assert said["Nom"] == ("Aït-Ahmed", "Œuvrard", "Aït-Ahmed", True)
    assert said["Commune"] == ("Mont-de-Marsan", "Dax", "Mont-de-Marsan", True)
    assert said["Courriel"] == ("", "zoe@exemple.fr", "zoe@exemple.fr", False)
    assert "Adresse" not in said
    assert "1 situation" in preview.deplaces


def test_the_preview_counts_what_moves(workspace: Workspace) -> None:
    kept, absorbed = family(workspace, "F2"), family(workspace, "F1")
    expected = count(workspace, RendezVous, absorbed), count(workspace, Note, absorbed)
    preview = workspace.fusion.preview_merge(kept, absorbed)
    moved = dict(reversed(text.split(" ", 1)) for text in preview.deplaces)  # type: ignore[misc]
    notes = moved.get("notes") or moved.get("note")
    assert (moved["rendez-vous"], notes) == tuple(map(str, expected))


def test_the_preview_of_a_protected_family_tells_no_contact(workspace: Workspace) -> None:
    preview = workspace.fusion.preview_merge(family(workspace, "F2"), family(workspace, "F1"))
    said = {one.titre: (one.conservee, one.absorbee, one.garde) for one in preview.champs}
    assert said["Téléphone"] == said["Commune"] == (MASKED,) * 3
    assert said["Courriel"] == ("", MASKED, MASKED)
    assert said["Protégée"] == ("non", "oui", "oui")


# --- Importing the same folder again ---


@pytest.mark.parametrize(("kept", "absorbed"), [("F2", "F1"), ("F1", "F2"), ("F3", "F1"), ("F4", "F3")])
def test_a_folder_imported_again_finds_the_kept_family(
    workspace: Workspace, tmp_path: Path, kept: str, absorbed: str
) -> None:
    merge(workspace, kept, absorbed)
    before = tables(workspace)
    result = again(workspace, tmp_path / "encore")
    assert result.written, result.problems
    assert tables(workspace) == before
    assert {report.fichier: report.nouvelles for report in result.files if report.nouvelles} == {}


def test_new_rows_about_the_one_that_went_go_to_the_kept_one(workspace: Workspace, tmp_path: Path) -> None:
    kept, _ = merge(workspace, "F2", "F1")
    rows: Portfolio = {
        "familles": [{"famille": "F1", "nom": "Autre", "matricule": "9999999"}],
        "situations": [
            {"famille": "F1", "date_effet": "2025-01-01", "quotient_familial": "1"},
            {"famille": "F1", "date_effet": "2026-06-01", "quotient_familial": "5"},
            {"famille": "F2", "date_effet": "2025-01-01", "quotient_familial": "2"},
        ],
        "interventions": [
            {"reference": "I99", "famille": "F1", "motif": "separation", "nature": "information_conseil",
             "date_ouverture": "2026-01-02"},
        ],
    }  # fmt: skip
    result = again(workspace, tmp_path / "suite", rows)
    assert result.written, result.problems
    fiche = workspace.familles.open_fiche(kept, TODAY)
    assert (fiche.famille.nom, fiche.famille.matricule) == ("Aït-Ahmed", "0012346")
    found = {one.date_effet: one.quotient_familial for one in fiche.situations}
    assert (found[date(2025, 1, 1)], found[date(2026, 6, 1)]) == (200, 500)
    assert "I99" in {fait.reference for fait in fiche.fil}


def test_an_import_takes_neither_protection_nor_phone_from_a_merged_family(
    workspace: Workspace, tmp_path: Path
) -> None:
    kept, _ = merge(workspace, "F3", "F1")
    rows: Portfolio = {"familles": [{"famille": "F3", "nom": "Nguyễn", "telephone": "", "protection": "non"}]}
    assert again(workspace, tmp_path / "encore", rows).written
    (row,) = workspace.familles.list_rows([kept])
    assert (row.protection, row.telephone) == (True, MASKED)


def test_once_the_merge_is_undone_the_folder_finds_both_again(workspace: Workspace, tmp_path: Path) -> None:
    before = tables(workspace)
    merge(workspace, "F2", "F1")
    workspace.historique.undo()
    assert again(workspace, tmp_path / "encore").written
    assert tables(workspace) == before
