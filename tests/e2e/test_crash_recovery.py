"""The program killed while one types: what was typed comes back, and was never in clear on the disk."""

import getpass
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from profiles import PHRASE, communes, profile_at
from sqlalchemy import select

from caseapp.models import Famille, Note
from caseapp.services.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
NOTE = "Madame craint le retour de Monsieur"
"""ASCII: Qt's test keys know no other letters."""


@pytest.fixture
def prepared(profil: Path) -> Path:
    """Return a profile where a family is known and the user said who they are."""
    opening = profile_at(profil).create(PHRASE)
    with opening.store.write("tests") as session:
        session.add(Famille(reference="F1", matricule="1004233", nom="Garcia", prenom="Sofia"))
    workspace = Workspace(opening, profile_at(profil), getpass.getuser(), communes())
    workspace.agents.add_me("Lacoste", None, "cesf")
    workspace.close()
    return profil


def typing(profil: Path) -> "subprocess.Popen[str]":
    script = Path(__file__).with_name("typing_program.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, str(script), str(profil), PHRASE, "garcia", NOTE],
        env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_note_being_typed_survives_kill_9(prepared: Path) -> None:
    with typing(prepared) as process:
        assert process.stdout is not None
        for _ in range(2):
            assert process.stdout.readline() == "garde\n", "a draft every two seconds"
        time.sleep(0.3)
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    for path in prepared.rglob("*"):
        if path.is_file():
            assert NOTE.encode() not in path.read_bytes(), path
    profil = profile_at(prepared)
    opening = profil.unlock_with_phrase(PHRASE)
    workspace = Workspace(opening, profil, getpass.getuser(), communes())
    (draft,) = workspace.brouillons.list_rows()
    assert draft.contenu["note"].startswith(NOTE)
    assert "Garcia Sofia" in draft.contenu["famille"]
    with opening.store.read() as session:
        assert session.scalars(select(Note.id)).all() == [], "nothing half saved"
    assert workspace.verification.verify().problemes == ()
    workspace.close()
