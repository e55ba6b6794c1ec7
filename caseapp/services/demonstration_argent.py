"""The money of the demonstration: every granted aid paid a few days later, its loan repaid month after month.

Written as an import does, a range of identifiers for each table: thousands of rows in half a second.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from caseapp.domain.echeancier import Echeance, by_amount, by_number
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Destinataire, Forme, MouvementDePret
from caseapp.domain.periods import add_months
from caseapp.models import Aide, EcheancePret, MouvementPret, Paiement, PlanPret, TypeAide
from caseapp.models.base import Base, Record, uuid7
from caseapp.services.demonstration_lecture import Row
from caseapp.services.demonstration_lignes import worked
from caseapp.store import Trace
from caseapp.store.journal import JournaledSession

_MONTHLY, _DUE_DAY = 25_00, 5
_REPAYMENT, _EARLY = MouvementDePret.REMBOURSEMENT.value, MouvementDePret.REMBOURSEMENT_ANTICIPE.value
_BACK, _GIVEN_UP = "Séjour annulé par la famille", "Devis retiré"


@dataclass(frozen=True, slots=True)
class _Granted:
    """A granted aid, amounts in cents."""

    id: int
    kind: str
    decided: date
    amounts: Mapping[str, int]


class DayMoney:
    """Draws what was paid, what came back, and how each loan is repaid: most on time, some late or settled.

    A day to come has seen nothing: what is planned after the eve of `day` is still to be paid.
    """

    def __init__(self, session: JournaledSession, day: date, tiers: Row) -> None:
        self._session, self._day, self._tiers = session, day, tiers
        self._draw = Random(2018)  # noqa: S311 - the same money at each loading
        self._paid: list[Row] = []
        self._plans: list[Row] = []
        self._due: list[tuple[Echeance, ...]] = []
        self._moves: list[Row] = []

    def write(self) -> None:
        """Write every payment, schedule, repayment and remission."""
        for aid in _granted(self._session, self._day):
            for forme, amount in aid.amounts.items():
                paid_on = self._pay(aid, forme, amount)
                if forme == Forme.PRET and paid_on is not None:
                    self._lend(aid, amount, paid_on)
        _write(self._session, Paiement, self._paid)
        first = _write(self._session, PlanPret, self._plans)
        due = [
            {"plan_id": plan, "numero": one.numero, "date_echeance": one.date, "montant": one.montant}
            for plan, echeances in enumerate(self._due, first)
            for one in echeances
        ]
        _write(self._session, EcheancePret, due)
        _write(self._session, MouvementPret, self._moves)

    def _pay(self, aid: _Granted, forme: str, amount: int) -> date | None:
        """Plan a payment on a day of work after the decision; return when it was made."""
        planned = worked(aid.decided + timedelta(days=self._draw.randint(3, 10)))
        paid = worked(planned + timedelta(days=self._draw.choice((0, 0, 0, 1, 2, 5))))
        known: dict[str, Any] = {
            "date_versement": None, "date_annulation": None, "date_retour": None, "motif": None,
        }  # fmt: skip
        if paid < self._day:
            known["date_versement"] = paid
            if forme == Forme.SUBVENTION and self._draw.random() < 0.004:
                known |= self._undone(paid)
        tiers = self._tiers.get(aid.kind)
        whom = Destinataire.FAMILLE if tiers is None else Destinataire.TIERS
        self._paid.append(
            {"aide_id": aid.id, "forme": forme, "montant": amount, "destinataire": whom.value,
             "tiers": tiers, "date_prevue": planned, **known}
        )  # fmt: skip
        found: date | None = known["date_versement"]
        return found

    def _undone(self, paid: date) -> dict[str, Any]:
        """Return what tells a payment given up, or come back since."""
        later = min(paid + timedelta(days=self._draw.randint(5, 25)), self._day - timedelta(days=1))
        if self._draw.random() < 0.3:
            return {"date_versement": None, "date_annulation": paid, "motif": _GIVEN_UP}
        return {"date_retour": later, "motif": _BACK}

    def _lend(self, aid: _Granted, amount: int, paid_on: date) -> None:
        """Make the schedule of a loan, from the second month, and draw how it is repaid."""
        first = add_months(paid_on.replace(day=_DUE_DAY), 2)
        planned = by_amount(amount, min(amount, _MONTHLY), first)
        self._schedule(aid, paid_on, planned)
        past = [one for one in planned if one.date < self._day]
        way = self._draw.random()
        if way < 0.04 and len(past) >= 2:
            self._settle(aid, amount, past)
        elif way < 0.1 and len(past) >= 2 and len(planned) > len(past):
            self._remit(aid, amount, planned, past[: self._draw.randint(2, len(past))])
        else:
            late = self._draw.randint(1, 3) if way > 0.97 else 0
            self._repay(aid, past[: len(past) - late] if late else past)

    def _schedule(self, aid: _Granted, day: date, echeances: tuple[Echeance, ...], motif: str = "") -> None:
        self._plans.append({"aide_id": aid.id, "date_effet": day, "motif": motif or None})
        self._due.append(echeances)

    def _repay(self, aid: _Granted, echeances: Sequence[Echeance]) -> None:
        for one in echeances:
            self._move(aid, _REPAYMENT, one.date, one.montant)

    def _settle(self, aid: _Granted, amount: int, past: Sequence[Echeance]) -> None:
        """Repay a first part on time, then all that is left."""
        self._repay(aid, past[:-1])
        self._move(aid, _EARLY, past[-1].date, amount - sum(one.montant for one in past[:-1]))

    def _remit(
        self, aid: _Granted, amount: int, planned: Sequence[Echeance], past: Sequence[Echeance]
    ) -> None:
        """Remit half of what is left after two missed échéances; a new schedule shares out the rest."""
        self._repay(aid, past[:-2])
        left = amount - sum(one.montant for one in past[:-2])
        remitted, day = left // 2, past[-1].date
        self._move(aid, MouvementDePret.REMISE.value, day, remitted, "Perte d'emploi")
        number = max(1, (len(planned) - len(past)) // 2)
        again = by_number(left - remitted, number, add_months(day, 1))
        self._schedule(aid, day, again, "Remise de dette partielle")
        self._repay(aid, [one for one in again if one.date < self._day])

    def _move(self, aid: _Granted, kind: str, day: date, amount: int, motif: str = "") -> None:
        self._moves.append(
            {"aide_id": aid.id, "type": kind, "date": day, "montant": amount, "motif": motif or None}
        )


def _granted(session: Session, day: date) -> Iterator[_Granted]:
    statement = (
        select(
            Aide.id, TypeAide.code, Aide.date_decision, Aide.montant_pret, Aide.montant_subvention
        )
        .join(TypeAide, TypeAide.id == Aide.type_aide_id)
        .where(
            Aide.date_decision < day, Aide.decision.in_([one.value for one in DECISIONS_ATTRIBUTIVES])
        )
        .order_by(Aide.date_decision, Aide.reference)
    )  # fmt: skip
    for ident, kind, decided, pret, subvention in session.execute(statement).all():
        assert decided is not None  # noqa: S101 - it was asked for
        amounts = {Forme.SUBVENTION.value: subvention or 0, Forme.PRET.value: pret or 0}
        yield _Granted(ident, kind, decided, {key: cents for key, cents in amounts.items() if cents})


def _write(session: JournaledSession, mapped: type[Record], rows: Sequence[Row]) -> int:
    """Write rows with one journal entry; return the identifier of the first."""
    first = (session.scalar(select(func.max(mapped.id))) or 0) + 1
    numbered = [{"id": first + rank, "uuid": uuid7(), **row} for rank, row in enumerate(rows)]
    session.execute(insert(Base.metadata.tables[mapped.__tablename__]), numbered)
    last = first + len(rows) - 1
    session.trace(Trace("import", mapped.__tablename__, first, last, tuple(rows[0])))
    return first
