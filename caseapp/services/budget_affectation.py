"""On which line of a year each aid stands, and which aids are of a year."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import Forme
from caseapp.models import Aide, AideReglement, LigneBudget, Reglement


@dataclass(frozen=True, slots=True)
class Affectation:
    """The lines of a year by type of aid: the subvention on `ligne_id`, the loan on `ligne_pret_id` or it.

    The règlement that an aid is compared with is that of its request; the line that pays for it is of
    the year of its decision, as that year's règlement charges it.
    """

    lignes: dict[tuple[int, str], int]

    def charged(self, type_aide_id: int, forme: str) -> int | None:
        """Return the line of an amount granted in a form, None when it has none."""
        return self.lignes.get((type_aide_id, forme))

    def types(self, ligne_id: int | None, forme: str) -> set[int]:
        """Return the types of aid that a line pays for in a form."""
        return {kind for (kind, one), line in self.lignes.items() if one == forme and line == ligne_id}

    def asked(
        self, type_aide_id: int, cents: int, loan: int, *, subvention: bool, pret: bool
    ) -> tuple[tuple[int | None, int], ...]:
        """Share what was asked (cents) out between the lines of the forms granted, their sum unchanged.

        Granted in both forms, `loan` of it stands on the line of the loan; in one, all of it on its line;
        undecided or refused, all of it on the line of the subvention, or else of the loan.
        """
        given, lent = (self.charged(type_aide_id, one) for one in (Forme.SUBVENTION, Forme.PRET))
        if subvention and pret:
            return (lent, loan), (given, cents - loan)
        first, second = (lent, given) if pret else (given, lent)
        return ((second if first is None else first, cents),)


def read_affectation(session: Session, annee: int) -> Affectation:
    """Read it; a line of another year takes nothing, of two entries of one type the first counts."""
    lines = set(session.scalars(select(LigneBudget.id).where(LigneBudget.annee == annee)))
    statement = (
        select(AideReglement.type_aide_id, AideReglement.ligne_id, AideReglement.ligne_pret_id)
        .join(Reglement, Reglement.id == AideReglement.reglement_id)
        .where(Reglement.annee == annee)
        .order_by(AideReglement.id)
    )
    lignes: dict[tuple[int, str], int] = {}
    seen: set[int] = set()
    for type_aide_id, ligne_id, pret_id in session.execute(statement):
        if type_aide_id in seen:
            continue
        seen.add(type_aide_id)
        loan = ligne_id if pret_id is None else pret_id
        for forme, line in ((Forme.SUBVENTION, ligne_id), (Forme.PRET, loan)):
            if line in lines:
                lignes[type_aide_id, forme] = line
    return Affectation(lignes)


def of_year(annee: int) -> ColumnElement[bool]:
    """Keep the aids of a budget year: decided in it, or asked for in it and not decided, even given up."""
    first, last = date(annee, 1, 1), date(annee, 12, 31)
    return or_(
        Aide.date_decision.between(first, last),
        and_(Aide.date_decision.is_(None), Aide.date_demande.between(first, last)),
    )
