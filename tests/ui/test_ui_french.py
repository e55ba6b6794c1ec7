import re
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

Button = QDialogButtonBox.StandardButton


def test_standard_buttons_are_in_french(french_app: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(Button.Save | Button.Cancel | Button.Close | Button.Ok)
    qtbot.addWidget(box)
    texts = {
        kind: box.button(kind).text().replace("&", "") for kind in (Button.Save, Button.Cancel, Button.Close)
    }
    assert box.button(Button.Ok).text() == "Valider"
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


ENGLISH = re.compile(
    r"\b(?:the|file|files|folder|look|open|save|cancel|name|type|new|directory|back|list|OK)\b"
)


@pytest.mark.parametrize("mode", [QFileDialog.FileMode.AnyFile, QFileDialog.FileMode.Directory])
@pytest.mark.parametrize("accept", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
def test_no_english_word_in_the_file_dialog(
    french_app: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    mode: QFileDialog.FileMode,
    accept: QFileDialog.AcceptMode,
) -> None:
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    dialog = QFileDialog(None, "Dossier à importer", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(accept)
    widgets = dialog.findChildren(QWidget)
    texts = [w.text() for w in widgets if isinstance(w, QLabel | QAbstractButton)]
    texts += [
        text for w in [*widgets, *dialog.findChildren(QAction)] for text in (w.toolTip(), w.whatsThis())
    ]
    texts += [action.text() for action in dialog.findChildren(QAction)]
    delete(dialog)
    assert len(texts) > 30
    folder = str(tmp_path)
    assert [t for t in texts if t != folder and ENGLISH.search(t.replace("&", "").replace("Type", ""))] == []
