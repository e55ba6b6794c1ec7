"""The encrypted store: engine, schema upgrade, journal, search index; the only place with SQLite-only SQL."""

from caseapp.store.journal import JournaledSession, Trace
from caseapp.store.operations import Step
from caseapp.store.store import Clock, Store

__all__ = ["Clock", "JournaledSession", "Step", "Store", "Trace"]
