"""What stands over the fields of a request: who asks, what is known of the family, what it received."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.services.demandes_lignes import FamilleDemande
from caseapp.ui.pages.demandes_champs import Offered
from caseapp.ui.pages.demandes_words import household_words, received_words
from caseapp.ui.pages.familles_words import SEPARATOR
from caseapp.ui.plain_text import plain_label

_NO_REGLEMENT = "Le règlement de {annee} n'est pas enregistré : toutes les aides connues sont proposées."


class DemandeHead(QWidget):
    """Says the family, its household today, its aids of 12 months, and what must be known of it."""

    def __init__(self, offered: Offered) -> None:
        super().__init__()
        aides = offered.aides
        self._about_year = "" if aides.reglement else _NO_REGLEMENT.format(annee=aides.annee)
        self._who = plain_label(role="titre-carte")
        self._known = plain_label(role="phrase")
        self._strip = QFrame()
        self._strip.setObjectName("bandeau")
        self._said = plain_label()
        inside = QHBoxLayout(self._strip)
        inside.setContentsMargins(12, 5, 12, 5)
        inside.addWidget(self._said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._who, self._known, self._strip):
            column.addWidget(widget)
        for label in (self._who, self._known, self._said):
            label.setWordWrap(True)
        self.show_family(offered.about)

    def show_family(self, about: FamilleDemande | None) -> None:
        """Say what is known of the family that asks, nothing before it is chosen."""
        self._who.setText("" if about is None else about.famille.label)
        known = () if about is None else (household_words(about.foyer), received_words(about.aides_recues))
        said = SEPARATOR.join(known)
        self._known.setText(said[:1].upper() + said[1:])
        self._known.setVisible(bool(said))
        self._who.setVisible(about is not None)
        self.say(" ".join(part for part in (*(about.notices if about else ()), self._about_year) if part))

    def say(self, sentence: str) -> None:
        """Say what must be known before going on."""
        self._said.setText(sentence)
        self._strip.setAccessibleName(sentence)
        self._strip.setVisible(bool(sentence))
