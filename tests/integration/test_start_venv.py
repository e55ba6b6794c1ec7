from pathlib import Path

import pytest

import start


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where an environment is to be made from an empty lock, in a folder with spaces and accents."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("", encoding="utf-8")
    monkeypatch.setattr(start, "LOCK", lock)
    monkeypatch.setenv("HOME", str(tmp_path))  # pip asks other tools their version, some write at home
    return tmp_path / "dossier d'été" / "env"


def test_environment_is_made_once_then_repaired(venv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start.install(venv)
    assert start.read_stamp(venv) == start.expected_stamp(start.LOCK)
    assert "Installation" in capsys.readouterr().err

    start.install(venv)
    assert capsys.readouterr().err == ""

    witness = venv / "temoin.txt"
    witness.touch()
    start.LOCK.write_text("# autre contenu\n", encoding="utf-8")
    start.install(venv)
    assert witness.exists()

    (venv / start.STAMP).write_text(start.INSTALLING, encoding="utf-8")
    start.install(venv)
    assert not witness.exists()
    assert start.read_stamp(venv) == start.expected_stamp(start.LOCK)


def test_a_library_that_cannot_be_had_is_one_sentence(
    venv: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "aucun"))
    start.LOCK.write_text(f"caseapp-inexistant==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(start.StartError, match="L'installation des bibliothèques a échoué"):
        start.install(venv)
    assert start.must_rebuild(venv)


def test_a_folder_that_holds_something_else_is_left_alone(venv: Path) -> None:
    venv.mkdir(parents=True)
    (venv / "these.odt").touch()
    with pytest.raises(start.StartError, match="contient autre chose"):
        start.install(venv)
    assert (venv / "these.odt").exists()
