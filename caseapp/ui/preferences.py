"""Small choices of the user that the window remembers (widths of columns, size of text), never data."""

from typing import Protocol


class Preferences(Protocol):
    """Where they are kept; keys are dotted (`tableau.familles`), values short texts."""

    def get(self, key: str) -> str | None:
        """Return what was kept, None when nothing was."""
        ...

    def put(self, key: str, value: str) -> None:
        """Keep a value, replacing the former one."""
        ...
