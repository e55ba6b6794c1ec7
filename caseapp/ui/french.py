"""Qt's own words in French: standard buttons, context menus, file and print dialogs."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FRENCH = QLocale(QLocale.Language.French, QLocale.Country.France)


def speak_french(app: QCoreApplication) -> None:
    """Load the French texts shipped with Qt and write dates and numbers as in France, whatever the system."""
    QLocale.setDefault(FRENCH)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_fr", folder):
        raise FileNotFoundError("Textes français de Qt absents de l'installation (qtbase_fr.qm).")
    app.installTranslator(translator)
