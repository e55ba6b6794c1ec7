"""Two records of one family made one, in one step that can be undone."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.errors import InputError
from caseapp.models import Brouillon, Famille, ReferenceFusionnee
from caseapp.services.familles import FamilleService
from caseapp.services.fusion_apercu import Apercu, counted_moves, merged_values, preview_fields
from caseapp.services.fusion_liens import left_behind, moved_records
from caseapp.store import Step, Store


class FusionService:
    """Merges families: the reference of the one that goes is kept, so that imports still find it."""

    def __init__(
        self, store: Store, auteur: str, communes: CommuneDirectory, familles: FamilleService
    ) -> None:
        self._store, self._auteur = store, auteur
        self._communes, self._familles = communes, familles

    def preview_merge(self, kept_id: int, absorbed_id: int) -> Apercu:
        """Return what `merge` would do; InputError as for it."""
        with self._store.read() as session:
            kept, absorbed = _require(session, kept_id, absorbed_id)
            champs = preview_fields(kept, absorbed, self._communes)
            moved, left = counted_moves(session, kept_id, absorbed_id)
        rows = {row.id: row for row in self._familles.list_rows([kept_id, absorbed_id])}
        return Apercu(rows[kept_id], rows[absorbed_id], champs, moved, left)

    def merge(self, kept_id: int, absorbed_id: int) -> None:
        """Give all that the absorbed family has to the kept one, and remove it.

        InputError when one is gone or both are the same.
        """
        with self._store.write(self._auteur, Step("Familles fusionnées", kept_id)) as session:
            kept, absorbed = _require(session, kept_id, absorbed_id)
            values, reference = merged_values(kept, absorbed), absorbed.reference
            for record in left_behind(session, kept_id, absorbed_id):
                session.delete(record)
            session.flush()
            for record, name in list(moved_records(session, absorbed_id)):
                setattr(record, name, kept_id)
            session.add(ReferenceFusionnee(reference=reference, famille_id=kept_id))
            session.flush()
            session.delete(absorbed)
            session.flush()  # its number is free for the kept one
            for name, value in values.items():
                setattr(kept, name, value)
            _move_drafts(session, kept_id, absorbed_id)


def _require(session: Session, kept_id: int, absorbed_id: int) -> tuple[Famille, Famille]:
    if kept_id == absorbed_id:
        raise InputError("C'est la même famille : choisissez l'autre.")
    kept, absorbed = session.get(Famille, kept_id), session.get(Famille, absorbed_id)
    if kept is None or absorbed is None:
        raise InputError("Cette famille n'est plus dans la base.")
    return kept, absorbed


def _move_drafts(session: Session, kept_id: int, absorbed_id: int) -> None:
    """Let the drafts about the absorbed family be found under the kept one, unless it has the same.

    A number that is not said to be of a family is that of another record: its draft keeps its key.
    """
    named = f"famille.{absorbed_id}"
    drafts = session.scalars(select(Brouillon).where(Brouillon.famille_id == absorbed_id)).all()
    for draft in drafts:
        is_named = draft.cle == named or draft.cle.endswith(f".{named}")
        key = f"{draft.cle.removesuffix(named)}famille.{kept_id}" if is_named else draft.cle
        taken = select(Brouillon.id).where(Brouillon.auteur == draft.auteur, Brouillon.cle == key)
        moved: dict[str, object] = {"famille_id": kept_id}
        if key == draft.cle or session.scalar(taken) is None:
            moved["cle"] = key
        session.execute(
            update(Brouillon).where(Brouillon.id == draft.id).values(moved),
            execution_options={"synchronize_session": False},
        )
