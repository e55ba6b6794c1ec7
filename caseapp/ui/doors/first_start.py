"""The first start, in five steps: the choice, the passphrase twice, the recovery code, the keyring."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from caseapp.errors import CaseappError
from caseapp.services.acces import AccesService
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.doors.door import Door, Step, wrapped
from caseapp.ui.doors.phrase_steps import AgainStep, PhraseStep
from caseapp.ui.doors.recovery_step import RecoveryStep
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import plain_button

_RANK = "Étape {} sur 5"


class FirstStart(Door):
    """Emits the workspace just created, or the wish to see the demonstration."""

    opened = Signal(object)
    demonstration_asked = Signal()

    def __init__(self, acces: AccesService, context: UiContext) -> None:
        super().__init__(context.theme, "Premier démarrage")
        self._acces, self._context = acces, context
        self._phrase = ""
        self._workspace: Workspace | None = None
        QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self._go_back)
        self.welcome()

    def welcome(self) -> None:
        """Ask what the person came for."""
        self._phrase = ""
        self.show_step(WelcomeStep(self.ask_phrase, self.demonstration_asked.emit))

    def ask_phrase(self) -> None:
        """Ask for the passphrase."""
        step = PhraseStep(self._acces, self._context.tasks, _RANK.format(2))
        step.left.connect(self.welcome)
        step.chosen.connect(self._ask_again)
        self.show_step(step)

    def _ask_again(self, phrase: str) -> None:
        self._phrase = phrase
        step = AgainStep(self._acces, phrase, _RANK.format(3))
        step.left.connect(self.ask_phrase)
        step.confirmed.connect(lambda: self._create(step))
        self.show_step(step)

    def _create(self, step: AgainStep) -> None:
        step.set_working(working=True)

        def refused(error: CaseappError) -> None:
            step.set_working(working=False)
            step.refuse(str(error))

        phrase = self._phrase
        self._context.tasks.run_task(
            lambda _token, _progress: self._acces.create(phrase), self._show_code, refused
        )

    def _show_code(self, created: tuple[Workspace, str]) -> None:
        self._workspace, code = created
        step = RecoveryStep(self._acces, self._context, code, _RANK.format(4))
        step.confirmed.connect(self._ask_keyring)
        self.show_step(step)

    def _ask_keyring(self) -> None:
        step = KeyringStep(self._remember, self._finish)
        self.show_step(step)

    def _remember(self, step: "KeyringStep") -> None:
        phrase = self._phrase

        def answered(accepted: bool) -> None:
            if accepted:
                self._finish()
            else:
                step.give_up("Le trousseau de ce poste n'accepte pas : la phrase sera demandée.")

        self._context.tasks.run_task(
            lambda _token, _progress: self._acces.remember(phrase),
            answered,
            lambda error: step.give_up(str(error)),
        )

    def _finish(self) -> None:
        workspace, self._workspace, self._phrase = self._workspace, None, ""
        self.opened.emit(workspace)

    def close_workspace(self) -> None:
        """Close the store just created when the window closes before the last step."""
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def _go_back(self) -> None:
        step: QObject | None = self.step
        if isinstance(step, PhraseStep):
            self.welcome()
        elif isinstance(step, AgainStep) and step.again.isEnabled():
            self.ask_phrase()


class WelcomeStep(Step):
    """Two ways in."""

    def __init__(self, on_create: Callable[[], object], on_demonstration: Callable[[], object]) -> None:
        super().__init__(
            "Bienvenue",
            "Caseapp garde le suivi des familles et les statistiques d'intervention sur ce poste, dans une "
            "base chiffrée. Rien ne sort de l'ordinateur.",
            _RANK.format(1),
        )
        create = plain_button("Créer ma base", on_create, primary=True)
        demonstration = plain_button("Essayer avec le portefeuille de démonstration", on_demonstration)
        for button, words in (
            (create, "Une phrase de passe, un code de secours à garder sur papier : deux minutes."),
            (
                demonstration,
                "Les familles inventées d'un département, sur deux ans, pour tout voir. Rien n'est gardé.",
            ),
        ):
            self.body.addSpacing(6)
            self.body.addWidget(button)
            self.body.addWidget(wrapped(words, "note"))
        self.first_focus = create


class KeyringStep(Step):
    """Offers to open without the passphrase on this machine."""

    def __init__(self, on_accept: Callable[["KeyringStep"], object], on_end: Callable[[], object]) -> None:
        super().__init__(
            "Ouvrir sans la phrase sur ce poste ?",
            "Le trousseau de votre session peut ouvrir la base à votre place au démarrage. Après un "
            "verrouillage, la phrase est toujours demandée. À éviter sur un poste partagé.",
            _RANK.format(5),
        )
        self._asking = plain_label("Le trousseau répond…", role="phrase")
        self._asking.hide()
        self.body.addWidget(self._asking)
        self._accept = plain_button("Ouvrir sans la phrase sur ce poste", lambda: self._ask(on_accept))
        self._end = plain_button("Demander la phrase à chaque fois", on_end, primary=True)
        for button in (self._end, self._accept):
            self.body.addWidget(button)
        self.first_focus = self._end

    def _ask(self, on_accept: Callable[["KeyringStep"], object]) -> None:
        self._asking.show()
        for button in (self._accept, self._end):
            button.setEnabled(False)
        on_accept(self)

    def give_up(self, sentence: str) -> None:
        """Say that the keyring refused; the window opens without it."""
        self._asking.hide()
        self.refuse(sentence)
        self._accept.hide()
        self._end.setText("Continuer")
        self._end.setEnabled(True)
        self._end.setFocus(Qt.FocusReason.OtherFocusReason)
