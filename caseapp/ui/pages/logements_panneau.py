"""The reported dwelling chosen: its steps, the aid withheld, its deadlines, who lives there, its history."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import format_date
from caseapp.services.logements_rows import SignalementVue
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.navigator import Navigator
from caseapp.ui.pages.familles_situations import PairList
from caseapp.ui.pages.familles_suivi_lines import Lines, keyed
from caseapp.ui.pages.logements_actions import OCCUPANT, is_withheld_removable
from caseapp.ui.pages.logements_marches import StepsLine
from caseapp.ui.pages.logements_tete import head, row
from caseapp.ui.pages.logements_words import (
    ETAPES,
    capital,
    extension_room,
    history_words,
    stay_words,
    steps,
    withheld_sentence,
    withheld_title,
)
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.copy_label import CopyLabel
from caseapp.ui.widgets.echeances_dossier import EcheancesPanel

WIDTH = 330


class LogementPanel(QScrollArea):
    """Shows one report; its deadlines are those of `EcheancesPanel`, which reads them itself."""

    famille_requested = Signal(int)
    signalement_requested = Signal(int)
    occupant_asked = Signal()
    dwelling_asked = Signal()
    stay_asked = Signal(object)
    """The `OccupationRow` to correct."""
    extension_removed = Signal(int)
    withheld_removed = Signal()
    address_asked = Signal()
    left = Signal()
    """What had the keyboard is no longer shown."""

    def __init__(self, workspace: Workspace, context: UiContext, navigator: Navigator) -> None:
        super().__init__()
        self._context, self._theme, self._today = context, context.theme, navigator.today
        self.vue: SignalementVue | None = None
        self._address = ""
        self.echeances = EcheancesPanel(workspace, context, navigator)
        self._above, self._under = QWidget(), QWidget()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Logement signalé choisi")
        self._content = content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(2, 0, 10, 4)
        self._column.setSpacing(10)
        for widget in (self._above, self.echeances, self._under):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        context.theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setMinimumWidth(self._theme.px(WIDTH))
        self.show_vue(self.vue)

    def show_vue(self, vue: SignalementVue | None) -> None:
        """Show a report, or nothing; what had the keyboard keeps it when it is still there."""
        same = self.vue is not None and vue is not None and self.vue.row.id == vue.row.id
        focused = self._focused()
        place = self.verticalScrollBar().value() if same else 0
        if not same:
            self._address = ""
        self.vue = vue
        self._above = self._replace(self._above, () if vue is None else self._first(vue))
        self._under = self._replace(self._under, () if vue is None else self._second(vue))
        self.echeances.setVisible(vue is not None)
        if vue is None:
            self.echeances.clear()
        elif not same:
            self.echeances.show_dossier(Domaine.INDECENCE, vue.row.id)
        self.verticalScrollBar().setValue(place)
        self._focus_again(focused if same else None, lost=focused is not None)

    def show_address(self, address: str) -> None:
        """Show the address of a protected family until another report is chosen."""
        self._address = address
        self.show_vue(self.vue)

    def focus_inside(self) -> None:
        """Take the keyboard: to the first link."""
        parts = self._content.findChildren(QWidget)
        first = next(
            (one for one in parts if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()), None
        )
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH), self._theme.px(60))

    def _replace(self, former: QWidget, parts: Iterator[QWidget] | Sequence[QWidget]) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(6))
        for part in parts:
            column.addWidget(part)
        self._column.replaceWidget(former, made)
        former.hide()
        former.deleteLater()
        made.show()
        return made

    def _focused(self) -> str | None:
        focused = QApplication.focusWidget()
        inside = any(part.isAncestorOf(focused) for part in (self._above, self._under)) if focused else False
        return focused.objectName() if inside and focused is not None else None

    def _focus_again(self, name: str | None, *, lost: bool) -> None:
        again = self._content.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
        elif lost:
            self.left.emit()

    # --- What is shown ---

    def _first(self, vue: SignalementVue) -> Iterator[QWidget]:
        """Yield who, where, the steps, and the aid withheld."""
        today = self._today()
        asked: dict[str, Callable[[], object]] = {
            "fiche": partial(self.famille_requested.emit, vue.row.famille_id),
            "adresse": self.address_asked.emit, "logement": self.dwelling_asked.emit,
        }  # fmt: skip
        yield from head(vue, self._context, self._address, asked)
        yield StepsLine(self._context, steps(vue, today))
        if vue.conservation is not None:
            yield self._withheld(vue, self._text(capital(withheld_title(vue, today)), "titre-carte"))
            yield self._text(withheld_sentence(vue, today), "")
        if room := extension_room(vue, today):
            yield self._text(room, "note")
        if vue.avertissements and vue.dates.date_constat is not None:
            yield self._text(" ".join(vue.avertissements), "attention")

    def _second(self, vue: SignalementVue) -> Iterator[QWidget]:
        """Yield who lives there, what was found, and what was done."""
        if vue.logement is not None:
            add = keyed(link_button("Ajouter un occupant", self.occupant_asked.emit), "ajouter-occupant")
            add.setToolTip(OCCUPANT.lettre)
            yield row(plain_label("Occupants du logement", role="etiquette"), add)
            yield self._occupants(vue)
        if vue.ailleurs:
            yield plain_label("Autres logements de la famille", role="etiquette")
            yield self._elsewhere(vue)
        if vue.autres:
            yield plain_label("Autres signalements de ce logement", role="etiquette")
            yield self._others(vue)
        if vue.prolongations:
            yield plain_label("Prolongations", role="etiquette")
            yield self._extensions(vue)
        pairs = (("Anomalies", vue.anomalies), ("Suivi par", vue.agent), ("Référence", vue.row.reference))
        shown = [(title, text) for title, text in pairs if text]
        if shown:
            listed = PairList(self._theme, self._context.clipboard)
            listed.add(shown)
            yield plain_label("Dossier", role="etiquette")
            yield listed
        if vue.historique:
            yield plain_label("Historique", role="etiquette")
            yield self._history(vue)

    def _withheld(self, vue: SignalementVue, title: QWidget) -> QWidget:
        """Return the title of the aid withheld, beside what takes back one noted by mistake."""
        if not is_withheld_removable(vue):
            return title
        said = "Retirer la conservation de l'aide, notée par erreur"
        remove = keyed(
            link_button("Retirer la conservation", self.withheld_removed.emit), "retirer-conservation", said
        )
        remove.setToolTip("Notée par erreur")
        return row(title, remove)

    def _occupants(self, vue: SignalementVue) -> QWidget:
        lines = Lines(self._context, 0)
        for one in vue.occupants:
            edit = keyed(
                link_button("Modifier", partial(self.stay_asked.emit, one)), f"occupation-{one.id}",
                f"Modifier l'occupation : {one.famille}",
            )  # fmt: skip
            lines.add(plain_label(), one.famille, None if one.masquee else edit, stay_words(one))
        if not vue.occupants:
            lines.add(plain_label(), "Personne n'y est noté.")
        return lines

    def _elsewhere(self, vue: SignalementVue) -> QWidget:
        lines = Lines(self._context, 0)
        for one in vue.ailleurs:
            lines.add(plain_label(), one.adresse, None, stay_words(one))
        return lines

    def _others(self, vue: SignalementVue) -> QWidget:
        lines = Lines(self._context, 0)
        for one in vue.autres:
            opened = keyed(
                link_button("Ouvrir", partial(self.signalement_requested.emit, one.id)), f"autre-{one.id}",
                f"Ouvrir le signalement : {one.famille}",
            )  # fmt: skip
            said = f"signalé le {format_date(one.date_signalement)} · {ETAPES[one.etape].lower()}"
            lines.add(plain_label(), one.famille, None if one.masquee else opened, said)
        return lines

    def _extensions(self, vue: SignalementVue) -> QWidget:
        lines = Lines(self._context, 0)
        for one in vue.prolongations:
            said = f"{one.mois} mois, décidée le {format_date(one.date)}"
            remove = keyed(
                link_button("Retirer", partial(self.extension_removed.emit, one.id)),
                f"prolongation-{one.id}", f"Retirer la prolongation : {said}",
            )  # fmt: skip
            lines.add(plain_label(), said, remove, one.motif)
        return lines

    def _history(self, vue: SignalementVue) -> QWidget:
        lines = Lines(self._context, 0)
        for one in vue.historique:
            lines.add(plain_label(), one.libelle, None, history_words(one))
        return lines

    def _text(self, text: str, role: str) -> CopyLabel:
        label = CopyLabel(self._context.clipboard, role=role)
        label.setText(text)
        return label
