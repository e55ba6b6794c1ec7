from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication

from caseapp.paths import resource

FAMILY = "Caseapp Sans"


@pytest.fixture
def family(qapp: QApplication) -> Iterator[str]:
    files = [str(resource(f"fonts/CaseappSans-{style}.ttf")) for style in ("Regular", "SemiBold", "Bold")]
    added = [QFontDatabase.addApplicationFont(file) for file in files]
    assert -1 not in added
    yield FAMILY
    for number in added:
        QFontDatabase.removeApplicationFont(number)


@pytest.mark.parametrize(("weight", "style"), [(400, "Regular"), (600, "SemiBold"), (700, "Bold")])
def test_each_weight_is_a_font_of_its_own_with_aligned_figures(family: str, weight: int, style: str) -> None:
    font = QFont(family)
    font.setPixelSize(100)
    font.setWeight(QFont.Weight(weight))
    info, metrics = QFontInfo(font), QFontMetricsF(font)
    assert (info.family(), info.weight(), info.styleName()) == (family, weight, style)
    pairs = [(first, second) for first in "0123456789" for second in "0123456789"]
    for between in ("", ",", "\u202f", "/", "−", ":"):
        assert len({metrics.horizontalAdvance(first + between + second) for first, second in pairs}) == 1
