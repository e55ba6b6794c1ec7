"""Rows of exchange files as text, and what the independent count notes about them over a period."""

import csv
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

Row = dict[str, str]
Portfolio = Mapping[str, list[Row]]
Value = int | Fraction | None


def read_folder(path: Path) -> dict[str, list[Row]]:
    """Read every CSV file of an exchange folder as text cells, by file name without its ending."""
    portfolio = {}
    for file in sorted(path.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            portfolio[file.stem] = list(csv.DictReader(stream, delimiter=";"))
    return portfolio


def key_of(text: str) -> str:
    """Return a code, campaign, theme or instance as it stands in an address."""
    for ligature, letters in (("œ", "oe"), ("æ", "ae"), ("ß", "ss")):
        text = text.lower().replace(ligature, letters)
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^0-9a-z]+", "_", letters.lower()).strip("_")


def add_months(day: date, months: int) -> date:
    """Return the same day some months later or earlier, the last of the month when there is no such day."""
    month = day.year * 12 + (day.month - 1) + months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def read_date(cell: str | None) -> date | None:
    """Read AAAA-MM-JJ; None for an empty cell."""
    return date.fromisoformat(cell) if cell else None


def read_cents(cell: str | None) -> int | None:
    """Read an amount in euros as cents; None for an empty cell."""
    if not cell:
        return None
    cents = Fraction(re.sub(r"\s", "", cell).replace(",", ".")) * 100
    assert cents.denominator == 1, f"fractions of cents: {cell}"
    return int(cents)


def median(numbers: list[int]) -> Value:
    """Return the middle number, or the mean of the two middle ones; None without any."""
    ordered = sorted(numbers)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else Fraction(ordered[middle - 1] + ordered[middle], 2)


def families(rows: Iterable[Row]) -> set[str]:
    """Return the distinct families of the rows."""
    return {row["famille"] for row in rows}


@dataclass
class Tally:
    """The figures counted so far, over one portfolio and one period."""

    portfolio: Portfolio
    start: date
    end: date
    values: dict[str, Value] = field(default_factory=dict)
    bases: dict[str, Value] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        """The last day included."""
        return self.end - timedelta(days=1)

    def rows(self, file: str, **cells: str) -> list[Row]:
        """Return the rows of a file whose cells have the given texts."""
        return [
            row
            for row in self.portfolio.get(file, [])
            if all((row.get(column) or "") == text for column, text in cells.items())
        ]

    def dated(self, file: str, column: str, **cells: str) -> list[Row]:
        """Return those whose date in `column` lies in the period."""
        return [row for row in self.rows(file, **cells) if self.holds(row.get(column))]

    def holds(self, cell: str | None) -> bool:
        """Tell whether the period holds that day."""
        day = read_date(cell)
        return day is not None and self.start <= day < self.end

    def active(self, file: str, opened: str, closed: str, since: date | None = None) -> list[Row]:
        """Return the rows running at some time of the period, or from `since` until its eve."""
        first, after = (self.start, self.end) if since is None else (since, self.start)
        found = []
        for row in self.rows(file):
            begin, finish = read_date(row[opened]), read_date(row.get(closed))
            assert begin is not None
            if begin < after and (finish is None or finish >= first):
                found.append(row)
        return found

    def codes(self, file: str, column: str) -> dict[str, list[str]]:
        """Return the texts found in a column, by their key in addresses."""
        found: dict[str, list[str]] = {}
        for row in self.rows(file):
            text = row.get(column) or ""
            if text and text not in found.setdefault(key_of(text), []):
                found[key_of(text)].append(text)
        return found

    def share(self, address: str, part: int, base: int | Fraction) -> None:
        """Note a percentage; unknown when its base is zero."""
        self.values[address] = Fraction(part * 100) / base if base else None
        self.bases[address] = base

    def split(self, address: str, numbers: Mapping[str, int], total: int, end: str = "") -> None:
        """Note the number of each key and its share of `total`."""
        for key, number in numbers.items():
            self.values[f"{address}.{key}{end}"] = number
            self.share(f"{address}.{key}{end}.part", number, total)


def by_code(rows: list[Row], column: str, codes: Iterable[str]) -> dict[str, int]:
    """Count the rows of each code; 0 for a code without any."""
    return {code: sum((row.get(column) or "") == code for row in rows) for code in codes}


def by_key(rows: list[Row], column: str, codes: Mapping[str, list[str]]) -> dict[str, int]:
    """Count the rows of each key of addresses."""
    return {key: sum((row.get(column) or "") in texts for row in rows) for key, texts in codes.items()}
