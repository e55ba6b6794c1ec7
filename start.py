"""Set the program up beside its source, then start it or play its checks; must parse on Python 3.7."""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
OLDEST, NEWEST = (3, 11), (3, 14)
STAMP = "caseapp-installation.txt"
INSTALLING = "en cours"
NO_TEST = 5  # pytest's code when the options leave nothing to play

USAGE = """caseapp : suivi des familles et statistiques d'intervention.

Usage :
  python3 start.py demo [--sortie DOSSIER]   montre le programme avec un portefeuille de démonstration
  python3 start.py test [options de pytest]  joue toutes les vérifications
  python3 start.py fenetre                   ouvre la fenêtre

Le premier lancement installe les bibliothèques dans le dossier .venv (ou celui de CASEAPP_VENV)."""

QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
}
SCREEN_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
TEST_PROGRAMS = {"dbus-run-session": "dbus", "gnome-keyring-daemon": "gnome-keyring"}
RENAMED_SINCE_DEBIAN_13 = {"libglib2.0-0": "libglib2.0-0t64"}


class StartError(Exception):
    """What prevents the start, as one French sentence."""


# --- Python ---


def is_wanted(version: tuple[int, int]) -> bool:
    """Tell whether the program runs under this version."""
    return OLDEST <= version <= NEWEST


def candidates(system: str) -> list[list[str]]:
    """Return the commands that may start a wanted Python, the newest first."""
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    if system == "Windows":
        return [["py", f"-3.{minor}"] for minor in minors]
    return [[f"python3.{minor}"] for minor in minors]


def version_of(command: list[str]) -> tuple[int, int] | None:
    """Ask a Python its version; None when it does not start."""
    question = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.check_output([*command, "-c", question], stderr=subprocess.DEVNULL)
        major, minor = answer.split()
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return int(major), int(minor)


def find_python() -> list[str]:
    """Return the command of another Python that fits, or refuse."""
    for command in candidates(platform.system()):
        found = shutil.which(command[0])
        version = version_of([found, *command[1:]]) if found else None
        if found and version and is_wanted(version):
            return [found, *command[1:]]
    raise StartError(
        f"caseapp demande Python 3.{OLDEST[1]} à 3.{NEWEST[1]} ; ce poste lance Python "
        f"{sys.version_info[0]}.{sys.version_info[1]} et n'en a pas d'autre : installez-en un puis relancez."
    )


# --- Pieces of the system ---


def os_release(text: str) -> dict[str, str]:
    """Read the fields of /etc/os-release."""
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs}


def is_debian(release: dict[str, str]) -> bool:
    """Tell whether apt-get installs packages here."""
    return bool({"debian", "ubuntu"} & {release.get("ID", ""), *release.get("ID_LIKE", "").split()})


def debian_names(packages: list[str], release: dict[str, str]) -> list[str]:
    """Return the packages as this Debian or Ubuntu calls them."""
    limit = 24.04 if release.get("ID") == "ubuntu" else 13
    try:
        recent = float(release.get("VERSION_ID", "")) >= limit
    except ValueError:
        recent = True
    return [RENAMED_SINCE_DEBIAN_13.get(name, name) if recent else name for name in packages]


def loads(library: str) -> bool:
    """Tell whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_pieces(action: str, *, screen: bool) -> dict[str, str]:
    """Return what the system lacks for `action`: the piece and its Debian package."""
    wanted = {} if action == "demo" and not screen else dict(QT_LIBRARIES)
    if screen:
        wanted.update(SCREEN_LIBRARIES)
    missing = {piece: package for piece, package in wanted.items() if not loads(piece)}
    if action == "test":
        missing.update({name: package for name, package in TEST_PROGRAMS.items() if not shutil.which(name)})
    if importlib.util.find_spec("ensurepip") is None:
        missing["ensurepip"] = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return missing


def install_command(missing: dict[str, str], release: dict[str, str]) -> list[str]:
    """Return the command that installs the missing pieces, empty when the system is not known."""
    if is_debian(release):
        packages = debian_names(sorted(set(missing.values())), release)
        return ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    tool = "dnf" if {"fedora", "rhel"} & family else "zypper" if {"suse", "opensuse"} & family else ""
    named = [f"{piece}()(64bit)" if ".so" in piece else package for piece, package in missing.items()]
    return [tool, "install", *named] if tool else []


def complete_system(action: str) -> None:
    """Install the missing pieces when root of a Debian; otherwise refuse and name the command."""
    screen = action != "test" and bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    missing = missing_pieces(action, screen=screen)
    if not missing:
        return
    path = Path("/etc/os-release")
    release = os_release(path.read_text(encoding="utf-8") if path.is_file() else "")
    command = install_command(missing, release)
    if is_debian(release) and getattr(os, "geteuid", lambda: 1)() == 0:
        run_apt(command)
        importlib.invalidate_caches()
        missing = missing_pieces(action, screen=screen)
    if missing:
        shown = " ".join(f"'{word}'" if "(" in word else word for word in command)
        advice = f"sudo {shown}" if command else "l'outil de votre système."
        raise StartError(f"Il manque à ce poste {', '.join(missing)}. Pour l'installer : {advice}")


def run_apt(command: list[str]) -> None:
    """Refresh the lists of packages, then install; a failure shows in what is still missing."""
    say(f"Installation de pièces du système : {' '.join(command[4:])}")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for line in (["apt-get", "update", "-qq"], [command[0], "-qq", *command[1:]]):
        subprocess.call(line, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


# --- Libraries, in an environment of their own ---


def venv_dir() -> Path:
    """Return the folder of the environment."""
    return Path(os.environ.get("CASEAPP_VENV") or ROOT / ".venv").absolute()


def python_of(venv: Path) -> Path:
    """Return the interpreter of an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def expected_stamp(lock: Path) -> str:
    """Return what the stamp of a complete environment says: the Python version and the hash of the lock."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return f"{sys.version_info[0]}.{sys.version_info[1]} {digest}"


def read_stamp(venv: Path) -> str:
    """Return the stamp, empty when there is none."""
    path = venv / STAMP
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def must_rebuild(venv: Path) -> bool:
    """Tell whether the environment is absent, of another Python, broken, or left half installed."""
    if read_stamp(venv) == INSTALLING or not python_of(venv).exists():
        return True
    return version_of([str(python_of(venv))]) != (sys.version_info[0], sys.version_info[1])


def install(venv: Path) -> None:
    """Bring the environment to what the lock says; nothing to do when its stamp matches."""
    stamp = expected_stamp(LOCK)
    if read_stamp(venv) == stamp and python_of(venv).exists():
        return
    say("Installation des bibliothèques (une seule fois, une à deux minutes)…")
    if must_rebuild(venv):
        build_venv(venv)
    (venv / STAMP).write_text(INSTALLING, encoding="utf-8")
    pip = [
        str(python_of(venv)),
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--no-input",
    ]
    env = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME", "PIP_USER")
    }
    if subprocess.call([*pip, "--require-hashes", "--no-deps", "-r", str(LOCK)], env=env):
        raise StartError(
            "L'installation des bibliothèques a échoué : vérifiez l'accès au dépôt de paquets (réseau, "
            "serveur mandataire, certificat) et la place sur le disque, puis relancez ; elle reprendra."
        )
    (venv / STAMP).write_text(stamp, encoding="utf-8")


def build_venv(venv: Path) -> None:
    """Make the environment anew, never in a folder that holds something else."""
    if venv.is_dir() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").is_file():
        raise StartError(
            f"Le dossier {venv} contient autre chose qu'un environnement Python : choisissez-en un autre."
        )
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(venv)]):
        raise StartError(
            f"L'environnement Python n'a pas pu être créé dans {venv} : vérifiez les droits et la place."
        )


# --- What is started ---


def child_env() -> dict[str, str]:
    """Return the environment of what is started: the source checkout first, French text in UTF-8."""
    inherited = os.environ.get("PYTHONPATH")
    path = str(ROOT) + (os.pathsep + inherited if inherited else "")
    return dict(os.environ, PYTHONPATH=path, PYTHONUTF8="1")


def steps(arguments: list[str], cores: int) -> list[tuple[str, list[str]]]:
    """Return the steps of the whole check: a French name and a Python module with its arguments."""
    alone = cores < 2 or any(one.startswith("-n") for one in arguments)
    shared = ["-n", str(min(cores, 4)), "--dist", "loadfile", "--no-loadscope-reorder"]  # long files first
    tests = [("Tests", ["pytest", "-q", *([] if alone else shared), *arguments])]
    chosen = any((ROOT / one.split("::")[0]).exists() for one in arguments)
    if not chosen and list((ROOT / "tests" / "bench").glob("test_*.py")):
        speed = ("Mesures de vitesse", ["pytest", "-q", "tests/bench", *arguments])
        tests = [speed, ("Tests", [*tests[0][1], "--ignore=tests/bench"])]
    return [
        ("Règles d'écriture (ruff check)", ["ruff", "check", "."]),
        ("Mise en forme (ruff format)", ["ruff", "format", "--check", "."]),
        ("Types (mypy)", ["mypy"]),
        *tests,
    ]


def check(arguments: list[str]) -> int:
    """Play every step, even after a failure; return the worst code. Pytest closes, and closes the output."""
    env = child_env()
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    worst, planned = 0, steps(arguments, os.cpu_count() or 1)
    beside = None
    for number, (name, module) in enumerate(planned, start=1):
        say(f"[{number}/{len(planned)}] {name}")
        begun = time.monotonic()
        command = [str(python_of(venv_dir())), "-m", *module]
        if module == ["mypy"] and "tests/bench" in planned[number][1]:
            beside = Beside(name, command, env)
            continue
        code = call(command, env=env, cwd=ROOT)
        if code == NO_TEST and number < len(planned):
            code = 0
        worst = max(worst, code)
        if number < len(planned):
            say_verdict(code, begun)
        if beside is not None:
            worst = max(worst, beside.end())
            beside = None
    return worst


class Beside:
    """A step that takes one core while the next one takes another; what it said is shown at its end."""

    def __init__(self, name: str, command: list[str], env: dict[str, str]) -> None:
        self._name, self._begun = name, time.monotonic()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by end()
        self._process = subprocess.Popen(
            command, env=env, cwd=str(ROOT), stdout=self._said, stderr=subprocess.STDOUT
        )

    def end(self) -> int:
        """Wait for its end, show what it said; return its code."""
        code = self._process.wait()
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace").rstrip()
        self._said.close()
        say(f"{self._name} : {said}")
        say_verdict(code, self._begun)
        return code


def say_verdict(code: int, begun: float) -> None:
    """Say how a step ended, and after how long."""
    say(f"    {'réussi' if code == 0 else 'ÉCHEC'} en {time.monotonic() - begun:.1f} s")


def call(command: list[str], env: dict[str, str], cwd: Path | None = None) -> int:
    """Run a command and return its code, 128 + the signal when one ended it."""
    code = subprocess.call(command, env=env, cwd=None if cwd is None else str(cwd))
    return code if code >= 0 else 128 - code


def say(text: str) -> None:
    """Print one line now, on the error channel: the standard output belongs to what is started."""
    print(text, file=sys.stderr, flush=True)


def start(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit code."""
    action = arguments[0] if arguments else ""
    if action not in {"demo", "test", "fenetre"}:
        print(USAGE)
        return 0 if action in {"-h", "--help", "aide"} else 2
    if not is_wanted((sys.version_info[0], sys.version_info[1])):
        return call([*find_python(), str(Path(__file__).resolve()), *arguments], env=dict(os.environ))
    if platform.system() == "Linux":
        complete_system(action)
    install(venv_dir())
    if action == "test":
        return check(arguments[1:])
    command = arguments if action == "demo" else arguments[1:]
    return call([str(python_of(venv_dir())), "-P", "-m", "caseapp", *command], env=child_env())


def main() -> int:
    """Start, and turn a refusal into one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return start(sys.argv[1:])
    except StartError as refusal:
        say(str(refusal))
        return 1
    except OSError as error:
        say(f"Le système refuse : {error}.")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
