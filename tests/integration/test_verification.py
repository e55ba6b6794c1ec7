"""Is the store whole? Each kind of damage is named, and the rest is still counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from profiles import invented_profile, open_workspace
from sqlcipher3.dbapi2 import Connection

from caseapp.errors import StoreError
from caseapp.services.profil import ProfilService
from caseapp.services.temoin import LOST
from caseapp.services.verification import Verification
from caseapp.store.engine import raw_connection

STALE = "L'index de recherche des familles n'est pas à jour."


@pytest.fixture
def profil(tmp_path: Path) -> ProfilService:
    return invented_profile(tmp_path / "profil")


def verified(profil: ProfilService) -> Verification:
    workspace = open_workspace(profil)
    try:
        return workspace.verification.verify()
    finally:
        workspace.close()


@pytest.fixture
def raw(profil: ProfilService) -> Iterator[Connection]:
    """Return a connection that does what the program never does."""
    workspace = open_workspace(profil)
    with workspace._opening.store.engine.connect() as connection:
        raw = raw_connection(connection)
        raw.execute("PRAGMA foreign_keys=OFF")
        yield raw
        raw.execute("PRAGMA foreign_keys=ON")
    workspace.close()


def root_page(profil: ProfilService, table: str) -> int:
    workspace = open_workspace(profil)
    statement = f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'"
    with workspace._opening.store.engine.connect() as connection:
        page = connection.exec_driver_sql(statement).scalar_one()
    workspace.close()
    return int(page)


def flip(profil: ProfilService, page: int) -> None:
    """Change one bit of a page of the file."""
    data = bytearray(profil.store_path.read_bytes())
    data[4096 * (page - 1) + 2_000] ^= 1
    profil.store_path.write_bytes(data)


def test_a_whole_store_has_no_problem(profil: ProfilService) -> None:
    found = verified(profil)
    assert found.problemes == ()
    assert (found.familles, found.enregistrements) == (5, 56)
    assert found.entrees_journal > 40


@pytest.mark.parametrize("table", ["aides", "notes", "permanences"])
def test_a_damaged_page_is_named_and_the_rest_counted(profil: ProfilService, table: str) -> None:
    whole, page = verified(profil), root_page(profil, table)
    flip(profil, page)
    found = verified(profil)
    assert found.problemes[0] == f"La page {page} de la base est endommagée."
    assert "journal" not in " ".join(found.problemes)
    assert (found.familles, found.entrees_journal) == (5, whole.entrees_journal)
    assert 0 < found.enregistrements <= 56


def test_a_damaged_journal_is_said_so_and_the_families_are_counted(profil: ProfilService) -> None:
    page = root_page(profil, "journal")
    flip(profil, page)
    found = verified(profil)
    assert f"La page {page} de la base est endommagée." in found.problemes
    assert found.familles == 5


def test_many_damaged_pages_are_counted(profil: ProfilService) -> None:
    tables = ("aides", "notes", "permanences", "appels", "reperes", "situations", "impayes")
    pages = sorted(root_page(profil, table) for table in tables)
    for page in pages:
        flip(profil, page)
    found = verified(profil)
    assert found.problemes[:6] == (
        *(f"La page {page} de la base est endommagée." for page in pages[:5]),
        "Au total 7 endroits de la base sont endommagés : restaurez une sauvegarde.",
    )


def test_a_lost_link_names_its_table(profil: ProfilService, raw: Connection) -> None:
    raw.execute("UPDATE aides SET famille_id = 999")
    raw.execute("UPDATE rendez_vous SET lieu_id = 999 WHERE id = 1")
    assert verified(profil).problemes == (
        "Dans « aides », 3 lien(s) mènent à rien.", "Dans « rendez_vous », 1 lien(s) mènent à rien.",
    )  # fmt: skip


def test_a_row_that_a_constraint_forbids_is_found(profil: ProfilService, raw: Connection) -> None:
    raw.execute("PRAGMA ignore_check_constraints=ON")
    raw.execute("UPDATE aides SET montant_pret = -1 WHERE id = 1")
    assert verified(profil).problemes == (
        "La structure interne de la base est abîmée : restaurez une sauvegarde.",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM recherche_familles WHERE rowid IN (SELECT max(rang) FROM recherche_rangs)",
        "DELETE FROM recherche_rangs WHERE famille_id = 2",
        "INSERT INTO recherche_familles(rowid, texte) VALUES (99, 'inconnue')",
    ],
)
def test_an_index_that_is_not_that_of_the_families_is_named(
    profil: ProfilService, raw: Connection, statement: str
) -> None:
    raw.execute(statement)
    assert verified(profil).problemes == (STALE,)


def test_a_journal_that_was_edited_names_the_entry(profil: ProfilService, raw: Connection) -> None:
    raw.execute("DROP TRIGGER garde_journal_update")
    raw.execute("UPDATE journal SET auteur = 'autre' WHERE sequence = 7")
    assert verified(profil).problemes == ("Le journal a été modifié à partir de l'entrée 7.",)


def test_a_journal_without_its_end_is_said_so(profil: ProfilService, raw: Connection) -> None:
    raw.execute("DELETE FROM journal WHERE sequence > 12")
    assert verified(profil).problemes == (LOST,)


def test_everything_wrong_is_told_at_once(profil: ProfilService, raw: Connection) -> None:
    raw.execute("UPDATE aides SET famille_id = 999")
    raw.execute("DELETE FROM recherche_familles WHERE rowid IN (SELECT max(rang) FROM recherche_rangs)")
    raw.execute("DELETE FROM journal WHERE sequence = 2")
    assert verified(profil).problemes == (
        "Dans « aides », 3 lien(s) mènent à rien.",
        "Le journal a été modifié à partir de l'entrée 2.",
        STALE,
    )


def test_key_file_that_cannot_be_read_is_told(profil: ProfilService) -> None:
    workspace = open_workspace(profil)
    profil.keys_path.write_bytes(b"{}")
    (problem,) = workspace.verification.verify().problemes
    assert "fichier de clés" in problem
    workspace.close()


def test_checking_changes_nothing(profil: ProfilService) -> None:
    verified(profil)
    before = profil.store_path.read_bytes()
    verified(profil)
    assert profil.store_path.read_bytes() == before


def test_a_closed_store_is_said_so(profil: ProfilService) -> None:
    workspace = open_workspace(profil)
    workspace.close()
    with pytest.raises(StoreError, match="fermée"):
        workspace.familles.list_ids()
    assert workspace.verification.verify().problemes == ("La base est fermée : déverrouillez-la d'abord.",)
