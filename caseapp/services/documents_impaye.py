"""Preparation sheets of arrears for a territorial meeting or the Ccapex; each one leaves its trace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import select

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import format_number
from caseapp.domain.names import family_name
from caseapp.domain.text import fold
from caseapp.errors import InputError
from caseapp.exchange.watch import IsCancelled, OnProgress, Watch, never_cancelled, no_progress
from caseapp.files import write_document
from caseapp.models import Famille, Impaye
from caseapp.reports.impaye import DocumentImpayes, FichePapier, Reunion, ReunionPapier, unnamed
from caseapp.reports.impaye_liste import TITLE, lay_out_impayes
from caseapp.reports.pdf import render_pages
from caseapp.services.documents_impaye_lecture import LecteurFiches
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.liste import FamilleProtegee
from caseapp.store import Store, Trace

MOST = 100
"""Files of one document: more than a meeting can speak of."""
NOT_OF_THIS = "Une famille choisie n'est pas une famille protégée de ces dossiers."
_NONE = "Aucun dossier n'est choisi."
_TOO_MANY = "Cette fiche porterait sur {} dossiers : {} au plus, choisissez-en moins."
_KIND = "fiche_preparation"


@dataclass(frozen=True, slots=True)
class FicheSaisie:
    """What is asked before the sheets are written; `jour` is the meeting's, None while unknown."""

    ids: tuple[int, ...]
    genre: Reunion
    jour: date | None = None
    nommees: frozenset[int] = frozenset()
    """The protected families ticked one by one."""


@dataclass(frozen=True, slots=True)
class DossierAPreparer:
    """A file that may be in a document; `protegee` when its family is a protected one."""

    id: int
    famille: str = field(repr=False)
    bailleur: str
    """Empty for a protected family."""
    signale_le: date
    protegee: FamilleProtegee | None


class DocumentImpayeService:
    """Writes in the name of `auteur`; a protected family is named only where it was ticked."""

    def __init__(
        self, store: Store, auteur: str, communes: CommuneDirectory, regles: JeuxDeReglesService
    ) -> None:
        self._store, self._auteur = store, auteur
        self._communes, self._regles = communes, regles

    def open_files(self, ids: Iterable[int]) -> tuple[DossierAPreparer, ...]:
        """Return the files that may be in a document, by family; InputError for none, or too many.

        Those gone are left out.
        """
        statement = (
            select(Impaye.id, Impaye.bailleur, Impaye.date_signalement, Famille)
            .join(Famille, Famille.id == Impaye.famille_id)
            .where(Impaye.id.in_(_bounded(ids)))
        )
        with self._store.read() as session:
            found = session.execute(statement).all()
        rows = [
            DossierAPreparer(
                ident,
                family_name(famille.nom, famille.prenom),
                "" if famille.protection else bailleur or "",
                reported,
                _protected(famille),
            )
            for ident, bailleur, reported, famille in found
        ]
        return tuple(sorted(rows, key=lambda one: (fold(one.famille), one.signale_le, one.id)))

    def write(
        self,
        saisie: FicheSaisie,
        path: Path,
        today: date,
        on_progress: OnProgress = no_progress,
        cancelled: IsCancelled = never_cancelled,
    ) -> int:
        """Write the sheets (PDF) and return of how many files, by landlord then family.

        InputError when a file is gone or a family ticked is not a protected one of them, OutputError when
        the file cannot be written. The traces are left before it appears.
        """
        ids = _bounded(saisie.ids)
        watch = Watch(on_progress, cancelled)
        fiches = self._read(ids, saisie, today, watch)
        papier = DocumentImpayes(ReunionPapier(saisie.genre, saisie.jour, today), _in_order(fiches))

        def on_page(number: int) -> None:
            watch.report(len(ids) + number, "Mise en page")

        content = render_pages(lambda typography: lay_out_impayes(papier, typography, on_page), TITLE)
        watch.check()
        traces = [Trace("export", Impaye.__tablename__, one, one, champs=(_KIND,)) for one in ids]
        traces += [Trace("export", Famille.__tablename__, one, one) for one in sorted(saisie.nommees)]
        with self._store.write(self._auteur) as session:
            session.trace(*traces)
        write_document(path, content)
        return len(fiches)

    def _read(self, ids: Sequence[int], saisie: FicheSaisie, today: date, watch: Watch) -> list[FichePapier]:
        watch.total = 2 * len(ids)
        fiches: list[FichePapier] = []
        protected = set()
        with self._store.read() as session:
            jeux = self._regles.en_vigueur_dans(session).jeux
            lecteur = LecteurFiches(session, self._communes, jeux, today)
            for famille, fiche in lecteur.read(ids, saisie.genre):
                if famille.protection:
                    protected.add(famille.id)
                hidden = famille.protection and famille.id not in saisie.nommees
                fiches.append(unnamed(fiche) if hidden else fiche)
                watch.report(len(fiches), "Lecture des dossiers")
        if saisie.nommees - protected:
            raise InputError(NOT_OF_THIS)
        return fiches


def _protected(famille: Famille) -> FamilleProtegee | None:
    if not famille.protection:
        return None
    name = family_name(famille.nom, famille.prenom)
    return FamilleProtegee(famille.id, name, famille.matricule or famille.reference)


def _bounded(ids: Iterable[int]) -> tuple[int, ...]:
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        raise InputError(_NONE)
    if len(wanted) > MOST:
        raise InputError(_TOO_MANY.format(format_number(len(wanted)), MOST))
    return wanted


def _in_order(fiches: Iterable[FichePapier]) -> tuple[FichePapier, ...]:
    """Return them by what they show, so that their order tells nothing of a family that is not named."""
    return tuple(
        sorted(
            fiches,
            key=lambda one: (not one.logement.bailleur, fold(one.logement.bailleur), fold(one.famille)),
        )
    )
