"""The calls of the phone line: received at once, completed when there is time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from sqlalchemy import ColumnElement, and_, or_, select

from caseapp.domain.nomenclature import NiveauNote
from caseapp.errors import FieldError, InputError
from caseapp.models import Agent, Appel, Famille, Note
from caseapp.models.base import new_reference
from caseapp.models.codes import CodeSuite
from caseapp.services.agents import AgentService
from caseapp.services.familles import FamilleService, choice_label
from caseapp.services.saisie_suivi import LONGEST_NOTE, check_day, cleaned
from caseapp.store import Step, Store
from caseapp.store.journal import JournaledSession

_WAITED = timedelta(days=7)
"""How long a missed call waits on the list to be called back."""
_GONE = "Cet appel n'est plus dans la base."


@dataclass(frozen=True, slots=True)
class AppelRow:
    """A call; `famille` is its label, empty when nobody was named."""

    id: int
    date: date
    heure: time | None
    decroche: bool
    famille_id: int | None
    famille: str
    suite: str | None
    suite_libelle: str
    agent: str
    rendez_vous_id: int | None

    @property
    def a_rappeler(self) -> bool:
        """Whether it was missed and nobody called back."""
        return not self.decroche and self.suite is None


@dataclass(frozen=True, slots=True)
class Journee:
    """The calls of a day, and before them the missed ones of the week that wait to be called back."""

    jour: date
    appels: tuple[AppelRow, ...] = ()

    @property
    def recus(self) -> int:
        """Calls received on the day."""
        return sum(one.date == self.jour for one in self.appels)

    @property
    def traites(self) -> int:
        """Those answered."""
        return sum(one.date == self.jour and one.decroche for one in self.appels)

    @property
    def a_rappeler(self) -> int:
        """Missed calls that wait."""
        return sum(one.a_rappeler for one in self.appels)

    @property
    def taux(self) -> Fraction | None:
        """Calls answered out of a hundred received, unknown without any."""
        return Fraction(self.traites * 100, self.recus) if self.recus else None


@dataclass(frozen=True, slots=True)
class AppelSaisie:
    """What is known of a call once it is completed; the note goes to the family."""

    date: date
    decroche: bool
    heure: time | None = None
    famille_id: int | None = None
    suite: str | None = None
    note: str | None = None
    niveau: str = NiveauNote.EQUIPE.value


class AppelService:
    """Records the calls in the name of the agent who uses the program, when it was said."""

    def __init__(self, store: Store, auteur: str, agents: AgentService, familles: FamilleService) -> None:
        self._store = store
        self._auteur = auteur
        self._agents = agents
        self._familles = familles

    def receive(self, moment: datetime, *, decroche: bool) -> int:
        """Keep a call at that local moment, answered or missed; return its identifier."""
        me = self._agents.me()
        with self._store.write(
            self._auteur, Step("Appel reçu" if decroche else "Appel manqué noté")
        ) as write:
            one = Appel(
                reference=new_reference("AP"), date=moment.date(), heure=moment.time().replace(microsecond=0),
                decroche=decroche, agent_id=None if me is None else me.id,
            )  # fmt: skip
            write.add(one)
            write.flush()
            return one.id

    def set_suite(self, appel_id: int, suite: str | None) -> None:
        """Say what came of a call; InputError for one that is gone."""
        with self._store.write(self._auteur, Step("Suite de l'appel notée")) as write:
            one = _get(write, appel_id)
            _check_suite(write, suite)
            one.suite = suite

    def edit(self, appel_id: int, saisie: AppelSaisie, today: date) -> None:
        """Complete a call; FieldError names the field that cannot be accepted."""
        texte = _checked_note(saisie, today)
        me = self._agents.me()
        with self._store.write(self._auteur, Step("Appel complété", saisie.famille_id)) as write:
            one = _get(write, appel_id)
            _check_suite(write, saisie.suite)
            if saisie.famille_id is not None and write.get(Famille, saisie.famille_id) is None:
                raise FieldError("famille", "Cette famille n'est plus dans la base.")
            one.date, one.heure, one.decroche = saisie.date, saisie.heure, saisie.decroche
            one.famille_id, one.suite = saisie.famille_id, saisie.suite
            if texte and saisie.famille_id is not None:
                agent_id = None if me is None else me.id
                write.add(
                    Note(
                        famille_id=saisie.famille_id, agent_id=agent_id, niveau=saisie.niveau, texte=texte,
                        ecrite_le=self._store.now, auteur=self._auteur,
                    )
                )  # fmt: skip

    def remove(self, appel_id: int) -> None:
        """Take away a call noted by mistake."""
        with self._store.write(self._auteur, Step("Appel supprimé")) as write:
            write.delete(_get(write, appel_id))

    def read_day(self, day: date) -> Journee:
        """Return the calls of a day, those to be called back first, then the latest first."""
        waiting = and_(
            Appel.date >= day - _WAITED, Appel.date < day, Appel.decroche.is_(False), Appel.suite.is_(None)
        )
        rows = self._rows(or_(Appel.date == day, waiting))
        to_call = sorted((row for row in rows if row.a_rappeler), key=_moment)
        others = sorted((row for row in rows if not row.a_rappeler), key=_moment, reverse=True)
        return Journee(day, (*to_call, *others))

    def read(self, appel_id: int) -> AppelRow:
        """Return a call; InputError for one that is gone."""
        rows = self._rows(Appel.id == appel_id)
        if not rows:
            raise InputError(_GONE)
        return rows[0]

    def _rows(self, where: ColumnElement[bool]) -> list[AppelRow]:
        statement = (
            select(Appel, CodeSuite.libelle, Agent.code)
            .outerjoin(CodeSuite, CodeSuite.code == Appel.suite)
            .outerjoin(Agent, Agent.id == Appel.agent_id)
            .where(where)
        )
        with self._store.read() as session:
            found = session.execute(statement).all()
        names = self._names({one.famille_id for one, _, _ in found if one.famille_id is not None})
        return [_row(one, suite, agent, names) for one, suite, agent in found]

    def _names(self, ids: set[int]) -> dict[int, str]:
        return {row.id: choice_label(row) for row in self._familles.list_rows(sorted(ids))}


def _get(write: JournaledSession, appel_id: int) -> Appel:
    one = write.get(Appel, appel_id)
    if one is None:
        raise InputError(_GONE)
    return one


def _checked_note(saisie: AppelSaisie, today: date) -> str | None:
    """Return the note as it is kept; FieldError for what no call can have."""
    texte = cleaned("note", saisie.note, LONGEST_NOTE)
    check_day("date", saisie.date)
    if saisie.date > today:
        raise FieldError("date", "Un appel reçu ne peut pas être à venir.")
    if texte and saisie.famille_id is None:
        raise FieldError("note", "Choisissez la famille : une note suit toujours une famille.")
    if saisie.niveau not in set(NiveauNote):
        raise FieldError("niveau", "Choisissez qui pourra lire la note.")
    return texte


def _check_suite(write: JournaledSession, suite: str | None) -> None:
    if suite is not None and write.get(CodeSuite, suite) is None:
        raise FieldError("suite", "Choisissez une suite de la liste.")


def _row(one: Appel, suite: str | None, agent: str | None, names: dict[int, str]) -> AppelRow:
    famille = names.get(one.famille_id, "") if one.famille_id is not None else ""
    return AppelRow(
        one.id, one.date, one.heure, one.decroche, one.famille_id, famille, one.suite, suite or "",
        agent or "", one.rendez_vous_id,
    )  # fmt: skip


def _moment(row: AppelRow) -> tuple[date, time, int]:
    return row.date, row.heure or time.min, row.id
