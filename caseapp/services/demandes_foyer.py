"""What is known of the family that asks: its household on a day, what it received, what it waits for."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES
from caseapp.domain.periods import add_months
from caseapp.models import Aide, Situation, TypeAide
from caseapp.models.codes import CODE_LISTS
from caseapp.services.demandes_lignes import AideRecue, FoyerDuJour
from caseapp.services.demandes_liste import WAITING

_A, _T, _S = Aide.__table__.c, TypeAide.__table__.c, Situation.__table__.c
_MONTHS = 12


def read_foyer(session: Session, famille_id: int, jour: date) -> FoyerDuJour | None:
    """Return the household as it was on a day, None when nothing is known of that day."""
    composition = CODE_LISTS["composition"]
    statement: Select[Any] = (
        select(_S.date_effet, composition.libelle, _S.nombre_enfants, _S.quotient_familial, _S.minima_sociaux)
        .outerjoin(composition, composition.code == _S.composition)
        .where(_S.famille_id == famille_id, _S.date_effet <= jour)
        .order_by(_S.date_effet.desc())
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else FoyerDuJour(row[0], row[1] or "", *row[2:])


def received_before(jour: date, seance_id: int | None = None) -> tuple[ColumnElement[bool], ...]:
    """Return: granted from a year before `jour` to it, both included, and not by the session `seance_id`.

    What a session grants is not received yet on its day.
    """
    elsewhere = () if seance_id is None else (_A.seance_id.is_distinct_from(seance_id),)
    return (
        _A.decision.in_([one.value for one in DECISIONS_ATTRIBUTIVES]),
        _A.date_decision.between(add_months(jour, -_MONTHS), jour),
        *elsewhere,
    )


def read_aides_recues(
    session: Session, famille_id: int, jour: date, sauf: int | None = None, seance_id: int | None = None
) -> tuple[AideRecue, ...]:
    """Return the aids received before `jour` (see `received_before`), `sauf` left out, latest first."""
    statement: Select[Any] = (
        select(_A.id, _T.libelle, _A.date_decision, _A.montant_subvention, _A.montant_pret)
        .join(_T.id.table, _T.id == _A.type_aide_id)
        .where(
            _A.famille_id == famille_id,
            _A.id != (sauf or 0),
            *received_before(jour, seance_id),
        )
        .order_by(_A.date_decision.desc(), _A.id.desc())
    )
    return tuple(
        AideRecue(ident, label, day, subvention or 0, pret or 0)
        for ident, label, day, subvention, pret in session.execute(statement)
    )


def read_waiting(session: Session, famille_id: int, sauf: int | None = None) -> tuple[tuple[int, str], ...]:
    """Return the requests of a family that wait: their aid, and `12/10/2026, 480,00 € demandés`."""
    statement: Select[Any] = (
        select(_A.type_aide_id, _A.date_demande, _A.montant_demande)
        .where(_A.famille_id == famille_id, WAITING, _A.id != (sauf or 0))
        .order_by(_A.date_demande.desc(), _A.id.desc())
    )
    return tuple(
        (type_aide, f"{format_date(day)}{'' if asked is None else f', {format_cents(asked)} demandés'}")
        for type_aide, day, asked in session.execute(statement)
    )
