"""A workspace of two families, one followed by Inès, for the tests of the follow-up."""

from datetime import date
from pathlib import Path

from exchange_stores import copied_store
from portfolio_format import Portfolio, write_portfolio
from sqlalchemy import select

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.models import Famille, Intervention
from caseapp.paths import resource
from caseapp.security.key import StoreKey
from caseapp.services.profil import Opening, ProfilService
from caseapp.services.workspace import Workspace

ME, OTHER = "ines", "odile"
TODAY = date(2026, 11, 21)
COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
PORTFOLIO: Portfolio = {
    "agents": [
        {"code": "TS01", "nom": "Lacoste", "prenom": "Inès", "metier": "cesf"},
        {"code": "TS02", "nom": "Darrieu", "prenom": "Odile", "metier": "assistant_social"},
    ],
    "partenaires": [{"code": "ADIL", "nom": "Adil des Landes"}],
    "familles": [
        {"famille": "F1", "matricule": "1004233", "nom": "Nguyễn", "prenom": "Emma", "code_commune": "40088",
         "telephone": "0612345678", "courriel": "emma@exemple.fr"},
        {"famille": "F2", "nom": "O'Brien", "prenom": "Maël"},
    ],
    "interventions": [
        {"reference": "I1", "famille": "F1", "motif": "separation", "nature": "information_conseil",
         "origine": "allocataire", "agent": "TS02", "date_ouverture": "2026-08-03"},
        {"reference": "I2", "famille": "F2", "motif": "impaye_loyer", "nature": "accompagnement_social",
         "agent": "TS01", "date_ouverture": "2026-05-20", "date_cloture": "2026-10-01",
         "issue": "sans_suite"},
    ],
    "rendez_vous": [
        {"reference": "R1", "famille": "F1", "intervention": "I1", "agent": "TS02", "date": "2026-08-10",
         "type": "entretien", "mode": "physique", "statut": "honore"},
        {"reference": "R2", "famille": "F1", "intervention": "I1", "agent": "TS02", "date": "2026-11-25",
         "type": "entretien", "mode": "physique", "statut": "propose"},
    ],
    "offres_contact": [
        {"reference": "O1", "famille": "F1", "motif": "separation", "date_offre": "2026-07-20",
         "reponse": "acceptee", "date_reponse": "2026-07-28"},
        {"reference": "O2", "famille": "F2", "motif": "impaye_loyer", "date_offre": "2026-05-02"},
    ],
}  # fmt: skip


class Suivis:
    """The same store through the eyes of two people."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.store = copied_store(folder / "profil")
        self.mine, self.others = self._workspace(ME), self._workspace(OTHER)
        result = self.mine.echange.import_path(write_portfolio(folder / "échange", PORTFOLIO))
        assert result.written, result.problems

    def _workspace(self, auteur: str) -> Workspace:
        listes = load_nomenclatures(resource("nomenclatures.toml"))
        profil = ProfilService(self._folder, COMMUNES, listes)
        return Workspace(Opening(self.store, StoreKey.random()), profil, auteur, COMMUNES)

    def famille(self, reference: str) -> int:
        with self.store.read() as session:
            return session.scalars(select(Famille.id).where(Famille.reference == reference)).one()

    def intervention(self, reference: str) -> int:
        with self.store.read() as session:
            found = select(Intervention.id).where(Intervention.reference == reference)
            return session.scalars(found).one()
