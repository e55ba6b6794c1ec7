"""The context menu of a table: from the keyboard too, it copies, sorts and chooses the columns."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from caseapp.ui.plain_text import button_text

if TYPE_CHECKING:
    from caseapp.ui.tables.data_table import DataTable


def table_menu(table: "DataTable") -> QMenu:
    """Return the menu, made for the current column."""
    menu, columns = QMenu(table), table.columns
    copy = menu.addAction("Copier les lignes choisies", table.copy_selection)
    copy.setEnabled(table.selectionModel().hasSelection())
    section = table.currentIndex().column()
    if section >= 0 and columns[section].sortable:
        title = button_text(columns[section].title)
        menu.addAction(f"Trier par « {title} »", lambda: table.sort_by(section))
    chosen = menu.addMenu("Colonnes")
    for number, column in enumerate(columns):
        action = chosen.addAction(button_text(column.title))
        action.setCheckable(True)
        action.setChecked(not table.isColumnHidden(number))
        action.toggled.connect(lambda shown, n=number: table.show_column(n, shown=shown))
    return menu
