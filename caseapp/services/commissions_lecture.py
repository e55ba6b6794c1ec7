"""Sessions of commissions read from a store: their heads, and one with its agenda in a few statements."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import plural
from caseapp.domain.names import family_name
from caseapp.domain.nomenclature import EN_ATTENTE, Decision, Forme
from caseapp.errors import InputError
from caseapp.models import (
    Aide,
    AideReglement,
    Ajournement,
    Cofinancement,
    Famille,
    LigneBudget,
    PieceAide,
    Rectification,
    Reglement,
    SeanceCommission,
    Situation,
    TypeAide,
)
from caseapp.models.codes import CODE_LISTS
from caseapp.services.budget_affectation import read_affectation
from caseapp.services.budget_rows import Colonne
from caseapp.services.budget_sommes import read_sommes
from caseapp.services.commission_rows import (
    FORMES,
    LigneEnSeance,
    LigneOrdreDuJour,
    SeanceRow,
    SeanceVue,
)
from caseapp.services.demandes_foyer import received_before
from caseapp.services.familles import MASKED

GONE = "Cette séance n'est plus dans la base."
_MOTIF = CODE_LISTS["motif_aide"]
_COMPOSITIONS = {
    "personne_seule": "personne seule",
    "monoparentale": "monop.",
    "couple_sans_enfant": "couple",
    "couple_avec_enfants": "couple",
}
_COLUMNS: tuple[Any, ...] = (
    Aide, Famille.nom, Famille.prenom, Famille.protection, Famille.code_commune,
    TypeAide.libelle.label("type_libelle"), TypeAide.formes, _MOTIF.libelle.label("motif_libelle"),
)  # fmt: skip
_Extra = dict[int, Any]
"""What belongs to each request, or to each family."""


def read_seances(session: Session, *conditions: ColumnElement[bool]) -> tuple[SeanceRow, ...]:
    """Return the sessions that meet the conditions, by date; what they put off counts among them."""
    found = session.scalars(
        select(SeanceCommission)
        .where(*conditions)
        .order_by(SeanceCommission.date, SeanceCommission.heure, SeanceCommission.id)
    ).all()
    undecided = or_(Aide.decision.is_(None), Aide.decision == EN_ATTENTE)
    asked = func.coalesce(func.sum(Aide.montant_demande), 0)
    ids = [one.id for one in found]
    here = select(Aide.seance_id, func.count(), func.sum(case((undecided, 0), else_=1)), asked).where(
        Aide.seance_id.in_(ids)
    )
    gone = (
        select(Ajournement.seance_id, func.count(), func.count(), asked)
        .join(Aide, Aide.id == Ajournement.aide_id)
        .where(Ajournement.seance_id.in_(ids), Aide.seance_id.is_distinct_from(Ajournement.seance_id))
    )
    counts = dict.fromkeys(ids, (0, 0, 0))
    for statement in (here.group_by(Aide.seance_id), gone.group_by(Ajournement.seance_id)):
        for key, *numbers in session.execute(statement):
            first, second, third = counts[key]
            counts[key] = (first + numbers[0], second + numbers[1], third + numbers[2])
    return tuple(
        SeanceRow(
            one.id, one.code, one.instance, one.date, one.heure, one.lieu, one.date_limite,
            *counts[one.id], one.close_le,
        )
        for one in found
    )  # fmt: skip


def read_vue(session: Session, communes: CommuneDirectory, seance_id: int) -> SeanceVue:
    """Return a session with its agenda, urgent requests first, then by date; InputError when it is gone."""
    seance = session.get(SeanceCommission, seance_id)
    if seance is None:
        raise InputError(GONE)
    (row,) = read_seances(session, SeanceCommission.id == seance_id)
    lignes = _Lignes(session, communes, seance).read()
    budget = read_budget(session, seance.date.year, lignes)
    return SeanceVue(
        row, seance.presents or "", seance.observations or "", seance.close_par or "", lignes, budget
    )


class _Lignes:
    """The agenda of one session; what belongs to its requests is read for all of them at once."""

    def __init__(self, session: Session, communes: CommuneDirectory, seance: SeanceCommission) -> None:
        self._session, self._communes, self._seance = session, communes, seance
        put_off = select(Ajournement.aide_id).where(Ajournement.seance_id == seance.id)
        self._here = or_(Aide.seance_id == seance.id, Aide.id.in_(put_off))

    def read(self) -> tuple[LigneOrdreDuJour, ...]:
        """Return the requests in the order in which they are gone through."""
        statement: Select[Any] = (
            select(*_COLUMNS)
            .join(Famille, Famille.id == Aide.famille_id)
            .join(TypeAide, TypeAide.id == Aide.type_aide_id)
            .outerjoin(_MOTIF, _MOTIF.code == Aide.motif)
            .where(self._here)
            .order_by(Aide.urgente.is_not(True), Aide.date_demande, Aide.id)
        )
        self._pieces = self._by_aide(
            PieceAide.aide_id,
            func.count(),
            func.count(PieceAide.date_reception),
            func.sum(case((PieceAide.obligatoire & PieceAide.date_reception.is_(None), 1), else_=0)),
        )
        self._others = self._by_aide(
            Cofinancement.aide_id,
            func.sum(case((Cofinancement.etat == "refuse", 0), else_=Cofinancement.montant)),
        )
        self._before, self._households = self._aids_before(), self._situations()
        self._formes = read_formes(self._session)
        self._lines = read_affectation(self._session, self._seance.date.year)
        put_off = select(Ajournement.aide_id, Ajournement.motif)
        put_off = put_off.where(Ajournement.seance_id == self._seance.id)
        self._reasons = {row[0]: row[1] for row in self._session.execute(put_off)}
        corrected = select(Rectification.aide_id).where(Rectification.seance_id == self._seance.id)
        self._corrected = set(self._session.scalars(corrected))
        return tuple(map(self._line, self._session.execute(statement)))

    def _by_aide(self, key: Any, *columns: Any) -> _Extra:
        statement = select(key, *columns).join(Aide, Aide.id == key).where(self._here).group_by(key)
        return {row[0]: row for row in self._session.execute(statement)}

    def _aids_before(self) -> _Extra:
        """Count the aids granted to each family in the 12 months before, and add up their amounts."""
        amount = func.coalesce(Aide.montant_pret, 0) + func.coalesce(Aide.montant_subvention, 0)
        statement = (
            select(Aide.famille_id, func.count(), func.sum(amount))
            .where(Aide.famille_id.in_(select(Aide.famille_id).where(self._here)))
            .where(*received_before(self._seance.date, self._seance.id))
            .group_by(Aide.famille_id)
        )
        return {row[0]: row for row in self._session.execute(statement)}

    def _situations(self) -> dict[int, Situation]:
        """Return the situation of each family on the day of the session."""
        statement = (
            select(Situation)
            .where(Situation.famille_id.in_(select(Aide.famille_id).where(self._here)))
            .where(Situation.date_effet <= self._seance.date)
            .order_by(Situation.date_effet)
        )
        return {one.famille_id: one for one in self._session.scalars(statement)}

    def _line(self, row: Row[Any]) -> LigneOrdreDuJour:
        aide: Aide = row.Aide
        put_off = aide.seance_id != self._seance.id
        household = self._households.get(aide.famille_id)
        _, asked, received, missing = self._pieces.get(aide.id, (0, 0, 0, 0))
        _, aids, granted = self._before.get(aide.famille_id, (0, 0, 0))
        commune = self._communes.name(row.code_commune) if row.code_commune else ""
        qf = aide.quotient_familial
        if qf is None and household is not None:
            qf = household.quotient_familial
        return LigneOrdreDuJour(
            aide.id, aide.reference, aide.famille_id, family_name(row.nom, row.prenom), bool(row.protection),
            composition_words(household), MASKED if row.protection and commune else commune,
            qf, aide.mois_qf, row.type_libelle, row.motif_libelle or "", aide.objet or "", aide.expose or "",
            aide.date_demande, bool(aide.urgente), aide.montant_demande, aide.cout, aide.reste_a_charge,
            self._others[aide.id][1] if aide.id in self._others else 0, aids, granted, received, asked,
            Decision.AJOURNEMENT.value if put_off else aide.decision,
            None if put_off else aide.montant_subvention, None if put_off else aide.montant_pret,
            None if put_off else aide.motif_refus,
            self._reasons.get(aide.id) if put_off else aide.motif_decision,
            aide.id in self._corrected, put_off, missing,
            formes_of(self._formes, aide, row.formes),
            self._lines.charged(aide.type_aide_id, Forme.SUBVENTION),
            self._lines.charged(aide.type_aide_id, Forme.PRET),
        )  # fmt: skip


def read_budget(
    session: Session, annee: int, lignes: tuple[LigneOrdreDuJour, ...]
) -> tuple[LigneEnSeance, ...]:
    """Return the lines that an agenda can charge, with what other decisions of the year took on them."""
    here: dict[int | None, int] = {}
    for one in lignes:
        for key, cents in ((one.ligne_subvention, one.subvention), (one.ligne_pret, one.pret)):
            here[key] = here.get(key, 0) + (cents or 0)
    sums = read_sommes(session, annee)
    statement = select(LigneBudget).where(LigneBudget.id.in_([key for key in here if key is not None]))
    return tuple(
        LigneEnSeance(one.id, one.libelle, one.montant, sums.get((one.id, Colonne.ACCORDE), 0) - here[one.id])
        for one in session.scalars(statement.order_by(LigneBudget.code))
    )


def composition_words(situation: Situation | None) -> str:
    """Say a household in a few words: `monop., 3 enfants`; nothing when it is not known."""
    if situation is None:
        return ""
    who = _COMPOSITIONS.get(situation.composition or "", situation.composition or "")
    number = situation.nombre_enfants
    return ", ".join(part for part in (who, plural(number, "enfant") if number else "") if part)


def read_formes(session: Session, annees: Iterable[int] = ()) -> dict[tuple[int, int], frozenset[str]]:
    """Return the forms of each aid of the règlements, by aid and year; of all years when none is given."""
    statement = select(AideReglement.type_aide_id, Reglement.annee, AideReglement.formes)
    statement = statement.join(Reglement, Reglement.id == AideReglement.reglement_id)
    if years := tuple(annees):
        statement = statement.where(Reglement.annee.in_(years))
    found: dict[tuple[int, int], frozenset[str]] = {}
    for type_aide_id, annee, formes in session.execute(statement):
        key = (type_aide_id, annee)
        found[key] = found.get(key, frozenset()) | frozenset(formes.split())
    return found


def formes_of(
    known: dict[tuple[int, int], frozenset[str]], aide: Aide, of_type: str | None
) -> frozenset[str]:
    """Return the forms of a request: those of its year's règlement, else of its type, else both."""
    ruled = known.get((aide.type_aide_id, aide.date_demande.year))
    return ruled or (frozenset(of_type.split()) if of_type else FORMES)


def year_of(annee: int) -> ColumnElement[bool]:
    """Return the condition that keeps the sessions of a civil year."""
    return SeanceCommission.date.between(date(annee, 1, 1), date(annee, 12, 31))
