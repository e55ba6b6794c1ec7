from pathlib import Path

import pytest

from caseapp import paths

ROOT = Path(__file__).resolve().parents[2]


def test_source_checkout_is_its_own_data_root() -> None:
    assert paths.data_root() == ROOT
    assert paths.migrations_dir() == ROOT / "migrations"


def test_built_program_finds_its_data_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "caseapp" / "_data" / "resources").mkdir(parents=True)
    (tmp_path / "caseapp" / "_data" / "resources" / "icone.svg").write_text("<svg/>", encoding="utf-8")
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "caseapp")
    assert paths.data_root() == tmp_path / "caseapp" / "_data"
    assert paths.resource("icone.svg").read_text(encoding="utf-8") == "<svg/>"


def test_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"nulle-part\.toml"):
        paths.resource("nulle-part.toml")


def test_default_profile_is_per_user_and_not_created(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "donnees"))
    profile = paths.default_profile_dir()
    assert profile.name == "caseapp"
    assert not profile.exists()
