"""What an import reads: a folder, a file, a workbook or a zip of CSV files, as one source per known file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Self, cast

from caseapp.errors import InputError
from caseapp.exchange.archive import open_archive
from caseapp.exchange.csv_reader import Opener, RawRow, column_name, inspect_csv, read_csv
from caseapp.exchange.formats import FORMAT
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.results import Problem
from caseapp.exchange.watch import Watch
from caseapp.exchange.workbook_reader import WorkbookReader

Batch = tuple[float, list[RawRow]]
"""Share of the source read so far (0 to 1), and rows."""
TEXTS = {".csv", ".txt", ".tsv"}
WORKBOOKS = {".xlsx", ".xlsm", ".ods"}
_BATCH = 500
_BYTES_PER_ROW = 60
_LOCKS = (".", "~$")


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
    """Everything found at a path, in the order in which it must be read; to be closed."""

    found: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    """Files that cannot be read (fatal) or are not of the format (only said)."""
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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.close()


def open_sources(path: Path, watch: Watch) -> Sources:
    """Find what can be imported at `path`; InputError when there is nothing of the format."""
    sources = Sources()
    try:
        for file in _files(path):
            _add_file(sources, file, watch, alone=file == path)
    except BaseException:
        sources.stack.close()
        raise
    if not sources.found and not any(problem.fatal for problem in sources.problems):
        sources.stack.close()
        raise InputError(
            f"« {path.name} » ne contient aucun fichier du format d'échange "
            "(familles.csv, interventions.csv, aides.csv…) : donnez ces noms aux fichiers ou aux feuilles."
        )
    return sources


def _files(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return sorted(
                file for file in path.iterdir() if file.is_file() and not file.name.startswith(_LOCKS)
            )
        if path.is_file():
            return [path]
    except OSError:
        raise InputError(f"« {path.name} » ne peut pas être lu : l'accès y est refusé.") from None
    raise InputError(f"« {path.name} » est introuvable.")


def _add_file(sources: Sources, path: Path, watch: Watch, *, alone: bool) -> None:
    kind = path.suffix.lower()
    try:
        if kind in TEXTS and column_name(path.stem) in FORMAT:
            sources.add(_text_source(path.stem, path.name, partial(_open_bytes, path), watch))
        elif kind in WORKBOOKS:
            _add_workbook(sources, path, watch, alone=alone)
        elif kind == ".zip" and alone:
            _add_archive(sources, path, watch)
        else:
            reason = "fichier ignoré : ce nom n'est pas du format d'échange"
            sources.problems.append(Problem(path.name, 0, "", "", reason, fatal=False))
    except FileRefusedError as refusal:
        sources.problems.append(Problem(path.name, refusal.line, "", "", refusal.reason))
    except OSError:
        sources.problems.append(Problem(path.name, 0, "", "", "le fichier ne peut pas être lu"))


def _open_bytes(path: Path) -> BinaryIO:
    return path.open("rb")


def _text_source(stem: str, label: str, opener: Opener, watch: Watch) -> Source:
    file = column_name(stem)
    opening = partial(watch.report, 0, f"Ouverture de {label}")
    shape = inspect_csv(opener, frozenset(FORMAT[file].by_name), opening)

    def batches() -> Iterator[Batch]:
        rows: list[RawRow] = []
        for number, row in enumerate(read_csv(opener, shape), 1):
            rows.append(row)
            if len(rows) == _BATCH:
                yield number / shape.rows, rows
                rows = []
        yield 1.0, rows

    return Source(file, label, shape.rows, batches)


def _add_archive(sources: Sources, path: Path, watch: Watch) -> None:
    archive = sources.stack.enter_context(open_archive(path))
    for member in archive.infolist():
        name = PurePosixPath(member.filename)
        if name.suffix.lower() in TEXTS and column_name(name.stem) in FORMAT:
            opener = cast("Opener", partial(archive.open, member))
            sources.add(_text_source(name.stem, f"{path.name}, {name.name}", opener, watch))


def _add_workbook(sources: Sources, path: Path, watch: Watch, *, alone: bool) -> None:
    """Take the sheets that have a name of the format, or the only sheet of a file that has one."""
    reader = sources.stack.enter_context(WorkbookReader(path, watch.check))
    names = {sheet: column_name(sheet) for sheet in reader.sheets}
    if len(names) == 1 and column_name(path.stem) in FORMAT:
        names = dict.fromkeys(names, column_name(path.stem))
    known = {sheet: file for sheet, file in names.items() if file in FORMAT}
    if not known and not alone:
        reason = "classeur ignoré : aucune feuille n'a un nom du format d'échange"
        sources.problems.append(Problem(path.name, 0, "", "", reason, fatal=False))
    weight = path.stat().st_size // _BYTES_PER_ROW // max(len(known), 1) + 1
    for sheet, file in known.items():
        sources.add(Source(file, f"{path.name}, feuille {sheet}", weight, partial(reader.rows, sheet)))
