from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import (
    AIDE_COLUMNS,
    aides,
    founding_table,
    interventions,
    repartition,
    report_of,
    rich_report,
    synthese,
    tables_of,
)

from caseapp.reports.addresses import printed_addresses
from caseapp.reports.chart_strips import charts_flow
from caseapp.reports.document import lay_out
from caseapp.reports.key_figures import key_figures, perimeter_text
from caseapp.reports.pdf import measure
from caseapp.reports.report import Cell, Chapter, Row, Table
from caseapp.reports.shapes import Heading, Mark, Text
from caseapp.reports.strips import Flow, Pages, Strip
from caseapp.reports.table_grid import table_grid
from caseapp.reports.table_strips import table_flow
from caseapp.reports.typography import HEIGHT, MARGIN_SIDE, PAGE_HEIGHT, PAGE_WIDTH, WIDTH, Typography

HAND = Typography(measure)


def named(name: str, height: float, *, keep: bool = False, row: bool = False) -> Strip:
    return Strip(height, (Heading(0.0, name, name, 0),), keep=keep, row=row)


def laid(*flows: Flow) -> list[list[str]]:
    pages = Pages()
    for flow in flows:
        pages.place(flow)
    return [[mark.name for mark in page if isinstance(mark, Heading)] for page in pages.pages]


def rows_flow(count: int, height: float) -> Flow:
    return Flow(
        tuple(named(f"r{index}", height, row=True) for index in range(count)), (named("titres", 20.0),)
    )


def test_a_block_goes_to_the_next_page_rather_than_cut_for_little_white() -> None:
    block = Flow((named("a", 100.0), named("b", 100.0)))
    assert laid(Flow((named("plein", HEIGHT - 150.0),)), block) == [["plein"], ["a", "b"]]


def test_a_block_is_cut_between_rows_rather_than_leave_half_a_page() -> None:
    pages = laid(Flow((named("demi", HEIGHT / 2),)), rows_flow(10, HEIGHT / 15))
    assert pages[0][:3] == ["demi", "r0", "r1"]
    assert pages[1][0] == "titres"
    assert pages[0][1:] + pages[1][1:] == [f"r{index}" for index in range(10)]


def test_strips_kept_together_turn_the_page_together() -> None:
    block = Flow((named("titre", 20.0, keep=True), named("suite", HEIGHT / 2)))
    assert laid(Flow((named("plus de la moitié", HEIGHT * 0.6),)), block)[1] == ["titre", "suite"]


def test_titles_are_not_repeated_above_notes_alone() -> None:
    rows = tuple(named(f"r{index}", HEIGHT / 10, row=True) for index in range(10))
    assert laid(Flow((*rows, named("note", 20.0)), (named("titres", 20.0),)))[1] == ["note"]


def test_a_tight_version_saves_a_page() -> None:
    block = Flow((named("large", 200.0),), tight=(named("serré", 140.0),))
    assert laid(Flow((named("plein", HEIGHT - 150.0),)), block) == [["plein", "serré"]]
    assert laid(block) == [["large"]]


def test_what_is_taller_than_a_page_is_still_placed() -> None:
    strips = tuple(named(f"s{index}", HEIGHT / 3, keep=True) for index in range(5))
    assert laid(Flow(strips)) == [["s0", "s1", "s2"], ["s3", "s4"]]


@given(
    st.lists(
        st.lists(st.tuples(st.floats(1.0, HEIGHT / 2), st.booleans()), min_size=1, max_size=8), max_size=8
    )
)
def test_nothing_is_lost_nor_below_the_page(heights: list[list[tuple[float, bool]]]) -> None:
    flows = [
        Flow(
            tuple(named(f"{block}-{index}", height, keep=keep) for index, (height, keep) in enumerate(strips))
        )
        for block, strips in enumerate(heights)
    ]
    pages = laid(*flows)
    assert [name for page in pages for name in page] == [
        mark.name
        for flow in flows
        for strip in flow.strips
        for mark in strip.marks
        if isinstance(mark, Heading)
    ]
    sizes = {mark.name: strip.height for flow in flows for strip in flow.strips for mark in strip.marks}
    assert all(sum(sizes[name] for name in page) <= HEIGHT + 0.01 for page in pages)


def test_title_of_a_chapter_that_starts_with_a_chart_is_kept_in_tight_pages() -> None:
    tall = table_flow(founding_table(), HAND, "t")
    chart = charts_flow((repartition(),), HAND).after((named("chapitre", 30.0, keep=True),))
    for flow in (tall.after((named("chapitre", 30.0, keep=True),)), chart):
        assert laid(flow)[0][0] == "chapitre"
        needed = sum(strip.before + strip.height for strip in flow.tight)
        assert "chapitre" in laid(Flow((named("plein", HEIGHT - needed - 1.0),)), flow)[0]


def texts_of(page: tuple[Mark, ...]) -> list[Text]:
    return [mark for mark in page if isinstance(mark, Text)]


def test_every_text_stands_inside_the_margins() -> None:
    for page in lay_out(rich_report(), HAND).pages:
        for text in texts_of(page):
            wide = measure(text.text, text.size, text.bold)
            left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
            assert left >= MARGIN_SIDE - 0.1
            assert left + wide <= PAGE_WIDTH - MARGIN_SIDE + 0.1
            assert 20.0 <= text.y <= PAGE_HEIGHT - 20.0


def test_no_text_covers_another_on_any_page() -> None:
    for page in lay_out(rich_report(), HAND).pages:
        spans = []
        for text in texts_of(page):
            wide = measure(text.text, text.size, text.bold)
            left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
            spans.append((round(text.y, 1), left, left + wide, text.text))
        spans.sort()
        for (y, _, right, first), (next_y, left, _, second) in pairwise(spans):
            assert y != next_y or right <= left + 0.1, (first, second)


@pytest.mark.parametrize("table", tables_of(rich_report()), ids=lambda table: table.key)
def test_columns_fill_the_page_and_hold_their_figures(table: Table) -> None:
    grid = table_grid(table, HAND)
    assert grid.label + sum(grid.numbers) + grid.address == pytest.approx(WIDTH)
    assert grid.size >= 7.0
    for row in table.rows:
        for width, cell in zip(grid.numbers, row.cells, strict=True):
            assert grid.cell_style(row, cell).fits(cell.text, width)


def test_eight_columns_put_addresses_under_labels() -> None:
    table = tables_of(report_of(aides()))[0]
    assert table.columns == AIDE_COLUMNS
    assert table_grid(table, HAND).address == 0.0


def test_addresses_are_split_between_rows_and_columns() -> None:
    printed = printed_addresses(founding_table())
    assert printed.rows == ("cibles.parentalite", "cibles.logement", "cibles.insertion", "cibles.total")
    assert printed.columns == (".information_conseil", ".accompagnement_social", ".total", ".total.part")


def test_addresses_that_share_nothing_are_listed_by_row() -> None:
    cells = (Cell("1", address="a.b.c"), Cell("2", address="a.d"))
    table = Table(
        "t", "T", "L", ("Un", "Deux"), (Row("x", cells), Row("y", cells[::-1]), Row("z", (Cell(""),) * 2))
    )
    printed = printed_addresses(table)
    assert printed.rows == ("a.b.c · .d", "a.d · .b.c", "")
    assert printed.columns == ("", "")


def test_key_figures_compare_with_the_year_before() -> None:
    figures = key_figures(rich_report())
    assert len(figures) == 8
    assert (figures[0].label, figures[0].value) == ("Interventions actives", "1\u202f705")
    assert (figures[0].previous, figures[0].evolution) == ("2016 : 1\u202f062", "+\u202f61\u00a0%")
    assert figures[7].evolution == ""


def test_key_figures_need_their_chapter_and_read_the_last_plain_column() -> None:
    assert key_figures(report_of(interventions())) == ()
    assert key_figures(report_of(Chapter("synthese", "Vide", ()))) == ()
    other = replace(report_of(synthese()), period_label="mars 2017")
    assert key_figures(other)[0].value == "1\u202f705"


def test_perimeter_stands_under_its_own_title() -> None:
    report = replace(report_of(), perimeter="Périmètre : tous secteurs.")
    assert perimeter_text(report) == "Tous secteurs."
