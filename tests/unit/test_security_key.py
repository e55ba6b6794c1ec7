"""The store key shows itself to nobody."""

import copy
import pickle

import pytest

from caseapp.security.key import StoreKey

RAW = bytes(range(1, 33))


def test_a_key_is_never_printed() -> None:
    key = StoreKey(RAW)
    for shown in (repr(key), str(key), f"{key}", f"{[key]}", f"{key!r}"):
        assert RAW.hex() not in shown
        assert repr(RAW) not in shown
        assert "StoreKey(…)" in shown
    assert not hasattr(key, "__dict__")


def test_a_key_is_neither_changed_nor_serialised() -> None:
    key = StoreKey(RAW)
    with pytest.raises(AttributeError):
        key._raw = b"\0" * 32
    with pytest.raises(AttributeError):
        del key._raw
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        copy.copy(key)
    assert key.raw == RAW


def test_keys_compare_by_value_and_are_all_different() -> None:
    assert StoreKey(RAW) == StoreKey(bytearray(RAW))
    assert StoreKey(RAW) != RAW
    assert len({StoreKey.random() for _ in range(100)}) == 100
    assert {StoreKey(RAW)} == {StoreKey(RAW)}


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_only_256_bits_are_a_key(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        StoreKey(bytes(size))


def test_the_fingerprint_depends_on_the_key_and_on_the_profile() -> None:
    key, other = StoreKey(RAW), StoreKey.random()
    marks = {key.fingerprint("a"), key.fingerprint("b"), other.fingerprint("a"), RAW.hex()}
    assert len(marks) == 4
    assert key.fingerprint("a") == StoreKey(RAW).fingerprint("a")
