"""The offer being worked on: whom to reach, what to do, what to say, what was tried."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from caseapp.services.familles import MASKED, Contact
from caseapp.services.offres import OffreVue
from caseapp.ui.context import UiContext
from caseapp.ui.pages.familles_words import SEPARATOR, phone
from caseapp.ui.pages.offres_chemin import PathView
from caseapp.ui.pages.offres_words import attempt_words, due_words, notices, origin_words
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import link_button
from caseapp.ui.widgets.copy_label import CopyLabel


class OffrePanel(QScrollArea):
    """Shows one offer; the contact of a protected family only when asked, which is traced."""

    famille_requested = Signal(int)
    contact_requested = Signal(int)
    copy_requested = Signal()
    service_requested = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._theme = context.theme
        self.vue: OffreVue | None = None
        self._name = CopyLabel(context.clipboard, role="titre-feuille")
        self._origin, self._why = _note(), _note()
        self.phone = CopyLabel(context.clipboard, role="chiffre")
        self._mail = CopyLabel(context.clipboard, role="phrase")
        self._notices, self._action, self._due = (plain_label(role="alerte"), plain_label(), plain_label())
        self.reveal = link_button("Afficher le contact", self._ask_contact)
        self.reveal.setToolTip("La consultation est tracée à votre nom")
        self._open = link_button("Ouvrir la fiche", self._ask_famille)
        self._copy = link_button("Copier le texte", self.copy_requested.emit)
        self._service = link_button("Numéro du service", self.service_requested.emit)
        self._message = plain_label(role="note")
        self.path = PathView(context.theme)
        self._script, self._attempts = QVBoxLayout(), QVBoxLayout()
        self._titles: dict[str, QLabel] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = self._lay_out()
        self.setWidget(self._content)
        self._content.setAutoFillBackground(False)  # which setWidget has just set
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Offre choisie")
        context.theme.changed.connect(self._dress)
        self._dress()
        self.show_vue(None, date.min)

    def _dress(self) -> None:
        self.setMinimumWidth(self._theme.px(360))

    def _lay_out(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2, 0, 10, 4)
        column.setSpacing(6)
        column.addLayout(_row(self._name, self._open))
        for widget in (self._origin, self._notices):
            column.addWidget(widget)
        column.addLayout(_row(self.phone, self.reveal))
        column.addWidget(self._mail)
        column.addLayout(_row(self._action, self._due))
        column.addWidget(self._why)
        column.addWidget(self.path)
        for title, lines in (("À dire", self._script), ("Essais", self._attempts)):
            self._titles[title] = plain_label(title, role="etiquette")
            column.addSpacing(4)
            column.addWidget(self._titles[title])
            lines.setSpacing(4)
            column.addLayout(lines)
        column.addLayout(_row(self._message, self._copy, self._service))
        column.addStretch(1)
        for label in (self._notices, self._action, self._message):
            label.setWordWrap(True)
        self._action.setProperty("role", "titre-carte")
        return content

    def show_vue(self, vue: OffreVue | None, today: date) -> None:
        """Show an offer, or nothing."""
        self.vue = vue
        self._content.setVisible(vue is not None)
        if vue is None:
            self._name.clear()
            self.phone.clear()
            self._mail.clear()
            return
        self._name.setText(vue.famille)
        self._origin.setText(SEPARATOR.join((vue.motif, origin_words(vue))))
        self._notices.setText(notices(vue))
        self._notices.setVisible(bool(self._notices.text()))
        self._action.setText(vue.position.action or vue.position.libelle)
        self._due.setText(due_words(vue.position, today))
        _set_role(self._due, "erreur" if vue.position.retard else "phrase")
        self._why.setText(vue.position.fondement)
        self.path.set_steps(vue.chemin)
        self._show_contact(vue.telephone, vue.courriel)
        self.reveal.setVisible(MASKED in (vue.telephone, vue.courriel))
        self._fill("À dire", self._script, vue.script)
        self._fill("Essais", self._attempts, [attempt_words(one) for one in vue.essais])
        for widget in (self._message, self._copy, self._service):
            widget.setVisible(vue.modele is not None)
        self._message.setText(f"Message : {vue.modele.objet}" if vue.modele else "")
        self.verticalScrollBar().setValue(0)

    def show_contact(self, contact: Contact) -> None:
        """Show the contact of a protected family in clear."""
        self._show_contact(contact.telephone, contact.courriel)
        self.reveal.hide()

    def say(self, sentence: str) -> None:
        """Say why the contact cannot be shown."""
        self._notices.setText(sentence)
        self._notices.show()

    def _show_contact(self, telephone: str | None, courriel: str | None) -> None:
        masked = telephone == MASKED
        said = "Téléphone masqué" if masked else phone(telephone) or "Pas de téléphone"
        self.phone.setText(said)
        _set_role(self.phone, "chiffre" if telephone and not masked else "phrase")
        self._mail.setText("Courriel masqué" if courriel == MASKED else courriel or "")
        self._mail.setVisible(bool(courriel))

    def _fill(self, title: str, lines: QVBoxLayout, texts: Sequence[str]) -> None:
        self._titles[title].setVisible(bool(texts))
        while (item := lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for text in texts:
            label = plain_label(f"– {text}" if title == "À dire" else text)
            label.setWordWrap(True)
            lines.addWidget(label)

    def _ask_famille(self) -> None:
        if self.vue is not None:
            self.famille_requested.emit(self.vue.famille_id)

    def _ask_contact(self) -> None:
        if self.vue is not None:
            self.contact_requested.emit(self.vue.famille_id)


def _note() -> QLabel:
    label = plain_label(role="note")
    label.setWordWrap(True)
    return label


def _row(first: QWidget, *others: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(first, 1)
    for widget in others:
        row.addWidget(widget)
    return row


def _set_role(label: QLabel, role: str) -> None:
    label.setProperty("role", role)
    label.style().unpolish(label)
    label.style().polish(label)
