"""Code lists in the store: installed from the shipped files, then edited by each Caf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import Code, ListeCodes
from caseapp.errors import InputError
from caseapp.models.codes import CODE_LISTS, CodeListe, CodeMotif
from caseapp.store import JournaledSession, Store, Trace

_MOTIF, _MOTIF_AIDE = "motif", "motif_aide"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code as the settings screen lists it."""

    code: str
    libelle: str
    cible: str | None
    niveau: str | None
    depuis: date | None
    jusqu_au: date | None


def install_nomenclatures(session: JournaledSession, listes: Sequence[ListeCodes]) -> int:
    """Add the shipped codes that the store does not have yet, touching no other; return how many."""
    added = 0
    for liste in listes:
        added += _add_missing(session, liste.nom, liste.codes)
        if liste.nom == _MOTIF:
            added += _add_missing(session, _MOTIF_AIDE, liste.codes)
    return added


def _add_missing(session: JournaledSession, nom: str, codes: Sequence[Code]) -> int:
    mapped = CODE_LISTS[nom]
    known = set(session.scalars(select(mapped.code)))
    missing = [code for code in codes if code.code not in known]
    if missing:
        rows = [_values(mapped, code, len(known) + rank) for rank, code in enumerate(missing, 1)]
        session.execute(insert(mapped), rows)
        session.trace(Trace("creation", mapped.__tablename__, champs=tuple(code.code for code in missing)))
    return len(missing)


def _values(mapped: type[CodeListe], code: Code, ordre: int) -> dict[str, object]:
    values: dict[str, object] = {
        "code": code.code, "libelle": code.libelle, "ordre": ordre,
        "depuis": code.depuis, "jusqu_au": code.jusqu_au,
    }  # fmt: skip
    if mapped is CodeMotif:
        values |= {"cible": code.cible, "niveau": code.niveau}
    return values


class NomenclatureService:
    """Reads and edits the code lists of an open store."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store = store
        self._auteur = auteur

    def list_codes(self, liste: str) -> tuple[CodeRow, ...]:
        """Return the codes of a list in their order, disabled ones included."""
        mapped = CODE_LISTS[liste]
        with self._store.read() as session:
            return tuple(_row(entry) for entry in session.scalars(select(mapped).order_by(mapped.ordre)))

    def add_code(self, liste: str, code: Code) -> None:
        """Add a code of the Caf's own; InputError when the list has it already or it is malformed."""
        if not code.libelle.strip() or not code.code.isidentifier() or code.code != code.code.lower():
            raise InputError("Un code s'écrit en minuscules sans espace, et il lui faut un libellé.")
        if liste == _MOTIF and (code.cible is None or code.niveau not in {"national", "local"}):
            raise InputError("Un motif a une cible et un niveau, national ou local.")
        with self._store.write(self._auteur) as session:
            added = install_nomenclatures(session, [ListeCodes(liste, "", (code,))])
            if not added:
                raise InputError(f"Le code « {code.code} » existe déjà dans cette liste.")

    def rename_label(self, liste: str, code: str, libelle: str) -> None:
        """Change what a code is called on screen and paper; the code itself never changes."""
        if not libelle.strip():
            raise InputError("Un code garde un libellé.")
        with self._store.write(self._auteur) as session:
            _find(session, liste, code).libelle = libelle.strip()

    def disable_code(self, liste: str, code: str, jusqu_au: date | None) -> None:
        """Stop offering a code after `jusqu_au` (None: offer it again); past records keep it."""
        with self._store.write(self._auteur) as session:
            _find(session, liste, code).jusqu_au = jusqu_au


def _find(session: Session, liste: str, code: str) -> CodeListe:
    found = session.get(CODE_LISTS[liste], code)
    if found is None:
        raise InputError(f"Le code « {code} » est absent de cette liste.")
    return found


def _row(entry: CodeListe) -> CodeRow:
    return CodeRow(
        entry.code, entry.libelle, getattr(entry, "cible", None), getattr(entry, "niveau", None),
        entry.depuis, entry.jusqu_au,
    )  # fmt: skip
