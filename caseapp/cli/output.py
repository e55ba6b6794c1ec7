"""Text written to a file, or to the screen."""

import sys
from pathlib import Path

from caseapp.errors import OutputError


def write_output(text: str, path: Path | None) -> None:
    """Write `text` as it is, in UTF-8; OutputError when the file cannot be written."""
    if path is None:
        sys.stdout.write(text.replace("\r\n", "\n"))
        return
    try:
        path.write_bytes(text.encode())
    except OSError as error:
        raise OutputError(
            f"« {path} » ne peut pas être écrit : {error.strerror or 'refus du disque'}."
        ) from error
