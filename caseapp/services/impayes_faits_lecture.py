"""What the store knows of arrears, read for any number of them in a few grouped statements, as plain rows."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from caseapp.domain.dette import MouvementDu, TypeMouvement
from caseapp.domain.faits_dossier import ISSUES_CLOSES
from caseapp.domain.periods import add_months
from caseapp.models import (
    FaitImpaye,
    Impaye,
    Intervention,
    MensualitePlan,
    MouvementDette,
    PlanApurement,
    Situation,
    SuiviRsa,
)

_I, _M, _F = Impaye.__table__.c, MouvementDette.__table__.c, FaitImpaye.__table__.c
_P_TABLE, _E_TABLE = PlanApurement.__table__, MensualitePlan.__table__
_P, _E = _P_TABLE.c, _E_TABLE.c
_S, _R = Situation.__table__.c, SuiviRsa.__table__.c
_BATCH = 900
_KINDS = {one.value: one for one in TypeMouvement}
_MONOPARENTALE = "monoparentale"
_ENFANT_ANS = 6
"""Age under which the youngest child makes a lone parent one that the Caf follows for the Rsa."""


class PlanLu(NamedTuple):
    """A plan as stored, with the first instalment that what was paid since it was made does not settle."""

    id: int
    procedure: str
    date_plan: date
    date_effet: date
    montant: int
    date_rupture: date | None
    mensualite: int | None
    """Cents of the first instalment; None for a plan without instalments, as those after it."""
    nombre: int | None
    fin: date | None
    prochaine: int | None
    """Rank of the next instalment, counted from 1; None once all are settled."""
    prochaine_le: date | None

    def is_in_force(self, today: date) -> bool:
        """Tell whether it is made, and not broken."""
        return self.date_plan <= today and (self.date_rupture is None or self.date_rupture > today)


class Lus(NamedTuple):
    """What was read, by arrear; one without any row is not a key."""

    impayes: list[Any]
    """Rows of `_rows`: the columns of the arrear, and `agent`, who follows it."""
    mouvements: dict[int, list[MouvementDu]]
    faits: dict[int, dict[str, tuple[date, ...]]]
    plans: dict[int, list[PlanLu]]
    """By day made."""
    parents_isoles: frozenset[int]


def ouverts(today: date) -> ColumnElement[bool]:
    """Tell which arrears are open that day: no issue that ends them, or only later."""
    return or_(_I.issue.is_(None), _I.issue.not_in(ISSUES_CLOSES), _I.date_issue > today)


def read_lus(session: Session, today: date, ids: Collection[int] | None) -> Lus:
    """Read the open arrears, or those of `ids` whatever their state; those gone are left out."""
    found = Lus([], {}, {}, {}, frozenset())
    parents: set[int] = set()
    for scope in _scopes(today, ids):
        found.impayes.extend(session.execute(_rows().where(scope).order_by(_I.id)).all())
        _read_movements(session, scope, found.mouvements)
        _read_facts(session, scope, found.faits)
        _read_plans(session, scope, today, found.plans)
        parents.update(_lone_parents(session, scope))
    return found._replace(parents_isoles=frozenset(parents))


def _scopes(today: date, ids: Collection[int] | None) -> Iterator[ColumnElement[bool]]:
    if ids is None:
        yield ouverts(today)
        return
    wanted = sorted(ids)
    for start in range(0, len(wanted), _BATCH):
        yield _I.id.in_(wanted[start : start + _BATCH])


def _rows() -> Select[Any]:
    social, administrative = aliased(Intervention), aliased(Intervention)
    agent = func.coalesce(_I.agent_id, social.agent_id, administrative.agent_id).label("agent")
    return (
        select(
            _I.id, _I.famille_id, agent, _I.aide_logement, _I.secteur, _I.tiers_payant, _I.bailleur, _I.loyer,
            _I.charges, _I.montant_aide, _I.dette, _I.date_constitution, _I.date_signalement, _I.cible_locale,
            _I.procedure, _I.issue, _I.date_issue, _I.premier_impaye,
        )
        .outerjoin(social, social.id == _I.intervention_id)
        .outerjoin(administrative, administrative.id == _I.intervention_administrative_id)
    )  # fmt: skip


def _read_movements(
    session: Session, scope: ColumnElement[bool], found: dict[int, list[MouvementDu]]
) -> None:
    statement = select(_M.impaye_id, _M.date, _M.type, _M.montant)
    statement = statement.join(_I.id.table, _I.id == _M.impaye_id).where(scope)
    for impaye_id, day, kind, amount in session.execute(
        statement.order_by(_M.impaye_id, _M.date, _M.id)
    ).all():
        if (known := _KINDS.get(kind)) is not None:
            found.setdefault(impaye_id, []).append(MouvementDu(day, known, amount))


def _read_facts(
    session: Session, scope: ColumnElement[bool], found: dict[int, dict[str, tuple[date, ...]]]
) -> None:
    statement = select(_F.impaye_id, _F.nature, _F.date).join(_I.id.table, _I.id == _F.impaye_id).where(scope)
    for impaye_id, nature, day in session.execute(statement.order_by(_F.impaye_id, _F.date, _F.id)).all():
        of_one = found.setdefault(impaye_id, {})
        of_one[nature] = (*of_one.get(nature, ()), day)


def _read_plans(
    session: Session, scope: ColumnElement[bool], today: date, found: dict[int, list[PlanLu]]
) -> None:
    first, last, following = _E_TABLE.alias(), _E_TABLE.alias(), _E_TABLE.alias()
    count = select(func.max(_E.numero)).where(_E.plan_id == _P.id).correlate(_P_TABLE).scalar_subquery()
    columns = (_P.id, _P.procedure, _P.date_plan, _P.date_effet, _P.montant, _P.date_rupture)
    statement = (
        select(
            _P.impaye_id, *columns, first.c.montant, last.c.numero, last.c.date_echeance, following.c.numero,
            following.c.date_echeance,
        )
        .join(_I.id.table, _I.id == _P.impaye_id)
        .outerjoin(first, and_(first.c.plan_id == _P.id, first.c.numero == 1))
        .outerjoin(last, and_(last.c.plan_id == _P.id, last.c.numero == count))
        .outerjoin(following, and_(following.c.plan_id == _P.id, following.c.numero == _unsettled(today)))
        .where(scope)
    )  # fmt: skip
    for row in session.execute(statement.order_by(_P.impaye_id, _P.date_plan, _P.id)).all():
        found.setdefault(row[0], []).append(PlanLu._make(row[1:]))


def _unsettled(today: date) -> ScalarSelect[Any]:
    """Return the rank of the first instalment that payments since the day of the plan do not settle."""
    paid = (
        select(func.coalesce(func.sum(_M.montant), 0))
        .where(
            _M.impaye_id == _P.impaye_id, _M.type == TypeMouvement.PAIEMENT.value, _M.date >= _P.date_plan,
            _M.date <= today,
        )
        .correlate(_P_TABLE)
        .scalar_subquery()
    )  # fmt: skip
    due = func.sum(_E.montant).over(order_by=_E.numero).label("due")
    steps = select(_E.numero, due).where(_E.plan_id == _P.id).correlate(_P_TABLE).subquery()
    statement = select(steps.c.numero).where(steps.c.due > paid).order_by(steps.c.numero).limit(1)
    return statement.correlate(_P_TABLE).scalar_subquery()


def _lone_parents(session: Session, scope: ColumnElement[bool]) -> Iterable[int]:
    """Give the arrears of lone parents followed for the Rsa on the day of the report.

    Expecting, or with a child under 6 on that day, in the situation then in force.
    """
    statement = (
        select(_I.id, _I.date_signalement, _S.composition, _S.naissance_dernier_enfant, _S.grossesse)
        .join(_R.id.table, and_(_R.famille_id == _I.famille_id, _R.date_designation <= _I.date_signalement))
        .join(_S.id.table, and_(_S.famille_id == _I.famille_id, _S.date_effet <= _I.date_signalement))
        .where(scope, or_(_R.date_fin.is_(None), _R.date_fin >= _I.date_signalement))
    )
    last = {row[0]: row[1:] for row in session.execute(statement.order_by(_I.id, _S.date_effet))}
    for ident, (day, composition, birth, expecting) in last.items():
        young = birth is not None and day < add_months(birth, 12 * _ENFANT_ANS)
        if composition == _MONOPARENTALE and (young or expecting):
            yield ident
