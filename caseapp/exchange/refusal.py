"""What cannot be read: a file, whatever its rows, or a cell."""

from typing import Final

ERROR_CELL: Final = "#ERREUR\x00"
"""What a cell in error of a spreadsheet is read as; no kind of column accepts it."""

LONG_CELL: Final = "#LONGUE\x00"
"""What a cell longer than a spreadsheet holds is read as; no kind of column accepts it."""


class FileRefusedError(Exception):
    """Why a file is refused, in French; `line` is 0 when it is about the whole file."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line
