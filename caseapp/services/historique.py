"""The steps of a user: undone and redone by name, and a record put back as it was."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.errors import InputError
from caseapp.models import Aide, Note, Operation, Paiement, Version
from caseapp.services.commissions_decisions import check_paid
from caseapp.services.notes import NOT_MINE
from caseapp.store import Step, Store
from caseapp.store.operations import Values, read_values, restore, revert

REMEMBERED = 200
"""Steps that can be undone one after the other."""
_FOR = timedelta(hours=12)
"""How long a step can be undone with Ctrl+Z: yesterday's work is changed on purpose, in its record."""
_UNDONE = "Annulation : "
_GRANTED = {"montant_pret", "montant_subvention"}


@dataclass(frozen=True, slots=True)
class Etape:
    """A step that can be undone or redone; `libelle` names it (`Rendez-vous ajouté`)."""

    id: int
    libelle: str
    famille_id: int | None
    moment: datetime
    """UTC, without its zone."""


@dataclass(frozen=True, slots=True)
class Etapes:
    """What Ctrl+Z and Ctrl+Y would do, the next one last."""

    annulables: tuple[Etape, ...] = ()
    retablissables: tuple[Etape, ...] = ()


class HistoriqueService:
    """Undoes the steps of one author; each undoing is itself a step, journaled like the others."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store = store
        self._auteur = auteur

    def steps(self) -> Etapes:
        """Return the steps of the last twelve hours that can be undone, and those that can be redone."""
        with self._store.read() as session:
            return self._steps(session)

    def undo(self) -> Etape:
        """Undo the last step; InputError when there is none, or what it wrote was changed since."""
        return self._turn_back("annulables", "Il n'y a rien à annuler.", _UNDONE)

    def redo(self) -> Etape:
        """Do again the last step undone; InputError as for `undo`."""
        return self._turn_back("retablissables", "Il n'y a rien à rétablir.", "")

    def restore(self, version_id: int) -> None:
        """Put the record of a version back as it was before it, whatever came after; itself a step.

        InputError when the record is gone or someone else's note, when the version is the one that created
        it, or when what came since contradicts it.
        """
        with self._store.read() as session:
            version = session.get(Version, version_id)
            values = None if version is None else read_values(version.objet, version.avant)
            operation = None if version is None else session.get(Operation, version.operation_id)
        if version is None or operation is None or values is None:
            raise InputError("Il n'y a pas d'état antérieur à rétablir.")
        step = Step(f"Rétabli : avant {_lower(operation.libelle)}"[:200], operation.famille_id)
        with self._store.write(self._auteur, step) as write:
            if version.objet == Note.__tablename__:
                self._check_mine(write.get(Note, version.objet_id), values)
            restore(write, version, values)
            _check_money(write, version, values)

    def _check_mine(self, note: Note | None, values: Values) -> None:
        """Refuse a note that someone else wrote, as changing it would be."""
        if (values.get("auteur") if note is None else note.auteur) not in {None, self._auteur}:
            raise InputError(NOT_MINE)

    def _turn_back(self, which: str, nothing: str, prefix: str) -> Etape:
        with self._store.read() as session:
            found: tuple[Etape, ...] = getattr(self._steps(session), which)
        if not found:
            raise InputError(nothing)
        last = found[-1]
        label = f"{prefix}{last.libelle.removeprefix(_UNDONE)}"[:200]
        with self._store.write(self._auteur, Step(label, last.famille_id, last.id)) as write:
            revert(write, last.id)
        return last

    def _steps(self, session: Session) -> Etapes:
        statement = (
            select(Operation)
            .where(Operation.auteur == self._auteur, Operation.moment > self._store.now - _FOR)
            .order_by(Operation.id.desc())
            .limit(2 * REMEMBERED)
        )
        undo: dict[int, Etape] = {}
        redo: dict[int, Etape] = {}
        for one in reversed(session.scalars(statement).all()):
            etape = Etape(one.id, one.libelle.removeprefix(_UNDONE), one.famille_id, one.moment)
            if one.annule_id is None:
                undo[one.id] = etape
                redo.clear()
            elif undo.pop(one.annule_id, None) is not None:
                redo[one.id] = etape
            elif redo.pop(one.annule_id, None) is not None:
                undo[one.id] = etape
        return Etapes(tuple(undo.values())[-REMEMBERED:], tuple(redo.values()))


def _check_money(session: Session, version: Version, values: Values) -> None:
    """Refuse an aid put back under what is to be paid of it, and a payment over what is granted."""
    aide_id: int | None = None
    if version.objet == Aide.__tablename__ and _GRANTED & values.keys():
        aide_id = version.objet_id
    elif version.objet == Paiement.__tablename__:
        aide_id = session.get_one(Paiement, version.objet_id).aide_id
    if aide_id is not None:
        aide = session.get_one(Aide, aide_id)
        check_paid(session, aide, aide.montant_pret, aide.montant_subvention)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
