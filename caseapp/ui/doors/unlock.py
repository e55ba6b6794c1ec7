"""Unlocking: the keyring first, the passphrase or the recovery code, and what to do when nothing opens."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal

from caseapp.domain.labels import plural
from caseapp.errors import CaseappError, PhraseError
from caseapp.services.acces import AccesService
from caseapp.services.profil import ProfileState
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.doors.door import Door, Step, wrapped
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.secret_field import SecretField

SECOND = 1000
WHAT_TO_DO = (
    "Rien n'a été changé. Remettez le fichier à sa place, ou restaurez une sauvegarde avec la commande "
    "« caseapp restaurer », puis réessayez."
)
MISSING = {
    ProfileState.WITHOUT_KEYS: (
        "Les clés de la base sont absentes",
        "Le fichier caseapp.cles n'est plus à côté de la base : sans lui, aucune phrase ne peut l'ouvrir.",
    ),
    ProfileState.WITHOUT_STORE: (
        "La base est absente",
        "Le fichier caseapp.base n'est plus à côté de ses clés : il a été déplacé ou supprimé.",
    ),
}


class UnlockDoor(Door):
    """Emits the workspace once it is open; `try_keyring` is for the start, never after a lock."""

    opened = Signal(object)
    demonstration_asked = Signal()

    def __init__(
        self, acces: AccesService, context: UiContext, *, try_keyring: bool = False, locked: bool = False
    ) -> None:
        super().__init__(context.theme, "Déverrouillage")
        self._acces, self._context, self._locked = acces, context, locked
        self._second = QTimer(self)
        self._second.setInterval(SECOND)
        self._second.timeout.connect(self._count_down)
        self._left = 0
        self.begin(try_keyring=try_keyring)

    def begin(self, *, try_keyring: bool = False) -> None:
        """Look at the profile and ask for what it needs."""
        state = self._acces.state()
        if state in MISSING:
            self.show_step(TroubleStep(*MISSING[state], self.begin, self.demonstration_asked.emit))
            return
        self._ask(recovery=False)
        if try_keyring:
            self._open(self._acces.unlock_with_keyring, "Le trousseau de la session est interrogé…")

    def _ask(self, *, recovery: bool) -> None:
        step = UnlockStep(recovery=recovery, locked=self._locked)
        step.submitted.connect(self._submit)
        step.other_asked.connect(lambda: self._ask(recovery=not recovery))
        self.show_step(step)
        self._wait()

    def _submit(self, secret: str) -> None:
        step = self._unlock_step()
        if step is None or not secret.strip():
            return
        unlock = self._acces.unlock_with_recovery if step.recovery else self._acces.unlock_with_phrase
        self._open(lambda: unlock(secret), "Ouverture…")

    def _open(self, unlock: Callable[[], Workspace | None], sentence: str) -> None:
        """Derive the key off the window's thread: it takes a while on purpose."""
        step = self._unlock_step()
        if step is not None:
            step.set_working(sentence)
        self._context.tasks.run_task(lambda _token, _progress: unlock(), self._done, self._refused)

    def _done(self, workspace: Workspace | None) -> None:
        if workspace is not None:
            self.opened.emit(workspace)
        elif (step := self._unlock_step()) is not None:
            step.set_working("")

    def _refused(self, error: CaseappError) -> None:
        step = self._unlock_step()
        if step is None:
            return
        step.set_working("")
        step.refuse(str(error))
        step.advise("" if step.blames_typing(error) else WHAT_TO_DO)
        if isinstance(error, PhraseError):
            step.secret.edit.selectAll()
            self._wait()

    def _wait(self) -> None:
        try:
            self._left = self._acces.wait_seconds()
        except CaseappError as error:
            self._refused(error)
            return
        if self._left:
            self._second.start()
            self._show_wait()

    def _count_down(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._second.stop()
        self._show_wait()

    def _show_wait(self) -> None:
        if (step := self._unlock_step()) is not None:
            step.set_waiting(self._left)

    def _unlock_step(self) -> "UnlockStep | None":
        return self.step if isinstance(self.step, UnlockStep) else None


class UnlockStep(Step):
    """Asks for the passphrase, or for the recovery code."""

    submitted = Signal(str)
    other_asked = Signal()

    def __init__(self, *, recovery: bool, locked: bool) -> None:
        title = "Ouvrir avec le code de secours" if recovery else "Verrouillé" if locked else "Bonjour"
        sentence = (
            "Les 8 groupes de 4 signes de votre feuille ; les espaces, les tirets et les majuscules ne "
            "comptent pas."
            if recovery
            else "Saisissez votre phrase de passe pour ouvrir la base."
        )
        super().__init__(title, sentence)
        self.recovery = recovery
        self.secret = SecretField("Code de secours" if recovery else "Phrase de passe")
        self.secret.show_text(shown=recovery)
        self._working = wrapped("", "phrase")
        self._working.hide()
        self._advice = wrapped("", "note")
        self._advice.hide()
        self._other = link_button(
            "Utiliser la phrase de passe" if recovery else "Utiliser le code de secours",
            self.other_asked.emit,
        )
        self._enter = plain_button("Ouvrir", self._submit, primary=True)
        for widget in (self.secret.label, self.secret, self._working):
            self.body.addWidget(widget)
        self.body.addWidget(self._advice)
        self.buttons.addWidget(self._other)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._enter)
        self.secret.submitted.connect(self._submit)
        self.first_focus = self.secret.edit

    def _submit(self) -> None:
        if self._enter.isEnabled():
            self.refuse("")
            self.advise("")
            self.submitted.emit(self.secret.text())

    def advise(self, sentence: str) -> None:
        """Say what to do when the base itself is in trouble."""
        self._advice.setText(sentence)
        self._advice.setVisible(bool(sentence))

    def blames_typing(self, error: CaseappError) -> bool:
        """Tell whether what was typed is wrong, and not the files."""
        return isinstance(error, PhraseError) or self.recovery

    def set_working(self, sentence: str) -> None:
        """Say what is going on; an empty sentence gives the keyboard back."""
        self._working.setText(sentence)
        self._working.setVisible(bool(sentence))
        self._set_usable(usable=not sentence)

    def set_waiting(self, seconds: int) -> None:
        """Count down, in place of the button."""
        self._enter.setText(f"Encore {plural(seconds, 'seconde')}" if seconds > 0 else "Ouvrir")
        self._set_usable(usable=seconds <= 0)

    def _set_usable(self, *, usable: bool) -> None:
        for widget in (self.secret, self._other, self._enter):
            widget.setEnabled(usable)
        if usable:
            self.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class TroubleStep(Step):
    """Says what is missing and what to do."""

    def __init__(
        self,
        title: str,
        sentence: str,
        on_retry: Callable[[], object],
        on_demonstration: Callable[[], object],
    ) -> None:
        super().__init__(title, sentence)
        self.body.addWidget(wrapped(WHAT_TO_DO))
        retry = plain_button("Réessayer", on_retry, primary=True)
        self.buttons.addWidget(link_button("Voir la démonstration", on_demonstration))
        self.buttons.addStretch(1)
        self.buttons.addWidget(retry)
        self.first_focus = retry
