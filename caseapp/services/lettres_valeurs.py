"""What the fields of a letter stand for: the words of each request, read for many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import format_cents, format_date, plural
from caseapp.domain.names import family_name, worker_name
from caseapp.domain.nomenclature import Decision, Destinataire, Forme
from caseapp.domain.text import fold
from caseapp.models import (
    Agent,
    Aide,
    Ajournement,
    EcheancePret,
    Famille,
    Paiement,
    PlanPret,
    Reglement,
    SeanceCommission,
    TypeAide,
)
from caseapp.models.codes import CODE_LISTS

Champs = dict[str, str]
_VAGUE = "autre"
"""Code of the reason of refusal that says nothing by itself."""


@dataclass(frozen=True, slots=True)
class Courrier:
    """What a letter about a request needs; the fields are ready to be written."""

    aide_id: int
    famille_id: int
    reference: str
    famille: str = field(repr=False)
    protegee: bool
    ne_pas_ecrire: bool
    decision: str | None
    """Code of what the letter would announce."""
    date_notification: date | None
    provisoire: bool
    """Whether the session is not closed yet: its decision may still change."""
    motif_precis: bool
    """Whether the reason of its refusal says something by itself."""
    champs: Champs = field(repr=False)
    destinataire: tuple[str, ...] = field(repr=False)


def read_courriers(
    session: Session, communes: CommuneDirectory, aide_ids: Sequence[int], seance: SeanceCommission | None
) -> tuple[Courrier, ...]:
    """Return what to write of these requests, in their order; in a session, as that session decided."""
    reader = _Reader(session, communes, aide_ids, seance)
    return tuple(reader.courrier(ident) for ident in aide_ids if ident in reader.rows)


class _Reader:
    """Reads for all the requests what each one needs."""

    def __init__(
        self,
        session: Session,
        communes: CommuneDirectory,
        aide_ids: Sequence[int],
        seance: SeanceCommission | None,
    ) -> None:
        self._session, self._communes, self._seance = session, communes, seance
        self._ids = tuple(aide_ids)
        statement: Any = (
            select(Aide, Famille, TypeAide, SeanceCommission, Agent)
            .join(Famille, Famille.id == Aide.famille_id)
            .join(TypeAide, TypeAide.id == Aide.type_aide_id)
            .outerjoin(SeanceCommission, SeanceCommission.id == Aide.seance_id)
            .outerjoin(Agent, Agent.id == Aide.agent_id)
            .where(Aide.id.in_(self._ids))
        )
        self.rows: dict[int, Any] = {row.Aide.id: row for row in session.execute(statement)}
        latest = select(Reglement.caf).order_by(Reglement.annee.desc()).limit(1)
        self._caf = session.scalar(latest) or ""
        self._refusals = self._labels("motif_refus")
        self._decisions = self._labels("decision")
        self._put_off = self._read_put_off()
        self._tiers = self._read_tiers()
        self._plans = self._read_plans()

    def _labels(self, liste: str) -> dict[str, str]:
        mapped = CODE_LISTS[liste]
        return dict(self._session.execute(select(mapped.code, mapped.libelle)).all())

    def _read_put_off(self) -> dict[int, str]:
        """Return why the session put requests off, by request."""
        if self._seance is None:
            return {}
        statement = select(Ajournement).where(Ajournement.seance_id == self._seance.id)
        return {one.aide_id: one.motif or "" for one in self._session.scalars(statement)}

    def _read_tiers(self) -> dict[int, list[Paiement]]:
        statement = (
            select(Paiement)
            .where(Paiement.aide_id.in_(self._ids), Paiement.destinataire == Destinataire.TIERS)
            .where(Paiement.date_annulation.is_(None), Paiement.date_retour.is_(None))
            .order_by(Paiement.date_prevue, Paiement.id)
        )
        found: dict[int, list[Paiement]] = {}
        for one in self._session.scalars(statement):
            found.setdefault(one.aide_id, []).append(one)
        return found

    def _read_plans(self) -> dict[int, list[EcheancePret]]:
        """Return the schedule of each loan that is in force last."""
        plans = select(PlanPret).where(PlanPret.aide_id.in_(self._ids))
        last = {
            one.aide_id: one.id
            for one in self._session.scalars(plans.order_by(PlanPret.date_effet, PlanPret.id))
        }
        due = select(EcheancePret).where(EcheancePret.plan_id.in_(last.values()))
        by_plan: dict[int, list[EcheancePret]] = {}
        for one in self._session.scalars(due.order_by(EcheancePret.numero)):
            by_plan.setdefault(one.plan_id, []).append(one)
        return {aide_id: by_plan.get(plan_id, []) for aide_id, plan_id in last.items()}

    def courrier(self, aide_id: int) -> Courrier:
        """Return what to write of one request."""
        row = self.rows[aide_id]
        aide: Aide = row.Aide
        famille: Famille = row.Famille
        put_off = self._seance is not None and aide.seance_id != self._seance.id
        decision = Decision.AJOURNEMENT.value if put_off else aide.decision
        money = self._of_money(aide)
        if put_off:
            money = dict.fromkeys(money, "")  # what another session granted since is not of this letter
        champs = {**self._of_family(famille), **self._of_request(row), **money}
        champs["decision"] = self._decisions.get(decision or "", "")
        if put_off and self._seance is not None:
            champs |= {
                "date_seance": format_date(self._seance.date), "instance": self._seance.instance,
                "motif_decision": self._put_off.get(aide_id, ""), "date_decision": "", "motif_refus": "",
            }  # fmt: skip
        return Courrier(
            aide_id, famille.id, aide.reference, family_name(famille.nom, famille.prenom),
            bool(famille.protection), bool(famille.ne_pas_ecrire), decision,
            None if put_off else aide.date_notification, _may_change(row.SeanceCommission, put_off=put_off),
            aide.motif_refus not in {None, _VAGUE}, champs, _address(champs, self._postal_code(famille)),
        )  # fmt: skip

    def _of_family(self, famille: Famille) -> Champs:
        commune = self._communes.name(famille.code_commune) if famille.code_commune else ""
        return {
            "nom": famille.nom, "prenom": famille.prenom or "", "adresse": famille.adresse or "",
            "commune": commune, "matricule": famille.matricule or "",
        }  # fmt: skip

    def _postal_code(self, famille: Famille) -> str:
        """Return the postal code of the commune, nothing when it has several."""
        commune = self._communes.get(famille.code_commune) if famille.code_commune else None
        return commune.codes_postaux[0] if commune is not None and len(commune.codes_postaux) == 1 else ""

    def _of_request(self, row: Any) -> Champs:
        aide: Aide = row.Aide
        agent: Agent | None = row.Agent
        seance: SeanceCommission | None = row.SeanceCommission
        return {
            "reference": aide.reference,
            "aide": row.TypeAide.libelle,
            "objet": aide.objet or "",
            "date_demande": format_date(aide.date_demande),
            "montant_demande": _money(aide.montant_demande),
            "date_decision": format_date(aide.date_decision),
            "date_seance": "" if seance is None else format_date(seance.date),
            "instance": "" if seance is None else seance.instance,
            "motif_refus": _inside(self._refusals.get(aide.motif_refus or "", "")),
            "motif_decision": aide.motif_decision or "",
            "caf": self._caf,
            "agent": "" if agent is None else worker_name(agent.nom, agent.prenom, agent.code),
        }

    def _of_money(self, aide: Aide) -> Champs:
        grant, loan = aide.montant_subvention or 0, aide.montant_pret or 0
        paid, due = self._tiers.get(aide.id, []), self._plans.get(aide.id, [])
        named = (("Subvention", grant), ("Prêt sans intérêt", loan))
        return {
            "montant": _money(grant + loan),
            Forme.SUBVENTION.value: _money(grant),
            Forme.PRET.value: _money(loan),
            "formes": "\n".join(f"{name} : {format_cents(cents)}" for name, cents in named if cents),
            "tiers": " et ".join(dict.fromkeys(one.tiers or "" for one in paid)),
            "montant_tiers": _money(sum(one.montant for one in paid)),
            "nombre_echeances": plural(len(due), "échéance") if due else "",
            "echeances": "\n".join(
                f"{format_date(one.date_echeance)} : {format_cents(one.montant)}" for one in due
            ),
        }


def _money(cents: int | None) -> str:
    return format_cents(cents) if cents else ""


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence: without capital, unless it is an acronym."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _may_change(seance: SeanceCommission | None, *, put_off: bool) -> bool:
    return seance is not None and seance.close_le is None and not put_off


def _address(champs: Mapping[str, str], postal_code: str) -> tuple[str, ...]:
    """Return the lines of the envelope; the commune is not said twice."""
    lines: Iterable[str] = [f"{champs['prenom']} {champs['nom']}", *champs["adresse"].splitlines()]
    found = [line.strip() for line in lines if line.strip()]
    commune = champs["commune"]
    said = fold(" ".join(found[1:])).split()
    if commune and not set(fold(commune).split()) <= set(said):
        found.append(f"{postal_code} {commune}".strip())
    return tuple(found)
