"""The RSA follow-ups of the demonstration: contracts, reviews, obstacles, partners."""

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from caseapp.domain.periods import add_months
from caseapp.models import (
    CoAccompagnement,
    ContratRsa,
    FreinRsa,
    ReexamenRsa,
    SuiteEcheance,
    SuiviRsa,
)
from caseapp.services.demonstration_lecture import Links, Row, read_day_file
from caseapp.services.demonstration_lignes import Batch, worked
from caseapp.store.journal import JournaledSession

_OBSTACLES = (
    "garde_enfant", "garde_enfant", "mobilite", "mobilite", "formation", "sante", "numerique", "budget",
)  # fmt: skip
_YEAR, _PREPARE = 12, 21
"""Months of a contract, and after which the end of the follow-up is prepared."""
_LONG = 120
"""Days after which nobody is left without a contract."""
_CONCLUSION = "Parcours poursuivi."


class DayFollowUps:
    """Writes the follow-ups of the worker from their file, and draws those of her colleagues."""

    def __init__(self, session: JournaledSession, links: Links, me: str, day: date) -> None:
        self._session, self._links, self._me, self._day = session, links, me, day
        self._batch = Batch(session)
        self._told = {row["reference"]: row for row in read_day_file("insertion")["suivi"]}

    def write(self) -> None:
        """Write what is known of every follow-up until the eve of the day."""
        for one in self._session.scalars(select(SuiviRsa).order_by(SuiviRsa.reference)).all():
            row = self._told.get(one.reference)
            if row is not None:
                self._tell(one, row)
            else:
                self._invent(one, Random(f"2018 {one.reference}"))  # noqa: S311 - the same at each loading
        self._batch.write()

    def _tell(self, one: SuiviRsa, row: Row) -> None:
        me = self._links.id("agent", self._me)
        self._batch.change(SuiviRsa, one.id, agent_id=me, date_orientation=row["date_orientation"])
        for kind, signed, end in row.get("contrats", ()):
            self._add(ContratRsa, one, type=kind, date_signature=signed, date_fin=end)
        for day, said in row.get("reexamens", ()):
            self._add(ReexamenRsa, one, date=day, conclusion=said or None)
        for frein, seen, lifted, said in row.get("freins", ()):
            self._obstacle(one, frein, seen, lifted or None, said)
        for partenaire, kind, who, first, last in row.get("co_accompagnements", ()):
            self._add(
                CoAccompagnement, one, partenaire_id=self._links.id("partenaire", partenaire), type=kind,
                conseiller=who, date_debut=first, date_fin=last or None,
            )  # fmt: skip
        for regle, since in row.get("faites", ()):
            self._done(one, regle, since)

    def _invent(self, one: SuiviRsa, draw: Random) -> None:
        told = one.date_designation - timedelta(days=draw.randint(3, 15))
        self._batch.change(SuiviRsa, one.id, date_orientation=told)
        last = min(one.date_fin or self._day, self._day)
        signed = worked(one.date_designation + timedelta(days=draw.randint(8, 29)))
        for rank in range(draw.choice((0, 0, 1, 1, 2))):
            self._draw_obstacle(one, draw, worked(signed + timedelta(days=rank)), last)
        if (last - one.date_designation).days > _LONG or draw.random() < 0.8:
            self._contract(one, draw, signed, last)
        if draw.random() < 0.12 and signed + timedelta(days=60) < last:
            self._add(
                CoAccompagnement, one, partenaire_id=self._links.id("partenaire", "PE"),
                type="accompagnement_global", date_debut=worked(signed + timedelta(days=45)),
            )  # fmt: skip
        prepared = add_months(one.date_designation, _PREPARE)
        if prepared < self._day and draw.random() < 0.9:
            self._done(one, "fin_a_preparer", one.date_designation)

    def _contract(self, one: SuiviRsa, draw: Random, signed: date, last: date) -> None:
        """Sign contracts of a year, one after the other, and review each of them."""
        while signed < last:
            end = add_months(signed, _YEAR)
            self._add(ContratRsa, one, type="cer", date_signature=signed, date_fin=end)
            review = worked(signed + timedelta(days=draw.randint(150, 178)))
            if review < last and ((last - review).days > _LONG or draw.random() < 0.8):
                self._add(ReexamenRsa, one, date=review, conclusion=_CONCLUSION)
            signed = worked(end - timedelta(days=draw.randint(2, 20)))

    def _draw_obstacle(self, one: SuiviRsa, draw: Random, seen: date, last: date) -> None:
        lifted = worked(seen + timedelta(days=draw.randint(60, 500)))
        if seen < last:
            known = lifted if lifted < last and draw.random() < 0.7 else None
            self._obstacle(one, draw.choice(_OBSTACLES), seen, known, "")

    def _obstacle(self, one: SuiviRsa, frein: str, seen: date, lifted: date | None, said: str) -> None:
        self._add(FreinRsa, one, frein=frein, date_reperage=seen, date_levee=lifted, commentaire=said or None)

    def _done(self, one: SuiviRsa, regle: str, since: date) -> None:
        day = worked(add_months(since, _PREPARE))
        self._add(SuiteEcheance, one, regle=regle, depuis=since, etat="faite", date=min(day, self._day))

    def _add(self, mapped: Any, one: SuiviRsa, **values: Any) -> None:
        self._batch.add(mapped, suivi_id=one.id, **values)
