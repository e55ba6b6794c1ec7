"""The buttons over the sessions: instances and their calendars, a new session, the acts on the one open."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from caseapp.services.commission_rows import InstanceRow
from caseapp.ui.plain_text import button_text
from caseapp.ui.widgets.buttons import plain_button
from caseapp.ui.widgets.page_header import PageHeader


class ListButtons(QObject):
    """What the header offers over the calendar."""

    instance_wanted = Signal(object)
    """The instance to change, None for a new one."""
    calendar_wanted = Signal(object, int)
    """The instance whose year is to be proposed."""
    instance_dropped = Signal(object)
    session_wanted = Signal()

    def __init__(self, header: PageHeader) -> None:
        super().__init__(header)
        self.instances = plain_button("Instances et calendrier", lambda: None)
        self.instances.setProperty("menu", True)
        self.instances.setMenu(QMenu(self.instances))
        self.new = plain_button("Nouvelle séance", self.session_wanted.emit, primary=True)
        for button in (self.instances, self.new):
            header.add_action(button)

    def show_all(self, *, shown: bool) -> None:
        """Show the buttons, or hide them while a session is open."""
        self.instances.setVisible(shown)
        self.new.setVisible(shown)

    def offer(self, instances: Sequence[InstanceRow], annee: int) -> None:
        """Offer the instances, each with its calendar of this year and of the next one."""
        menu = self.instances.menu()
        menu.clear()
        for one in instances:
            below = menu.addMenu(button_text(one.saisie.nom))
            for year in (annee, annee + 1):
                action = below.addAction(f"Proposer le calendrier {year}")
                action.triggered.connect(lambda *_, one=one, year=year: self.calendar_wanted.emit(one, year))
            below.addSeparator()
            below.addAction("Modifier").triggered.connect(lambda *_, one=one: self.instance_wanted.emit(one))
            drop = below.addAction("Supprimer")
            drop.triggered.connect(lambda *_, one=one: self.instance_dropped.emit(one))
        if instances:
            menu.addSeparator()
        menu.addAction("Ajouter une instance").triggered.connect(lambda *_: self.instance_wanted.emit(None))
