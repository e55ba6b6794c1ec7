"""What must be done and when: each deadline with the family it is about and what founds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.domain.names import family_name
from caseapp.models import Demarche, Famille, Intervention, Objectif, Orientation, Partenaire
from caseapp.models.codes import CodeMotif

AHEAD = timedelta(days=15)
"""How far ahead deadlines are told."""
_ANSWER = timedelta(days=30)
"""Days after which a partner's answer is asked for again."""
_ENDED = ("atteint", "abandonne")
_WAITING = "en_attente"


@dataclass(frozen=True, slots=True)
class Echeance:
    """One thing to do: late once `jour` is past; it opens `ouvre`, else the family, else the page `cle`."""

    jour: date
    objet: str
    fondement: str
    famille: str = ""
    famille_id: int | None = None
    cible: str | None = None
    cle: str = ""
    ouvre: str = ""
    """`aide`, `pret`, `seance`, `impaye`, `signalement` or `suivi`, of the identifier `ouvre_id`."""
    ouvre_id: int | None = None
    vue: bool = False
    """Somebody has seen it: it is still to be done, but stands out no more."""
    nombre: int = 1
    """Deadlines that it tells; those that are late, once the first is."""


def read_echeances(session: Session, today: date, agent_id: int | None) -> tuple[Echeance, ...]:
    """Return the deadlines of an agent (of everybody for None) up to fifteen days ahead, earliest first."""
    reader = _Reader(session, today + AHEAD, agent_id)
    found = [one for read in reader.readers() for one in read]
    return tuple(sorted(found, key=lambda one: (one.jour, one.famille, one.objet)))


class _Reader:
    def __init__(self, session: Session, last: date, agent_id: int | None) -> None:
        self._session, self._last, self._agent_id = session, last, agent_id

    def readers(self) -> tuple[Iterator[Echeance], ...]:
        return (self._bilans(), self._objectifs(), self._demarches(), self._orientations())

    def _mine(self, column: Any) -> ColumnElement[bool]:
        return true() if self._agent_id is None else and_(column == self._agent_id)

    def _followed(self, *columns: Any) -> Select[Any]:
        """Begin a statement over open interventions: columns, then the family and the cible."""
        return (
            select(*columns, Famille.id, Famille.nom, Famille.prenom, CodeMotif.cible)
            .select_from(Intervention)
            .join(Famille, Famille.id == Intervention.famille_id)
            .join(CodeMotif, CodeMotif.code == Intervention.motif)
            .where(Intervention.date_cloture.is_(None), self._mine(Intervention.agent_id))
        )

    def _bilans(self) -> Iterator[Echeance]:
        statement = self._followed(Intervention.date_bilan, Intervention.date_ouverture).where(
            Intervention.date_bilan <= self._last
        )
        for due, opened, *who, cible in self._session.execute(statement):
            since = f"ouvert le {format_date(opened)}"
            yield Echeance(due, "Bilan à faire", since, *_who(who), cible)

    def _objectifs(self) -> Iterator[Echeance]:
        statement = (
            self._followed(Objectif.echeance, Objectif.libelle)
            .join(Objectif, Objectif.intervention_id == Intervention.id)
            .where(Objectif.echeance <= self._last, Objectif.statut.not_in(_ENDED))
        )
        for due, libelle, *who, cible in self._session.execute(statement):
            yield Echeance(due, libelle, "objectif", *_who(who), cible)

    def _demarches(self) -> Iterator[Echeance]:
        statement = (
            self._followed(Demarche.echeance, Demarche.libelle)
            .join(Demarche, Demarche.intervention_id == Intervention.id)
            .where(Demarche.echeance <= self._last, Demarche.date_realisation.is_(None))
        )
        for due, libelle, *who, cible in self._session.execute(statement):
            yield Echeance(due, libelle, "démarche", *_who(who), cible)

    def _orientations(self) -> Iterator[Echeance]:
        statement = (
            select(Orientation.date, Partenaire.nom, Famille.id, Famille.nom, Famille.prenom)
            .join(Partenaire, Partenaire.id == Orientation.partenaire_id)
            .join(Famille, Famille.id == Orientation.famille_id)
            .where(
                or_(Orientation.reponse.is_(None), Orientation.reponse == _WAITING),
                Orientation.date <= self._last - _ANSWER,
                self._mine(Orientation.agent_id),
            )
        )
        for sent, partenaire, *who in self._session.execute(statement):
            since = f"orientation du {format_date(sent)}"
            yield Echeance(sent + _ANSWER, f"Réponse attendue : {partenaire}", since, *_who(who))


def _who(columns: list[Any]) -> tuple[str, int]:
    """Return the name of a family and its identifier."""
    ident, nom, prenom = columns
    return family_name(nom, prenom), ident
