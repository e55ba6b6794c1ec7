"""The wheel carries what the source checkout has at its root, and finds it from anywhere."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUESTION = """
import json
import caseapp, caseapp.paths as paths
migration = next((paths.migrations_dir() / "versions").glob("*.py"))
print(json.dumps({
    "package": caseapp.__file__,
    "root": str(paths.data_root()),
    "nomenclatures": paths.resource("nomenclatures.toml").read_text(encoding="utf-8"),
    "env": (paths.migrations_dir() / "env.py").is_file(),
    "migration": migration.name,
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("roue")
    run("build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT), cwd=out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path) -> Path:
    """Return a folder with the wheel installed in it."""
    folder = wheel.parent / "poste d'un collègue"
    run(
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        "--target",
        str(folder),
        str(wheel),
        cwd=wheel.parent,
    )
    return folder


def run(*module: str, cwd: Path, path: str = "") -> str:
    env = {**os.environ, "PYTHONPATH": path, "HOME": str(cwd), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [sys.executable, "-P", *(module if module[0] == "-c" else ("-m", *module))]
    done = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_installed_wheel_finds_its_resources_and_migrations(site: Path, tmp_path: Path) -> None:
    answer = json.loads(run("-c", QUESTION, cwd=tmp_path, path=str(site)))
    assert Path(answer["package"]).is_relative_to(site)
    assert Path(answer["root"]) == site / "caseapp" / "_data"
    assert answer["nomenclatures"] == (ROOT / "resources" / "nomenclatures.toml").read_text(encoding="utf-8")
    assert answer["env"]
    assert (ROOT / "migrations" / "versions" / answer["migration"]).is_file()


def test_wheel_carries_every_resource_the_licence_and_no_test(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()
    }
    assert {f"caseapp/_data/{name}" for name in shipped if "__pycache__" not in name} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith("tests") or "__pycache__" in name]


def test_wheel_gives_the_commands(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (entry,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        text = archive.read(entry).decode("utf-8")
    assert "caseapp = caseapp.__main__:main" in text
