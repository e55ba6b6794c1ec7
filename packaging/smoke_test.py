"""Play the self-test of a built program on an empty profile, as on a machine that knows nothing of it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

BUILT = Path("dist/caseapp")
TIMEOUT = 300  # seconds


def program_of(folder: Path) -> Path:
    """Return the console program of a built folder."""
    return folder / ("caseapp.exe" if os.name == "nt" else "caseapp")


def bare_environment(home: Path) -> dict[str, str]:
    """Return an environment without Python's variables, with a home of its own."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "VIRTUAL_ENV", "XDG_"))
    }
    homes = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(home))
    return {**kept, **homes, "QT_QPA_PLATFORM": "offscreen"}


def play(program: Path) -> int:
    """Run the self-test in an empty profile; return 0 when it passes and leaves nothing at home."""
    with tempfile.TemporaryDirectory(prefix="caseapp-", ignore_cleanup_errors=True) as folder:
        home, profile = Path(folder) / "maison", Path(folder) / "profil d'été"
        home.mkdir()
        profile.mkdir()
        command = [str(program.resolve()), "--profil", str(profile), "autotest"]
        done = subprocess.run(command, cwd=folder, env=bare_environment(home), timeout=TIMEOUT, check=False)
        left = [path for path in home.rglob("*") if path.is_file() and "fontconfig" not in path.parts]
    if left:
        print(f"Le programme a laissé des fichiers hors du profil : {left}")
    print("Essai du programme construit :", "réussi" if done.returncode == 0 and not left else "ÉCHEC")
    return done.returncode or int(bool(left))


if __name__ == "__main__":
    sys.exit(play(program_of(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT)))
