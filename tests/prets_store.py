"""A store with a few granted aids, and the services that pay them and follow their loans."""

from datetime import date
from pathlib import Path

from stores import AUTEUR, new_store

from caseapp.models import Aide, AideReglement, Famille, Reglement, TypeAide
from caseapp.services.historique import HistoriqueService
from caseapp.services.paiements import PaiementSaisie, PaiementService
from caseapp.services.prets import PretService
from caseapp.store import Store

DECIDED, TODAY = date(2026, 3, 10), date(2026, 11, 21)
FAMILLES = (("F1", "Nguyễn", "Emma", None), ("F2", "O'Brien", "Maël", True), ("F3", "Œuvrard", None, None))


class PretStore:
    """The services over a new store; `aide` grants one."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = new_store(folder)
        with self.store.write(AUTEUR) as session:
            kind = TypeAide(code="EQUIP", libelle="Équipement ménager", domaine="logement_habitat")
            regle = Reglement(code="2026", annee=2026, caf="Caf d'essai")
            familles = [
                Famille(reference=reference, nom=nom, prenom=prenom, protection=protection)
                for reference, nom, prenom, protection in FAMILLES
            ]
            session.add_all([kind, regle, *familles])
            session.flush()
            self.type_id = kind.id
            self.familles = [one.id for one in familles]
            session.add(
                AideReglement(
                    code="equip-2026", reglement_id=regle.id, type_aide_id=kind.id,
                    formes="subvention pret", duree_pret_max=24,
                )
            )  # fmt: skip
        self.paiements = PaiementService(self.store, AUTEUR)
        self.prets = PretService(self.store, AUTEUR)
        self.historique = HistoriqueService(self.store, AUTEUR)

    def aide(
        self, pret: int | None = 60_000, subvention: int | None = None, famille: int = 0, **more: object
    ) -> int:
        values = {
            "decision": "accord", "date_demande": date(2026, 2, 20), "date_decision": DECIDED,
            "montant_pret": pret, "montant_subvention": subvention, **more,
        }  # fmt: skip
        with self.store.write(AUTEUR) as session:
            count = session.query(Aide).count()
            aide = Aide(
                reference=f"A{count}", famille_id=self.familles[famille], type_aide_id=self.type_id, **values
            )
            session.add(aide)
            session.flush()
            return aide.id

    def loan(self, pret: int = 60_000, famille: int = 0) -> int:
        """Grant a loan and pay it on 12 March 2026."""
        aide_id = self.aide(pret, famille=famille)
        paid = date(2026, 3, 12)
        saisie = PaiementSaisie("pret", pret, "famille", paid, versement=paid)
        self.paiements.add(aide_id, saisie, TODAY)
        return aide_id
