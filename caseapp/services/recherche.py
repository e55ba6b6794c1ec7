"""The search over everything: families, notes, partners, places, records by their number."""

import re
from collections.abc import Iterator
from functools import partial

from sqlalchemy import Row, false, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.domain.moments import local_day
from caseapp.domain.names import family_name
from caseapp.domain.text import fold, words
from caseapp.models import (
    Aide,
    Famille,
    Intervention,
    Lieu,
    Note,
    OffreContact,
    Partenaire,
    RendezVous,
    TypeAide,
)
from caseapp.services.familles import FamilleRow, FamilleService
from caseapp.services.interventions_lecture import visible_notes
from caseapp.services.recherche_dossiers import find_files
from caseapp.services.recherche_rows import Trouve, TrouveKind
from caseapp.store import Store
from caseapp.store.search_notes import search_notes

__all__ = ["RechercheService", "Trouve", "TrouveKind", "excerpt"]

_FAMILIES, _NOTES, _NAMED = 7, 6, 3
"""Answers of each kind shown at most."""
_ALONE = 2
"""Families whose files are listed under them: the best answers only."""
_HIDDEN, _READ_AT_MOST = 4, 20_000
"""Notes read at first for each one shown, and in all: some belong to somebody else."""
_BEFORE, _AFTER = 40, 110
"""Letters of a note shown before and after the word found."""
_LEAST = 3
"""Letters from which the objects of aids are looked through."""
_NAME = (Famille.id, Famille.nom, Famille.prenom)
_WORD = re.compile(r"\w+")


class RechercheService:
    """Answers as one types; personal notes are found by their author only."""

    def __init__(self, store: Store, auteur: str, familles: FamilleService) -> None:
        self._store, self._auteur, self._familles = store, auteur, familles

    def search(self, text: str) -> tuple[Trouve, ...]:
        """Return the best answers of each kind, families first; none for text without a letter or digit."""
        if not words(text):
            return ()
        families = self._familles.list_rows(self._familles.search(text, _FAMILIES))
        with self._store.read() as session:
            return (
                *map(_famille, families),
                *self._records(session, text),
                *_aids(session, text),
                *find_files(session, text, [one.id for one in families[:_ALONE]]),
                *self._notes(session, text),
                *_named(session, text),
            )

    def _notes(self, session: Session, text: str) -> Iterator[Trouve]:
        for note, nom, prenom in self._readable_notes(session, text):
            who = family_name(nom, prenom)
            when = format_date(local_day(note.ecrite_le))
            yield Trouve(TrouveKind.NOTE, f"{who}, {when}", excerpt(note.texte, text), note.famille_id)

    def _readable_notes(self, session: Session, text: str) -> list[Row[Note, str, str | None]]:
        """Return the latest notes that the user may read, looking further while others' hide them."""
        limit, found = _NOTES * _HIDDEN, list[Row[Note, str, str | None]]()
        while limit <= _READ_AT_MOST:
            ids = search_notes(session.connection(), text, limit)
            statement = (
                select(Note, Famille.nom, Famille.prenom)
                .join(Famille, Famille.id == Note.famille_id)
                .where(Note.id.in_(ids), visible_notes(self._auteur))
                .order_by(Note.ecrite_le.desc())
                .limit(_NOTES)
            )
            found = list(session.execute(statement))
            if len(found) == _NOTES or len(ids) < limit:
                break
            limit *= 8
        return found

    def _records(self, session: Session, text: str) -> Iterator[Trouve]:
        """Find a record by its whole number, as a report or a letter gives it."""
        reference = text.strip()
        for words_of_it, mapped in (
            ("Intervention", Intervention), ("Rendez-vous", RendezVous), ("Offre", OffreContact),
        ):  # fmt: skip
            statement = (
                select(Famille.id, Famille.nom, Famille.prenom)
                .join(mapped, mapped.famille_id == Famille.id)
                .where(mapped.reference == reference)
            )
            for famille_id, nom, prenom in session.execute(statement):
                title = f"{words_of_it} {reference}"
                yield Trouve(TrouveKind.DOSSIER, title, family_name(nom, prenom), famille_id)


def excerpt(texte: str, searched: str) -> str:
    """Return what stands around the first word found, on one line."""
    line = " ".join(texte.split())
    prefixes = words(searched)
    begins = partial(_begins, prefixes)
    place = next((match.start() for match in _WORD.finditer(line) if begins(match.group())), 0)
    start = max(0, place - _BEFORE)
    cut = line[start : place + _AFTER]
    return f"{'…' if start else ''}{cut.strip()}{'…' if place + _AFTER < len(line) else ''}"


def _begins(prefixes: tuple[str, ...], word: str) -> bool:
    return fold(word).startswith(prefixes)


def _famille(famille: FamilleRow) -> Trouve:
    name = family_name(famille.nom, famille.prenom)
    told = (famille.matricule, "protégée" if famille.protection else famille.commune)
    return Trouve(TrouveKind.FAMILLE, name, " · ".join(part for part in told if part), famille.id)


def _named(session: Session, text: str) -> Iterator[Trouve]:
    """Find partners and places by the beginnings of their words; both lists are short."""
    wanted = words(text)
    for kind, column, beside in (
        (TrouveKind.PARTENAIRE, Partenaire.nom, Partenaire.type),
        (TrouveKind.LIEU, Lieu.libelle, Lieu.type),
    ):
        rows = session.execute(select(column, beside)).all()
        matching = [row for row in rows if _holds(row[0], wanted)]
        for name, detail in sorted(matching, key=lambda row: fold(row[0]))[:_NAMED]:
            yield Trouve(kind, name, detail or "")


def _aids(session: Session, text: str) -> Iterator[Trouve]:
    """Find aids by their whole reference, or by the words of their object, the latest first."""
    told = text.strip()
    by_object = Aide.objet.contains(told, autoescape=True) if len(told) >= _LEAST else false()
    statement = (
        select(Aide.id, Aide.reference, Aide.objet, Aide.date_demande, TypeAide.libelle, *_NAME)
        .join(TypeAide, TypeAide.id == Aide.type_aide_id)
        .join(Famille, Famille.id == Aide.famille_id)
        .where(or_(Aide.reference == told, by_object))
        .order_by(Aide.date_demande.desc(), Aide.id.desc())
        .limit(_NAMED)
    )
    for ident, reference, objet, day, libelle, famille_id, nom, prenom in session.execute(statement):
        title = f"Aide {reference}" if reference == told else objet or libelle
        detail = f"{family_name(nom, prenom)}, {libelle}, {format_date(day)}"
        yield Trouve(TrouveKind.AIDE, title, detail, famille_id, aide_id=ident)


def _holds(name: str, wanted: tuple[str, ...]) -> bool:
    has = words(name)
    return all(any(word.startswith(one) for word in has) for one in wanted)
