"""The offers that wait for something, each with what is to be done and when, read without the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.names import family_name
from caseapp.domain.parcours import REPONSES, OffreFacts, Position, Tentative, locate
from caseapp.models import Famille, Intervention, OffreContact, TentativeContact
from caseapp.models.codes import CodeMotif
from caseapp.services.offres_parcours import ParcoursCatalogue, forbidden_canals

_O, _F, _T = OffreContact.__table__.c, Famille.__table__.c, TentativeContact.__table__.c
OPEN: ColumnElement[bool] = or_(_O.reponse.is_(None), _O.reponse.not_in(REPONSES))
"""No answer yet, or one that ends nothing (`en_attente`, a code added by a Caf)."""
_BATCH = 900
_ONE_DAY = date(2000, 1, 1)
_NOTHING: frozenset[str] = frozenset()
Attempts = tuple[tuple[Any, ...], ...]
"""Date, canal and result of each, in order."""


@dataclass(frozen=True, slots=True)
class Filtre:
    """What is listed; with `agent_id`, the offers that this agent tried last, or of families followed."""

    campagne: str | None = None
    agent_id: int | None = None
    en_retard: bool = False


@dataclass(frozen=True, slots=True)
class CallList:
    """The offers to deal with, the latest first, then by due date; those without due date last."""

    ids: tuple[int, ...]
    ouvertes: int
    """Offers open before the filter on what is late."""
    en_retard: int


@dataclass(frozen=True, slots=True)
class OffreRow:
    """An open offer as the list shows it."""

    id: int
    famille_id: int
    famille: str
    protection: bool
    campagne: str | None
    motif: str
    cible: str
    position: Position
    dernier_essai: Tentative | None


def read_call_list(session: Session, catalogue: ParcoursCatalogue, today: date, filtre: Filtre) -> CallList:
    """Locate every open offer and order them."""
    columns = (_O.id, _O.famille_id, _O.motif, _O.parcours, _O.date_offre)
    statement: Select[Any] = select(*columns).where(OPEN)
    if filtre.campagne is not None:
        statement = statement.where(_O.campagne == filtre.campagne)
    attempts, notices = _open_attempts(session), _notices(session)
    kept = _of_agent(session, filtre.agent_id) if filtre.agent_id is not None else None
    echeances = Echeances(catalogue)
    found: list[tuple[date, date, int]] = []
    for ident, famille_id, motif, parcours, offered in session.execute(statement):
        if kept is None or ident in kept[0] or famille_id in kept[1]:
            forbidden = notices.get(famille_id, _NOTHING)
            due = echeances.find(parcours, motif, forbidden, offered, attempts.get(ident, ()))
            found.append((due, offered, ident))
    found.sort()
    late = sum(due < today for due, *_ in found)
    return CallList(tuple(one[-1] for one in (found[:late] if filtre.en_retard else found)), len(found), late)


class Echeances:
    """When each open offer is due: the steps of those that had the same attempts are looked for once."""

    def __init__(self, catalogue: ParcoursCatalogue) -> None:
        self._catalogue = catalogue
        self._delays: dict[tuple[object, ...], timedelta] = {}

    def find(
        self, parcours: str | None, motif: str, forbidden: frozenset[str], offered: date, attempts: Attempts
    ) -> date:
        """Return the due date of an offer without answer; its attempts are in order."""
        key = (parcours, motif, forbidden, tuple(attempt[1:] for attempt in attempts))
        delay = self._delays.get(key)
        if delay is None:
            delay = self._delays[key] = self._delay(*key)
        return max(offered, attempts[-1][0]) + delay if attempts else offered + delay

    def _delay(
        self,
        parcours: str | None,
        motif: str,
        forbidden: frozenset[str],
        attempts: tuple[tuple[str, str | None], ...],
    ) -> timedelta:
        """Return the time from the last event to the due date, as if all had come the same day."""
        tentatives = tuple(Tentative(_ONE_DAY, *attempt) for attempt in attempts)
        facts = OffreFacts(_ONE_DAY, tentatives=tentatives)
        found = locate(self._catalogue.find(parcours, motif, forbidden), facts, _ONE_DAY)
        return (found.echeance or _ONE_DAY) - _ONE_DAY


def read_rows(
    session: Session, catalogue: ParcoursCatalogue, ids: Sequence[int], today: date
) -> tuple[OffreRow, ...]:
    """Return the offers of `ids`, in that order; those gone are left out."""
    statement: Select[Any] = (
        select(
            _O.id, _O.famille_id, _O.campagne, _O.motif, _O.parcours, _O.date_offre, _F.nom, _F.prenom,
            _F.protection, _F.ne_pas_appeler, _F.ne_pas_ecrire, CodeMotif.libelle, CodeMotif.cible,
        )
        .join(_F.id.table, _F.id == _O.famille_id)
        .join(CodeMotif, CodeMotif.code == _O.motif)
    )  # fmt: skip
    found: dict[int, Any] = {}
    attempts: dict[int, tuple[Tentative, ...]] = {}
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        found |= {row.id: row for row in session.execute(statement.where(_O.id.in_(batch)))}
        attempts |= read_attempts(session, batch)
    return tuple(_row(found[one], attempts.get(one, ()), catalogue, today) for one in ids if one in found)


def read_attempts(session: Session, ids: Iterable[int]) -> dict[int, tuple[Tentative, ...]]:
    """Return the attempts of these offers, in the order in which they were made."""
    statement = select(_T.offre_id, _T.date, _T.canal, _T.resultat).where(_T.offre_id.in_(list(ids)))
    return {
        ident: tuple(Tentative(*one) for one in attempts)
        for ident, attempts in _grouped(session, statement).items()
    }


def _open_attempts(session: Session) -> dict[int, Attempts]:
    """Return the attempts of the open offers, as tuples: there may be a hundred thousand."""
    statement = select(_T.offre_id, _T.date, _T.canal, _T.resultat)
    return _grouped(session, statement.join(_O.id.table, _O.id == _T.offre_id).where(OPEN))


def _grouped(session: Session, statement: Select[Any]) -> dict[int, Attempts]:
    found: dict[int, Attempts] = {}
    for ident, *attempt in session.execute(statement.order_by(_T.offre_id, _T.date, _T.id)):
        found[ident] = (*found.get(ident, ()), tuple(attempt))
    return found


def _notices(session: Session) -> dict[int, frozenset[str]]:
    """Return the canals forbidden by the few families that have a notice."""
    statement = select(_F.id, _F.ne_pas_appeler, _F.ne_pas_ecrire).where(
        or_(_F.ne_pas_appeler.is_(True), _F.ne_pas_ecrire.is_(True))
    )
    return {
        ident: forbidden_canals(ne_pas_appeler=appeler, ne_pas_ecrire=ecrire)
        for ident, appeler, ecrire in session.execute(statement)
    }


def _of_agent(session: Session, agent_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """Return the offers last tried by this agent, and the families that the agent follows."""
    statement = select(_T.offre_id, _T.agent_id).join(_O.id.table, _O.id == _T.offre_id).where(OPEN)
    last = dict(session.execute(statement.order_by(_T.date, _T.id)).all())
    followed = select(Intervention.famille_id).where(
        Intervention.agent_id == agent_id, Intervention.date_cloture.is_(None)
    )
    return (
        frozenset(offre for offre, agent in last.items() if agent == agent_id),
        frozenset(session.scalars(followed)),
    )


def _row(row: Any, tentatives: tuple[Tentative, ...], catalogue: ParcoursCatalogue, today: date) -> OffreRow:
    forbidden = forbidden_canals(ne_pas_appeler=row.ne_pas_appeler, ne_pas_ecrire=row.ne_pas_ecrire)
    facts = OffreFacts(row.date_offre, tentatives=tentatives)
    return OffreRow(
        row.id, row.famille_id, family_name(row.nom, row.prenom), bool(row.protection), row.campagne,
        row.libelle, row.cible, locate(catalogue.find(row.parcours, row.motif, forbidden), facts, today),
        tentatives[-1] if tentatives else None,
    )  # fmt: skip
