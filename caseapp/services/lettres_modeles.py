"""The models of letters: those shipped, under those that the Caf rewrote."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.lettre import Modele, check_reason, fields, load_modeles
from caseapp.domain.text import fold
from caseapp.errors import FieldError, InputError
from caseapp.models import ModeleLettre
from caseapp.paths import resource
from caseapp.services.saisie_suivi import filled_in

GONE = "Ce modèle de lettre n'existe plus."
LONGEST_CORPS = 20_000


@dataclass(frozen=True, slots=True)
class ModeleRow:
    """A model as it is now; `modifie` when it is not the shipped one any more."""

    modele: Modele
    modifie: bool
    livre: bool = True
    """Whether a shipped text can be put back."""


@cache
def shipped() -> dict[str, Modele]:
    """Return the shipped models by code, in their order."""
    return {one.code: one for one in load_modeles(resource("lettres.toml"))}


def read_modeles(session: Session) -> tuple[ModeleRow, ...]:
    """Return the shipped models in their order, then those that an import brought, by name."""
    kept = {one.code: one for one in session.scalars(select(ModeleLettre))}
    rows = []
    for code, modele in shipped().items():
        changed = kept.pop(code, None)
        rows.append(ModeleRow(modele if changed is None else _read(changed, modele), changed is not None))
    others = sorted(kept.values(), key=lambda one: (fold(one.libelle), one.code))
    return (*rows, *(ModeleRow(_read(one, None), modifie=True, livre=False) for one in others))


def _read(kept: ModeleLettre, of_ship: Modele | None) -> Modele:
    """Return a model of the store; what a shipped letter announces is not changed by its text."""
    if of_ship is not None:
        return Modele(of_ship.code, of_ship.libelle, of_ship.decision, kept.objet, kept.corps)
    return Modele(kept.code, kept.libelle, kept.decision, kept.objet, kept.corps)


def find_modele(session: Session, code: str) -> ModeleRow:
    """Return a model; InputError when there is none of that code."""
    for row in read_modeles(session):
        if row.modele.code == code:
            return row
    raise InputError(GONE)


def checked_texts(modele: Modele, objet: str | None, corps: str | None) -> tuple[str, str]:
    """Return the texts to keep; FieldError for one that is empty, or whose fields cannot be filled."""
    kept = {
        "objet": filled_in("objet", objet, "Écrivez l'objet de la lettre."),
        "corps": filled_in("corps", corps, "Écrivez le texte de la lettre.", LONGEST_CORPS),
    }
    for field, text in kept.items():
        try:
            fields(text)
        except ValueError as error:
            raise FieldError(field, str(error)) from error
    try:
        check_reason(modele.decision, kept["corps"])
    except ValueError as error:
        raise FieldError("corps", str(error)) from error
    return kept["objet"], kept["corps"]


def keep_modele(session: Session, row: ModeleRow, objet: str, corps: str) -> None:
    """Write a model over the shipped one; the same words as those shipped are kept by forgetting."""
    modele = row.modele
    kept = session.scalar(select(ModeleLettre).where(ModeleLettre.code == modele.code))
    of_ship = shipped().get(modele.code)
    if of_ship is not None and (objet, corps) == (of_ship.objet, of_ship.corps):
        forget_modele(session, modele.code)
        return
    kept = kept or ModeleLettre(code=modele.code, libelle=modele.libelle, decision=modele.decision)
    kept.objet, kept.corps = objet, corps
    session.add(kept)


def forget_modele(session: Session, code: str) -> None:
    """Take away the words of the Caf: the shipped ones are back."""
    kept = session.scalar(select(ModeleLettre).where(ModeleLettre.code == code))
    if kept is not None:
        session.delete(kept)
