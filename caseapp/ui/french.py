"""Qt's own words in French: standard buttons, context menus, file and print dialogs."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from typing_extensions import override

FRENCH = QLocale(QLocale.Language.French, QLocale.Country.France)
_LEFT_OUT = {
    ("QFileDialog", "&Look in:"): "&Dossier :",
    ("QFileDialog", "Files of &type:"): "&Type de fichier :",
    ("QAbstractFileIconProvider", "Folder"): "Dossier",
    ("QAbstractFileIconProvider", "File"): "Fichier",
    ("QAbstractFileIconProvider", "%1 File"): "Fichier %1",
    ("QAbstractFileIconProvider", "Drive"): "Disque",
    ("QPlatformTheme", "OK"): "Valider",
    ("QPlatformTheme", "Don't Save"): "Ne pas enregistrer",
    ("QDialogButtonBox", "OK"): "Valider",
}
"""Texts in sight of the user that the French file of Qt 6.11 leaves in English, or OK."""


class _LeftOut(QTranslator):
    @override
    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return _LEFT_OUT.get((context, sourceText))

    @override
    def isEmpty(self) -> bool:
        return False


def speak_french(app: QCoreApplication) -> None:
    """Load the French texts shipped with Qt and write dates and numbers as in France, whatever the system."""
    QLocale.setDefault(FRENCH)
    shipped = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not shipped.load("qtbase_fr", folder):
        raise FileNotFoundError("Textes français de Qt absents de l'installation (qtbase_fr.qm).")
    app.installTranslator(shipped)
    app.installTranslator(_LeftOut(app))  # the last one installed is asked first
