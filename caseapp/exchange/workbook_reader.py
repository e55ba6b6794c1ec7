"""XLSX and ODS in, through a child process whose memory, time and silence are bounded."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from caseapp.exchange import workbook_child
from caseapp.exchange.archive import open_archive
from caseapp.exchange.csv_reader import Check, RawRow
from caseapp.exchange.refusal import FileRefusedError

MAX_SILENCE: Final = 90.0
"""Seconds that the child may work without sending anything."""
_POLL: Final = 0.05


class WorkbookReader:
    """The sheets of one workbook, read by one child process; close it to end the child."""

    def __init__(
        self,
        path: Path,
        check: Check,
        serve: Callable[[Connection, str], None] = workbook_child.serve,
        max_silence: float = MAX_SILENCE,
    ) -> None:
        """Refuse a bomb before the child starts, then ask it the names of the sheets."""
        open_archive(path).close()
        self._check, self._max_silence = check, max_silence
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, str(path)), daemon=True)
        self._process.start()
        theirs.close()
        try:
            self.sheets: tuple[str, ...] = tuple(self._receive("feuilles"))
        except BaseException:
            self.close()
            raise

    def rows(self, sheet: str) -> Iterator[tuple[float, list[RawRow]]]:
        """Yield the rows of a sheet by batches, with the share of the sheet read so far."""
        self._connection.send(sheet)
        height = max(self._receive("hauteur"), 1)
        while True:
            kind, content = self._message()
            if kind == "fin":
                return
            yield (content[-1][0] / height if content else 1.0), content

    def close(self) -> None:
        """End the child, politely then not."""
        with suppress(OSError):
            self._connection.send(None)
        self._connection.close()
        self._process.join(0.5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _receive(self, expected: str) -> Any:
        kind, content = self._message()
        if kind != expected:
            raise FileRefusedError("le classeur est abîmé ou n'a pas le bon format")
        return content

    def _message(self) -> tuple[str, Any]:
        deadline = time.monotonic() + self._max_silence
        try:
            while not self._connection.poll(_POLL):
                self._check()
                if time.monotonic() > deadline:
                    raise FileRefusedError(
                        "le classeur est trop long à lire : enregistrez ses feuilles en CSV"
                    )
            kind, content = self._connection.recv()
        except (EOFError, OSError):
            raise FileRefusedError("le classeur est abîmé ou démesuré : sa lecture a été arrêtée") from None
        if kind == "refus":
            raise FileRefusedError(content)
        return kind, content
