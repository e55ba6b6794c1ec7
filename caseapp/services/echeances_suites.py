"""What people did with computed deadlines: the last mark of a file, of a rule and of its start counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import format_date
from caseapp.domain.names import worker_name
from caseapp.errors import FieldError
from caseapp.models import Agent, Impaye, LogementSignale, SuiteEcheance, SuiviRsa
from caseapp.services.dossiers_rows import REPORTEE, VUE, CleEcheance, SuiteRow
from caseapp.services.saisie_suivi import check_code, check_day, cleaned

Dossiers = Impaye | LogementSignale | SuiviRsa
MAPPED: Mapping[Domaine, type[Dossiers]] = {
    Domaine.IMPAYES: Impaye,
    Domaine.INDECENCE: LogementSignale,
    Domaine.RSA: SuiviRsa,
}
"""The record of a file of each domain."""
_LINKS: Mapping[Domaine, InstrumentedAttribute[int | None]] = {
    Domaine.IMPAYES: SuiteEcheance.impaye_id,
    Domaine.INDECENCE: SuiteEcheance.signalement_id,
    Domaine.RSA: SuiteEcheance.suivi_id,
}


@dataclass(frozen=True, slots=True)
class SuiteSaisie:
    """What a person does with a deadline; `jour` is today, `reportee_au` the new last day."""

    etat: str
    jour: date
    reportee_au: date | None = None
    motif: str | None = None


def read_suites(
    session: Session, domaine: Domaine, ids: Collection[int] | None = None
) -> dict[CleEcheance, SuiteRow]:
    """Return the last mark of each deadline of a domain, or of a few of its files."""
    link = _LINKS[domaine]
    statement = (
        select(link, SuiteEcheance, Agent.nom, Agent.prenom, Agent.code)
        .outerjoin(Agent, Agent.id == SuiteEcheance.agent_id)
        .where(link.is_not(None) if ids is None else link.in_(ids))
        .order_by(SuiteEcheance.date, SuiteEcheance.id)
    )
    return {
        CleEcheance(domaine, key, one.regle, one.depuis): SuiteRow(
            one.etat, one.date, one.reportee_au, one.motif, worker_name(nom, prenom, code)
        )
        for key, one, nom, prenom, code in session.execute(statement)
        if key is not None
    }


def check_suite(session: Session, saisie: SuiteSaisie) -> SuiteSaisie:
    """Return what is kept of a mark; FieldError for a report without a reason or to a day already there."""
    check_code(session, "etat", "suite_echeance", saisie.etat)
    check_day("jour", saisie.jour)
    motif = cleaned("motif", saisie.motif)
    if saisie.etat != REPORTEE:
        return SuiteSaisie(saisie.etat, saisie.jour, None, motif)
    if saisie.reportee_au is None:
        raise FieldError("reportee_au", "Dites à quel jour l'échéance est reportée.")
    check_day("reportee_au", saisie.reportee_au)
    if saisie.reportee_au <= saisie.jour:
        raise FieldError("reportee_au", f"Choisissez un jour après le {format_date(saisie.jour)}.")
    if motif is None:
        raise FieldError("motif", "Dites pourquoi l'échéance est reportée.")
    return SuiteSaisie(saisie.etat, saisie.jour, saisie.reportee_au, motif)


def new_suite(
    cle: CleEcheance, saisie: SuiteSaisie, before: SuiteRow | None, agent_id: int | None
) -> SuiteEcheance:
    """Return the record of a checked mark; a report goes on when the deadline is only seen."""
    put_off, motif = saisie.reportee_au, saisie.motif
    if saisie.etat == VUE and before is not None and before.etat in {VUE, REPORTEE}:
        put_off, motif = before.reportee_au, motif or before.motif
    return SuiteEcheance(
        regle=cle.regle, depuis=cle.depuis, etat=saisie.etat, date=saisie.jour, reportee_au=put_off,
        motif=motif, agent_id=agent_id, **{_LINKS[cle.domaine].key: cle.dossier_id},
    )  # fmt: skip
