"""A real store with the règlement of a year, for the tests of the règlement."""

import os
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from stores import AUTEUR, NOW, new_store, no_commune_name

from caseapp.domain.regle import Regle
from caseapp.models import Aide, Famille, TypeAide
from caseapp.paths import resource
from caseapp.services.historique import HistoriqueService
from caseapp.services.reglements import ReglementService
from caseapp.store import Store

TODAY = date(2017, 3, 15)
EXAMPLES = resource("reglements")
_NAME = "caseapp.base"
LANDES, VACANCES = EXAMPLES / "landes-2017-exemple.toml", EXAMPLES / "vacances-2025-exemple.toml"


@cache
def _template() -> tuple[bytes, bytes]:
    """Return the key and the file of a store with the shipped example of 2017 as its règlement."""
    key = os.urandom(32)
    with TemporaryDirectory() as folder:
        store = new_store(Path(folder), key)
        service = ReglementService(store, AUTEUR, EXAMPLES)
        service.apply(service.preview(LANDES).catalogue, TODAY)
        store.close()
        return key, (Path(folder) / _NAME).read_bytes()


class ReglementStore:
    """A store with the shipped example of 2017 as its règlement."""

    def __init__(self, folder: Path) -> None:
        key, content = _template()
        (folder / _NAME).write_bytes(content)
        self.store = Store.open(folder / _NAME, key, no_commune_name, lambda: NOW)
        self.service = ReglementService(self.store, AUTEUR, EXAMPLES)
        self.historique = HistoriqueService(self.store, AUTEUR)

    def regle(self, code: str, annee: int = 2017) -> Regle | None:
        """Return an aid of a year by its code."""
        with self.store.read() as session:
            genre = session.scalar(select(TypeAide.id).where(TypeAide.code == code))
            return None if genre is None else self.service.regle(session, genre, annee)

    def aide_id(self, code: str, annee: int = 2017) -> int:
        """Return the identifier of an aid in the règlement of a year."""
        vue = self.service.ouvrir(annee)
        assert vue is not None
        return next(row.id for row in vue.aides if row.regle.code == code)

    def request(self, code: str, matricule: str | None = "1234567", **values: object) -> int:
        """Add a request of a household, and return it."""
        given = {
            "reference": f"A-{values.get('date_demande', TODAY)}-{len(values)}",
            "date_demande": TODAY,
            **values,
        }
        with self.store.write(AUTEUR) as session:
            famille = session.scalar(select(Famille).where(Famille.reference == f"F-{matricule}"))
            famille = famille or Famille(reference=f"F-{matricule}", matricule=matricule, nom="Essai")
            session.add(famille)
            genre = session.scalars(select(TypeAide).where(TypeAide.code == code)).one()
            session.flush()
            aide = Aide(famille_id=famille.id, type_aide_id=genre.id, **given)
            session.add(aide)
            session.flush()
            return aide.id

    def said(self, aide_id: int) -> list[str]:
        """Return the remarks on a request, with ordinary spaces."""
        found = self.service.constats_de(aide_id)
        return [one.phrase.replace("\u00a0", " ").replace("\u202f", " ") for one in found]
