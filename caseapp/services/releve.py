"""What is missing for the month's return: facts of the month that lack what the figures need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import StatutRendezVous
from caseapp.domain.periods import Period
from caseapp.models import Famille, Intervention, Lieu, Permanence, RendezVous, Situation
from caseapp.services.echeances import Echeance

_SHOWN = 200
PROPOSE = StatutRendezVous.PROPOSE.value


@dataclass(frozen=True, slots=True)
class Manque:
    """Facts that lack the same thing; each line opens its record, `nombre` counts them all."""

    titre: str
    nombre: int
    lignes: tuple[Echeance, ...]


@dataclass(frozen=True, slots=True)
class Releve:
    """How complete a month is: `faits` were looked at, some of them lack something."""

    periode: Period
    faits: int
    manques: tuple[Manque, ...]

    @property
    def complet(self) -> int | None:
        """Whole percents of the facts that lack nothing, rounded down; None without any fact."""
        missing = sum(manque.nombre for manque in self.manques)
        return None if not self.faits else 100 * max(0, self.faits - missing) // self.faits


def read_releve(session: Session, period: Period, today: date, agent_id: int | None) -> Releve:
    """Look at the facts of a month, up to yesterday for appointments that nobody marked."""
    reader = _Reader(session, period, today, agent_id)
    manques = tuple(manque for manque in reader.manques() if manque.nombre)
    return Releve(period, reader.facts(), manques)


class _Reader:
    def __init__(self, session: Session, period: Period, today: date, agent_id: int | None) -> None:
        self._session, self._period, self._agent_id = session, period, agent_id
        self._passed = min(period.last_day, today - timedelta(days=1))

    def _mine(self, column: Any) -> ColumnElement[bool]:
        return true() if self._agent_id is None else and_(column == self._agent_id)

    def _within(self, column: Any) -> ColumnElement[bool]:
        return and_(column.between(self._period.start, self._period.last_day))

    def facts(self) -> int:
        counted: tuple[tuple[Any, Any], ...] = (
            (RendezVous.date, RendezVous.agent_id),
            (Intervention.date_ouverture, Intervention.agent_id),
            (Intervention.date_cloture, Intervention.agent_id),
            (Permanence.date, Permanence.agent_id),
        )
        return sum(self._count(day.class_, (self._within(day), self._mine(agent))) for day, agent in counted)

    def manques(self) -> Iterator[Manque]:
        yield self._families(
            "Rendez-vous passés sans suite notée", "rendez-vous",
            RendezVous.date, RendezVous.famille_id,
            RendezVous.statut == PROPOSE, RendezVous.date <= self._passed, self._mine(RendezVous.agent_id),
        )  # fmt: skip
        yield self._families(
            "Saisies de permanence à compléter", "saisie", RendezVous.date, RendezVous.famille_id,
            RendezVous.a_completer.is_(True), RendezVous.statut != PROPOSE, self._mine(RendezVous.agent_id),
        )  # fmt: skip
        yield self._families(
            "Ouvertures sans origine", "ouverture", Intervention.date_ouverture,
            Intervention.famille_id, Intervention.origine.is_(None), self._mine(Intervention.agent_id),
        )  # fmt: skip
        yield self._families(
            "Clôtures sans issue", "clôture", Intervention.date_cloture, Intervention.famille_id,
            Intervention.issue.is_(None), self._mine(Intervention.agent_id),
        )  # fmt: skip
        known = select(Situation.id).where(
            Situation.famille_id == Intervention.famille_id,
            Situation.date_effet <= Intervention.date_ouverture,
        )
        yield self._families(
            "Ouvertures sans situation du foyer", "ouverture", Intervention.date_ouverture,
            Intervention.famille_id, ~known.exists(), self._mine(Intervention.agent_id),
        )  # fmt: skip
        yield self._permanences()

    def _families(
        self, titre: str, word: str, day: Any, famille: Any, *conditions: ColumnElement[bool]
    ) -> Manque:
        where = (self._within(day), *conditions)
        statement: Select[Any] = (
            select(day, Famille.id, Famille.nom, Famille.prenom)
            .select_from(day.class_)
            .outerjoin(Famille, Famille.id == famille)
            .where(*where)
            .order_by(day)
            .limit(_SHOWN)
        )
        lines = tuple(
            Echeance(
                when, titre, f"{word} du {format_date(when)}", _name(nom, prenom), ident,
                cle="" if ident else "agenda",
            )
            for when, ident, nom, prenom in self._session.execute(statement)
        )  # fmt: skip
        return Manque(titre, self._count(day.class_, where), lines)

    def _permanences(self) -> Manque:
        titre = "Permanences sans nombre de personnes"
        where = (
            self._within(Permanence.date), Permanence.date <= self._passed,
            Permanence.personnes_recues.is_(None), self._mine(Permanence.agent_id),
        )  # fmt: skip
        statement = (
            select(Permanence.date, Lieu.libelle)
            .join(Lieu, Lieu.id == Permanence.lieu_id)
            .where(*where)
            .order_by(Permanence.date)
            .limit(_SHOWN)
        )
        lines = tuple(
            Echeance(day, titre, f"permanence du {format_date(day)}", lieu, cle="permanences")
            for day, lieu in self._session.execute(statement)
        )
        return Manque(titre, self._count(Permanence, where), lines)

    def _count(self, mapped: Any, where: tuple[ColumnElement[bool], ...]) -> int:
        return self._session.scalar(select(func.count()).select_from(mapped).where(*where)) or 0


def _name(nom: str | None, prenom: str | None) -> str:
    return family_name(nom, prenom) if nom else "Sans famille"
