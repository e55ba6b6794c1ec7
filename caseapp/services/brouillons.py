"""Drafts: what is being typed, kept in the encrypted store until it is saved or given up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from caseapp.models import Brouillon
from caseapp.store import Store

Contenu = Mapping[str, str]
"""Raw text of each field, as typed."""


@dataclass(frozen=True, slots=True)
class BrouillonRow:
    """A draft: of which form (`cle`), named in French, about which family; the moment is UTC."""

    cle: str
    libelle: str
    famille_id: int | None
    contenu: Contenu
    modifie_le: datetime


class BrouillonService:
    """Keeps the drafts of one author, one a form."""

    def __init__(self, store: Store, auteur: str) -> None:
        self._store = store
        self._auteur = auteur

    def keep(self, cle: str, libelle: str, contenu: Contenu, famille_id: int | None = None) -> datetime:
        """Keep what is typed in place of what was; return when (UTC)."""
        now = self._store.now
        with self._store.write_draft() as session:
            draft = self._find(session, cle) or Brouillon(auteur=self._auteur, cle=cle)
            draft.libelle, draft.famille_id, draft.modifie_le = libelle, famille_id, now
            draft.contenu = json.dumps(dict(contenu), ensure_ascii=False)
            session.add(draft)
        return now

    def find(self, cle: str) -> BrouillonRow | None:
        """Return the draft of a form, None when nothing is kept."""
        with self._store.read() as session:
            draft = self._find(session, cle)
            return None if draft is None else _row(draft)

    def list_rows(self) -> tuple[BrouillonRow, ...]:
        """Return every draft of the author, latest first."""
        with self._store.read() as session:
            statement = select(Brouillon).where(Brouillon.auteur == self._auteur)
            return tuple(
                _row(one) for one in session.scalars(statement.order_by(Brouillon.modifie_le.desc()))
            )

    def drop(self, cle: str) -> None:
        """Forget a draft: it was saved, or given up."""
        with self._store.write_draft() as session:
            session.execute(delete(Brouillon).where(Brouillon.auteur == self._auteur, Brouillon.cle == cle))

    def _find(self, session: Session, cle: str) -> Brouillon | None:
        return session.scalar(select(Brouillon).where(Brouillon.auteur == self._auteur, Brouillon.cle == cle))


def _row(draft: Brouillon) -> BrouillonRow:
    contenu = json.loads(draft.contenu)
    return BrouillonRow(draft.cle, draft.libelle, draft.famille_id, contenu, draft.modifie_le)
