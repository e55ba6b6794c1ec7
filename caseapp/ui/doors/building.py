"""The demonstration being built: how far it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from caseapp.errors import CaseappError
from caseapp.services.acces import AccesService
from caseapp.ui.context import UiContext
from caseapp.ui.doors.door import Door, Step
from caseapp.ui.widgets.buttons import plain_button


class BuildingDoor(Door):
    """Emits the demonstration once it is built, or the wish to go back when it could not be."""

    built = Signal(object)
    left = Signal()

    def __init__(self, acces: AccesService, context: UiContext) -> None:
        super().__init__(context.theme, "Démonstration")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Construction de la démonstration")
        self._back = plain_button("Retour", self.left.emit)
        self._back.hide()
        step = Step(
            "Construction de la démonstration",
            "Des familles inventées, dont les chiffres sont ceux qu'une Caf a publiés pour 2017. "
            "Quelques secondes suffisent.",
        )
        step.body.addWidget(self._bar)
        step.buttons.addWidget(self._back)
        step.buttons.addStretch(1)
        self._shown = step
        self.show_step(step)
        context.tasks.run_task(
            lambda _token, progress: acces.open_demonstration(
                lambda done, total, _phrase: progress(done, total)
            ),
            self.built.emit,
            self._refused,
            self._progress,
        )

    def _progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _refused(self, error: CaseappError) -> None:
        self._bar.hide()
        self._shown.refuse(str(error))
        self._back.show()
        self._back.setFocus()
