"""The timeline of a family: every dated fact of every notion, in one list."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.models import (
    Agent,
    Appel,
    Intervention,
    Lieu,
    OffreContact,
    RendezVous,
    TentativeContact,
)
from caseapp.models.codes import CodeMotif
from caseapp.services.fil_aides import AidFactsReader
from caseapp.services.fil_dossiers import FileFactsReader
from caseapp.services.fil_droits import read_rights
from caseapp.services.fil_faits import Fait, FaitKind, Labels, sentence
from caseapp.services.fil_suivi import FollowUpReader

__all__ = ["Fait", "FaitKind", "read_timeline"]


def read_timeline(session: Session, famille_id: int, auteur: str) -> tuple[Fait, ...]:
    """Return every fact of a family, latest first; the personal notes of no one but `auteur`."""
    labels = Labels(session)
    reader = _Reader(session, famille_id, labels)
    reads = (
        *reader.readers(),
        AidFactsReader(session, famille_id, labels).faits(),
        FileFactsReader(session, famille_id, labels).faits(),
        FollowUpReader(session, famille_id, labels, auteur).faits(),
    )
    found = [fait for read in reads for fait in read]
    return tuple(sorted(found, key=lambda fait: (fait.date, fait.reference), reverse=True))


class _Reader:
    """Reads the facts of one family, notion by notion."""

    def __init__(self, session: Session, famille_id: int, labels: Labels) -> None:
        self._session = session
        self._famille_id = famille_id
        self._label, self._lower = labels.label, labels.lower

    def readers(self) -> tuple[Iterator[Fait], ...]:
        return (
            self._rendez_vous(), self._offres(), self._tentatives(), self._appels(),
            read_rights(self._session, self._famille_id),
        )  # fmt: skip

    def _rendez_vous(self) -> Iterator[Fait]:
        statement = (
            select(RendezVous, Agent.code, Lieu.libelle, CodeMotif.cible)
            .join(Agent, Agent.id == RendezVous.agent_id)
            .outerjoin(Lieu, Lieu.id == RendezVous.lieu_id)
            .outerjoin(Intervention, Intervention.id == RendezVous.intervention_id)
            .outerjoin(CodeMotif, CodeMotif.code == Intervention.motif)
            .where(RendezVous.famille_id == self._famille_id)
        )
        for one, agent, lieu, cible in self._session.execute(statement):
            yield Fait(
                one.date, FaitKind.RENDEZ_VOUS,
                f"{self._label('type_rendez_vous', one.type)} : {self._lower('statut', one.statut)}",
                "", sentence(self._lower("mode", one.mode), lieu, agent), cible, one.reference,
                RendezVous.__tablename__, one.id,
            )  # fmt: skip

    def _offres(self) -> Iterator[Fait]:
        statement = (
            select(OffreContact, CodeMotif.cible)
            .join(CodeMotif, CodeMotif.code == OffreContact.motif)
            .where(OffreContact.famille_id == self._famille_id)
        )
        for one, cible in self._session.execute(statement):
            motif, reponse = self._lower("motif", one.motif), self._lower("reponse", one.reponse)
            yield Fait(
                one.date_offre, FaitKind.OFFRE, "Offre de contact",
                sentence(motif, "" if one.date_reponse else reponse), cible=cible, reference=one.reference,
            )  # fmt: skip
            if one.date_reponse is not None:
                yield Fait(
                    one.date_reponse, FaitKind.OFFRE, f"Offre de contact : {reponse or 'réponse'}", motif,
                    cible=cible, reference=one.reference,
                )  # fmt: skip

    def _tentatives(self) -> Iterator[Fait]:
        statement = (
            select(TentativeContact, OffreContact.reference, CodeMotif.cible)
            .join(OffreContact, OffreContact.id == TentativeContact.offre_id)
            .join(CodeMotif, CodeMotif.code == OffreContact.motif)
            .where(OffreContact.famille_id == self._famille_id)
        )
        for one, reference, cible in self._session.execute(statement):
            yield Fait(
                one.date, FaitKind.OFFRE, "Tentative de contact",
                self._lower("resultat_contact", one.resultat), self._lower("canal", one.canal), cible,
                reference,
            )  # fmt: skip

    def _appels(self) -> Iterator[Fait]:
        for one in self._session.scalars(select(Appel).where(Appel.famille_id == self._famille_id)):
            yield Fait(
                one.date, FaitKind.APPEL, "Appel décroché" if one.decroche else "Appel manqué",
                self._lower("suite", one.suite), reference=one.reference,
            )  # fmt: skip
