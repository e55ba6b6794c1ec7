"""The problems found by an import: listed up to a bound, all counted."""

from typing import Final

from caseapp.domain.text import has_forbidden_characters
from caseapp.exchange.results import Problem
from caseapp.exchange.rows import Columns, Row

MAX_LISTED: Final = 20_000
_SHOWN: Final = 80


def shown(value: str) -> str:
    """Return a cell or a name as it can be shown: cut, unreadable characters replaced."""
    cut = value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
    if not has_forbidden_characters(cut):
        return cut
    return "".join("\ufffd" if has_forbidden_characters(letter) else letter for letter in cut)


class Ledger:
    """Collects the problems of every file."""

    def __init__(self) -> None:
        self.listed: list[Problem] = []
        self.hidden = 0
        self.fatal = 0

    def add(self, problem: Problem) -> None:
        """Keep a problem, or only count it when too many are kept already."""
        self.fatal += problem.fatal
        if len(self.listed) < MAX_LISTED:
            self.listed.append(problem)
        else:
            self.hidden += 1


class FileLog:
    """The problems of one file, and its lines refused."""

    def __init__(self, ledger: Ledger, label: str) -> None:
        self._ledger, self._label = ledger, label
        self.refused: set[int] = set()

    def refuse(self, line: int, column: str, value: str, reason: str) -> None:
        """Refuse a row."""
        self.refused.add(line)
        self._ledger.add(Problem(self._label, line, column, shown(value), reason))

    def refuse_cell(self, row: Row, columns: Columns, name: str, reason: str) -> None:
        """Refuse a row that was read, for one of its columns."""
        self.refuse(row.line, name, columns.cell(row, name), reason)

    def doubt(self, line: int, column: str, value: str, reason: str) -> None:
        """Say something about a row that is accepted."""
        self._ledger.add(Problem(self._label, line, column, shown(value), reason, fatal=False))
