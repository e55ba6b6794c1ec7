"""The pending deadlines of all the open files, remembered: a write has only its families read again."""

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.names import family_name
from caseapp.models import Famille
from caseapp.services import impayes_faits, logements_faits, suivis_rsa_faits
from caseapp.services.dossiers_rows import (
    FAITE,
    CleEcheance,
    DossierCalcule,
    EcheanceSuivie,
    ReadCalcules,
    SuiteRow,
)
from caseapp.services.echeances_suites import MAPPED, read_suites
from caseapp.services.echeances_touchees import TABLES, touched_families
from caseapp.services.impayes_faits_lecture import ouverts
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.store import Store
from caseapp.store.journal import last_change

READERS: Mapping[Domaine, ReadCalcules] = {
    Domaine.IMPAYES: impayes_faits.read_calcules,
    Domaine.INDECENCE: logements_faits.read_calcules,
    Domaine.RSA: suivis_rsa_faits.read_calcules,
}
"""What reads the files of each domain."""
_OPEN: Mapping[Domaine, Callable[[date], ColumnElement[bool]]] = {
    Domaine.IMPAYES: ouverts,
    Domaine.INDECENCE: logements_faits.ouvert,
    Domaine.RSA: suivis_rsa_faits.ouvert,
}
_NAMES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Ouvertes:
    """What is pending at a moment; a file untouched since the former moment is the same object."""

    change: int
    """The last entry of the journal that counts."""
    today: date
    suivies: tuple[EcheanceSuivie, ...]
    """By day."""
    dossiers: Mapping[Domaine, Mapping[int, DossierCalcule]]
    """The open files, those of which nothing is pending too."""
    familles: Mapping[int, tuple[EcheanceSuivie, ...]]
    """What is pending of each family, by day."""


class EcheancesOuvertes:
    """Reads them; several that ask at the same time, each in its worker, wait for one reading."""

    def __init__(self, store: Store, regles: JeuxDeReglesService) -> None:
        self._store, self._regles = store, regles
        self._lock = Lock()
        self._known: Ouvertes | None = None

    def read(self, today: date) -> Ouvertes:
        """Return what is pending in the store as it is now."""
        with self._lock, self._store.read() as session:
            known = self.known(session, today)
            if known is None:
                known = self._known = self._read_again(session, today)
            return known

    def known(self, session: Session, today: date) -> Ouvertes | None:
        """Return what was read when nothing was written since; None when it must be read."""
        known = self._known
        if known is None or (known.change, known.today) != (last_change(session.connection(), TABLES), today):
            return None
        return known

    def of_files(
        self, session: Session, domaine: Domaine, today: date, ids: Collection[int] | None
    ) -> tuple[tuple[DossierCalcule, ...], list[EcheanceSuivie]]:
        """Read files, all the open ones for None, and what is pending of them."""
        dossiers = READERS[domaine](session, self._regles.en_vigueur_dans(session).jeux, today, ids)
        suites = read_suites(session, domaine, ids)
        return dossiers, list(follow(dossiers, suites, names(session, dossiers)))

    def _read_again(self, session: Session, today: date) -> Ouvertes:
        known, change = self._known, last_change(session.connection(), TABLES)
        touched = None
        if known is not None and known.today == today:
            touched = touched_families(session, known.change)
        if known is None or touched is None:
            return self._read_all(session, change, today)
        return self._read_touched(session, known, change, touched)

    def _read_all(self, session: Session, change: int, today: date) -> Ouvertes:
        suivies, dossiers = list[EcheanceSuivie](), {}
        for domaine in READERS:
            files, pending = self.of_files(session, domaine, today, None)
            dossiers[domaine] = {one.id: one for one in files}
            suivies += pending
        suivies.sort(key=by_day)
        return Ouvertes(change, today, tuple(suivies), dossiers, _by_family(suivies))

    def _read_touched(
        self, session: Session, known: Ouvertes, change: int, touched: Collection[int]
    ) -> Ouvertes:
        """Read the families touched again; all else stays as it was."""
        today = known.today
        suivies = [one for one in known.suivies if one.dossier.famille_id not in touched]
        dossiers, fresh = {}, list[EcheanceSuivie]()
        for domaine, before in known.dossiers.items():
            mapped = MAPPED[domaine]
            ids = select(mapped.id).where(_OPEN[domaine](today), mapped.famille_id.in_(touched))
            files, pending = self.of_files(session, domaine, today, tuple(session.scalars(ids)))
            kept = {ident: one for ident, one in before.items() if one.famille_id not in touched}
            dossiers[domaine] = kept | {one.id: one for one in files}
            fresh += pending
        for one in fresh:
            insort(suivies, one, key=by_day)
        familles = {ident: found for ident, found in known.familles.items() if ident not in touched}
        familles |= _by_family(sorted(fresh, key=by_day))
        return Ouvertes(change, today, tuple(suivies), dossiers, familles)


def follow(
    dossiers: Iterable[DossierCalcule],
    suites: Mapping[CleEcheance, SuiteRow],
    known_names: Mapping[int, str],
    *,
    met: bool = False,
) -> Iterator[EcheanceSuivie]:
    """Yield the pending deadlines of files, with those met when they are wanted."""
    for dossier in dossiers:
        domaine, ident, name = dossier.domaine, dossier.id, known_names[dossier.famille_id]
        for one in dossier.echeances:
            if one.fait_le is not None and not met:
                continue
            suite = suites.get(CleEcheance(domaine, ident, one.regle.code, one.depuis)) if suites else None
            if met or suite is None or suite.etat != FAITE:
                yield EcheanceSuivie(dossier, one, suite, name)


def names(session: Session, dossiers: Iterable[DossierCalcule]) -> dict[int, str]:
    """Return the name of each family that has one of these files."""
    wanted = sorted({one.famille_id for one in dossiers})
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _NAMES_AT_ONCE):
        some = wanted[start : start + _NAMES_AT_ONCE]
        statement = select(Famille.id, Famille.nom, Famille.prenom).where(Famille.id.in_(some))
        found |= {ident: family_name(nom, prenom) for ident, nom, prenom in session.execute(statement)}
    return found


def by_day(one: EcheanceSuivie) -> tuple[date, str, int, str]:
    """Order deadlines by day, then family."""
    return one.jour, one.famille, one.dossier.id, one.echeance.regle.code


def _by_family(suivies: Iterable[EcheanceSuivie]) -> dict[int, tuple[EcheanceSuivie, ...]]:
    found: dict[int, list[EcheanceSuivie]] = {}
    for one in suivies:
        found.setdefault(one.dossier.famille_id, []).append(one)
    return {ident: tuple(pending) for ident, pending in found.items()}
