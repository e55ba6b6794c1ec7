"""The witness of the journal: its last entry, kept beside the keys, tells when the end of it is cut.

What it finds: entries removed from the end after the last opening, closing or backup, and a store replaced
by an older copy of itself. What it cannot find: the removal of entries written since then (a crash, a power
cut), and the work of someone who rewrites both files, since the key file is not signed.
"""

from caseapp.errors import CaseappError
from caseapp.security.key_file import KeyFile
from caseapp.store import Store
from caseapp.store.journal import holds_seal, seal

LOST = "Le journal a perdu des entrées, ou la base a été remplacée par une copie plus ancienne."


def keep_witness(store: Store, keys: KeyFile) -> None:
    """Keep the last entry beside the keys, when it has moved on; a loss already there is not forgotten.

    Costs one fsync, none when nothing was written. On a medium that refuses, the former witness stays.
    """
    try:
        kept = keys.journal_head()
        with store.read() as session:
            connection = session.connection()
            current = seal(connection)
            whole = kept is None or holds_seal(connection, kept)
        if whole and current != kept:
            keys.set_journal_head(current)
    except CaseappError:  # closing goes on; a check of the store says what is wrong
        return


def witness_problem(store: Store, keys: KeyFile) -> str | None:
    """Say in French that the journal has lost what it had, or that this cannot be told; None when whole."""
    try:
        kept = keys.journal_head()
        with store.read() as session:
            return None if kept is None or holds_seal(session.connection(), kept) else LOST
    except CaseappError as error:
        return str(error)
