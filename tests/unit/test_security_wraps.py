"""No altered, moved or hostile wrap ever gives a key, let alone a wrong one."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import MemoryKeyring
from hypothesis import assume, given
from hypothesis import strategies as st

from caseapp.errors import PhraseError, StoreError
from caseapp.security.derivation import Derivation, KdfCost
from caseapp.security.key import StoreKey
from caseapp.security.key_file import KeyFile
from caseapp.security.phrase import normalise_phrase
from caseapp.security.wrap import Wrap, _bound, _checksum

CHEAP = KdfCost(time=1, memory_kib=64, lanes=1)
PHRASE = "gravier Ouessant tulipe marmotte parapluie kiwi dolmen"
NAMES = ("phrase", "secours", "trousseau")


class Opened:
    """A key file with its three wraps, and what opens each of them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "caseapp.cles"
        self.keys = KeyFile(self.path, CHEAP)
        self.keyring = MemoryKeyring()
        self.key, self.code = self.keys.create(PHRASE)
        self.keys.remember_in_keyring(self.key, self.keyring)
        self.fields: dict[str, Any] = json.loads(self.path.read_bytes())

    def unlock(self, name: str) -> StoreKey | None:
        if name == "phrase":
            return self.keys.unlock_with_phrase(PHRASE)
        if name == "secours":
            return self.keys.unlock_with_recovery(self.code)
        return self.keys.unlock_with_keyring(self.keyring)

    def write_wraps(self, **wraps: Any) -> None:
        changed = self.fields | {"enveloppes": self.fields["enveloppes"] | wraps}
        self.path.write_text(json.dumps(changed), encoding="utf-8")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return Opened(tmp_path_factory.mktemp("profil"))


def refuses(opened: Opened, name: str) -> bool:
    try:
        return opened.unlock(name) is None
    except (PhraseError, StoreError):
        return True


@given(name=st.sampled_from(NAMES), place=st.integers(0, 10_000), mask=st.integers(1, 255))
def test_a_flipped_byte_of_a_wrap_never_gives_a_wrong_key(
    opened: Opened, name: str, place: int, mask: int
) -> None:
    opened.write_wraps()
    whole = opened.path.read_bytes()
    wrap = json.dumps(opened.fields["enveloppes"][name]).encode()
    start = whole.index(wrap)
    content = bytearray(whole)
    content[start + place % len(wrap)] ^= mask
    opened.path.write_bytes(content)
    try:
        key = opened.unlock(name)
    except (PhraseError, StoreError):
        return
    assert key is None or (key == opened.key and json.loads(content) == json.loads(whole))


@given(name=st.sampled_from(NAMES), data=st.data())
def test_a_flipped_bit_of_a_value_is_refused(opened: Opened, name: str, data: st.DataObject) -> None:
    wrap = json.loads(json.dumps(opened.fields["enveloppes"][name]))
    places = {"nonce": wrap, "cle_scellee": wrap, "controle": wrap, "sel": wrap["derivation"]}
    field = data.draw(st.sampled_from(sorted(places)))
    value = bytearray.fromhex(places[field][field])
    bit = data.draw(st.integers(0, 8 * len(value) - 1))
    value[bit // 8] ^= 1 << bit % 8
    places[field][field] = value.hex()
    opened.write_wraps(**{name: wrap})
    assert refuses(opened, name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("other", NAMES)
def test_a_wrap_put_in_the_place_of_another_is_refused(opened: Opened, name: str, other: str) -> None:
    opened.write_wraps(**{name: opened.fields["enveloppes"][other]})
    assert refuses(opened, name) == (name != other)


def test_a_wrap_is_bound_to_its_name_and_profile_even_with_a_matching_checksum() -> None:
    key, secret, derivation = StoreKey.random(), b"secret", Derivation.fresh(CHEAP)
    wrap = Wrap.seal(key, secret, "phrase", "a", derivation)
    assert wrap.open(secret, "phrase", "a") == key
    for name, profile in (("secours", "a"), ("phrase", "b")):
        forged = replace(wrap, checksum=_checksum(_bound(name, profile, derivation), wrap.nonce, wrap.sealed))
        with pytest.raises(PhraseError):
            forged.open(secret, name, profile)


@given(st.text(max_size=60))
def test_a_wrong_phrase_is_refused(opened: Opened, phrase: str) -> None:
    assume(normalise_phrase(phrase) != PHRASE)
    opened.write_wraps()
    with pytest.raises(PhraseError):
        opened.keys.unlock_with_phrase(phrase)


@pytest.mark.parametrize(
    "change",
    [
        {"memoire_kio": 2**40},
        {"memoire_kio": 2**20 + 1},
        {"memoire_kio": 7},
        {"memoire_kio": True},
        {"passes": 0},
        {"passes": 17},
        {"passes": 10**400},
        {"voies": 0},
        {"voies": 17},
        {"voies": "1"},
        {"nom": "argon2i"},
        {"nom": "hkdf-sha256"},
        {"sel": "00"},
        {"sel": "zz" * 16},
        {"sel": " " + "00" * 16},
        {"inconnu": 1},
    ],
)
def test_a_hostile_derivation_is_refused_before_it_costs_anything(
    opened: Opened, change: dict[str, object]
) -> None:
    wrap = opened.fields["enveloppes"]["phrase"]
    opened.write_wraps(phrase=wrap | {"derivation": wrap["derivation"] | change})
    with pytest.raises(StoreError, match="abîmé"):
        opened.unlock("phrase")


@pytest.mark.parametrize(
    "change", [{"chiffrement": "aucun"}, {"inconnu": 1}, {"nonce": ""}, {"derivation": []}]
)
def test_an_unknown_wrap_is_refused(opened: Opened, change: dict[str, object]) -> None:
    opened.write_wraps(phrase=opened.fields["enveloppes"]["phrase"] | change)
    with pytest.raises(StoreError, match="abîmé"):
        opened.unlock("phrase")


def test_upper_case_digits_are_not_another_way_to_write_a_value(opened: Opened) -> None:
    wrap = opened.fields["enveloppes"]["phrase"]
    upper = wrap["cle_scellee"].upper()
    assert upper != wrap["cle_scellee"]
    opened.write_wraps(phrase=wrap | {"cle_scellee": upper})
    with pytest.raises(StoreError, match="abîmé"):
        opened.unlock("phrase")


@pytest.mark.parametrize(
    "cost", [(0, 64, 1), (1, 7, 1), (1, 64, 0), (17, 64, 1), (1, 64, 17), (1, 2**20 + 1, 1)]
)
def test_a_cost_out_of_bounds_cannot_be_asked(cost: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="bounds"):
        KdfCost(*cost)


def test_a_machine_without_memory_says_so(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_arguments: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("caseapp.security.derivation.hash_secret_raw", no_memory)
    opened.write_wraps()
    with pytest.raises(StoreError, match="mémoire disponible"):
        opened.unlock("phrase")
