"""Payments of granted aids: planned, paid, cancelled before, returned after; each act is a step."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, plural
from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import Destinataire
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, Famille, Paiement
from caseapp.services.paiements_controles import (
    check_saisie,
    granted_aide,
    require_payment,
    share,
)
from caseapp.services.paiements_lecture import (
    paid_net,
    read_key,
    read_payment_list,
    read_restes,
    read_rows,
)
from caseapp.services.paiements_rows import (
    ListePaiements,
    PaiementListe,
    PaiementRow,
    PaiementSaisie,
    Reste,
)
from caseapp.services.saisie_suivi import check_day, check_order, check_past, filled_in
from caseapp.store import Step, Store

__all__ = ["ListePaiements", "PaiementListe", "PaiementRow", "PaiementSaisie", "PaiementService", "Reste"]

_WHY = "Dites pourquoi."


class PaiementService:
    """Works on the payments of an open store."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    # --- Reading ---

    def read_list(
        self,
        liste: ListePaiements,
        jour: date,
        debut: date | None = None,
        fin: date | None = None,
        familles: Collection[int] | None = None,
    ) -> PaiementListe:
        """Return the keys of a list and its sums, of every family or of some.

        `debut` and `fin` bound what was paid (by default, the civil year until `jour`); `debut` alone, when
        what is to be planned was decided (by default, in the 12 months before).
        """
        with self._store.read() as session:
            return read_payment_list(session, liste, jour, (debut, fin), familles)

    def list_rows(self, liste: ListePaiements, ids: Sequence[int], jour: date) -> tuple[PaiementRow, ...]:
        """Return the rows of these keys of a list, in that order; those gone are left out."""
        with self._store.read() as session:
            return read_rows(session, liste, ids, jour)

    def restes(self, aide_id: int) -> tuple[Reste, ...]:
        """Return, for each form granted or paid, what is granted, planned and left to plan."""
        with self._store.read() as session:
            return tuple(read_restes(session, [aide_id]).values())

    # --- Writing ---

    def add(self, aide_id: int, saisie: PaiementSaisie, today: date) -> tuple[int, ...]:
        """Plan what was typed, in one or several times; return the payments, FieldError when it cannot be."""
        with self._store.write(self._auteur, self._step(aide_id, _planned_words(saisie))) as session:
            aide = granted_aide(session, aide_id)
            kept = check_saisie(session, aide, saisie, today)
            made = [
                Paiement(
                    aide_id=aide_id, forme=kept.forme, montant=part.montant, destinataire=kept.destinataire,
                    tiers=kept.tiers, date_prevue=part.date, date_versement=kept.versement,
                )
                for part in share(kept)
            ]  # fmt: skip
            session.add_all(made)
            session.flush()
            return tuple(one.id for one in made)

    def plan(self, keys: Sequence[int], date_prevue: date) -> int:
        """Plan for the family, in one time, what is left of each of these keys of `A_PREVOIR`; count them."""
        check_day("jour", date_prevue)
        wanted = [read_key(key) for key in keys]
        with self._store.write(self._auteur, Step(_counted(len(keys), "prévu"))) as session:
            restes = read_restes(session, sorted({aide_id for aide_id, _ in wanted}))
            left = [(key, restes[key].reste) for key in wanted if key in restes and restes[key].reste]
            if not left:
                raise InputError("Tout est déjà prévu.")
            _check_decided(session, {aide_id for (aide_id, _), _ in left}, date_prevue)
            session.add_all(
                Paiement(
                    aide_id=aide_id, forme=forme, montant=reste, date_prevue=date_prevue,
                    destinataire=Destinataire.FAMILLE.value,
                )
                for (aide_id, forme), reste in left
            )  # fmt: skip
            return len(left)

    def pay(self, ids: Sequence[int], jour: date, today: date) -> int:
        """Note that planned payments were made on a day, all or none; return how many.

        What is paid of a form, net of what came back, never exceeds what is granted.
        """
        check_past("jour", jour, today)
        step = Step(_counted(len(ids), "versé"), self._only_family(ids))
        with self._store.write(self._auteur, step) as session:
            found = session.scalars(select(Paiement).where(Paiement.id.in_(ids))).all()
            waiting = [one for one in found if one.date_versement is None and one.date_annulation is None]
            if not waiting:
                raise InputError("Ces paiements sont déjà versés ou annulés.")
            _check_granted(session, waiting, jour)
            for one in waiting:
                one.date_versement = jour
            return len(waiting)

    def cancel(self, paiement_id: int, jour: date, motif: str | None, today: date) -> None:
        """Give up a payment that was not made."""
        said = filled_in("motif", motif, _WHY)
        check_past("jour", jour, today)
        with self._store.write(self._auteur, self._step_of(paiement_id, "Paiement annulé")) as session:
            paiement = require_payment(session, paiement_id)
            if paiement.date_versement is not None:
                raise InputError("Ce paiement est déjà versé : notez plutôt son retour.")
            if paiement.date_annulation is not None:
                raise InputError("Ce paiement est déjà annulé.")
            paiement.date_annulation, paiement.motif = jour, said

    def give_back(self, paiement_id: int, jour: date, motif: str | None, today: date) -> None:
        """Note that the money of a payment came back."""
        said = filled_in("motif", motif, _WHY)
        check_past("jour", jour, today)
        with self._store.write(self._auteur, self._step_of(paiement_id, "Paiement revenu")) as session:
            paiement = require_payment(session, paiement_id)
            if paiement.date_versement is None:
                raise InputError("Ce paiement n'a pas été versé : annulez-le plutôt.")
            if paiement.date_retour is not None:
                raise InputError("Le retour de ce paiement est déjà noté.")
            check_order("jour", paiement.date_versement, jour, "le versement")
            paiement.date_retour, paiement.motif = jour, said

    def _step(self, aide_id: int, libelle: str) -> Step:
        with self._store.read() as session:
            return Step(libelle, session.scalar(select(Aide.famille_id).where(Aide.id == aide_id)))

    def _step_of(self, paiement_id: int, libelle: str) -> Step:
        return Step(libelle, self._only_family([paiement_id]))

    def _only_family(self, ids: Sequence[int]) -> int | None:
        """Return the family of these payments when they are of one."""
        statement = select(Aide.famille_id).join(Paiement, Paiement.aide_id == Aide.id).distinct()
        with self._store.read() as session:
            found = session.scalars(statement.where(Paiement.id.in_(ids)).limit(2)).all()
        return found[0] if len(found) == 1 else None


def _check_granted(session: Session, paiements: Sequence[Paiement], jour: date) -> None:
    """Refuse what the decision does not grant any more, and a day before the decision."""
    ids = sorted({one.aide_id for one in paiements})
    _check_decided(session, ids, jour)
    restes, paid = read_restes(session, ids), paid_net(session, ids)
    aides = {aide.id: aide for aide in session.scalars(select(Aide).where(Aide.id.in_(ids)))}
    for one in paiements:
        key = (one.aide_id, one.forme)
        aide = aides[one.aide_id]
        granted = restes[key].accorde if key in restes else 0
        paid[key] = paid.get(key, 0) + one.montant
        if paid[key] > granted:
            said = f"{_name(session, aide)} : {format_cents(one.montant)} dépassent ce qui est accordé"
            raise FieldError("jour", f"{said}, {format_cents(granted)} en tout.")


def _check_decided(session: Session, aide_ids: Collection[int], jour: date) -> None:
    """Refuse a day before the decision of one of these aids, and say whose."""
    later = select(Aide).where(Aide.id.in_(aide_ids), Aide.date_decision > jour).order_by(Aide.id).limit(1)
    aide = session.scalar(later)
    if aide is not None:
        check_order("jour", aide.date_decision, jour, f"la décision pour {_name(session, aide)}")


def _name(session: Session, aide: Aide) -> str:
    famille = session.get(Famille, aide.famille_id)
    return family_name(famille.nom, famille.prenom) if famille else ""


def _planned_words(saisie: PaiementSaisie) -> str:
    return _counted(max(1, saisie.fois), "versé" if saisie.versement is not None else "prévu")


def _counted(count: int, done: str) -> str:
    if count == 1:
        return f"Paiement {done}"
    return plural(count, f"paiement {done}", f"paiements {done}s")
