"""The appointments and the permanences of the day of the demonstration."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models import Agent, DroitExamine, Horaire, Permanence, RendezVous
from caseapp.services.demonstration_lecture import FIRST_DAY, Links, Row, followed, read_day_file

_SLOT, _USUAL = 30, 45
_WEEKS = (date(2018, 1, 8), date(2018, 1, 15))
_HOURS = (time(9), time(10, 15), time(11, 15), time(14), time(15, 15), time(16, 15))
_SOCIAL = ("assistant_social", "cesf")
_OFFICES = {"Mont-de-Marsan": "SIEGE", "Haute Lande": "SIEGE"}
_OTHER_OFFICE = "DAX"


class DayAgenda:
    """Writes the agenda of one agent from its file, and draws that of the colleagues."""

    def __init__(self, session: Session, links: Links, me: str, day: date) -> None:
        self._session, self._links, self._me, self._day = session, links, me, day
        self._mine = followed(session, links.id("agent", me), day)
        self._hours: dict[tuple[str, str], Row] = {}
        self.keyed: dict[str, RendezVous] = {}
        """Appointments that an offer or a call points to, by the name their file gives them."""

    def write(self) -> None:
        """Write the calendars, the permanences and every appointment."""
        read = read_day_file("agenda")
        for row in read["horaire"]:
            self._hours[row["lieu"], row["agent"]] = row
            values = self._links.values(row, semaines="toutes", creneau=_SLOT, depuis=date(2018, 1, 4))
            self._session.add(Horaire(**values))
        for row in read["permanence"]:
            self._hold(row)
        for row in sorted(read["rendez_vous"], key=self._typed):
            self._appoint(row, agent=self._me, mode="physique")
        for agent in self._colleagues():
            self._fill(agent)
        self._session.flush()

    def _typed(self, row: Row) -> tuple[bool, date, time]:
        """Order appointments as they were entered: those that took place last."""
        return row["date"] < self._day and row.get("statut") != "propose", row["date"], row["heure"]

    def _hold(self, row: Row) -> None:
        hours = self._hours[row["lieu"], row["agent"]]
        held = Permanence(
            **self._links.values(row), reference=self._links.reference("PM"), creneau=_SLOT,
            heure_debut=hours["heure_debut"], heure_fin=hours["heure_fin"],
        )  # fmt: skip
        self._session.add(held)
        self._session.flush()
        for one in row["rendez_vous"]:
            hurried = {"duree": None, "mode": None} if one.get("a_completer") else {}
            usual = {"duree": _SLOT, "mode": "physique", **hurried}
            common = {"agent": row["agent"], "lieu": row["lieu"], "date": row["date"]}
            self._appoint(one, **common, **usual, permanence_id=held.id)

    def _appoint(self, row: Row, **others: Any) -> None:
        day = others.get("date") or row["date"]
        usual = {
            "type": "entretien", "statut": "honore" if day < self._day else "propose", "duree": _USUAL,
            **others,
        }  # fmt: skip
        values = self._links.values(row, **usual)
        key = values.pop("cle", None)
        if values["agent_id"] == self._links.id("agent", self._me):
            values["intervention_id"] = self._mine.get(values.get("famille_id", 0))
        one = RendezVous(**values, reference=self._links.reference("RV"))
        self._session.add(one)
        if key is not None:
            self.keyed[key] = one
        if "droit" in row:
            self._session.flush()
        for droit in row.get("droit", ()):
            self._session.add(DroitExamine(rendez_vous_id=one.id, date_etat=one.date, **droit))

    def _colleagues(self) -> Sequence[Agent]:
        statement = select(Agent).where(Agent.metier.in_(_SOCIAL), Agent.code != self._me)
        return self._session.scalars(statement.order_by(Agent.code)).all()

    def _fill(self, agent: Agent) -> None:
        """Draw two appointments a day or so with the families that a colleague follows."""
        draw = Random(f"2018 {agent.code}")  # noqa: S311 - invented people, the same at each loading
        families = sorted(followed(self._session, agent.id, self._day).items())
        draw.shuffle(families)
        for monday in _WEEKS:
            for weekday in range(5):
                day = monday + timedelta(days=weekday)
                for hour in sorted(draw.sample(_HOURS, draw.choice((1, 2, 2, 3)))):
                    self._session.add(self._drawn(draw, agent, day, hour, families.pop()))

    def _drawn(
        self, draw: Random, agent: Agent, day: date, hour: time, family: tuple[int, int]
    ) -> RendezVous:
        by_phone = draw.random() < 0.25
        office = _OFFICES.get(agent.secteur or "", _OTHER_OFFICE)
        came = draw.random() < 0.9
        return RendezVous(
            reference=self._links.reference("RV"), famille_id=family[0], intervention_id=family[1],
            agent_id=agent.id, type="entretien" if draw.random() < 0.8 else "bilan", date=day, heure=hour,
            mode="telephone" if by_phone else "physique", duree=_SLOT if by_phone else _USUAL,
            lieu_id=None if by_phone else self._links.id("lieu", office),
            statut="propose" if day >= self._day else "honore" if came else "absent",
            date_demande=_asked(draw, day, self._day),
        )  # fmt: skip


def _asked(draw: Random, day: date, today: date) -> date:
    """Return when an appointment was asked for: 2 to 9 days before, a day of work, never after today."""
    asked = min(day - timedelta(days=draw.randint(2, 9)), today)
    if asked.weekday() > 4:
        asked -= timedelta(days=asked.weekday() - 4)
    return max(asked, FIRST_DAY)
