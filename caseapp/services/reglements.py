"""The règlement of each year: its aids, compared with the requests; it explains, it never decides."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.reglement_aide import Constat, Regle
from caseapp.domain.reglement_ecriture import write_catalogue
from caseapp.domain.reglement_fichier import FIRST_YEAR, LAST_YEAR, Catalogue, dated, load_catalogue
from caseapp.domain.text import fold
from caseapp.errors import FieldError, InputError
from caseapp.files import reason_of, write_document
from caseapp.models import Aide, AideReglement, Reglement, TypeAide
from caseapp.services.perimetre import Choice
from caseapp.services.reglements_ecriture import (
    check_name,
    copy_year,
    find_reglement,
    keep_regle,
    new_reglement,
    remove_regle,
)
from caseapp.services.reglements_import import apply, preview, read_catalogue
from caseapp.services.reglements_lecture import read_constats, read_regle
from caseapp.services.reglements_rows import AideRow, Apercu, ChoixAide, ReglementVue
from caseapp.services.reglements_vue import read_choices, read_vue
from caseapp.services.saisie_suivi import cleaned, filled_in
from caseapp.store import Step, Store

__all__ = ["AideRow", "Apercu", "ChoixAide", "ReglementService", "ReglementVue"]

_PAST = "Le règlement de {} est celui d'une année passée : dites d'abord que vous voulez le modifier."
_NO_CAF = "Écrivez le nom de la Caf."


class ReglementService:
    """Reads and writes the règlements of an open store: one a year, of the Caf that the store belongs to.

    A past year is changed only by who says so (`past`): what is said of its requests would change too.
    """

    def __init__(self, store: Store, auteur: str, exemples: Path) -> None:
        self._store, self._auteur, self._exemples = store, auteur, exemples

    # --- For a request ---

    def regle(self, session: Session, type_aide_id: int, annee: int) -> Regle | None:
        """Return an aid in the règlement of a year, None when it is not there."""
        return read_regle(session, type_aide_id, annee)

    def constats(self, session: Session, aide: Aide) -> tuple[Constat, ...]:
        """Return the remarks on a request, as it stands in a session that may be writing it."""
        return read_constats(session, aide)

    def constats_de(self, aide_id: int) -> tuple[Constat, ...]:
        """Return the remarks on a request; InputError when it is gone."""
        with self._store.read() as session:
            aide = session.get(Aide, aide_id)
            if aide is None:
                raise InputError("Cette demande n'est plus dans la base.")
            return read_constats(session, aide)

    # --- Reading ---

    def annees(self) -> tuple[int, ...]:
        """Return the years that have a règlement, the latest first."""
        with self._store.read() as session:
            return tuple(session.scalars(select(Reglement.annee).order_by(Reglement.annee.desc())))

    def ouvrir(self, annee: int) -> ReglementVue | None:
        """Return the règlement of a year, None when there is none."""
        with self._store.read() as session:
            return read_vue(session, annee)

    def choix(self, annee: int) -> ChoixAide:
        """Return what the fields of an aid of a year offer."""
        with self._store.read() as session:
            return read_choices(session, annee)

    def exemples(self) -> tuple[Choice, ...]:
        """Return the examples that are shipped; the key is the path of the file."""
        found = [(path, load_catalogue(path)) for path in sorted(self._exemples.glob("*.toml"))]
        return tuple(Choice(str(path), f"{one.caf}, {one.annee}") for path, one in found)

    # --- Writing ---

    def create(self, annee: int, caf: str, source: str, today: date, *, past: bool = False) -> None:
        """Begin the règlement of a year, without any aid yet."""
        if not FIRST_YEAR <= annee <= LAST_YEAR:
            raise FieldError("annee", "Cette année n'est pas possible.")
        _check_year(annee, today, past=past)
        name, whence = filled_in("caf", caf, _NO_CAF), cleaned("source", source)
        with self._store.write(self._auteur, Step(f"Règlement {annee} créé")) as session:
            new_reglement(session, annee, name, whence)

    def rename(self, annee: int, caf: str, source: str, today: date, *, past: bool = False) -> None:
        """Change whose règlement it is, and where its facts were published."""
        _check_year(annee, today, past=past)
        with self._store.write(self._auteur, Step(f"Règlement {annee} modifié")) as session:
            reglement = find_reglement(session, annee)
            reglement.caf = filled_in("caf", caf, _NO_CAF)
            reglement.source = cleaned("source", source)

    def save(self, annee: int, aide_id: int | None, regle: Regle, today: date, *, past: bool = False) -> int:
        """Add an aid to a year, or change one, whose name changes for every year; FieldError for what fails.

        A new aid without a code takes one from its name.
        """
        _check_year(annee, today, past=past)
        label = f"Aide {'modifiée' if aide_id else 'ajoutée'} au règlement {annee}"
        with self._store.write(self._auteur, Step(label)) as session:
            reglement = find_reglement(session, annee)
            aide = None if aide_id is None else _find(session, aide_id)
            if aide is not None:
                _rename_type(session, aide, regle)
            return keep_regle(session, reglement, _coded(session, regle), aide).id

    def remove(self, aide_id: int, today: date, *, past: bool = False) -> None:
        """Remove an aid of a year; the requests made for it stay, without anything to be compared with."""
        with self._store.read() as session:
            annee = session.get_one(Reglement, _find(session, aide_id).reglement_id).annee
        _check_year(annee, today, past=past)
        with self._store.write(self._auteur, Step(f"Aide retirée du règlement {annee}")) as session:
            remove_regle(session, _find(session, aide_id))

    def copy(self, annee: int, vers: int) -> None:
        """Copy a year to one that has no règlement: aids, and budget lines with their amounts."""
        with self._store.write(self._auteur, Step(f"Règlement {annee} copié vers {vers}")) as session:
            copy_year(session, annee, vers)

    # --- Files ---

    def preview(self, path: Path, annee: int | None = None) -> Apercu:
        """Return what a file would change, to its own year or to another.

        InputError, naming the line or the aid, when it does not hold.
        """
        try:
            catalogue = load_catalogue(path)
        except OSError as error:
            raise InputError(f"« {path.name} » ne peut pas être lu : {reason_of(error)}.") from error
        except ValueError as error:
            raise InputError(str(error)) from error
        with self._store.read() as session:
            return preview(session, catalogue if annee is None else dated(catalogue, annee))

    def apply(self, catalogue: Catalogue, today: date, *, past: bool = False) -> None:
        """Make the règlement of a year what a file says."""
        _check_year(catalogue.annee, today, past=past)
        with self._store.write(self._auteur, Step(f"Règlement {catalogue.annee} importé")) as session:
            apply(session, catalogue)

    def export(self, annee: int, path: Path) -> None:
        """Write the règlement of a year; OutputError when the disk refuses."""
        with self._store.read() as session:
            catalogue = read_catalogue(session, annee)
        if catalogue is None:
            raise InputError(f"Il n'y a pas de règlement pour {annee}.")
        write_document(path, write_catalogue(catalogue).encode())


def _check_year(annee: int, today: date, *, past: bool) -> None:
    if annee < today.year and not past:
        raise InputError(_PAST.format(annee))


def _find(session: Session, aide_id: int) -> AideReglement:
    found = session.get(AideReglement, aide_id)
    if found is None:
        raise InputError("Cette aide n'est plus au règlement.")
    return found


def _rename_type(session: Session, aide: AideReglement, regle: Regle) -> None:
    genre = session.get_one(TypeAide, aide.type_aide_id)
    check_name(session, regle.libelle, genre.code)
    genre.libelle = regle.libelle


def _coded(session: Session, regle: Regle) -> Regle:
    """Give a new aid the name that its code has in other years, or a code made of its name."""
    if regle.code:
        known = session.scalar(select(TypeAide).where(TypeAide.code == regle.code))
        return regle if known is None else replace(regle, libelle=known.libelle, domaine=known.domaine)
    stem = fold(regle.libelle).replace(" ", "_")[:50] or "aide"
    taken = set(session.scalars(select(TypeAide.code).where(TypeAide.code.startswith(stem, autoescape=True))))
    free = (stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3)))
    return replace(regle, code=next(code for code in free if code not in taken))
