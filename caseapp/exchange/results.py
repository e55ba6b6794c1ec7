"""What an import or an export says: frozen values, for the screen and the command line."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a cell, a row or a file; the row (or the file) is refused when `fatal`."""

    file: str
    """Name shown to the user, with its sheet when it is in a workbook."""
    line: int
    """Line (or row of the sheet) from 1; 0 when it is about the whole file."""
    column: str
    value: str
    """What the cell holds, cut to 80 characters."""
    reason: str
    fatal: bool = True


@dataclass(frozen=True, slots=True)
class FileReport:
    """How many rows of a file are new, change the store, change nothing, or are refused."""

    file: str
    """Name in the exchange format, such as `familles`."""
    source: str
    nouvelles: int = 0
    modifiees: int = 0
    inchangees: int = 0
    refusees: int = 0
    refus: str = ""
    """Why the whole file is refused; empty when it is not."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do."""

    files: tuple[FileReport, ...]
    problems: tuple[Problem, ...]
    hidden: int = 0
    """Problems above those listed, when there are too many."""

    @property
    def refusees(self) -> int:
        """Rows refused in all the files."""
        return sum(file.refusees for file in self.files)

    @property
    def is_clean(self) -> bool:
        """Whether nothing is refused: neither a row nor a file."""
        return not any(file.refusees or file.refus for file in self.files) and not any(
            problem.fatal for problem in self.problems
        )


@dataclass(frozen=True, slots=True)
class ImportResult(ImportPreview):
    """What an import did; when not `written`, the store is as it was."""

    written: bool = False


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export wrote; `protegees` counts the protected families it holds."""

    folder: Path
    rows: tuple[tuple[str, int], ...]
    """How many rows each file has that was written."""
    protegees: int
    notes_personnelles: int = 0
    """Personal notes of who exports: they are in it."""
    notes_ecartees: int = 0
    """Personal notes of others: they are not."""
