"""The content of the key file `caseapp.cles`: versioned JSON whose unknown fields are kept."""

import json
from dataclasses import dataclass
from typing import Any, Final

from caseapp.errors import StoreError
from caseapp.security.fields import Fields, damaged, fields_of, int_field, text_field
from caseapp.security.wrap import VERSION, Wrap

FORMAT: Final = "caseapp.cles"
_WRAPS: Final = "enveloppes"


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """A key file read or about to be written; each change gives a new document."""

    fields: Fields

    @classmethod
    def empty(cls, profile: str, created: str, fingerprint: str) -> "KeyDocument":
        """Return the document of a new profile, without any wrap."""
        return cls(
            {
                "format": FORMAT,
                "version": VERSION,
                "profil": profile,
                "creation": created,
                "empreinte": fingerprint,
                "echecs": 0,
                "journal_tete": None,
                _WRAPS: {},
            }
        )

    @classmethod
    def parse(cls, content: bytes) -> "KeyDocument":
        """Read a file; StoreError when it is foreign, damaged or newer."""
        try:
            fields = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise damaged() from error
        if not isinstance(fields, dict) or fields.get("format") != FORMAT:
            raise damaged()
        if int_field(fields, "version") > VERSION:
            raise StoreError("Ce profil vient d'une version plus récente de caseapp : mettez caseapp à jour.")
        for name in ("profil", "creation", "empreinte"):
            text_field(fields, name)
        int_field(fields, "echecs")
        fields_of(fields.get(_WRAPS))
        return cls(fields)

    def serialise(self) -> bytes:
        """Return the file's content."""
        return json.dumps(self.fields, indent=1, ensure_ascii=False, sort_keys=True).encode("utf-8") + b"\n"

    @property
    def profile(self) -> str:
        """Return the random identifier the wraps are bound to."""
        return text_field(self.fields, "profil")

    @property
    def failures(self) -> int:
        """Return how many wrong secrets were given since the last right one."""
        return int_field(self.fields, "echecs")

    def wrap(self, name: str) -> Wrap | None:
        """Return a wrap, read only when asked for: a damaged one leaves the others usable."""
        found = fields_of(self.fields[_WRAPS]).get(name)
        return None if found is None else Wrap.from_json(fields_of(found))

    def with_wrap(self, name: str, wrap: Wrap) -> "KeyDocument":
        """Add or replace a wrap."""
        return self.with_field(_WRAPS, {**self.fields[_WRAPS], name: wrap.to_json()})

    def without_wrap(self, name: str) -> "KeyDocument":
        """Drop a wrap, if present."""
        others = {other: wrap for other, wrap in self.fields[_WRAPS].items() if other != name}
        return self.with_field(_WRAPS, others)

    def with_field(self, name: str, value: Any) -> "KeyDocument":
        """Replace one field and keep every other, known or not."""
        return KeyDocument({**self.fields, name: value})
