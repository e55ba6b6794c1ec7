import errno
import io
import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from caseapp import logs

CANARY = "Ktdvzqûnâme"
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _closed_afterwards() -> Iterator[None]:
    yield
    logs.close()


def text_of(profil: Path) -> str:
    return (profil / "journaux" / "caseapp.log").read_text(encoding="utf-8")


def entries(profil: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text_of(profil).splitlines()]


def fail_with(secret: str) -> None:
    local = secret.upper()
    register: dict[str, int] = {}
    try:
        register[secret] += 1
    except KeyError as error:
        raise ValueError(f"famille {secret} {local}") from error


class FullDisk(io.BytesIO):
    def write(self, _data: object, /) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_event_and_technical_keys_are_written(profil: Path) -> None:
    logs.configure(profil, NOW)
    logs.get_logger("caseapp.store").info("sauvegarde_faite", count=12, duration_ms=8.5, revision="0001")
    (entry,) = entries(profil)
    assert entry["event"] == "sauvegarde_faite"
    assert (entry["count"], entry["duration_ms"], entry["revision"]) == (12, 8.5, "0001")
    assert (entry["level"], entry["logger"]) == ("info", "caseapp.store")
    assert datetime.fromisoformat(entry["timestamp"]).tzinfo is not None


def test_no_name_reaches_the_file(profil: Path) -> None:
    logs.configure(profil, NOW)
    logger = logs.get_logger("caseapp.services")
    logger.info("famille_ouverte", nom=CANARY, count=1)
    logger.bind(famille=CANARY).warning(f"Famille {CANARY} ouverte", step=f"chez {CANARY}")
    logging.getLogger("sqlalchemy.engine").warning("INSERT %s", CANARY)
    try:
        fail_with(CANARY)
    except ValueError:
        logger.exception("enregistrement_impossible")
        logging.getLogger("autre").exception("raté pour %s", CANARY)
    assert len(entries(profil)) == 5
    assert CANARY not in text_of(profil)
    assert CANARY.upper() not in text_of(profil)


def test_exception_keeps_types_and_places_only(profil: Path) -> None:
    logs.configure(profil, NOW)
    try:
        fail_with(CANARY)
    except ValueError:
        logs.get_logger("caseapp").exception("erreur")
    lines = entries(profil)[0]["exception"]
    assert [line for line in lines if not line.startswith(" ")] == [
        "builtins.ValueError",
        "builtins.KeyError",
    ]
    assert any(
        line.startswith("  tests/unit/test_logs.py:") and line.endswith(":fail_with") for line in lines
    )


def test_place_of_a_library_does_not_tell_the_user_of_the_computer() -> None:
    assert logs._anonymous(f"/home/{CANARY}/venv/lib/site-packages/sqlalchemy/orm.py") == "sqlalchemy/orm.py"
    assert logs._anonymous(f"/home/{CANARY}/essai.py") == "essai.py"


def test_report_of_a_crash_in_a_slot_names_nobody(profil: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reports: list[str] = []
    logs.configure(profil, NOW)
    logs.hook_exceptions(reports.append)
    try:
        fail_with(CANARY)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=fail_with, args=(CANARY,))
    thread.start()
    thread.join()
    assert len(reports) == 2
    assert all("builtins.ValueError" in report and "anonymisé" in report for report in reports)
    assert CANARY not in "".join(reports) + text_of(profil)
    assert [entry["event"] for entry in entries(profil)] == ["exception_inattendue"] * 2


def test_thread_that_leaves_by_itself_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reports: list[str] = []
    logs.hook_exceptions(reports.append)
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    assert reports == []


def test_interruption_by_the_keyboard_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reports: list[str] = []
    logs.hook_exceptions(reports.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert reports == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_files_of_more_than_a_year_are_removed(profil: Path) -> None:
    folder = profil / "journaux"
    folder.mkdir()
    for name, days in {"caseapp.log.1": 100, "caseapp.log.2": 400}.items():
        (folder / name).write_text("{}\n", encoding="utf-8")
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(folder / name, (moment, moment))
    logs.configure(profil, NOW)
    assert sorted(path.name for path in folder.iterdir()) == ["caseapp.log", "caseapp.log.1"]


def test_a_file_begun_another_month_is_put_aside(profil: Path) -> None:
    logs.configure(profil, NOW)
    logs.get_logger("caseapp").info("premier")
    logs.configure(profil, NOW)
    logs.get_logger("caseapp").info("second")
    assert [entry["event"] for entry in entries(profil)] == ["premier", "second"]
    logs.configure(profil, NOW + timedelta(days=32))
    logs.get_logger("caseapp").info("troisieme")
    assert [entry["event"] for entry in entries(profil)] == ["troisieme"]
    assert (profil / "journaux" / "caseapp.log.1").exists()


def test_size_is_bounded(profil: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_MAX_BYTES", 2_000)
    monkeypatch.setattr(logs, "_KEPT_FILES", 3)
    logs.configure(profil, NOW)
    for number in range(200):
        logs.get_logger("caseapp").info("pas", count=number)
    files = list((profil / "journaux").iterdir())
    assert len(files) == 4
    assert sum(path.stat().st_size for path in files) <= 4 * 2_000


def test_a_place_one_cannot_write_to_gives_no_log_and_no_error(profil: Path) -> None:
    (profil / "journaux").write_text("pas un dossier", encoding="utf-8")
    logs.configure(profil, NOW)
    logs.get_logger("caseapp").info("perdu")
    assert (profil / "journaux").read_text(encoding="utf-8") == "pas un dossier"


def test_a_full_disk_prints_nothing(profil: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(profil, NOW)
    (handler,) = [one for one in logging.getLogger().handlers if isinstance(one, logs._QuietFile)]
    assert handler.stream is not None
    handler.stream.close()
    handler.stream = io.TextIOWrapper(FullDisk(), encoding="utf-8", write_through=True)
    logs.get_logger("caseapp").info("perdu", count=1)
    logs.close()
    assert capsys.readouterr().err == ""


def test_each_line_sits_in_a_folder_of_the_profile_only(profil: Path) -> None:
    logs.configure(profil, NOW)
    logs.get_logger("caseapp").info("ouvert")
    assert [path.name for path in profil.iterdir()] == ["journaux"]
