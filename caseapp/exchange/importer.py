"""A whole import: every source in order, checked against the store, written in the caller's transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.text import clean_text
from caseapp.errors import InputError
from caseapp.exchange.file_import import FileImport
from caseapp.exchange.formats import FORMAT
from caseapp.exchange.guards import guard_of
from caseapp.exchange.heap import quiet_heap
from caseapp.exchange.keys import KeyBook
from caseapp.exchange.ledger import FileLog, Ledger, shown
from caseapp.exchange.merged_families import MergedFamilies
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.results import FileReport, ImportPreview, Problem
from caseapp.exchange.row_reader import CellReader, Doubt, RowReader, read_header
from caseapp.exchange.rows import Columns
from caseapp.exchange.sources import Batch, Source, Sources
from caseapp.exchange.specs import ColumnSpec, FileSpec, Kind
from caseapp.exchange.table_writer import Written
from caseapp.exchange.values import Parse, cell_parser
from caseapp.exchange.watch import Watch
from caseapp.models import CODE_LISTS


@dataclass(frozen=True, slots=True)
class Writing:
    """How an import writes: what it wrote is given to `on_written`, for the journal."""

    on_written: Callable[[list[Written]], None]
    good_rows_only: bool
    """Whether to go on writing once a row is refused."""


class Importer:
    """One import over one session; nothing is written without `writing`."""

    def __init__(
        self,
        session: Session,
        auteur: str,
        communes: CommuneDirectory | None,
        watch: Watch,
        writing: Writing | None,
    ) -> None:
        self._connection: Connection = session.connection()
        self._auteur, self._communes, self._watch, self._writing = auteur, communes, watch, writing
        self._ledger = Ledger()
        self._books: dict[str, KeyBook] = {}
        self._merged = MergedFamilies(self._connection)
        self._codes: dict[str, frozenset[str]] = {}
        self._done = 0

    def run(self, sources: Sources) -> ImportPreview:
        """Check every row and write the good ones; Cancelled, or InputError when a source breaks midway."""
        for problem in sources.problems:
            self._ledger.add(problem)
        with quiet_heap():
            reports = tuple(self._import_source(source) for source in sources.in_order())
        return ImportPreview(reports, tuple(self._ledger.listed), self._ledger.hidden)

    @property
    def _writes(self) -> bool:
        return self._writing is not None and (self._writing.good_rows_only or not self._ledger.fatal)

    def _import_source(self, source: Source) -> FileReport:
        spec = FORMAT[source.file]
        try:
            batches = source.batches()
            columns, first = _split_header(spec, batches)
        except FileRefusedError as refusal:
            return self._refuse(source, refusal)
        self._warn_unknown(source, columns)
        file_import = self._file_import(spec, source, columns)
        try:
            for share, rows in chain([first], batches):
                self._record(file_import.take(rows, write=self._writes))
                self._watch.report(self._done + int(share * source.weight), f"Lecture de {source.label}")
        except FileRefusedError as refusal:
            raise InputError(
                f"« {source.label} » n'a pas pu être lu jusqu'au bout : {refusal.reason}."
            ) from None
        self._record(file_import.finish(write=self._writes))
        self._done += source.weight
        return file_import.report(source.label)

    def _refuse(self, source: Source, refusal: FileRefusedError) -> FileReport:
        self._ledger.add(Problem(source.label, refusal.line, "", "", refusal.reason))
        self._book(source.file).refuse_all()
        self._done += source.weight
        return FileReport(source.file, source.label, refus=refusal.reason)

    def _warn_unknown(self, source: Source, columns: Columns) -> None:
        for name in columns.unknown:
            reason = "colonne inconnue, ignorée"
            self._ledger.add(Problem(source.label, 1, shown(name), "", reason, fatal=False))

    def _record(self, written: list[Written]) -> None:
        if written and self._writing is not None:
            self._writing.on_written(written)

    def _file_import(self, spec: FileSpec, source: Source, columns: Columns) -> FileImport:
        known = [column for _, column in columns.known]
        log = FileLog(self._ledger, source.label)
        reader = RowReader(columns, {column.name: self._cell_reader(column) for column in known}, log)
        guard = guard_of(spec.name, self._auteur, self._book, self._connection)
        return FileImport(self._connection, reader, self._book(spec.name), self._merged, guard)

    def _cell_reader(self, column: ColumnSpec) -> CellReader:
        codes = self._codes_of(column.liste) if column.liste else frozenset[str]()
        is_resolved_now = column.target and not column.late
        resolve: Parse = self._book(column.target).resolve if is_resolved_now else clean_text
        doubt = column.doubt
        if column.kind is Kind.COMMUNE and self._communes is not None:
            doubt = _doubt_commune(self._communes)
        return CellReader(cell_parser(column, codes, resolve), doubt)

    def _codes_of(self, liste: str) -> frozenset[str]:
        """Return the codes of a list, disabled ones included: past records have them."""
        if liste not in self._codes:
            self._codes[liste] = frozenset(self._connection.scalars(select(CODE_LISTS[liste].code)))
        return self._codes[liste]

    def _book(self, file: str) -> KeyBook:
        if file not in self._books:
            self._books[file] = KeyBook(self._connection, FORMAT[file])
        return self._books[file]


def _split_header(spec: FileSpec, batches: Iterator[Batch]) -> tuple[Columns, Batch]:
    """Read the header, and return the rest of its batch."""
    for share, rows in batches:
        if rows:
            return read_header(spec, rows[0][1]), (share, rows[1:])
    raise FileRefusedError("aucune ligne, pas même les noms des colonnes")


def _doubt_commune(communes: CommuneDirectory) -> Doubt:
    answers: dict[str, str | None] = {}

    def doubt(code: str) -> str | None:
        if code not in answers:
            answers[code] = None if communes.get(code) else "commune inconnue du répertoire de l'Insee"
        return answers[code]

    return doubt
