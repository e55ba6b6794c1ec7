"""An arrears file whole, on a day: what the page shows of it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.constitution import demi_loyer
from caseapp.domain.dette import MouvementDu, TypeMouvement, dette_au, soldee_le
from caseapp.domain.echeancier import Echeance
from caseapp.domain.jeu_de_regles import JeuDeRegles
from caseapp.domain.labels import format_date
from caseapp.domain.names import family_name, worker_name
from caseapp.domain.plan_apurement import PlanDette, suivre
from caseapp.models import (
    Agent,
    EtatImpaye,
    FaitImpaye,
    Famille,
    Impaye,
    Intervention,
    MensualitePlan,
    MouvementDette,
    PlanApurement,
)
from caseapp.models.codes import CODE_LISTS
from caseapp.services.impayes_controles import GONE, find_arrear
from caseapp.services.impayes_dette import all_movements, bail_of, read_movements, view_constitution
from caseapp.services.impayes_rows import (
    EN_COURS,
    EtatRow,
    FaitRow,
    ImpayeSaisie,
    ImpayeVue,
    InterventionRow,
    MouvementRow,
    PlanRow,
    Soutien,
)
from caseapp.services.saisie_suivi import require_record

_REPORTED = "Dette au signalement"


def read_dossier(session: Session, impaye_id: int, jeux: Sequence[JeuDeRegles], today: date) -> ImpayeVue:
    """Return a file on a day; InputError when it is gone."""
    impaye = find_arrear(session, impaye_id)
    famille = require_record(session, Famille, impaye.famille_id, GONE)
    recorded = read_movements(session, impaye_id)
    movements = all_movements(impaye, recorded)
    jeu, constitution = view_constitution(impaye, movements, jeux, today)
    known = any(one.jour <= today for one in movements)
    return ImpayeVue(
        impaye.id, impaye.reference, family_name(famille.nom, famille.prenom), bool(famille.protection),
        today, _saisie(impaye), _label(session, "aide_logement", impaye.aide_logement),
        _agent(session, impaye.agent_id), dette_au(movements, today) if known else None,
        soldee_le(movements, today), _movement_rows(session, impaye, recorded, movements), constitution,
        demi_loyer(bail_of(impaye)), None if jeu is None else jeu.plan, read_plans(session, impaye, today),
        _facts(session, impaye_id), _interventions(session, impaye.famille_id),
        Soutien(bool(impaye.accompagnement_administratif), impaye.intervention_administrative_id),
        Soutien(bool(impaye.accompagnement_social), impaye.intervention_id),
        _label(session, "procedure", impaye.procedure), impaye.issue or EN_COURS,
        _label(session, "issue_impaye", impaye.issue or EN_COURS), impaye.date_issue, impaye.suite_logement,
        _label(session, "suite_logement", impaye.suite_logement), _states(session, impaye_id),
    )  # fmt: skip


def _saisie(impaye: Impaye) -> ImpayeSaisie:
    return ImpayeSaisie(
        impaye.famille_id, impaye.aide_logement, impaye.date_signalement, impaye.secteur,
        impaye.tiers_payant, impaye.bailleur, impaye.reference_bailleur, impaye.loyer, impaye.charges,
        impaye.montant_aide, impaye.dette, impaye.premier_impaye, impaye.cible_locale, impaye.agent_id,
        impaye.date_premier_contact,
    )  # fmt: skip


def _label(session: Session, liste: str, code: str | None) -> str:
    found = None if code is None else session.get(CODE_LISTS[liste], code)
    return "" if found is None else str(found.libelle)


def _agent(session: Session, agent_id: int | None) -> str:
    agent = None if agent_id is None else session.get(Agent, agent_id)
    return "" if agent is None else worker_name(agent.nom, agent.prenom, agent.code)


def _movement_rows(
    session: Session, impaye: Impaye, recorded: Sequence[MouvementDette], movements: Sequence[MouvementDu]
) -> tuple[MouvementRow, ...]:
    """Return the changes by day, that of the report among them, each with what was then owed."""

    def owed(jour: date) -> int:
        return dette_au(movements, jour)

    labels = _labels(session, "mouvement_dette")
    rows = [
        MouvementRow(one.id, one.type, labels[one.type], one.date, one.montant, one.payeur, owed(one.date))
        for one in recorded
    ]
    if impaye.dette is not None and len(movements) > len(recorded):
        reported, releve = impaye.date_signalement, TypeMouvement.RELEVE.value
        rows.append(
            MouvementRow(None, releve, _REPORTED, reported, impaye.dette, impaye.bailleur, owed(reported))
        )
    rank = {kind.value: place for place, kind in enumerate(TypeMouvement)}
    return tuple(sorted(rows, key=lambda row: (row.date, rank[row.type], row.id or 0)))


def _labels(session: Session, liste: str) -> dict[str, str]:
    mapped = CODE_LISTS[liste]
    return dict(session.execute(select(mapped.code, mapped.libelle)).all())


def read_plans(session: Session, impaye: Impaye, today: date) -> tuple[PlanRow, ...]:
    """Return the plans of a file with how they are kept on a day, the latest first."""
    paid = [
        (one.date, one.montant)
        for one in read_movements(session, impaye.id)
        if one.type == TypeMouvement.PAIEMENT.value
    ]
    labels = _labels(session, "procedure")
    statement = select(PlanApurement).where(PlanApurement.impaye_id == impaye.id)
    plans = session.scalars(statement.order_by(PlanApurement.date_plan.desc(), PlanApurement.id.desc()))
    return tuple(
        PlanRow(
            one.id, one.procedure, labels[one.procedure], one.montant,
            suivre(plan_of(session, one), paid, today), one.motif_rupture,
        )
        for one in plans.all()
    )  # fmt: skip


def plan_of(session: Session, plan: PlanApurement) -> PlanDette:
    """Return a plan with its instalments."""
    statement = select(MensualitePlan).where(MensualitePlan.plan_id == plan.id)
    made = session.scalars(statement.order_by(MensualitePlan.numero)).all()
    mensualites = tuple(Echeance(one.numero, one.date_echeance, one.montant) for one in made)
    return PlanDette(plan.date_plan, plan.date_effet, mensualites, plan.date_rupture)


def _facts(session: Session, impaye_id: int) -> tuple[FaitRow, ...]:
    labels = _labels(session, "fait_impaye")
    statement = (
        select(FaitImpaye, Agent)
        .outerjoin(Agent, Agent.id == FaitImpaye.agent_id)
        .where(FaitImpaye.impaye_id == impaye_id)
        .order_by(FaitImpaye.date.desc(), FaitImpaye.id.desc())
    )
    return tuple(
        FaitRow(
            one.id, one.nature, labels[one.nature], one.date, one.commentaire,
            worker_name(agent.nom, agent.prenom, agent.code) if one.agent_id is not None else "",
        )
        for one, agent in session.execute(statement)
    )  # fmt: skip


def _interventions(session: Session, famille_id: int) -> tuple[InterventionRow, ...]:
    natures, motifs = _labels(session, "nature"), _labels(session, "motif")
    statement = select(Intervention).where(Intervention.famille_id == famille_id)
    ordered = statement.order_by(Intervention.date_ouverture.desc(), Intervention.id.desc())
    return tuple(
        InterventionRow(one.id, one.nature, _words(one, natures[one.nature], motifs[one.motif]))
        for one in session.scalars(ordered)
    )


def _words(one: Intervention, nature: str, motif: str) -> str:
    """Write `Information-conseil du 12/03/2026, impayé de loyer`, and whether it is closed."""
    closed = f", clôturée le {format_date(one.date_cloture)}" if one.date_cloture else ""
    return f"{nature} du {format_date(one.date_ouverture)}, {motif[:1].lower()}{motif[1:]}{closed}"


def _states(session: Session, impaye_id: int) -> tuple[EtatRow, ...]:
    labels = _labels(session, "issue_impaye")
    statement = select(EtatImpaye).where(EtatImpaye.impaye_id == impaye_id)
    ordered = statement.order_by(EtatImpaye.date_debut.desc(), EtatImpaye.id.desc())
    return tuple(EtatRow(labels[one.issue], one.date_debut, one.date_fin) for one in session.scalars(ordered))
