"""The règlement of each year: its aids, compared with the requests; it explains, it never decides."""

from sqlalchemy.orm import Session

from caseapp.domain.reglement_aide import Constat, Regle
from caseapp.errors import InputError
from caseapp.models import Aide
from caseapp.services.reglements_lecture import read_constats, read_regle
from caseapp.store import Store


class ReglementService:
    """Reads and writes the règlements of an open store: one a year, of the Caf that the store belongs to."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    # --- For a request ---

    def regle(self, session: Session, type_aide_id: int, annee: int) -> Regle | None:
        """Return an aid in the règlement of a year, None when it is not there."""
        return read_regle(session, type_aide_id, annee)

    def constats(self, session: Session, aide: Aide) -> tuple[Constat, ...]:
        """Return the remarks on a request, as it stands in a session that may be writing it."""
        return read_constats(session, aide)

    def constats_de(self, aide_id: int) -> tuple[Constat, ...]:
        """Return the remarks on a request; InputError when it is gone."""
        with self._store.read() as session:
            aide = session.get(Aide, aide_id)
            if aide is None:
                raise InputError("Cette demande n'est plus dans la base.")
            return read_constats(session, aide)
