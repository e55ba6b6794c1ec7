"""Support given together with a partner: the accompagnement global with France Travail, and others."""

from datetime import date

from sqlalchemy.orm import Session

from caseapp.errors import FieldError
from caseapp.models import CoAccompagnement, SuiviRsa
from caseapp.services.orientations import chosen_partner
from caseapp.services.saisie_suivi import check_code, check_order, check_past, cleaned, require_record
from caseapp.services.suivis_rsa_controles import open_follow_up, required_past
from caseapp.services.suivis_rsa_rows import PartageSaisie
from caseapp.services.suivis_rsa_vue import GONE
from caseapp.store import Step, Store

_SHARED_GONE = "Ce co-accompagnement n'est plus dans la base."


class PartageService:
    """Writes co-supports; every method is one step."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store, self._auteur = store, auteur

    def add(self, suivi_id: int, saisie: PartageSaisie, today: date) -> int:
        """Note a co-support."""
        with self._store.write(self._auteur, self._step(suivi_id, "Co-accompagnement ajouté")) as session:
            partage = CoAccompagnement(suivi_id=suivi_id)
            _fill(session, partage, saisie, today)
            session.add(partage)
            session.flush()
            return partage.id

    def edit(self, partage_id: int, saisie: PartageSaisie, today: date) -> None:
        """Correct a co-support, or say when it ended."""
        step = self._step(self._suivi_of(partage_id), "Co-accompagnement modifié")
        with self._store.write(self._auteur, step) as session:
            _fill(session, require_record(session, CoAccompagnement, partage_id, _SHARED_GONE), saisie, today)

    def remove(self, partage_id: int) -> None:
        """Remove a co-support noted by mistake."""
        step = self._step(self._suivi_of(partage_id), "Co-accompagnement retiré")
        with self._store.write(self._auteur, step) as session:
            partage = require_record(session, CoAccompagnement, partage_id, _SHARED_GONE)
            open_follow_up(session, partage.suivi_id)
            session.delete(partage)

    def _step(self, suivi_id: int, libelle: str) -> Step:
        with self._store.read() as session:
            return Step(libelle, require_record(session, SuiviRsa, suivi_id, GONE).famille_id)

    def _suivi_of(self, partage_id: int) -> int:
        with self._store.read() as session:
            return require_record(session, CoAccompagnement, partage_id, _SHARED_GONE).suivi_id


def _fill(session: Session, partage: CoAccompagnement, saisie: PartageSaisie, today: date) -> None:
    open_follow_up(session, partage.suivi_id)
    if saisie.type is None:
        raise FieldError("type", "Dites de quel co-accompagnement il s'agit.")
    check_code(session, "type", "co_accompagnement", saisie.type)
    start = required_past("date_debut", saisie.date_debut, today, "Dites quel jour il a commencé.")
    check_past("date_fin", saisie.date_fin, today)
    check_order("date_fin", start, saisie.date_fin, "le début")
    partage.conseiller = cleaned("conseiller", saisie.conseiller)
    partage.partenaire_id = chosen_partner(session, saisie.partenaire_id, saisie.nouveau_partenaire)
    partage.type, partage.date_debut, partage.date_fin = saisie.type, start, saisie.date_fin
