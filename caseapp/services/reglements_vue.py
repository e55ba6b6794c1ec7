"""The règlement of a year as its page shows it, and what the fields of an aid offer."""

from collections.abc import Iterable

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from caseapp.domain.text import fold
from caseapp.models import AideReglement, LigneBudget, Reglement, TypeAide
from caseapp.models.codes import CODE_LISTS
from caseapp.services.perimetre import Choice
from caseapp.services.reglements_lecture import read_regles
from caseapp.services.reglements_rows import AideRow, ChoixAide, ReglementVue


def read_vue(session: Session, annee: int) -> ReglementVue | None:
    """Return the règlement of a year, None when there is none."""
    reglement = session.scalar(select(Reglement).where(Reglement.annee == annee))
    if reglement is None:
        return None
    aides = session.scalars(select(AideReglement).where(AideReglement.reglement_id == reglement.id)).all()
    domaines, unites, decideurs = (_labels(session, one) for one in ("domaine", "unite_aide", "decideur"))
    lignes: dict[str, str] = dict(session.execute(select(LigneBudget.code, LigneBudget.libelle)).all())
    rows = [
        AideRow(
            aide.id, regle, domaines.get(regle.domaine, regle.domaine), unites.get(regle.unite or "", ""),
            decideurs.get(regle.decideur or "", ""), lignes.get(regle.ligne or "", ""),
            lignes.get(regle.ligne_pret or "", ""),
        )
        for aide, regle in zip(aides, read_regles(session, aides), strict=True)
    ]  # fmt: skip
    order = list(domaines)
    rows.sort(key=lambda one: (order.index(one.regle.domaine), fold(one.regle.libelle), one.id))
    return ReglementVue(annee, reglement.caf, reglement.source, tuple(rows))


def read_choices(session: Session, annee: int) -> ChoixAide:
    """Return what can be chosen for an aid of a year."""
    used = (
        select(AideReglement.type_aide_id)
        .join(Reglement, Reglement.id == AideReglement.reglement_id)
        .where(Reglement.annee == annee)
    )
    types = session.execute(select(TypeAide.code, TypeAide.libelle).where(TypeAide.id.not_in(used))).all()
    lignes = session.execute(
        select(LigneBudget.code, LigneBudget.libelle).where(LigneBudget.annee == annee)
    ).all()
    domaines, unites, decideurs = (_codes(session, one) for one in ("domaine", "unite_aide", "decideur"))
    return ChoixAide(_sorted(types), domaines, unites, decideurs, _sorted(lignes))


def _codes(session: Session, liste: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, label) for code, label in _labels(session, liste).items())


def _sorted(pairs: Iterable[Row[str, str]]) -> tuple[Choice, ...]:
    choices = [Choice(code, label) for code, label in pairs]
    return tuple(sorted(choices, key=lambda one: (fold(one.label), one.key)))


def _labels(session: Session, liste: str) -> dict[str, str]:
    mapped = CODE_LISTS[liste]
    return dict(session.execute(select(mapped.code, mapped.libelle).order_by(mapped.ordre)).all())
