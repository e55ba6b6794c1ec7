"""How a secret (passphrase, recovery code, keyring secret) becomes the 32 bytes that wrap the store key."""

import secrets
from dataclasses import dataclass
from typing import Final

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseapp.errors import StoreError
from caseapp.security.fields import Fields, damaged, hex_field, int_field, same_keys, text_field

SALT_SIZE: Final = 16
WRAPPING_KEY_SIZE: Final = 32
_ARGON2: Final = "argon2id"
_HKDF: Final = "hkdf-sha256"
_MAX_TIME, _MAX_MEMORY_KIB, _MAX_LANES = 16, 1024 * 1024, 16


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one Argon2id guess costs: passes (1-16), memory in KiB (8 per lane to 1 GiB), lanes (1-16)."""

    time: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (
            1 <= self.time <= _MAX_TIME
            and 1 <= self.lanes <= _MAX_LANES
            and 8 * self.lanes <= self.memory_kib <= _MAX_MEMORY_KIB
        ):
            raise ValueError("Argon2id cost out of bounds")


@dataclass(frozen=True, slots=True)
class Derivation:
    """A key derivation and its salt; no cost means HKDF, for a secret that is already 256 random bits."""

    salt: bytes
    cost: KdfCost | None

    @classmethod
    def fresh(cls, cost: KdfCost | None) -> "Derivation":
        """Draw a new salt."""
        return cls(secrets.token_bytes(SALT_SIZE), cost)

    def derive(self, secret: bytes) -> bytes:
        """Return the wrapping key; StoreError when the machine lacks the memory that the cost asks for."""
        if self.cost is None:
            return HKDF(SHA256(), WRAPPING_KEY_SIZE, self.salt, b"caseapp wrap").derive(secret)
        cost = self.cost
        try:
            return hash_secret_raw(
                secret, self.salt, cost.time, cost.memory_kib, cost.lanes, WRAPPING_KEY_SIZE, Type.ID
            )
        except (HashingError, MemoryError) as error:
            raise StoreError(
                "La mémoire disponible ne suffit pas pour ouvrir ce profil : fermez d'autres programmes."
            ) from error

    def to_json(self) -> Fields:
        """Return the stored form, which is also bound to the wrap as associated data."""
        if self.cost is None:
            return {"nom": _HKDF, "sel": self.salt.hex()}
        cost = self.cost
        return {
            "nom": _ARGON2,
            "passes": cost.time,
            "memoire_kio": cost.memory_kib,
            "voies": cost.lanes,
            "sel": self.salt.hex(),
        }

    @classmethod
    def from_json(cls, fields: Fields) -> "Derivation":
        """Read the stored form; StoreError for anything unknown or out of bounds."""
        salt = hex_field(fields, "sel", SALT_SIZE)
        if text_field(fields, "nom") == _HKDF:
            same_keys(fields, "nom", "sel")
            return cls(salt, None)
        same_keys(fields, "nom", "passes", "memoire_kio", "voies", "sel")
        if fields["nom"] != _ARGON2:
            raise damaged()
        names = ("passes", "memoire_kio", "voies")
        try:
            return cls(salt, KdfCost(*(int_field(fields, name) for name in names)))
        except ValueError as error:
            raise damaged() from error
