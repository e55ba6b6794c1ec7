"""Everything out, in the exchange format: written aside, then put in place file by file."""

import csv
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from sqlalchemy import ColumnElement, FromClause, Select, func, select
from sqlalchemy.orm import Session

from caseapp.errors import InputError
from caseapp.exchange.formats import FORMAT
from caseapp.exchange.specs import FileSpec
from caseapp.exchange.values import cell_writer
from caseapp.exchange.watch import Watch

_ASIDE: Final = ".caseapp-export-"
_NAMES: Final = frozenset(f"{file}.csv" for file in FORMAT)


class Exporter:
    """Writes into a folder that is absent, empty or holds an earlier export; leaves nothing when it fails."""

    def __init__(self, folder: Path, watch: Watch) -> None:
        _check_folder(folder)
        self._folder, self._watch = folder, watch
        self._made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        self._aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
        self._published = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)
        if self._made and not self._published:
            with suppress(OSError):
                self._folder.rmdir()

    def write(self, session: Session, auteur: str) -> tuple[tuple[str, int], ...]:
        """Write aside every file of version 1 and those added since that have rows; return their rows."""
        counts = {spec: _count(session, spec, auteur) for spec in FORMAT.values()}
        counts = {spec: count for spec, count in counts.items() if count or not spec.added}
        self._watch.total = sum(counts.values())
        done = 0
        for spec, count in counts.items():
            for written in self._write_file(session, spec, auteur):
                self._watch.report(done + written, f"Écriture de {spec.name}.csv")
            done += count
        return tuple((spec.name, count) for spec, count in counts.items())

    def publish(self) -> None:
        """Put the files in place, each whole or as it was; those of an earlier export do not stay."""
        for name in sorted(_NAMES):
            if (self._aside / name).exists():
                (self._aside / name).replace(self._folder / name)
            else:
                (self._folder / name).unlink(missing_ok=True)
        self._published = True

    def _write_file(self, session: Session, spec: FileSpec, auteur: str) -> Iterator[int]:
        """Yield how many rows are written, often."""
        path = self._aside / f"{spec.name}.csv"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
            writer.writerow([column.name for column in spec.columns])
            written = 0
            for batch in session.connection().execute(_readable(spec, auteur)).partitions(spec.batch):
                writer.writerows(_cells(spec, batch))
                written += len(batch)
                yield written
            _make_durable(file)
        yield written


def _check_folder(folder: Path) -> None:
    """Refuse a folder where other files would be mixed with the export."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"« {folder.name} » est un fichier : choisissez un dossier.")
    if not folder.exists():
        return
    for path in folder.iterdir():
        if path.is_dir() and path.name.startswith(_ASIDE):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name not in _NAMES:
            raise InputError(
                f"Le dossier « {folder.name} » contient déjà autre chose qu'un export : "
                "choisissez un dossier vide."
            )


def _make_durable(file: IO[str]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _count(session: Session, spec: FileSpec, auteur: str) -> int:
    statement = select(func.count()).select_from(spec.table)
    if spec.readable is not None:
        statement = statement.where(spec.readable(auteur))
    return session.scalar(statement) or 0


def _readable(spec: FileSpec, auteur: str) -> Select[Any]:
    statement = _statement(spec)
    return statement if spec.readable is None else statement.where(spec.readable(auteur))


@cache
def _statement(spec: FileSpec) -> Select[Any]:
    """Select the cells of a file in the order of its columns, rows in the order of its key."""
    table = spec.table
    source: FromClause = table
    cells: dict[str, ColumnElement[Any]] = {}
    for column in spec.columns:
        cell: ColumnElement[Any] = table.c[column.attribute]
        if column.target:
            target = FORMAT[column.target]
            other = target.table.alias(f"de_{column.name}")
            source = source.outerjoin(other, cell == other.c.id)
            cell = other.c[target.key_attributes[0]]
        cells[column.name] = cell
    order = [cells[name] for name in spec.key] + ([table.c.rang] if spec.ranked else [])
    return select(*cells.values()).select_from(source).order_by(*order)


def _cells(spec: FileSpec, rows: Any) -> Iterator[list[str]]:
    writers: list[Callable[[Any], str]] = [cell_writer(column) for column in spec.columns]
    for row in rows:
        yield ["" if value is None else write(value) for write, value in zip(writers, row, strict=True)]
