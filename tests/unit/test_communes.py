import gzip
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.communes import CommuneDirectory, Epci
from caseapp.domain.text import fold
from caseapp.paths import resource

RESOURCE = resource("communes.tsv.gz")
GRAND_DAX, GRAND_PARIS, LYON = "244000675", "200054781", "200046977"
DIRECTORY = CommuneDirectory.load(RESOURCE)


def names(text: str, limit: int = 20) -> list[str]:
    return [commune.nom for commune in DIRECTORY.search(text, limit)]


@pytest.mark.parametrize(
    ("code", "nom", "code_postal"),
    [
        ("40001", "Aire-sur-l'Adour", "40800"),
        ("40065", "Capbreton", "40130"),
        ("40088", "Dax", "40100"),
        ("40192", "Mont-de-Marsan", "40000"),
        ("40217", "Parentis-en-Born", "40160"),
        ("40312", "Tarnos", "40220"),
        ("2A004", "Ajaccio", "20000"),
        ("2B033", "Bastia", "20200"),
        ("33063", "Bordeaux", "33000"),
        ("97105", "Basse-Terre", "97100"),
        ("97411", "Saint-Denis", "97400"),
        ("97611", "Mamoudzou", "97600"),
        ("98818", "Nouméa", "98800"),
        ("75113", "Paris 13e Arrondissement", "75013"),
    ],
)
def test_known_communes(code: str, nom: str, code_postal: str) -> None:
    commune = DIRECTORY.get(code)
    assert commune is not None
    assert (commune.code, commune.nom) == (code, nom)
    assert code_postal in commune.codes_postaux
    assert DIRECTORY.name(code) == nom
    assert code in DIRECTORY.codes_of_departement(commune.departement)


def test_the_directory_is_whole() -> None:
    communes = [commune for code in DIRECTORY.codes if (commune := DIRECTORY.get(code)) is not None]
    current = [commune for commune in communes if not commune.commune_mere]
    assert len(communes) - len(current) == 20 + 9 + 16
    assert 34_800 <= len(current) <= 35_000
    assert len(DIRECTORY.codes_of_departement("40")) == 327
    assert DIRECTORY.codes_of_departement("97") == frozenset()
    assert 66_000_000 < sum(commune.population or 0 for commune in current) < 71_000_000
    assert all(
        commune.codes_postaux and commune.population for commune in current if commune.departement == "40"
    )


def test_districts_know_their_commune() -> None:
    districts = {code: DIRECTORY.get(code) for code in ("75101", "69381", "13216")}
    assert {code: d.commune_mere for code, d in districts.items() if d} == {
        "75101": "75056",
        "69381": "69123",
        "13216": "13055",
    }
    assert {"75056", "75101", "75120", "93066"} <= DIRECTORY.codes_of_epci(GRAND_PARIS)


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert DIRECTORY.get("99999") is None
    assert DIRECTORY.name("99999") == "99999"
    assert DIRECTORY.epci_name("000000000") == "000000000"
    assert DIRECTORY.codes_of_epci("") == DIRECTORY.codes_of_epci("000000000") == frozenset()


def test_a_former_code_gives_the_current_commune() -> None:
    bellegarde, ajaccio = DIRECTORY.get("01126"), DIRECTORY.get("20004")
    assert [bellegarde, ajaccio] == [DIRECTORY.get("01033"), DIRECTORY.get("2A004")]
    assert bellegarde is not None
    assert ajaccio is not None
    assert DIRECTORY.name("01126") == "Valserhône"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dax", "Dax"),
        ("DAX", "Dax"),
        ("40100", "Dax"),
        ("40088", "Dax"),
        ("401 dax", "Dax"),
        ("mont de marsan", "Mont-de-Marsan"),
        ("Mont-de-Mars", "Mont-de-Marsan"),
        ("marsan mont", "Mont-de-Marsan"),
        ("st paul les dax", "Saint-Paul-lès-Dax"),
        ("dax saint-paul", "Saint-Paul-lès-Dax"),
        ("AIRE SUR L’ADOUR", "Aire-sur-l'Adour"),
        ("l'haÿ", "L'Haÿ-les-Roses"),
        ("parentis", "Parentis-en-Born"),
        ("paris", "Paris"),
        ("paris 13", "Paris 13e Arrondissement"),
        ("saint-etienne", "Saint-Étienne"),
        ("2a004", "Ajaccio"),
        ("bellegarde sur valserine", "Valserhône"),
        ("lyon", "Lyon"),
        (unicodedata.normalize("NFD", "Bénesse-Maremne"), "Bénesse-Maremne"),
    ],
)
def test_the_first_match(text: str, first: str) -> None:
    assert names(text)[0] == first


def test_the_whole_name_comes_before_its_beginning_and_before_a_bigger_commune() -> None:
    ranks = {nom: rank for rank, nom in enumerate(names("mont", 2000))}
    order = ["Mont", "Montpellier", "Mont-de-Marsan", "Mont-Dauphin", "Le Mont-Dore"]
    assert sorted(order, key=ranks.__getitem__) == order


def test_a_postal_code_gives_all_its_communes() -> None:
    assert {"Dax"} == set(names("40100")) - {"Le Frêche"}
    assert {"Hinx", "Tercis-les-Bains"} <= set(names("40180", 50))


def test_search_is_bounded() -> None:
    assert len(names("saint")) == 20
    assert len(names("saint", 3)) == 3
    assert names("dax", 0) == names("") == names(" - ") == names("zzzz") == []


@given(st.sampled_from(sorted(DIRECTORY.codes)))
def test_every_commune_is_found_by_its_own_name(code: str) -> None:
    commune = DIRECTORY.get(code)
    assert commune is not None
    assert commune in DIRECTORY.search(commune.nom.upper(), 50)


@given(st.text(max_size=12), st.integers(0, 30))
def test_any_text_can_be_searched(text: str, limit: int) -> None:
    found = DIRECTORY.search(text, limit)
    assert len(set(found)) == len(found) <= limit


def test_epcis() -> None:
    assert DIRECTORY.epci_name(GRAND_DAX) == "CA du Grand Dax"
    assert len(DIRECTORY.codes_of_epci(GRAND_DAX)) == 20
    assert {"40088", "40279"} <= DIRECTORY.codes_of_epci(GRAND_DAX)
    assert DIRECTORY.epcis_search("dax grand") == (Epci(GRAND_DAX, "CA du Grand Dax"),)
    assert Epci(LYON, "Métropole de Lyon") in DIRECTORY.epcis_search("metropole", 50)
    assert {epci.nom for epci in DIRECTORY.epcis_search("rivieres quatre")} == {
        "CC des Quatre Rivières",
        "CC des Quatre Rivières en Bray",
    }
    assert DIRECTORY.epci_list() == tuple(
        sorted(DIRECTORY.epci_list(), key=lambda epci: (fold(epci.nom), epci))
    )
    assert 1_200 < len(DIRECTORY.epci_list()) < 1_300


def test_every_epci_has_members_and_every_member_an_epci() -> None:
    members = [DIRECTORY.codes_of_epci(epci.siren) for epci in DIRECTORY.epci_list()]
    assert all(members)
    assert sum(map(len, members)) == len(frozenset().union(*members))
    for code in DIRECTORY.codes_of_epci(GRAND_DAX):
        commune = DIRECTORY.get(code)
        assert commune is not None
        assert commune.epci == GRAND_DAX


def test_the_resource_names_its_source_and_licence() -> None:
    header = gzip.decompress(RESOURCE.read_bytes()).decode().split("\n\n")[0]
    assert all(line.startswith("# ") for line in header.split("\n"))
    for words in ("@etalab/decoupage-administratif 6.0.0", "Insee", "Licence Ouverte", "MIT"):
        assert words in header
    assert RESOURCE.stat().st_size < 1_500_000


@pytest.mark.parametrize(
    "content",
    [b"", b"pas un fichier compress\xc3\xa9", RESOURCE.read_bytes()[:100_000], gzip.compress(b"seul")],
)
def test_a_damaged_resource_is_said_damaged(tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "communes.tsv.gz"
    damaged.write_bytes(content)
    with pytest.raises(ValueError, match="abîmé"):
        CommuneDirectory.load(damaged)
