"""How pages ask for one another without knowing each other."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal


class Navigator(QObject):
    """Requests of the pages; the main window obeys."""

    famille_requested = Signal(int)
    """Open the family of this identifier."""
    page_requested = Signal(str)
    """Show the page of this key."""
    entry_requested = Signal(object)
    """Open the quick entry: about the family of this identifier, or about nobody yet (None)."""
    figure_requested = Signal(str, object, object)
    """Open the records of a figure: its address, its `Period`, its `Perimetre`."""
    rendez_vous_requested = Signal(int)
    """Open the appointment of this identifier."""
    permanence_requested = Signal(object)
    """Show the sheet of a permanence (a `PermanenceRow`)."""
    draft_requested = Signal(object)
    """Take a draft up again (a `BrouillonRow`): whoever opens its form answers."""
    droits_requested = Signal(int)
    """Open the rights looked at in the rights appointment of this identifier."""
    demande_requested = Signal(object)
    """Ask for a financial aid: for the family of this identifier, or for nobody yet (None)."""
    aide_requested = Signal(int)
    """Open the financial aid of this identifier among the requests."""
    seance_requested = Signal(int)
    """Open the session of a commission."""
    pret_requested = Signal(int)
    """Open the payments and the loan of the aid of this identifier."""
    impaye_requested = Signal(int)
    """Open the arrear of this identifier."""
    signalement_requested = Signal(int)
    """Open the reported dwelling of this identifier."""
    suivi_requested = Signal(int)
    """Open the RSA follow-up of this identifier."""
    impaye_wanted = Signal(object)
    """Report a new arrear: of the family of this identifier, or of nobody yet (None)."""
    signalement_wanted = Signal(object)
    """Report a dwelling, in the same way."""
    suivi_wanted = Signal(object)
    """Name the single referent of a lone parent, in the same way."""
    drafts_changed = Signal()
    """What was being typed was left aside, taken up again or given up."""
    data_changed = Signal()
    """The store was written: pages shown later read it again."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.today = today
