"""How the program looks: light or dark, and the size of its text, chosen at the top and remembered."""

from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from caseapp.ui.preferences import Preferences
from caseapp.ui.theme import Scheme, Theme

SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Percents offered; Ctrl+plus and Ctrl+minus go from one to the next."""
USUAL = 100
_SCHEME, _PERCENT = "affichage.theme", "affichage.texte"
_SCHEMES = {
    Scheme.SYSTEME: "Comme le système",
    Scheme.CLAIR: "Clair",
    Scheme.SOMBRE: "Sombre",
}


def restore_display(theme: Theme, preferences: Preferences) -> None:
    """Dress the program as it was chosen; what cannot be read counts for nothing."""
    scheme, percent = preferences.get(_SCHEME), preferences.get(_PERCENT) or ""
    if scheme in set(Scheme):
        theme.set_scheme(Scheme(scheme))
    if percent.isascii() and percent.isdigit():
        theme.set_percent(int(percent[:4]))


class DisplayMenu(QMenu):
    """Offers the looks and the sizes, the present ones ticked."""

    def __init__(self, window: QWidget, theme: Theme, preferences: Preferences) -> None:
        super().__init__(window)
        self._theme, self._preferences = theme, preferences
        self.setAccessibleName("Affichage")
        self.aboutToShow.connect(self._fill)
        for keys, act in (
            ("Ctrl++", partial(self._step, 1)),
            ("Ctrl+=", partial(self._step, 1)),
            ("Ctrl+-", partial(self._step, -1)),
            ("Ctrl+0", partial(self._choose_size, USUAL)),
        ):
            QShortcut(QKeySequence(keys), window, act)

    def _fill(self) -> None:
        self.clear()
        looks, sizes = QActionGroup(self), QActionGroup(self)
        self.addSection("Couleurs")
        for scheme, words in _SCHEMES.items():
            self._offer(looks, words, chosen=scheme is self._theme.scheme).triggered.connect(
                partial(self._choose_scheme, scheme)
            )
        self.addSection("Taille du texte")
        for percent in SIZES:
            words = f"{percent}\u00a0%"
            self._offer(sizes, words, chosen=percent == self._theme.percent).triggered.connect(
                partial(self._choose_size, percent)
            )

    def _offer(self, group: QActionGroup, words: str, *, chosen: bool) -> QAction:
        action = self.addAction(words)
        action.setCheckable(True)
        action.setChecked(chosen)
        group.addAction(action)
        return action

    def _choose_scheme(self, scheme: Scheme, *_: object) -> None:
        self._preferences.put(_SCHEME, scheme.value)
        self._theme.set_scheme(scheme)

    def _choose_size(self, percent: int, *_: object) -> None:
        self._preferences.put(_PERCENT, str(percent))
        self._theme.set_percent(percent)

    def _step(self, by: int) -> None:
        """Go to the next size offered, larger or smaller."""
        others = [size for size in SIZES if (size - self._theme.percent) * by > 0]
        if others:
            self._choose_size(min(others, key=lambda size: abs(size - self._theme.percent)))
