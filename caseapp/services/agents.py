"""The agents, and which of them uses this program."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.names import worker_name
from caseapp.domain.text import fold
from caseapp.errors import InputError
from caseapp.models import Agent, Reglage
from caseapp.models.codes import CodeMetier
from caseapp.services.saisie_suivi import cleaned, filled_in
from caseapp.store import Step, Store


@dataclass(frozen=True, slots=True)
class AgentRow:
    """A worker, as lists and choices show it."""

    id: int
    code: str
    nom: str
    prenom: str | None
    metier: str
    secteur: str | None

    @property
    def label(self) -> str:
        """`Inès Lacoste`, or the code when only that is known."""
        return worker_name(self.nom, self.prenom, self.code)


class AgentService:
    """Lists the agents; remembers, in the store, who the author of this program is among them."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store = store
        self._auteur = auteur
        self._key = f"agent.{auteur}"[:200]

    def list_rows(self) -> tuple[AgentRow, ...]:
        """Return the agents in activity, by name."""
        with self._store.read() as session:
            agents = session.scalars(select(Agent).where(Agent.actif.is_not(False))).all()
            return tuple(sorted(map(_row, agents), key=lambda agent: fold(f"{agent.nom} {agent.prenom}")))

    def me(self) -> AgentRow | None:
        """Return the agent who uses the program, None until it was said."""
        with self._store.read() as session:
            return self._me(session)

    def require_me(self, session: Session) -> int:
        """Return the identifier of that agent; InputError when it was not said."""
        me = self._me(session)
        if me is None:
            raise InputError("Dites d'abord qui vous êtes : choisissez votre nom d'agent.")
        return me.id

    def set_me(self, agent_id: int) -> AgentRow:
        """Remember who uses the program; InputError for an agent who is gone."""
        with self._store.write_draft() as session:
            agent = session.get(Agent, agent_id)
            if agent is None:
                raise InputError("Cet agent n'est plus dans la base.")
            setting = session.scalar(select(Reglage).where(Reglage.cle == self._key))
            setting = setting or Reglage(cle=self._key)
            setting.valeur = agent.code
            session.add(setting)
            return _row(agent)

    def add_me(self, nom: str, prenom: str | None, metier: str, secteur: str | None = None) -> AgentRow:
        """Add the user as an agent and remember it; InputError for an empty name or an unknown trade."""
        name = filled_in("nom", nom, "Écrivez votre nom.")
        first, sector = cleaned("prenom", prenom), cleaned("secteur", secteur)
        with self._store.write(self._auteur, Step("Agent ajouté")) as session:
            if session.get(CodeMetier, metier) is None:
                raise InputError("Choisissez votre métier.")
            agent = Agent(
                code=_free_code(session, name), nom=name, prenom=first, metier=metier, secteur=sector,
                actif=True,
            )  # fmt: skip
            session.add(agent)
            session.flush()
            agent_id = agent.id
        return self.set_me(agent_id)

    def _me(self, session: Session) -> AgentRow | None:
        statement = select(Agent).join(Reglage, Reglage.valeur == Agent.code).where(Reglage.cle == self._key)
        agent = session.scalar(statement)
        return None if agent is None else _row(agent)


def _free_code(session: Session, nom: str) -> str:
    """Return a code that no agent has: the beginning of the name, numbered when it is taken."""
    stem = fold(nom).replace(" ", "").upper()[:20] or "AGENT"
    taken = set(session.scalars(select(Agent.code).where(Agent.code.startswith(stem))))
    return next(code for code in (stem, *(f"{stem}{n}" for n in range(2, 1000))) if code not in taken)


def _row(agent: Agent) -> AgentRow:
    return AgentRow(agent.id, agent.code, agent.nom, agent.prenom, agent.metier, agent.secteur)
