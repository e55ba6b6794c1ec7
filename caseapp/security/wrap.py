"""A wrap: the store key sealed under one mean of opening (passphrase, recovery code, keyring)."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.errors import PhraseError
from caseapp.security.derivation import Derivation
from caseapp.security.fields import Fields, damaged, fields_of, hex_field, same_keys, text_field
from caseapp.security.key import KEY_SIZE, StoreKey

VERSION: Final = 1
REFUSAL: Final = "Cette phrase de passe ou ce code de secours n'est pas le bon."
_CIPHER: Final = "aes-256-gcm"
_NONCE_SIZE, _TAG_SIZE, _CHECKSUM_SIZE = 12, 16, 32


@dataclass(frozen=True, slots=True)
class Wrap:
    """A sealed store key; its name, profile and derivation are authenticated, so wraps cannot be swapped."""

    derivation: Derivation
    nonce: bytes
    sealed: bytes
    checksum: bytes

    @classmethod
    def seal(cls, key: StoreKey, secret: bytes, name: str, profile: str, derivation: Derivation) -> "Wrap":
        """Seal `key`; the derivation must be fresh, since the nonce is only as unique as the wrapping key."""
        nonce = secrets.token_bytes(_NONCE_SIZE)
        bound = _bound(name, profile, derivation)
        sealed = AESGCM(derivation.derive(secret)).encrypt(nonce, key.raw, bound)
        return cls(derivation, nonce, sealed, _checksum(bound, nonce, sealed))

    def open(self, secret: bytes, name: str, profile: str) -> StoreKey:
        """Return the key; PhraseError when the secret is wrong, StoreError when it was damaged or moved."""
        bound = _bound(name, profile, self.derivation)
        if self.checksum != _checksum(bound, self.nonce, self.sealed):
            raise damaged()
        try:
            raw = AESGCM(self.derivation.derive(secret)).decrypt(self.nonce, self.sealed, bound)
        except InvalidTag as error:
            raise PhraseError(REFUSAL) from error
        return StoreKey(raw)

    def to_json(self) -> Fields:
        """Return the stored form."""
        return {
            "derivation": self.derivation.to_json(),
            "chiffrement": _CIPHER,
            "nonce": self.nonce.hex(),
            "cle_scellee": self.sealed.hex(),
            "controle": self.checksum.hex(),
        }

    @classmethod
    def from_json(cls, fields: Fields) -> "Wrap":
        """Read the stored form; StoreError for anything unknown or of the wrong size."""
        same_keys(fields, "derivation", "chiffrement", "nonce", "cle_scellee", "controle")
        if text_field(fields, "chiffrement") != _CIPHER:
            raise damaged()
        return cls(
            Derivation.from_json(fields_of(fields["derivation"])),
            hex_field(fields, "nonce", _NONCE_SIZE),
            hex_field(fields, "cle_scellee", KEY_SIZE + _TAG_SIZE),
            hex_field(fields, "controle", _CHECKSUM_SIZE),
        )


def _bound(name: str, profile: str, derivation: Derivation) -> bytes:
    """Return what the seal is bound to besides the key: format version, name, profile, derivation."""
    parts = ["caseapp.cles", VERSION, name, profile, derivation.to_json()]
    return json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()


def _checksum(*parts: bytes) -> bytes:
    """Tell a damaged wrap from a wrong secret before any costly derivation; no protection, the seal is."""
    return hashlib.sha256(b"".join(parts)).digest()
