"""What the figures can be restricted to, and the restriction in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.filters import Filters, Perimetre
from caseapp.domain.text import fold
from caseapp.errors import InputError
from caseapp.models import Agent, Famille, Lieu
from caseapp.models.codes import CodeMotif
from caseapp.store import Store


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: what it is known by, and what it is called."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The values each filter can take in the open store."""

    agents: tuple[Choice, ...]
    secteurs: tuple[Choice, ...]
    lieux: tuple[Choice, ...]
    communes: tuple[Choice, ...]
    epcis: tuple[Choice, ...]
    motifs: tuple[Choice, ...]


class PerimetreService:
    """Turns the choices of a user into filters; an unknown choice is refused, never ignored."""

    def __init__(self, store: Store, communes: CommuneDirectory) -> None:
        self._store = store
        self._communes = communes

    def choices(self) -> Choices:
        """Return what can be chosen: the agents, places, communes and motifs of the store."""
        with self._store.read() as session:
            agents = session.execute(
                select(Agent.code, Agent.nom, Agent.prenom, Agent.secteur).order_by(Agent.code)
            )
            found = agents.all()
            lieux = session.execute(select(Lieu.code, Lieu.libelle).order_by(Lieu.libelle)).all()
            codes = session.scalars(
                select(Famille.code_commune).where(Famille.code_commune.is_not(None)).distinct()
            ).all()
            motifs = session.execute(select(CodeMotif.code, CodeMotif.libelle).order_by(CodeMotif.ordre))
            motif_choices = tuple(Choice(code, libelle) for code, libelle in motifs)
        secteurs = sorted({secteur for _, _, _, secteur in found if secteur})
        known = [code for code in codes if code is not None]
        epcis = {self._epci_of(code) for code in known} - {""}
        return Choices(
            agents=tuple(
                Choice(code, f"{code} · {nom} {prenom or ''}".strip()) for code, nom, prenom, _ in found
            ),
            secteurs=tuple(Choice(secteur, secteur) for secteur in secteurs),
            lieux=tuple(Choice(code, libelle) for code, libelle in lieux),
            communes=_by_label(Choice(code, self._communes.name(code)) for code in known),
            epcis=_by_label(Choice(siren, self._communes.epci_name(siren)) for siren in epcis),
            motifs=motif_choices,
        )

    def filters(self, perimetre: Perimetre) -> Filters:
        """Return the filters of a choice; InputError for a value the store does not know."""
        choices = self.choices()
        wanted = (
            ("agent", perimetre.agent, choices.agents),
            ("secteur", perimetre.secteur, choices.secteurs),
            ("lieu", perimetre.lieu, choices.lieux),
            ("commune", perimetre.commune, choices.communes),
            ("EPCI", perimetre.epci, choices.epcis),
            ("motif", perimetre.motif, choices.motifs),
        )
        names = [f"{word} {_label(word, key, known)}" for word, key, known in wanted if key is not None]
        return Filters(
            agent=perimetre.agent,
            secteur=perimetre.secteur,
            lieu=perimetre.lieu,
            communes=self._codes(perimetre, choices.communes),
            motif=perimetre.motif,
            label=", ".join(names),
        )

    def _codes(self, perimetre: Perimetre, known: tuple[Choice, ...]) -> frozenset[str] | None:
        """Return the commune codes kept, among those written in the store (former codes included)."""
        commune, epci = perimetre.commune, perimetre.epci
        if commune is None and epci is None:
            return None
        codes = (choice.key for choice in known if commune in {None, choice.key})
        return frozenset(code for code in codes if epci is None or self._epci_of(code) == epci)

    def _epci_of(self, code: str) -> str:
        commune = self._communes.get(code)
        return "" if commune is None else commune.epci


def _label(word: str, key: str, known: tuple[Choice, ...]) -> str:
    for choice in known:
        if choice.key == key:
            return choice.label
    raise InputError(f"Le filtre « {word} {key} » ne correspond à rien dans cette base.")


def _by_label(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda choice: fold(choice.label)))
