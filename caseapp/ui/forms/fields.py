"""What a form asks, as declarations: one `FieldSpec` a field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from caseapp.services.perimetre import Choice

Search = Callable[[str], Sequence[Choice]]
"""Returns what can be chosen for the words typed, best first; runs in a worker, never in the window."""


class Kind(Enum):
    """How a field is typed, and what it gives; an empty field gives None, whatever its kind but CHECK."""

    TEXT = auto()
    """One line: `str`."""
    LONG_TEXT = auto()
    """Several lines, without any form: `str`."""
    DATE = auto()
    """`datetime.date`."""
    TIME = auto()
    """`datetime.time`."""
    DURATION = auto()
    """Minutes: `int`."""
    INTEGER = auto()
    """`int`."""
    EUROS = auto()
    """Cents: `int`."""
    CHOICE = auto()
    """A list that drops down: the key chosen, `str`."""
    SEGMENTS = auto()
    """Two to six joined buttons: the key chosen, `str`."""
    CHECK = auto()
    """`bool`, never None."""
    COMPLETION = auto()
    """A search among too many to list: the key chosen, `str`; filled with a `Choice`."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field; `key` is its name in the values, `label` what the user reads above it."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[Choice, ...] = ()
    """What CHOICE and SEGMENTS offer."""
    search: Search | None = None
    """What COMPLETION asks."""
    hint: str = ""
    """A discreet sentence under the field, which an error replaces."""
    placeholder: str = ""
    """An example in the empty field; for CHOICE, its first line, which chooses nothing."""
    width_share: int = 1
    """Part of the row's width, beside the other fields of the row."""
    longest: int = 0
    """Most letters of a text; 0 leaves 200, or 20 000 for a long text."""
    lines: int = 4
    """Height of a long text."""
    minimum: int | None = 0
    maximum: int | None = None
    """Bounds of INTEGER, and of EUROS in cents."""
    name: str = ""
    """What a screen reader says, when the label alone would not be enough."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return self.name or self.label
