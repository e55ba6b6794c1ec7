"""Import and export in the exchange format: one transaction each, or nothing."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import NiveauNote
from caseapp.errors import InputError
from caseapp.exchange.discovery import open_sources
from caseapp.exchange.export import Exporter
from caseapp.exchange.formats import FORMAT
from caseapp.exchange.importer import Importer, Writing
from caseapp.exchange.results import ExportResult, FileReport, ImportPreview, ImportResult, Problem
from caseapp.exchange.sources import Sources
from caseapp.exchange.table_writer import Written
from caseapp.exchange.watch import IsCancelled, OnProgress, Watch, never_cancelled, no_progress
from caseapp.files import cannot_write
from caseapp.models import Famille, Note
from caseapp.store import JournaledSession, Store, Trace
from caseapp.store.search_notes import index_notes

__all__ = ["EchangeService", "ExportResult", "FileReport", "ImportPreview", "ImportResult", "Problem"]

_FAMILLES = Famille.__tablename__
_INDEXES = {_FAMILLES: 500, Note.__tablename__: 50}
"""Files that can be searched, with the rows indexed between two progress reports."""


class _NothingWrittenError(Exception):
    """Leaves the transaction when rows are refused and good rows alone are not wanted."""

    def __init__(self, preview: ImportPreview) -> None:
        super().__init__()
        self.preview = preview


class EchangeService:
    """Imports and exports over an open store, in the name of `auteur`."""

    def __init__(self, store: Store, auteur: str, communes: CommuneDirectory | None = None) -> None:
        self._store, self._auteur, self._communes = store, auteur, communes

    def preview(
        self, path: Path, on_progress: OnProgress = no_progress, cancelled: IsCancelled = never_cancelled
    ) -> ImportPreview:
        """Say what importing `path` would do, without writing; InputError when nothing there can be read."""
        watch = Watch(on_progress, cancelled)
        with open_sources(path, watch) as sources, self._store.read() as session:
            watch.total = _weight(sources)
            return Importer(session, self._auteur, self._communes, watch, None).run(sources)

    def import_path(
        self,
        path: Path,
        *,
        good_rows_only: bool = False,
        on_progress: OnProgress = no_progress,
        cancelled: IsCancelled = never_cancelled,
    ) -> ImportResult:
        """Import `path` in one transaction; when rows are refused, only the others, or nothing at all."""
        watch = Watch(on_progress, cancelled)
        with open_sources(path, watch) as sources:
            try:
                with self._store.write(self._auteur) as session:
                    preview = self._import(session, sources, watch, good_rows_only=good_rows_only)
                    watch.check()
            except _NothingWrittenError as refused:
                return _result(refused.preview, written=False)
            except IntegrityError as error:
                raise InputError(
                    "La base a refusé une ligne que le contrôle avait acceptée : rien n'a été importé. "
                    "Gardez ces fichiers et signalez ce défaut."
                ) from error
        return _result(preview, written=True)

    def export(
        self, folder: Path, on_progress: OnProgress = no_progress, cancelled: IsCancelled = never_cancelled
    ) -> ExportResult:
        """Write everything into `folder`, protected families included: the format is for portability.

        InputError when the folder holds anything but an earlier export, OutputError when it is not writable.
        The personal notes of others are left out, and counted.
        The journal entry is left before the files appear: nothing leaves the store without a trace.
        """
        watch = Watch(on_progress, cancelled)
        try:
            with Exporter(folder, watch) as exporter:
                with self._store.read() as session:
                    rows = exporter.write(session, self._auteur)
                    protegees = _count(session, Famille.protection.is_(True))
                    personal = Note.niveau == NiveauNote.PERSONNELLE
                    mine = _count(session, personal, Note.auteur == self._auteur)
                    others = _count(session, personal) - mine
                with self._store.write(self._auteur) as session:
                    session.trace(Trace("export", "portefeuille", champs=tuple(FORMAT)))
                exporter.publish()
        except OSError as error:
            raise cannot_write(folder, error) from error
        return ExportResult(folder, rows, protegees, mine, others)

    def _import(
        self, session: JournaledSession, sources: Sources, watch: Watch, *, good_rows_only: bool
    ) -> ImportPreview:
        touched: dict[str, list[range]] = {file: [] for file in _INDEXES}

        def on_written(written: list[Written]) -> None:
            session.trace(*map(_trace, written))
            for one in written:
                if one.table in touched:
                    touched[one.table].append(range(one.first, one.last + 1))

        watch.total, writing = _weight(sources), Writing(on_written, good_rows_only)
        preview = Importer(session, self._auteur, self._communes, watch, writing).run(sources)
        if not preview.is_clean and not good_rows_only:
            raise _NothingWrittenError(preview)
        self._index(session, touched, watch)
        return preview

    def _index(self, session: JournaledSession, touched: dict[str, list[range]], watch: Watch) -> None:
        """Bring the search indexes up to date by slices, so that progress moves and cancelling works."""
        done = watch.total - sum(len(one) for ranges in touched.values() for one in ranges)
        for file, ranges in touched.items():
            for ids in _slices(ranges, _INDEXES[file]):
                if file == _FAMILLES:
                    self._store.index(session, ids)
                else:
                    index_notes(session.connection(), ids)
                done += len(ids)
                watch.report(done, "Mise à jour de la recherche")


def _weight(sources: Sources) -> int:
    """Return the steps of an import: its rows, and once more those that the search indexes hold."""
    return sum(source.weight * (2 if file in _INDEXES else 1) for file, source in sources.found.items())


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0


def _slices(touched: list[range], size: int) -> Iterator[list[int]]:
    ids = [identity for one in touched for identity in one]
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _trace(written: Written) -> Trace:
    action = "import" if written.new else "modification"
    return Trace(action, written.table, written.first, written.last, written.fields)


def _result(preview: ImportPreview, *, written: bool) -> ImportResult:
    return ImportResult(preview.files, preview.problems, preview.hidden, written)
