"""A store with a règlement, budget lines and aids in every state, for the tests of the budget."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from exchange_stores import copied_store
from profiles import communes, profile_at

from caseapp.models import (
    Agent,
    Aide,
    AideReglement,
    Famille,
    LigneBudget,
    Paiement,
    Reglement,
    SeanceCommission,
    TypeAide,
)
from caseapp.models.base import Base
from caseapp.security.key import StoreKey
from caseapp.services.profil import Opening
from caseapp.services.workspace import Workspace
from caseapp.store import Store

DECIDED = date(2026, 3, 10)


def add_all(store: Store, records: Sequence[Base]) -> None:
    """Write records one after the other, each in a key order that its links need."""
    with store.write("tests") as session:
        for record in records:
            session.add(record)
            session.flush()


def reglement(annee: int, ident: int) -> list[Base]:
    """Return the règlement of a year: two lines; vacances pays both forms on the first, équipement its
    loans on the second; the third aid has no line.
    """
    first, second, base = ident * 10 + 1, ident * 10 + 2, ident * 10
    return [
        Reglement(id=ident, code=str(annee), annee=annee, caf="Caf des Landes"),
        LigneBudget(id=first, code=f"{annee}-TL", annee=annee, libelle="Temps libre", domaine="temps_libre",
                    montant=100_000, compte="6562"),
        LigneBudget(id=second, code=f"{annee}-PR", annee=annee, libelle="Prêts d'équipement",
                    domaine="logement_habitat", montant=50_000),
        AideReglement(id=base + 1, code=f"{annee}-V", reglement_id=ident, type_aide_id=1,
                      formes="subvention pret", ligne_id=first),
        AideReglement(id=base + 2, code=f"{annee}-E", reglement_id=ident, type_aide_id=2,
                      formes="subvention pret", ligne_id=first, ligne_pret_id=second),
        AideReglement(id=base + 3, code=f"{annee}-S", reglement_id=ident, type_aide_id=3,
                      formes="subvention"),
    ]  # fmt: skip


def basis() -> list[Base]:
    """Return three types of aid, two families, a worker, a session, and the règlement of 2026."""
    return [
        Agent(id=1, code="TS01", nom="Lacoste", prenom="Inès", metier="cesf"),
        TypeAide(id=1, code="VAC", libelle="Aide aux vacances", domaine="temps_libre"),
        TypeAide(id=2, code="EQU", libelle="Équipement", domaine="logement_habitat"),
        TypeAide(id=3, code="SEC", libelle="Secours", domaine="logement_habitat"),
        Famille(
            id=1, reference="F1", matricule="1000001", nom="Nguyễn", prenom="Emma", cle_tri="nguyen emma"
        ),
        Famille(id=2, reference="F2", nom="O'Brien", prenom="Maël", cle_tri="o brien mael", protection=True),
        SeanceCommission(id=1, code="S1", instance="CAS", date=DECIDED),
        *reglement(2026, 1),
    ]


def aide(ident: int, type_aide: int = 1, **values: Any) -> Aide:
    """Return a request of 300 € of January 2026, undecided unless said."""
    return Aide(
        **{
            "id": ident, "reference": f"D{ident}", "famille_id": 1, "type_aide_id": type_aide, "agent_id": 1,
            "date_demande": date(2026, 1, 15), "montant_demande": 30_000, **values,
        }
    )  # fmt: skip


def granted(ident: int, type_aide: int = 1, **values: Any) -> Aide:
    """Return an aid granted on 10 March 2026."""
    return aide(ident, type_aide, **{"decision": "accord", "date_decision": DECIDED, **values})


def paid(aide_id: int, montant: int, **values: Any) -> Paiement:
    """Return a payment of a subvention to the family, made on 20 March 2026 unless said."""
    return Paiement(
        **{
            "aide_id": aide_id, "forme": "subvention", "montant": montant, "destinataire": "famille",
            "date_prevue": date(2026, 3, 20), "date_versement": date(2026, 3, 20), **values,
        }
    )  # fmt: skip


def budget_workspace(folder: Path, records: Sequence[Base]) -> Workspace:
    """Open a workspace over a store that holds these records."""
    store = copied_store(folder / "profil")
    add_all(store, records)
    return Workspace(Opening(store, StoreKey.random()), profile_at(folder), "tests", communes())
