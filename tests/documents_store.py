"""A session of the commission with what its documents must show, and what they must not let out."""

from datetime import date
from pathlib import Path

from commission_store import SITTING, CommissionFinder, fill
from pypdf import PdfReader
from sqlalchemy import select
from stores import AUTEUR

from caseapp.domain.communes import CommuneDirectory
from caseapp.models import (
    Aide,
    Cofinancement,
    EcheancePret,
    EntreeJournal,
    Famille,
    Paiement,
    PieceAide,
    PlanPret,
)
from caseapp.paths import resource
from caseapp.services.commission_rows import Cloture, DecisionSaisie
from caseapp.services.commissions import CommissionService
from caseapp.store import Store

COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
CANARIES = ("Lefèvre", "Garcia", "Petit", "Moreau", "Louise", "Sofia", "7700", "CANARI")
"""What an anonymous file must not hold: names, numbers, and the words of free texts."""
PROTECTED = ("Garcia", "Sofia")
ACCORD, PARTIEL, REFUS, AJOURNEMENT = "accord", "accord_partiel", "refus", "ajournement"


def fill_documents(store: Store) -> None:
    """Add to the store of the commissions what members read, and an aid of last spring."""
    fill(store)
    find = CommissionFinder(store)
    with store.write(AUTEUR) as session:
        for rank, famille in enumerate(session.scalars(select(Famille).order_by(Famille.id))):
            famille.matricule = f"7700{rank}"
            famille.adresse = f"{rank + 1} rue des Lilas"
        first = session.get(Aide, find.aide("A1"))
        assert first is not None
        first.objet, first.expose = "Lave-linge CANARI", "Le lave-linge de Louise Lefèvre est en panne."
        first.quotient_familial, first.mois_qf, first.cout = 41_200, date(2026, 10, 1), 62_000
        session.get_one(Aide, find.aide("A2")).expose = "Sofia Garcia a quitté CANARI le domicile."
        session.add(Cofinancement(aide_id=first.id, financeur="CCAS CANARI", montant=7_000, etat="accorde"))
        session.add(PieceAide(aide_id=first.id, libelle="Attestation CANARI", obligatoire=False))
        session.add(
            Aide(
                reference="A0", famille_id=first.famille_id, type_aide_id=first.type_aide_id,
                date_demande=date(2026, 3, 1), decision=ACCORD, date_decision=date(2026, 3, 9),
                montant_subvention=12_300,
            )
        )  # fmt: skip


def decide_all(store: Store) -> int:
    """Decide on the four complete requests of the 24th; return the session, still open."""
    service, find = CommissionService(store, AUTEUR, COMMUNES), CommissionFinder(store)
    seance = find.seance("S1")
    service.fill_agenda(seance)
    service.decide(find.aide("A1"), DecisionSaisie(ACCORD, 16_000, 32_000))
    service.decide(find.aide("A2"), DecisionSaisie(PARTIEL, None, 50_000, None, "Sofia paiera CANARI"))
    service.decide(find.aide("A3"), DecisionSaisie(REFUS, motif_refus="qf_superieur"))
    service.decide(find.aide("A4"), DecisionSaisie(AJOURNEMENT, motif_decision="Devis à revoir"))
    return seance


def close(store: Store, seance_id: int) -> None:
    """Close the session: what was put off goes to the next one."""
    cloture = Cloture(
        "Mme Roux\nM. Ferrand", "Un dossier a été lu deux fois.", CommissionFinder(store).seance("S2")
    )
    CommissionService(store, AUTEUR, COMMUNES).close(seance_id, cloture, SITTING)


def pay_and_lend(store: Store) -> None:
    """Pay the subvention of A1 to a shop, and give its loan two repayments."""
    aide_id = CommissionFinder(store).aide("A1")
    with store.write(AUTEUR) as session:
        session.add(
            Paiement(
                aide_id=aide_id, forme="subvention", montant=32_000, destinataire="tiers",
                tiers="Électro {Dax} & fils", date_prevue=SITTING,
            )
        )  # fmt: skip
        plan = PlanPret(aide_id=aide_id, date_effet=date(2027, 1, 5))
        session.add(plan)
        session.flush()
        for numero, month in ((1, 1), (2, 2)):
            session.add(
                EcheancePret(
                    plan_id=plan.id, numero=numero, date_echeance=date(2027, month, 5), montant=8_000
                )
            )


def said(path: Path) -> str:
    """Return the words of a PDF, its blanks made plain."""
    return " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())


def leaks(path: Path) -> list[str]:
    """Return the canaries found in the text, the raw bytes or the properties of a PDF, and in its name."""
    properties = str(dict(PdfReader(path).metadata or {}))
    text = f"{said(path)} {path.name} {properties} {path.read_bytes().decode('latin-1')}"
    return [one for one in CANARIES if one in text]


def exports(store: Store) -> list[tuple[str, str]]:
    """Return what the journal says left the store."""
    entry = EntreeJournal
    with store.read() as session:
        statement = select(entry.objet, entry.champs).where(entry.action == "export")
        return [(objet, champs) for objet, champs in session.execute(statement.order_by(entry.sequence))]
