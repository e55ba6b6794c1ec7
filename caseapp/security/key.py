"""The key of the store: 32 random bytes that are never shown."""

import hmac
import secrets
from typing import NoReturn

KEY_SIZE = 32


class StoreKey:
    """The 256 bits given raw to the store; neither printed, copied to a file, nor changed."""

    __slots__ = ("_raw",)
    _raw: bytes

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_SIZE:
            raise ValueError(f"a store key has {KEY_SIZE} bytes, not {len(raw)}")
        object.__setattr__(self, "_raw", bytes(raw))

    @classmethod
    def random(cls) -> "StoreKey":
        """Draw a new key from the system's generator."""
        return cls(secrets.token_bytes(KEY_SIZE))

    @property
    def raw(self) -> bytes:
        """Return the bytes, for the store engine and for the wraps only."""
        return self._raw

    def fingerprint(self, profile: str) -> str:
        """Return 64 hexadecimal digits that recognise the key of a profile without telling anything of it."""
        return hmac.digest(self._raw, f"caseapp fingerprint {profile}".encode(), "sha256").hex()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StoreKey) and hmac.compare_digest(self._raw, other._raw)

    def __hash__(self) -> int:
        return hash(self._raw)

    def __repr__(self) -> str:
        return "StoreKey(…)"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a store key does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a store key does not change")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a store key is not serialised")
