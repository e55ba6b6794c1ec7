"""The values of a version in words: labels of codes, dates as they are read, names of linked records."""

from collections.abc import Callable
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, inspect, select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.date_entry import JOURS
from caseapp.domain.labels import format_cents, format_date, format_duration, format_percent, format_time
from caseapp.domain.moments import local_moment
from caseapp.domain.names import worker_name
from caseapp.domain.nomenclature import NiveauNote
from caseapp.models import (
    Agent,
    Aide,
    AideReglement,
    Intervention,
    Lieu,
    LigneBudget,
    Objectif,
    OffreContact,
    Partenaire,
    Permanence,
    PlanPret,
    Reglement,
    RendezVous,
    SeanceCommission,
    TypeAide,
)
from caseapp.services.fil_faits import Labels
from caseapp.services.notes import NIVEAUX
from caseapp.store.operations import MAPPED

UNKNOWN = "non renseigné"
_LONG = 300
"""Letters of a long text that the history shows."""
_NAMING = (
    "libelle", "financeur", "motif", "prenom", "droit", "type", "canal", "partenaire_id", "forme", "instance",
)  # fmt: skip
"""Columns by which a record is named, the first that is known."""
_MINUTES = {"duree", "creneau"}
_SEMAINES = {"toutes": "toutes", "paires": "semaines paires", "impaires": "semaines impaires"}


class Words:
    """Writes the values of versions; linked records are looked up once each."""

    def __init__(self, session: Session, communes: CommuneDirectory) -> None:
        self._session, self._communes = session, communes
        self._labels = Labels(session)
        self._named: dict[tuple[str, Any], str] = {}

    def value(self, objet: str, champ: str, value: Any) -> str:
        """Return one value in words."""
        if value is None:
            return UNKNOWN
        column = inspect(MAPPED[objet]).column_attrs[champ].columns[0]
        for link in column.foreign_keys:
            table = link.column.table.name
            if table.startswith("code_"):
                return self._labels.label(table.removeprefix("code_"), value)
            return self.record(table, value)
        if champ == "code_commune":
            return self._communes.name(value)
        return _written(champ, value, cents=isinstance(column.type, BigInteger))

    def record(self, table: str, ident: Any) -> str:
        """Return the name of a linked record, its number when it has none or is gone."""
        key = table, ident
        if key not in self._named:
            found = self._session.get(MAPPED[table], ident)
            name = _NAMES.get(table)
            known = name(found, self._labels) if found is not None and name is not None else ""
            self._named[key] = known or f"n° {ident}"
        return self._named[key]

    def name(self, objet: str, values: dict[str, Any]) -> str:
        """Name the record of a version by what was known of it: a wording, a motif, a type and its day."""
        if objet == "familles":
            return ""
        known = [champ for champ in _NAMING if values.get(champ) is not None]
        said = self.value(objet, known[0], values[known[0]]) if known else ""
        day = values.get("date_effet") or values.get("date")
        return " du ".join(part for part in (said, format_date(day)) if part)

    def present(self, objet: str, ident: int) -> dict[str, Any]:
        """Return the values of a record as it is now, none when it is gone."""
        mapped = MAPPED[objet]
        columns = {one.key: one.columns[0] for one in inspect(mapped).column_attrs}
        statement = select(*columns.values()).where(columns["id"] == ident)
        row = self._session.execute(statement).one_or_none()
        return {} if row is None else dict(zip(columns, row, strict=True))


def _written(champ: str, value: Any, *, cents: bool) -> str:
    for kind, written in _BY_KIND:
        if isinstance(value, kind):
            return written(value)
    if isinstance(value, int):
        return _number(champ, value, cents=cents)
    return _text(champ, str(value))


def _moment(value: datetime) -> str:
    local = local_moment(value)
    return f"{format_date(local.date())} à {format_time(local.time())}"


def _text(champ: str, text: str) -> str:
    if champ == "niveau":
        return NIVEAUX[NiveauNote(text)][0]
    if champ == "semaines":
        return _SEMAINES.get(text) or _weeks_of_month(text)
    return text if len(text) <= _LONG else f"{text[:_LONG].rstrip()}…"


def _weeks_of_month(text: str) -> str:
    """Write `1 3` as `1re et 3e du mois`, the weeks when an instance sits."""
    return f"{' et '.join('1re' if one == '1' else f'{one}e' for one in text.split())} du mois"


def _number(champ: str, value: int, *, cents: bool) -> str:
    if cents:
        return format_cents(value)
    if champ == "taux":
        return format_percent(Fraction(value, 100))
    if champ in _MINUTES:
        return format_duration(value)
    return JOURS[value] if champ == "jour" else str(value)


def _agent(one: Agent, _labels: Labels) -> str:
    return worker_name(one.nom, one.prenom, one.code)


def _intervention(one: Intervention, labels: Labels) -> str:
    return f"{labels.label('motif', one.motif)} du {format_date(one.date_ouverture)}"


def _dated(one: RendezVous | Permanence | SeanceCommission, _labels: Labels) -> str:
    return format_date(one.date)


def _offer(one: OffreContact, labels: Labels) -> str:
    return f"{labels.label('motif', one.motif)} du {format_date(one.date_offre)}"


def _wording(one: LigneBudget | Lieu | Objectif | TypeAide, _labels: Labels) -> str:
    return one.libelle


def _aide(one: Aide, _labels: Labels) -> str:
    return f"demande du {format_date(one.date_demande)}"


def _rule(one: AideReglement, _labels: Labels) -> str:
    return one.libelle_comptable or one.code


def _schedule(one: PlanPret, _labels: Labels) -> str:
    return f"échéancier du {format_date(one.date_effet)}"


def _reglement(one: Reglement, _labels: Labels) -> str:
    return str(one.annee)


def _partner(one: Partenaire, _labels: Labels) -> str:
    return one.nom


_BY_KIND: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "oui" if value else "non"),
    (datetime, _moment),
    (date, format_date),
    (time, format_time),
)
"""The first that fits: a yes is a number, a moment is a day."""
_NAMES: dict[str, Callable[[Any, Labels], str]] = {
    "agents": _agent,
    "aides": _aide,
    "aides_reglement": _rule,
    "interventions": _intervention,
    "lieux": _wording,
    "lignes_budget": _wording,
    "objectifs": _wording,
    "offres_contact": _offer,
    "partenaires": _partner,
    "permanences": _dated,
    "plans_pret": _schedule,
    "reglements": _reglement,
    "rendez_vous": _dated,
    "seances_commission": _dated,
    "types_aide": _wording,
}
