"""What an offer of contact accepts: a day in order, known codes, and the records that an acceptance makes."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import StatutRendezVous
from caseapp.domain.parcours import REPONSES
from caseapp.domain.text import clean_text, has_forbidden_characters
from caseapp.errors import FieldError, InputError
from caseapp.models import Intervention, Lieu, OffreContact, RendezVous
from caseapp.models.base import new_reference
from caseapp.models.codes import CODE_LISTS, CodeMotif
from caseapp.services.offres_parcours import ParcoursCatalogue
from caseapp.services.saisie_suivi import check_day as check_possible

_O = OffreContact.__table__.c
_LONGEST = 1440


@dataclass(frozen=True, slots=True)
class NouveauRendezVous:
    """The appointment that a family accepts; `nature` opens an intervention when it is given."""

    jour: date
    heure: time | None = None
    duree: int | None = None
    type: str = "entretien"
    mode: str | None = None
    lieu_id: int | None = None
    nature: str | None = None


def campaign_name(text: str) -> str | None:
    """Return the name of a campaign as kept, None for an empty one; FieldError when it cannot be."""
    name = clean_text(" ".join(text.split()))
    if len(name) > 200:
        raise FieldError("campagne", "Ce nom est trop long : 200 caractères au plus.")
    if has_forbidden_characters(name):
        raise FieldError("campagne", "Ce nom contient un caractère interdit.")
    return name or None


def check_path(session: Session, catalogue: ParcoursCatalogue, motif: str, parcours: str | None) -> None:
    """Refuse a motif or a path that is not known."""
    if session.get(CodeMotif, motif) is None:
        raise FieldError("motif", "Choisissez un motif.")
    if parcours is not None and parcours not in catalogue.by_key:
        raise FieldError("parcours", "Ce parcours n'est pas déclaré.")


def is_offered(session: Session, famille_id: int, campagne: str) -> bool:
    """Tell whether a family has an offer in a campaign already."""
    statement = select(_O.id).where(_O.famille_id == famille_id, _O.campagne == campagne)
    return session.scalar(statement.limit(1)) is not None


def open_offer(session: Session, offre_id: int) -> OffreContact:
    """Return an offer that has no answer yet; InputError otherwise."""
    offre = session.get(OffreContact, offre_id)
    if offre is None:
        raise InputError("Cette offre n'est plus dans la base.")
    if offre.reponse in REPONSES:
        raise InputError("Cette offre a déjà sa réponse : annulez-la d'abord.")
    return offre


def check_day(jour: date, earliest: date, today: date) -> None:
    """Refuse a day to come, or before what is already known of the offer."""
    if jour > today:
        raise FieldError("date", "Cette date est dans le futur.")
    if jour < earliest:
        raise FieldError(
            "date", f"Cette date est avant le {format_date(earliest)}, le dernier fait de l'offre."
        )


def new_intervention(
    session: Session, offre: OffreContact, nature: str | None, agent_id: int, jour: date
) -> Intervention | None:
    """Open the intervention that comes of an offer, when its nature is given."""
    if nature is None:
        return None
    _check_codes(session, {"nature": ("nature", nature)})
    intervention = Intervention(
        reference=new_reference("I"), famille_id=offre.famille_id, motif=offre.motif, nature=nature,
        origine="offre_caf", agent_id=agent_id, date_ouverture=jour,
    )  # fmt: skip
    session.add(intervention)
    session.flush()
    return intervention


def new_appointment(
    session: Session, offre: OffreContact, asked: NouveauRendezVous, agent_id: int, jour: date
) -> RendezVous:
    """Return the appointment that a family accepted, to be added."""
    check_possible("jour", asked.jour)
    if asked.duree is not None and not 1 <= asked.duree <= _LONGEST:
        raise FieldError("duree", "La durée va d'une minute à un jour.")
    _check_codes(session, {"type": ("type_rendez_vous", asked.type), "mode": ("mode", asked.mode)})
    if asked.lieu_id is not None and session.get(Lieu, asked.lieu_id) is None:
        raise FieldError("lieu", "Ce lieu n'est plus dans la base.")
    return RendezVous(
        reference=new_reference("RV"), famille_id=offre.famille_id, agent_id=agent_id, type=asked.type,
        mode=asked.mode, lieu_id=asked.lieu_id, statut=StatutRendezVous.PROPOSE.value,
        heure=asked.heure, duree=asked.duree, date_demande=jour, date=asked.jour,
    )  # fmt: skip


def _check_codes(session: Session, codes: dict[str, tuple[str, str | None]]) -> None:
    for field, (liste, code) in codes.items():
        if code is not None and session.get(CODE_LISTS[liste], code) is None:
            raise FieldError(field, "Ce choix n'est pas dans la liste.")
