"""Sessions of the commissions: their agenda, the decisions, the closing that seals them."""

from datetime import date

from sqlalchemy import func, select

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import Decideur, Decision
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, SeanceCommission
from caseapp.services.commission_rows import (
    Candidat,
    Cloture,
    DecisionSaisie,
    DetailDemande,
    SeanceRow,
    SeanceVue,
)
from caseapp.services.commissions_cloture import Correction, close_session, rectify
from caseapp.services.commissions_decisions import (
    check_decision,
    check_followed,
    put_decision,
    seance_of,
    take_back,
)
from caseapp.services.commissions_detail import read_detail
from caseapp.services.commissions_lecture import read_seances, read_vue, year_of
from caseapp.services.commissions_ordre import open_session, put_on_agenda, read_candidates
from caseapp.services.saisie_suivi import check_past, require_record
from caseapp.store import Step, Store

NO_SESSION = "Cette demande n'est à l'ordre du jour d'aucune séance."
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

    def list_since(self, depuis: date) -> tuple[SeanceRow, ...]:
        """Return the sessions from a day on, by date."""
        with self._store.read() as session:
            return read_seances(session, SeanceCommission.date >= depuis)

    def open_seance(self, seance_id: int) -> SeanceVue:
        """Return a session with its agenda; InputError when it is gone."""
        with self._store.read() as session:
            return read_vue(session, self._communes, seance_id)

    def detail(self, aide_id: int) -> DetailDemande:
        """Return what the panel says of a request; InputError when it is gone."""
        with self._store.read() as session:
            return read_detail(session, aide_id)

    def seance_of(self, aide_id: int) -> int:
        """Return the session that a request is in; InputError when it is in none."""
        with self._store.read() as session:
            found = require_record(session, Aide, aide_id, AIDE_GONE).seance_id
        if found is None:
            raise InputError(NO_SESSION)
        return found

    def open_sessions(self, depuis: date) -> tuple[SeanceRow, ...]:
        """Return the sessions not closed from a day on, by date."""
        with self._store.read() as session:
            conditions = (SeanceCommission.date >= depuis, SeanceCommission.close_le.is_(None))
            return read_seances(session, *conditions)

    def years(self) -> tuple[int, ...]:
        """Return the years that have sessions, the latest first."""
        with self._store.read() as session:
            first = session.scalar(select(func.min(SeanceCommission.date)))
            last = session.scalar(select(func.max(SeanceCommission.date)))
        return tuple(range(last.year, first.year - 1, -1)) if first and last else ()

    # --- Agenda ---

    def candidates(self, seance_id: int) -> tuple[Candidat, ...]:
        """Return the requests that may enter an agenda, those ready first."""
        with self._store.read() as session:
            return read_candidates(session, open_session(session, seance_id))

    def fill_agenda(self, seance_id: int) -> int:
        """Put every ready request on an agenda; return how many."""
        with self._store.write(self._auteur, Step("Ordre du jour constitué")) as session:
            seance = open_session(session, seance_id)
            ready = [one.aide_id for one in read_candidates(session, seance) if one.is_ready]
            for aide_id in ready:
                put_on_agenda(session, seance, require_record(session, Aide, aide_id, AIDE_GONE))
        return len(ready)

    def add_to_agenda(self, seance_id: int, aide_id: int) -> None:
        """Put one request on an agenda, even incomplete; InputError when it is on another one."""
        step = Step("Demande mise à l'ordre du jour", self._famille_of(aide_id))
        with self._store.write(self._auteur, step) as session:
            seance = open_session(session, seance_id)
            put_on_agenda(session, seance, require_record(session, Aide, aide_id, AIDE_GONE))

    def withdraw(self, aide_id: int) -> None:
        """Take a request off its agenda, with its decision when it has one."""
        step = Step("Demande retirée de l'ordre du jour", self._famille_of(aide_id))
        with self._store.write(self._auteur, step) as session:
            aide = require_record(session, Aide, aide_id, AIDE_GONE)
            if seance_of(session, aide) is None:
                raise InputError(NO_SESSION)
            take_back(session, aide)
            aide.seance_id = None

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
                raise InputError(NO_SESSION)
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
            check_followed(aide)
            put_decision(aide, check_decision(session, aide, saisie, jour), jour, Decideur.DELEGATION)

    def undecide(self, aide_id: int) -> None:
        """Leave a request to be decided again; InputError once its session is closed."""
        step = Step("Décision retirée", self._famille_of(aide_id))
        with self._store.write(self._auteur, step) as session:
            aide = require_record(session, Aide, aide_id, AIDE_GONE)
            seance_of(session, aide)
            check_followed(aide)
            take_back(session, aide)

    # --- Closing ---

    def close(self, seance_id: int, cloture: Cloture, today: date) -> None:
        """Close a session: its decisions are sealed, and change by rectification only.

        FieldError while requests are undecided and nothing says what becomes of them.
        """
        with self._store.write(self._auteur, Step("Séance close")) as session:
            seance = open_session(session, seance_id)
            close_session(session, seance, cloture, today)
            seance.close_le, seance.close_par = self._store.now, self._auteur[:200]

    def rectify(self, aide_id: int, saisie: DecisionSaisie, motif: str | None) -> None:
        """Correct a sealed decision, with its reason; the correction stays, and is never undone."""
        step = Step("Décision rectifiée", self._famille_of(aide_id))
        correction = Correction(saisie, motif, self._auteur[:200], self._store.now)
        with self._store.write(self._auteur, step) as session:
            rectify(session, require_record(session, Aide, aide_id, AIDE_GONE), correction)

    def _step(self, aide_id: int, decision: str) -> Step:
        return Step(_DONE.get(decision, "Décision"), self._famille_of(aide_id))

    def _famille_of(self, aide_id: int) -> int:
        with self._store.read() as session:
            return require_record(session, Aide, aide_id, AIDE_GONE).famille_id
