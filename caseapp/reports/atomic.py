"""An output file that is whole or untouched."""

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from caseapp.errors import OutputError

_REASONS = {
    errno.ENOENT: "ce dossier n'existe pas",
    errno.ENOTDIR: "ce dossier n'existe pas",
    errno.EACCES: "le dossier est protégé, ou le fichier est ouvert dans un autre programme",
    errno.EPERM: "le dossier est protégé, ou le fichier est ouvert dans un autre programme",
    errno.EROFS: "ce support est en lecture seule",
    errno.ENOSPC: "il n'y a plus de place sur le disque",
    errno.EDQUOT: "il n'y a plus de place sur le disque",
    errno.EISDIR: "un dossier porte déjà ce nom",
    errno.EEXIST: "un dossier porte déjà ce nom",
    errno.ENOTEMPTY: "un dossier porte déjà ce nom",
    errno.ENAMETOOLONG: "ce nom est trop long",
}


def replace_file(path: Path, data: bytes) -> None:
    """Write the bytes beside the file, then put them in its place; OutputError, file unchanged, otherwise."""
    beside = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        with beside.open("xb") as output:
            output.write(data)
            output.flush()
            os.fsync(output.fileno())
        beside.replace(path)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            beside.unlink()
        raise OutputError(_sentence(path, error)) from error


def _sentence(path: Path, error: OSError | ValueError) -> str:
    code = error.errno if isinstance(error, OSError) else None
    reason = _REASONS.get(code or 0, "le système a refusé l'écriture")
    where = str(path.parent).encode("utf-8", "replace").decode()
    name = path.name.encode("utf-8", "replace").decode()
    return f"Impossible d'écrire « {name} » dans le dossier « {where} » : {reason}."
