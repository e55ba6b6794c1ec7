"""Takes the pictures of the window: every scene, light and dark, at 100 % and 150 %, a process for each.

`--echelle` is the screen's scale, the layout being the same; `--taille` writes larger in the same window.
`--docs` takes those of docs/images instead: the pages of the demonstration portfolio, in 256 colours.
"""

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

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


def take(asked: argparse.Namespace) -> None:
    """Draw the scenes in this process; the scale was chosen by its environment."""
    sys.path.insert(0, str(ROOT))
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after the environment is set

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
        Theme(app, Scheme(asked.theme)),
        QtPrompts(),
        TaskRunner(),
        Clipboard(app.clipboard()),
        PassingPreferences(),
    )
    known = docs_scenes(asked.theme) if asked.docs else all_scenes()
    for name in [one for one in asked.ecrans or known if one in known or not asked.docs]:
        size, make = known[name]
        context.theme.set_percent(asked.taille)
        widget = make(context)
        widget.resize(*size)
        widget.show()
        for _ in range(5):
            app.processEvents()
        suffix = "" if asked.echelle == 100 else f"-{asked.echelle}"
        suffix += "" if asked.taille == 100 else f"-t{asked.taille}"
        picture = widget.grab().toImage()
        save(
            few_colours(picture) if asked.docs else picture,
            asked.sortie / f"{name}-{asked.theme}{suffix}.png",
        )
        context.tasks.stop()
        widget.close()
        widget.deleteLater()


def all_scenes() -> Mapping[str, Any]:
    """Return every scene: its size and what makes it."""
    from sample_scenes import SCENES  # noqa: PLC0415 - after the environment is set

    return SCENES


def docs_scenes(theme: str) -> Mapping[str, Any]:
    """Return the scenes of the documentation in a theme."""
    from scenes_docs import DOCS, SCREEN  # noqa: PLC0415 - after the environment is set

    return {name: (SCREEN, make) for name, (themes, make) in DOCS.items() if theme in themes}


def few_colours(picture: "QImage") -> "QImage":
    """Return the picture in 256 colours, the others replaced by the nearest: a third of the bytes."""
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from PySide6.QtGui import QImage  # noqa: PLC0415

    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    palette = choose_palette(Counter(memoryview(plain.constBits()).cast("I")))
    avoid = Qt.ImageConversionFlag.AvoidDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, palette, avoid)


def choose_palette(found: Counter[int]) -> list[int]:
    """Return 256 colours, each next the one that the former ones render worst over its pixels."""
    palette: list[int] = []
    wrong = dict.fromkeys(found, 3 * 255**2)
    while wrong and len(palette) < 256:
        worst = max(wrong, key=lambda colour: wrong[colour] * found[colour])
        palette.append(worst)
        del wrong[worst]
        wrong = {colour: min(far, _distance(colour, worst)) for colour, far in wrong.items()}
    return palette


def _distance(one: int, other: int) -> int:
    return sum(((one >> shift & 255) - (other >> shift & 255)) ** 2 for shift in (0, 8, 16))


def save(picture: "QImage", path: Path) -> None:
    """Write a picture, as small as PNG makes it: quality 0."""
    if not picture.save(str(path), "PNG", 0):
        raise OSError(path)


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
    parser.add_argument("--taille", type=int, default=100, help="taille du texte, de 80 à 200")
    parser.add_argument("--ici", action="store_true", help="dessiner dans ce processus")
    parser.add_argument("--docs", action="store_true", help="les images de docs/images")
    parser.add_argument("ecrans", nargs="*", help="noms des écrans, tous par défaut")
    asked = parser.parse_args()
    asked.sortie.mkdir(parents=True, exist_ok=True)
    if asked.ici:
        take(asked)
        return 0
    for theme in [asked.theme] if asked.theme else THEMES:
        for scale in [asked.echelle] if asked.echelle else (SCALES[:1] if asked.docs else SCALES):
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale / 100)}
            options = ["--sortie", str(asked.sortie), "--theme", theme, "--echelle", str(scale), "--ici"]
            options += ["--taille", str(asked.taille)]
            options += ["--docs"] if asked.docs else []
            command = [sys.executable, __file__, *options, *asked.ecrans]
            subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own program
    return 0


if __name__ == "__main__":
    sys.exit(main())
