"""The administrative and the social support of a family in arrears, linked to its interventions."""

from datetime import date

from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import Nature
from caseapp.errors import FieldError
from caseapp.models import Impaye, Intervention
from caseapp.models.base import new_reference
from caseapp.services.impayes_controles import required_day
from caseapp.services.impayes_rows import Soutien, SoutienSaisie
from caseapp.services.saisie_suivi import check_agent

ADMINISTRATIF, SOCIAL = "administratif", "social"
NATURES = {
    ADMINISTRATIF: Nature.INFORMATION_CONSEIL.value,
    SOCIAL: Nature.ACCOMPAGNEMENT_SOCIAL.value,
}
_ACCESSION = "accession"


def link_supports(session: Session, impaye: Impaye, saisie: SoutienSaisie, today: date) -> None:
    """Say whether each support is given, and by which intervention; open those that are new."""
    check_agent(session, saisie.agent_id)
    impaye.intervention_administrative_id = _linked(session, impaye, ADMINISTRATIF, saisie, today)
    impaye.intervention_id = _linked(session, impaye, SOCIAL, saisie, today)
    impaye.accompagnement_administratif = saisie.administratif.suivi
    impaye.accompagnement_social = saisie.social.suivi


def _linked(session: Session, impaye: Impaye, field: str, saisie: SoutienSaisie, today: date) -> int | None:
    soutien: Soutien = getattr(saisie, field)
    if soutien.nouveau:
        return _opened(session, impaye, NATURES[field], saisie, today)
    if not soutien.suivi or soutien.intervention_id is None:
        return None
    intervention = session.get(Intervention, soutien.intervention_id)
    if intervention is None or intervention.famille_id != impaye.famille_id:
        raise FieldError(field, "Cette intervention n'est pas celle de la famille.")
    return intervention.id


def _opened(session: Session, impaye: Impaye, nature: str, saisie: SoutienSaisie, today: date) -> int:
    day = required_day("date_ouverture", saisie.date_ouverture, "Dites quand elle s'ouvre.", today)
    intervention = Intervention(
        reference=new_reference("I"), famille_id=impaye.famille_id, nature=nature, date_ouverture=day,
        motif="impaye_accession" if impaye.secteur == _ACCESSION else "impaye_loyer",
        origine="offre_caf", agent_id=saisie.agent_id or impaye.agent_id,
    )  # fmt: skip
    session.add(intervention)
    session.flush()
    return intervention.id
