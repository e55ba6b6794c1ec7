"""The budget of the aids: its lines, what is asked, granted and paid on them, what a decision would do."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.errors import InputError
from caseapp.models import Aide, LigneBudget
from caseapp.models.codes import CODE_LISTS
from caseapp.services.budget_annees import read_years, side_by_side
from caseapp.services.budget_ecriture import check_unused, check_year, fill
from caseapp.services.budget_parts import read_parts
from caseapp.services.budget_rows import (
    HORS_LIGNE,
    Colonne,
    EffetLigne,
    LigneAnnees,
    LigneSaisie,
    LigneVue,
    PartVue,
)
from caseapp.services.budget_sommes import EffectReader, Sommes, read_sommes
from caseapp.store import Step, Store


class BudgetService:
    """Reads and keeps the lines; an aid's budget year is that of its decision, of its request until then."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    def effet(
        self, session: Session, aide: Aide, pret: int | None, subvention: int | None, jour: date
    ) -> tuple[EffetLigne, ...]:
        """Tell what granting these amounts (cents) that day would do to each line charged; none for nothing.

        What the aid was granted before is left out: the decision replaces it.
        """
        return EffectReader(session, aide, jour.year).read(pret or 0, subvention or 0)

    def annees(self) -> tuple[int, ...]:
        """Return the years that have lines or aids, earliest first."""
        with self._store.read() as session:
            return read_years(session)

    def lignes(self, annee: int) -> tuple[LigneVue, ...]:
        """Return the lines of a year with their sums; last what stands on no line, when there is any."""
        with self._store.read() as session:
            return read_lignes(session, annee)

    def cote_a_cote(self, annees: Sequence[int]) -> tuple[LigneAnnees, ...]:
        """Return the lines of several years, matched by their names, then the totals."""
        with self._store.read() as session:
            return side_by_side([read_lignes(session, annee) for annee in annees])

    def parts(self, annee: int, ligne: LigneVue, colonne: Colonne) -> tuple[PartVue, ...]:
        """Return the aids whose amounts make one sum of a line, or of the total of the year."""
        with self._store.read() as session:
            return read_parts(session, annee, ligne, colonne)

    def saisie(self, ligne_id: int) -> LigneSaisie:
        """Return a line as it would be typed."""
        with self._store.read() as session:
            one = _find(session, ligne_id)
            return LigneSaisie(one.code, one.libelle, one.domaine, one.compte, one.montant)

    def add(self, annee: int, saisie: LigneSaisie) -> int:
        """Add a line to a year; FieldError for an empty name, a code already taken, an absurd amount."""
        check_year(annee)
        with self._store.write(self._auteur, Step("Ligne budgétaire ajoutée")) as session:
            line = LigneBudget(annee=annee)
            fill(session, line, saisie)
            session.add(line)
            session.flush()
            return line.id

    def change(self, ligne_id: int, saisie: LigneSaisie) -> None:
        """Change a line, whose year stays; what is granted on it stays granted."""
        with self._store.write(self._auteur, Step("Ligne budgétaire modifiée")) as session:
            fill(session, _find(session, ligne_id), saisie)

    def remove(self, ligne_id: int) -> None:
        """Remove a line that no aid of the règlement uses."""
        with self._store.write(self._auteur, Step("Ligne budgétaire supprimée")) as session:
            line = _find(session, ligne_id)
            check_unused(session, line)
            session.delete(line)


def _find(session: Session, ligne_id: int) -> LigneBudget:
    found = session.get(LigneBudget, ligne_id)
    if found is None:
        raise InputError("Cette ligne n'est plus dans le budget.")
    return found


def read_lignes(session: Session, annee: int) -> tuple[LigneVue, ...]:
    """Return the lines of a year in the order of their domains and codes, what is on no line last."""
    sums, domaine = read_sommes(session, annee), CODE_LISTS["domaine"]
    statement = (
        select(LigneBudget, domaine.libelle)
        .outerjoin(domaine, domaine.code == LigneBudget.domaine)
        .where(LigneBudget.annee == annee)
        .order_by(domaine.ordre.is_(None), domaine.ordre, LigneBudget.code)
    )
    lines = [
        LigneVue(one.id, one.code, one.libelle, label, one.compte or "", one.montant, *_sums(sums, one.id))
        for one, label in session.execute(statement)
    ]
    apart = _sums(sums, None)
    if any(apart):
        lines.append(LigneVue(None, "", HORS_LIGNE, None, "", None, *apart))
    return tuple(lines)


def _sums(sums: Sommes, ligne_id: int | None) -> tuple[int, int, int]:
    asked, granted, paid = (sums.get((ligne_id, colonne), 0) for colonne in Colonne)
    return asked, granted, paid
