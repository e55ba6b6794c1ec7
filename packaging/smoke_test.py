"""Try a built program on an empty profile, as on a machine that knows nothing of it."""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

BUILT = Path("dist/caseapp")
TIMEOUT, WINDOW_SECONDS = 300, 8


def program_of(folder: Path, name: str) -> str:
    """Return one of the two programs of a built folder."""
    return str((folder / (f"{name}.exe" if os.name == "nt" else name)).resolve())


def bare_environment(home: Path) -> dict[str, str]:
    """Return an environment without Python's variables, with a home of its own."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "VIRTUAL_ENV", "XDG_"))
    }
    homes = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(home))
    return {**kept, **homes, "QT_QPA_PLATFORM": "offscreen"}


def self_test_passes(built: Path, profile: Path, env: dict[str, str]) -> bool:
    """Tell whether the console program finds itself sound."""
    command = [program_of(built, "caseapp"), "--profil", str(profile), "autotest"]
    return subprocess.run(command, cwd=profile, env=env, timeout=TIMEOUT, check=False).returncode == 0


def window_stays_open(built: Path, profile: Path, env: dict[str, str]) -> bool:
    """Tell whether the window program is still there after a few seconds."""
    command = [program_of(built, "caseapp-fenetre"), "--profil", str(profile)]
    with subprocess.Popen(command, cwd=profile, env=env) as window:
        try:
            window.wait(WINDOW_SECONDS)
        except subprocess.TimeoutExpired:
            window.kill()
            return True
    return False


def play(built: Path) -> int:
    """Run every check in an empty profile; return 0 when all pass."""
    with tempfile.TemporaryDirectory(prefix="caseapp-", ignore_cleanup_errors=True) as folder:
        home, profile = Path(folder) / "maison", Path(folder) / "profil d'été"
        home.mkdir()
        profile.mkdir()
        env = bare_environment(home)
        checks = {
            "l'autotest passe": self_test_passes(built, profile, env),
            "la fenêtre s'ouvre": window_stays_open(built, profile, env),
            "rien n'est écrit hors du profil": not [
                path for path in home.rglob("*") if path.is_file() and "fontconfig" not in path.parts
            ],
        }
    for title, passed in checks.items():
        print("réussi :" if passed else "ÉCHEC :", title)
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(play(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT))
