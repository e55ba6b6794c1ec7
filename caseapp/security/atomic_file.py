"""Writing a small precious file: whole or not at all, by one process at a time."""

import errno
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from caseapp.errors import OutputError

_REPLACE_TRIES: Final = 50  # 5 s in all: an antivirus may hold a file it is reading
_PAUSE_SECONDS: Final = 0.1
_REASONS: Final = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein",
    errno.EROFS: "ce dossier est en lecture seule",
    errno.EACCES: "l'écriture y est refusée",
    errno.EPERM: "l'écriture y est refusée",
    errno.ENOENT: "ce dossier n'existe pas",
}


def replace_file(path: Path, content: bytes) -> None:
    """Replace `path`, for its owner only; after a crash it is wholly old or new. May raise OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _rename(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file beside `path` while it is read, changed and replaced. May raise OSError."""
    descriptor = os.open(path.with_name(f"{path.name}.verrou"), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        _lock(file)
        yield


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Return the refusal that names the folder and why it cannot be written."""
    reason = _REASONS.get(error.errno or 0, "le disque ne répond pas")
    return OutputError(f"« {path.name} » ne peut pas être enregistré dans « {path.parent} » : {reason}.")


def _rename(temporary: Path, path: Path) -> None:
    for _ in range(_REPLACE_TRIES - 1):
        with suppress(PermissionError):
            temporary.replace(path)
            return
        time.sleep(_PAUSE_SECONDS)
    temporary.replace(path)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows cannot open a folder and does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(file: IO[bytes]) -> None:
    """Wait for the lock; it goes with the open file, so a killed process leaves none behind."""
    try:
        import fcntl  # noqa: PLC0415 - absent on Windows
    except ImportError:
        import msvcrt  # noqa: PLC0415 - Windows only

        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(file, fcntl.LOCK_EX)
