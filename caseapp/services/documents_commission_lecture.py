"""A session read whole for its documents: each request with what the members need, each correction."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import format_cents
from caseapp.domain.moments import local_moment
from caseapp.models import (
    Aide,
    Cofinancement,
    Famille,
    PieceAide,
    Rectification,
    TypeAide,
)
from caseapp.models.codes import CODE_LISTS
from caseapp.reports.commission import (
    NO_EXPOSE,
    AidePassee,
    AutreFinanceur,
    DecisionPapier,
    DemandePapier,
    LignePapier,
    PiecePapier,
    ProcesVerbalPapier,
    RectificationPapier,
    SeancePapier,
    unnamed,
)
from caseapp.reports.commission_pv import decision_words
from caseapp.services.budget_rows import HORS_LIGNE
from caseapp.services.commission_rows import LigneOrdreDuJour, SeanceVue
from caseapp.services.commissions_lecture import read_vue
from caseapp.services.demandes_foyer import received_before
from caseapp.services.familles import MASKED
from caseapp.services.reglements_lecture import read_constats

TEXT_KEPT_BACK = "texte non repris, famille protégée"
T = TypeVar("T")
_Named = frozenset[int]


class SeanceLue:
    """One session; `named` are the protected families that a nominative document may name."""

    def __init__(
        self, session: Session, communes: CommuneDirectory, seance_id: int, named: _Named = frozenset()
    ) -> None:
        self._session, self._named = session, named
        self.vue: SeanceVue = read_vue(session, communes, seance_id)
        self._ids = [one.aide_id for one in self.vue.lignes]
        self._familles = {
            one.id: one for one in self._by_ids(Famille, {f.famille_id for f in self.vue.lignes})
        }

    def protected(self) -> dict[int, Famille]:
        """Return the protected families of its agenda, by identifier."""
        return {key: one for key, one in self._familles.items() if one.protection}

    def seance(self, today: date) -> SeancePapier:
        """Return when and where it sits."""
        row = self.vue.seance
        return SeancePapier(row.instance, row.date, row.heure, row.lieu or "", today)

    def demandes(self) -> tuple[DemandePapier, ...]:
        """Return the requests, those of the protected families that are not named without what names them."""
        self._pieces = _grouped(self._of_aids(PieceAide, PieceAide.id), lambda one: one.aide_id)
        self._funders = _grouped(self._of_aids(Cofinancement, Cofinancement.id), lambda one: one.aide_id)
        self._states = _labels(self._session, "etat_cofinancement")
        self._aides = {one.id: one for one in self._by_ids(Aide, self._ids)}
        self._past = self._aids_before()
        return tuple(map(self._demande, self.vue.lignes))

    def minutes(self, today: date) -> ProcesVerbalPapier:
        """Return its minutes as they stand now."""
        vue = self.vue
        self._refusals = _labels(self._session, "motif_refus")
        closed = vue.seance.close_le
        return ProcesVerbalPapier(
            self.seance(today),
            tuple(part.strip() for part in vue.presents.splitlines() if part.strip()),
            vue.observations,
            None if closed is None else local_moment(closed),
            vue.close_par,
            tuple(map(self._decision, vue.lignes)),
            tuple(self._rectifications()),
            tuple(self._budget()),
        )

    # --- One request ---

    def _name(self, line: LigneOrdreDuJour) -> str:
        famille = self._familles[line.famille_id]
        number = famille.matricule or famille.reference
        if self._hides(line):
            return f"Famille protégée n° {number}"
        return f"{line.famille}, n° {number}" if famille.matricule else f"{line.famille}, non allocataire"

    def _hides(self, line: LigneOrdreDuJour) -> bool:
        return line.protegee and line.famille_id not in self._named

    def _demande(self, line: LigneOrdreDuJour) -> DemandePapier:
        famille, expose = self._familles[line.famille_id], line.expose.strip()
        commune = "masquée" if line.commune == MASKED else line.commune
        paper = DemandePapier(
            self._name(line), line.composition, commune, line.qf, line.mois_qf, line.motif,
            line.type_aide, line.objet, line.date_demande, line.urgente, line.montant_demande, line.cout,
            line.reste_a_charge,
            tuple(
                AutreFinanceur(one.financeur, one.montant, self._states.get(one.etat, one.etat))
                for one in self._funders.get(line.aide_id, ())
            ),
            tuple(self._past.get(line.famille_id, ())),
            tuple(
                PiecePapier(one.libelle, one.obligatoire, one.date_reception)
                for one in self._pieces.get(line.aide_id, ())
            ),
            tuple(one.phrase for one in read_constats(self._session, self._aides[line.aide_id])),
            expose, "" if expose else NO_EXPOSE,
        )  # fmt: skip
        return unnamed(paper, famille.matricule or famille.reference) if self._hides(line) else paper

    def _aids_before(self) -> dict[int, list[AidePassee]]:
        """Return what each family was granted in the 12 months before the session, latest first."""
        statement = (
            select(Aide, TypeAide.libelle)
            .join(TypeAide, TypeAide.id == Aide.type_aide_id)
            .where(Aide.famille_id.in_(self._familles))
            .where(*received_before(self.vue.seance.date, self.vue.seance.id))
            .order_by(Aide.date_decision.desc(), Aide.id)
        )
        found: dict[int, list[AidePassee]] = {}
        for aide, libelle in self._session.execute(statement):
            past = AidePassee(
                aide.date_decision or self.vue.seance.date,
                libelle,
                aide.montant_subvention or 0,
                aide.montant_pret or 0,
            )
            found.setdefault(aide.famille_id, []).append(past)
        return found

    # --- The minutes ---

    def _decision(self, line: LigneOrdreDuJour) -> DecisionPapier:
        said = self._refusals.get(line.motif_refus or "", "")
        text = line.motif_decision or ""
        hides = self._hides(line)
        if text and hides:
            text = TEXT_KEPT_BACK
        objet = "" if hides else line.objet
        return DecisionPapier(
            self._name(line),
            " · ".join(part for part in (line.type_aide, objet) if part),
            line.decision,
            line.montant_demande,
            line.subvention,
            line.pret,
            " – ".join(part for part in (said, text) if part),
            line.rectifiee,
            line.pieces_manquantes > 0,
        )

    def _rectifications(self) -> Iterable[RectificationPapier]:
        lines = {one.aide_id: one for one in self.vue.lignes}
        statement = select(Rectification).where(Rectification.seance_id == self.vue.seance.id)
        for one in self._session.scalars(statement.order_by(Rectification.id)):
            line = lines.get(one.aide_id)
            hides = line is not None and self._hides(line)
            yield RectificationPapier(
                "" if line is None else self._name(line),
                local_moment(one.moment),
                one.auteur,
                TEXT_KEPT_BACK if hides else one.motif,
                _outcome(one.decision_avant, one.subvention_avant, one.pret_avant),
                _outcome(one.decision_apres, one.subvention_apres, one.pret_apres),
            )

    def _budget(self) -> Iterable[LignePapier]:
        """Give each line charged, then what stands on none: the sums are those of the decisions."""
        here: dict[int | None, int] = {}
        for one in self.vue.lignes:
            for line, cents in ((one.ligne_subvention, one.subvention), (one.ligne_pret, one.pret)):
                here[line] = here.get(line, 0) + (cents or 0)
        for charged in self.vue.budget:
            granted = charged.accorde + here.pop(charged.id, 0)
            left = None if charged.montant is None else charged.montant - granted
            yield LignePapier(charged.libelle, charged.montant, granted - charged.accorde, granted, left)
        if apart := sum(here.values()):
            yield LignePapier(HORS_LIGNE, None, apart, apart, None)

    # --- Reading ---

    def _by_ids(self, model: Any, ids: Iterable[int]) -> Iterable[Any]:
        return self._session.scalars(select(model).where(model.id.in_(tuple(ids))))

    def _of_aids(self, model: Any, order: Any) -> Iterable[Any]:
        return self._session.scalars(select(model).where(model.aide_id.in_(self._ids)).order_by(order))


def _grouped(found: Iterable[T], key: Callable[[T], int]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def _labels(session: Session, liste: str) -> dict[str, str]:
    mapped = CODE_LISTS[liste]
    return dict(session.execute(select(mapped.code, mapped.libelle)).all())


def _outcome(decision: str | None, subvention: int | None, pret: int | None) -> str:
    """Write `Accord, 320,00 € en subvention et 160,00 € en prêt`."""
    forms = [(subvention, "en subvention"), (pret, "en prêt")]
    money = " et ".join(f"{format_cents(cents)} {form}" for cents, form in forms if cents)
    return ", ".join(part for part in (decision_words(decision), money) if part)
