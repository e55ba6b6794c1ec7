"""Dimensions of the figures: from the raw value of a record to the key written in addresses."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from caseapp.domain.text import fold
from caseapp.models import ActionCollective, Lieu, OffreContact, SeanceCommission, TypeAide
from caseapp.models.codes import CODE_LISTS, CodeMotif
from caseapp.statistics.results import AxisValue


@dataclass(frozen=True, slots=True)
class AxisTable:
    """The keys of a dimension in their order, and the raw values that fall under each."""

    values: tuple[AxisValue, ...]
    key_of: Mapping[Any, str]
    """Raw value → key; a raw value that is absent falls under no key."""

    def raws(self, keys: Iterable[str]) -> list[Any]:
        """Return the raw values that fall under any of `keys`."""
        wanted = set(keys)
        return [raw for raw, key in self.key_of.items() if key in wanted]


Source = Callable[[Session], AxisTable]


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """A dimension: its name in address templates, the raw column, and where its keys come from."""

    name: str
    column: ColumnElement[Any]
    source: Source
    gathers: bool = False
    """Whether several raw values may fall under one key."""


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """A dimension held at some of its keys."""

    axis: Axis
    keys: tuple[str, ...]


def address_key(text: str) -> str:
    """Return a code or a free text as it stands in addresses: folded, words joined by `_`."""
    return re.sub(r" +", "_", fold(text))


def _table(rows: Iterable[tuple[Any, str, str]]) -> AxisTable:
    values: dict[str, str] = {}
    key_of: dict[Any, str] = {}
    for raw, key, label in rows:
        values.setdefault(key, label)
        key_of[raw] = key
    return AxisTable(tuple(AxisValue(key, label) for key, label in values.items()), key_of)


def _read_codes(liste: str, session: Session) -> AxisTable:
    found = CODE_LISTS[liste].__table__.c
    rows = session.execute(select(found.code, found.libelle).order_by(found.ordre))
    return _table((code, code, libelle) for code, libelle in rows)


def _read_texts(column: ColumnElement[Any], session: Session) -> AxisTable:
    rows = session.scalars(select(column).where(column.is_not(None)).distinct().order_by(column))
    return _table((text, address_key(text), _readable(text)) for text in rows)


def _readable(text: str) -> str:
    """Return a free text as a label: a code typed with underscores reads as words."""
    words = text.replace("_", " ")
    return words[:1].upper() + words[1:]


def codes(liste: str) -> Source:
    """Take the keys from a code list, disabled codes included."""
    return partial(_read_codes, liste)


def cibles(session: Session) -> AxisTable:
    """Take the cible of each motif."""
    names = (AxisValue(one.key, one.label, one.key) for one in _read_codes("cible", session).values)
    motifs = session.execute(select(CodeMotif.code, CodeMotif.cible)).all()
    return AxisTable(tuple(names), dict(motifs))


def motifs(session: Session) -> AxisTable:
    """Take the motifs, cible after cible."""
    cible = CODE_LISTS["cible"]
    statement = select(CodeMotif.code, CodeMotif.libelle, CodeMotif.cible).join(
        cible, cible.code == CodeMotif.cible
    )
    rows = session.execute(statement.order_by(cible.ordre, CodeMotif.ordre)).all()
    return AxisTable(tuple(AxisValue(*row) for row in rows), {row[0]: row[0] for row in rows})


def lieux(session: Session) -> AxisTable:
    """Take the places, by their identifier."""
    rows = session.execute(select(Lieu.id, Lieu.code, Lieu.libelle).order_by(Lieu.libelle))
    return _table((ident, address_key(code), libelle) for ident, code, libelle in rows)


def types_aide(session: Session) -> AxisTable:
    """Take the aids of the catalogue, by their identifier, domain after domain."""
    domaine = CODE_LISTS["domaine"]
    rows = session.execute(
        select(TypeAide.id, TypeAide.code, TypeAide.libelle, TypeAide.domaine)
        .join(domaine, domaine.code == TypeAide.domaine)
        .order_by(domaine.ordre, TypeAide.id)
    ).all()
    table = _table((ident, address_key(code), libelle) for ident, code, libelle, _ in rows)
    domains = {address_key(code): name for _, code, _, name in reversed(rows)}
    values = tuple(replace(value, parent=domains[value.key]) for value in table.values)
    return AxisTable(values, table.key_of)


def domaines_aide(session: Session) -> AxisTable:
    """Take the domain of each aid of the catalogue."""
    names = _read_codes("domaine", session)
    rows = session.execute(select(TypeAide.id, TypeAide.domaine)).all()
    return AxisTable(names.values, dict(rows))


def campagnes(session: Session) -> AxisTable:
    """Take the campaigns of offers present in the store."""
    return _read_texts(OffreContact.__table__.c.campagne, session)


def themes(session: Session) -> AxisTable:
    """Take the themes of group work present in the store."""
    return _read_texts(ActionCollective.__table__.c.theme, session)


def instances(session: Session) -> AxisTable:
    """Take the instances of commission present in the store."""
    return _read_texts(SeanceCommission.__table__.c.instance, session)


def yes_no(_session: Session) -> AxisTable:
    """Take true and false."""
    return _table([(True, "oui", "oui"), (False, "non", "non")])
