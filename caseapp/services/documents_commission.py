"""The papers of a session as files: nominative and anonymous members' files, minutes; each one is traced."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.names import family_name
from caseapp.domain.text import fold
from caseapp.errors import InputError
from caseapp.files import write_document
from caseapp.models import Famille, SeanceCommission
from caseapp.reports.commission import DossierPapier, anonymous
from caseapp.reports.commission_dossier import lay_out_dossier
from caseapp.reports.commission_pv import TITLE, lay_out_minutes
from caseapp.reports.pdf import render_pages
from caseapp.services.documents_commission_lecture import SeanceLue
from caseapp.services.liste import FamilleProtegee
from caseapp.store import Store, Trace

NOT_OF_THIS = "Une famille choisie n'est pas une famille protégée de cette séance."
_Render = Callable[[SeanceLue], bytes]


@dataclass(frozen=True, slots=True)
class SeanceAEcrire:
    """Of what day a session is, and its protected families in the order of their names."""

    date: date
    protegees: tuple[FamilleProtegee, ...]


class DocumentService:
    """Writes in the name of `auteur`; a protected family is named only where it was ticked."""

    def __init__(self, store: Store, auteur: str, communes: CommuneDirectory) -> None:
        self._store, self._auteur, self._communes = store, auteur, communes

    def open_session(self, seance_id: int) -> SeanceAEcrire:
        """Return what is asked before a document is written; InputError when the session is gone."""
        with self._store.read() as session:
            read = SeanceLue(session, self._communes, seance_id)
        rows = (
            FamilleProtegee(one.id, family_name(one.nom, one.prenom), one.matricule or one.reference)
            for one in read.protected().values()
        )
        protegees = tuple(sorted(rows, key=lambda one: (fold(one.nom), one.id)))
        return SeanceAEcrire(read.vue.seance.date, protegees)

    def write_members(self, seance_id: int, path: Path, today: date, named: frozenset[int]) -> None:
        """Write the nominative file of the members (PDF); refusals as for `write_minutes`."""

        def render(read: SeanceLue) -> bytes:
            dossier = DossierPapier(read.seance(today), read.demandes())
            return render_pages(
                lambda typography: lay_out_dossier(dossier, typography), "Dossier des membres"
            )

        self._write(seance_id, path, ("dossier", named), render)

    def write_anonymous(self, seance_id: int, path: Path, today: date, *, with_texts: bool) -> None:
        """Write the file without any name (PDF), with the objets and exposés only when asked for."""

        def render(read: SeanceLue) -> bytes:
            demandes = tuple(anonymous(one, with_texts=with_texts) for one in read.demandes())
            dossier = DossierPapier(read.seance(today), demandes, anonyme=True, textes=with_texts)
            return render_pages(lambda typography: lay_out_dossier(dossier, typography), "Dossier anonymisé")

        self._write(seance_id, path, ("dossier_anonyme", frozenset()), render)

    def write_minutes(self, seance_id: int, path: Path, today: date, named: frozenset[int]) -> None:
        """Write the minutes (PDF).

        InputError when the session is gone or a family named is not a protected one of it, OutputError
        when the file cannot be written.
        """

        def render(read: SeanceLue) -> bytes:
            minutes = read.minutes(today)
            return render_pages(lambda typography: lay_out_minutes(minutes, typography), TITLE)

        self._write(seance_id, path, ("proces_verbal", named), render)

    def _write(self, seance_id: int, path: Path, kind: tuple[str, frozenset[int]], render: _Render) -> None:
        """Render, leave the traces, then let the file appear: nothing leaves the store without them."""
        name, named = kind
        with self._store.read() as session:
            read = SeanceLue(session, self._communes, seance_id, named)
            if named - read.protected().keys():
                raise InputError(NOT_OF_THIS)
            content = render(read)
        with self._store.write(self._auteur) as session:
            session.trace(
                Trace("export", SeanceCommission.__tablename__, seance_id, seance_id, champs=(name,)),
                *(Trace("export", Famille.__tablename__, ident, ident) for ident in sorted(named)),
            )
        write_document(path, content)
