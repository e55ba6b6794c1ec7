"""Arrears found by their landlord, dwellings by their address, all files by their number or their family."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import format_date
from caseapp.domain.names import family_name
from caseapp.domain.text import fold, words
from caseapp.models import Famille, Impaye, Logement, LogementSignale, SuiviRsa
from caseapp.services.recherche_rows import Trouve, TrouveKind

_SHOWN = 3
"""Files of each sort shown at most."""
_LEAST, _ALIKE = 3, 500
"""Letters from which landlords and addresses are looked through; how many of them are kept at most."""
_NAME = (Famille.id, Famille.nom, Famille.prenom)
_CLEAR = Famille.protection.is_not(True)
"""The address and the landlord of a protected family tell where it lives: nothing is found by them."""


def find_files(session: Session, text: str, familles: Sequence[int]) -> Iterator[Trouve]:
    """Yield the files of these families, and those of which the words say the number, landlord, address."""
    told = text.strip()
    yield from _arrears(session, told, familles)
    yield from _dwellings(session, told, familles)
    yield from _follow_ups(session, told, familles)


def _arrears(session: Session, told: str, familles: Sequence[int]) -> Iterator[Trouve]:
    landlord = or_(_holds(session, Impaye.bailleur, told), Impaye.reference_bailleur == told)
    statement = (
        select(Impaye.id, Impaye.bailleur, Impaye.date_signalement, Famille.protection, *_NAME)
        .join(Famille, Famille.id == Impaye.famille_id)
        .where(_asked(Impaye, told, familles, landlord & _CLEAR))
        .order_by(Impaye.date_signalement.desc(), Impaye.id.desc())
        .limit(_SHOWN)
    )
    for ident, bailleur, day, protected, famille_id, nom, prenom in session.execute(statement):
        parts = ("" if protected else bailleur, f"signalé le {format_date(day)}")
        detail = ", ".join(part for part in parts if part)
        yield _found(TrouveKind.IMPAYE, (nom, prenom), detail, famille_id, (Domaine.IMPAYES, ident))


def _dwellings(session: Session, told: str, familles: Sequence[int]) -> Iterator[Trouve]:
    address = _holds(session, Logement.adresse, told)
    statement = (
        select(
            LogementSignale.id, Logement.adresse, LogementSignale.date_signalement, Famille.protection, *_NAME
        )
        .join(Famille, Famille.id == LogementSignale.famille_id)
        .outerjoin(Logement, Logement.id == LogementSignale.logement_id)
        .where(_asked(LogementSignale, told, familles, address & _CLEAR))
        .order_by(LogementSignale.date_signalement.desc(), LogementSignale.id.desc())
        .limit(_SHOWN)
    )
    for ident, adresse, day, protected, famille_id, nom, prenom in session.execute(statement):
        parts = ("" if protected else adresse, f"signalé le {format_date(day)}")
        detail = ", ".join(part for part in parts if part)
        yield _found(TrouveKind.LOGEMENT, (nom, prenom), detail, famille_id, (Domaine.INDECENCE, ident))


def _follow_ups(session: Session, told: str, familles: Sequence[int]) -> Iterator[Trouve]:
    statement = (
        select(SuiviRsa.id, SuiviRsa.date_designation, SuiviRsa.date_fin, *_NAME)
        .join(Famille, Famille.id == SuiviRsa.famille_id)
        .where(_asked(SuiviRsa, told, familles, false()))
        .order_by(SuiviRsa.date_designation.desc(), SuiviRsa.id.desc())
        .limit(_SHOWN)
    )
    for ident, since, ended, famille_id, nom, prenom in session.execute(statement):
        until = f", terminé le {format_date(ended)}" if ended else ""
        detail = f"référent depuis le {format_date(since)}{until}"
        yield _found(TrouveKind.SUIVI, (nom, prenom), detail, famille_id, (Domaine.RSA, ident))


def _holds(session: Session, column: InstrumentedAttribute[Any], told: str) -> ColumnElement[bool]:
    """Return the condition of a text that holds every word told, accents and case aside, in any order."""
    parts = words(told)
    if len(told) < _LEAST or not parts:
        return false()
    known = session.scalars(select(column).where(column.is_not(None)).distinct())
    alike = [one for one in known if _holds_all(fold(one), parts)]
    return column.in_(alike[:_ALIKE])


def _holds_all(folded: str, parts: tuple[str, ...]) -> bool:
    return all(one in folded for one in parts)


def _asked(
    mapped: type[Impaye | LogementSignale | SuiviRsa],
    told: str,
    familles: Sequence[int],
    by_words: ColumnElement[bool],
) -> ColumnElement[bool]:
    return or_(mapped.reference == told, mapped.famille_id.in_(familles), by_words)


def _found(
    kind: TrouveKind, name: tuple[str, str | None], detail: str, famille_id: int, file: tuple[Domaine, int]
) -> Trouve:
    return Trouve(kind, family_name(*name), detail, famille_id, dossier=file)
