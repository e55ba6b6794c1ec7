"""An RSA follow-up whole, and what is known of the family it would be for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.jeu_de_regles_choix import JeuxEnVigueur
from caseapp.domain.labels import format_date
from caseapp.domain.names import family_name
from caseapp.domain.suivi_rsa import FoyerRsa, criteria
from caseapp.models import (
    CoAccompagnement,
    ContratRsa,
    Demarche,
    Famille,
    FreinRsa,
    Intervention,
    Partenaire,
    ReexamenRsa,
    Situation,
    SuiviRsa,
)
from caseapp.services.demandes_propositions import intervention_words, read_notices
from caseapp.services.fil_faits import Labels
from caseapp.services.interventions_lignes import DemarcheRow
from caseapp.services.perimetre import Choice
from caseapp.services.saisie_suivi import require_record
from caseapp.services.suivis_rsa_faits import read_calcules
from caseapp.services.suivis_rsa_liste import read_rows
from caseapp.services.suivis_rsa_rows import (
    CER,
    CONTRAT_ENGAGEMENT,
    ContratRow,
    FreinRow,
    PartageRow,
    PublicVise,
    ReexamenRow,
    SuiviVue,
)

GONE = "Ce suivi n'est plus dans la base."
FAMILY_GONE = "Cette famille n'est plus dans la base."
MOTIF = "rsa_monoparent"
"""Code of the motif of the interventions that go with a follow-up."""
_SET_OF_CER = "rsa-cer"
"""Code of the rule set under which a CER is signed; its last day is its own to say."""


def expected_type(jeux: Sequence[JeuDeRegles], jour: date) -> tuple[str, JeuDeRegles | None]:
    """Return the contract that is signed on a day by the rules, and the set that says so."""
    national = next(iter(JeuxEnVigueur(tuple(jeux)).pour(Domaine.RSA, jour)), None)
    old = national is not None and national.code == _SET_OF_CER
    return (CER if old else CONTRAT_ENGAGEMENT), national


def read_vue(session: Session, suivi_id: int, today: date, jeux: Sequence[JeuDeRegles]) -> SuiviVue:
    """Return a follow-up; InputError when it is gone."""
    suivi = require_record(session, SuiviRsa, suivi_id, GONE)
    labels = Labels(session)
    (row,) = read_rows(session, [suivi_id], today, jeux)
    (calcule,) = read_calcules(session, jeux, today, [suivi_id])
    return SuiviVue(
        row=row,
        public=read_public(session, suivi.famille_id, suivi.date_designation, suivi.id, labels),
        date_orientation=suivi.date_orientation,
        agent_id=suivi.agent_id,
        intervention_id=suivi.intervention_id,
        intervention=_intervention(session, suivi.intervention_id, labels),
        regles=", ".join(jeu.libelle for jeu in calcule.jeux),
        contrats=_contracts(session, suivi_id, labels),
        reexamens=_reviews(session, suivi_id),
        freins=_obstacles(session, suivi_id, labels),
        partages=_shared(session, suivi_id, labels),
        type_attendu=expected_type(jeux, today)[0],
    )


def read_public(
    session: Session, famille_id: int, jour: date, sauf: int | None = None, labels: Labels | None = None
) -> PublicVise:
    """Return what a family is on a day, and the interventions a follow-up may be linked to."""
    famille = require_record(session, Famille, famille_id, FAMILY_GONE)
    known = labels or Labels(session)
    interventions, meant = _open_interventions(session, famille_id, known)
    return PublicVise(
        Choice(str(famille_id), family_name(famille.nom, famille.prenom)),
        read_notices(famille),
        criteria(_household(session, famille_id, jour, known), jour),
        interventions,
        meant,
        already(session, famille_id, sauf),
    )


def already(session: Session, famille_id: int, sauf: int | None) -> str:
    """Say that a family has an open follow-up besides `sauf`; empty when it has none."""
    statement = select(SuiviRsa.date_designation).where(
        SuiviRsa.famille_id == famille_id, SuiviRsa.date_fin.is_(None), SuiviRsa.id != (sauf or 0)
    )
    start = session.scalar(statement.limit(1))
    return "" if start is None else already_words(start)


def already_words(start: date) -> str:
    """Say that a follow-up goes on since a day."""
    return f"Cette famille a déjà un suivi RSA, ouvert depuis le {format_date(start)} : terminez-le d'abord."


def _household(session: Session, famille_id: int, jour: date, labels: Labels) -> FoyerRsa | None:
    """Return the household by its situation in force that day, None when nothing is known of it."""
    statement = select(Situation).where(Situation.famille_id == famille_id, Situation.date_effet <= jour)
    found = session.scalar(statement.order_by(Situation.date_effet.desc()).limit(1))
    if found is None:
        return None
    return FoyerRsa(
        found.date_effet, found.composition, labels.label("composition", found.composition),
        found.naissance_dernier_enfant, found.grossesse, found.minima_sociaux,
    )  # fmt: skip


def _open_interventions(session: Session, famille_id: int, labels: Labels) -> tuple[tuple[Choice, ...], str]:
    """Return the open interventions, those of the motif of RSA lone parents first, and the first of these."""
    statement = select(Intervention).where(
        Intervention.famille_id == famille_id, Intervention.date_cloture.is_(None)
    )
    found = session.scalars(statement.order_by(Intervention.date_ouverture.desc())).all()
    ordered = sorted(found, key=lambda one: one.motif != MOTIF)
    meant = next((str(one.id) for one in ordered if one.motif == MOTIF), "")
    return tuple(Choice(str(one.id), _words(one, labels)) for one in ordered), meant


def _intervention(session: Session, ident: int | None, labels: Labels) -> str:
    return "" if ident is None else _words(session.get_one(Intervention, ident), labels)


def _words(one: Intervention, labels: Labels) -> str:
    motif, nature = labels.label("motif", one.motif), labels.label("nature", one.nature)
    return intervention_words(motif, nature, one.date_ouverture, None)


def _contracts(session: Session, suivi_id: int, labels: Labels) -> tuple[ContratRow, ...]:
    statement = select(ContratRsa).where(ContratRsa.suivi_id == suivi_id)
    ordered = statement.order_by(ContratRsa.date_signature.desc(), ContratRsa.id.desc())
    return tuple(
        ContratRow(
            one.id, one.type, labels.label("type_contrat_rsa", one.type), one.date_signature, one.date_fin,
            one.objectifs or "",
        )
        for one in session.scalars(ordered)
    )  # fmt: skip


def _reviews(session: Session, suivi_id: int) -> tuple[ReexamenRow, ...]:
    statement = select(ReexamenRsa).where(ReexamenRsa.suivi_id == suivi_id)
    ordered = statement.order_by(ReexamenRsa.date.desc(), ReexamenRsa.id.desc())
    return tuple(ReexamenRow(one.id, one.date, one.conclusion or "") for one in session.scalars(ordered))


def _obstacles(session: Session, suivi_id: int, labels: Labels) -> tuple[FreinRow, ...]:
    found = session.scalars(select(FreinRsa).where(FreinRsa.suivi_id == suivi_id)).all()
    steps: dict[int | None, list[DemarcheRow]] = defaultdict(list)
    taken = select(Demarche).where(Demarche.frein_id.in_([one.id for one in found])).order_by(Demarche.id)
    for step in session.scalars(taken):
        steps[step.frein_id].append(
            DemarcheRow(step.id, step.objectif_id, step.libelle, step.echeance, step.date_realisation)
        )
    ordered = sorted(found, key=lambda one: (one.date_levee is not None, one.date_reperage, one.id))
    return tuple(
        FreinRow(
            one.id, one.frein, labels.label("frein", one.frein), one.date_reperage, one.date_levee,
            one.commentaire or "", tuple(steps[one.id]),
        )
        for one in ordered
    )  # fmt: skip


def _shared(session: Session, suivi_id: int, labels: Labels) -> tuple[PartageRow, ...]:
    statement = (
        select(CoAccompagnement, Partenaire.nom)
        .join(Partenaire, Partenaire.id == CoAccompagnement.partenaire_id)
        .where(CoAccompagnement.suivi_id == suivi_id)
        .order_by(CoAccompagnement.date_debut.desc(), CoAccompagnement.id.desc())
    )
    return tuple(
        PartageRow(
            one.id, one.type, labels.label("co_accompagnement", one.type), one.partenaire_id, nom,
            one.conseiller or "", one.date_debut, one.date_fin,
        )
        for one, nom in session.execute(statement)
    )  # fmt: skip
