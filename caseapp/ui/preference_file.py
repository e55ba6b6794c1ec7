"""The small choices of the user in a file of the profile; losing it loses nothing."""

import json
import tempfile
from contextlib import suppress
from pathlib import Path

FILE_NAME = "caseapp.preferences"
_LARGEST = 200_000


class FilePreferences:
    """Keeps texts by key; a file that cannot be read or written is as good as none."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._kept = _read(self._path)

    def get(self, key: str) -> str | None:
        """Return what was kept, None when nothing was."""
        return self._kept.get(key)

    def put(self, key: str, value: str) -> None:
        """Keep a value; in memory only while the profile does not exist yet."""
        if self._kept.get(key) == value:
            return
        self._kept[key] = value
        if self._path.parent.is_dir():
            with suppress(OSError):
                self._write()

    def _write(self) -> None:
        text = json.dumps(self._kept, ensure_ascii=False, indent=1, sort_keys=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=self._path.parent, prefix=".preferences-", delete=False
        ) as file:
            file.write(text)
        try:
            Path(file.name).replace(self._path)
        finally:
            Path(file.name).unlink(missing_ok=True)


def _read(path: Path) -> dict[str, str]:
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(key, str) and isinstance(value, str)}
