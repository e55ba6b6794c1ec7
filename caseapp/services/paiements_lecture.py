"""The lists of payments, read whatever their length as keys and sums, then page by page."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Forme
from caseapp.domain.paiement import DatesPaiement
from caseapp.models import Aide, Famille, Paiement, TypeAide
from caseapp.services.paiements_rows import ListePaiements, PaiementListe, PaiementRow, Reste

_A, _F, _P, _T = Aide.__table__.c, Famille.__table__.c, Paiement.__table__.c, TypeAide.__table__.c
GRANTED: ColumnElement[bool] = _A.decision.in_(DECISIONS_ATTRIBUTIVES)
IN_FORCE: ColumnElement[bool] = and_(_P.date_annulation.is_(None), _P.date_retour.is_(None))
"""Neither given up nor come back: counts against what is granted."""
PAID: ColumnElement[bool] = and_(_P.date_versement.is_not(None), _P.date_retour.is_(None))
"""Paid, and not come back since."""
RECENT = timedelta(days=365)
"""Aids decided longer ago are not asked to be planned: they were paid before this program followed it."""
FORMES = (Forme.SUBVENTION, Forme.PRET)
_AMOUNTS = {Forme.SUBVENTION: _A.montant_subvention, Forme.PRET: _A.montant_pret}
_BATCH = 900
Bounds = tuple[date | None, date | None]


def read_payment_list(
    session: Session, liste: ListePaiements, jour: date, bounds: Bounds, familles: Collection[int] | None
) -> PaiementListe:
    """Return the keys and the sums of a list, of some families; `bounds` are those of what was paid."""
    debut, fin = bounds
    if liste is ListePaiements.A_VERSER:
        return _due(session, jour, familles)
    if liste is ListePaiements.A_PREVOIR:
        rows = session.execute(_unplanned(jour, debut or jour - RECENT, familles)).all()
        return PaiementListe(tuple(row.cle for row in rows), sum(row.reste for row in rows))
    return _paid(session, (debut or jour.replace(month=1, day=1), fin or jour), familles)


def read_rows(
    session: Session, liste: ListePaiements, ids: Sequence[int], jour: date
) -> tuple[PaiementRow, ...]:
    """Return the rows of these keys, in that order; those gone are left out."""
    found: dict[int, PaiementRow] = {}
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        if liste is ListePaiements.A_PREVOIR:
            found |= {row.id: row for row in _unplanned_rows(session, batch)}
        else:
            found |= {row.id: row for row in payments(session, _P.id.in_(batch), jour)}
    return tuple(found[one] for one in ids if one in found)


def payments(session: Session, condition: ColumnElement[bool], jour: date) -> Iterator[PaiementRow]:
    """Yield the payments of a condition, with their state on a day."""
    statement = _joined(
        select(
            *_HEAD, _P.id, _P.forme, _P.montant, _P.destinataire, _P.tiers, _P.date_prevue,
            _P.date_versement, _P.date_annulation, _P.date_retour, _P.motif,
        ).select_from(Paiement).join(Aide, _A.id == _P.aide_id)
    )  # fmt: skip
    for row in session.execute(statement.where(condition).order_by(_P.date_prevue, _P.id)):
        dates = DatesPaiement(row.date_prevue, row.date_versement, row.date_annulation, row.date_retour)
        yield PaiementRow(
            row.id, row.aide_id, row.famille_id, family_name(row.nom, row.prenom), bool(row.protection),
            row.libelle, row.forme, row.montant, row.destinataire, row.tiers, row.date_decision,
            dates.etat(jour), row.date_prevue, row.date_versement, row.date_annulation, row.date_retour,
            row.motif,
        )  # fmt: skip


def read_restes(session: Session, aide_ids: Sequence[int]) -> dict[tuple[int, str], Reste]:
    """Return what is granted and planned of each form granted or paid, by aid and form."""
    engaged: dict[tuple[int, str], int] = {}
    granted: dict[tuple[int, str], int] = {}
    for start in range(0, len(aide_ids), _BATCH):
        batch = aide_ids[start : start + _BATCH]
        sums = select(_P.aide_id, _P.forme, func.sum(_P.montant)).where(_P.aide_id.in_(batch), IN_FORCE)
        for aide_id, forme, total in session.execute(sums.group_by(_P.aide_id, _P.forme)):
            engaged[aide_id, forme] = total
        amounts = select(_A.id, *_AMOUNTS.values()).where(_A.id.in_(batch), GRANTED)
        for aide_id, *cents in session.execute(amounts):
            granted |= {(aide_id, one.value): n for one, n in zip(_AMOUNTS, cents, strict=True) if n}
    keys = sorted(granted.keys() | engaged.keys(), key=lambda key: (key[0], key[1] != Forme.SUBVENTION))
    return {key: Reste(key[1], granted.get(key, 0), engaged.get(key, 0)) for key in keys}


def unplanned_key(aide_id: int, forme: str) -> int:
    """Return the key of a form of an aid in the list of what is to be planned."""
    return aide_id * len(FORMES) + FORMES.index(Forme(forme))


def read_key(key: int) -> tuple[int, str]:
    """Return the aid and the form of such a key."""
    aide_id, rank = divmod(key, len(FORMES))
    return aide_id, FORMES[rank].value


def _due(session: Session, jour: date, familles: Collection[int] | None) -> PaiementListe:
    waiting = and_(
        or_(_P.date_versement.is_(None), _P.date_versement > jour),
        or_(_P.date_annulation.is_(None), _P.date_annulation > jour),
    )
    statement = select(_P.id, _P.montant, _P.date_prevue).where(waiting, *_of(familles))
    rows = session.execute(statement.order_by(_P.date_prevue, _P.id)).all()
    late = [row.montant for row in rows if row.date_prevue < jour]
    return PaiementListe(tuple(row.id for row in rows), sum(r.montant for r in rows), len(late), sum(late))


def _paid(session: Session, bounds: tuple[date, date], familles: Collection[int] | None) -> PaiementListe:
    inside, fin = _P.date_versement.between(*bounds), bounds[1]
    statement = select(_P.id, _P.montant, _P.date_retour).where(inside, *_of(familles))
    rows = session.execute(statement.order_by(_P.date_versement.desc(), _P.id.desc())).all()
    back = sum(row.montant for row in rows if row.date_retour is not None and row.date_retour <= fin)
    return PaiementListe(tuple(row.id for row in rows), sum(r.montant for r in rows), montant_revenu=back)


def _unplanned(jour: date, since: date, familles: Collection[int] | None) -> Select[Any]:
    """Select each form granted since a day of which something is still to be planned, the oldest first."""
    planned = select(_P.aide_id, _P.forme, func.sum(_P.montant).label("engage")).where(IN_FORCE)
    engaged = planned.group_by(_P.aide_id, _P.forme).subquery()
    decided = and_(GRANTED, _A.date_decision.between(since, jour))
    if familles is not None:
        decided = and_(decided, _A.famille_id.in_(familles))
    parts = []
    for rank, forme in enumerate(FORMES):
        left = _AMOUNTS[forme] - func.coalesce(engaged.c.engage, 0)
        same = and_(engaged.c.aide_id == _A.id, engaged.c.forme == literal(forme.value))
        parts.append(
            select((_A.id * len(FORMES) + rank).label("cle"), _A.date_decision, left.label("reste"))
            .select_from(_A.id.table.outerjoin(engaged, same))
            .where(decided, left > 0)
        )
    whole = union_all(*parts).subquery()
    return select(whole.c.cle, whole.c.reste).order_by(whole.c.date_decision, whole.c.cle)


def _of(familles: Collection[int] | None) -> tuple[ColumnElement[bool], ...]:
    if familles is None:
        return ()
    return (_P.aide_id.in_(select(_A.id).where(_A.famille_id.in_(familles))),)


def _unplanned_rows(session: Session, keys: Sequence[int]) -> Iterator[PaiementRow]:
    wanted = [read_key(key) for key in keys]
    ids = sorted({aide_id for aide_id, _ in wanted})
    restes = read_restes(session, ids)
    head = {row.aide_id: row for row in session.execute(_joined(select(*_HEAD)).where(_A.id.in_(ids)))}
    for key, (aide_id, forme) in zip(keys, wanted, strict=True):
        reste = restes.get((aide_id, forme))
        if reste is not None and reste.reste:
            row = head[aide_id]
            yield PaiementRow(
                key, aide_id, row.famille_id, family_name(row.nom, row.prenom), bool(row.protection),
                row.libelle, forme, reste.reste, None, None, row.date_decision, None,
            )  # fmt: skip


_HEAD = (
    _A.id.label("aide_id"), _A.famille_id, _A.date_decision, _F.nom, _F.prenom, _F.protection, _T.libelle,
)  # fmt: skip


def _joined(statement: Select[Any]) -> Select[Any]:
    return statement.join(Famille, _F.id == _A.famille_id).join(TypeAide, _T.id == _A.type_aide_id)


def paid_net(session: Session, aide_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """Return what was paid and has not come back, by aid and form."""
    paid = case((_P.date_versement.is_not(None), _P.montant), else_=0)
    found: dict[tuple[int, str], int] = {}
    for start in range(0, len(aide_ids), _BATCH):
        batch = aide_ids[start : start + _BATCH]
        statement = select(_P.aide_id, _P.forme, func.sum(paid)).where(_P.aide_id.in_(batch), IN_FORCE)
        rows = session.execute(statement.group_by(_P.aide_id, _P.forme))
        found |= {(aide_id, forme): total for aide_id, forme, total in rows}
    return found
