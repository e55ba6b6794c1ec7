"""What the hand-written chapters share: the keys of the addresses, the rows of a statement, the shares."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from caseapp.domain.text import fold

Value = int | Fraction | None
Values = dict[str, Value]


def key_of(text: str) -> str:
    """Return a text as it stands in an address."""
    return fold(text).replace(" ", "_")


class Lists:
    """The keys that the addresses run over, read once for both years."""

    def __init__(self, raw: sqlcipher.Connection) -> None:
        def codes(name: str) -> list[str]:
            return [code for (code,) in raw.execute(f"SELECT code FROM code_{name}")]

        self.cible_of: dict[str, str] = dict(raw.execute("SELECT code, cible FROM code_motif").fetchall())
        self.cibles, self.natures, self.origines = codes("cible"), codes("nature"), codes("origine")
        self.modes, self.statuts, self.domaines = codes("mode"), codes("statut"), codes("domaine")
        self.etats_droit, self.droits = codes("etat_droit"), codes("droit")
        self.decisions, self.formes, self.destinataires = (
            codes("decision"),
            codes("forme"),
            codes("destinataire"),
        )
        self.demandeurs, self.aides_logement = codes("demandeur"), codes("aide_logement")
        self.origines_signalement, self.types_action = codes("origine_signalement"), codes("type_action")
        self.procedures, self.freins, self.motifs_fin = codes("procedure"), codes("frein"), codes("motif_fin")
        self.lieux = {i: key_of(code) for i, code in raw.execute("SELECT id, code FROM lieux")}
        types = raw.execute("SELECT id, code, domaine FROM types_aide").fetchall()
        self.types_aide = {ident: key_of(code) for ident, code, _ in types}
        self.domaine_of = {ident: domaine for ident, _, domaine in types}
        self.campagnes = _present(raw, "offres_contact", "campagne")
        self.themes = _present(raw, "actions_collectives", "theme")
        self.instances = _present(raw, "seances_commission", "instance")


def _present(raw: sqlcipher.Connection, table: str, column: str) -> dict[str, str]:
    """Return the texts of a column, jumping from one to the next in its index, with their keys."""
    found = raw.execute(
        f"WITH RECURSIVE t(x) AS (SELECT min({column}) FROM {table} UNION ALL "
        f"SELECT (SELECT min({column}) FROM {table} WHERE {column} > t.x) FROM t WHERE t.x IS NOT NULL) "
        "SELECT x FROM t WHERE x IS NOT NULL"
    )
    return {text: key_of(text) for (text,) in found}


class Sheet:
    """The figures of one civil year, being counted."""

    def __init__(self, raw: sqlcipher.Connection, lists: Lists, year: int) -> None:
        self.raw, self.lists, self.year = raw, lists, year
        self.found: Values = {}
        self.given = {
            "debut": f"{year}-01-01",
            "fin": f"{year + 1}-01-01",
            "dernier": f"{year}-12-31",
            "avant": f"{year - 2}-01-01",
        }

    def rows(self, statement: str) -> list[Any]:
        return self.raw.execute(statement, self.given).fetchall()  # type: ignore[no-any-return]

    def row(self, statement: str) -> Sequence[Any]:
        return self.raw.execute(statement, self.given).fetchone()  # type: ignore[no-any-return]

    def share(self, address: str, part: int, base: int | Fraction, factor: int = 100) -> None:
        self.found[address] = Fraction(part * factor, base) if base else None

    def split(self, prefix: str, keys: Iterable[str], counts: Counter[str], base: int, end: str = "") -> None:
        for key in keys:
            address = f"{prefix}.{key}{end}"
            self.found[address] = counts[key]
            self.share(f"{address}.part", counts[key], base)


def median(counts: Sequence[tuple[int, int]]) -> Fraction | None:
    """Return the median of (value, how many), in ascending order."""
    total = sum(number for _, number in counts)
    seen, middle = 0, []
    for value, number in counts:
        seen += number
        middle += [value] * (len(middle) == 0 and 2 * seen >= total)
        if 2 * seen > total:
            return Fraction(middle[0] + value, 2)
    return None
