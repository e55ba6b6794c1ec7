"""The budget lines that the request under the cursor charges: what is granted, what the session adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.labels import format_cents, format_percent
from caseapp.services.commission_rows import DecisionSaisie, LigneEnSeance, LigneOrdreDuJour
from caseapp.ui.context import UiContext
from caseapp.ui.plain_text import plain_label
from caseapp.ui.theme import Theme
from caseapp.ui.widgets.card import Card

TITLE = "Ligne budgétaire"
_THICK = 14


@dataclass(frozen=True, slots=True)
class Jauge:
    """A line with what the session grants on it; amounts in cents."""

    ligne: LigneEnSeance
    en_seance: int

    @property
    def words(self) -> str:
        """Say it in one line: `61 % accordés · 8 % en séance · 310,00 € restent`."""
        total = self.ligne.montant
        if not total:
            granted = format_cents(self.ligne.accorde + self.en_seance)
            return f"{granted} accordés, montant de la ligne inconnu"
        first, second = (
            format_percent(Fraction(100 * cents, total), 0) for cents in (self.ligne.accorde, self.en_seance)
        )
        left = total - self.ligne.accorde - self.en_seance
        said = f"{format_cents(left)} restent" if left >= 0 else f"dépassée de {format_cents(-left)}"
        return f"{first} accordés · {second} en séance · {said}"


def gauges(budget: Sequence[LigneEnSeance], lignes: Sequence[LigneOrdreDuJour]) -> dict[int, Jauge]:
    """Return each budget line with what the session grants on it."""
    here = dict.fromkeys((one.id for one in budget), 0)
    for one in lignes:
        for key, cents in ((one.ligne_subvention, one.subvention), (one.ligne_pret, one.pret)):
            if key in here:
                here[key] += cents or 0
    return {one.id: Jauge(one, here[one.id]) for one in budget}


def excess(known: dict[int, Jauge], ligne: LigneOrdreDuJour, saisie: DecisionSaisie) -> str:
    """Say which budget lines a decision would exceed, and by how much; nothing when it exceeds none."""
    added: dict[int, int] = {}
    for key, cents, former in (
        (ligne.ligne_subvention, saisie.subvention, ligne.subvention),
        (ligne.ligne_pret, saisie.pret, ligne.pret),
    ):
        if key is not None:
            added[key] = added.get(key, 0) + (cents or 0) - (former or 0)
    found = []
    for key, cents in added.items():
        one = known.get(key)
        if one is None or one.ligne.montant is None or cents <= 0:
            continue
        over = one.ligne.accorde + one.en_seance + cents - one.ligne.montant
        if over > 0:
            found.append(f"Cette décision dépasse la ligne {one.ligne.libelle} de {format_cents(over)}.")
    return " ".join(found)


class BudgetCard(Card):
    """One bar a line."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(TITLE)
        self._theme = context.theme
        self._bars = [_Bar(context.theme) for _ in range(2)]
        for bar in self._bars:
            self.body.addWidget(bar)

    def show_gauges(self, found: Sequence[Jauge]) -> None:
        """Show the lines charged, at most one by form; the card goes when there is none."""
        self.setVisible(bool(found))
        self.set_title(TITLE if len(found) < 2 else "Lignes budgétaires")
        for number, bar in enumerate(self._bars):
            bar.setVisible(number < len(found))
            if number < len(found):
                bar.show_gauge(found[number])

    @property
    def words(self) -> tuple[str, ...]:
        """What is said of each line shown."""
        return tuple(bar.words.text() for bar in self._bars if not bar.isHidden())


class _Bar(QWidget):
    """The name of a line, its bar, its words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.name, self.words = plain_label(), plain_label(role="note")
        for label in (self.name, self.words):
            label.setWordWrap(True)
        self._strip = _Strip(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.name, self._strip, self.words):
            column.addWidget(widget)

    def show_gauge(self, jauge: Jauge) -> None:
        self.name.setText(jauge.ligne.libelle)
        self.words.setText(jauge.words)
        self._strip.set_parts(jauge)


class _Strip(QWidget):
    """The bar: granted, granted in the session, left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._parts = theme, (0.0, 0.0)
        theme.changed.connect(self._dress)
        self._dress()

    def set_parts(self, jauge: Jauge) -> None:
        total = jauge.ligne.montant or 0
        both = (jauge.ligne.accorde, jauge.ligne.accorde + jauge.en_seance)
        self._parts = tuple(min(1.0, cents / total) if total else 0.0 for cents in both)  # type: ignore[assignment]
        self.update()

    def _dress(self, *_: object) -> None:
        self.setFixedHeight(self._theme.px(_THICK))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        radius = self._theme.px(3)
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), self._theme.colour("surface-2"))
        lighter = self._theme.colour("accent")
        lighter.setAlphaF(0.5)
        first, second = (round(self.width() * part) for part in self._parts)
        painter.fillRect(0, 0, first, self.height(), self._theme.colour("accent"))
        painter.fillRect(first, 0, second - first, self.height(), lighter)
