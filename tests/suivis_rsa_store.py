"""A store with three families and the shipped rules, for the tests of RSA follow-ups."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from stores import AUTEUR, new_store

from caseapp.domain.jeu_de_regles import JeuDeRegles
from caseapp.domain.jeu_de_regles_fichier import read_jeu
from caseapp.models import Agent, Base, Famille, Situation, SuiviRsa
from caseapp.paths import resource
from caseapp.services.agents import AgentService
from caseapp.services.dossiers_rows import DossierCalcule
from caseapp.services.echeances_dossiers import EcheanceService
from caseapp.services.historique import HistoriqueService
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.suivis_rsa import SuiviRsaService
from caseapp.services.suivis_rsa_faits import read_calcules
from caseapp.store import Store

JEUX: tuple[JeuDeRegles, ...] = tuple(
    read_jeu(path.read_text(encoding="utf-8")) for path in sorted(resource("regles").glob("rsa-*.toml"))
)
FAMILLES = (("F1", "Nguyễn", "Emma", None), ("F2", "O'Brien", "Maël", True), ("F3", "Œuvrard", None, None))


class RsaStore:
    """Follow-ups written as an import would, and what the engine makes of them."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = new_store(folder)
        familles = [
            Famille(reference=reference, nom=nom, prenom=prenom, protection=protection)
            for reference, nom, prenom, protection in FAMILLES
        ]
        self.add(*familles)
        with self.store.read() as session:
            self.familles = [one.id for one in session.query(Famille).order_by(Famille.reference)]

        self.regles = JeuxDeReglesService(self.store, AUTEUR, resource("regles"))
        agents = AgentService(self.store, AUTEUR)
        self.echeances = EcheanceService(self.store, AUTEUR, agents, self.regles)
        self.suivis = SuiviRsaService(self.store, AUTEUR, agents, self.regles, self.echeances)
        self.historique = HistoriqueService(self.store, AUTEUR)

    def agent(self, code: str) -> int:
        """Write an agent and return it."""
        self.add(Agent(code=code, nom=code.capitalize(), metier="cesf"))
        with self.store.read() as session:
            return session.query(Agent).filter(Agent.code == code).one().id

    def add(self, *records: Base) -> None:
        """Write records as they are."""
        with self.store.write(AUTEUR) as session:
            session.add_all(records)

    def suivi(self, designation: date, famille: int = 0, **more: object) -> int:
        """Write a follow-up and return it."""
        with self.store.write(AUTEUR) as session:
            suivi = SuiviRsa(
                reference=f"V{session.query(SuiviRsa).count()}", famille_id=self.familles[famille],
                date_designation=designation, **more,
            )  # fmt: skip
            session.add(suivi)
            session.flush()
            return suivi.id

    def situation(self, effet: date, famille: int = 0, **more: object) -> None:
        """Write what is true of a family from a day on."""
        self.add(Situation(famille_id=self.familles[famille], date_effet=effet, **more))

    def calcules(self, today: date, ids: Collection[int] | None = None) -> tuple[DossierCalcule, ...]:
        """Return the follow-ups with their deadlines."""
        with self.store.read() as session:
            return read_calcules(session, JEUX, today, ids)

    def attendues(self, today: date, ident: int | None = None) -> dict[str, date]:
        """Return the last day of each pending deadline of a follow-up, or of the only one, by its rule."""
        (only,) = self.calcules(today, None if ident is None else [ident])
        return {one.regle.code: one.jour for one in only.echeances if one.fait_le is None}
