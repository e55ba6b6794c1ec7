from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile
from reportlab.pdfgen.canvas import Canvas

from caseapp.paths import resource

FONTS = ("CaseappSans-Regular", "CaseappSans-SemiBold", "CaseappSans-Bold")
SHOWN = (
    "Nguyễn Œuvrard Dvořák Aït-Ahmed 1\u202f263\u202f153,00\u00a0€ − × ≥ – — → ← ↑ ↓ ▾ ▸ ✓ « L'été » … ’ °"
)
ABSENT = {0x00AD, 0x0149}  # the soft hyphen, which is not drawn, and a deprecated letter


def font_path(name: str) -> Path:
    return resource(f"fonts/{name}.ttf")


@pytest.mark.parametrize("name", FONTS)
def test_a_font_has_what_french_texts_and_names_need(name: str) -> None:
    font = TTFontFile(str(font_path(name)))
    missing = {hex(ord(char)) for char in SHOWN if ord(char) not in font.charToGlyph}
    assert missing == set()
    assert {code for code in range(0x00A0, 0x0180) if code not in font.charToGlyph} <= ABSENT
    assert {code for code in range(0x1EA0, 0x1EFA) if code not in font.charToGlyph} == set()


@pytest.mark.parametrize("name", FONTS)
def test_all_digits_have_the_same_width(name: str) -> None:
    font = TTFontFile(str(font_path(name)))
    assert len({font.charWidths[ord(digit)] for digit in "0123456789"}) == 1
    assert 0 < font.charWidths[0x202F] < font.charWidths[ord("0")] / 2


@pytest.mark.parametrize("name", FONTS)
def test_a_font_says_its_name_and_stays_small(name: str) -> None:
    font = TTFontFile(str(font_path(name)))
    assert font.name.decode() == name
    assert font.familyName.decode().startswith("Caseapp Sans")
    assert font_path(name).stat().st_size < 400_000


@pytest.mark.parametrize("name", FONTS)
def test_a_font_is_embedded_in_a_pdf_and_its_text_can_be_read_again(name: str) -> None:
    pdfmetrics.registerFont(TTFont(name, str(font_path(name))))
    written = BytesIO()
    canvas = Canvas(written)
    canvas.setFont(name, 11)
    canvas.drawString(40, 800, SHOWN)
    canvas.save()
    page = PdfReader(written).pages[0]
    resources = cast("DictionaryObject", page["/Resources"])
    fonts = [font.get_object() for font in cast("DictionaryObject", resources["/Font"]).values()]
    embedded = [font for font in fonts if font["/BaseFont"].endswith(f"+{name}")]
    assert embedded
    assert all("/FontFile2" in font["/FontDescriptor"] for font in embedded)
    assert page.extract_text().strip() == SHOWN.replace("\u00a0", " ")  # reportlab draws it as a plain space


def test_the_licence_is_beside_the_fonts() -> None:
    licence = resource("fonts/OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "The Inter Project Authors" in licence
    assert "SIL Open Font License 1.1" in resource("SOURCES.md").read_text(encoding="utf-8")
