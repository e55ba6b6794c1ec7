"""Text written to a file, or to the screen."""

import sys
from pathlib import Path

from caseapp.files import write_document


def write_output(text: str, path: Path | None) -> None:
    """Write `text` as it is, in UTF-8; OutputError when the file cannot be written."""
    if path is None:
        sys.stdout.write(text.replace("\r\n", "\n"))
        return
    write_document(path, text.encode())
