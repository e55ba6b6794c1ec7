import ast
import hashlib
import os
import re
import sys
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parents[2]
DEBIAN_12 = {"ID": "debian", "VERSION_ID": "12"}
DEBIAN_13 = {"ID": "debian", "VERSION_ID": "13"}
UBUNTU_22 = {"ID": "ubuntu", "ID_LIKE": "debian", "VERSION_ID": "22.04"}
UBUNTU_24 = {"ID": "ubuntu", "ID_LIKE": "debian", "VERSION_ID": "24.04"}
DEBIAN_SID = {"ID": "debian"}
FEDORA = {"ID": "fedora"}


def test_it_parses_on_old_pythons() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert "ctypes" in imported


@pytest.mark.parametrize(
    ("version", "wanted"),
    [((3, 8), False), ((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False), ((2, 7), False)],
)
def test_versions_wanted(version: tuple[int, int], wanted: bool) -> None:
    assert start.is_wanted(version) is wanted


def test_versions_wanted_are_those_of_the_project_file() -> None:
    requires = re.search(
        r'requires-python = ">=3\.(\d+),<3\.(\d+)"', (ROOT / "pyproject.toml").read_text("utf-8")
    )
    assert requires is not None
    assert (start.OLDEST[1], start.NEWEST[1] + 1) == (int(requires[1]), int(requires[2]))


def test_another_python_is_looked_for_newest_first() -> None:
    assert start.candidates("Linux") == [["python3.14"], ["python3.13"], ["python3.12"], ["python3.11"]]
    assert start.candidates("Windows")[0] == ["py", "-3.14"]


def test_no_python_that_fits_is_one_french_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(start.StartError, match=r"demande Python 3\.11 à 3\.14"):
        start.find_python()


def test_a_python_that_does_not_answer_has_no_version(tmp_path: Path) -> None:
    assert start.version_of([str(tmp_path / "python3.12")]) is None


@pytest.mark.parametrize(
    ("release", "debian"),
    [(DEBIAN_12, True), (UBUNTU_24, True), ({"ID_LIKE": "ubuntu"}, True), (FEDORA, False), ({}, False)],
)
def test_debian_is_recognised(release: dict[str, str], debian: bool) -> None:
    assert start.is_debian(release) is debian


@pytest.mark.parametrize(
    ("release", "name"),
    [
        (DEBIAN_12, "libglib2.0-0"),
        (UBUNTU_22, "libglib2.0-0"),
        (DEBIAN_13, "libglib2.0-0t64"),
        (UBUNTU_24, "libglib2.0-0t64"),
        (DEBIAN_SID, "libglib2.0-0t64"),
    ],
)
def test_package_is_named_as_the_release_does(release: dict[str, str], name: str) -> None:
    assert start.debian_names(["libglib2.0-0", "libegl1"], release) == [name, "libegl1"]


def test_os_release_is_read() -> None:
    text = "# x\nID=debian\nVERSION_ID=\"13\"\nPRETTY_NAME='Debian = 13'\n\n"
    assert start.os_release(text) == {"ID": "debian", "VERSION_ID": "13", "PRETTY_NAME": "Debian = 13"}


def test_command_names_every_missing_piece() -> None:
    missing = {"libGL.so.1": "libgl1", "dbus-run-session": "dbus"}
    apt = ["apt-get", "install", "-y", "--no-install-recommends", "dbus", "libgl1"]
    assert start.install_command(missing, DEBIAN_12) == apt
    assert start.install_command(missing, FEDORA) == ["dnf", "install", "libGL.so.1()(64bit)", "dbus"]
    assert start.install_command(missing, {"ID": "inconnu"}) == []


def test_missing_pieces_depend_on_what_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(start, "loads", lambda library: library == "libGL.so.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert start.missing_pieces("demo", screen=False) == {}
    checks = start.missing_pieces("test", screen=False)
    assert checks["libEGL.so.1"] == "libegl1"
    assert checks["dbus-run-session"] == "dbus"
    assert not {"libGL.so.1", "libxcb-cursor.so.0"} & set(checks)
    shown = start.missing_pieces("demo", screen=True)
    assert shown["libxcb-cursor.so.0"] == "libxcb-cursor0"
    assert "dbus-run-session" not in shown


def test_a_library_nobody_has_does_not_load() -> None:
    assert start.loads("libcaseapp-n-existe-pas.so.9") is False


def test_a_user_who_is_not_root_is_told_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "missing_pieces", lambda *_args, **_options: {"libGL.so.1": "libgl1"})
    monkeypatch.setattr(start, "is_debian", lambda _release: False)
    monkeypatch.setattr(start, "install_command", lambda _missing, _release: ["apt-get", "install", "libgl1"])
    with pytest.raises(
        start.StartError, match=r"libGL\.so\.1\. Pour l'installer : sudo apt-get install libgl1"
    ):
        start.complete_system("test")


def test_stamp_changes_with_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_bytes(b"a==1\n")
    first = start.expected_stamp(lock)
    assert first.endswith(hashlib.sha256(b"a==1\n").hexdigest())
    lock.write_bytes(b"a==2\n")
    assert start.expected_stamp(lock) != first


def test_environment_may_be_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CASEAPP_VENV", str(tmp_path / "env"))
    assert start.venv_dir() == tmp_path / "env"
    monkeypatch.delenv("CASEAPP_VENV")
    assert start.venv_dir() == ROOT / ".venv"


def test_source_checkout_comes_first_for_what_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "ailleurs")
    assert start.child_env()["PYTHONPATH"] == f"{ROOT}{os.pathsep}ailleurs"
    monkeypatch.delenv("PYTHONPATH")
    assert start.child_env()["PYTHONPATH"] == str(ROOT)


def test_whole_check_ends_with_the_tests() -> None:
    planned = start.steps([], cores=2)
    assert [module[0] for _, module in planned][:3] == ["ruff", "ruff", "mypy"]
    assert planned[-1][1][:6] == ["pytest", "-q", "-n", "2", "--dist", "loadfile"]


def test_speed_is_measured_alone_before_the_tests() -> None:
    (_, speed), (_, rest) = start.steps(["-k", "un_mot"], cores=2)[3:]
    assert speed == ["pytest", "-q", "tests/bench", "-k", "un_mot"]
    assert rest[-3:] == ["-k", "un_mot", "--ignore=tests/bench"]


def test_a_step_beside_another_says_at_its_end_what_it_said(capfd: pytest.CaptureFixture[str]) -> None:
    failing = start.Beside("Types", [sys.executable, "-c", "print('erreur'); exit(3)"], start.child_env())
    assert "erreur" not in capfd.readouterr().err
    assert failing.end() == 3
    said = capfd.readouterr().err
    assert "Types : erreur" in said
    assert "ÉCHEC" in said


def test_tests_of_one_core_or_of_the_user_s_choice_are_not_spread() -> None:
    assert "-n" not in start.steps([], cores=1)[-1][1]
    assert start.steps(["-n0", "tests/unit"], cores=8)[-1][1] == ["pytest", "-q", "-n0", "tests/unit"]


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["nimporte"], 2), (["--help"], 0)])
def test_usage_is_french(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.start(arguments) == code
    assert "python3 start.py demo" in capsys.readouterr().out
