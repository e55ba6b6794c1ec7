"""Stores of four families, three dwellings and no report, as workspaces of Inès Lacoste."""

import shutil
from datetime import date
from pathlib import Path

from portfolio_format import Portfolio, write_whole
from sqlalchemy import select
from stores import AUTEUR, new_store

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.models import Famille, Intervention, Logement, Occupation
from caseapp.paths import resource
from caseapp.security.key import StoreKey
from caseapp.services.logements import ConstatSaisie
from caseapp.services.logements_rows import SignalementSaisie
from caseapp.services.profil import Opening, ProfilService
from caseapp.services.workspace import Workspace
from caseapp.store import Store

TODAY = date(2026, 11, 21)
COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
EMMA, MAEL, ZOE, PAUL = "F1", "F2", "F3", "F4"
"""Emma and Paul have ALF; Maël's family is protected and has APL; nothing is known of Zoé's aid."""
PINS, LILAS, QUAI = "L1", "L2", "L3"
"""Emma lives rue des Pins since 2023, after the rue des Lilas; Maël lives on the quay."""
PORTFOLIO: Portfolio = {
    "agents": [
        {"code": "TS01", "nom": "Lacoste", "prenom": "Inès", "metier": "cesf"},
        {"code": "TS02", "nom": "Roux", "prenom": "Paul", "metier": "assistant_social"},
    ],
    "familles": [
        {"famille": EMMA, "matricule": "1004233", "nom": "Nguyễn", "prenom": "Emma", "code_commune": "40088"},
        {"famille": MAEL, "matricule": "1004234", "nom": "O'Brien", "prenom": "Maël", "protection": "oui"},
        {"famille": ZOE, "nom": "Œuvrard", "prenom": "Zoé"},
        {"famille": PAUL, "matricule": "1004236", "nom": "D'Artigues", "prenom": "Paul"},
    ],
    "situations": [
        {"famille": EMMA, "date_effet": "2024-01-01", "composition": "monoparentale", "aide_logement": "alf"},
        {"famille": MAEL, "date_effet": "2024-01-01", "composition": "monoparentale", "aide_logement": "apl"},
        {"famille": PAUL, "date_effet": "2024-01-01", "composition": "personne_seule",
         "aide_logement": "alf"},
    ],
    "interventions": [
        {"reference": "I1", "famille": EMMA, "motif": "energie", "nature": "accompagnement_social",
         "agent": "TS02", "date_ouverture": "2025-01-10"},
        {"reference": "I2", "famille": ZOE, "motif": "energie", "nature": "information_conseil",
         "date_ouverture": "2025-01-10"},
    ],
    "logements": [
        {"reference": PINS, "adresse": "12 rue des Pins", "code_commune": "40088", "bailleur": "XL Habitat",
         "type": "maison", "surface": "64"},
        {"reference": LILAS, "adresse": "3 rue des Lilas", "code_commune": "40192"},
        {"reference": QUAI, "adresse": "1 quai de l'Adour", "code_commune": "40088"},
    ],
    "occupations": [
        {"identifiant": f"{1:032}", "logement": PINS, "famille": EMMA, "date_entree": "2023-05-01",
         "statut": "locataire"},
        {"identifiant": f"{2:032}", "logement": LILAS, "famille": EMMA, "date_entree": "2019-09-01",
         "date_sortie": "2023-04-30", "statut": "locataire"},
        {"identifiant": f"{3:032}", "logement": QUAI, "famille": MAEL, "date_entree": "2022-01-01",
         "statut": "locataire"},
    ],
}  # fmt: skip


class LogementStores:
    """Built once; each test opens a copy of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._key = folder, StoreKey.random()
        workspace = self._workspace(new_store(folder, self._key.raw, COMMUNES.name), folder)
        result = workspace.echange.import_path(write_whole(folder / "échange", PORTFOLIO))
        assert result.written, result.problems
        me = next(one for one in workspace.agents.list_rows() if one.code == "TS01")
        workspace.agents.set_me(me.id)
        workspace.close()

    def open(self, folder: Path) -> Workspace:
        """Open a copy."""
        shutil.copy(self._folder / "caseapp.base", folder / "caseapp.base")
        return self._workspace(Store.open(folder / "caseapp.base", self._key.raw, COMMUNES.name), folder)

    def _workspace(self, store: Store, folder: Path) -> Workspace:
        listes = load_nomenclatures(resource("nomenclatures.toml"))
        return Workspace(Opening(store, self._key), ProfilService(folder, COMMUNES, listes), AUTEUR, COMMUNES)


def famille(workspace: Workspace, reference: str) -> int:
    with workspace._opening.store.read() as session:
        return session.scalars(select(Famille.id).where(Famille.reference == reference)).one()


def logement(workspace: Workspace, reference: str) -> int:
    with workspace._opening.store.read() as session:
        return session.scalars(select(Logement.id).where(Logement.reference == reference)).one()


def intervention(workspace: Workspace, reference: str) -> int:
    with workspace._opening.store.read() as session:
        found = select(Intervention.id).where(Intervention.reference == reference)
        return session.scalars(found).one()


def stays(workspace: Workspace, reference: str) -> list[tuple[int, date | None, date | None]]:
    """Return the stays of a family, in the order they were added."""
    ident = famille(workspace, reference)
    with workspace._opening.store.read() as session:
        rows = session.scalars(select(Occupation).where(Occupation.famille_id == ident))
        return [(one.logement_id, one.date_entree, one.date_sortie) for one in rows]


def reported(workspace: Workspace, who: str = EMMA, where: str = PINS, jour: date = date(2025, 1, 15)) -> int:
    """Report a dwelling."""
    saisie = SignalementSaisie(famille(workspace, who), "direct", jour, logement(workspace, where))
    return workspace.logements.signaler(saisie, TODAY)


def withheld(workspace: Workspace, jour: date, montant: int | None = 21_000, **report: str) -> int:
    """Report a dwelling, find it unfit and withhold the aid, all the same day."""
    ident = reported(workspace, jour=jour, **report)
    workspace.logements.constater(ident, ConstatSaisie(jour, "non_decent", "Soliha"), TODAY)
    workspace.logements.conserver(ident, jour, montant, TODAY)
    return ident
