"""Real encrypted stores of a few invented families, as workspaces."""

import shutil
from datetime import date
from pathlib import Path

from portfolio_format import Portfolio, write_portfolio
from sqlalchemy import select
from stores import AUTEUR, NOW, new_store

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.models import EntreeJournal, Famille, Note
from caseapp.paths import resource
from caseapp.security.key import StoreKey
from caseapp.services.profil import Opening, ProfilService
from caseapp.services.workspace import Workspace
from caseapp.store import Store

TODAY = date(2026, 11, 21)
COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
EMMA, MAEL, LONG, LONELY = "F1", "F2", "F3", "F4"
LONG_NOTE = "\n".join(f"Ligne {number} <b>sans gras</b>" for number in range(30))
FAMILLES: Portfolio = {
    "agents": [{"code": "TS01", "nom": "Durand", "metier": "cesf"}],
    "lieux": [{"code": "DAX", "libelle": "Antenne de Dax"}],
    "familles": [
        {"famille": EMMA, "matricule": "1004233", "nom": "Nguyễn", "prenom": "Emma", "code_commune": "40088",
         "date_naissance": "1988-05-02", "telephone": "0612345678", "courriel": "emma@exemple.fr"},
        {"famille": MAEL, "matricule": "1004234", "nom": "O'Brien", "prenom": "Maël",
         "code_commune": "40312", "telephone": "0698765432", "courriel": "mael@exemple.fr",
         "protection": "oui"},
        {"famille": LONG, "matricule": "1004235", "nom": "Perrin", "prenom": "Adam", "code_commune": "40088"},
        {"famille": LONELY, "nom": "Œuvrard", "telephone": "+33 6 52 24 13 91", "protection": "non"},
        *({"famille": f"G{number:03}", "matricule": f"{2_000_000 + number}", "nom": "Garcia",
           "prenom": f"Ana{number:03}"} for number in range(250)),
    ],
    "situations": [
        {"famille": EMMA, "date_effet": "2026-10-01", "composition": "monoparentale", "nombre_enfants": "2",
         "naissance_dernier_enfant": "2022-03-14", "quotient_familial": "412", "minima_sociaux": "oui",
         "aide_logement": "alf"},
        {"famille": EMMA, "date_effet": "2024-01-01", "composition": "couple_avec_enfants",
         "nombre_enfants": "2", "quotient_familial": "871.50"},
        {"famille": EMMA, "date_effet": "2027-01-01", "quotient_familial": "500"},
        *({"famille": LONG, "date_effet": f"{year}-01-01", "quotient_familial": str(year)}
          for year in range(2000, 2020)),
    ],
    "interventions": [
        {"reference": "I1", "famille": EMMA, "motif": "impaye_loyer", "nature": "accompagnement_social",
         "origine": "offre_caf", "agent": "TS01", "date_ouverture": "2026-05-20",
         "date_cloture": "2026-11-12", "issue": "objectifs_atteints"},
        {"reference": "I2", "famille": EMMA, "motif": "separation", "nature": "information_conseil",
         "date_ouverture": "2026-03-14"},
        *({"reference": f"J{number:03}", "famille": LONG, "motif": "freins_emploi",
           "nature": "information_conseil",
           "date_ouverture": f"{2014 + number // 50}-03-{number % 28 + 1:02}"}
          for number in range(300)),
    ],
    "rendez_vous": [
        {"reference": "R1", "famille": EMMA, "intervention": "I1", "agent": "TS01", "date": "2026-11-12",
         "type": "entretien", "mode": "physique", "lieu": "DAX", "statut": "honore"},
    ],
    "impayes": [
        {"reference": "X1", "famille": EMMA, "aide_logement": "alf", "dette": "1284",
         "date_signalement": "2026-05-17"},
    ],
    "logements_signales": [
        {"reference": "X1", "famille": EMMA, "origine": "caf", "date_signalement": "2026-06-01"},
    ],
}  # fmt: skip


class FamilleStores:
    """Built once; each test opens a copy of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._key = folder, StoreKey.random()
        workspace = self._workspace(new_store(folder, self._key.raw, COMMUNES.name), folder)
        result = workspace.echange.import_path(write_portfolio(folder / "échange", FAMILLES))
        assert result.written, result.problems
        with workspace._opening.store.write(AUTEUR) as session:
            long = session.scalars(select(Famille.id).where(Famille.reference == LONELY)).one()
            session.add(
                Note(famille_id=long, niveau="equipe", texte=LONG_NOTE, ecrite_le=NOW.replace(tzinfo=None))
            )
        workspace.close()

    def open(self, folder: Path) -> Workspace:
        """Open a copy."""
        shutil.copy(self._folder / "caseapp.base", folder / "caseapp.base")
        store = Store.open(folder / "caseapp.base", self._key.raw, COMMUNES.name, lambda: NOW)
        return self._workspace(store, folder)

    def open_empty(self, folder: Path) -> Workspace:
        """Open a new store without any family."""
        return self._workspace(new_store(folder, self._key.raw, COMMUNES.name), folder)

    def _workspace(self, store: Store, folder: Path) -> Workspace:
        listes = load_nomenclatures(resource("nomenclatures.toml"))
        return Workspace(Opening(store, self._key), ProfilService(folder, COMMUNES, listes), AUTEUR, COMMUNES)


def famille_id(workspace: Workspace, reference: str) -> int:
    with workspace._opening.store.read() as session:
        return session.scalars(select(Famille.id).where(Famille.reference == reference)).one()


def consultations(workspace: Workspace) -> list[tuple[int | None, str]]:
    """Return who was consulted, with the fields named, from the journal."""
    with workspace._opening.store.read() as session:
        statement = select(EntreeJournal).where(EntreeJournal.action == "consultation")
        entries = session.scalars(statement.order_by(EntreeJournal.sequence)).all()
        return [(entry.objet_id, entry.champs) for entry in entries]
