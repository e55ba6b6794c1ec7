"""Qt writes down the folders that its file dialogs visit; those of this program are taken out."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSettings

_KEYS = ("FileDialog/history", "FileDialog/lastVisited")


@contextmanager
def no_trace() -> Iterator[None]:
    """Put back, at the end, what Qt remembered before; the dialog must be deleted inside."""
    before = {key: _settings().value(key) for key in _KEYS}
    try:
        yield
    finally:
        settings = _settings()
        for key, value in before.items():
            if value is None:
                settings.remove(key)
            else:
                settings.setValue(key, value)
        settings.sync()


def _settings() -> QSettings:
    return QSettings(QSettings.Scope.UserScope, "QtProject")
