"""The timeline of a family: every dated fact of every notion, in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents
from caseapp.domain.nomenclature import NiveauNote
from caseapp.models import (
    Agent,
    Aide,
    Appel,
    Impaye,
    Intervention,
    Lieu,
    LogementSignale,
    Note,
    OffreContact,
    RendezVous,
    SuiviRsa,
    TentativeContact,
    TypeAide,
)
from caseapp.models.codes import CODE_LISTS, CodeMotif

_ALL_LABELS = union_all(
    *(select(literal(liste), mapped.code, mapped.libelle) for liste, mapped in CODE_LISTS.items())
)
"""Every code list in one statement: one by one they would take longer than the facts."""
_NAMES = ("Caf",)
"""Beginnings of labels that keep their capital inside a sentence; abbreviations do too."""


class FaitKind(StrEnum):
    """What a fact of the timeline is about; the tabs of a family select by it."""

    INTERVENTION = "intervention"
    RENDEZ_VOUS = "rendez_vous"
    AIDE = "aide"
    LOGEMENT = "logement"
    IMPAYE = "impaye"
    INSERTION = "insertion"
    OFFRE = "offre"
    APPEL = "appel"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fait:
    """One dated fact, in words; `cible` gives its tag."""

    date: date
    kind: FaitKind
    titre: str
    detail: str = ""
    precision: str = ""
    """What stands beside the date: way of meeting, place, agent."""
    cible: str | None = None
    reference: str = ""


def read_timeline(session: Session, famille_id: int) -> tuple[Fait, ...]:
    """Return every fact of a family, latest first."""
    reader = _Reader(session, famille_id)
    found = [fait for read in reader.readers() for fait in read]
    return tuple(sorted(found, key=lambda fait: (fait.date, fait.reference), reverse=True))


def _sentence(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


class _Reader:
    """Reads the facts of one family, notion by notion."""

    def __init__(self, session: Session, famille_id: int) -> None:
        self._session = session
        self._famille_id = famille_id
        self._labels = {(liste, code): libelle for liste, code, libelle in session.execute(_ALL_LABELS)}

    def readers(self) -> tuple[Iterator[Fait], ...]:
        return (
            self._interventions(), self._rendez_vous(), self._aides(), self._impayes(), self._logements(),
            self._suivis(), self._offres(), self._tentatives(), self._appels(), self._notes(),
        )  # fmt: skip

    def _label(self, liste: str, code: str | None) -> str:
        return "" if code is None else self._labels.get((liste, code), code)

    def _lower(self, liste: str, code: str | None) -> str:
        label = self._label(liste, code)
        kept = label[1:2].isupper() or label.startswith(_NAMES)
        return label if kept else label[:1].lower() + label[1:]

    def _origin(self, code: str | None) -> str:
        """Say where an intervention comes from: `à l'initiative de la Caf`, `origine : partenaire`."""
        label = self._lower("origine", code)
        return label if label.startswith("à ") or not label else f"origine : {label}"

    def _interventions(self) -> Iterator[Fait]:
        statement = (
            select(Intervention, CodeMotif.cible, Agent.code)
            .join(CodeMotif, CodeMotif.code == Intervention.motif)
            .outerjoin(Agent, Agent.id == Intervention.agent_id)
            .where(Intervention.famille_id == self._famille_id)
        )
        for one, cible, agent in self._session.execute(statement):
            nature = self._label("nature", one.nature)
            motif = self._lower("motif", one.motif)
            yield Fait(
                one.date_ouverture, FaitKind.INTERVENTION, f"{nature} : ouverture", motif,
                _sentence(agent, self._origin(one.origine)), cible, one.reference,
            )  # fmt: skip
            if one.date_cloture is not None:
                yield Fait(
                    one.date_cloture, FaitKind.INTERVENTION, f"{nature} : clôture",
                    _sentence(motif, self._lower("issue_intervention", one.issue)), agent or "", cible,
                    one.reference,
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
                "", _sentence(self._lower("mode", one.mode), lieu, agent), cible, one.reference,
            )  # fmt: skip

    def _aides(self) -> Iterator[Fait]:
        statement = (
            select(Aide, TypeAide.libelle)
            .join(TypeAide, TypeAide.id == Aide.type_aide_id)
            .where(Aide.famille_id == self._famille_id)
        )
        for one, libelle in self._session.execute(statement):
            asked = "" if one.montant_demande is None else f"{format_cents(one.montant_demande)} demandés"
            demandeur = self._lower("demandeur", one.demandeur)
            yield Fait(
                one.date_demande, FaitKind.AIDE, "Aide demandée", _sentence(libelle, asked),
                f"demandeur : {demandeur}" if demandeur else "", reference=one.reference,
            )  # fmt: skip
            if one.date_decision is not None:
                yield Fait(
                    one.date_decision, FaitKind.AIDE,
                    f"Aide : {self._lower('decision', one.decision) or 'décision'}",
                    _sentence(libelle, _granted(one)), reference=one.reference,
                )  # fmt: skip

    def _impayes(self) -> Iterator[Fait]:
        for one in self._session.scalars(select(Impaye).where(Impaye.famille_id == self._famille_id)):
            debt = "" if one.dette is None else f"dette {format_cents(one.dette)}"
            yield Fait(
                one.date_signalement, FaitKind.IMPAYE, "Impayé signalé",
                _sentence(self._label("aide_logement", one.aide_logement), debt, one.bailleur),
                cible="logement", reference=one.reference,
            )  # fmt: skip
            if one.date_issue is not None:
                yield Fait(
                    one.date_issue, FaitKind.IMPAYE,
                    f"Impayé : {self._lower('issue_impaye', one.issue) or 'issue'}",
                    self._lower("procedure", one.procedure), cible="logement", reference=one.reference,
                )  # fmt: skip

    def _logements(self) -> Iterator[Fait]:
        statement = select(LogementSignale).where(LogementSignale.famille_id == self._famille_id)
        for one in self._session.scalars(statement):
            dated = (
                (one.date_signalement, "Logement signalé", self._lower("origine_signalement", one.origine)),
                (
                    one.date_constat, "Logement visité",
                    _sentence(self._lower("resultat_constat", one.resultat), one.operateur),
                ),
                (one.date_diagnostic, "Diagnostic du logement", ""),
                (one.date_conservation, "Aide au logement conservée", ""),
                (one.date_levee, "Conservation levée", "travaux réalisés" if one.travaux else ""),
            )  # fmt: skip
            for day, titre, detail in dated:
                if day is not None:
                    yield Fait(
                        day, FaitKind.LOGEMENT, titre, detail, cible="logement", reference=one.reference
                    )

    def _suivis(self) -> Iterator[Fait]:
        for one in self._session.scalars(select(SuiviRsa).where(SuiviRsa.famille_id == self._famille_id)):
            yield Fait(
                one.date_designation, FaitKind.INSERTION, "Suivi RSA : désignation du référent unique",
                cible="insertion", reference=one.reference,
            )  # fmt: skip
            if one.date_fin is not None:
                yield Fait(
                    one.date_fin, FaitKind.INSERTION, "Suivi RSA : fin",
                    self._lower("motif_fin", one.motif_fin), cible="insertion", reference=one.reference,
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
                _sentence(motif, "" if one.date_reponse else reponse), cible=cible, reference=one.reference,
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

    def _notes(self) -> Iterator[Fait]:
        statement = select(Note).where(
            Note.famille_id == self._famille_id, Note.niveau != NiveauNote.PERSONNELLE.value
        )
        for one in self._session.scalars(statement):
            titre = "Note d'équipe" if one.niveau == NiveauNote.EQUIPE else "Note transmissible"
            yield Fait(one.ecrite_le.date(), FaitKind.NOTE, titre, one.texte)


def _granted(aide: Aide) -> str:
    parts = (
        (aide.montant_subvention, "de subvention"),
        (aide.montant_pret, "de prêt"),
    )
    return " et ".join(f"{format_cents(cents)} {words}" for cents, words in parts if cents)
