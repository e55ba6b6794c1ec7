"""The words in which the chapters of the report are declared."""

from dataclasses import dataclass

from caseapp.reports.layout import COMPARED, Col, Layout, Line

WITH_SHARE = (*COMPARED, Col("Part", ".part"))


@dataclass(frozen=True, slots=True)
class ChapterLayout:
    """A chapter: its tables, and the charts drawn from them (by key of table)."""

    key: str
    title: str
    tables: tuple[Layout, ...]
    charts: tuple[str, ...] = ()


def lines(*addresses: str) -> tuple[Line, ...]:
    """Return one line for each address, named as its figure."""
    return tuple(Line(address) for address in addresses)


def one_line(record: str) -> str:
    """Return what the total of an exclusive table is."""
    return f"Chaque {record} est sur une seule ligne : le total compté est aussi la somme des lignes."
