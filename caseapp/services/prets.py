"""Loans: schedules that replace one another, repayments, remissions; each act is a step."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, format_date
from caseapp.domain.nomenclature import MouvementDePret
from caseapp.domain.pret import Pret
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, EcheancePret, MouvementPret, PlanPret
from caseapp.services.prets_echeancier import check_first, check_start, make_echeances
from caseapp.services.prets_lecture import read_loan_list, read_loan_rows, read_owed
from caseapp.services.prets_rows import (
    DossierVue,
    Ensemble,
    ListePrets,
    Mode,
    MouvementRow,
    PlanSaisie,
    PretListe,
    PretRow,
    PretVue,
)
from caseapp.services.prets_vue import read_dossier, read_pret, read_prets
from caseapp.services.saisie_suivi import check_order, check_past, cleaned, filled_in, require_record
from caseapp.store import Step, Store

__all__ = [
    "DossierVue", "Ensemble", "ListePrets", "Mode", "MouvementRow", "PlanSaisie", "PretListe", "PretRow",
    "PretService", "PretVue",
]  # fmt: skip

_NO_LOAN = "Cette aide n'a pas de prêt accordé."
_DONE = {
    MouvementDePret.REMBOURSEMENT: "Remboursement noté",
    MouvementDePret.REMBOURSEMENT_ANTICIPE: "Prêt soldé",
    MouvementDePret.REMISE: "Remise de dette notée",
}


@dataclass(frozen=True, slots=True)
class _Mouvement:
    """What is asked; without an amount, all that can be repaid that day."""

    type: MouvementDePret
    montant: int | None
    jour: date
    motif: str | None


class PretService:
    """Works on the loans of an open store; a loan is known by its aid."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    # --- Reading ---

    def read_list(self, liste: ListePrets, jour: date, familles: Collection[int] | None = None) -> PretListe:
        """Return the loans of a list on a day, of every family or of some, the latest first; their sums."""
        with self._store.read() as session:
            return read_loan_list(session, liste, jour, familles)

    def list_rows(self, ids: Sequence[int], jour: date) -> tuple[PretRow, ...]:
        """Return the loans of these aids on a day, in that order; those that are no loan are left out."""
        with self._store.read() as session:
            return read_loan_rows(session, ids, jour)

    def owed(self, jour: date) -> int:
        """Return what all families owe the Caf on a day, in cents."""
        with self._store.read() as session:
            return read_owed(session, jour)

    def open_pret(self, aide_id: int, jour: date = date.max) -> PretVue | None:
        """Return the loan of an aid on a day, None when it has none; by default with all that is recorded."""
        with self._store.read() as session:
            return read_pret(session, aide_id, jour)

    def open_dossier(self, aide_id: int, jour: date) -> DossierVue:
        """Return an aid with its payments and its loan, whatever its state; InputError when it is gone."""
        with self._store.read() as session:
            return read_dossier(session, aide_id, jour)

    # --- Writing ---

    def plan(self, aide_id: int, saisie: PlanSaisie, today: date) -> int:
        """Make the schedule of a loan, or replace it for a reason; its sum is the balance on its first day.

        The schedule before stays as it was made: it is in force until then.
        """
        label = "Échéancier établi" if not self._is_planned(aide_id) else "Échéancier remplacé"
        with self._store.write(self._auteur, self._step(aide_id, label)) as session:
            pret = _require(session, aide_id)
            motif = (
                filled_in("motif", saisie.motif, "Dites pourquoi l'échéancier change.")
                if pret.plans
                else cleaned("motif", saisie.motif)
            )
            check_start(pret, saisie.date_effet, today)
            if saisie.mode is not Mode.REPORT:
                check_first(pret, saisie)
            plan = PlanPret(aide_id=aide_id, date_effet=saisie.date_effet, motif=motif)
            session.add(plan)
            session.flush()
            session.add_all(
                EcheancePret(
                    plan_id=plan.id, numero=one.numero, date_echeance=one.date, montant=one.montant
                )
                for one in make_echeances(pret, saisie)
            )  # fmt: skip
            return plan.id

    def repay(self, aide_id: int, montant: int, jour: date, today: date, motif: str | None = None) -> int:
        """Note a repayment; FieldError above what is owed that day."""
        return self._move(aide_id, _Mouvement(MouvementDePret.REMBOURSEMENT, montant, jour, motif), today)

    def settle(self, aide_id: int, jour: date, today: date, motif: str | None = None) -> int:
        """Note that all that was owed on a day was repaid at once."""
        asked = _Mouvement(MouvementDePret.REMBOURSEMENT_ANTICIPE, None, jour, motif)
        return self._move(aide_id, asked, today)

    def remit(self, aide_id: int, montant: int, jour: date, motif: str | None, today: date) -> int:
        """Note that the Caf gives up a part of the debt, or all of it, for a reason."""
        said = filled_in("motif", motif, "Dites pourquoi la dette est remise.")
        return self._move(aide_id, _Mouvement(MouvementDePret.REMISE, montant, jour, said), today)

    def remove_movement(self, mouvement_id: int) -> None:
        """Take away a repayment or a remission noted by mistake, or that the bank gave back."""
        with self._store.read() as session:
            aide_id = session.scalar(select(MouvementPret.aide_id).where(MouvementPret.id == mouvement_id))
        if aide_id is None:
            raise InputError("Ce mouvement n'est plus dans la base.")
        with self._store.write(self._auteur, self._step(aide_id, "Mouvement de prêt retiré")) as session:
            session.delete(
                require_record(session, MouvementPret, mouvement_id, "Ce mouvement n'est plus dans la base.")
            )

    def _move(self, aide_id: int, asked: _Mouvement, today: date) -> int:
        check_past("jour", asked.jour, today)
        if asked.montant is not None and asked.montant <= 0:
            raise FieldError("montant", "Le montant doit dépasser zéro.")
        motif = cleaned("motif", asked.motif)
        with self._store.write(self._auteur, self._step(aide_id, _DONE[asked.type])) as session:
            pret = _require(session, aide_id)
            check_order("jour", pret.date_decision, asked.jour, "la décision")
            room = _room(pret, asked.jour)
            if asked.montant is not None and asked.montant > room:
                said = f"Ce montant dépasse le solde dû au {format_date(asked.jour)}"
                raise FieldError("montant", f"{said} : {format_cents(room)}.")
            moved = MouvementPret(
                aide_id=aide_id, type=asked.type.value, date=asked.jour, montant=asked.montant or room,
                motif=motif,
            )  # fmt: skip
            session.add(moved)
            session.flush()
            return moved.id

    def _is_planned(self, aide_id: int) -> bool:
        with self._store.read() as session:
            found = select(PlanPret.id).where(PlanPret.aide_id == aide_id).limit(1)
            return session.scalar(found) is not None

    def _step(self, aide_id: int, libelle: str) -> Step:
        with self._store.read() as session:
            return Step(libelle, session.scalar(select(Aide.famille_id).where(Aide.id == aide_id)))


def _require(session: Session, aide_id: int) -> Pret:
    pret = read_prets(session, [aide_id]).get(aide_id)
    if pret is None or not pret.accorde:
        raise InputError(_NO_LOAN)
    return pret


def _room(pret: Pret, jour: date) -> int:
    """Return what can be repaid on a day; InputError that says why nothing can."""
    room = pret.remboursable(jour)
    if room:
        return room
    if pret.solde(jour) <= 0:
        raise InputError(f"Au {format_date(jour)}, ce prêt est soldé : rien n'est dû.")
    if not pret.verse(jour):
        raise InputError(f"Au {format_date(jour)}, ce prêt n'est pas versé : notez d'abord son paiement.")
    raise InputError(f"Au {format_date(jour)}, plus rien n'est dû sur ce qui a été versé.")
