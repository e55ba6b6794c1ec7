"""Reported dwellings as the engine of deadlines sees them: any number of them in two queries."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.conservation import Conservation
from caseapp.domain.echeances_dossier import Dossier, Faits, echeances
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.jeu_de_regles_choix import choose, locaux
from caseapp.models import Intervention, LogementSignale, ProlongationConservation
from caseapp.services.dossiers_rows import DossierCalcule
from caseapp.services.jours_feries import is_public_holiday

_S, _I = LogementSignale.__table__.c, Intervention.__table__.c
_P = ProlongationConservation.__table__.c
_BATCH = 900
DECENT = "decent"
_MOST_TOLD = 2
"""Extensions that rules can tell apart."""
_DAYS = (
    ("signalement", "date_signalement"), ("visite_prevue", "date_visite"), ("constat", "date_constat"),
    ("diagnostic", "date_diagnostic"), ("conservation", "date_conservation"),
    ("debut_travaux", "date_debut_travaux"), ("fin_travaux", "date_fin_travaux"),
)  # fmt: skip
_CLOSING = (("levee", "date_levee"), ("perte", "date_perte"))
AGENT: ColumnElement[int | None] = func.coalesce(_S.agent_id, _I.agent_id)
"""Who follows a reported dwelling; the statement joins the intervention."""


def read_calcules(
    session: Session, jeux: Sequence[JeuDeRegles], today: date, ids: Collection[int] | None = None
) -> tuple[DossierCalcule, ...]:
    """Return the open files with their deadlines, or those of `ids` whatever their state, by identifier."""
    choice = _Choice(jeux)
    found: list[DossierCalcule] = []
    for condition in _conditions(today, ids):
        months = _read_extensions(session, condition)
        rows = session.execute(_statement().where(condition))
        found.extend(_file(row, months.get(row.id, ()), choice, today) for row in rows)
    return tuple(sorted(found, key=lambda one: one.id))


def ouvert(today: date) -> ColumnElement[bool]:
    """Return the condition of an open file: no release, no loss, nor found decent without aid withheld."""
    return and_(
        or_(_S.date_levee.is_(None), _S.date_levee > today),
        or_(_S.date_perte.is_(None), _S.date_perte > today),
        or_(_S.resultat.is_(None), _S.resultat != DECENT, _S.date_conservation.is_not(None)),
    )


def conservation_of(
    jeux: Sequence[JeuDeRegles], row: Any, prolongations: Sequence[int]
) -> Conservation | None:
    """Return the withheld aid of a reported dwelling, None when none is or when no rule dates its end.

    `row` is the record, or a row with its columns.
    """
    regles = None if row.date_conservation is None else regles_of(jeux, row)
    if regles is None or regles.conservation is None:
        return None
    closed = [day for day in (row.date_levee, row.date_perte) if day is not None]
    return Conservation(
        row.date_conservation, regles.conservation.mois, tuple(prolongations), row.montant_conserve,
        min(closed, default=None),
    )  # fmt: skip


def regles_of(jeux: Sequence[JeuDeRegles], row: Any) -> JeuDeRegles | None:
    """Return the national rules of a file: those of the day aid was withheld, else of the report."""
    return choose(jeux, Domaine.INDECENCE, row.date_conservation or row.date_signalement)


class _Choice:
    """The rule sets of a day, chosen once however many files are of it."""

    def __init__(self, jeux: Sequence[JeuDeRegles]) -> None:
        self.jeux = jeux
        self._chosen: dict[date, tuple[JeuDeRegles, ...]] = {}

    def of(self, jour: date) -> tuple[JeuDeRegles, ...]:
        """Return the national set in force that day, then the local ones."""
        if jour not in self._chosen:
            national = choose(self.jeux, Domaine.INDECENCE, jour)
            own = () if national is None else (national,)
            self._chosen[jour] = own + locaux(self.jeux, Domaine.INDECENCE, jour)
        return self._chosen[jour]


def _conditions(today: date, ids: Collection[int] | None) -> Iterator[ColumnElement[bool]]:
    if ids is None:
        yield ouvert(today)
        return
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _BATCH):
        yield _S.id.in_(wanted[start : start + _BATCH])


def _statement() -> Select[Any]:
    days = (_S[name] for _, name in (*_DAYS, *_CLOSING))
    return select(
        _S.id, _S.famille_id, AGENT.label("agent_id"), _S.origine, _S.resultat, _S.montant_conserve, *days
    ).outerjoin(Intervention, _I.id == _S.intervention_id)


def _read_extensions(
    session: Session, condition: ColumnElement[bool]
) -> dict[int, tuple[tuple[date, int], ...]]:
    """Return the day and the months of the extensions of these files, in order."""
    statement = (
        select(_P.signalement_id, _P.date, _P.mois)
        .join(LogementSignale, _S.id == _P.signalement_id)
        .where(condition)
        .order_by(_P.date, _P.id)
    )
    found: dict[int, tuple[tuple[date, int], ...]] = {}
    for ident, day, months in session.execute(statement):
        found[ident] = (*found.get(ident, ()), (day, months))
    return found


def _file(row: Any, extensions: Sequence[tuple[date, int]], choice: _Choice, today: date) -> DossierCalcule:
    jeux = choice.of(row.date_conservation or row.date_signalement)
    attributs = {"origine": row.origine, "prolongations": str(min(len(extensions), _MOST_TOLD))}
    if row.resultat is not None:
        attributs["resultat"] = row.resultat
    dossier = Dossier(_facts(row, extensions, choice.jeux, today), attributs)
    return DossierCalcule(
        Domaine.INDECENCE, row.id, row.famille_id, row.agent_id, jeux, dossier,
        echeances(jeux, dossier, is_public_holiday, today), {},
    )  # fmt: skip


def _facts(
    row: Any, extensions: Sequence[tuple[date, int]], jeux: Sequence[JeuDeRegles], today: date
) -> Faits:
    """Return what is known of a file; what closes it only once its day has come."""
    faits: dict[str, tuple[date, ...]] = {}
    for code, name in _DAYS:
        if (day := getattr(row, name)) is not None:
            faits[code] = (day,)
    for code, name in _CLOSING:
        if (day := getattr(row, name)) is not None and day <= today:
            faits[code] = (day,)
    if row.date_constat is not None and row.date_visite is not None and row.date_constat < row.date_visite:
        del faits["visite_prevue"]  # it was visited sooner than planned
    if extensions:
        faits["prolongation"] = tuple(day for day, _ in extensions)
    withheld = conservation_of(jeux, row, tuple(months for _, months in extensions))
    if withheld is not None:
        faits["fin_conservation"] = (withheld.fin,)
        if withheld.fin < today:
            faits["conservation_echue"] = (withheld.fin,)
    return faits
