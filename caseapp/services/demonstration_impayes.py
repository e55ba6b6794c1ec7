"""The arrears of the demonstration: those of its worker from their file, those of her colleagues drawn.

No issue of the local target on the last day of 2016 or of 2017 is moved: the published figures hold.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from caseapp.domain.echeancier import by_number
from caseapp.domain.periods import add_months
from caseapp.models import (
    Agent,
    EtatImpaye,
    FaitImpaye,
    Impaye,
    Intervention,
    MensualitePlan,
    MouvementDette,
    PlanApurement,
)
from caseapp.services.demonstration_lecture import Links, Row, read_day_file
from caseapp.services.demonstration_lignes import Batch, worked
from caseapp.store.journal import JournaledSession

SOCIAL = ("assistant_social", "cesf")
_WAYS = ((240, (0.91, 0.98)), (90, (0.45, 0.8)), (-1, (0.1, 0.1)))
"""From so many days after the report: share of the arrears ended, then ended or with a plan."""
_OLD = 240
_SMALL = 100_00
"""Debt of the simplified procedure."""
_TERM = 80_00
"""About what a family pays each month on a plan."""
_DEFAULT = 36
"""Months of the default plan, and of the longest (CCH, R824-8)."""


@dataclass(slots=True)
class _File:
    """An arrear being told, with its draw and how many days ago it was reported."""

    one: Impaye
    draw: Random
    days: int

    def after(self, least: int, most: int) -> date:
        """Draw a day of work, so many days after the report."""
        return worked(self.one.date_signalement + timedelta(days=self.draw.randint(least, most)))


class DayArrears:
    """Writes what happened to each arrear until the eve of the day."""

    def __init__(self, session: JournaledSession, links: Links, me: str, day: date) -> None:
        self._session, self._links, self._me, self._day = session, links, me, day
        self._batch = Batch(session)
        self._read = read_day_file("impayes")
        self._agents = list(
            session.scalars(select(Agent.id).where(Agent.metier.in_(SOCIAL)).order_by(Agent.code))
        )

    def write(self) -> None:
        """Write the arrears of the file, then the others, then those of January."""
        told = {row["reference"]: row for row in self._read["impaye"]}
        followed = dict(self._session.execute(select(Intervention.id, Intervention.agent_id)).all())
        for one in self._session.scalars(select(Impaye).order_by(Impaye.reference)).all():
            row = told.get(one.reference)
            if row is not None:
                self._tell(one, row)
            else:
                self._invent(one, followed.get(one.intervention_id or 0))
        for row in self._read["nouveau"]:
            values = self._links.values(row, agent=self._me, issue="en_cours")
            self._batch.add(Impaye, reference=self._links.reference("IP"), **values)
        self._batch.write()

    def _tell(self, one: Impaye, row: Row) -> None:
        """Write an arrear of the worker as its file says it."""
        known = {
            name: row[name] for name in ("premier_impaye", "date_premier_contact", "date_issue")
            if name in row
        }  # fmt: skip
        self._batch.change(Impaye, one.id, agent_id=self._links.id("agent", self._me), **known)
        for day, nature, said in row["faits"]:
            self._happen(one, nature, day, said)
        for issue, first, last in row.get("etats", ()):
            self._batch.add(EtatImpaye, impaye_id=one.id, issue=issue, date_debut=first, date_fin=last)
        if "plan" in row:
            plan = dict(row["plan"])
            self._plan(one, plan.pop("mensualites"), plan.pop("payees"), **plan)

    def _invent(self, one: Impaye, agent_id: int | None) -> None:
        draw = Random(f"2018 {one.reference}")  # noqa: S311 - the same arrears at each loading
        file = _File(one, draw, (self._day - one.date_signalement).days)
        self._batch.change(Impaye, one.id, agent_id=agent_id or draw.choice(self._agents))
        self._begin(file)
        if one.issue == "plan_en_cours":
            self._follow(file, one.date_issue or one.date_signalement)
        elif one.issue == "resolu":
            self._settle(file, one.date_issue or one.date_signalement)
        elif one.cible_locale:
            self._wait(file)
        else:
            self._go_on(file)

    def _begin(self, file: _File) -> None:
        """Write the first steps: the Ccapex told, the contact offered, then had."""
        one, draw = file.one, file.draw
        if file.days > 60 or draw.random() < 0.9:
            self._happen(one, "information_ccapex", file.after(2, 24))
        if one.cible_locale or one.aide_logement == "alf" or draw.random() < 0.3:
            offered = file.after(1, 9)
            self._happen(one, "offre_contact", offered)
            met = worked(offered + timedelta(days=draw.randint(2, 26)))
            if met < self._day and (file.days > 60 or draw.random() < 0.9):
                self._happen(one, "contact", met)
                self._batch.change(Impaye, one.id, date_premier_contact=met)

    def _go_on(self, file: _File) -> None:
        """Draw what became of an arrear outside the local target, the older the more often ended."""
        chance = file.draw.random()
        small = file.one.dette is not None and file.one.dette <= _SMALL
        ended, planned = (1.0, 1.0) if small else next(way for days, way in _WAYS if file.days > days)
        if chance < ended:
            self._end(file)
        elif chance < planned:
            day = file.after(30, min(150, file.days - 5))
            self._batch.change(Impaye, file.one.id, issue="plan_en_cours", date_issue=day)
            self._follow(file, day)
        else:
            self._wait(file)

    def _end(self, file: _File) -> None:
        day = min(file.after(20, max(21, min(300, file.days - 6))), self._day - timedelta(days=1))
        if file.draw.random() < 0.03:
            what = file.draw.choice(("depart", "expulsion", "relogement"))
            self._batch.change(
                Impaye, file.one.id, issue="sans_solution", date_issue=day, suite_logement=what
            )
            return
        self._batch.change(Impaye, file.one.id, issue="resolu", date_issue=day)
        self._settle(file, day)

    def _settle(self, file: _File, day: date) -> None:
        """Pay the debt in two times, the last one on the day of the issue."""
        one, draw = file.one, file.draw
        kept = draw.choices(("maintien", "relogement", "depart", None), (86, 6, 4, 4))[0]
        self._batch.change(Impaye, one.id, suite_logement=kept)
        if one.dette:
            first = one.dette * draw.randint(2, 6) // 10
            before = one.date_signalement + (day - one.date_signalement) // 2
            for paid, amount in ((before, first), (day, one.dette - first)):
                self._pay(one, paid, amount)

    def _follow(self, file: _File, day: date) -> None:
        """Write a plan and its instalments; a few files miss the last one, most are checked in time."""
        one, draw = file.one, file.draw
        effect = (day.replace(day=1) + timedelta(days=32)).replace(day=draw.choice((5, 10, 15)))
        number = max(4, min(_DEFAULT, (one.dette or _TERM) // _TERM))
        if one.procedure == "plan_par_defaut":
            number = _DEFAULT
        due = sum(add_months(effect, rank) < self._day for rank in range(number))
        paid = due - 1 if due and draw.random() < 0.06 else due
        self._plan(one, number, paid, date_plan=day, date_effet=effect)
        check, kept = day, draw.random() < 0.93
        while kept and (check := worked(check + timedelta(days=draw.randint(150, 178)))) < self._day:
            self._happen(one, "verification_plan", check)

    def _wait(self, file: _File) -> None:
        """Write an arrear still without solution: the landlord asked, the Fsl seized, looked at again."""
        one, draw = file.one, file.draw
        old, late = file.days > _OLD, draw.random() < 0.06
        steps = [("demande_plan", file.after(10, 40)), ("saisine_fsl", file.after(70, 160))]
        if old or draw.random() < 0.6:
            steps.append(
                ("refus_fsl" if not old and draw.random() < 0.3 else "accord_fsl", file.after(165, 235))
            )
        ago = draw.randint(95, 110) if late else draw.randint(9, 80)
        steps.append(("point_situation", self._ago(ago)))
        if old and draw.random() < 0.15:
            steps.append(("commandement_payer", self._ago(draw.randint(5, 46))))
        if old and not one.cible_locale and draw.random() < 0.5:
            steps += self._break(file)
        for nature, day in steps:
            if one.date_signalement < day < self._day:
                self._happen(one, nature, day)

    def _break(self, file: _File) -> list[tuple[str, date]]:
        """Write a plan that did not hold; return what the Ccapex was asked and decided then."""
        signed = file.after(45, 65)
        effect = (signed.replace(day=1) + timedelta(days=32)).replace(day=5)
        broken = worked(add_months(effect, file.draw.randint(2, 4)) + timedelta(days=12))
        if broken >= self._day:
            return []
        motif = "Deux mensualités manquées"
        self._plan(
            file.one, 36, 2, date_plan=signed, date_effet=effect, date_rupture=broken, motif_rupture=motif
        )
        self._batch.change(Impaye, file.one.id, issue="en_cours", date_issue=broken)
        self._batch.add(
            EtatImpaye, impaye_id=file.one.id, issue="plan_en_cours", date_debut=signed, date_fin=broken
        )
        told = worked(broken + timedelta(days=10))
        return [("saisine_ccapex", told), ("decision_ccapex", worked(told + timedelta(days=15)))]

    def _ago(self, days: int) -> date:
        return worked(self._day - timedelta(days=days))

    def _happen(self, one: Impaye, nature: str, day: date, said: str = "") -> None:
        if day < self._day or nature == "audience":
            self._batch.add(FaitImpaye, impaye_id=one.id, nature=nature, date=day, commentaire=said or None)

    def _plan(self, one: Impaye, number: int, paid: int, **values: Any) -> None:
        debt = one.dette or _TERM
        procedure = one.procedure or "plan_negocie"
        plan = self._batch.add(PlanApurement, impaye_id=one.id, procedure=procedure, montant=debt, **values)
        terms = by_number(debt, number, values["date_effet"])
        for term in terms:
            self._batch.add(
                MensualitePlan,
                plan_id=plan,
                numero=term.numero,
                date_echeance=term.date,
                montant=term.montant,
            )
        for term in terms[:paid]:
            self._pay(one, term.date, term.montant)

    def _pay(self, one: Impaye, day: date, amount: int) -> None:
        if amount > 0:
            self._batch.add(MouvementDette, impaye_id=one.id, type="paiement", date=day, montant=amount)
