import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from report_samples import (
    cells_of,
    founding_table,
    interventions,
    permanences,
    report_of,
    rich_report,
    tables_of,
)

from caseapp.errors import OutputError
from caseapp.reports.pdf import drawable, measure, render_pdf, write_pdf
from caseapp.reports.report import Cell, Chapter, Paragraph, Report, Row, Table

HOSTILE = st.text(max_size=40) | st.sampled_from(
    ["=1+1", "a\nb", "\x00\x07", "\ud800", "m" * 40_000, "œ’é " * 400]
)


def read(report: Report) -> PdfReader:
    return PdfReader(BytesIO(render_pdf(report)))


def page_texts(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return read(rich_report())


@pytest.fixture(scope="module")
def whole_text(reader: PdfReader) -> str:
    return squeezed("".join(page_texts(reader)))


def test_pages_are_a4_numbered_dated_and_signed(reader: PdfReader) -> None:
    count = len(reader.pages)
    assert 5 <= count <= 8
    for number, (page, text) in enumerate(zip(reader.pages, page_texts(reader), strict=True), start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert f"page {number}/{count}" in text
        assert "caseapp 0.1.0 · édité le 21 novembre 2026" in text


def test_first_page_has_title_period_perimeter_key_figures_and_contents(reader: PdfReader) -> None:
    first = squeezed(page_texts(reader)[0])
    for expected in (
        "Rapport d'activité des travailleurs sociaux",
        "Période : 2017",
        "Chiffres clés",
        "Sommaire",
    ):
        assert squeezed(expected) in first
    assert squeezed(rich_report().perimeter) in first
    assert squeezed("1 263 153,00 €") in first
    assert squeezed("2016 : 1 062 · + 61 %") in first


def test_every_title_figure_and_note_is_printed(whole_text: str) -> None:
    for table in tables_of(rich_report()):
        expected = [
            table.title,
            table.row_title,
            *table.columns,
            *table.notes,
            *(row.label for row in table.rows),
        ]
        for text in expected:
            assert squeezed(text) in whole_text
    for cell in cells_of(rich_report()):
        assert squeezed(cell.text) in whole_text


def test_each_address_is_printed(whole_text: str) -> None:
    for table in tables_of(rich_report()):
        for row in table.rows:
            assert row.address in whole_text
            endings = {(cell.address or row.address).removeprefix(row.address) for cell in row.cells}
            assert all(ending in whole_text for ending in endings)


def test_no_character_is_missing(whole_text: str) -> None:
    assert not {"■", "□", "\ufffd", "?"} & set(whole_text)


def test_outline_and_contents_lead_to_the_chapters(reader: PdfReader) -> None:
    chapters = [entry for entry in reader.outline if not isinstance(entry, list)]
    titles = [chapter.title for chapter in rich_report().chapters]
    assert [entry.title for entry in chapters] == titles
    pages = [(reader.get_destination_page_number(entry) or 0) + 1 for entry in chapters]
    texts = page_texts(reader)
    for title, page in zip(titles, pages, strict=True):
        assert squeezed(title) in squeezed(texts[page - 1])
        assert re.search(f"{re.escape(squeezed(title))}{page}(?=\\D)", squeezed(texts[0]))
    links = reader.pages[0].get("/Annots")
    assert links is not None
    assert len(links) == len(titles)


def test_outline_holds_the_tables_under_their_chapter(reader: PdfReader) -> None:
    nested = [entry.title for entries in reader.outline if isinstance(entries, list) for entry in entries]
    assert nested == [table.title for table in tables_of(rich_report())]


def test_metadata_name_the_report_and_its_language(reader: PdfReader) -> None:
    metadata = reader.metadata
    assert metadata is not None
    assert metadata.title == "Rapport d'activité des travailleurs sociaux – 2017"
    assert metadata.author == "caseapp"
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"


def test_long_table_repeats_its_titles_and_no_row_is_cut(reader: PdfReader) -> None:
    pages = [text for text in page_texts(reader) if "Saint-Vincent-de-Tyrosse" in text and "Tenues" in text]
    assert len(pages) >= 2
    assert "Permanences par lieu (suite)" in pages[1]
    rows = [re.findall(r"permanences\.lieu\.commune_(\d\d)", text) for text in page_texts(reader)]
    assert [int(number) for page in rows for number in page] == list(range(40))
    assert all(len(page) >= 3 for page in rows if page)


def test_titles_stay_with_their_table() -> None:
    for lines in range(1, 60, 5):
        filler = Paragraph(
            "Une phrase entière pour remplir la ligne jusqu'à son bord, et la page ensuite. " * lines
        )
        texts = page_texts(read(report_of(Chapter("a", "Avant", (filler,)), permanences())))
        page = next(text for text in texts if "Permanences par lieu" in text)
        assert page.count("permanences.lieu.commune_") >= 3


def test_few_chapters_need_no_contents() -> None:
    texts = page_texts(read(report_of(interventions())))
    assert "Sommaire" not in texts[0]
    assert "Interventions par cible et par nature" in texts[0]


def test_empty_report_has_one_page() -> None:
    assert len(read(report_of()).pages) == 1
    empty = Table("vide", "Vide", "Ligne", (), ())
    assert "Vide" in page_texts(read(report_of(Chapter("c", "Chapitre", (empty,)))))[0]


def test_eight_amounts_fit_across_the_page() -> None:
    amount = Cell("123\u202f456\u202f789,00\u00a0€")
    table = Table("t", "Large", "Ligne", ("Montant",) * 8, (Row("Total", (amount,) * 8, "aides.total"),))
    text = squeezed(page_texts(read(report_of(Chapter("c", "C", (table,)))))[0])
    assert text.count("123456789,00€") == 8


def test_unknown_characters_become_question_marks() -> None:
    assert drawable("Nguyễn \U0001f600") == "Nguyễn ?"
    assert measure("\U0001f600", 10.0, False) == measure("?", 10.0, False)


def test_digits_have_one_width_so_that_columns_align() -> None:
    for bold in (False, True):
        assert len({measure(digit, 9.0, bold) for digit in "0123456789"}) == 1


def test_file_is_replaced_whole(profil: Path) -> None:
    path = profil / "rapport 2017.pdf"
    path.write_bytes(b"ancien")
    write_pdf(report_of(interventions()), path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert [child.name for child in profil.iterdir()] == ["rapport 2017.pdf"]


def test_unwritable_output_is_told_in_french(profil: Path) -> None:
    with pytest.raises(OutputError, match=r"Impossible d'écrire « r.pdf » .* ce dossier n'existe pas"):
        write_pdf(report_of(), profil / "absent" / "r.pdf")
    (profil / "r.pdf").mkdir()
    with pytest.raises(OutputError, match="un dossier porte déjà ce nom"):
        write_pdf(report_of(), profil / "r.pdf")
    assert [child.name for child in profil.iterdir()] == ["r.pdf"]


@settings(max_examples=25)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_hostile_texts_never_stop_the_drawing(label: str, title: str, value: str) -> None:
    row = Row(label, (Cell(value), Cell(title)), address="a.b", cible="logement")
    table = Table("t", title, label, (value, label), (row,) * 3, (label, value), title)
    report = replace(
        report_of(Chapter("synthese", title, (table, Paragraph(label)))), perimeter=label, title=value
    )
    assert len(read(report).pages) >= 1


def test_date_is_the_one_given() -> None:
    report = replace(report_of(Chapter("c", "C", (founding_table(),))), produced_on=date(2027, 1, 1))
    assert "édité le 1er janvier 2027" in page_texts(read(report))[0]
