"""One reported dwelling with all that is known of it: its steps, who lives there, the aid withheld."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.jeu_de_regles import JeuDeRegles, ReglesConservation
from caseapp.domain.names import family_name, worker_name
from caseapp.models import (
    Agent,
    Famille,
    Logement,
    LogementSignale,
    Occupation,
    Operation,
    ProlongationConservation,
    Situation,
    SuiteEcheance,
    Version,
)
from caseapp.services.familles import MASKED
from caseapp.services.fil_faits import Labels
from caseapp.services.logements_controles import NO_DWELLING
from caseapp.services.logements_faits import conservation_of, regles_of
from caseapp.services.logements_liste import DATE_NAMES, place_of, read_rows
from caseapp.services.logements_rows import (
    AutreSignalement,
    Dates,
    HistoriqueRow,
    LogementRow,
    LogementSaisie,
    OccupationRow,
    OccupationSaisie,
    ProlongationRow,
    SignalementVue,
)
from caseapp.services.saisie_suivi import require_record

_O, _F, _L = Occupation.__table__.c, Famille.__table__.c, Logement.__table__.c
_S, _V = LogementSignale.__table__.c, Version.__table__.c
PROTECTED_NAME = "Une famille protégée"
_APL = "apl"
_SHOWN = 40
"""Steps of the history."""


def read_vue(
    session: Session,
    record: LogementSignale,
    jeux: Sequence[JeuDeRegles],
    communes: CommuneDirectory,
    today: date,
) -> SignalementVue:
    """Return a report whole."""
    labels = Labels(session)
    row = read_rows(session, communes, today, {}, [record.id])[0]
    granted = _extensions(session, record.id, labels)
    jeu = regles_of(jeux, record)
    logement = None if record.logement_id is None else session.get(Logement, record.logement_id)
    agent = None if row.agent_id is None else session.get(Agent, row.agent_id)
    return SignalementVue(
        row=row,
        dates=Dates(*(getattr(record, name) for name in DATE_NAMES)),
        origine=labels.label("origine_signalement", record.origine),
        logement=None if logement is None else _dwelling(logement, labels, communes, masked=row.protegee),
        logement_saisie=None if logement is None or row.protegee else _typed(logement),
        code_commune=None if logement is None or row.protegee else logement.code_commune,
        operateur=record.operateur or "",
        anomalies=record.anomalies or "",
        assistance=record.assistance_maitrise_ouvrage,
        montant_conserve=record.montant_conserve,
        travaux=record.travaux,
        conservation=conservation_of(jeux, record, [one.mois for one in granted]),
        regles=None if jeu is None else jeu.conservation,
        prolongations=granted,
        occupants=tuple(
            one
            for one in _occupants(session, record, labels, communes, today)
            if not row.protegee or one.famille_id == record.famille_id
        ),
        ailleurs=_elsewhere(session, record, labels, communes, masked=row.protegee),
        autres=() if row.protegee else _others(session, record, communes, today),
        agent="" if agent is None else worker_name(agent.nom, agent.prenom, agent.code),
        agent_id=record.agent_id,
        intervention_id=record.intervention_id,
        avertissements=tuple(warnings(session, record, None if jeu is None else jeu.conservation, today)),
        historique=_history(session, record.id),
    )


def read_address(session: Session, logement_id: int, communes: CommuneDirectory) -> str:
    """Return the address of a dwelling in clear, on one line."""
    one = require_record(session, Logement, logement_id, NO_DWELLING)
    place = place_of(one.adresse, one.code_commune, communes.name)
    return ", ".join(part for part in (place, one.complement) if part)


def warnings(
    session: Session, record: LogementSignale, regles: ReglesConservation | None, today: date
) -> Iterator[str]:
    """Yield what must be known before the aid is withheld: it concerns ALF and ALS only."""
    article = f" ({regles.article})" if regles is not None and regles.article else ""
    statement = select(Situation.aide_logement).where(
        Situation.famille_id == record.famille_id, Situation.date_effet <= (record.date_conservation or today)
    )
    aid = session.scalar(statement.order_by(Situation.date_effet.desc()).limit(1))
    if aid == _APL:
        yield f"Cette famille reçoit l'APL : la conservation ne vise que l'ALF et l'ALS{article}."
    elif aid is None:
        yield f"Son aide au logement n'est pas connue : la conservation ne vise que l'ALF et l'ALS{article}."


def occupation_rows(
    session: Session,
    statement: Select[Any],
    labels: Labels,
    communes: CommuneDirectory,
    masked_for: int | None,
) -> list[OccupationRow]:
    """Return stays in words; a protected family is named only on its own file (`masked_for`)."""
    columns = statement.add_columns(_F.nom, _F.prenom, _F.protection, _L.adresse, _L.code_commune)
    joined = columns.join(_F.id.table, _F.id == _O.famille_id).join(_L.id.table, _L.id == _O.logement_id)
    found = []
    for one, nom, prenom, protection, adresse, code_commune in session.execute(joined):
        hidden = bool(protection) and one.famille_id != masked_for
        place = place_of(adresse, code_commune, communes.name)
        found.append(
            OccupationRow(
                one.id, one.famille_id, PROTECTED_NAME if hidden else family_name(nom, prenom),
                one.logement_id, MASKED if protection else place, one.date_entree, one.date_sortie,
                labels.lower("statut_occupation", one.statut),
                OccupationSaisie(
                    one.famille_id, one.logement_id, one.date_entree, one.date_sortie, one.statut
                ),
                hidden,
            )
        )  # fmt: skip
    return found


def _occupants(
    session: Session, record: LogementSignale, labels: Labels, communes: CommuneDirectory, today: date
) -> tuple[OccupationRow, ...]:
    """Return who lives or lived in the dwelling, those of today first, then the latest."""
    if record.logement_id is None:
        return ()
    statement = select(Occupation).where(_O.logement_id == record.logement_id)
    rows = occupation_rows(session, statement, labels, communes, record.famille_id)
    rows.sort(key=lambda one: (one.date_entree or date.min, one.id), reverse=True)
    rows.sort(key=lambda one: one.date_sortie is not None and one.date_sortie < today)
    return tuple(rows)


def _elsewhere(
    session: Session,
    record: LogementSignale,
    labels: Labels,
    communes: CommuneDirectory,
    *,
    masked: bool,
) -> tuple[OccupationRow, ...]:
    """Return the other dwellings of the family, the latest first."""
    statement = select(Occupation).where(_O.famille_id == record.famille_id)
    if record.logement_id is not None:
        statement = statement.where(_O.logement_id != record.logement_id)
    ordered = statement.order_by(_O.date_entree.is_(None), _O.date_entree.desc(), _O.id.desc())
    return () if masked else tuple(occupation_rows(session, ordered, labels, communes, record.famille_id))


def _others(
    session: Session, record: LogementSignale, communes: CommuneDirectory, today: date
) -> tuple[AutreSignalement, ...]:
    """Return the other reports of the dwelling, the latest first."""
    if record.logement_id is None:
        return ()
    statement = select(_S.id).where(_S.logement_id == record.logement_id, _S.id != record.id)
    rows = read_rows(session, communes, today, {}, list(session.scalars(statement)))
    return tuple(
        AutreSignalement(
            one.id, PROTECTED_NAME if one.protegee else one.famille, one.date_signalement, one.etape,
            one.protegee,
        )
        for one in sorted(rows, key=lambda one: (one.date_signalement, one.id), reverse=True)
    )  # fmt: skip


def _extensions(session: Session, signalement_id: int, labels: Labels) -> tuple[ProlongationRow, ...]:
    mapped = ProlongationConservation
    statement = select(mapped).where(mapped.signalement_id == signalement_id).order_by(mapped.date, mapped.id)
    return tuple(
        ProlongationRow(one.id, one.date, labels.lower("motif_prolongation", one.motif), one.mois)
        for one in session.scalars(statement)
    )


def _dwelling(one: Logement, labels: Labels, communes: CommuneDirectory, *, masked: bool) -> LogementRow:
    kind = labels.lower("type_logement", one.type)
    if masked:
        return LogementRow(one.id, one.reference, MASKED, "", "", one.bailleur or "", kind, one.surface, True)
    return LogementRow(
        one.id, one.reference, one.adresse, one.complement or "",
        communes.name(one.code_commune) if one.code_commune else "", one.bailleur or "", kind, one.surface,
    )  # fmt: skip


def _typed(one: Logement) -> LogementSaisie:
    return LogementSaisie(one.adresse, one.complement, one.code_commune, one.bailleur, one.type, one.surface)


def _history(session: Session, signalement_id: int) -> tuple[HistoriqueRow, ...]:
    """Return the steps that changed the report, its extensions or its deadlines, the last first."""
    hanging = (
        (ProlongationConservation, ProlongationConservation.signalement_id),
        (SuiteEcheance, SuiteEcheance.signalement_id),
    )
    own = and_(_V.objet == LogementSignale.__tablename__, _V.objet_id == signalement_id)
    parts = [
        and_(
            _V.objet == mapped.__tablename__, _V.objet_id.in_(select(mapped.id).where(link == signalement_id))
        )
        for mapped, link in hanging
    ]
    wanted = select(_V.operation_id).where(or_(own, *parts))
    steps = select(Operation.moment, Operation.auteur, Operation.libelle).where(Operation.id.in_(wanted))
    rows = session.execute(steps.order_by(Operation.id.desc()).limit(_SHOWN))
    return tuple(HistoriqueRow(*row) for row in rows)
