"""What the store knows of arrears, read for any number of them in a few grouped statements, as plain rows."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
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
_P, _E = PlanApurement.__table__.c, MensualitePlan.__table__.c
_S, _R = Situation.__table__.c, SuiviRsa.__table__.c
_BATCH = 900
_KINDS = {one.value: one for one in TypeMouvement}
_MONOPARENTALE = "monoparentale"
_ENFANT_ANS = 6
"""Age under which the youngest child makes a lone parent one that the Caf follows for the Rsa."""


class PlanLu(NamedTuple):
    """A plan as it is stored; its instalments are read only while it is in force."""

    id: int
    procedure: str
    date_plan: date
    date_effet: date
    montant: int
    date_rupture: date | None


class Mensualite(NamedTuple):
    """An instalment: its rank, its last day, its cents."""

    numero: int
    jour: date
    montant: int


class Lus(NamedTuple):
    """What was read, by arrear; one without any row is not a key."""

    impayes: list[Any]
    """Rows of `_rows`: the columns of the arrear, and `agent`, who follows it."""
    mouvements: dict[int, list[MouvementDu]]
    faits: dict[int, dict[str, tuple[date, ...]]]
    plans: dict[int, list[PlanLu]]
    """By day made."""
    mensualites: dict[int, list[Mensualite]]
    """By plan, in order, those of the plans in force."""
    parents_isoles: frozenset[int]


def ouverts(today: date) -> ColumnElement[bool]:
    """Tell which arrears are open that day: no issue that ends them, or only later."""
    return or_(_I.issue.is_(None), _I.issue.not_in(ISSUES_CLOSES), _I.date_issue > today)


def read_lus(session: Session, today: date, ids: Collection[int] | None) -> Lus:
    """Read the open arrears, or those of `ids` whatever their state; those gone are left out."""
    found = Lus([], {}, {}, {}, {}, frozenset())
    parents: set[int] = set()
    for scope in _scopes(today, ids):
        found.impayes.extend(session.execute(_rows().where(scope).order_by(_I.id)))
        _read_movements(session, scope, found.mouvements)
        _read_facts(session, scope, found.faits)
        _read_plans(session, scope, found.plans)
        _read_instalments(session, scope, today, found.mensualites)
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
    for impaye_id, day, kind, amount in session.execute(statement.order_by(_M.impaye_id, _M.date, _M.id)):
        if (known := _KINDS.get(kind)) is not None:
            found.setdefault(impaye_id, []).append(MouvementDu(day, known, amount))


def _read_facts(
    session: Session, scope: ColumnElement[bool], found: dict[int, dict[str, tuple[date, ...]]]
) -> None:
    statement = select(_F.impaye_id, _F.nature, _F.date).join(_I.id.table, _I.id == _F.impaye_id).where(scope)
    for impaye_id, nature, day in session.execute(statement.order_by(_F.impaye_id, _F.date, _F.id)):
        of_one = found.setdefault(impaye_id, {})
        of_one[nature] = (*of_one.get(nature, ()), day)


def _read_plans(session: Session, scope: ColumnElement[bool], found: dict[int, list[PlanLu]]) -> None:
    statement = select(
        _P.impaye_id, _P.id, _P.procedure, _P.date_plan, _P.date_effet, _P.montant, _P.date_rupture
    )
    statement = statement.join(_I.id.table, _I.id == _P.impaye_id).where(scope)
    for impaye_id, *plan in session.execute(statement.order_by(_P.impaye_id, _P.date_plan, _P.id)):
        found.setdefault(impaye_id, []).append(PlanLu(*plan))


def _read_instalments(
    session: Session, scope: ColumnElement[bool], today: date, found: dict[int, list[Mensualite]]
) -> None:
    statement = (
        select(_E.plan_id, _E.numero, _E.date_echeance, _E.montant)
        .join(_P.id.table, _P.id == _E.plan_id)
        .join(_I.id.table, _I.id == _P.impaye_id)
        .where(scope, or_(_P.date_rupture.is_(None), _P.date_rupture > today))
    )
    for plan_id, *one in session.execute(statement.order_by(_E.plan_id, _E.numero)):
        found.setdefault(plan_id, []).append(Mensualite(*one))


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
