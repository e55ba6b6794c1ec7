"""Zip archives, hence workbooks: their declared sizes are checked before anything is read."""

import zipfile
from pathlib import Path
from typing import Final

from caseapp.exchange.refusal import FileRefusedError

MAX_UNPACKED: Final = 500_000_000
"""Bytes of all the members together."""
MAX_MEMBERS: Final = 5_000
MAX_RATIO: Final = 250
"""Times a member may grow, above a megabyte; tables of text grow 5 to 40 times."""
_SMALL: Final = 1_000_000
_DAMAGED: Final = "le fichier est abîmé ou n'a pas le bon format"
_OLD: Final = "classeur protégé ou d'un ancien format : enregistrez-le en XLSX ou CSV, sans mot de passe"


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a zip whose declared sizes are plausible; FileRefusedError otherwise."""
    try:
        archive = zipfile.ZipFile(path)
    # NotImplementedError is how zipfile refuses a version of the format that it does not read
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefusedError(_OLD if _is_old_or_protected(path) else _DAMAGED) from None
    try:
        check_sizes(archive.infolist())
    except FileRefusedError:
        archive.close()
        raise
    return archive


def _is_old_or_protected(path: Path) -> bool:
    """Tell the container of old workbooks, and of those that Excel protects by a password."""
    try:
        with path.open("rb") as file:
            return file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    except OSError:
        return False


def check_sizes(members: list[zipfile.ZipInfo]) -> None:
    """Refuse too many members, too many bytes, or a member that grows as only a bomb does."""
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise FileRefusedError("le contenu déclaré est démesuré : fichier refusé sans être lu")
    for member in members:
        if member.flag_bits & 1:
            raise FileRefusedError("le fichier est protégé par un mot de passe")
        if member.file_size > max(_SMALL, member.compress_size * MAX_RATIO):
            raise FileRefusedError("le contenu déclaré est démesuré : fichier refusé sans être lu")
