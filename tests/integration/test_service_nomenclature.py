"""Code lists: installed once, edited by each Caf, never deleted nor renamed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from stores import AUTEUR, NOW, no_commune_name

from caseapp.domain.nomenclature import Code, ListeCodes, load_nomenclatures
from caseapp.errors import InputError
from caseapp.models import CODE_LISTS, EntreeJournal
from caseapp.paths import resource
from caseapp.services.nomenclature import (
    CodeRow,
    NomenclatureService,
    install_nomenclatures,
    lacks_codes,
)
from caseapp.store import Store

SHIPPED = load_nomenclatures(resource("nomenclatures.toml"))
LOCAL = Code("gens_du_voyage", "Gens du voyage", "logement", "local", date(2026, 1, 1))


@pytest.fixture
def store(profil: Path) -> Iterator[Store]:
    opened = Store.create(profil / "caseapp.base", b"\x01" * 32, no_commune_name, lambda: NOW)
    with opened.write(AUTEUR) as session:
        install_nomenclatures(session, SHIPPED)
    yield opened
    opened.close()


@pytest.fixture
def service(store: Store) -> NomenclatureService:
    return NomenclatureService(store, AUTEUR)


def entries(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(EntreeJournal)) or 0


def codes(service: NomenclatureService, liste: str) -> dict[str, CodeRow]:
    return {row.code: row for row in service.list_codes(liste)}


def test_every_shipped_list_has_its_table_and_all_its_codes(service: NomenclatureService) -> None:
    assert {liste.nom for liste in SHIPPED} == set(CODE_LISTS)
    for liste in SHIPPED:
        found = [row.code for row in service.list_codes(liste.nom)]
        own = [code.code for code in liste.codes]
        assert found[-len(own) :] == own
        assert len(found) == len(set(found))


def test_an_aid_has_the_motifs_of_an_intervention_and_its_own(service: NomenclatureService) -> None:
    motifs, of_aids = codes(service, "motif"), codes(service, "motif_aide")
    assert set(of_aids) == set(motifs) | {"accident_budgetaire", "maladie", "perte_emploi"}


def test_installing_again_writes_nothing(store: Store) -> None:
    before = entries(store)
    assert not lacks_codes(store, SHIPPED)
    with store.write(AUTEUR) as session:
        assert install_nomenclatures(session, SHIPPED) == 0
    assert entries(store) == before


def test_a_code_shipped_later_is_added_at_the_end_and_nothing_else_moves(
    store: Store, service: NomenclatureService
) -> None:
    service.rename_label("canal", "sms", "Message")
    before = service.list_codes("canal")
    later = ListeCodes("canal", "Canaux", (Code("sms", "SMS"), Code("visio", "Visio")))
    assert lacks_codes(store, [later])
    with store.write(AUTEUR) as session:
        assert install_nomenclatures(session, [later]) == 1
    assert service.list_codes("canal") == (*before, CodeRow("visio", "Visio", None, None, None, None))


def test_a_local_motif_serves_interventions_and_aids(store: Store, service: NomenclatureService) -> None:
    before = entries(store)
    service.add_code("motif", LOCAL)
    assert codes(service, "motif")["gens_du_voyage"] == CodeRow(
        "gens_du_voyage", "Gens du voyage", "logement", "local", date(2026, 1, 1), None
    )
    assert codes(service, "motif_aide")["gens_du_voyage"].libelle == "Gens du voyage"
    assert service.list_codes("motif")[-1].code == "gens_du_voyage"
    assert entries(store) == before + 2


def test_a_motif_renamed_or_disabled_is_so_for_aids_too(service: NomenclatureService) -> None:
    service.rename_label("motif", "separation", "  Séparation ou divorce ")
    service.disable_code("motif", "separation", date(2026, 12, 31))
    for liste in ("motif", "motif_aide"):
        row = codes(service, liste)["separation"]
        assert (row.libelle, row.jusqu_au) == ("Séparation ou divorce", date(2026, 12, 31))
    service.disable_code("motif", "separation", None)
    assert codes(service, "motif_aide")["separation"].jusqu_au is None


def test_each_change_says_in_the_journal_which_code(store: Store, service: NomenclatureService) -> None:
    service.rename_label("canal", "sms", "Message")
    with store.read() as session:
        last = session.scalars(select(EntreeJournal).order_by(EntreeJournal.sequence.desc())).first()
        assert last is not None
        assert (last.auteur, last.action, last.objet, last.champs) == (
            AUTEUR, "modification", "code_canal", "sms.libelle",
        )  # fmt: skip


def test_renaming_to_the_same_label_writes_nothing(store: Store, service: NomenclatureService) -> None:
    before = entries(store)
    service.rename_label("canal", "sms", codes(service, "canal")["sms"].libelle)
    assert entries(store) == before


@pytest.mark.parametrize(
    "code", ["", "Relogement", "re logement", "énergie", "a-b", "_a", "a" * 61, "a;b", "a\n", "É", "²"]
)
def test_a_malformed_code_is_refused_in_french(store: Store, service: NomenclatureService, code: str) -> None:
    before = entries(store)
    with pytest.raises(InputError, match="lettres minuscules sans accent"):
        service.add_code("motif", replace(LOCAL, code=code))
    assert entries(store) == before


@pytest.mark.parametrize("code", ["24_mois_2", "a", "a" * 60, "9"])
def test_a_well_formed_code_is_taken(service: NomenclatureService, code: str) -> None:
    service.add_code("canal", Code(code, "Essai"))
    assert code in codes(service, "canal")


@pytest.mark.parametrize("libelle", ["", "   ", "x" * 201, "a\nb", "a\x00b", "a\u202eb"])
def test_a_label_that_cannot_be_shown_is_refused(service: NomenclatureService, libelle: str) -> None:
    with pytest.raises(InputError, match="200 caractères"):
        service.add_code("canal", Code("essai", libelle))
    with pytest.raises(InputError, match="200 caractères"):
        service.rename_label("canal", "sms", libelle)
    assert "essai" not in codes(service, "canal")


@pytest.mark.parametrize(
    "change", [{"cible": None}, {"cible": "sante"}, {"niveau": None}, {"niveau": "regional"}]
)
def test_a_motif_needs_a_known_cible_and_level(service: NomenclatureService, change: dict[str, str]) -> None:
    with pytest.raises(InputError, match="une cible et un niveau"):
        service.add_code("motif", replace(LOCAL, **change))


def test_a_code_that_is_there_is_refused(store: Store, service: NomenclatureService) -> None:
    before = entries(store)
    for code in ("separation", "energie"):
        with pytest.raises(InputError, match=f"« {code} » existe déjà"):
            service.add_code("motif", replace(LOCAL, code=code))
    assert entries(store) == before


def test_a_motif_known_to_aids_only_can_become_one_of_interventions(service: NomenclatureService) -> None:
    service.add_code("motif", replace(LOCAL, code="maladie"))
    assert "maladie" in codes(service, "motif")


def test_an_unknown_code_is_refused(service: NomenclatureService) -> None:
    with pytest.raises(InputError, match="« pigeon » est absent"):
        service.rename_label("canal", "pigeon", "Pigeon")
    with pytest.raises(InputError, match="« pigeon » est absent"):
        service.disable_code("canal", "pigeon", None)


def test_a_code_does_not_end_before_it_begins(service: NomenclatureService) -> None:
    service.add_code("motif", LOCAL)
    with pytest.raises(InputError, match="commence le 01/01/2026"):
        service.disable_code("motif", LOCAL.code, date(2025, 12, 31))
    with pytest.raises(InputError, match="commence le 01/01/2026"):
        service.add_code("motif", replace(LOCAL, code="autre", jusqu_au=date(2025, 12, 31)))
    service.disable_code("motif", LOCAL.code, date(2026, 1, 1))
