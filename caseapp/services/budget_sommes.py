"""The sums of a budget year: asked, granted and paid on each line, and what one decision would change."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, Forme
from caseapp.models import Aide, LigneBudget, Paiement
from caseapp.services.budget_affectation import Affectation, of_year, read_affectation
from caseapp.services.budget_rows import HORS_LIGNE, Colonne, EffetLigne
from caseapp.services.paiements_lecture import PAID

Sommes = dict[tuple[int | None, Colonne], int]
"""Cents by line (None for no line) and column."""
GRANTED = Aide.decision.in_(DECISIONS_ATTRIBUTIVES)


def read_sommes(session: Session, annee: int) -> Sommes:
    """Add up a year; « payé » is what was paid and did not come back, whenever, for the aids of the year."""
    sums: Sommes = defaultdict(int)
    lines = read_affectation(session, annee)
    for ligne_id, colonne, cents in (*_aides(session, annee, lines), *_paid(session, annee, lines)):
        sums[ligne_id, colonne] += cents
    return sums


def _aides(session: Session, annee: int, lines: Affectation) -> Iterator[tuple[int | None, Colonne, int]]:
    asked, subvention, pret = (
        func.coalesce(one, 0) for one in (Aide.montant_demande, Aide.montant_subvention, Aide.montant_pret)
    )
    kinds = Aide.type_aide_id, subvention > 0, pret > 0, func.coalesce(GRANTED, False)
    loan = func.sum(case((asked < pret, asked), else_=pret))
    statement = (
        select(*kinds, func.sum(asked), loan, func.sum(subvention), func.sum(pret))
        .where(of_year(annee))
        .group_by(*kinds)
    )
    for kind, has_subvention, has_pret, granted, cents, of_loan, given, lent in session.execute(statement):
        for line, part in lines.asked(kind, cents, of_loan, subvention=has_subvention, pret=has_pret):
            yield line, Colonne.DEMANDE, part
        if granted:
            yield lines.charged(kind, Forme.SUBVENTION), Colonne.ACCORDE, given
            yield lines.charged(kind, Forme.PRET), Colonne.ACCORDE, lent


def _paid(session: Session, annee: int, lines: Affectation) -> Iterator[tuple[int | None, Colonne, int]]:
    statement = (
        select(Aide.type_aide_id, Paiement.forme, func.sum(Paiement.montant))
        .join(Aide, Aide.id == Paiement.aide_id)
        .where(of_year(annee), PAID)
        .group_by(Aide.type_aide_id, Paiement.forme)
    )
    for kind, forme, cents in session.execute(statement):
        yield lines.charged(kind, forme), Colonne.PAYE, cents


class EffectReader:
    """Tells what a decision on an aid would do to the lines of a year."""

    def __init__(self, session: Session, aide: Aide, annee: int) -> None:
        self._session, self._aide, self._annee = session, aide, annee
        self._lines = read_affectation(session, annee)

    def read(self, pret: int, subvention: int) -> tuple[EffetLigne, ...]:
        """Compare each line charged (cents) with what is granted on it to the other aids."""
        charged: dict[int | None, int] = defaultdict(int)
        for forme, cents in ((Forme.SUBVENTION, subvention), (Forme.PRET, pret)):
            if cents:
                charged[self._lines.charged(self._aide.type_aide_id, forme)] += cents
        return tuple(self._effect(ligne_id, cents) for ligne_id, cents in charged.items())

    def _effect(self, ligne_id: int | None, cents: int) -> EffetLigne:
        line = None if ligne_id is None else self._session.get(LigneBudget, ligne_id)
        if line is None:
            return EffetLigne(HORS_LIGNE, None, 0, None, None, depasse=False, hors_ligne=True)
        granted = self._granted_to_others(line.id)
        before = None if line.montant is None else line.montant - granted
        after = None if before is None else before - cents
        over = after is not None and after < 0
        return EffetLigne(line.libelle, line.montant, granted, before, after, depasse=over)

    def _granted_to_others(self, ligne_id: int) -> int:
        total = 0
        for forme, column in ((Forme.SUBVENTION, Aide.montant_subvention), (Forme.PRET, Aide.montant_pret)):
            statement = select(func.sum(column)).where(
                of_year(self._annee),
                GRANTED,
                Aide.type_aide_id.in_(self._lines.types(ligne_id, forme)),
                Aide.id != self._aide.id,
            )
            total += self._session.scalar(statement) or 0
        return total
