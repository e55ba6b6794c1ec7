"""Which known family each person of an extraction is, or may be, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from caseapp.domain.names import family_name
from caseapp.exchange.watch import Watch
from caseapp.models import Famille
from caseapp.models.famille import sort_key
from caseapp.services.campagne_colonnes import Personne
from caseapp.services.doublons import Force, Identite, Ressemblance, names_to_look_for, rank, score
from caseapp.services.doublons_raisons import AGAINST
from caseapp.store.search import search_families

_F = Famille.__table__.c
_BATCH = 450
_SEARCHES, _FOUND = 6, 20
"""Searches for someone without a birth date, and families read for each."""


@dataclass(frozen=True, slots=True)
class Connue:
    """A family already in the store."""

    identite: Identite
    nom: str
    notices: tuple[str, ...]
    """What must be known before offering: protected, not to be called, not to be written to."""


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """The likeliest family; `sure` when its number is the same and nothing speaks against it."""

    famille: Connue
    raisons: tuple[str, ...]
    sure: bool
    force: Force
    par_numero: bool

    @property
    def is_taken(self) -> bool:
        """Whether the family is proposed; what is only possible, or contradicted, waits for a person."""
        contradicted = any(reason.startswith("mais noms") for reason in self.raisons)
        return self.sure or (self.force is not Force.POSSIBLE and not contradicted)


class Rapprocheur:
    """Looks for the families of a whole file at once: by number, by birth date, by name."""

    def __init__(self, session: Session, personnes: Sequence[Personne], watch: Watch) -> None:
        self._session, self._watch = session, watch
        self._known: dict[int, Connue] = {}
        wanted = [one for one in personnes if not one.refus]
        self._by_number = self._index(_F.matricule, _numbers(wanted), lambda row: bare(row.matricule))
        births = {one.date_naissance for one in wanted if one.date_naissance}
        self._by_birth = self._index(_F.date_naissance, births, lambda row: row.date_naissance)
        self._by_name = self._index(_F.cle_tri, _sort_keys(wanted), lambda row: row.cle_tri)

    def find(self, personne: Personne) -> Rapprochement | None:
        """Return the likeliest family, None when none resembles."""
        candidate = identity(personne)
        number = bare(personne.matricule or "")
        for ident in self._by_number.get(number, ()) if number else ():
            found = score(candidate, self._known[ident].identite)
            if found is not None:
                return self._result(found, by_number=True)
        others = dict.fromkeys((
            *self._by_birth.get(personne.date_naissance, ()),
            *(ident for key in _keys_of(personne) for ident in self._by_name.get(key, ())),
        ))  # fmt: skip
        if not others and personne.date_naissance is None:
            others = dict.fromkeys(self._search(candidate))
        likely = rank(candidate, (self._known[ident].identite for ident in others))
        return self._result(likely[0], by_number=False) if likely else None

    def _result(self, found: Ressemblance, *, by_number: bool) -> Rapprochement:
        sure = by_number and not any(reason.startswith(AGAINST) for reason in found.raisons)
        known = self._known[found.famille_id or 0]
        return Rapprochement(known, found.raisons, sure, found.force, by_number)

    def _index(self, column: Any, values: Iterable[Any], key: Any) -> dict[Any, tuple[int, ...]]:
        """Read the families that have one of these values, by `key`."""
        found: dict[Any, list[int]] = defaultdict(list)
        for batch in _batches(sorted(values)):
            self._watch.check()
            for row in self._read(column.in_(batch)):
                found[key(row)].append(row.id)
        return {value: tuple(idents) for value, idents in found.items()}

    def _search(self, candidate: Identite) -> list[int]:
        found: list[int] = []
        for words in names_to_look_for(candidate)[:_SEARCHES]:
            found += search_families(self._session.connection(), " ".join(words), _FOUND)
        missing = [ident for ident in dict.fromkeys(found) if ident not in self._known]
        for batch in _batches(missing):
            self._read(_F.id.in_(batch))
        return found

    def _read(self, condition: Any) -> Sequence[Any]:
        statement: Select[Any] = select(
            _F.id, _F.nom, _F.prenom, _F.date_naissance, _F.matricule, _F.telephone, _F.protection,
            _F.cle_tri, _F.ne_pas_appeler, _F.ne_pas_ecrire,
        ).where(condition)  # fmt: skip
        rows = self._session.execute(statement).all()
        for row in rows:
            self._known[row.id] = _known(row)
        return rows


def identity(personne: Personne) -> Identite:
    """Return a person of a file as they are compared."""
    return Identite(
        None, personne.nom or "", personne.prenom, personne.date_naissance, personne.matricule,
        personne.telephone,
    )  # fmt: skip


def bare(number: str) -> str:
    """Return a number as compared: spreadsheets lose the zeros at its beginning."""
    return number.replace(" ", "").lstrip("0").upper()


def _known(row: Any) -> Connue:
    notices = (
        (row.protection, "protégée"),
        (row.ne_pas_appeler, "ne pas appeler"),
        (row.ne_pas_ecrire, "ne pas écrire"),
    )
    return Connue(
        Identite(
            row.id,
            row.nom,
            row.prenom,
            row.date_naissance,
            row.matricule,
            row.telephone,
            bool(row.protection),
        ),
        family_name(row.nom, row.prenom),
        tuple(words for holds, words in notices if holds),
    )


def _numbers(personnes: Iterable[Personne]) -> set[str]:
    """Return each number as typed, and with the zeros that a spreadsheet may have lost."""
    typed = {one.matricule for one in personnes if one.matricule}
    return {form for one in typed for form in (one, one.upper(), one.lstrip("0"), one.zfill(7)) if form}


def _sort_keys(personnes: Iterable[Personne]) -> set[str]:
    return {key for one in personnes for key in _keys_of(one)}


def _keys_of(personne: Personne) -> tuple[str, ...]:
    """Return the places of a name in the order of families, as written and exchanged."""
    nom, prenom = personne.nom or "", personne.prenom
    if not nom:
        return ()
    return (sort_key(nom, prenom), sort_key(prenom, nom)) if prenom else (sort_key(nom, None),)


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]
