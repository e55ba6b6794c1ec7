"""Short ways to declare the columns of the exchange format."""

from typing import Any

from caseapp.exchange.specs import ColumnSpec, Kind

KEY_LENGTH = 60


def key(name: str, attribute: str = "") -> ColumnSpec:
    """Declare a business key."""
    return ColumnSpec(name, Kind.TEXT, required=True, attribute=attribute, length=KEY_LENGTH)


def text(name: str, *, required: bool = False, length: int = 400) -> ColumnSpec:
    """Declare a free text."""
    return ColumnSpec(name, Kind.TEXT, required, length=length)


def code(name: str, liste: str = "", *, required: bool = False) -> ColumnSpec:
    """Declare a code of `liste`, the list of the column's own name unless said otherwise."""
    return ColumnSpec(name, Kind.CODE, required, liste=liste or name)


def choice(name: str, choices: dict[str, Any]) -> ColumnSpec:
    """Declare one of a few words that no Caf changes, with what each becomes in the store."""
    return ColumnSpec(name, Kind.CHOICE, required=True, choices=tuple(choices.items()))


def ref(name: str, target: str, *, required: bool = False, late: bool = False) -> ColumnSpec:
    """Declare the key of a row of the file `target`."""
    return ColumnSpec(name, Kind.REFERENCE, required, target=target, late=late)


def day(name: str, *, required: bool = False) -> ColumnSpec:
    """Declare a date."""
    return ColumnSpec(name, Kind.DATE, required)


def hour(name: str, *, required: bool = False) -> ColumnSpec:
    """Declare an hour of the day."""
    return ColumnSpec(name, Kind.HOUR, required)


def yes_no(name: str, *, required: bool = False) -> ColumnSpec:
    """Declare `oui` or `non`."""
    return ColumnSpec(name, Kind.BOOLEAN, required)


def cents(name: str, *, required: bool = False) -> ColumnSpec:
    """Declare an amount in euros."""
    return ColumnSpec(name, Kind.CENTS, required)


def moment(name: str, *, required: bool = False) -> ColumnSpec:
    """Declare a day and hour, UTC."""
    return ColumnSpec(name, Kind.MOMENT, required)


def count(name: str, low: int = 0, high: int = 100_000, *, required: bool = False) -> ColumnSpec:
    """Declare a whole number, both bounds included."""
    return ColumnSpec(name, Kind.INTEGER, required, low=low, high=high)


REFERENCE = key("reference")
CODE = key("code")
IDENTIFIANT = ColumnSpec("identifiant", Kind.IDENTIFIER, required=True, attribute="uuid")
FAMILLE = ref("famille", "familles", required=True)
FAMILLE_CONNUE_OU_NON = ref("famille", "familles")
INTERVENTION = ref("intervention", "interventions")
RENDEZ_VOUS = ref("rendez_vous", "rendez_vous")
AGENT = ref("agent", "agents")
LIEU = ref("lieu", "lieux")
PARTENAIRE = ref("partenaire", "partenaires")
COMMUNE = ColumnSpec("code_commune", Kind.COMMUNE, length=5)
CRENEAU = (5, 480)
"""Minutes of a slot, at least and at most."""
