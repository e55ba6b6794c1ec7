"""The files of a family: its arrears, reported dwellings and RSA follow-ups, each with what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import format_cents
from caseapp.models import Famille, Impaye, Logement, LogementSignale, SuiviRsa
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.fil_faits import Labels, sentence

OPEN = "en cours"
MASKED = "adresse masquée"


@dataclass(frozen=True, slots=True)
class DossierFamille:
    """A file in words: what it is, since when, where it stands, the deadline to come first or late."""

    domaine: Domaine
    id: int
    titre: str
    detail: str
    depuis: date
    etat: str
    """`en cours`, or how it ended."""
    prochaine: EcheanceSuivie | None = None


def ids_of_family(session: Session, famille_id: int) -> dict[Domaine, tuple[int, ...]]:
    """Return the files of a family in each domain, whatever their state."""
    mapped = ((Domaine.IMPAYES, Impaye), (Domaine.INDECENCE, LogementSignale), (Domaine.RSA, SuiviRsa))
    return {
        domaine: tuple(session.scalars(select(one.id).where(one.famille_id == famille_id).order_by(one.id)))
        for domaine, one in mapped
    }


def read_files(
    session: Session, famille_id: int, following: Mapping[tuple[Domaine, int], EcheanceSuivie]
) -> tuple[DossierFamille, ...]:
    """Return the files of a family, the last begun first; `following` gives the next deadline of some."""
    labels = Labels(session)
    reads = (
        _arrears(session, famille_id, labels, following),
        _dwellings(session, famille_id, labels, following),
        _follow_ups(session, famille_id, labels, following),
    )
    found = [one for read in reads for one in read]
    return tuple(sorted(found, key=lambda one: (one.depuis, one.id), reverse=True))


_Following = Mapping[tuple[Domaine, int], EcheanceSuivie]


def _arrears(
    session: Session, famille_id: int, labels: Labels, following: _Following
) -> Iterator[DossierFamille]:
    for one in session.scalars(select(Impaye).where(Impaye.famille_id == famille_id)):
        debt = "" if one.dette is None else f"dette signalée {format_cents(one.dette)}"
        yield DossierFamille(
            Domaine.IMPAYES, one.id, sentence("Impayé", labels.label("aide_logement", one.aide_logement)),
            sentence(one.bailleur, debt), one.date_signalement,
            labels.lower("issue_impaye", one.issue) or OPEN, following.get((Domaine.IMPAYES, one.id)),
        )  # fmt: skip


def _dwellings(
    session: Session, famille_id: int, labels: Labels, following: _Following
) -> Iterator[DossierFamille]:
    statement = (
        select(LogementSignale, Logement.adresse, Famille.protection)
        .join(Famille, Famille.id == LogementSignale.famille_id)
        .outerjoin(Logement, Logement.id == LogementSignale.logement_id)
        .where(LogementSignale.famille_id == famille_id)
    )
    for one, adresse, protected in session.execute(statement):
        if one.date_perte is not None:
            state = "aide perdue"
        elif one.date_levee is not None:
            state = "clos" if one.date_conservation is None else "conservation levée"
        elif one.date_conservation is not None:
            state = "aide conservée"
        else:
            state = labels.lower("resultat_constat", one.resultat) or OPEN
        yield DossierFamille(
            Domaine.INDECENCE, one.id, "Logement signalé",
            MASKED if protected and adresse else adresse or "", one.date_signalement, state,
            following.get((Domaine.INDECENCE, one.id)),
        )  # fmt: skip


def _follow_ups(
    session: Session, famille_id: int, labels: Labels, following: _Following
) -> Iterator[DossierFamille]:
    for one in session.scalars(select(SuiviRsa).where(SuiviRsa.famille_id == famille_id)):
        ended = "" if one.date_fin is None else sentence("terminé", labels.lower("motif_fin", one.motif_fin))
        yield DossierFamille(
            Domaine.RSA, one.id, "Suivi RSA", "référent unique", one.date_designation, ended or OPEN,
            following.get((Domaine.RSA, one.id)),
        )  # fmt: skip
