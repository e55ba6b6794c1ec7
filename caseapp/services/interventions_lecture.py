"""Reads what is followed up with a family, in a fixed number of statements however much there is."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from caseapp.domain.labels import format_date
from caseapp.domain.moments import local_day
from caseapp.domain.names import worker_name
from caseapp.domain.nomenclature import NiveauNote
from caseapp.models import (
    CODE_LISTS,
    Agent,
    Demarche,
    Intervention,
    Note,
    Objectif,
    OffreContact,
    Orientation,
    Partenaire,
    RendezVous,
)
from caseapp.models.codes import CodeMotif
from caseapp.services.interventions_lignes import (
    DemarcheRow,
    InterventionRow,
    NoteRow,
    ObjectifRow,
    OffreRow,
    OrientationRow,
    RencontreRow,
    Suivi,
)

_NOTE_SHOWN = 160
"""Letters of a note that are read here."""
_ONE_LINE = str.maketrans("\n\t", "  ")


def read_suivi(session: Session, famille_id: int, auteur: str) -> Suivi:
    """Return the follow-up of a family as `auteur` may see it: no one else's personal notes."""
    orientations, rencontres = _orientations(session, famille_id), _rencontres(session, famille_id)
    parts = _Parts(session, famille_id, auteur)
    parts.orientations = _grouped((one.intervention_id, one) for one in orientations)
    parts.rencontres = _grouped((one.intervention_id, one) for one in rencontres)
    rows = [_row(found, parts) for found in session.execute(_interventions(famille_id))]
    ordered = sorted(rows, key=lambda one: (one.date_ouverture, one.id), reverse=True)
    return Suivi(
        famille_id,
        tuple(sorted(ordered, key=lambda one: not one.is_open)),
        _offres(session, famille_id),
        tuple(one for one in orientations if one.intervention_id is None),
        rencontres,
    )


def visible_notes(auteur: str) -> Any:
    """Return the condition on the notes that `auteur` may read."""
    return or_(Note.niveau != NiveauNote.PERSONNELLE.value, Note.auteur == auteur)


class _Parts:
    """What hangs on the interventions of a family, by intervention."""

    orientations: dict[int | None, tuple[Any, ...]]
    rencontres: dict[int | None, tuple[Any, ...]]

    def __init__(self, session: Session, famille_id: int, auteur: str) -> None:
        self.objectifs = _grouped(_objectifs(session, famille_id))
        self.demarches = _grouped(_demarches(session, famille_id))
        self.notes = _grouped(_notes(session, famille_id, auteur))
        statement = select(OffreContact.intervention_id, func.max(OffreContact.id))
        linked = statement.where(OffreContact.famille_id == famille_id).group_by(OffreContact.intervention_id)
        self.offres = dict(session.execute(linked).all())


def _grouped(pairs: Iterable[tuple[int | None, Any]]) -> dict[int | None, tuple[Any, ...]]:
    found: dict[int | None, list[Any]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _interventions(famille_id: int) -> Any:
    nature, origine, issue = (CODE_LISTS[name] for name in ("nature", "origine", "issue_intervention"))
    former = aliased(Intervention)
    return (
        select(
            Intervention, CodeMotif.libelle, CodeMotif.cible, nature.libelle, origine.libelle, issue.libelle,
            Agent.nom, Agent.prenom, former.date_ouverture,
        )
        .join(CodeMotif, CodeMotif.code == Intervention.motif)
        .join(nature, nature.code == Intervention.nature)
        .outerjoin(origine, origine.code == Intervention.origine)
        .outerjoin(issue, issue.code == Intervention.issue)
        .outerjoin(Agent, Agent.id == Intervention.agent_id)
        .outerjoin(former, former.id == Intervention.suite_de_id)
        .where(Intervention.famille_id == famille_id)
    )  # fmt: skip


def _row(found: Any, parts: _Parts) -> InterventionRow:
    one, motif, cible, nature, origine, issue, nom, prenom, suite_de = found
    return InterventionRow(
        one.id, one.reference, one.motif, motif, cible, one.nature, nature, one.origine, origine or "",
        one.agent_id, worker_name(nom, prenom), one.date_ouverture, one.date_cloture, one.issue, issue or "",
        one.suite_de_id, suite_de, one.date_contrat, one.date_bilan, parts.offres.get(one.id),
        parts.objectifs.get(one.id, ()), parts.demarches.get(one.id, ()),
        parts.orientations.get(one.id, ()), parts.rencontres.get(one.id, ()), parts.notes.get(one.id, ()),
    )  # fmt: skip


def _objectifs(session: Session, famille_id: int) -> Iterable[tuple[int, ObjectifRow]]:
    """Yield the objectives in the order of the code list, which is that of their life, then as added."""
    etat = CODE_LISTS["statut_objectif"]
    statement = (
        select(Objectif, etat.libelle)
        .join(etat, etat.code == Objectif.statut)
        .join(Intervention, Intervention.id == Objectif.intervention_id)
        .where(Intervention.famille_id == famille_id)
        .order_by(Objectif.id)
    )
    for one, label in session.execute(statement):
        yield (
            one.intervention_id,
            ObjectifRow(
                one.id, one.intervention_id, one.libelle, one.statut, label, one.date_statut, one.echeance
            ),
        )


def _demarches(session: Session, famille_id: int) -> Iterable[tuple[int, DemarcheRow]]:
    statement = (
        select(Demarche)
        .join(Intervention, Intervention.id == Demarche.intervention_id)
        .where(Intervention.famille_id == famille_id)
        .order_by(Demarche.date_realisation.is_not(None), Demarche.echeance.is_(None), Demarche.echeance)
    )
    for one in session.scalars(statement):
        yield (
            one.intervention_id,
            DemarcheRow(one.id, one.objectif_id, one.libelle, one.echeance, one.date_realisation),
        )


def _orientations(session: Session, famille_id: int) -> tuple[OrientationRow, ...]:
    suite = CODE_LISTS["reponse"]
    statement = (
        select(Orientation, Partenaire.nom, suite.libelle)
        .join(Partenaire, Partenaire.id == Orientation.partenaire_id)
        .outerjoin(suite, suite.code == Orientation.reponse)
        .where(Orientation.famille_id == famille_id)
        .order_by(Orientation.date.desc(), Orientation.id.desc())
    )
    return tuple(
        OrientationRow(
            one.id, one.intervention_id, one.partenaire_id, nom, one.objet, one.date, one.reponse,
            label or "", one.date_reponse,
        )
        for one, nom, label in session.execute(statement)
    )  # fmt: skip


def _rencontres(session: Session, famille_id: int) -> tuple[RencontreRow, ...]:
    kind, statut = CODE_LISTS["type_rendez_vous"], CODE_LISTS["statut"]
    statement = (
        select(RendezVous.id, RendezVous.intervention_id, RendezVous.date, kind.libelle, statut.libelle)
        .join(kind, kind.code == RendezVous.type)
        .join(statut, statut.code == RendezVous.statut)
        .where(RendezVous.famille_id == famille_id)
        .order_by(RendezVous.date.desc(), RendezVous.id.desc())
    )
    return tuple(
        RencontreRow(ident, intervention_id, day, f"{label} : {state[:1].lower()}{state[1:]}")
        for ident, intervention_id, day, label, state in session.execute(statement)
    )


def _notes(session: Session, famille_id: int, auteur: str) -> Iterable[tuple[int | None, NoteRow]]:
    statement = (
        select(
            Note.id, Note.intervention_id, Note.ecrite_le, Note.niveau, Note.auteur,
            func.substr(Note.texte, 1, _NOTE_SHOWN),
        )
        .where(Note.famille_id == famille_id, Note.intervention_id.is_not(None), visible_notes(auteur))
        .order_by(Note.ecrite_le.desc(), Note.id.desc())
    )  # fmt: skip
    for ident, intervention_id, moment, niveau, writer, text in session.execute(statement):
        begun = text.translate(_ONE_LINE)
        yield (
            intervention_id,
            NoteRow(ident, local_day(moment), niveau, begun, mine=writer is None or writer == auteur),
        )


def _offres(session: Session, famille_id: int) -> tuple[OffreRow, ...]:
    """Return the contact offers made to a family, latest first."""
    statement = (
        select(OffreContact, CodeMotif.libelle)
        .join(CodeMotif, CodeMotif.code == OffreContact.motif)
        .where(OffreContact.famille_id == famille_id)
        .order_by(OffreContact.date_offre.desc(), OffreContact.id.desc())
    )
    return tuple(
        OffreRow(one.id, f"{format_date(one.date_offre)} · {motif}", one.motif, one.intervention_id)
        for one, motif in session.execute(statement)
    )
