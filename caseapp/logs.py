"""The technical log of a profile: rotating, bounded in size and age, and never a name of a person."""

import json
import logging
import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from caseapp import __version__

TECHNICAL_KEYS = frozenset(
    {
        "event",
        "level",
        "logger",
        "timestamp",
        "exception",
        "code",
        "command",
        "exit_code",
        "operation",
        "step",
    }
    | {
        "attempt",
        "count",
        "duration_ms",
        "size",
        "table",
        "screen",
        "revision",
        "version",
        "python",
        "platform",
    }
)
FOLDER = "journaux"
_FILE = "caseapp.log"
_MAX_BYTES = 1_000_000
_KEPT_FILES = 20
_KEPT_DAYS = 335  # a file covers one month at most, so no line gets older than twelve months
_PACKAGE_ROOT = Path(__file__).resolve().parents[1]
_CODE = re.compile(r"[A-Za-z0-9_.:+-]{1,64}", re.ASCII)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return a logger whose event is a code (`sauvegarde_faite`) and whose keys are of `TECHNICAL_KEYS`."""
    processors: list[Processor] = [
        structlog.stdlib.filter_by_level,
        _keep_technical_keys,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ]
    logger: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name), processors=processors, wrapper_class=structlog.stdlib.BoundLogger
    )
    return logger


def configure(profile: Path, now: datetime) -> None:
    """Send the log to `journaux/caseapp.log` ; a place one cannot write to gets no log, not an error."""
    try:
        handler: logging.Handler = _open(profile / FOLDER, now)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_AnonymousLines())
    close()
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("caseapp").setLevel(logging.INFO)


def close() -> None:
    """Stop logging and let the file go, so that the profile can be moved or removed."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one.formatter, _AnonymousLines)]:
        root.removeHandler(handler)
        with suppress(OSError):
            handler.close()


def hook_exceptions(on_error: Callable[[str], None]) -> None:
    """Log each unexpected exception; `on_error` gets an anonymised report, in the thread that failed."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        get_logger("caseapp").error("exception_inattendue", exc_info=(kind, error, trace))
        on_error(anonymised_report(error))

    def caught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            caught(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = caught
    threading.excepthook = caught_in_thread


def anonymised_report(error: BaseException) -> str:
    """Return a French text saying what failed and where in the code, with no message and no value."""
    lines = [
        "Rapport d'erreur anonymisé : il ne contient ni nom, ni texte saisi.",
        f"caseapp {__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}",
        *reduce_exception(error),
    ]
    return "\n".join(lines)


def reduce_exception(error: BaseException) -> list[str]:
    """Return the exception types of the chain, each followed by its frames as `file:line:function`."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [
            f"  {_anonymous(frame.filename)}:{frame.lineno}:{frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
    return lines


def _anonymous(filename: str) -> str:
    """Return a path without the part that names the computer's user."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE_ROOT):
        path = path.relative_to(_PACKAGE_ROOT)
        if "site-packages" not in path.parts:
            return path.as_posix()
    parts = path.parts
    start = parts.index("site-packages") + 1 if "site-packages" in parts else len(parts) - 1
    return "/".join(parts[start:])


def _keep_technical_keys(_logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Drop every key that is not technical, blank every text that is not a code, reduce the exception."""
    error = _error_of(event.pop("exc_info", None))
    kept: EventDict = {key: _code_or_number(value) for key, value in event.items() if key in TECHNICAL_KEYS}
    kept["level"] = method
    if error is not None:
        kept["exception"] = reduce_exception(error)
    return kept


def _error_of(exc_info: object) -> BaseException | None:
    error = sys.exc_info()[1] if exc_info is True else exc_info
    if isinstance(error, tuple):
        error = error[1]
    return error if isinstance(error, BaseException) else None


def _code_or_number(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if _CODE.fullmatch(text) else "?"


class _AnonymousLines(logging.Formatter):
    """One JSON object a line; a library's own record keeps the place in its code, never its text."""

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.msg, dict):
            entry = dict(record.msg)
        else:
            entry = {"event": "bibliotheque", "place": f"{record.module}:{record.lineno}"}
            error = _error_of(record.exc_info)
            if error is not None:
                entry["exception"] = reduce_exception(error)
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = {"timestamp": moment, "level": record.levelname.lower(), "logger": record.name}
        return json.dumps(head | entry, ensure_ascii=False)


class _QuietFile(RotatingFileHandler):
    """A full disk or a file held by an antivirus loses a line of the log, never the work in progress."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - name of the standard library
        """Say nothing: the standard message would print the record."""


def _open(folder: Path, now: datetime) -> logging.Handler:
    folder.mkdir(parents=True, exist_ok=True)
    oldest = (now - timedelta(days=_KEPT_DAYS)).timestamp()
    for path in folder.glob(f"{_FILE}*"):
        if path.stat().st_mtime < oldest:
            path.unlink()
    handler = _QuietFile(folder / _FILE, maxBytes=_MAX_BYTES, backupCount=_KEPT_FILES, encoding="utf-8")
    if _begun_another_month(folder / _FILE, now):
        handler.doRollover()
    return handler


def _begun_another_month(path: Path, now: datetime) -> bool:
    with path.open(encoding="utf-8", errors="replace") as lines:
        first = lines.readline()
    return bool(first) and f'"{now.astimezone(UTC):%Y-%m}-' not in first
