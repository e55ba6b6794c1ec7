"""The recovery code, shown once: kept on paper, then typed again."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from caseapp.errors import CaseappError
from caseapp.services.acces import AccesService
from caseapp.ui.context import UiContext
from caseapp.ui.doors.door import Step
from caseapp.ui.doors.recovery_sheet import print_sheet, save_pdf
from caseapp.ui.plain_text import plain_label
from caseapp.ui.widgets.buttons import plain_button

COPIED = "Copié. Le presse-papiers sera vidé dans 30 secondes."


class RecoveryStep(Step):
    """Shows the code, then hides it while it is typed again; blanks, hyphens and case do not count."""

    confirmed = Signal()

    def __init__(self, acces: AccesService, context: UiContext, code: str, rank: str) -> None:
        super().__init__(
            "Votre code de secours",
            "Il ouvre la base si la phrase est oubliée. Il n'est montré qu'une fois : imprimez-le ou "
            "notez-le, gardez-le sous clé, loin de l'ordinateur.",
            rank,
        )
        self._acces, self._context, self._code = acces, context, code
        self._shown = _code_label(code, context)
        self._keep = self._keep_row()
        self._said = plain_label(role="succes")
        self._said.setWordWrap(True)
        self._name = plain_label("Code de secours, relu sur votre feuille", role="etiquette")
        self.typed = QLineEdit()
        self.typed.setAccessibleName("Code de secours, relu sur votre feuille")
        self.typed.setMaxLength(80)
        self.typed.textChanged.connect(lambda _text: self.refuse(""))
        self.typed.returnPressed.connect(self.submit)
        for widget in (self._shown, self._keep, self._said, self._name, self.typed):
            self.body.addWidget(widget)
        self._back = plain_button("Revoir le code", lambda: self._ask(asked=False))
        self._next = plain_button("Je l'ai gardé", self.submit, primary=True)
        self.buttons.addWidget(self._back)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._next)
        self._ask(asked=False)

    def _keep_row(self) -> QWidget:
        kept = QWidget()
        row = QHBoxLayout(kept)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for text, act in (
            ("Imprimer", self._print),
            ("Enregistrer en PDF", self._save),
            ("Copier", self._copy),
        ):
            row.addWidget(plain_button(text, act))
        row.addStretch(1)
        return kept

    def submit(self) -> None:
        """Ask for the code, then compare it."""
        if not self._asked:
            self._ask(asked=True)
            return
        try:
            same = self._acces.same_recovery_code(self.typed.text(), self._code)
        except CaseappError as error:
            self.refuse(str(error))
            return
        if same:
            self.confirmed.emit()
        else:
            self.refuse("Ce code n'est pas celui de cette base : relisez-le groupe par groupe.")

    def _ask(self, *, asked: bool) -> None:
        self._asked = asked
        for widget in (self._shown, self._keep):
            widget.setVisible(not asked)
        for widget in (self._name, self.typed, self._back):
            widget.setVisible(asked)
        self._said.setVisible(False)
        self.refuse("")
        self._next.setText("Vérifier" if asked else "Je l'ai gardé")
        self.first_focus = self.typed if asked else self._next
        self.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()

    def _copy(self) -> None:
        self._context.clipboard.copy(self._code)
        self._say(COPIED)

    def _save(self) -> None:
        proposed = Path.home() / "code-de-secours.pdf"
        path = self._context.prompts.ask_save_file(
            "Enregistrer le code de secours", proposed, ["Document PDF (*.pdf)"]
        )
        if path is None:
            return
        try:
            save_pdf(path, self._code, self._context.theme)
        except CaseappError as error:
            self.refuse(str(error))
        else:
            self._say(f"Écrit : {path}. Imprimez-le puis supprimez ce fichier, qui ouvre la base.")

    def _print(self) -> None:
        if print_sheet(self.window(), self._code, self._context.theme):
            self._say("Envoyé à l'imprimante.")


def _code_label(code: str, context: UiContext) -> QLabel:
    """Return the code on two lines, large enough to be copied by hand."""
    groups = code.split("-")
    half = len(groups) // 2
    label = plain_label("\n".join("  ".join(part) for part in (groups[:half], groups[half:])), role="chiffre")
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setAccessibleName(f"Code de secours : {' '.join(groups)}")
    label.setContentsMargins(0, context.theme.px(6), 0, context.theme.px(6))
    return label
