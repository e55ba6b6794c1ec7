"""A line of the budget as it is typed: what is refused, and what it needs to go."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents
from caseapp.errors import FieldError, InputError
from caseapp.models import AideReglement, LigneBudget, TypeAide
from caseapp.models.base import FIRST_DAY, LAST_DAY
from caseapp.models.codes import CODE_LISTS
from caseapp.services.budget_rows import LigneSaisie
from caseapp.services.saisie_suivi import cleaned, filled_in

_MOST = 10_000_000_000
_LONGEST_CODE = 60
_NAMED = 3
"""Aids named at most in the refusal to remove their line."""


def fill(session: Session, line: LigneBudget, saisie: LigneSaisie) -> None:
    """Give a line what was typed; FieldError for what cannot be kept, the line is then as it was."""
    libelle = filled_in("libelle", saisie.libelle, "Donnez un nom à cette ligne.")
    code = filled_in("code", saisie.code, "Donnez un code à cette ligne.", _LONGEST_CODE)
    compte, montant = cleaned("compte", saisie.compte), _amount(saisie.montant)
    taken = session.scalar(select(LigneBudget).where(LigneBudget.code == code, LigneBudget.id != line.id))
    if taken is not None:
        raise FieldError("code", f"La ligne « {taken.libelle} » de {taken.annee} a déjà ce code.")
    if saisie.domaine and session.get(CODE_LISTS["domaine"], saisie.domaine) is None:
        raise FieldError("domaine", "Ce domaine n'est pas dans la liste.")
    line.libelle, line.code, line.domaine = libelle, code, saisie.domaine or None
    line.compte, line.montant = compte, montant


def _amount(cents: int | None) -> int | None:
    if cents is not None and not 0 <= cents <= _MOST:
        raise FieldError("montant", f"Un montant va de 0 à {format_cents(_MOST)}.")
    return cents


def check_year(annee: int) -> None:
    """Refuse a year that the store does not keep."""
    first, last = int(FIRST_DAY[:4]), int(LAST_DAY[:4])
    if not first <= annee <= last:
        raise InputError(f"L'année va de {first} à {last}.")


def check_unused(session: Session, line: LigneBudget) -> None:
    """Refuse to remove a line that the règlement charges."""
    statement = (
        select(TypeAide.libelle)
        .join(AideReglement, AideReglement.type_aide_id == TypeAide.id)
        .where(or_(AideReglement.ligne_id == line.id, AideReglement.ligne_pret_id == line.id))
        .order_by(TypeAide.libelle)
        .distinct()
    )
    used = list(session.scalars(statement))
    if used:
        said = ", ".join(f"« {one} »" for one in used[:_NAMED]) + (", …" if len(used) > _NAMED else "")
        raise InputError(f"Le règlement l'utilise pour {said} : changez d'abord la ligne de ces aides.")
