"""French communes and their intercommunal bodies (EPCI), from the resource tools/make_communes.py writes."""

import gzip
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from caseapp.domain.name_index import NameIndex
from caseapp.domain.text import fold


@dataclass(frozen=True, slots=True)
class Commune:
    """A current commune, or a municipal district of Paris, Lyon or Marseille."""

    code: str
    """INSEE code: five characters, letters in capitals for Corsica."""
    nom: str
    codes_postaux: tuple[str, ...]
    departement: str
    population: int | None
    """Legal municipal population; None for the uninhabited overseas lands."""
    epci: str
    """SIREN of the EPCI, empty outside any."""
    commune_mere: str
    """Code of the commune a municipal district belongs to, empty for a commune."""


class Epci(NamedTuple):
    """An intercommunal body that levies taxes (communauté de communes, d'agglomération, métropole…)."""

    siren: str
    nom: str


class CommuneDirectory:
    """Every commune by its code; what a search needs is built at the first one."""

    def __init__(self, communes: Iterable[str], epcis: Iterable[str], former: Iterable[str]) -> None:
        """Take the lines of the three blocks of the resource; a commune is read when it is asked for."""
        self._lines = {line[:5]: line for line in communes}
        self._epcis = {siren: nom for siren, _, nom in (line.partition("\t") for line in epcis)}
        changes = [line.split("\t") for line in former]
        self._current = {old: current for old, current, _ in changes if old not in self._lines}
        self._former = [(current, nom) for _, current, nom in changes if nom]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the resource; raises OSError when it cannot be read, ValueError when it is damaged."""
        try:
            text = gzip.decompress(path.read_bytes()).decode()
            _header, communes, epcis, former = text.removesuffix("\n").split("\n\n")
        except (EOFError, zlib.error, gzip.BadGzipFile, ValueError) as error:
            raise ValueError(f"Le fichier des communes est abîmé : {path.name}") from error
        return cls(communes.split("\n"), epcis.split("\n"), former.split("\n"))

    @property
    def codes(self) -> frozenset[str]:
        """Every current code, municipal districts included."""
        return frozenset(self._lines)

    def get(self, code: str) -> Commune | None:
        """Return the commune of a code, the current one for a former code."""
        line = self._lines.get(self._current.get(code, code))
        return None if line is None else _commune(line)

    def name(self, code: str) -> str:
        """Return the name to show for a code: the code itself when it is unknown."""
        commune = self.get(code)
        return code if commune is None else commune.nom

    def search(self, text: str, limit: int = 20) -> tuple[Commune, ...]:
        """Find by beginnings of words or postal codes, then by a former name, then by the INSEE code."""
        ranked, names = self._names
        codes = [ranked[number] for number in names.search(text, limit)]
        if len(codes) < limit:
            codes += [self._former[number][0] for number in self._former_names.search(text, limit)]
            codes.append(text.strip().upper())
        found = dict.fromkeys(commune for code in codes if (commune := self.get(code)) is not None)
        return tuple(found)[:limit]

    def codes_of_departement(self, departement: str) -> frozenset[str]:
        """Return the codes of a département ("40", "2A", "974"), municipal districts included."""
        length = 3 if departement[:2] in {"97", "98"} else 2
        return frozenset(code for code in self._lines if code[:length] == departement)

    def codes_of_epci(self, siren: str) -> frozenset[str]:
        """Return the codes of an EPCI, municipal districts included; none for an unknown SIREN."""
        return self._members.get(siren, frozenset())

    def epci_name(self, siren: str) -> str:
        """Return the name to show for an EPCI: the SIREN itself when it is unknown."""
        return self._epcis.get(siren, siren)

    def epci_list(self) -> tuple[Epci, ...]:
        """Return every EPCI in the order of their names."""
        return self._epci_names[0]

    def epcis_search(self, text: str, limit: int = 20) -> tuple[Epci, ...]:
        """Find by beginnings of words."""
        epcis, names = self._epci_names
        return tuple(epcis[number] for number in names.search(text, limit))

    @cached_property
    def _names(self) -> tuple[list[str], NameIndex]:
        """Codes from the most to the least populated commune, and their index."""
        rows = [line.split("\t") for line in self._lines.values()]
        rows.sort(key=lambda row: int(row[4] or 0), reverse=True)
        return [row[0] for row in rows], NameIndex([(row[1], row[2]) for row in rows])

    @cached_property
    def _former_names(self) -> NameIndex:
        return NameIndex([(nom, "") for _, nom in self._former])

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        members: dict[str, set[str]] = {}
        for code, line in self._lines.items():
            members.setdefault(line.split("\t")[5], set()).add(code)
        return {siren: frozenset(codes) for siren, codes in members.items() if siren}

    @cached_property
    def _epci_names(self) -> tuple[tuple[Epci, ...], NameIndex]:
        epcis = tuple(
            sorted((Epci(*item) for item in self._epcis.items()), key=lambda epci: (fold(epci.nom), epci))
        )
        return epcis, NameIndex([(epci.nom, "") for epci in epcis])


def _commune(line: str) -> Commune:
    code, nom, codes_postaux, departement, population, epci, commune_mere = line.split("\t")
    known = int(population) if population else None
    return Commune(code, nom, tuple(codes_postaux.split()), departement, known, epci, commune_mere)
