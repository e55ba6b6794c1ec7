"""Families typed in the window: duplicates looked for first, created, changed."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy import select

from caseapp.domain.communes import CommuneDirectory
from caseapp.errors import InputError
from caseapp.models import Famille
from caseapp.models.base import new_reference
from caseapp.services.doublons import Force, Identite, Ressemblance, names_to_look_for, rank
from caseapp.services.famille_saisie_controles import FamilleSaisie, checked
from caseapp.services.familles import FamilleRow, FamilleService
from caseapp.services.perimetre import Choice
from caseapp.store import Step, Store, Trace
from caseapp.store.search_doublons import search_candidates

CONTACT = ("adresse", "telephone", "courriel", "code_commune")
"""What is masked of a protected family."""
LOOK_FIRST = "Des familles ressemblent à celle-ci : regardez-les avant de créer."
_BATCH = 900
_F = Famille.__table__.c
_IDENTITY = (_F.id, _F.nom, _F.prenom, _F.date_naissance, _F.matricule, _F.telephone, _F.protection)


@dataclass(frozen=True, slots=True)
class Probable:
    """A family that may be the one being typed, and why."""

    famille: FamilleRow
    force: Force
    raisons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilleConnue:
    """A family to be changed, and its commune as a choice."""

    saisie: FamilleSaisie
    commune: Choice | None


class FamilleSaisieService:
    """Writes families, each change a step that can be undone."""

    def __init__(
        self, store: Store, auteur: str, communes: CommuneDirectory, familles: FamilleService
    ) -> None:
        self._store, self._auteur = store, auteur
        self._communes, self._familles = communes, familles

    def find_likely(self, identite: Identite) -> tuple[Probable, ...]:
        """Return the families that may be this one, the likeliest first, at most eight."""
        found = rank(identite, self._candidates(identite))
        rows = {row.id: row for row in self._familles.list_rows([_id(one) for one in found])}
        return tuple(
            Probable(rows[_id(one)], one.force, one.raisons) for one in found if one.famille_id in rows
        )

    def read(self, famille_id: int) -> FamilleConnue:
        """Return a family to be changed; the contact of a protected one is thereby asked for, and traced."""
        with self._store.read() as session:
            famille = session.get(Famille, famille_id)
            if famille is None:
                raise InputError("Cette famille n'est plus dans la base.")
            values = {one.name: getattr(famille, one.name) for one in fields(FamilleSaisie)}
        if famille.protection:
            with self._store.write(self._auteur) as traced:
                traced.trace(Trace("consultation", "familles", famille_id, famille_id, CONTACT))
        saisie = FamilleSaisie(**values)
        code = saisie.code_commune
        return FamilleConnue(saisie, Choice(code, self._communes.name(code)) if code else None)

    def create(self, saisie: FamilleSaisie, today: date, seen: frozenset[int] = frozenset()) -> int:
        """Create a family and return its identifier.

        InputError when a likely duplicate is not among `seen`, those that the user was shown and set aside;
        FieldError for a field, MatriculeTakenError for a number that another family has.
        """
        likely = self.find_likely(identity(saisie))
        with self._store.write(self._auteur, Step("Famille créée")) as session:
            clean = checked(session, saisie, today, self._communes)
            if not {one.famille.id for one in likely} <= seen:
                raise InputError(LOOK_FIRST)
            famille = Famille(reference=new_reference("F"), **_kept(clean))
            session.add(famille)
            session.flush()
            return famille.id

    def update(self, famille_id: int, saisie: FamilleSaisie, today: date) -> None:
        """Change a family; refusals as for `create`, duplicates aside."""
        with self._store.write(self._auteur, Step("Famille modifiée", famille_id)) as session:
            famille = session.get(Famille, famille_id)
            if famille is None:
                raise InputError("Cette famille n'est plus dans la base.")
            clean = checked(session, saisie, today, self._communes, famille)
            for name, value in asdict(clean).items():
                if value is not False or getattr(famille, name) is not None:
                    setattr(famille, name, value)

    def _candidates(self, identite: Identite) -> tuple[Identite, ...]:
        """Read those that the index brings."""
        with self._store.read() as session:
            connection = session.connection()
            ids = search_candidates(connection, names_to_look_for(identite), identite.date_naissance)
            batches = (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
            rows = [
                row
                for batch in batches
                for row in session.execute(select(*_IDENTITY).where(_F.id.in_(batch)))
            ]
        return tuple(Identite(*row[:-1], protection=bool(row.protection)) for row in rows)


def identity(saisie: FamilleSaisie, famille_id: int | None = None) -> Identite:
    """Return a family being typed as duplicates are looked for."""
    return Identite(
        famille_id, saisie.nom or "", saisie.prenom, saisie.date_naissance, saisie.matricule,
        saisie.telephone, saisie.protection,
    )  # fmt: skip


def _kept(saisie: FamilleSaisie) -> dict[str, object]:
    """Return the attributes of a new family; what was not ticked stays unknown."""
    return {name: None if value is False else value for name, value in asdict(saisie).items()}


def _id(found: Ressemblance) -> int:
    return found.famille_id or 0
