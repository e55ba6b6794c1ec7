"""One fact of the timeline of a family, and the words that facts are made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from caseapp.models.codes import CODE_LISTS

_ALL_LABELS = union_all(
    *(select(literal(liste), mapped.code, mapped.libelle) for liste, mapped in CODE_LISTS.items())
)
"""Every code list in one statement: one by one they would take longer than the facts."""
_NAMES = ("Caf",)
"""Beginnings of labels that keep their capital inside a sentence; abbreviations do too."""


class FaitKind(StrEnum):
    """What a fact of the timeline is about; the tabs of a family select by it."""

    INTERVENTION = "intervention"
    RENDEZ_VOUS = "rendez_vous"
    AIDE = "aide"
    LOGEMENT = "logement"
    IMPAYE = "impaye"
    INSERTION = "insertion"
    OFFRE = "offre"
    ORIENTATION = "orientation"
    APPEL = "appel"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fait:
    """One dated fact, in words; `cible` gives its tag."""

    date: date
    kind: FaitKind
    titre: str
    detail: str = ""
    precision: str = ""
    """What stands beside the date: way of meeting, place, agent."""
    cible: str | None = None
    reference: str = ""
    objet: str = ""
    """Table of the record that the fact opens, empty for none."""
    objet_id: int | None = None


class Labels:
    """The labels of every code list."""

    def __init__(self, session: Session) -> None:
        self._labels = {(liste, code): libelle for liste, code, libelle in session.execute(_ALL_LABELS)}

    def label(self, liste: str, code: str | None) -> str:
        """Return a label as it is kept, the code itself when its list does not have it."""
        return "" if code is None else self._labels.get((liste, code), code)

    def lower(self, liste: str, code: str | None) -> str:
        """Return a label as it stands inside a sentence."""
        label = self.label(liste, code)
        kept = label[1:2].isupper() or label.startswith(_NAMES)
        return label if kept else label[:1].lower() + label[1:]


def sentence(*parts: str | None) -> str:
    """Return what is known, a comma between two."""
    return ", ".join(part for part in parts if part)
