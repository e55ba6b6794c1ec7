"""What is due on the financial aids: urgent requests, incomplete files, sessions, payments, late loans."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import Forme
from caseapp.models import Aide, Famille, Paiement, PieceAide, SeanceCommission
from caseapp.services.demandes_liste import WAITING
from caseapp.services.echeances import Echeance
from caseapp.services.echeances_prets import read_late_loans
from caseapp.services.jours_feries import echeance_urgente
from caseapp.services.prets_vue import read_prets

_EACH = 100
"""Deadlines of one kind listed at most; their page has them all."""
_FORMES = {Forme.SUBVENTION: "subvention", Forme.PRET: "prêt"}
_UNPAID = and_(Paiement.date_versement.is_(None), Paiement.date_annulation.is_(None))
_OPEN = SeanceCommission.close_le.is_(None)


@dataclass(frozen=True, slots=True)
class RetardsAides:
    """How many things are late, by the page that has them."""

    demandes: int
    prets: int
    """Loans late, and payments that should have been made."""


def read_retards(session: Session, today: date) -> RetardsAides:
    """Count what is late for the whole team: the day after, not before."""
    unpaid = select(func.count()).where(_UNPAID, Paiement.date_prevue < today)
    loans = len(read_late_loans(session, today))
    urgent = sum(due < today for due, *_ in _urgent_rows(session, true()))
    return RetardsAides(urgent, loans + (session.scalar(unpaid) or 0))


def read_alertes(session: Session, famille_id: int, today: date) -> tuple[str, ...]:
    """Return what must be seen first of a family: urgent requests that wait, loans that are late."""
    urgent = sorted(_urgent_rows(session, Aide.famille_id == famille_id))
    said = [_urgent_words(due, today) for due, *_ in urgent]
    loans = session.scalars(select(Aide.id).where(Aide.famille_id == famille_id, Aide.montant_pret > 0))
    for pret in read_prets(session, loans.all()).values():
        late = pret.retard(today)
        if late is not None and late.montant:
            said.append(
                f"Prêt en retard de {format_cents(late.montant)} depuis le {format_date(late.depuis)}."
            )
    return tuple(said)


def _urgent_words(due: date, today: date) -> str:
    if due < today:
        return f"Demande urgente en retard : elle était à décider le {format_date(due)} au plus tard."
    return f"Demande urgente à décider le {format_date(due)} au plus tard."


class AidReader:
    """Reads the deadlines of an agent (of everybody for None) up to `last`."""

    def __init__(self, session: Session, today: date, last: date, agent_id: int | None) -> None:
        self._session, self._today, self._last, self._agent_id = session, today, last, agent_id
        self._mine: ColumnElement[bool] = true() if agent_id is None else Aide.agent_id == agent_id

    def echeances(self) -> Iterator[Echeance]:
        """Yield them in any order."""
        yield from self._urgentes()
        yield from self._incompletes()
        yield from self._seances()
        yield from self._paiements()
        yield from self._prets()

    def _urgentes(self) -> Iterator[Echeance]:
        """Tell the urgent requests that wait; one that nobody holds is everybody's."""
        mine_or_nobodys = or_(self._mine, Aide.agent_id.is_(None))
        rows = sorted(_urgent_rows(self._session, mine_or_nobodys), key=lambda row: row[0])
        for due, ident, famille, famille_id in rows[:_EACH]:
            if due <= self._last:
                last = f"le {format_date(due)} au plus tard"
                yield Echeance(
                    due, "Aide urgente à décider", last, famille, famille_id, ouvre="aide", ouvre_id=ident
                )

    def _incompletes(self) -> Iterator[Echeance]:
        """Tell the documents missing before the session of a request, the next one when it has none."""
        coming = self._next_session()
        statement = (
            _about(Aide.id, SeanceCommission.date, SeanceCommission.date_limite)
            .join(PieceAide, PieceAide.aide_id == Aide.id)
            .outerjoin(SeanceCommission, and_(SeanceCommission.id == Aide.seance_id, _OPEN))
            .where(WAITING, self._mine, PieceAide.obligatoire, PieceAide.date_reception.is_(None))
            .group_by(Aide.id)
            .order_by(Aide.date_demande)
        )
        for ident, day, limit, *who in self._session.execute(statement):
            if day is None and coming is not None:
                day, limit = coming  # noqa: PLW2901 - the session it may still enter
            due = limit or day
            if due is not None and due <= self._last:
                session = f"séance le {format_date(day)}"
                yield Echeance(due, "Dossier incomplet", session, *_who(who), None, "", "aide", ident)

    def _next_session(self) -> tuple[date, date | None] | None:
        """Return the next session that still takes requests, and its last day to enter it."""
        entering = func.coalesce(SeanceCommission.date_limite, SeanceCommission.date)
        statement = (
            select(SeanceCommission.date, SeanceCommission.date_limite)
            .where(_OPEN, entering >= self._today)
            .order_by(entering)
            .limit(1)
        )
        found = self._session.execute(statement).first()
        return None if found is None else (found[0], found[1])

    def _seances(self) -> Iterator[Echeance]:
        statement = (
            select(SeanceCommission)
            .where(_OPEN, SeanceCommission.date_limite.between(self._today, self._last))
            .order_by(SeanceCommission.date_limite)
            .limit(_EACH)
        )
        for one in self._session.scalars(statement):
            due = one.date_limite or one.date
            session = f"séance du {format_date(one.date)}"
            yield Echeance(due, "Date limite des demandes", session, ouvre="seance", ouvre_id=one.id)

    def _paiements(self) -> Iterator[Echeance]:
        statement = (
            _about(Paiement.date_prevue, Paiement.forme, Paiement.montant, Aide.id)
            .join(Paiement, Paiement.aide_id == Aide.id)
            .where(_UNPAID, Paiement.date_prevue <= self._last, self._mine)
            .order_by(Paiement.date_prevue)
            .limit(_EACH)
        )
        for due, forme, cents, ident, *who in self._session.execute(statement):
            amount = f"{format_cents(cents)} de {_FORMES[Forme(forme)]}"
            yield Echeance(due, "Paiement à faire", amount, *_who(who), None, "", "pret", ident)

    def _prets(self) -> Iterator[Echeance]:
        """Tell the oldest échéance not settled of each late loan."""
        late = read_late_loans(self._session, self._today)
        statement = _about(Aide.id)
        ids = sorted(late)[:_EACH] if self._agent_id is None else self._own(late)
        prets = read_prets(self._session, ids)
        for ident, *who in self._session.execute(statement.where(Aide.id.in_(ids))):
            retard = prets[ident].retard(self._today)
            if retard is not None:
                amount = f"{format_cents(retard.montant)} en retard"
                yield Echeance(retard.depuis, "Échéance de prêt", amount, *_who(who), None, "", "pret", ident)

    def _own(self, late: Iterable[int]) -> list[int]:
        """Return the loans of the agent among these."""
        own = self._session.scalars(select(Aide.id).where(self._mine, Aide.montant_pret > 0))
        return sorted(set(own).intersection(late))[:_EACH]


def _about(*columns: Any) -> Select[Any]:
    """Begin a statement over aids: columns, then the family."""
    return (
        select(*columns, Famille.id, Famille.nom, Famille.prenom)
        .select_from(Aide)
        .join(Famille, Famille.id == Aide.famille_id)
    )


def _urgent_rows(session: Session, mine: ColumnElement[bool]) -> list[tuple[date, int, str, int]]:
    """Return the urgent requests that wait, each after the last day to decide in time."""
    statement = _about(Aide.date_demande, Famille.matricule, Aide.id).where(
        WAITING, Aide.urgente.is_(True), mine
    )
    return [
        (echeance_urgente(day, allocataire=matricule is not None), ident, *_who(who))
        for day, matricule, ident, *who in session.execute(statement)
    ]


def _who(columns: list[Any]) -> tuple[str, int]:
    ident, nom, prenom = columns
    return family_name(nom, prenom), ident
