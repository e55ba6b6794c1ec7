"""What an import reads: one source per file of the format."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Self

from caseapp.errors import InputError
from caseapp.exchange.csv_reader import RawRow
from caseapp.exchange.formats import FORMAT
from caseapp.exchange.ledger import shown
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.results import Problem

Batch = tuple[float, list[RawRow]]
"""Share of the source read so far (0 to 1), and rows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Rows for one file of the format; `weight` is about how many."""

    file: str
    label: str
    weight: int
    batches: Callable[[], Iterator[Batch]]
    """Header first. Raises FileRefusedError."""


@dataclass(slots=True)
class Sources:
    """Everything found at a path; to be closed."""

    found: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    """Files that are of no known name: unreadable (fatal) or not of the format (only said)."""
    stack: ExitStack = field(default_factory=ExitStack)

    def in_order(self) -> list[Source]:
        """Return the sources, those referred to first."""
        return [self.found[file] for file in FORMAT if file in self.found]

    def add(self, source: Source) -> None:
        """Keep a source; InputError when its file was found already."""
        other = self.found.setdefault(source.file, source)
        if other is not source:
            raise InputError(
                f"« {other.label} » et « {source.label} » donnent tous deux le fichier « {source.file} » : "
                "n'en gardez qu'un."
            )

    def add_refused(self, file: str, label: str, refusal: FileRefusedError) -> None:
        """Keep a file that cannot be read; `file` may be of no known name."""
        if file in FORMAT:
            self.add(Source(file, label, 0, partial(_refused_batches, refusal)))
        else:
            self.problems.append(Problem(label, refusal.line, "", "", refusal.reason))

    def ignore(self, name: str, reason: str) -> None:
        """Say that a file is left out."""
        self.problems.append(Problem(shown(name), 0, "", "", reason, fatal=False))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.close()


def _refused_batches(refusal: FileRefusedError) -> Iterator[Batch]:
    raise refusal
