"""The facts of the files of a family: arrears, plans, outcomes, dwellings, withheld aid, RSA follow-ups."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_cents, plural
from caseapp.models import (
    Agent,
    CoAccompagnement,
    ContratRsa,
    EtatImpaye,
    FaitImpaye,
    FreinRsa,
    Impaye,
    LogementSignale,
    MensualitePlan,
    Partenaire,
    PlanApurement,
    ProlongationConservation,
    ReexamenRsa,
    SuiviRsa,
)
from caseapp.services.fil_faits import Fait, FaitKind, Labels, sentence

_LOGEMENT, _INSERTION = "logement", "insertion"
_CONTACT = "contact"
"""Code of the fact that may say the first contact already."""
_Dated = tuple[date | None, str, str]


class FileFactsReader:
    """Reads those of one family; each fact opens its file."""

    def __init__(self, session: Session, famille_id: int, labels: Labels) -> None:
        self._session, self._famille_id = session, famille_id
        self._label, self._lower = labels.label, labels.lower

    def faits(self) -> Iterator[Fait]:
        """Yield every fact, in any order; what belongs to files is read only where there are some."""
        for of_files, of_parts in (
            (self._impayes, (self._issues, self._faits_impaye, self._plans)),
            (self._logements, (self._prolongations,)),
            (self._suivis, (self._contrats, self._freins)),
        ):
            found = list(of_files())
            yield from found
            for read in of_parts if found else ():
                yield from read()

    def _of_arrears(self, mapped: type[Any], *more: Any) -> Select[Any]:
        """Begin a statement over what belongs to arrears: the record, its file's key and reference."""
        statement: Select[Any] = select(mapped, Impaye.id, Impaye.reference, *more)
        return statement.join(Impaye, Impaye.id == mapped.impaye_id).where(
            Impaye.famille_id == self._famille_id
        )

    def _of_follow_ups(self, mapped: type[Any], *more: Any) -> Select[Any]:
        statement: Select[Any] = select(mapped, SuiviRsa.id, SuiviRsa.reference, *more)
        return statement.join(SuiviRsa, SuiviRsa.id == mapped.suivi_id).where(
            SuiviRsa.famille_id == self._famille_id
        )

    def _impayes(self) -> Iterator[Fait]:
        told = exists().where(
            FaitImpaye.impaye_id == Impaye.id,
            FaitImpaye.nature == _CONTACT,
            FaitImpaye.date == Impaye.date_premier_contact,
        )
        statement = select(Impaye, told).where(Impaye.famille_id == self._famille_id)
        for one, is_told in self._session.execute(statement):
            debt = "" if one.dette is None else f"dette {format_cents(one.dette)}"
            aide = self._label("aide_logement", one.aide_logement)
            ended = sentence(
                self._lower("procedure", one.procedure), self._lower("suite_logement", one.suite_logement)
            )
            yield from _arrear(one.id, one.reference, (
                (one.date_signalement, "Impayé signalé", sentence(aide, debt, one.bailleur)),
                (None if is_told else one.date_premier_contact, "Premier contact sur l'impayé", ""),
                (one.date_issue, self._issue(one.issue), ended),
            ))  # fmt: skip

    def _issues(self) -> Iterator[Fait]:
        for state, ident, reference in self._session.execute(self._of_arrears(EtatImpaye)):
            yield from _arrear(ident, reference, ((state.date_debut, self._issue(state.issue), ""),))

    def _issue(self, issue: str | None) -> str:
        return f"Impayé : {self._lower('issue_impaye', issue) or 'issue'}"

    def _faits_impaye(self) -> Iterator[Fait]:
        statement = self._of_arrears(FaitImpaye, Agent.code).outerjoin(Agent, Agent.id == FaitImpaye.agent_id)
        for one, ident, reference, agent in self._session.execute(statement):
            yield Fait(
                one.date, FaitKind.IMPAYE, self._label("fait_impaye", one.nature), one.commentaire or "",
                agent or "", _LOGEMENT, reference, Impaye.__tablename__, ident,
            )  # fmt: skip

    def _plans(self) -> Iterator[Fait]:
        count = (
            select(func.count())
            .where(MensualitePlan.plan_id == PlanApurement.id)
            .correlate(PlanApurement)
            .scalar_subquery()
        )
        statement = self._of_arrears(PlanApurement, count)
        for one, ident, reference, months in self._session.execute(statement):
            amount = f"{format_cents(one.montant)} en {plural(months, 'mensualité')}"
            said = sentence(self._lower("procedure", one.procedure), amount)
            yield from _arrear(ident, reference, (
                (one.date_plan, "Plan d'apurement", said),
                (one.date_rupture, "Plan d'apurement rompu", one.motif_rupture or ""),
            ))  # fmt: skip

    def _logements(self) -> Iterator[Fait]:
        statement = select(LogementSignale).where(LogementSignale.famille_id == self._famille_id)
        for one in self._session.scalars(statement):
            origin = self._lower("origine_signalement", one.origine)
            result = sentence(self._lower("resultat_constat", one.resultat), one.operateur)
            withheld = one.montant_conserve
            released = (
                "Signalement du logement clos" if one.date_conservation is None else "Conservation levée"
            )
            yield from _dwelling(one.id, one.reference, (
                (one.date_signalement, "Logement signalé", origin),
                (one.date_constat, "Logement visité", result),
                (one.date_diagnostic, "Diagnostic du logement", ""),
                (
                    one.date_conservation, "Aide au logement conservée",
                    "" if withheld is None else f"{format_cents(withheld)} par mois",
                ),
                (one.date_debut_travaux, "Travaux du propriétaire : début", ""),
                (one.date_fin_travaux, "Travaux du propriétaire : fin", ""),
                (one.date_levee, released, "travaux réalisés" if one.travaux else ""),
                (one.date_perte, "Aide conservée perdue pour le bailleur", ""),
            ))  # fmt: skip

    def _prolongations(self) -> Iterator[Fait]:
        statement = (
            select(ProlongationConservation, LogementSignale.id, LogementSignale.reference)
            .join(LogementSignale, LogementSignale.id == ProlongationConservation.signalement_id)
            .where(LogementSignale.famille_id == self._famille_id)
        )
        for one, ident, reference in self._session.execute(statement):
            said = sentence(f"{one.mois} mois", self._lower("motif_prolongation", one.motif))
            yield from _dwelling(ident, reference, ((one.date, "Conservation prolongée", said),))

    def _suivis(self) -> Iterator[Fait]:
        for one in self._session.scalars(select(SuiviRsa).where(SuiviRsa.famille_id == self._famille_id)):
            yield from _follow_up(one.id, one.reference, (
                (one.date_orientation, "Suivi RSA : notification d'orientation", ""),
                (one.date_designation, "Suivi RSA : désignation du référent unique", ""),
                (one.date_fin, "Suivi RSA : fin", self._lower("motif_fin", one.motif_fin)),
            ))  # fmt: skip

    def _contrats(self) -> Iterator[Fait]:
        for one, ident, reference in self._session.execute(self._of_follow_ups(ContratRsa)):
            label = self._lower("type_contrat_rsa", one.type)
            day = one.date_signature, f"Suivi RSA : {label} signé", one.objectifs or ""
            yield from _follow_up(ident, reference, (day,))
        for one, ident, reference in self._session.execute(self._of_follow_ups(ReexamenRsa)):
            yield from _follow_up(
                ident, reference, ((one.date, "Suivi RSA : réexamen", one.conclusion or ""),)
            )

    def _freins(self) -> Iterator[Fait]:
        for one, ident, reference in self._session.execute(self._of_follow_ups(FreinRsa)):
            frein = self._lower("frein", one.frein)
            yield from _follow_up(ident, reference, (
                (one.date_reperage, "Frein repéré", sentence(frein, one.commentaire)),
                (one.date_levee, "Frein levé", frein),
            ))  # fmt: skip
        statement = self._of_follow_ups(CoAccompagnement, Partenaire.nom).join(
            Partenaire, Partenaire.id == CoAccompagnement.partenaire_id
        )
        for one, ident, reference, partner in self._session.execute(statement):
            who = sentence(partner, one.conseiller)
            label = self._label("co_accompagnement", one.type)
            yield from _follow_up(ident, reference, (
                (one.date_debut, f"{label} : début", who), (one.date_fin, f"{label} : fin", who),
            ))  # fmt: skip


def _arrear(ident: int, reference: str, dated: tuple[_Dated, ...]) -> Iterator[Fait]:
    return _facts(FaitKind.IMPAYE, _LOGEMENT, (Impaye.__tablename__, ident, reference), dated)


def _dwelling(ident: int, reference: str, dated: tuple[_Dated, ...]) -> Iterator[Fait]:
    return _facts(FaitKind.LOGEMENT, _LOGEMENT, (LogementSignale.__tablename__, ident, reference), dated)


def _follow_up(ident: int, reference: str, dated: tuple[_Dated, ...]) -> Iterator[Fait]:
    return _facts(FaitKind.INSERTION, _INSERTION, (SuiviRsa.__tablename__, ident, reference), dated)


def _facts(
    kind: FaitKind, cible: str, record: tuple[str, int, str], dated: tuple[_Dated, ...]
) -> Iterator[Fait]:
    """Yield what has a day among the facts of a file: its table, its key, its reference."""
    objet, ident, reference = record
    for day, titre, detail in dated:
        if day is not None:
            yield Fait(day, kind, titre, detail, "", cible, reference, objet, ident)
