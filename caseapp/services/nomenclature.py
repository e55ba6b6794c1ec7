"""Code lists in the store: installed from the shipped files, then edited by each Caf."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import insert, literal, select, union_all
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import Cible, Code, ListeCodes
from caseapp.domain.text import clean_text, has_forbidden_characters
from caseapp.errors import InputError
from caseapp.models.codes import CODE_LISTS, CodeDroit, CodeListe, CodeMotif
from caseapp.store import JournaledSession, Store, Trace

_MOTIF, _MOTIF_AIDE = "motif", "motif_aide"
_NIVEAUX = ("national", "local")
_DROIT, _ORGANISMES = "droit", ("caf", "autre")
_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")
_LABEL_LENGTH = 200


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code as the settings screen lists it."""

    code: str
    libelle: str
    cible: str | None
    niveau: str | None
    depuis: date | None
    jusqu_au: date | None


_EVERY_CODE = union_all(
    *(select(literal(nom), mapped.code, mapped.ordre) for nom, mapped in CODE_LISTS.items())
)
"""Every list in one statement: one by one they would be most of the time that opening a store takes."""
_Known = dict[str, dict[str, int]]
"""The codes of each list, with their place in it."""


def lacks_codes(store: Store, listes: Sequence[ListeCodes]) -> bool:
    """Tell whether a shipped code is missing from the store, so that opening one writes nothing."""
    with store.read() as session:
        known = _read_known(session)
    return any(_missing(known, nom, liste) for liste in listes for nom in _lists_holding(liste.nom))


def install_nomenclatures(session: JournaledSession, listes: Sequence[ListeCodes]) -> int:
    """Add the shipped codes that the store does not have yet, touching no other; return how many."""
    known, connection = _read_known(session), session.connection()
    traces, added = [], 0
    for liste in listes:
        for nom in _lists_holding(liste.nom):
            if missing := _missing(known, nom, liste):
                mapped, last = CODE_LISTS[nom], max(known[nom].values(), default=0)
                rows = [_values(mapped, code, last + rank) for rank, code in enumerate(missing, 1)]
                connection.execute(insert(mapped), rows)
                known[nom].update((code.code, last + rank) for rank, code in enumerate(missing, 1))
                champs = tuple(code.code for code in missing)
                traces.append(Trace("creation", mapped.__tablename__, champs=champs))
                added += len(missing)
    session.trace(*traces)
    return added


def _lists_holding(nom: str) -> tuple[str, ...]:
    """Return the lists where the codes of a list live: the motifs are also motifs of an aid."""
    return (_MOTIF, _MOTIF_AIDE) if nom == _MOTIF else (nom,)


def _read_known(session: Session) -> _Known:
    known: _Known = {nom: {} for nom in CODE_LISTS}
    for nom, code, ordre in session.execute(_EVERY_CODE):
        known[nom][code] = ordre
    return known


def _missing(known: _Known, nom: str, liste: ListeCodes) -> list[Code]:
    return [code for code in liste.codes if code.code not in known[nom]]


def _values(mapped: type[CodeListe], code: Code, ordre: int) -> dict[str, object]:
    values: dict[str, object] = {
        "code": code.code, "libelle": code.libelle, "ordre": ordre,
        "depuis": code.depuis, "jusqu_au": code.jusqu_au,
    }  # fmt: skip
    if mapped is CodeMotif:
        values |= {"cible": code.cible, "niveau": code.niveau}
    if mapped is CodeDroit:
        values["organisme"] = code.organisme
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
        if not _CODE.fullmatch(code.code):
            raise InputError("Un code s'écrit en lettres minuscules sans accent, chiffres et tirets bas.")
        if liste == _MOTIF and (code.cible not in set(Cible) or code.niveau not in _NIVEAUX):
            raise InputError("Un motif a une cible et un niveau, national ou local.")
        if liste == _DROIT and code.organisme not in _ORGANISMES:
            raise InputError("Un droit relève de la Caf ou d'un autre organisme.")
        _check_dates(code.depuis, code.jusqu_au)
        entry = replace(code, libelle=_checked_label(code.libelle))
        with self._store.write(self._auteur) as session:
            if session.get(CODE_LISTS[liste], code.code) is not None:
                raise InputError(f"Le code « {code.code} » existe déjà dans cette liste.")
            install_nomenclatures(session, [ListeCodes(liste, "", (entry,))])

    def rename_label(self, liste: str, code: str, libelle: str) -> None:
        """Change what a code is called on screen and paper; the code itself never changes."""
        checked = _checked_label(libelle)
        with self._store.write(self._auteur) as session:
            for found in _find(session, liste, code):
                found.libelle = checked

    def disable_code(self, liste: str, code: str, jusqu_au: date | None) -> None:
        """Stop offering a code after `jusqu_au` (None: offer it again); past records keep it."""
        with self._store.write(self._auteur) as session:
            for found in _find(session, liste, code):
                _check_dates(found.depuis, jusqu_au)
                found.jusqu_au = jusqu_au


def _find(session: Session, liste: str, code: str) -> list[CodeListe]:
    """Return the entry of a code, in each list where it lives."""
    entries = (session.get(CODE_LISTS[nom], code) for nom in _lists_holding(liste))
    found = [entry for entry in entries if entry is not None]
    if not found:
        raise InputError(f"Le code « {code} » est absent de cette liste.")
    return found


def _checked_label(text: str) -> str:
    """Return a label as stored; InputError when it is empty, endless or holds control characters."""
    label = clean_text(text)
    if not label or len(label) > _LABEL_LENGTH or has_forbidden_characters(label) or "\n" in label:
        raise InputError(f"Un libellé tient sur une ligne de 1 à {_LABEL_LENGTH} caractères.")
    return label


def _check_dates(depuis: date | None, jusqu_au: date | None) -> None:
    if depuis is not None and jusqu_au is not None and jusqu_au < depuis:
        raise InputError(f"Ce code commence le {format_date(depuis)} : il ne peut pas finir avant.")


def _row(entry: CodeListe) -> CodeRow:
    return CodeRow(
        entry.code, entry.libelle, getattr(entry, "cible", None), getattr(entry, "niveau", None),
        entry.depuis, entry.jusqu_au,
    )  # fmt: skip
