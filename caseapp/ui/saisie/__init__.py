"""Entries made from anywhere: the quick entry, the rights of an appointment, who uses the program."""

from caseapp.ui.saisie.appel_desk import AppelDesk
from caseapp.ui.saisie.droits_desk import DroitsDesk
from caseapp.ui.saisie.quick_entry import QuickEntry

__all__ = ["AppelDesk", "DroitsDesk", "QuickEntry"]
