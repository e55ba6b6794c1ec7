"""A store with a few invented families to whom offers of contact are made."""

from datetime import date
from pathlib import Path

from sqlalchemy import select
from stores import AUTEUR, new_store

from caseapp.models import Agent, Famille, OffreContact
from caseapp.paths import resource
from caseapp.services.agents import AgentService
from caseapp.services.offres import OffreService
from caseapp.store import Store

OFFERED = date(2026, 11, 2)
FAMILLES = (
    ("F1", "Nguyễn", "Emma", {"telephone": "0612345678", "courriel": "emma@exemple.fr"}),
    ("F2", "O'Brien", "Maël", {"telephone": "0698765432", "protection": True}),
    ("F3", "Perrin", "Adam", {"telephone": "0611111111", "ne_pas_appeler": True}),
    ("F4", "Œuvrard", None, {"ne_pas_ecrire": True, "telephone": "0622222222"}),
    ("F5", "Garcia", "Ana", {"ne_pas_appeler": True, "ne_pas_ecrire": True}),
)


class OffreStore:
    """The services over a new store, the user being Inès Lacoste."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = new_store(folder)
        with self.store.write(AUTEUR) as session:
            session.add(Agent(code="TS1", nom="Lacoste", prenom="Inès", metier="cesf", actif=True))
            session.add(Agent(code="TS2", nom="Roux", prenom="Paul", metier="cesf", actif=True))
            for reference, nom, prenom, more in FAMILLES:
                session.add(Famille(reference=reference, nom=nom, prenom=prenom, **more))
        self.agents = AgentService(self.store, AUTEUR)
        self.me = next(one for one in self.agents.list_rows() if one.code == "TS1")
        self.agents.set_me(self.me.id)
        self.offres = self.service()

    def service(self, auteur: str = AUTEUR) -> OffreService:
        return OffreService(self.store, auteur, AgentService(self.store, auteur), resource("parcours"))

    def famille(self, reference: str) -> int:
        with self.store.read() as session:
            return session.scalars(select(Famille.id).where(Famille.reference == reference)).one()

    def offer(
        self, reference: str = "F1", motif: str = "separation", jour: date = OFFERED, campagne: str = ""
    ) -> int:
        return self.offres.create(self.famille(reference), motif, jour, campagne)

    def record(self, offre_id: int) -> OffreContact:
        with self.store.read() as session:
            found = session.get(OffreContact, offre_id)
            assert found is not None
            return found
