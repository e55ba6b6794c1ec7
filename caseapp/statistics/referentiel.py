"""The dimensions and denominators read once for a computation, and the addresses they give."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models import Repere
from caseapp.models.codes import CODE_LISTS
from caseapp.statistics.axes import Axis, AxisTable, Fixed, Source
from caseapp.statistics.declarations import FIGURES, RATIOS
from caseapp.statistics.declare import Figures, Ratio

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """One address of a family of figures: the keys of its axes and its French label."""

    keys: Keys
    label: str
    names: Mapping[str, str]
    """Axis name → key, to write other templates."""


class Referentiel:
    """Code lists, catalogue, places and repères of one state of the store."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables: dict[Source, AxisTable] = {}

    def table(self, axis: Axis) -> AxisTable:
        """Return the keys of a dimension."""
        if axis.source not in self._tables:
            self._tables[axis.source] = axis.source(self._session)
        return self._tables[axis.source]

    def raws(self, fixed: Fixed) -> list[object]:
        """Return the raw values held by a fixed dimension."""
        return self.table(fixed.axis).raws(fixed.keys)

    def named(self, declaration: Figures | Ratio) -> Iterator[Named]:
        """Give each combination of keys of a declaration, in the order of the lists."""
        tables = [self.table(axis).values for axis in declaration.axes]
        names = [axis.name for axis in declaration.axes]
        for values in product(*tables):
            labels = dict(zip(names, (value.label for value in values), strict=True))
            keys = tuple(value.key for value in values)
            yield Named(keys, declaration.label.format(**labels), dict(zip(names, keys, strict=True)))

    @cached_property
    def figures(self) -> dict[str, tuple[Figures, Named]]:
        """Return the declaration behind each address of a figure."""
        return {
            figures.address.format(**named.names): (figures, named)
            for figures in FIGURES
            for named in self.named(figures)
        }

    @cached_property
    def addresses(self) -> dict[Figures, dict[Keys, str]]:
        """Return the address of each combination of keys of each declaration."""
        found: dict[Figures, dict[Keys, str]] = {figures: {} for figures in FIGURES}
        for address, (figures, named) in self.figures.items():
            found[figures][named.keys] = address
        return found

    @cached_property
    def ratios(self) -> dict[str, tuple[Ratio, Named]]:
        """Return the declaration behind each address of a ratio."""
        return {
            ratio.address.format(**named.names): (ratio, named)
            for ratio in RATIOS
            for named in self.named(ratio)
        }

    def labels(self, liste: str) -> Mapping[str, str]:
        """Return the label of each code of a list."""
        mapped = CODE_LISTS[liste]
        rows: Sequence[tuple[str, str]] = self._session.execute(select(mapped.code, mapped.libelle)).all()
        return dict(rows)

    def reperes(self, year: int | None) -> Mapping[str, Decimal]:
        """Return the repères of a civil year; none for a period across years."""
        if year is None:
            return {}
        rows = self._session.execute(select(Repere.code, Repere.valeur).where(Repere.annee == year))
        return dict(rows.all())
