"""Writing a file whole or not at all, and by one process at a time where it matters."""

import errno
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from caseapp.errors import OutputError

PRIVATE: Final = 0o600
DOCUMENT: Final = 0o666
_REPLACE_TRIES: Final = 50  # 5 s in all: an antivirus may hold a file it is reading
_PAUSE_SECONDS: Final = 0.1
_REASONS: Final = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein",
    errno.EROFS: "ce dossier est en lecture seule",
    errno.EACCES: "le dossier est protégé, ou le fichier est ouvert dans un autre programme",
    errno.EPERM: "le dossier est protégé, ou le fichier est ouvert dans un autre programme",
    errno.ENOENT: "ce dossier n'existe pas",
    errno.ENOTDIR: "ce dossier n'existe pas",
    errno.EISDIR: "un dossier porte déjà ce nom",
    errno.EEXIST: "un dossier porte déjà ce nom",
    errno.ENOTEMPTY: "un dossier porte déjà ce nom",
    errno.ENAMETOOLONG: "ce nom est trop long",
}


def write_document(path: Path, content: bytes) -> None:
    """Write a file that the user asked for; OutputError, and the former one untouched, when it cannot be."""
    try:
        replace_file(path, content, mode=DOCUMENT)
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from error


def replace_file(path: Path, content: bytes, *, mode: int = PRIVATE) -> None:
    """Replace `path`; after a crash it is wholly old or new. May raise OSError, ValueError for a bad name."""
    handle, name = tempfile.mkstemp(prefix=".en-cours-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode & ~_umask())
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


def cannot_write(path: Path, error: OSError | ValueError) -> OutputError:
    """Return the refusal that names the folder and why it cannot be written."""
    reason = reason_of(error)
    name, folder = (str(part).encode("utf-8", "replace").decode() for part in (path.name, path.parent))
    return OutputError(f"Impossible d'écrire « {name} » dans « {folder} » : {reason}.")


def reason_of(error: OSError | ValueError) -> str:
    """Say in French, without capital nor full stop, why the disk refused."""
    code = error.errno if isinstance(error, OSError) else None
    return _REASONS.get(code or 0, "le disque ne répond pas")


def _umask() -> int:
    """Return the mask of the process, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


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
