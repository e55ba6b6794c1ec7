"""Stores of four families, a règlement of 2026 and a few aids, as workspaces of Inès Lacoste."""

import shutil
from datetime import date
from pathlib import Path

from portfolio_format import Portfolio, write_whole
from sqlalchemy import select
from stores import AUTEUR, new_store

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.nomenclature import load_nomenclatures
from caseapp.models import Aide, Cofinancement, Famille, PieceAide, TypeAide
from caseapp.paths import resource
from caseapp.security.key import StoreKey
from caseapp.services.profil import Opening, ProfilService
from caseapp.services.workspace import Workspace
from caseapp.store import Store

TODAY = date(2026, 11, 20)
COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
EMMA, MAEL, ALONE = "F1", "F2", "F3"
"""Emma has a situation and interventions; Maël's family is protected; the last one is no allocataire."""
PORTFOLIO: Portfolio = {
    "agents": [
        {"code": "TS01", "nom": "Lacoste", "prenom": "Inès", "metier": "cesf"},
        {"code": "TS02", "nom": "Roux", "prenom": "Paul", "metier": "assistant_social"},
    ],
    "partenaires": [{"code": "ADIL", "nom": "Adil des Landes"}],
    "familles": [
        {"famille": EMMA, "matricule": "1004233", "nom": "Nguyễn", "prenom": "Emma", "code_commune": "40088"},
        {"famille": MAEL, "matricule": "1004234", "nom": "O'Brien", "prenom": "Maël", "protection": "oui"},
        {"famille": ALONE, "nom": "Œuvrard", "prenom": "Zoé"},
    ],
    "situations": [
        {"famille": EMMA, "date_effet": "2026-10-12", "composition": "monoparentale", "nombre_enfants": "2",
         "quotient_familial": "412"},
        {"famille": EMMA, "date_effet": "2025-01-01", "composition": "couple_avec_enfants",
         "nombre_enfants": "2", "quotient_familial": "871.50"},
    ],
    "interventions": [
        {"reference": "I1", "famille": EMMA, "motif": "impaye_loyer", "nature": "accompagnement_social",
         "agent": "TS01", "date_ouverture": "2026-05-20", "date_contrat": "2026-06-02"},
        {"reference": "I2", "famille": EMMA, "motif": "separation", "nature": "information_conseil",
         "date_ouverture": "2026-03-14", "date_cloture": "2026-04-01"},
        {"reference": "I3", "famille": MAEL, "motif": "separation", "nature": "information_conseil",
         "date_ouverture": "2026-03-14"},
    ],
    "rendez_vous": [
        {"reference": "R1", "famille": EMMA, "agent": "TS01", "date": "2026-10-12",
         "type": "rendez_vous_des_droits", "mode": "physique", "statut": "honore"},
    ],
    "types_aide": [
        {"code": "equipement", "libelle": "Équipement ménager", "domaine": "logement_habitat",
         "formes": "subvention pret"},
        {"code": "projet", "libelle": "Aide sur projet", "domaine": "accompagnement_social",
         "formes": "subvention"},
        {"code": "avs", "libelle": "Vacances (AVS)", "domaine": "temps_libre", "formes": "subvention"},
        {"code": "ancienne", "libelle": "Ancienne aide", "domaine": "temps_libre", "formes": "subvention"},
    ],
    "reglements": [{"code": "R2026", "annee": "2026", "caf": "Caf des Landes"}],
    "lignes_budget": [
        {"code": "L26", "annee": "2026", "libelle": "Logement", "domaine": "logement_habitat",
         "montant": "400"},
    ],
    "aides_reglement": [
        {"code": "E26", "reglement": "R2026", "type_aide": "equipement", "formes": "subvention pret",
         "ligne": "L26", "qf_plafond": "700", "plafond": "800"},
        {"code": "P26", "reglement": "R2026", "type_aide": "projet", "formes": "subvention"},
        {"code": "V26", "reglement": "R2026", "type_aide": "avs", "formes": "subvention",
         "montant_unitaire": "120", "unite": "enfant"},
    ],
    "pieces_reglement": [
        {"identifiant": f"{1:032}", "aide_reglement": "E26", "libelle": "Devis",
         "obligatoire": "oui", "rang": "1"},
        {"identifiant": f"{2:032}", "aide_reglement": "E26", "libelle": "Relevé d'identité bancaire",
         "obligatoire": "oui", "rang": "2"},
        {"identifiant": f"{3:032}", "aide_reglement": "E26", "libelle": "Courrier de la famille",
         "obligatoire": "non", "rang": "3"},
        {"identifiant": f"{4:032}", "aide_reglement": "V26", "libelle": "Devis",
         "obligatoire": "oui", "rang": "1"},
    ],
    "seances_commission": [{"code": "S1", "instance": "Commission des aides", "date": "2026-11-24"}],
    "aides": [
        {"reference": "A1", "famille": EMMA, "type_aide": "projet", "agent": "TS02",
         "date_demande": "2026-02-01", "montant_demande": "300", "date_decision": "2026-02-20",
         "decision": "accord_partiel", "montant_subvention": "200"},
        {"reference": "A2", "famille": EMMA, "type_aide": "projet", "date_demande": "2025-10-01",
         "montant_demande": "90", "date_decision": "2025-11-19", "decision": "accord",
         "montant_subvention": "90"},
        {"reference": "A3", "famille": MAEL, "type_aide": "projet", "date_demande": "2026-06-01",
         "montant_demande": "500", "date_decision": "2026-06-20", "decision": "refus"},
        {"reference": "A4", "famille": MAEL, "type_aide": "projet", "date_demande": "2026-11-02",
         "montant_demande": "250", "seance": "S1", "decision": "en_attente", "agent": "TS01"},
    ],
}  # fmt: skip


class DemandeStores:
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


def famille_id(workspace: Workspace, reference: str) -> int:
    with workspace._opening.store.read() as session:
        return session.scalars(select(Famille.id).where(Famille.reference == reference)).one()


def type_id(workspace: Workspace, code: str) -> int:
    with workspace._opening.store.read() as session:
        return session.scalars(select(TypeAide.id).where(TypeAide.code == code)).one()


def aide_id(workspace: Workspace, reference: str) -> int:
    with workspace._opening.store.read() as session:
        return session.scalars(select(Aide.id).where(Aide.reference == reference)).one()


def made(workspace: Workspace) -> list[Aide]:
    """Return the requests made since the store was filled."""
    with workspace._opening.store.read() as session:
        statement = select(Aide).where(Aide.reference.startswith("AFI-")).order_by(Aide.id)
        return list(session.scalars(statement))


def pieces_of(workspace: Workspace, ident: int) -> dict[str, date | None]:
    """Return the documents of a request, with the day each was received."""
    with workspace._opening.store.read() as session:
        statement = select(PieceAide).where(PieceAide.aide_id == ident).order_by(PieceAide.id)
        return {one.libelle: one.date_reception for one in session.scalars(statement)}


def funders_of(workspace: Workspace, ident: int) -> list[tuple[str, int, str]]:
    """Return the other funders of a request."""
    with workspace._opening.store.read() as session:
        statement = select(Cofinancement).where(Cofinancement.aide_id == ident).order_by(Cofinancement.id)
        return [(one.financeur, one.montant, one.etat) for one in session.scalars(statement)]
