"""Sessions of the commissions: what is read of them, and the decisions on the requests of their agenda."""

from datetime import date

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import Decideur, Decision
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide
from caseapp.services.commission_rows import DecisionSaisie, SeanceRow, SeanceVue
from caseapp.services.commissions_decisions import (
    check_decision,
    put_decision,
    seance_of,
    take_back,
)
from caseapp.services.commissions_lecture import read_seances, read_vue, year_of
from caseapp.services.saisie_suivi import check_past, require_record
from caseapp.store import Step, Store

AIDE_GONE = "Cette demande n'est plus dans la base."
_DONE = {
    Decision.ACCORD.value: "Aide accordée",
    Decision.ACCORD_PARTIEL.value: "Aide accordée en partie",
    Decision.REFUS.value: "Aide refusée",
    Decision.AJOURNEMENT.value: "Demande ajournée",
}


class CommissionService:
    """Reads the sessions of an open store and decides; a decision is undoable until the closing."""

    def __init__(self, store: Store, auteur: str, communes: CommuneDirectory) -> None:
        self._store, self._auteur, self._communes = store, auteur, communes

    # --- Reading ---

    def list_seances(self, annee: int) -> tuple[SeanceRow, ...]:
        """Return the sessions of a civil year, by date."""
        with self._store.read() as session:
            return read_seances(session, year_of(annee))

    def open_seance(self, seance_id: int) -> SeanceVue:
        """Return a session with its agenda; InputError when it is gone."""
        with self._store.read() as session:
            return read_vue(session, self._communes, seance_id)

    # --- Deciding ---

    def decide(self, aide_id: int, saisie: DecisionSaisie) -> None:
        """Decide on a request of an open session, at the day of the session.

        An ajournement stays a decision of the session until its closing. FieldError for what the rules of
        decisions refuse (`commissions_decisions`), InputError outside a session or in a closed one.
        """
        with self._store.write(self._auteur, self._step(aide_id, saisie.decision)) as session:
            aide = require_record(session, Aide, aide_id, AIDE_GONE)
            seance = seance_of(session, aide)
            if seance is None:
                raise InputError("Cette demande n'est à l'ordre du jour d'aucune séance.")
            kept = check_decision(session, aide, saisie, seance.date)
            put_decision(aide, kept, seance.date, Decideur.COMMISSION)

    def decide_delegated(self, aide_id: int, saisie: DecisionSaisie, jour: date, today: date) -> None:
        """Decide on a request by delegation, outside any session, on any day from the request to today."""
        if saisie.decision == Decision.AJOURNEMENT:
            raise FieldError("decision", "Seule une séance ajourne une demande.")
        check_past("jour", jour, today)
        with self._store.write(self._auteur, self._step(aide_id, saisie.decision)) as session:
            aide = require_record(session, Aide, aide_id, AIDE_GONE)
            if (seance := seance_of(session, aide)) is not None:
                raise InputError(
                    f"Cette demande est à l'ordre du jour de la séance du {format_date(seance.date)} : "
                    "retirez-la d'abord."
                )
            put_decision(aide, check_decision(session, aide, saisie, jour), jour, Decideur.DELEGATION)

    def undecide(self, aide_id: int) -> None:
        """Leave a request to be decided again; InputError once its session is closed."""
        step = Step("Décision retirée", self._famille_of(aide_id))
        with self._store.write(self._auteur, step) as session:
            aide = require_record(session, Aide, aide_id, AIDE_GONE)
            seance_of(session, aide)
            take_back(session, aide)

    def _step(self, aide_id: int, decision: str) -> Step:
        return Step(_DONE.get(decision, "Décision"), self._famille_of(aide_id))

    def _famille_of(self, aide_id: int) -> int:
        with self._store.read() as session:
            return require_record(session, Aide, aide_id, AIDE_GONE).famille_id
