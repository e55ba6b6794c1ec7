from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.labels import MOIS
from caseapp.reports.charts import ChartLayout, layout_chart, preferred_height
from caseapp.reports.palette import DARK, LIGHT, mix
from caseapp.reports.pdf import measure
from caseapp.reports.report import Chart, ChartKind, Series
from caseapp.reports.shapes import Anchor, Line, Rect, Text

Box = tuple[float, float, float, float]
CIBLES = Chart(
    "repartition",
    "Répartition",
    ChartKind.STACKED_BARS,
    ("Parentalité", "Logement", "Insertion"),
    (
        Series("information-conseil", (Decimal(479), Decimal(141), Decimal(194))),
        Series("accompagnement social", (Decimal(177), Decimal(8), Decimal(706))),
    ),
    ("parentalite", "logement", "insertion"),
    ("656", "149", "900"),
)


def drawn(chart: Chart, width: float = 240.0, height: float | None = None) -> ChartLayout:
    wanted = preferred_height(chart, width, measure, LIGHT) if height is None else height
    return layout_chart(chart, width, wanted, measure, LIGHT)


def simple(kind: ChartKind, values: tuple[int, ...], labels: tuple[str, ...] = MOIS) -> Chart:
    numbers = tuple(map(Decimal, values))
    return Chart(
        "c", "Titre", kind, labels[: len(values)], (Series("2017", numbers),), (), tuple(map(str, values))
    )


def box(text: Text) -> Box:
    wide = measure(text.text, text.size, text.bold)
    left = text.x - {Anchor.START: 0.0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[text.anchor]
    return left, text.y - text.size * 0.73, left + wide, text.y + text.size * 0.02


def overlap(first: Box, second: Box) -> bool:
    apart = 0.05
    horizontally = first[0] < second[2] - apart and second[0] < first[2] - apart
    return horizontally and first[1] < second[3] - apart and second[1] < first[3] - apart


def texts(layout: ChartLayout) -> list[Text]:
    return [shape for shape in layout.shapes if isinstance(shape, Text) and shape.text]


def written(layout: ChartLayout) -> list[str]:
    return [text.text for text in texts(layout)]


def bars(layout: ChartLayout, colour: str) -> list[Rect]:
    return [shape for shape in layout.shapes if isinstance(shape, Rect) and shape.colour == colour]


def assert_sound(layout: ChartLayout) -> None:
    """Check that nothing leaves the frame, no text covers another, no text stands on a bar."""
    boxes = [box(text) for text in texts(layout)]
    rects = [shape for shape in layout.shapes if isinstance(shape, Rect)]
    boxes_of_rects = [(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height) for rect in rects]
    lines = [shape for shape in layout.shapes if isinstance(shape, Line)]
    for left, top, right, bottom in boxes + boxes_of_rects:
        assert left >= -0.1
        assert top >= -0.6
        assert right <= layout.width + 0.1
        assert bottom <= layout.height + 0.6
    assert all(0 <= end <= layout.width + 0.1 for line in lines for end in (line.x1, line.x2))
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert not [(text, rect) for text in boxes for rect in boxes_of_rects if overlap(text, rect)]


def test_bars_are_to_scale_in_cible_colours_light_then_full() -> None:
    layout = drawn(CIBLES)
    assert_sound(layout)
    full = bars(layout, LIGHT.insertion)[0]
    light = bars(layout, mix(LIGHT.insertion, LIGHT.surface, 0.42))[0]
    assert light.width / full.width == pytest.approx(194 / 706)
    assert light.x + light.width == pytest.approx(full.x)
    assert bars(layout, LIGHT.logement)[0].width / full.width == pytest.approx(8 / 706)
    assert {"656", "149", "900", "information-conseil", "accompagnement social"} <= set(written(layout))


def test_columns_start_at_zero() -> None:
    layout = drawn(simple(ChartKind.COLUMNS, (10, 20, 0, 40)))
    columns = bars(layout, LIGHT.accent)
    assert [column.height / columns[-1].height for column in columns] == pytest.approx([0.25, 0.5, 1.0])
    assert len({round(column.y + column.height, 6) for column in columns}) == 1
    assert {"10", "20", "0", "40"} <= set(written(layout))


def test_same_declaration_in_dark_has_dark_colours() -> None:
    layout = layout_chart(CIBLES, 300.0, 120.0, measure, DARK)
    assert bars(layout, DARK.insertion)
    assert not bars(layout, LIGHT.insertion)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_no_figure_at_all_is_drawn_without_a_bar(kind: ChartKind) -> None:
    layout = drawn(simple(kind, (0,) * 12))
    assert_sound(layout)
    assert all(rect.width <= 4 for rect in bars(layout, LIGHT.accent))


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_single_category(kind: ChartKind) -> None:
    layout = drawn(simple(kind, (53,), ("2017",)))
    assert_sound(layout)
    assert {"2017", "53"} <= set(written(layout))


@pytest.mark.parametrize("kind", list(ChartKind))
@pytest.mark.parametrize("width", [150.0, 240.0, 499.0])
def test_thirty_categories_with_long_labels(kind: ChartKind, width: float) -> None:
    labels = tuple(f"Commune nouvelle de Saint-Vincent-de-Tyrosse {number}" for number in range(30))
    layout = drawn(simple(kind, tuple(range(0, 3000, 100)), labels), width)
    assert_sound(layout)


def test_months_are_all_named_even_in_half_a_page() -> None:
    layout = drawn(simple(ChartKind.COLUMNS, tuple(range(100, 112))), 235.0)
    assert_sound(layout)
    assert {"janv.", "sept.", "déc."} <= set(written(layout))
    assert {"janvier", "septembre", "décembre"} <= set(
        written(drawn(simple(ChartKind.COLUMNS, (1,) * 12), 499.0))
    )


def test_values_give_way_to_a_scale_when_they_do_not_fit() -> None:
    values = tuple(range(1_000_000, 13_000_000, 1_000_000))
    layout = drawn(simple(ChartKind.COLUMNS, values), 200.0)
    assert_sound(layout)
    assert not {str(value) for value in values} & set(written(layout))
    assert "0" in written(layout)


def test_long_value_labels_are_dropped_from_narrow_bars() -> None:
    chart = replace(
        simple(ChartKind.BARS, (5, 9)), value_texts=("5 dossiers transmis au fonds de solidarité",) * 2
    )
    layout = drawn(chart, 130.0)
    assert_sound(layout)
    assert not any("dossiers" in text for text in written(layout))


def test_lines_are_named_at_their_end_without_covering_each_other() -> None:
    flat = tuple(map(Decimal, (5, 5, 5)))
    series = tuple(Series(f"Année {year}", flat) for year in (2015, 2016, 2017))
    layout = drawn(Chart("l", "Titre", ChartKind.LINES, MOIS[:3], series))
    assert_sound(layout)
    assert {"Année 2015", "Année 2016", "Année 2017"} <= set(written(layout))


def test_numbers_without_text_take_the_sign_of_those_that_have_one() -> None:
    chart = replace(simple(ChartKind.LINES, (50, 99)), value_texts=("50\u00a0€", "99\u00a0€"))
    assert "100\u00a0€" in written(drawn(chart))


def test_no_category_says_so() -> None:
    assert written(drawn(Chart("v", "Vide", ChartKind.BARS, (), ()))) == ["Aucune donnée"]


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    count, several = draw(st.integers(0, 30)), draw(st.integers(0, 4))
    value = st.decimals(min_value=0, max_value=10**12, places=2)
    series = tuple(
        Series(draw(st.text(max_size=40)), tuple(draw(st.lists(value, min_size=count, max_size=count))))
        for _ in range(several)
    )
    labels = tuple(draw(st.lists(st.text(max_size=50), min_size=count, max_size=count)))
    cibles = draw(st.sampled_from([(), ("parentalite", None, "insertion")]))
    shown = draw(st.booleans())
    value_texts = tuple(draw(st.lists(st.text(max_size=20), min_size=count, max_size=count))) if shown else ()
    return Chart("h", "Titre", draw(st.sampled_from(list(ChartKind))), labels, series, cibles, value_texts)


@given(charts(), st.floats(120.0, 700.0), st.floats(60.0, 500.0))
def test_nothing_overlaps_or_is_cut_whatever_the_chart(chart: Chart, width: float, height: float) -> None:
    assert_sound(layout_chart(chart, width, height, measure, LIGHT))
