"""Finds what can be imported at a path: a folder, a file, a workbook or a zip of CSV files."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, cast

from caseapp.errors import InputError
from caseapp.exchange.archive import open_archive
from caseapp.exchange.csv_reader import CsvShape, Opener, column_name, inspect_csv, read_csv
from caseapp.exchange.formats import FORMAT
from caseapp.exchange.ledger import shown
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.sources import Batch, Source, Sources
from caseapp.exchange.watch import Watch
from caseapp.exchange.workbook_reader import WorkbookReader

TEXTS: Final = {".csv", ".txt", ".tsv"}
WORKBOOKS: Final = {".xlsx", ".xlsm", ".ods"}
_BYTES_PER_ROW: Final = 60
_HIDDEN: Final = (".", "~$")
"""How the names of locks and of hidden files begin."""


def open_sources(path: Path, watch: Watch) -> Sources:
    """Find what can be imported at `path`; InputError when there is nothing of the format."""
    sources = Sources()
    try:
        for file in _files(path):
            _add_file(sources, file, watch, alone=file == path)
        _check_found(sources, path)
    except BaseException:
        sources.stack.close()
        raise
    return sources


def _check_found(sources: Sources, path: Path) -> None:
    if not sources.found and not any(problem.fatal for problem in sources.problems):
        raise InputError(
            f"« {shown(path.name)} » ne contient aucun fichier du format d'échange "
            "(familles.csv, interventions.csv, aides.csv…) : donnez ces noms aux fichiers ou aux feuilles."
        )


def _files(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return sorted(file for file in path.iterdir() if file.is_file() and not _is_hidden(file.name))
        if path.is_file():
            return [path]
    except OSError:
        raise InputError(f"« {shown(path.name)} » ne peut pas être lu : l'accès y est refusé.") from None
    raise InputError(f"« {shown(path.name)} » est introuvable.")


def _is_hidden(name: str) -> bool:
    return name.startswith(_HIDDEN)


def _add_file(sources: Sources, path: Path, watch: Watch, *, alone: bool) -> None:
    kind, file = path.suffix.lower(), column_name(path.stem)
    with _refusing(sources, file, path.name):
        if kind in TEXTS and file in FORMAT:
            sources.add(_text_source(file, path.name, partial(_open_bytes, path), watch))
        elif kind in WORKBOOKS:
            _add_workbook(sources, path, watch, alone=alone)
        elif kind == ".zip" and alone:
            _add_archive(sources, path, watch)
        else:
            sources.ignore(path.name, "fichier ignoré : ce nom n'est pas du format d'échange")


@contextmanager
def _refusing(sources: Sources, file: str, label: str) -> Iterator[None]:
    """Keep a file that cannot be read as a refused one, for the others to be read."""
    try:
        yield
    except FileRefusedError as refusal:
        sources.add_refused(file, shown(label), refusal)
    except OSError:
        sources.add_refused(file, shown(label), FileRefusedError("le fichier ne peut pas être lu"))
    # NotImplementedError is how zipfile refuses a compression that it does not read
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        sources.add_refused(file, shown(label), FileRefusedError("le fichier est abîmé dans l'archive"))


def _open_bytes(path: Path) -> BinaryIO:
    return path.open("rb")


def _text_source(file: str, label: str, opener: Opener, watch: Watch) -> Source:
    opening = partial(watch.report, 0, f"Ouverture de {shown(label)}")
    shape = inspect_csv(opener, frozenset(FORMAT[file].by_name), opening)
    return Source(file, shown(label), shape.rows, partial(_text_batches, opener, shape, FORMAT[file].batch))


def _text_batches(opener: Opener, shape: CsvShape, size: int) -> Iterator[Batch]:
    reader, done = read_csv(opener, shape), 0
    while rows := list(islice(reader, size)):
        done += len(rows)
        yield done / shape.rows, rows


def _add_archive(sources: Sources, path: Path, watch: Watch) -> None:
    """Take the members that have a name of the format, in whatever folder of the zip."""
    archive = sources.stack.enter_context(open_archive(path))
    for member in archive.infolist():
        name = PurePosixPath(member.filename)
        file, label = column_name(name.stem), f"{path.name}, {name.name}"
        if name.suffix.lower() in TEXTS and file in FORMAT and not _is_hidden(name.name):
            with _refusing(sources, file, label):
                opener = cast("Opener", partial(archive.open, member))
                sources.add(_text_source(file, label, opener, watch))


def _add_workbook(sources: Sources, path: Path, watch: Watch, *, alone: bool) -> None:
    """Take the sheets that have a name of the format, or the only sheet of a file that has one."""
    reader = sources.stack.enter_context(WorkbookReader(path, watch.check))
    names = {sheet: column_name(sheet) for sheet in reader.sheets}
    if len(names) == 1 and column_name(path.stem) in FORMAT:
        names = dict.fromkeys(names, column_name(path.stem))
    known = {sheet: file for sheet, file in names.items() if file in FORMAT}
    if not known and not alone:
        sources.ignore(path.name, "classeur ignoré : aucune feuille n'a un nom du format d'échange")
    weight = path.stat().st_size // _BYTES_PER_ROW // max(len(known), 1) + 1
    for sheet, file in known.items():
        label = f"{path.name}, feuille {sheet}"
        sources.add(Source(file, shown(label), weight, partial(reader.rows, sheet)))
