from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

Button = QDialogButtonBox.StandardButton


def test_standard_buttons_are_in_french(french_app: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(Button.Save | Button.Cancel | Button.Close | Button.Yes)
    qtbot.addWidget(box)
    texts = {
        kind: box.button(kind).text().replace("&", "") for kind in (Button.Save, Button.Cancel, Button.Close)
    }
    assert texts == {Button.Save: "Enregistrer", Button.Cancel: "Annuler", Button.Close: "Fermer"}


def test_context_menu_of_a_field_is_in_french(french_app: QApplication, qtbot: QtBot) -> None:
    field = QLineEdit("Nguyễn")
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    qtbot.addWidget(menu)
    texts = [action.text().replace("&", "").split("\t")[0] for action in menu.actions() if action.text()]
    assert texts == ["Annuler", "Rétablir", "Couper", "Copier", "Coller", "Supprimer", "Tout sélectionner"]


def test_dates_and_days_are_french(french_app: QApplication) -> None:
    assert QLocale().name() == "fr_FR"
    assert QLocale().toString(QDate(2026, 11, 21), "dddd d MMMM yyyy") == "samedi 21 novembre 2026"
