"""Which rights are worth looking at for a household: suggestions declared in TOML, never a decision."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from caseapp.domain.declared import DeclaredTable, require

_CONDITIONS = frozenset(
    {
        "compositions",
        "enfants_au_moins",
        "dernier_enfant_de_moins_de",
        "quotient_familial_au_plus",
        "minima_sociaux",
        "aide_logement",
        "grossesse",
    }
)
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Foyer:
    """What is known of a household on a day; None: unknown. QF in cents."""

    composition: str | None = None
    nombre_enfants: int | None = None
    naissance_dernier_enfant: date | None = None
    grossesse: bool | None = None
    quotient_familial: int | None = None
    minima_sociaux: bool | None = None
    aide_logement: bool | None = None


@dataclass(frozen=True, slots=True)
class Regle:
    """Holds when everything it asks is known and true; ages in years, QF in euros."""

    droit: str
    raison: str
    compositions: tuple[str, ...] = ()
    enfants_au_moins: int | None = None
    dernier_enfant_de_moins_de: int | None = None
    quotient_familial_au_plus: int | None = None
    minima_sociaux: bool | None = None
    aide_logement: bool | None = None
    grossesse: bool | None = None

    def holds(self, foyer: Foyer, day: date) -> bool:
        """Tell whether the right is worth looking at on that day."""
        age = _age(foyer.naissance_dernier_enfant, day)
        return (
            (not self.compositions or foyer.composition in self.compositions)
            and _at_least(foyer.nombre_enfants, self.enfants_au_moins)
            and (self.dernier_enfant_de_moins_de is None or _below(age, self.dernier_enfant_de_moins_de))
            and _at_most(foyer.quotient_familial, self.quotient_familial_au_plus)
            and self.minima_sociaux in {None, foyer.minima_sociaux}
            and self.aide_logement in {None, foyer.aide_logement}
            and self.grossesse in {None, foyer.grossesse}
        )


def reasons(regles: tuple[Regle, ...], foyer: Foyer, day: date) -> dict[str, str]:
    """Return why each right is worth looking at, by its code; the first rule that holds says it."""
    found: dict[str, str] = {}
    for regle in regles:
        if regle.holds(foyer, day):
            found.setdefault(regle.droit, regle.raison)
    return found


def load_regles(path: Path) -> tuple[Regle, ...]:
    """Read the rules; OSError, or ValueError naming the file and the reason in French."""
    try:
        document = DeclaredTable("", tomllib.loads(path.read_text(encoding="utf-8")), {"version", "regle"})
        return tuple(_regle(number, inner) for number, inner in enumerate(document.tables("regle"), 1))
    except ValueError as error:
        raise ValueError(f"{path.name} : {error}.") from error


def _regle(number: int, inner: object) -> Regle:
    table = DeclaredTable(f"règle {number} : ", inner, {"droit", "raison"}, _CONDITIONS)
    asked = {name for name in _CONDITIONS if name in table}
    table.require(asked, "elle ne demande rien")
    numbers = {
        name: table.whole(name, _MOST) for name in asked if "_au_" in name or name.endswith("_de_moins_de")
    }
    answers: dict[str, bool] = {}
    for name in asked - numbers.keys() - {"compositions"}:
        value = table[name]
        table.require(isinstance(value, bool), f"« {name} » n'est ni true ni false")
        answers[name] = bool(value)
    return Regle(
        table.text("droit"), table.text("raison"), table.texts("compositions"),
        numbers.get("enfants_au_moins"), numbers.get("dernier_enfant_de_moins_de"),
        numbers.get("quotient_familial_au_plus"),
        answers.get("minima_sociaux"), answers.get("aide_logement"), answers.get("grossesse"),
    )  # fmt: skip


def check_codes(regles: tuple[Regle, ...], droits: set[str], compositions: set[str]) -> None:
    """Raise ValueError for a rule that names a code of no list."""
    for regle in regles:
        require(regle.droit in droits, f"droit inconnu « {regle.droit} »")
        for composition in regle.compositions:
            require(composition in compositions, f"composition inconnue « {composition} »")


def _age(born: date | None, day: date) -> int | None:
    """Return the age in whole years, None when unborn or unknown."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _at_least(known: int | None, asked: int | None) -> bool:
    return asked is None or (known is not None and known >= asked)


def _at_most(cents: int | None, euros: int | None) -> bool:
    return euros is None or (cents is not None and cents <= euros * 100)


def _below(known: int | None, asked: int) -> bool:
    return known is not None and known < asked
