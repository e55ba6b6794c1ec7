"""From raw figures to the frozen set: ratios, shares, N-1, sentences."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period
from caseapp.domain.units import Unit
from caseapp.errors import InputError
from caseapp.statistics.declarations import FIGURES, RATIOS
from caseapp.statistics.declare import Figures, Operation, Ratio
from caseapp.statistics.engine import Engine
from caseapp.statistics.referentiel import Named
from caseapp.statistics.results import FigureSet, FigureValue, ListRole, Raw, RecordList

PART = ".part"
UNBEARABLE = " Le filtre choisi ne peut pas porter sur ce chiffre."


def compute_figures(session: Session, period: Period, filters: Filters) -> FigureSet:
    """Compute every figure of a period and of its N-1."""
    return _Computation(Engine(session, filters), period, filters).figure_set()


def list_records(session: Session, address: str, period: Period, filters: Filters) -> RecordList:
    """Return the records behind an address; InputError when it is unknown or has no list."""
    engine = Engine(session, filters)
    proof = proof_address(engine, address)
    query = engine.query(proof)
    if query is None:
        raise InputError(f"Le chiffre « {address} » est inconnu sous ce filtre : il n'a pas de liste.")
    figures, named = query.figures, query.named
    return RecordList(
        address=address, label=named.label, period=period, unit=figures.unit, sentence=sentence_of(figures),
        columns=query.columns(), records=query.records(session, period),
        record_unit=_record_unit(figures), role=_role(engine, address, figures),
    )  # fmt: skip


def _record_unit(figures: Figures) -> Unit:
    return Unit.FAMILLE if figures.measure.operation is Operation.DISTINCT else figures.population.unit


def _role(engine: Engine, address: str, figures: Figures) -> ListRole:
    if address.endswith(PART):
        return ListRole.SHARE
    if address in engine.referentiel.ratios:
        ratio, _ = engine.referentiel.ratios[address]
        return ListRole.RATE if ratio.unit is Unit.POURCENT else ListRole.MEAN
    return ListRole.MEDIAN if figures.measure.operation is Operation.MEDIAN else ListRole.FIGURE


def proof_address(engine: Engine, address: str) -> str:
    """Return the figure whose records prove an address: itself, or its numerator."""
    address = address.removesuffix(PART) if address.endswith(PART) else address
    if address in engine.referentiel.ratios:
        ratio, named = engine.referentiel.ratios[address]
        return ratio.numerator.format(**named.names)
    if address not in engine.referentiel.figures:
        raise InputError(f"L'adresse « {address} » ne correspond à aucun chiffre.")
    return address


def sentence_of(figures: Figures) -> str:
    """Say what a figure counts: unit, population, date."""
    phrase = figures.population.phrase
    note = f" ; {figures.note}" if figures.note else ""
    return f"Unité : {figures.unit}. {phrase[0].upper()}{phrase[1:]}{note}."


class _Computation:
    """The figures of one period, being assembled."""

    def __init__(self, engine: Engine, period: Period, filters: Filters) -> None:
        self._engine = engine
        self._period = period
        self._filters = filters

    def figure_set(self) -> FigureSet:
        now = self._all_raw(self._period)
        before = self._all_raw(self._period.previous())
        found = (*self._counted(now, before), *self._divided(now, before))
        referentiel = self._engine.referentiel
        declarations: tuple[Figures | Ratio, ...] = (*FIGURES, *RATIOS)
        axes = {
            declared.address: referentiel.table(declared.axes[0]).values
            for declared in declarations
            if len(declared.axes) == 1
        }
        return FigureSet(self._period, self._filters.label, {one.address: one for one in found}, axes)

    def _all_raw(self, period: Period) -> dict[str, Raw]:
        """Return the raw value of every address of a period, ratios and shares included."""
        values = self._engine.raw_figures(period)
        counted = dict(values)
        for address, (figures, named) in self._engine.referentiel.figures.items():
            if figures.share_of is not None:
                base = counted[figures.share_of.format(**named.names)]
                values[address + PART] = divide(counted[address], base)
        reperes = self._reperes(period)
        for address, (ratio, named) in self._engine.referentiel.ratios.items():
            base = denominator(ratio, named, counted, reperes)
            factor = 100 if ratio.unit is Unit.POURCENT else 1
            values[address] = divide(counted[ratio.numerator.format(**named.names)], base, factor)
        return values

    def _reperes(self, period: Period) -> Mapping[str, Decimal]:
        """Return the repères of the year; none under a filter, which they do not follow."""
        return {} if self._filters.active else self._engine.referentiel.reperes(period.calendar_year)

    def _counted(self, now: Mapping[str, Raw], before: Mapping[str, Raw]) -> Iterator[FigureValue]:
        sentences = {one: self._sentence(one) for one in FIGURES}
        for address, (figures, named) in self._engine.referentiel.figures.items():
            yield FigureValue(
                address, named.label, figures.unit, sentences[figures], now[address],
                previous=before[address], evolution_decimals=figures.evolution_decimals,
                records_address=address, adds_up=figures.adds_up,
            )  # fmt: skip
            if figures.share_of is not None:
                base = figures.share_of.format(**named.names)
                yield self._share(address, named, base, now, before)

    def _sentence(self, figures: Figures) -> str:
        bearable = self._engine.conditions(figures.population) is not None
        return sentence_of(figures) + ("" if bearable else UNBEARABLE)

    def _share(
        self, address: str, named: Named, base_address: str, now: Mapping[str, Raw], before: Mapping[str, Raw]
    ) -> FigureValue:
        base_figures, base_named = self._engine.referentiel.figures[base_address]
        base, part = now[base_address], address + PART
        return FigureValue(
            part, f"{named.label}, part", Unit.POURCENT,
            f"Part : sur la base « {base_named.label} » ({base_address}).", now[part],
            base=None if base is None else int(base), base_unit=base_figures.unit, previous=before[part],
            decimals=1, evolution_decimals=1, records_address=address,
        )  # fmt: skip

    def _divided(self, now: Mapping[str, Raw], before: Mapping[str, Raw]) -> Iterator[FigureValue]:
        reperes = self._reperes(self._period)
        for address, (ratio, named) in self._engine.referentiel.ratios.items():
            base = denominator(ratio, named, now, reperes)
            yield FigureValue(
                address, named.label, ratio.unit, f"Unité : {ratio.unit}. {ratio.sentence}", now[address],
                base=None if base is None else int(base), previous=before[address], decimals=2,
                evolution_decimals=ratio.evolution_decimals,
                records_address=ratio.numerator.format(**named.names),
            )  # fmt: skip


def denominator(ratio: Ratio, named: Named, raw: Mapping[str, Raw], reperes: Mapping[str, Decimal]) -> Raw:
    """Return the base of a ratio: a figure, or a repère of the year."""
    address = ratio.denominator.format(**named.names)
    if not ratio.on_repere:
        return raw[address]
    return Fraction(reperes[address]) if address in reperes else None


def divide(numerator: Raw, base: Raw, factor: int = 100) -> Fraction | None:
    """Return `factor` × numerator / base, exactly; None without a base."""
    if numerator is None or base is None or base == 0:
        return None
    return Fraction(numerator) * factor / Fraction(base)
