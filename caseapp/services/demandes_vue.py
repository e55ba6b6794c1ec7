"""One request with all that is known of it: what was asked, what is missing, what became of it."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from caseapp.domain.financement import granted_words
from caseapp.domain.labels import format_date
from caseapp.domain.names import worker_name
from caseapp.domain.reglement_aide import Constat
from caseapp.models import (
    Agent,
    Aide,
    Ajournement,
    Cofinancement,
    Famille,
    Intervention,
    Paiement,
    Partenaire,
    PieceAide,
    Rectification,
    RendezVous,
    SeanceCommission,
)
from caseapp.services.demandes_foyer import read_aides_recues, read_foyer, read_waiting
from caseapp.services.demandes_lignes import (
    AjournementRow,
    DemandeSaisie,
    DemandeVue,
    FinanceurRow,
    FinanceurSaisie,
    PieceRow,
    RectificationRow,
)
from caseapp.services.demandes_liste import read_rows
from caseapp.services.demandes_propositions import intervention_words, read_notices
from caseapp.services.fil_faits import Labels
from caseapp.services.paiements_lecture import PAID

_P = Paiement.__table__.c


def read_vue(session: Session, aide: Aide, constats: tuple[Constat, ...]) -> DemandeVue:
    """Return a request; the aids received are those before its session or its decision, else before it."""
    labels = Labels(session)
    famille = session.get_one(Famille, aide.famille_id)
    seance = None if aide.seance_id is None else session.get_one(SeanceCommission, aide.seance_id)
    financeurs = _funders(session, aide.id, labels)
    last = seance.date if seance is not None else aide.date_decision or aide.date_demande
    intervention, contrat = _intervention(session, aide.intervention_id, labels)
    return DemandeVue(
        row=read_rows(session, [aide.id])[0],
        type_aide_id=aide.type_aide_id,
        saisie=_saisie(aide, financeurs),
        allocataire=famille.matricule is not None,
        notices=read_notices(famille),
        demandeur=labels.lower("demandeur", aide.demandeur),
        agent=_agent(session, aide.agent_id),
        partenaire=_name(session, aide.partenaire_id),
        intervention=intervention,
        date_contrat=contrat,
        rendez_vous=_meeting(session, aide.rendez_vous_id),
        foyer=read_foyer(session, aide.famille_id, aide.date_demande),
        pieces=_pieces(session, aide.id),
        financeurs=financeurs,
        aides_recues=read_aides_recues(session, aide.famille_id, last, aide.id, aide.seance_id),
        en_double=duplicates(session, aide.famille_id, aide.type_aide_id, aide.id),
        constats=constats,
        seance_id=aide.seance_id,
        instance="" if seance is None else seance.instance,
        seance_close=seance is not None and seance.close_le is not None,
        decideur=labels.lower("decideur", aide.decideur),
        motif_refus=labels.lower("motif_refus", aide.motif_refus),
        motif_decision=aide.motif_decision or "",
        date_notification=aide.date_notification,
        ajournements=_put_off(session, aide.id),
        rectifications=_corrections(session, aide.id, labels),
        verse=_paid(session, aide.id),
    )


def duplicates(session: Session, famille_id: int, type_aide_id: int, sauf: int | None) -> tuple[str, ...]:
    """Return the other requests of a family for the same aid that wait, in words."""
    return tuple(said for kind, said in read_waiting(session, famille_id, sauf) if kind == type_aide_id)


def _saisie(aide: Aide, financeurs: tuple[FinanceurRow, ...]) -> DemandeSaisie:
    return DemandeSaisie(
        famille_id=aide.famille_id, type_aide_id=aide.type_aide_id, date_demande=aide.date_demande,
        montant_demande=aide.montant_demande, motif=aide.motif, demandeur=aide.demandeur,
        partenaire_id=aide.partenaire_id, quotient_familial=aide.quotient_familial, mois_qf=aide.mois_qf,
        quantite=aide.quantite, objet=aide.objet, cout=aide.cout, reste_a_charge=aide.reste_a_charge,
        date_projet=aide.date_projet, intervention_id=aide.intervention_id,
        rendez_vous_id=aide.rendez_vous_id, expose=aide.expose, urgente=bool(aide.urgente),
        financeurs=tuple(FinanceurSaisie(one.financeur, one.montant, one.etat) for one in financeurs),
    )  # fmt: skip


def _pieces(session: Session, aide_id: int) -> tuple[PieceRow, ...]:
    statement = select(PieceAide).where(PieceAide.aide_id == aide_id).order_by(PieceAide.id)
    return tuple(
        PieceRow(one.id, one.libelle, one.obligatoire, one.date_reception)
        for one in session.scalars(statement)
    )


def _funders(session: Session, aide_id: int, labels: Labels) -> tuple[FinanceurRow, ...]:
    statement = select(Cofinancement).where(Cofinancement.aide_id == aide_id).order_by(Cofinancement.id)
    return tuple(
        FinanceurRow(one.financeur, one.montant, one.etat, labels.lower("etat_cofinancement", one.etat))
        for one in session.scalars(statement)
    )


def _put_off(session: Session, aide_id: int) -> tuple[AjournementRow, ...]:
    statement = select(Ajournement).where(Ajournement.aide_id == aide_id)
    ordered = statement.order_by(Ajournement.date.desc(), Ajournement.id.desc())
    return tuple(AjournementRow(one.date, one.motif or "") for one in session.scalars(ordered))


def _corrections(session: Session, aide_id: int, labels: Labels) -> tuple[RectificationRow, ...]:
    statement = (
        select(Rectification).where(Rectification.aide_id == aide_id).order_by(Rectification.id.desc())
    )
    return tuple(
        RectificationRow(
            one.moment, one.auteur, one.motif,
            granted_words(labels.lower("decision", one.decision_avant), one.subvention_avant, one.pret_avant),
            granted_words(labels.lower("decision", one.decision_apres), one.subvention_apres, one.pret_apres),
        )
        for one in session.scalars(statement)
    )  # fmt: skip


def _intervention(session: Session, ident: int | None, labels: Labels) -> tuple[str, date | None]:
    one = None if ident is None else session.get_one(Intervention, ident)
    if one is None:
        return "", None
    motif, nature = labels.label("motif", one.motif), labels.label("nature", one.nature)
    return intervention_words(motif, nature, one.date_ouverture, None), one.date_contrat


def _agent(session: Session, ident: int | None) -> str:
    one = None if ident is None else session.get_one(Agent, ident)
    return "" if one is None else worker_name(one.nom, one.prenom, one.code)


def _name(session: Session, partenaire_id: int | None) -> str:
    return "" if partenaire_id is None else session.get_one(Partenaire, partenaire_id).nom


def _meeting(session: Session, ident: int | None) -> str:
    return "" if ident is None else f"du {format_date(session.get_one(RendezVous, ident).date)}"


def _paid(session: Session, aide_id: int) -> int:
    statement: Select[Any] = select(func.coalesce(func.sum(_P.montant), 0)).where(_P.aide_id == aide_id, PAID)
    return int(session.scalar(statement) or 0)
