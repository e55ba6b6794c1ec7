import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

TOOL = Path(__file__).resolve().parents[2] / "tools" / "screenshots.py"


@pytest.mark.parametrize(("scale", "width"), [(100, 1366), (150, 2049)])
def test_pictures_are_taken_at_each_scale(tmp_path: Path, scale: int, width: int, qtbot: QtBot) -> None:
    asked = ["--sortie", str(tmp_path), "--theme", "sombre", "--echelle", str(scale), "liste"]
    subprocess.run([sys.executable, str(TOOL), *asked], check=True, timeout=60, capture_output=True)
    [picture] = tmp_path.iterdir()
    assert picture.name == ("liste-sombre.png" if scale == 100 else "liste-sombre-150.png")
    image = QImage(str(picture))
    assert image.width() == width
    colours = {image.pixelColor(x, y).rgb() for x in range(0, width, 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 20, "something was drawn"
