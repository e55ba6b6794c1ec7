"""The budget of the aids: its lines, what is asked, granted and paid on them, what a decision would do."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models import Aide, LigneBudget
from caseapp.services.budget_rows import HORS_LIGNE, Colonne, EffetLigne, LigneVue
from caseapp.services.budget_sommes import EffectReader, Sommes, read_sommes
from caseapp.store import Store


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

    def lignes(self, annee: int) -> tuple[LigneVue, ...]:
        """Return the lines of a year with their sums; last what stands on no line, when there is any."""
        with self._store.read() as session:
            return read_lignes(session, annee)


def read_lignes(session: Session, annee: int) -> tuple[LigneVue, ...]:
    """Return the lines of a year in the order of their domains and codes."""
    sums = read_sommes(session, annee)
    statement = select(LigneBudget).where(LigneBudget.annee == annee)
    kept = session.scalars(statement.order_by(LigneBudget.domaine, LigneBudget.code))
    lines = [
        LigneVue(
            one.id, one.code, one.libelle, one.domaine, one.compte or "", one.montant, *_sums(sums, one.id)
        )
        for one in kept
    ]
    apart = _sums(sums, None)
    if any(apart):
        lines.append(LigneVue(None, "", HORS_LIGNE, None, "", None, *apart))
    return tuple(lines)


def _sums(sums: Sommes, ligne_id: int | None) -> tuple[int, int, int]:
    asked, granted, paid = (sums.get((ligne_id, colonne), 0) for colonne in Colonne)
    return asked, granted, paid
