"""Strict reading of the values of the key file: anything unexpected is a damaged file."""

from typing import Any, TypeAlias

from caseapp.errors import StoreError

Fields: TypeAlias = dict[str, Any]


def damaged() -> StoreError:
    """Return the refusal of a key file that was altered or half written."""
    return StoreError(
        "Le fichier de clés de ce profil est abîmé : remettez celui de votre dernière sauvegarde."
    )


def fields_of(value: object) -> Fields:
    """Return the value as an object with text keys."""
    if not isinstance(value, dict):
        raise damaged()
    return value


def same_keys(fields: Fields, *names: str) -> None:
    """Refuse a missing or an unknown field."""
    if set(fields) != set(names):
        raise damaged()


def text_field(fields: Fields, name: str) -> str:
    """Return a text value."""
    value = fields.get(name)
    if not isinstance(value, str):
        raise damaged()
    return value


def optional_text_field(fields: Fields, name: str) -> str | None:
    """Return a text value, or None when it is absent or null."""
    return None if fields.get(name) is None else text_field(fields, name)


def int_field(fields: Fields, name: str) -> int:
    """Return a whole number, zero or more; true and false are not numbers."""
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise damaged()
    return value


def hex_field(fields: Fields, name: str, size: int) -> bytes:
    """Return exactly `size` bytes, written in the one accepted way: lower-case digits without blanks."""
    text = text_field(fields, name)
    try:
        value = bytes.fromhex(text)
    except ValueError as error:
        raise damaged() from error
    if len(value) != size or value.hex() != text:
        raise damaged()
    return value
