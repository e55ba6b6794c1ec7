"""A text of parts is folded between them, as a reader would want it."""

import pytest

from caseapp.ui.widgets.parts_label import fold

FOLDED = {
    "all on one line": ("Dax · ALF · 06", 14, "Dax · ALF · 06"),
    "no mark is left at an end": ("Dax · ALF · 06", 9, "Dax · ALF\n06"),
    "a part too wide is left to wrap": ("Dax · deux enfants · 06", 10, "Dax · deux enfants\n06"),
    "nothing": ("", 10, ""),
}


@pytest.mark.parametrize("case", sorted(FOLDED))
def test_a_text_is_folded_between_its_parts(case: str) -> None:
    text, room, expected = FOLDED[case]
    assert fold(text, " · ", len, room) == expected
