"""What the figures are restricted to: as a user chooses it, and as it is counted."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Perimetre:
    """The choices of a user, by key; None restricts nothing."""

    agent: str | None = None
    """Agent code."""
    secteur: str | None = None
    lieu: str | None = None
    """Place code."""
    commune: str | None = None
    """INSEE code."""
    epci: str | None = None
    """SIREN."""
    motif: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """The same, checked against a store: communes and EPCI as the codes of families."""

    agent: str | None = None
    secteur: str | None = None
    lieu: str | None = None
    communes: frozenset[str] | None = None
    motif: str | None = None
    label: str = ""
    """The restriction in French, as printed in the perimeter note; empty when there is none."""

    @property
    def active(self) -> tuple[str, ...]:
        """Names of the filters that restrict something."""
        names = (field.name for field in fields(self) if field.name != "label")
        return tuple(name for name in names if getattr(self, name) is not None)
