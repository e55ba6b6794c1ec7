"""Choosing the passphrase: its strength as it is typed, a proposal, then typed again."""

from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar

from caseapp.services.acces import AccesService
from caseapp.ui.doors.door import Step, wrapped
from caseapp.ui.plain_text import plain_label
from caseapp.ui.tasks import TaskRunner
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.secret_field import SecretField

JUDGED_AFTER = 120
"""Milliseconds without a key before a passphrase is judged."""
_FULL_BAR = 100


class Verdict(Protocol):
    """How strong a passphrase is (`AccesService.strength`)."""

    @property
    def bits(self) -> float:
        """Guesses it takes, as a power of two."""
        ...

    @property
    def enough(self) -> bool:
        """Whether it can be used."""
        ...

    @property
    def sentence(self) -> str:
        """The verdict in French."""
        ...

    @property
    def advice(self) -> str:
        """What to change, empty when it is enough."""
        ...


class PhraseStep(Step):
    """Emits a passphrase that is strong enough; judging it never holds the keyboard back."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, acces: AccesService, tasks: TaskRunner, rank: str) -> None:
        super().__init__(
            "Choisissez votre phrase de passe",
            "Elle chiffre la base. Personne d'autre ne la connaît, et rien ne permet de la retrouver : "
            "prenez plusieurs mots que vous retiendrez, ou laissez le programme en proposer.",
            rank,
        )
        self._acces, self._tasks = acces, tasks
        self._judged, self._wanted = "", False
        self._verdict: Verdict | None = None
        self.phrase = SecretField("Phrase de passe")
        self._bar = QProgressBar()
        self._bar.setRange(0, _FULL_BAR)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Solidité de la phrase")
        self._sentence, self._advice = wrapped("", "etat"), wrapped("", "note")
        self._proposed = wrapped("", "titre-carte")
        self._proposed.hide()
        self._propose = plain_button("Proposer une phrase", self.propose)
        self._next = plain_button("Continuer", self.submit, primary=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(JUDGED_AFTER)
        self._timer.timeout.connect(self._judge)
        self._lay_out()
        self.phrase.changed.connect(self._typed)
        self.phrase.submitted.connect(self.submit)
        self.first_focus = self.phrase.edit
        self._show_verdict(None)

    def _lay_out(self) -> None:
        for widget in (
            self.phrase.label,
            self.phrase,
            self._proposed,
            self._bar,
            self._sentence,
            self._advice,
        ):
            self.body.addWidget(widget)
        self.buttons.addWidget(plain_button("Retour", self.left.emit))
        self.buttons.addWidget(self._propose)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._next)

    def propose(self) -> None:
        """Fill the field with a phrase drawn at random, and show it: it has to be read and learnt."""
        self.phrase.show_text(shown=True)
        proposed = self._acces.propose_phrase()
        self.phrase.set_text(proposed)
        self._proposed.setText(proposed)
        self._proposed.show()
        self.phrase.edit.setFocus()
        self._judge()

    def submit(self) -> None:
        """Go on when the phrase is strong enough, once it is judged."""
        text = self.phrase.text()
        if text != self._judged or self._verdict is None:
            self._wanted = True
            self._judge()
        elif self._verdict.enough:
            self.chosen.emit(text)
        else:
            self.phrase.edit.setFocus()

    def _typed(self) -> None:
        self._proposed.hide()
        self._wanted = False
        self._next.setEnabled(False)
        self._timer.start()

    def _judge(self) -> None:
        self._timer.stop()
        text = self.phrase.text()

        def judged(verdict: Verdict) -> None:
            if text == self.phrase.text():
                self._judged = text
                self._show_verdict(verdict if text else None)
                if self._wanted:
                    self._wanted = False
                    self.submit()

        self._tasks.run_task(
            lambda _token, _progress: self._acces.strength(text),
            judged,
            lambda error: self.refuse(str(error)),
        )

    def _show_verdict(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        enough = verdict is not None and verdict.enough
        self._bar.setValue(min(_FULL_BAR, int(verdict.bits)) if verdict else 0)
        self._sentence.setProperty("role", "succes" if enough else "attention" if verdict else "etat")
        self._sentence.style().unpolish(self._sentence)
        self._sentence.style().polish(self._sentence)
        self._sentence.setText(verdict.sentence if verdict else "Solidité minimum 80.")
        self._advice.setText(verdict.advice if verdict else "")
        self._next.setEnabled(enough)


class AgainStep(Step):
    """Emits once the same passphrase is typed again."""

    confirmed = Signal()
    left = Signal()

    def __init__(self, acces: AccesService, phrase: str, rank: str) -> None:
        super().__init__(
            "Saisissez-la encore une fois",
            "Pour être sûr qu'elle est bien celle que vous avez en tête, et qu'aucune touche n'a trompé.",
            rank,
        )
        self._acces, self._phrase = acces, phrase
        self.again = SecretField("Phrase de passe, encore une fois")
        self._working = plain_label("Création de la base chiffrée…", role="phrase")
        self._working.hide()
        self._create = plain_button("Créer la base", self.submit, primary=True)
        self._back = plain_button("Retour", self.left.emit)
        for widget in (self.again.label, self.again, self._working):
            self.body.addWidget(widget)
        self.buttons.addWidget(self._back)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._create)
        self.again.changed.connect(lambda _text: self.refuse(""))
        self.again.submitted.connect(self.submit)
        self.first_focus = self.again.edit

    def submit(self) -> None:
        """Compare, and go on when both are the same."""
        if not self._create.isEnabled():
            return
        if self._acces.same_phrase(self.again.text(), self._phrase):
            self.confirmed.emit()
            return
        self.refuse("Ce n'est pas la même phrase : saisissez-la de nouveau, ou revenez la choisir.")
        self.again.edit.selectAll()
        self.again.edit.setFocus()

    def set_working(self, *, working: bool) -> None:
        """Say that the base is being made; nothing can be typed meanwhile."""
        self._working.setVisible(working)
        for widget in (self.again, self._create, self._back):
            widget.setEnabled(not working)
