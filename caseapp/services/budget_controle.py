"""The sums of the budget, compared with those of the aids themselves, added up without any line."""

from collections import defaultdict

from sqlalchemy import case, extract, func, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents
from caseapp.models import Aide, Paiement
from caseapp.services.budget_annees import read_years
from caseapp.services.budget_rows import Colonne
from caseapp.services.budget_sommes import GRANTED, read_sommes
from caseapp.services.paiements_lecture import PAID

_YEAR = extract("year", func.coalesce(Aide.date_decision, Aide.date_demande))
_AMOUNT = func.coalesce(Aide.montant_pret, 0) + func.coalesce(Aide.montant_subvention, 0)


def check_budget(session: Session) -> list[str]:
    """Return a sentence for each column of a year whose lines, with what is on none, miss the aids' sum."""
    expected = _expected(session)
    found = []
    for annee in sorted({annee for annee, _ in expected}.union(read_years(session))):
        lines: dict[Colonne, int] = defaultdict(int)
        for (_, colonne), cents in read_sommes(session, annee).items():
            lines[colonne] += cents
        for colonne in Colonne:
            whole = expected.get((annee, colonne), 0)
            if lines[colonne] != whole:
                found.append(
                    f"Budget {annee}, « {colonne.value} » : les lignes font {format_cents(lines[colonne])}, "
                    f"les aides {format_cents(whole)}."
                )
    return found


def _expected(session: Session) -> dict[tuple[int, Colonne], int]:
    """Add up the aids of each year, in cents."""
    sums: dict[tuple[int, Colonne], int] = {}
    granted = func.sum(case((GRANTED, _AMOUNT), else_=0))
    for annee, asked, given in session.execute(
        select(_YEAR, func.sum(Aide.montant_demande), granted).group_by(_YEAR)
    ):
        sums[annee, Colonne.DEMANDE], sums[annee, Colonne.ACCORDE] = asked or 0, given
    paid = (
        select(_YEAR, func.sum(Paiement.montant))
        .join(Aide, Aide.id == Paiement.aide_id)
        .where(PAID)
        .group_by(_YEAR)
    )
    sums.update({(annee, Colonne.PAYE): cents for annee, cents in session.execute(paid)})
    return sums
