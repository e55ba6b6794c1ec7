"""The debt of a file day by day, and since when it makes an arrear, as the rules in force compute it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.constitution import (
    Bail,
    Constitue,
    PasEncore,
    constituer,
    signale_apres,
)
from caseapp.domain.dette import MouvementDu, TypeMouvement, dette_au
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.jeu_de_regles_choix import choose
from caseapp.models import Impaye, MouvementDette
from caseapp.services.impayes_faits import mouvements_du
from caseapp.services.impayes_rows import ConstitutionVue


def bail_of(impaye: Impaye) -> Bail:
    """Return what a month costs."""
    return Bail(impaye.loyer, impaye.charges, impaye.montant_aide, impaye.tiers_payant, impaye.secteur)


def read_movements(session: Session, impaye_id: int) -> Sequence[MouvementDette]:
    """Return the movements recorded, by day."""
    statement = select(MouvementDette).where(MouvementDette.impaye_id == impaye_id)
    return session.scalars(statement.order_by(MouvementDette.date, MouvementDette.id)).all()


def all_movements(impaye: Impaye, recorded: Sequence[MouvementDette]) -> tuple[MouvementDu, ...]:
    """Return what changed the debt, with what was owed on the day of the report."""
    known = [MouvementDu(one.date, TypeMouvement(one.type), one.montant) for one in recorded]
    return tuple(mouvements_du(impaye.dette, impaye.date_signalement, known))


def debt_on(session: Session, impaye: Impaye, jour: date, without: int | None = None) -> int | None:
    """Return what is owed at the end of a day, a movement left out; None when nothing was said of it."""
    recorded = [one for one in read_movements(session, impaye.id) if one.id != without]
    known = [one for one in all_movements(impaye, recorded) if one.jour <= jour]
    return dette_au(known, jour) if known else None


def compute(
    impaye: Impaye, mouvements: Sequence[MouvementDu], jeux: Sequence[JeuDeRegles], today: date
) -> tuple[JeuDeRegles | None, Constitue | PasEncore]:
    """Return since when the arrear exists by the rules, and the set that says so."""
    mine = [one for one in jeux if one.domaine is Domaine.IMPAYES]
    return constituer(mine, bail_of(impaye), mouvements, impaye.premier_impaye, au=today)


@contextmanager
def followed_constitution(
    session: Session, impaye: Impaye, jeux: Sequence[JeuDeRegles], today: date
) -> Iterator[None]:
    """Keep the constitution computed in step with what changes inside; one said by a person stays."""
    before = _computed_day(session, impaye, jeux, today) if impaye in session else None
    yield
    session.flush()
    after = _computed_day(session, impaye, jeux, today)
    if impaye.constitution_motif is None and impaye.date_constitution in {None, before}:
        impaye.date_constitution = after
    elif impaye.date_constitution is not None and impaye.date_constitution > impaye.date_signalement:
        impaye.date_constitution = None


def _computed_day(session: Session, impaye: Impaye, jeux: Sequence[JeuDeRegles], today: date) -> date | None:
    """Return the day computed, None for one after the report: it was not what was reported."""
    _, found = compute(impaye, all_movements(impaye, read_movements(session, impaye.id)), jeux, today)
    if isinstance(found, Constitue) and found.jour <= impaye.date_signalement:
        return found.jour
    return None


def set_of_file(
    impaye: Impaye, jeux: Sequence[JeuDeRegles], computed: JeuDeRegles | None
) -> JeuDeRegles | None:
    """Return the national set that a file follows: by its constitution, else by its report."""
    if impaye.date_constitution is None and computed is not None:
        return computed
    return choose(jeux, Domaine.IMPAYES, impaye.date_constitution or impaye.date_signalement)


def view_constitution(
    impaye: Impaye, mouvements: Sequence[MouvementDu], jeux: Sequence[JeuDeRegles], today: date
) -> tuple[JeuDeRegles | None, ConstitutionVue]:
    """Return the set followed, and what is said of the constitution."""
    computed, found = compute(impaye, mouvements, jeux, today)
    jeu = set_of_file(impaye, jeux, computed)
    day = found.jour if isinstance(found, Constitue) else None
    doubt = found.incertain if isinstance(found, Constitue) else ""
    late = signale_apres(jeu, impaye.date_signalement) if jeu is not None else ""
    article = "" if computed is None or computed.constitution is None else computed.constitution.article
    return jeu, ConstitutionVue(
        impaye.date_constitution, impaye.constitution_motif, day, found.phrase,
        day is not None or (isinstance(found, PasEncore) and found.calculable),
        " ".join(one for one in (doubt, late) if one), "" if jeu is None else jeu.libelle, article,
    )  # fmt: skip
