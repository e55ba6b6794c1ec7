"""Families: found as one types, opened with everything that was done for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.names import family_name
from caseapp.errors import InputError
from caseapp.models import Famille, Intervention, Situation
from caseapp.models.codes import CODE_LISTS
from caseapp.services.echeances_aides import read_alertes
from caseapp.services.famille_saisie_foyer import PersonneRow, read_people
from caseapp.services.fil import Fait, read_timeline
from caseapp.services.perimetre import Choice
from caseapp.store import Store, Trace
from caseapp.store.search import search_families

MASKED = "masqué"
_BATCH = 1_000
_F = Famille.__table__.c
_ROW_COLUMNS = (
    _F.id, _F.reference, _F.matricule, _F.nom, _F.prenom, _F.date_naissance, _F.code_commune, _F.telephone,
    _F.protection, _F.ne_pas_appeler, _F.ne_pas_ecrire, _F.consigne,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FamilleRow:
    """A family as lists show it; the commune and the phone of a protected one are masked."""

    id: int
    reference: str
    matricule: str | None
    nom: str
    prenom: str | None
    date_naissance: date | None
    commune: str
    telephone: str | None
    protection: bool
    interventions_actives: int = 0
    """Interventions not closed."""
    notices: tuple[str, ...] = ()
    """What must be known before reaching the family, in sentences."""


@dataclass(frozen=True, slots=True)
class SituationRow:
    """What is true of a household from `date_effet`, in words; QF in cents of euro."""

    date_effet: date
    composition: str | None
    nombre_enfants: int | None
    naissance_dernier_enfant: date | None
    grossesse: bool | None
    quotient_familial: int | None
    minima_sociaux: bool | None
    aide_logement: str | None


@dataclass(frozen=True, slots=True)
class Fiche:
    """A family opened: who, the situation of the day, the earlier ones, and its timeline, latest first."""

    famille: FamilleRow
    courriel: str | None
    situation: SituationRow | None
    situations: tuple[SituationRow, ...]
    fil: tuple[Fait, ...]
    adresse: str | None = None
    personnes: tuple[PersonneRow, ...] = ()
    alertes: tuple[str, ...] = ()
    """What is late or urgent on its aids, in sentences."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a family, in clear."""

    telephone: str | None
    courriel: str | None
    commune: str = ""
    adresse: str | None = None


class FamilleService:
    """Reads the families of an open store; opening one leaves a trace."""

    def __init__(self, store: Store, auteur: str, communes: CommuneDirectory) -> None:
        self._store = store
        self._auteur = auteur
        self._communes = communes

    def list_ids(self) -> tuple[int, ...]:
        """Return every family, in the order of names."""
        with self._store.read() as session:
            return tuple(session.scalars(select(_F.id).order_by(_F.cle_tri, _F.id)))

    def search(self, text: str, limit: int = 1_000) -> tuple[int, ...]:
        """Return the families that hold every word of `text` (name, number, phone, commune), by name."""
        with self._store.read() as session:
            return tuple(search_families(session.connection(), text, limit))

    def list_rows(self, ids: Sequence[int]) -> tuple[FamilleRow, ...]:
        """Return the families of `ids`, in that order; those that no longer exist are left out."""
        found: dict[int, Row[Any]] = {}
        actives: dict[int, int] = {}
        with self._store.read() as session:
            for start in range(0, len(ids), _BATCH):
                batch = ids[start : start + _BATCH]
                statement: Select[Any] = select(*_ROW_COLUMNS).where(_F.id.in_(batch))
                found |= {row.id: row for row in session.execute(statement)}
                actives |= _open_interventions(session, batch)
        return tuple(self._row(found[ident], actives.get(ident, 0)) for ident in ids if ident in found)

    def search_choices(self, text: str, limit: int = 12) -> tuple[Choice, ...]:
        """Return the families that a field offers, by name; the key is the identifier."""
        return tuple(
            Choice(str(row.id), choice_label(row)) for row in self.list_rows(self.search(text, limit))
        )

    def prepare(self) -> None:
        """Read a family that does not exist, so that the first one opened is as quick as the others."""
        with self._store.read() as session:
            _open_interventions(session, [0])
            _situations(session, 0)
            read_people(session, 0)
            read_timeline(session, 0, self._auteur)

    def open_fiche(self, famille_id: int, today: date) -> Fiche:
        """Return a family with its timeline and leave a trace of the consultation; InputError when gone."""
        with self._store.write(self._auteur) as session:
            statement: Select[Any] = select(*_ROW_COLUMNS, _F.courriel, _F.adresse).where(_F.id == famille_id)
            row = session.execute(statement).one_or_none()
            if row is None:
                raise InputError("Cette famille n'est plus dans la base.")
            session.trace(Trace("consultation", "familles", famille_id, famille_id))
            situations = _situations(session, famille_id)
            famille = self._row(row, _open_interventions(session, [famille_id]).get(famille_id, 0))
            return Fiche(
                famille=famille,
                courriel=MASKED if famille.protection and row.courriel else row.courriel,
                adresse=MASKED if famille.protection and row.adresse else row.adresse,
                personnes=read_people(session, famille_id),
                situation=next((one for one in situations if one.date_effet <= today), None),
                situations=situations,
                fil=read_timeline(session, famille_id, self._auteur),
                alertes=read_alertes(session, famille_id, today),
            )

    def reveal_contact(self, famille_id: int) -> Contact:
        """Return the contact of a protected family in clear, and leave a trace of who asked."""
        with self._store.write(self._auteur) as session:
            columns = (_F.adresse, _F.telephone, _F.courriel, _F.code_commune)
            statement: Select[Any] = select(*columns).where(_F.id == famille_id)
            row = session.execute(statement).one_or_none()
            if row is None:
                raise InputError("Cette famille n'est plus dans la base.")
            session.trace(Trace("consultation", "familles", famille_id, famille_id, tuple(row._fields)))
            return Contact(row.telephone, row.courriel, self._commune(row.code_commune), row.adresse)

    def _row(self, row: Row[Any], actives: int) -> FamilleRow:
        protection = bool(row.protection)
        commune = self._commune(row.code_commune)
        return FamilleRow(
            row.id, row.reference, row.matricule, row.nom, row.prenom, row.date_naissance,
            MASKED if protection and commune else commune,
            MASKED if protection and row.telephone else row.telephone, protection, actives, _notices(row),
        )  # fmt: skip

    def _commune(self, code: str | None) -> str:
        return self._communes.name(code) if code else ""


def choice_label(famille: FamilleRow) -> str:
    """Say a family on one line: `Nguyễn Emma · 1004233 · Dax`; of a protected one, that it is, not where."""
    place = "protégée" if famille.protection else famille.commune
    name = family_name(famille.nom, famille.prenom)
    return " · ".join(part for part in (name, famille.matricule, place) if part)


def _notices(row: Row[Any]) -> tuple[str, ...]:
    """Return what must be known before reaching a family."""
    said = (row.ne_pas_appeler and "Ne pas appeler.", row.ne_pas_ecrire and "Ne pas écrire.", row.consigne)
    return tuple(one for one in said if one)


def _open_interventions(session: Session, ids: Sequence[int]) -> dict[int, int]:
    interventions = Intervention.__table__.c
    statement = (
        select(interventions.famille_id, func.count() - func.count(interventions.date_cloture))
        .where(interventions.famille_id.in_(ids))
        .group_by(interventions.famille_id)
    )
    return dict(session.execute(statement).all())


def _situations(session: Session, famille_id: int) -> tuple[SituationRow, ...]:
    """Return the situations of a family, latest first, with the labels of their codes."""
    composition, aide = CODE_LISTS["composition"], CODE_LISTS["aide_logement"]
    statement = (
        select(Situation, composition.libelle, aide.libelle)
        .outerjoin(composition, composition.code == Situation.composition)
        .outerjoin(aide, aide.code == Situation.aide_logement)
        .where(Situation.famille_id == famille_id)
        .order_by(Situation.date_effet.desc())
    )
    return tuple(
        SituationRow(
            one.date_effet, composition_libelle, one.nombre_enfants, one.naissance_dernier_enfant,
            one.grossesse, one.quotient_familial, one.minima_sociaux, aide_libelle,
        )
        for one, composition_libelle, aide_libelle in session.execute(statement)
    )  # fmt: skip
