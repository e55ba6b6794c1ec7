"""The facts of what is followed up: interventions, objectives, steps, orientations, notes."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from caseapp.domain.moments import local_day
from caseapp.domain.nomenclature import NiveauNote, StatutObjectif
from caseapp.models import Agent, Demarche, Intervention, Note, Objectif, Orientation, Partenaire
from caseapp.models.codes import CodeMotif
from caseapp.services.fil_faits import Fait, FaitKind, Labels, sentence
from caseapp.services.interventions_lecture import visible_notes

_INTERVENTION = Intervention.id, Intervention.reference, CodeMotif.cible
_NOTES = {
    NiveauNote.PERSONNELLE.value: "Note personnelle",
    NiveauNote.EQUIPE.value: "Note d'équipe",
    NiveauNote.TRANSMISSIBLE.value: "Note transmissible",
}


class FollowUpReader:
    """Reads those of one family, as `auteur` may see them."""

    def __init__(self, session: Session, famille_id: int, labels: Labels, auteur: str) -> None:
        self._session, self._famille_id = session, famille_id
        self._labels, self._auteur = labels, auteur

    def faits(self) -> Iterator[Fait]:
        """Yield every fact, in any order."""
        yield from self._interventions()
        yield from self._objectifs()
        yield from self._demarches()
        yield from self._orientations()
        yield from self._notes()

    def _origin(self, code: str | None) -> str:
        """Say where an intervention comes from: `à l'initiative de la Caf`, `origine : partenaire`."""
        label = self._labels.lower("origine", code)
        return label if label.startswith("à ") or not label else f"origine : {label}"

    def _interventions(self) -> Iterator[Fait]:
        statement = (
            select(Intervention, CodeMotif.cible, Agent.code)
            .join(CodeMotif, CodeMotif.code == Intervention.motif)
            .outerjoin(Agent, Agent.id == Intervention.agent_id)
            .where(Intervention.famille_id == self._famille_id)
        )
        for one, cible, agent in self._session.execute(statement):
            yield from self._life(one, cible, agent or "")

    def _life(self, one: Intervention, cible: str, agent: str) -> Iterator[Fait]:
        nature = self._labels.label("nature", one.nature)
        motif = self._labels.lower("motif", one.motif)
        issue = self._labels.lower("issue_intervention", one.issue)
        follows = "suite d'une information-conseil" if one.suite_de_id else ""
        for day, titre, detail, precision in (
            (one.date_ouverture, f"{nature} : ouverture", sentence(motif, follows),
             sentence(agent, self._origin(one.origine))),
            (one.date_contrat, "Contrat de projet signé", motif, agent),
            (one.date_cloture, f"{nature} : clôture", sentence(motif, issue), agent),
        ):  # fmt: skip
            if day is not None:
                yield Fait(
                    day, FaitKind.INTERVENTION, titre, detail, precision, cible, one.reference,
                    Intervention.__tablename__, one.id,
                )  # fmt: skip

    def _objectifs(self) -> Iterator[Fait]:
        statement = (
            select(Objectif.libelle, Objectif.date_statut, *_INTERVENTION)
            .join(Intervention, Intervention.id == Objectif.intervention_id)
            .join(CodeMotif, CodeMotif.code == Intervention.motif)
            .where(Intervention.famille_id == self._famille_id)
            .where(Objectif.statut == StatutObjectif.ATTEINT.value, Objectif.date_statut.is_not(None))
        )
        return self._done("Objectif atteint", statement)

    def _demarches(self) -> Iterator[Fait]:
        statement = (
            select(Demarche.libelle, Demarche.date_realisation, *_INTERVENTION)
            .join(Intervention, Intervention.id == Demarche.intervention_id)
            .join(CodeMotif, CodeMotif.code == Intervention.motif)
            .where(Intervention.famille_id == self._famille_id, Demarche.date_realisation.is_not(None))
        )
        return self._done("Démarche faite", statement)

    def _done(self, titre: str, statement: Select[*tuple[Any, ...]]) -> Iterator[Fait]:
        for libelle, day, ident, reference, cible in self._session.execute(statement):
            yield Fait(
                day, FaitKind.INTERVENTION, titre, libelle, "", cible, reference,
                Intervention.__tablename__, ident,
            )  # fmt: skip

    def _orientations(self) -> Iterator[Fait]:
        statement = (
            select(Orientation, Partenaire.nom)
            .join(Partenaire, Partenaire.id == Orientation.partenaire_id)
            .where(Orientation.famille_id == self._famille_id)
        )
        for one, nom in self._session.execute(statement):
            answer = self._labels.lower("reponse", one.reponse)
            link = Orientation.__tablename__, one.id
            yield Fait(
                one.date, FaitKind.ORIENTATION, f"Orientation vers {nom}",
                sentence(one.objet, "" if one.date_reponse else answer), "", None, f"O{one.id}", *link,
            )  # fmt: skip
            if one.date_reponse is not None:
                yield Fait(
                    one.date_reponse, FaitKind.ORIENTATION, f"Orientation : {answer or 'réponse'}",
                    sentence(nom, one.objet), "", None, f"O{one.id}", *link,
                )  # fmt: skip

    def _notes(self) -> Iterator[Fait]:
        statement = (
            select(Note, Agent.code)
            .outerjoin(Agent, Agent.id == Note.agent_id)
            .where(Note.famille_id == self._famille_id, visible_notes(self._auteur))
        )
        for one, agent in self._session.execute(statement):
            yield Fait(
                local_day(one.ecrite_le), FaitKind.NOTE, _NOTES[one.niveau], one.texte, agent or "",
                objet=Note.__tablename__, objet_id=one.id,
            )  # fmt: skip
