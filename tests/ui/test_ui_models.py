from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from sample_rows import COLUMNS, ROWS, Source

from caseapp.ui.tables.columns import Tone
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.paged_model import PAGE, PAGES_KEPT, PagedTableModel

Role = Qt.ItemDataRole


def names(model: TableModel) -> list[str]:
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def test_model_in_memory_is_clean(qtmodeltester: ModelTester) -> None:
    model = TableModel(COLUMNS, ROWS)
    qtmodeltester.check(model)
    model.sort(1)
    model.set_rows(ROWS[:2])
    model.set_rows(())
    qtmodeltester.check(model)


def test_paged_model_is_clean(qtmodeltester: ModelTester) -> None:
    model = PagedTableModel(COLUMNS, Source(gone=[3]).fetch, range(250))
    qtmodeltester.check(model)
    model.refresh()
    model.set_ids(range(10))
    model.set_ids(())
    qtmodeltester.check(model)


def test_cells_say_what_they_show() -> None:
    model = TableModel(COLUMNS, ROWS)
    amount, cible, note = (model.index(1, column) for column in (1, 2, 3))
    assert amount.data() == "12\u202f000\u00a0€"
    assert amount.data(Role.AccessibleTextRole) == "Montant : 12\u202f000\u00a0€"
    assert amount.data(Role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.cell_at(amount.row(), amount.column()).tone == Tone.DANGER
    assert cible.data(Role.AccessibleTextRole) == "Cible : vide"
    assert model.cell_at(0, 2).cible == "logement"
    assert "\n" not in note.data()
    assert amount.data(Role.EditRole) is None


def test_headers_stand_over_their_column() -> None:
    model = TableModel(COLUMNS, ROWS)
    horizontal = Qt.Orientation.Horizontal
    assert model.headerData(1, horizontal) == "Montant"
    assert model.headerData(1, horizontal, Role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(1, Qt.Orientation.Vertical) is None
    assert model.headerData(9, horizontal) is None


def test_sort_ignores_accents_and_keeps_equal_rows_in_place() -> None:
    model = TableModel(COLUMNS, ROWS)
    model.sort(0)
    assert names(model) == ["Aït-Ahmed Inès", "Lefèvre Louise", "O'Brien <b>Maël</b>", "Œuvrard Hélène"]
    model.set_rows(ROWS)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row.id for row in map(model.row_at, range(4)) if row] == [2, 1, 4, 3]


def test_a_row_kept_by_a_view_follows_the_sort() -> None:
    model = TableModel(COLUMNS, ROWS)
    kept = QPersistentModelIndex(model.index(1, 0))
    model.sort(0)
    assert (kept.row(), kept.data()) == (0, "Aït-Ahmed Inès")


def test_pages_are_fetched_once_and_only_when_shown() -> None:
    source = Source()
    model = PagedTableModel(COLUMNS, source.fetch, range(1_000_000))
    assert (model.rowCount(), source.calls) == (1_000_000, [])
    assert model.index(500_150, 0).data() == "Famille 500150"
    assert model.index(500_199, 1).data(Role.AccessibleTextRole)
    assert source.calls == [list(range(500_100, 500_200))]
    assert model.id_at(7) == 7


def test_only_the_last_pages_are_kept() -> None:
    source = Source()
    model = PagedTableModel(COLUMNS, source.fetch, range(PAGE * (PAGES_KEPT + 1)))
    for page in range(PAGES_KEPT):
        model.row_at(page * PAGE)
    model.row_at(0)  # used again: the second page is now the oldest
    model.row_at(PAGES_KEPT * PAGE)
    before = len(source.calls)
    model.row_at(0)
    assert len(source.calls) == before
    model.row_at(PAGE)
    assert len(source.calls) == before + 1


def test_a_row_that_has_gone_is_empty_not_an_error() -> None:
    model = PagedTableModel(COLUMNS, Source(gone=[2]).fetch, [1, 2, 3])
    assert [model.index(n, 0).data() for n in range(3)] == ["Famille 1", None, "Famille 3"]
    assert model.row_at(1) is None


def test_refresh_shows_what_changed() -> None:
    source = Source()
    model = PagedTableModel(COLUMNS, source.fetch, [5])
    before = model.index(0, 1).data()
    source.montant = 7000
    assert model.index(0, 1).data() == before
    model.refresh()
    assert model.index(0, 1).data() == "7\u202f005\u00a0€"
