"""A store with invented requests for aids, a règlement with two budget lines, and a commission."""

from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from stores import AUTEUR

from caseapp.models import (
    Aide,
    AideReglement,
    Famille,
    InstanceCommission,
    LigneBudget,
    PieceAide,
    Reglement,
    SeanceCommission,
    Situation,
    TypeAide,
)
from caseapp.store import Store

KEY = bytes(range(32))
ASKED = date(2026, 11, 2)
SITTING, NEXT = date(2026, 11, 24), date(2026, 12, 8)
INSTANCE = "Commission territoriale"
FAMILLES = (
    ("F1", "Lefèvre", "Louise", {}),
    ("F2", "Garcia", "Sofia", {"protection": True}),
    ("F3", "Petit", "Hugo", {}),
    ("F4", "Moreau", "Alice", {}),
    ("F5", "Roux", "Chloé", {}),
)
AIDES = (
    # reference, family, type, asked, more; A5 waits for a document
    ("A1", "F1", "EQUIPEMENT", 48_000, {"motif": "perte_emploi", "reste_a_charge": 7_000}),
    ("A2", "F2", "PROJET", 90_000, {}),
    ("A3", "F3", "VACANCES", 75_000, {}),
    ("A4", "F4", "EQUIPEMENT", 35_000, {"urgente": True, "date_demande": date(2026, 11, 20)}),
    ("A5", "F5", "PROJET", 24_000, {}),
)


def fill(store: Store) -> None:
    """Add the families, the règlement of 2026, the requests and two sessions of the commission."""
    with store.write(AUTEUR) as session:
        kinds = _add_reglement(session)
        _add_sessions(session)
        families = _add_families(session)
        for reference, famille, kind, asked, more in AIDES:
            values: dict[str, Any] = {"date_demande": ASKED, **more}
            aide = Aide(
                reference=reference, famille_id=families[famille], type_aide_id=kinds[kind],
                montant_demande=asked, **values,
            )  # fmt: skip
            session.add(aide)
            session.flush()
            received = None if reference == "A5" else values["date_demande"]
            session.add(
                PieceAide(aide_id=aide.id, libelle="Devis", obligatoire=True, date_reception=received)
            )


def _add_reglement(session: Session) -> dict[str, int]:
    """Add two budget lines and three aids; return the types of aid by code."""
    reglement = Reglement(code="RI2026", annee=2026, caf="Caf des Landes")
    housing = LigneBudget(
        code="LOG", annee=2026, libelle="Logement", domaine="logement_habitat", montant=100_000
    )
    leisure = LigneBudget(
        code="TPS", annee=2026, libelle="Temps libre", domaine="temps_libre", montant=50_000
    )
    types = [
        TypeAide(code="EQUIPEMENT", libelle="Équipement ménager", domaine="logement_habitat"),
        TypeAide(code="PROJET", libelle="Aide sur projet", domaine="logement_habitat"),
        TypeAide(code="VACANCES", libelle="Vacances (AVS)", domaine="temps_libre", formes="subvention"),
    ]
    session.add_all([reglement, housing, leisure, *types])
    session.flush()
    for one in types:
        line = leisure if one.code == "VACANCES" else housing
        session.add(
            AideReglement(
                code=f"2026-{one.code}", reglement_id=reglement.id, type_aide_id=one.id,
                formes=one.formes or "subvention pret", ligne_id=line.id,
            )
        )  # fmt: skip
    return {one.code: one.id for one in types}


def _add_sessions(session: Session) -> None:
    session.add(
        InstanceCommission(
            code=INSTANCE, jour=1, semaines="2 4", heure=time(14), lieu="Dax", delai_depot=10, actif=True
        )
    )
    for code, day in (("S1", SITTING), ("S2", NEXT)):
        session.add(SeanceCommission(code=code, instance=INSTANCE, date=day, date_limite=date(2026, 11, 20)))


def _add_families(session: Session) -> dict[str, int]:
    """Add the families and their situation; return them by reference."""
    found = {}
    for reference, nom, prenom, more in FAMILLES:
        famille = Famille(reference=reference, nom=nom, prenom=prenom, code_commune="40088", **more)
        session.add(famille)
        session.flush()
        found[reference] = famille.id
        session.add(
            Situation(
                famille_id=famille.id, date_effet=date(2026, 1, 1), composition="monoparentale",
                nombre_enfants=3, quotient_familial=41_200,
            )
        )  # fmt: skip
    return found


class CommissionFinder:
    """Finds the records of such a store by their business keys."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def _id(self, mapped: type[Any], column: Any, key: str) -> int:
        with self.store.read() as session:
            return int(session.scalars(select(mapped.id).where(column == key)).one())

    def aide(self, reference: str) -> int:
        return self._id(Aide, Aide.reference, reference)

    def seance(self, code: str) -> int:
        return self._id(SeanceCommission, SeanceCommission.code, code)

    def read(self, reference: str) -> Aide:
        with self.store.read() as session:
            return session.scalars(select(Aide).where(Aide.reference == reference)).one()

    def head(self, code: str) -> SeanceCommission:
        with self.store.read() as session:
            return session.scalars(select(SeanceCommission).where(SeanceCommission.code == code)).one()
