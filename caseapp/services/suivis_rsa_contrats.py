"""Contracts and reviews of an RSA follow-up; which contract is signed, the rule set of the day says."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles import JeuDeRegles
from caseapp.domain.labels import format_date
from caseapp.errors import FieldError
from caseapp.models import ContratRsa, ReexamenRsa, SuiviRsa
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.saisie_suivi import check_code, check_day, check_order, cleaned, require_record
from caseapp.services.suivis_rsa_controles import check_since, open_follow_up, required_past
from caseapp.services.suivis_rsa_rows import CER, ContratSaisie
from caseapp.services.suivis_rsa_vue import GONE, expected_type
from caseapp.store import Step, Store

_CONTRACT_GONE = "Ce contrat n'est plus dans la base."
_REVIEW_GONE = "Ce réexamen n'est plus dans la base."
_LONGEST = 4_000


class ContratRsaService:
    """Writes contracts and reviews; every method is one step."""

    def __init__(self, store: Store, auteur: str, regles: JeuxDeReglesService) -> None:
        self._store, self._auteur, self._regles = store, auteur, regles

    def add(self, suivi_id: int, saisie: ContratSaisie, today: date) -> int:
        """Note a contract signed; FieldError for a kind that was no longer, or not yet, signed that day."""
        with self._store.write(self._auteur, self._step(suivi_id, "Contrat signé")) as session:
            contrat = ContratRsa(suivi_id=suivi_id)
            self._fill(session, contrat, saisie, today)
            session.add(contrat)
            session.flush()
            return contrat.id

    def edit(self, contrat_id: int, saisie: ContratSaisie, today: date) -> None:
        """Correct a contract."""
        step = self._step(self._suivi_of(ContratRsa, contrat_id, _CONTRACT_GONE), "Contrat modifié")
        with self._store.write(self._auteur, step) as session:
            self._fill(
                session, require_record(session, ContratRsa, contrat_id, _CONTRACT_GONE), saisie, today
            )

    def remove(self, contrat_id: int) -> None:
        """Remove a contract noted by mistake."""
        step = self._step(self._suivi_of(ContratRsa, contrat_id, _CONTRACT_GONE), "Contrat retiré")
        with self._store.write(self._auteur, step) as session:
            contrat = require_record(session, ContratRsa, contrat_id, _CONTRACT_GONE)
            open_follow_up(session, contrat.suivi_id)
            session.delete(contrat)

    def add_reexamen(self, suivi_id: int, jour: date | None, conclusion: str | None, today: date) -> int:
        """Note a review of the path."""
        with self._store.write(self._auteur, self._step(suivi_id, "Réexamen noté")) as session:
            reexamen = ReexamenRsa(suivi_id=suivi_id)
            _fill_review(session, reexamen, jour, conclusion, today)
            session.add(reexamen)
            session.flush()
            return reexamen.id

    def edit_reexamen(self, reexamen_id: int, jour: date | None, conclusion: str | None, today: date) -> None:
        """Correct a review."""
        step = self._step(self._suivi_of(ReexamenRsa, reexamen_id, _REVIEW_GONE), "Réexamen modifié")
        with self._store.write(self._auteur, step) as session:
            reexamen = require_record(session, ReexamenRsa, reexamen_id, _REVIEW_GONE)
            _fill_review(session, reexamen, jour, conclusion, today)

    def remove_reexamen(self, reexamen_id: int) -> None:
        """Remove a review noted by mistake."""
        step = self._step(self._suivi_of(ReexamenRsa, reexamen_id, _REVIEW_GONE), "Réexamen retiré")
        with self._store.write(self._auteur, step) as session:
            reexamen = require_record(session, ReexamenRsa, reexamen_id, _REVIEW_GONE)
            open_follow_up(session, reexamen.suivi_id)
            session.delete(reexamen)

    def _fill(self, session: Session, contrat: ContratRsa, saisie: ContratSaisie, today: date) -> None:
        suivi = open_follow_up(session, contrat.suivi_id)
        missing = "Dites quel jour le contrat a été signé."
        signed = required_past("date_signature", saisie.date_signature, today, missing)
        check_since("date_signature", suivi, signed)
        _check_only(session, contrat, signed)
        check_day("date_fin", saisie.date_fin)
        check_order("date_fin", signed, saisie.date_fin, "la signature")
        if saisie.type is None:
            raise FieldError("type", "Dites quel contrat a été signé.")
        check_code(session, "type", "type_contrat_rsa", saisie.type)
        wanted, jeu = expected_type(self._regles.en_vigueur_dans(session).jeux, signed)
        if saisie.type != wanted:
            raise FieldError("type", _refusal(wanted, jeu))
        contrat.type, contrat.date_signature, contrat.date_fin = saisie.type, signed, saisie.date_fin
        contrat.objectifs = cleaned("objectifs", saisie.objectifs, _LONGEST)

    def _step(self, suivi_id: int, libelle: str) -> Step:
        with self._store.read() as session:
            return Step(libelle, require_record(session, SuiviRsa, suivi_id, GONE).famille_id)

    def _suivi_of(self, mapped: type[ContratRsa | ReexamenRsa], ident: int, gone: str) -> int:
        with self._store.read() as session:
            return require_record(session, mapped, ident, gone).suivi_id


def _check_only(session: Session, contrat: ContratRsa, signed: date) -> None:
    with session.no_autoflush:
        same = select(ContratRsa.id).where(
            ContratRsa.suivi_id == contrat.suivi_id, ContratRsa.date_signature == signed,
            ContratRsa.id != (contrat.id or 0),
        )  # fmt: skip
        if session.scalar(same.limit(1)) is not None:
            raise FieldError("date_signature", "Un contrat est déjà noté ce jour-là.")


def _refusal(wanted: str, jeu: JeuDeRegles | None) -> str:
    """Say which contract was signed that day, and since or until when."""
    if wanted == CER:
        until = f"Jusqu'au {format_date(jeu.au)}" if jeu is not None and jeu.au else "Ce jour-là"
        return f"{until}, c'est un contrat d'engagements réciproques (CER) qui se signe."
    since = f"Depuis le {format_date(jeu.du)}" if jeu is not None and jeu.du else "Ce jour-là"
    return f"{since}, c'est un contrat d'engagement qui se signe, à la place du CER."


def _fill_review(
    session: Session, reexamen: ReexamenRsa, jour: date | None, conclusion: str | None, today: date
) -> None:
    suivi = open_follow_up(session, reexamen.suivi_id)
    day = required_past("jour", jour, today, "Dites quel jour le parcours a été réexaminé.")
    check_since("jour", suivi, day)
    with session.no_autoflush:
        same = select(ReexamenRsa.id).where(
            ReexamenRsa.suivi_id == suivi.id, ReexamenRsa.date == day, ReexamenRsa.id != (reexamen.id or 0)
        )
        if session.scalar(same.limit(1)) is not None:
            raise FieldError("jour", "Un réexamen est déjà noté ce jour-là.")
    reexamen.date, reexamen.conclusion = day, cleaned("conclusion", conclusion, _LONGEST)
