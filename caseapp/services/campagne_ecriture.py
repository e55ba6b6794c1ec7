"""The offers of a campaign in the store: one transaction, a family once, all of it or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from caseapp.errors import InputError
from caseapp.exchange.watch import Watch
from caseapp.models import Famille, OffreContact
from caseapp.models.base import Record, new_reference, uuid7
from caseapp.models.famille import sort_key
from caseapp.services.campagne_colonnes import Personne
from caseapp.store import JournaledSession, Store, Trace

_O, _F = OffreContact.__table__.c, Famille.__table__.c
_BATCH = 500
_CONTACT = ("matricule", "nom", "prenom", "date_naissance", "telephone", "courriel", "code_commune")


@dataclass(frozen=True, slots=True)
class Envoi:
    """An offer to write, to a known family or, without `famille_id`, to one to create."""

    personne: Personne
    famille_id: int | None
    campagne: str
    motif: str
    parcours: str | None
    jour: date


@dataclass(frozen=True, slots=True)
class CampagneResult:
    """What an import did; `ecartees` had got an offer of this campaign since the preview."""

    offres: int
    familles: int
    ecartees: int
    annulable: bool


def write_campaign(
    session: JournaledSession, store: Store, envois: Sequence[Envoi], watch: Watch, *, by_step: bool
) -> CampagneResult:
    """Write families, then offers; InputError when nothing is left to write."""
    kept, left = _still_to_do(session, envois)
    if not kept:
        raise InputError("Aucune offre à importer : toutes ces familles sont déjà dans la campagne.")
    writer = _write_records if by_step else _write_in_bulk
    new = [envoi for envoi in kept if envoi.famille_id is None]
    created = writer(session, Famille, [_famille_values(envoi.personne) for envoi in new], watch)
    if not by_step:
        for start in range(0, len(created), _BATCH):
            store.index(session, created[start : start + _BATCH])
            watch.check()
    following = iter(created)
    offers = [_offer_values(one, one.famille_id or next(following)) for one in kept]
    writer(session, OffreContact, offers, watch)
    return CampagneResult(len(offers), len(created), left, by_step)


def _still_to_do(session: Session, envois: Sequence[Envoi]) -> tuple[list[Envoi], int]:
    """Leave out the families offered since the preview; attach those whose number appeared since."""
    campagnes = {one.campagne for one in envois}
    offered = set(session.scalars(select(_O.famille_id).where(_O.campagne.in_(campagnes))))
    numbers = {one.personne.matricule for one in envois if one.famille_id is None and one.personne.matricule}
    known = {number: ident for ident, number in _read(session, (_F.id, _F.matricule), _F.matricule, numbers)}
    named = {one.famille_id for one in envois if one.famille_id is not None}
    there = {ident for (ident,) in _read(session, (_F.id,), _F.id, named)}
    if named - there:
        raise InputError("Une famille a été retirée depuis l'aperçu : relisez le fichier.")
    kept: list[Envoi] = []
    for envoi in envois:
        ident = envoi.famille_id or known.get(envoi.personne.matricule or "")
        if ident is None or ident not in offered:
            kept.append(Envoi(envoi.personne, ident, envoi.campagne, envoi.motif, envoi.parcours, envoi.jour))
        if ident is not None:
            offered.add(ident)
    return kept, len(envois) - len(kept)


def _read(session: Session, columns: Any, column: Any, values: Iterable[Any]) -> Iterable[Any]:
    wanted = sorted(values)
    for start in range(0, len(wanted), _BATCH):
        yield from session.execute(select(*columns).where(column.in_(wanted[start : start + _BATCH])))


def _famille_values(personne: Personne) -> dict[str, Any]:
    values = {name: getattr(personne, name) for name in _CONTACT}
    return {
        **values,
        "reference": new_reference("F"),
        "cle_tri": sort_key(personne.nom or "", personne.prenom),
    }


def _offer_values(envoi: Envoi, famille_id: int) -> dict[str, Any]:
    return {
        "reference": new_reference("O"), "famille_id": famille_id, "campagne": envoi.campagne,
        "motif": envoi.motif, "parcours": envoi.parcours, "date_offre": envoi.jour,
    }  # fmt: skip


def _write_records(
    session: JournaledSession, mapped: type[Record], rows: Sequence[dict[str, Any]], watch: Watch
) -> list[int]:
    """Write as a step that can be undone: one journal entry a record."""
    records = [mapped(**row) for row in rows]
    session.add_all(records)
    session.flush()
    watch.check()
    return [record.id for record in records]


def _write_in_bulk(
    session: JournaledSession, mapped: type[Record], rows: Sequence[dict[str, Any]], watch: Watch
) -> list[int]:
    """Write as an import: one journal entry for the range of identifiers."""
    if not rows:
        return []
    first = (session.scalar(select(func.max(mapped.id))) or 0) + 1
    numbered = [{"id": first + rank, "uuid": uuid7(), **row} for rank, row in enumerate(rows)]
    for start in range(0, len(numbered), _BATCH):
        session.execute(insert(mapped), numbered[start : start + _BATCH])
        watch.report(start, "Écriture de la campagne")
    session.trace(Trace("import", mapped.__tablename__, first, first + len(rows) - 1, tuple(rows[0])))
    return [row["id"] for row in numbered]
