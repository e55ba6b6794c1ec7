"""What the store knows of arrears, read for any number of them in a few grouped statements, as plain rows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
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


class ImpayeLu(NamedTuple):
    """The columns of an arrear, and who follows it."""

    id: int
    famille_id: int
    agent: int | None
    aide_logement: str
    secteur: str | None
    tiers_payant: bool | None
    bailleur: str | None
    loyer: int | None
    charges: int | None
    montant_aide: int | None
    dette: int | None
    date_constitution: date | None
    date_signalement: date
    cible_locale: bool | None
    procedure: str | None
    issue: str | None
    date_issue: date | None
    premier_impaye: date | None
    reference: str
    reference_bailleur: str | None
    date_premier_contact: date | None
    accompagne: bool
    """Whether an administrative or social support is noted."""


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

    impayes: list[ImpayeLu]
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
        rows = session.execute(_rows().where(scope).order_by(_I.id)).all()
        found.impayes.extend(map(ImpayeLu._make, rows))
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
            _I.procedure, _I.issue, _I.date_issue, _I.premier_impaye, _I.reference, _I.reference_bailleur,
            _I.date_premier_contact,
            or_(_I.accompagnement_administratif, _I.accompagnement_social).is_(True).label("accompagne"),
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
    """Read the plans. In nearly all, every instalment but the last is alike: a division finds the next."""
    first, last, following = _E_TABLE.alias(), _E_TABLE.alias(), _E_TABLE.alias()
    count = select(func.max(_E.numero)).where(_E.plan_id == _P.id).correlate(_P_TABLE).scalar_subquery()
    paid = _paid(today)
    columns = (_P.id, _P.procedure, _P.date_plan, _P.date_effet, _P.montant, _P.date_rupture)
    statement = (
        select(
            _P.impaye_id, paid, *columns, first.c.montant, last.c.numero, last.c.date_echeance,
            following.c.numero, following.c.date_echeance,
        )
        .join(_I.id.table, _I.id == _P.impaye_id)
        .outerjoin(first, and_(first.c.plan_id == _P.id, first.c.numero == 1))
        .outerjoin(last, and_(last.c.plan_id == _P.id, last.c.numero == count))
        .outerjoin(
            following,
            and_(following.c.plan_id == _P.id, following.c.numero == 1 + paid // first.c.montant),
        )
        .where(scope)
        .order_by(_P.impaye_id, _P.date_plan, _P.id)
    )  # fmt: skip
    rows = session.execute(statement).all()
    uneven = set(session.scalars(_uneven().where(scope)))
    # a last instalment that is not like the others: all is paid and one is found, or the contrary
    uneven.update(row[2] for row in rows if (row[-2] is None) == (row[1] < row[6]))
    exact = _read_instalments(session, sorted(uneven))
    for impaye_id, amount, *columns_read in rows:
        plan = PlanLu._make(columns_read)
        if plan.id in exact:
            numero, jour = _unsettled(exact[plan.id], amount)
            plan = plan._replace(prochaine=numero, prochaine_le=jour)
        found.setdefault(impaye_id, []).append(plan)


def _paid(today: date) -> ScalarSelect[Any]:
    """Return the cents paid since the day of a plan."""
    return (
        select(func.coalesce(func.sum(_M.montant), 0))
        .where(
            _M.impaye_id == _P.impaye_id, _M.type == TypeMouvement.PAIEMENT.value, _M.date >= _P.date_plan,
            _M.date <= today,
        )
        .correlate(_P_TABLE)
        .scalar_subquery()
    )  # fmt: skip


def _uneven() -> Select[Any]:
    """Return the plans that an instalment before the last, unlike the first, makes uneven."""
    first, later = _E_TABLE.alias(), _E_TABLE.alias()
    return (
        select(_E.plan_id)
        .distinct()
        .join(first, and_(first.c.plan_id == _E.plan_id, first.c.numero == 1))
        .join(later, and_(later.c.plan_id == _E.plan_id, later.c.numero == _E.numero + 1))
        .join(_P_TABLE, _P.id == _E.plan_id)
        .join(_I.id.table, _I.id == _P.impaye_id)
        .where(_E.montant != first.c.montant)
    )


def _read_instalments(session: Session, plans: Sequence[int]) -> dict[int, list[tuple[int, date, int]]]:
    """Return rank, day and cents of the instalments of these plans, in order."""
    found: dict[int, list[tuple[int, date, int]]] = {}
    for start in range(0, len(plans), _BATCH):
        statement = select(_E.plan_id, _E.numero, _E.date_echeance, _E.montant)
        statement = statement.where(_E.plan_id.in_(plans[start : start + _BATCH]))
        for plan_id, *one in session.execute(statement.order_by(_E.plan_id, _E.numero)).all():
            found.setdefault(plan_id, []).append((one[0], one[1], one[2]))
    return found


def _unsettled(
    mensualites: Iterable[tuple[int, date, int]], paid: int
) -> tuple[int, date] | tuple[None, None]:
    """Return the first instalment that what was paid does not settle."""
    for numero, jour, amount in mensualites:
        if amount > paid:
            return numero, jour
        paid -= amount
    return None, None


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
