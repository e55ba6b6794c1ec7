"""The dwellings of the demonstration: who lives in them, the aid withheld, the works; none is released.

Releases are counted in the figures of 2016 and 2017, which hold: the first come in January 2018.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from caseapp.domain.periods import add_months
from caseapp.models import (
    Agent,
    Famille,
    Logement,
    LogementSignale,
    Occupation,
    ProlongationConservation,
    SuiteEcheance,
)
from caseapp.services.demonstration_impayes import SOCIAL
from caseapp.services.demonstration_lecture import Links, Row, read_day_file
from caseapp.services.demonstration_lignes import Batch, worked
from caseapp.store.journal import JournaledSession

_PLACE = ("adresse", "complement", "bailleur", "type", "surface")
_LOST, _ENDS = 0.2, 18
"""Share of the aid lost at the end, months before it."""


class DayDwellings:
    """Writes each dwelling, who lives in it, and what was done about those found unfit."""

    def __init__(self, session: JournaledSession, links: Links, me: str, day: date) -> None:
        self._session, self._links, self._me, self._day = session, links, me, day
        self._batch = Batch(session)
        self._read = read_day_file("logements")
        self._streets: list[str] = read_day_file("familles")["rues"]
        self._agents = list(
            session.scalars(select(Agent.id).where(Agent.metier.in_(SOCIAL)).order_by(Agent.code))
        )
        self._communes: dict[int, str | None] = dict(
            session.execute(select(Famille.id, Famille.code_commune)).all()
        )

    def write(self) -> None:
        """Write the dwellings of the file, the others, then those reported in January."""
        told = {row["reference"]: row for row in self._read["signalement"]}
        before: tuple[int, date] | None = None
        reports = select(LogementSignale).order_by(
            LogementSignale.date_signalement, LogementSignale.reference
        )
        for one in self._session.scalars(reports).all():
            row = told.get(one.reference)
            if row is not None:
                self._tell(one, row)
                continue
            draw = Random(f"2018 {one.reference}")  # noqa: S311 - the same dwellings at each loading
            again = before is not None and draw.random() < 0.08
            before = self._invent(one, draw, before if again else None)
        for row in self._read["nouveau"]:
            self._report(row)
        self._batch.write()

    def _tell(self, one: LogementSignale, row: Row) -> None:
        place = {name: row.get(name) for name in _PLACE}
        known = {
            name: value for name, value in row.items()
            if name not in {*_PLACE, "reference", "prolongations", "preparees"}
        }  # fmt: skip
        dwelling = self._dwelling(one.famille_id, date(2014, 9, 1), **place)
        me = self._links.id("agent", self._me)
        self._batch.change(LogementSignale, one.id, logement_id=dwelling, agent_id=me, **known)
        for day, motif, mois in row.get("prolongations", ()):
            self._prolong(one.id, day, motif, mois)
        for end in row.get("preparees", ()):
            self._prepared(one.id, end)

    def _report(self, row: Row) -> None:
        famille = self._links.id("famille", row["famille"])
        dwelling = self._dwelling(famille, date(2015, 3, 1), **{name: row.get(name) for name in _PLACE})
        known = {name: value for name, value in row.items() if name not in _PLACE}
        values = self._links.values(known, agent=self._me)
        self._batch.add(
            LogementSignale, reference=self._links.reference("LS"), logement_id=dwelling, **values
        )

    def _invent(self, one: LogementSignale, draw: Random, known: tuple[int, date] | None) -> tuple[int, date]:
        """Draw a dwelling, or take the one reported before by a family that left it."""
        moved = one.date_signalement - timedelta(days=draw.randint(60, 1500))
        if known is None:
            where = f"{draw.randint(1, 60)} {draw.choice(self._streets)}".rstrip(",")
            kind = draw.choice(("appartement", "appartement", "maison"))
            dwelling = self._dwelling(
                one.famille_id, moved, adresse=where, type=kind, surface=draw.randint(24, 110),
                bailleur=draw.choice(("Bailleur privé", "Bailleur privé", "XL Habitat")),
            )  # fmt: skip
        else:
            dwelling = known[0]
            self._live(dwelling, one.famille_id, known[1])
        agent = draw.choice(self._agents)
        self._batch.change(LogementSignale, one.id, logement_id=dwelling, agent_id=agent)
        if one.date_conservation is not None:
            self._withhold(one, one.date_conservation, draw)
        return dwelling, one.date_signalement

    def _withhold(self, one: LogementSignale, since: date, draw: Random) -> None:
        values: dict[str, Any] = {"montant_conserve": draw.randint(15, 34) * 10_00}
        works = worked(since + timedelta(days=draw.randint(30, 58)))
        if works < self._day and draw.random() < 0.93:
            values["date_debut_travaux"] = works
        end = add_months(since, _ENDS)
        if end < self._day:
            if draw.random() < _LOST:
                values["date_perte"] = worked(end + timedelta(days=draw.randint(3, 20)))
            else:
                self._prolong(
                    one.id, worked(end - timedelta(days=draw.randint(5, 30))), "travaux_en_cours", 6
                )
                if draw.random() < 0.5:
                    values["date_fin_travaux"] = self._day - timedelta(days=draw.randint(8, 25))
        self._batch.change(LogementSignale, one.id, **values)

    def _dwelling(self, famille: int, since: date, **place: Any) -> int:
        ident = self._batch.add(
            Logement, reference=self._links.reference("LG"), code_commune=self._communes[famille], **place
        )
        self._live(ident, famille, since)
        return ident

    def _live(self, dwelling: int, famille: int, since: date) -> None:
        self._batch.add(
            Occupation, logement_id=dwelling, famille_id=famille, date_entree=since, statut="locataire"
        )

    def _prolong(self, ident: int, day: date, motif: str, mois: int) -> None:
        self._batch.add(ProlongationConservation, signalement_id=ident, date=day, motif=motif, mois=mois)

    def _prepared(self, ident: int, end: date) -> None:
        """Say that the next extension was looked into, three months before the end of the aid withheld."""
        day = min(worked(add_months(end, -3)), self._day - timedelta(days=1))
        self._batch.add(
            SuiteEcheance, signalement_id=ident, regle="prolongation", depuis=end, etat="faite", date=day
        )
