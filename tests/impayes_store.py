"""A store with two families and the service of arrears files."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from stores import AUTEUR, new_store

from caseapp.models import Agent, Famille
from caseapp.paths import resource
from caseapp.services.agents import AgentService
from caseapp.services.historique import HistoriqueService
from caseapp.services.impayes import ImpayeService
from caseapp.services.impayes_rows import ImpayeSaisie, ImpayeVue
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.store import Store

TODAY = date(2026, 11, 21)
REPORTED = date(2026, 5, 17)


class ImpayeStore:
    """The services over a new store; `report` makes a file."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = new_store(folder)
        with self.store.write(AUTEUR) as session:
            familles = [Famille(reference=f"F{n}", nom=nom) for n, nom in enumerate(("Nguyễn", "Perrin"))]
            session.add_all(
                [*familles, Agent(code="A1", nom="Durand", metier="assistant_social", actif=True)]
            )
            session.flush()
            self.familles = [one.id for one in familles]
        agents = AgentService(self.store, AUTEUR)
        agents.set_me(1)
        self.regles = regles = JeuxDeReglesService(self.store, AUTEUR, resource("regles"))
        self.impayes = ImpayeService(self.store, AUTEUR, agents, regles)
        self.historique = HistoriqueService(self.store, AUTEUR)

    def saisie(self, **changes: object) -> ImpayeSaisie:
        """Return a report: the picture's, 1 284,00 € for 512,00 + 38,00 − 210,00 a month."""
        report = ImpayeSaisie(
            self.familles[0], "alf", REPORTED, "locatif", True, "XL Habitat", "B-12", 51_200, 3_800, 21_000,
            128_400, date(2026, 1, 5),
        )  # fmt: skip
        return replace(report, **changes)

    def report(self, **changes: object) -> int:
        return self.impayes.create(self.saisie(**changes), TODAY)

    def vue(self, ident: int, today: date = TODAY) -> ImpayeVue:
        return self.impayes.open_dossier(ident, today)

    def records(self, mapped: type) -> list:
        with self.store.read() as session:
            return list(session.scalars(select(mapped).order_by(mapped.id)))
