"""The history of a family in words: who did what, when, and what each field was before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.moments import local_day
from caseapp.domain.names import worker_name
from caseapp.domain.nomenclature import NiveauNote
from caseapp.models import Agent, EntreeJournal, Famille, Note, Operation, Reglage, Version
from caseapp.services.historique_champs import OBJETS, TECHNIQUES, field_label
from caseapp.services.historique_mots import UNKNOWN, Words
from caseapp.store import Store
from caseapp.store.operations import Values, read_values

PAGE = 60
"""Steps and consultations read at once."""
MASKED = "masqué"
_CONTACT = {"telephone", "courriel", "adresse", "complement", "code_commune"}
_PLACES = {"familles", "logements"}
"""Tables that tell where a protected family is."""
_PERSONAL = {"texte"}
_ME = "agent."
"""Beginning of the setting that says which agent an author is."""


@dataclass(frozen=True, slots=True)
class Changement:
    """One field before and after, in words."""

    champ: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True)
class Entree:
    """One record changed in a step, or consultations; `moment` is UTC, without its zone."""

    moment: datetime
    qui: str
    titre: str
    objet: str = ""
    """Which record: `Intervention : Séparation`."""
    changements: tuple[Changement, ...] = ()
    version_id: int | None = None
    """What can be put back as it was before, None for nothing."""
    masque: bool = False
    """Whether something of it is not shown."""
    creation: bool = False
    suppression: bool = False
    """Whether the record had nothing before, or has nothing after."""


@dataclass(frozen=True, slots=True)
class PageHistorique:
    """A part of the history, latest first; `suite` is where the next one begins, None at the end."""

    entrees: tuple[Entree, ...]
    suite: int | None = None


class _Key(NamedTuple):
    """Where an operation, or consecutive consultations, stand in the history."""

    moment: datetime
    operation_id: int
    """0 for consultations."""
    auteur: str = ""
    contact: bool = False
    times: int = 1


class LectureHistoriqueService:
    """Reads the history as its reader may see it: no one else's personal notes, no masked contact."""

    def __init__(self, store: Store, auteur: str, communes: CommuneDirectory) -> None:
        self._store = store
        self._auteur = auteur
        self._communes = communes

    def read(self, famille_id: int, start: int = 0) -> PageHistorique:
        """Return a page of the history of a family and of all that hangs on it, from the place `start`."""
        with self._store.read() as session:
            familles = _familles(session, famille_id)
            keys = _keys(session, famille_id, familles)
            shown = keys[start : start + PAGE]
            reader = _Reader(session, self._auteur, self._communes, familles)
            entrees = tuple(reader.entries(shown))
        following = start + PAGE
        return PageHistorique(entrees, following if following < len(keys) else None)


def _familles(session: Session, famille_id: int) -> frozenset[int]:
    """Return the family and those that were merged into it, which are gone."""
    found, new = {famille_id}, {famille_id}
    while new:
        gone = (
            select(Version.objet_id)
            .join(Operation, Operation.id == Version.operation_id)
            .where(Operation.famille_id.in_(new), Version.objet == "familles", Version.apres.is_(None))
            .where(Version.objet_id.not_in(select(Famille.id)))
        )
        new = set(session.scalars(gone)) - found
        found |= new
    return frozenset(found)


def _keys(session: Session, famille_id: int, familles: frozenset[int]) -> list[_Key]:
    """Return what the history is made of, latest first, the consultations of one person and day together."""
    about = select(Version.operation_id).where(Version.objet == "familles", Version.objet_id.in_(familles))
    operations = select(Operation.moment, Operation.id).where(
        or_(Operation.famille_id.in_(familles), Operation.id.in_(about))
    )
    keys = [_Key(moment, ident) for moment, ident in session.execute(operations)]
    consulted = select(EntreeJournal.horodatage, EntreeJournal.auteur, EntreeJournal.champs).where(
        EntreeJournal.objet == "familles",
        EntreeJournal.objet_id == famille_id,
        EntreeJournal.action == "consultation",
    )
    for horodatage, auteur, champs in session.execute(consulted):
        moment = datetime.fromisoformat(horodatage).replace(tzinfo=None)
        keys.append(_Key(moment, 0, auteur, bool(champs)))
    keys.sort(reverse=True)
    return [_together(list(group)) for _, group in groupby(keys, key=_sort_of)]


def _sort_of(key: _Key) -> tuple[int, str, bool, date | None]:
    return key.operation_id, key.auteur, key.contact, None if key.operation_id else local_day(key.moment)


def _together(keys: list[_Key]) -> _Key:
    return keys[0]._replace(times=len(keys))


class _Reader:
    """Says in words the keys of one page."""

    def __init__(
        self, session: Session, auteur: str, communes: CommuneDirectory, familles: Iterable[int]
    ) -> None:
        self._session, self._auteur = session, auteur
        self._words = Words(session, communes)
        protected = select(Famille.id).where(Famille.id.in_(list(familles)), Famille.protection.is_(True))
        self._protected = session.scalar(protected.limit(1)) is not None
        self._who = _agents(session)

    def entries(self, keys: Sequence[_Key]) -> Iterable[Entree]:
        ids = [key.operation_id for key in keys if key.operation_id]
        found = self._session.scalars(select(Operation).where(Operation.id.in_(ids)))
        operations = {one.id: one for one in found}
        statement = select(Version).where(Version.operation_id.in_(ids)).order_by(Version.id)
        versions = self._session.scalars(statement).all()
        others = self._notes_of_others({one.objet_id for one in versions if one.objet == "notes"})
        for key in keys:
            if key.operation_id:
                mine = [one for one in versions if one.operation_id == key.operation_id]
                yield from self._step(operations[key.operation_id], mine, others)
            else:
                yield self._consultation(key)

    def _consultation(self, key: _Key) -> Entree:
        titre = "Coordonnées affichées" if key.contact else "Fiche consultée"
        times = f" {key.times} fois" if key.times > 1 else ""
        return Entree(key.moment, self._who.get(key.auteur, key.auteur), f"{titre}{times}")

    def _step(
        self, operation: Operation, versions: list[Version], others: dict[int, bool]
    ) -> Iterable[Entree]:
        """Yield one entry a record changed; records that only followed a merged family are left out."""
        qui = self._who.get(operation.auteur, operation.auteur)
        told = [self._version(operation, qui, one, others) for one in versions]
        yield from [one for one in told if one.changements] or told[:1]

    def _version(self, operation: Operation, qui: str, version: Version, others: dict[int, bool]) -> Entree:
        before, after = (read_values(version.objet, text) for text in (version.avant, version.apres))
        secret = others.get(version.objet_id) if version.objet == "notes" else None
        masked = _PERSONAL if secret else _CONTACT if self._masks_contact(version) else set()
        changes = tuple(self._changes(version.objet, before or {}, after or {}, masked))
        known = {**self._words.present(version.objet, version.objet_id), **(before or {}), **(after or {})}
        name = self._words.name(version.objet, known)
        label = OBJETS[version.objet]
        return Entree(
            operation.moment, qui, operation.libelle, f"{label} : {name}" if name else label, changes,
            None if before is None or secret is not None else version.id,
            masque=bool(masked & ((before or {}).keys() | (after or {}).keys())),
            creation=before is None, suppression=after is None,
        )  # fmt: skip

    def _masks_contact(self, version: Version) -> bool:
        return version.objet in _PLACES and self._protected

    def _changes(
        self, objet: str, before: Values, after: Values, masked: Iterable[str]
    ) -> Iterable[Changement]:
        for champ in dict.fromkeys((*before, *after)):
            was, became = before.get(champ), after.get(champ)
            if champ in TECHNIQUES or was == became:
                continue
            said = [
                MASKED if champ in masked and value is not None else self._words.value(objet, champ, value)
                for value in (was, became)
            ]
            yield Changement(field_label(objet, champ), *said)

    def _notes_of_others(self, ids: set[int]) -> dict[int, bool]:
        """Return the notes that the reader did not write, each with whether it was ever personal."""
        known: dict[int, list[Values]] = {ident: [self._words.present("notes", ident)] for ident in ids}
        statement = select(Version).where(Version.objet == Note.__tablename__, Version.objet_id.in_(ids))
        for version in self._session.scalars(statement):
            for text in (version.avant, version.apres):
                known[version.objet_id].append(read_values(version.objet, text) or {})
        found: dict[int, bool] = {}
        for ident, states in known.items():
            authors = {state["auteur"] for state in states if state.get("auteur")}
            personal = any(state.get("niveau") == NiveauNote.PERSONNELLE for state in states)
            if self._auteur not in authors and (authors or personal):
                found[ident] = personal
        return found


def _agents(session: Session) -> dict[str, str]:
    """Return the name of the agent that each author said to be."""
    statement = select(Reglage.cle, Agent).join(Agent, Agent.code == Reglage.valeur)
    rows = session.execute(statement.where(Reglage.cle.startswith(_ME, autoescape=True)))
    return {cle.removeprefix(_ME): worker_name(one.nom, one.prenom, one.code) for cle, one in rows}


__all__ = ["UNKNOWN", "Changement", "Entree", "LectureHistoriqueService", "PageHistorique"]
