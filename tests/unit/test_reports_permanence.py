"""The sheet of a permanence on paper: one page, every name whole, nothing in its properties."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from caseapp.reports.pdf import render_permanence
from caseapp.reports.permanence import PermanenceSheet, SheetLine

FREE = SheetLine("9 h 30", "", "", "")
EMMA = SheetLine("10 h", "Nguyễn Emma", "Ne pas appeler.", "Entretien")


def sheet(*lines: SheetLine) -> PermanenceSheet:
    return PermanenceSheet("Permanence de Tarnos", "mardi 24 novembre 2026", "Camille Durand", lines)


def text(*lines: SheetLine) -> str:
    (page,) = PdfReader(BytesIO(render_permanence(sheet(*lines)))).pages
    return page.extract_text()


def test_the_page_says_where_when_who_and_what_to_know() -> None:
    said = text(FREE, EMMA)
    for words in ("Permanence de Tarnos", "mardi 24 novembre 2026", "Camille Durand", "Nguyễn Emma",
                  "Ne pas appeler.", "Entretien", "libre", "Remarques"):  # fmt: skip
        assert words in said


@pytest.mark.parametrize("count", [0, 1, 6, 24, 36])
def test_a_day_stands_on_one_page_with_every_name(count: int) -> None:
    said = text(
        *(
            SheetLine(f"{8 + n // 4} h {n % 4 * 15:02}", f"Garcia Ana{n:02}", "", "Bilan")
            for n in range(count)
        )
    )
    assert all(f"Garcia Ana{n:02}" in said for n in range(count))


@pytest.mark.parametrize("count", [4, 36])
def test_what_must_be_known_is_never_cut(count: int) -> None:
    notices = "Protégée. Ne pas appeler. Ne pas écrire. Consigne au dossier."
    said = text(*(SheetLine("9 h", "Garcia Ana", notices, "Rendez-vous des droits") for _ in range(count)))
    assert said.count(notices) == count


def test_more_lines_than_a_page_holds_go_on_the_next() -> None:
    lines = tuple(SheetLine("9 h", f"Garcia Ana{n:03}", "", "Bilan") for n in range(100))
    pages = PdfReader(BytesIO(render_permanence(sheet(*lines)))).pages
    said = "".join(page.extract_text() for page in pages)
    assert all(f"Garcia Ana{n:03}" in said for n in range(100))


def test_a_name_too_long_is_cut_and_the_properties_name_nobody() -> None:
    long = SheetLine("9 h", "Zibeline " * 60, "consigne " * 60, "type " * 60)
    reader = PdfReader(BytesIO(render_permanence(sheet(long))))
    assert "Zibeline" in reader.pages[0].extract_text()
    assert reader.metadata is not None
    assert "Zibeline" not in str(dict(reader.metadata))
