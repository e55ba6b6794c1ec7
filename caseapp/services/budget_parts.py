"""The aids behind a sum of the budget: what each puts into it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Forme
from caseapp.models import Aide, Famille, Paiement, TypeAide
from caseapp.services.budget_affectation import Affectation, of_year, read_affectation
from caseapp.services.budget_rows import Colonne, LigneVue, PartVue
from caseapp.services.paiements_lecture import PAID

_Aide = Row[*tuple[Any, ...]]
_FORMS = ((Forme.SUBVENTION, "montant_subvention"), (Forme.PRET, "montant_pret"))


def read_parts(session: Session, annee: int, ligne: LigneVue, colonne: Colonne) -> tuple[PartVue, ...]:
    """Return them by day then reference; their amounts sum to that of the line (of the year, for a total)."""
    year = _Year(read_affectation(session, annee), _paid(session, annee) if colonne is Colonne.PAYE else {})
    found = []
    for aide in session.execute(_aides(annee)):
        on: dict[int | None, int] = defaultdict(int)
        for ligne_id, cents in year.amounts(aide, colonne):
            on[ligne_id] += cents
        cents = sum(on[one] for one in ligne.ids or (ligne.id,))
        if cents:
            found.append(_part(aide, cents))
    return tuple(sorted(found, key=lambda one: (one.jour, one.reference)))


@dataclass(frozen=True, slots=True)
class _Year:
    lines: Affectation
    paid: dict[tuple[int, str], int]
    """Cents paid, not returned, by aid and form."""

    def amounts(self, aide: _Aide, colonne: Colonne) -> Iterator[tuple[int | None, int]]:
        """Yield what an aid puts on each line in a column."""
        if colonne is Colonne.DEMANDE:
            asked, given, lent = (
                cents or 0 for cents in (aide.montant_demande, aide.montant_subvention, aide.montant_pret)
            )
            yield from self.lines.asked(
                aide.type_aide_id, asked, min(asked, lent), subvention=given > 0, pret=lent > 0
            )
            return
        for forme, column in _FORMS:
            line = self.lines.charged(aide.type_aide_id, forme)
            if colonne is Colonne.PAYE:
                yield line, self.paid.get((aide.id, forme), 0)
            elif aide.decision in DECISIONS_ATTRIBUTIVES:
                yield line, getattr(aide, column) or 0


def _aides(annee: int) -> Any:
    """Select what is needed of the aids of a year, not their long texts."""
    return (
        select(
            Aide.id, Aide.reference, Aide.famille_id, Aide.type_aide_id, Aide.date_demande,
            Aide.date_decision, Aide.decision, Aide.montant_demande, Aide.montant_subvention,
            Aide.montant_pret, Famille.nom, Famille.prenom, Famille.protection, TypeAide.libelle,
        )
        .join(Famille, Famille.id == Aide.famille_id)
        .join(TypeAide, TypeAide.id == Aide.type_aide_id)
        .where(of_year(annee))
    )  # fmt: skip


def _paid(session: Session, annee: int) -> dict[tuple[int, str], int]:
    statement = (
        select(Paiement.aide_id, Paiement.forme, func.sum(Paiement.montant))
        .join(Aide, Aide.id == Paiement.aide_id)
        .where(of_year(annee), PAID)
        .group_by(Paiement.aide_id, Paiement.forme)
    )
    return {(aide_id, forme): cents for aide_id, forme, cents in session.execute(statement)}


def _part(aide: _Aide, cents: int) -> PartVue:
    return PartVue(
        aide.id, aide.reference, aide.famille_id, family_name(aide.nom, aide.prenom), bool(aide.protection),
        aide.libelle, aide.date_decision or aide.date_demande, cents,
    )  # fmt: skip
