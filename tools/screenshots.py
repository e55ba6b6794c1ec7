"""Takes the pictures of the window: every scene, light and dark, at 100 % and 150 %, a process for each."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
THEMES = ("clair", "sombre")
SCALES = (100, 150)


class PassingPreferences:
    """Starts with nothing remembered."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Return what this run kept."""
        return self._kept.get(key)

    def put(self, key: str, value: str) -> None:
        """Keep it until the end of the run."""
        self._kept[key] = value


def take(folder: Path, scenes: list[str], theme: str, scale: int) -> None:
    """Draw the scenes in this process; the scale was chosen by its environment."""
    sys.path.insert(0, str(ROOT))
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after the environment is set
    from sample_scenes import SCENES  # noqa: PLC0415

    from caseapp.ui.clipboard import Clipboard  # noqa: PLC0415
    from caseapp.ui.context import UiContext  # noqa: PLC0415
    from caseapp.ui.french import speak_french  # noqa: PLC0415
    from caseapp.ui.prompts import QtPrompts  # noqa: PLC0415
    from caseapp.ui.tasks import TaskRunner  # noqa: PLC0415
    from caseapp.ui.theme import Scheme, Theme  # noqa: PLC0415

    sys.excepthook = _give_up
    app = QApplication([])
    speak_french(app)
    context = UiContext(
        Theme(app, Scheme(theme)), QtPrompts(), TaskRunner(), Clipboard(app.clipboard()), PassingPreferences()
    )
    for name in scenes or SCENES:
        size, make = SCENES[name]
        widget = make(context)
        widget.resize(*size)
        widget.show()
        for _ in range(5):
            app.processEvents()
        suffix = "" if scale == 100 else f"-{scale}"
        widget.grab().save(str(folder / f"{name}-{theme}{suffix}.png"))
        context.tasks.stop()
        widget.close()
        widget.deleteLater()


def _give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End at the first fault: Qt would go on after one in a slot, and the picture would be wrong."""
    sys.__excepthook__(kind, error, trace)
    os._exit(1)


def main() -> int:
    """Take the pictures asked for, one process a theme and a scale."""
    parser = argparse.ArgumentParser(description="Captures d'écran de la fenêtre, sans écran.")
    parser.add_argument("--sortie", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--echelle", type=int, choices=SCALES)
    parser.add_argument("--ici", action="store_true", help="dessiner dans ce processus")
    parser.add_argument("ecrans", nargs="*", help="noms des écrans, tous par défaut")
    asked = parser.parse_args()
    asked.sortie.mkdir(parents=True, exist_ok=True)
    if asked.ici:
        take(asked.sortie, asked.ecrans, asked.theme, asked.echelle)
        return 0
    for theme in [asked.theme] if asked.theme else THEMES:
        for scale in [asked.echelle] if asked.echelle else SCALES:
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale / 100)}
            options = ["--sortie", str(asked.sortie), "--theme", theme, "--echelle", str(scale), "--ici"]
            command = [sys.executable, __file__, *options, *asked.ecrans]
            subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own program
    return 0


if __name__ == "__main__":
    sys.exit(main())
