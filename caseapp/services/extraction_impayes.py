"""The monthly extraction of reported arrears: seen line by line, then written at once or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import select

from caseapp.errors import InputError
from caseapp.exchange.csv_reader import RawRow
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.watch import IsCancelled, OnProgress, Watch, never_cancelled, no_progress
from caseapp.models import Impaye, MouvementDette
from caseapp.models.base import new_reference
from caseapp.services.extraction_fichier import read_table, rows_of
from caseapp.services.extraction_impayes_apercu import Classement
from caseapp.services.extraction_impayes_colonnes import KNOWN, read_arrear, read_arrear_columns
from caseapp.services.extraction_impayes_rows import Apercu, Etat, Extrait, ImportFait, LigneApercu
from caseapp.services.impayes_controles import RELEVE
from caseapp.services.impayes_dette import followed_constitution
from caseapp.services.impayes_faits import read_calcules
from caseapp.services.impayes_issue import changer_issue
from caseapp.services.impayes_rows import EN_COURS, RESOLU
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.store import JournaledSession, Step, Store

__all__ = ["UNDOABLE", "Apercu", "Etat", "ExtractionImpayesService", "ImportFait", "LigneApercu"]

MOST_ROWS, UNDOABLE = 50_000, 500
"""Rows of a file; files of arrears above which an import cannot be undone in one step."""
_NOTHING = "Rien à importer : cochez au moins une ligne."
_COLUMNS = (
    "reference_bailleur", "bailleur", "aide_logement", "secteur", "tiers_payant", "loyer", "charges",
    "montant_aide", "dette", "premier_impaye",
)  # fmt: skip


class ExtractionImpayesService:
    """Previews and imports extractions; no family is ever created from here."""

    def __init__(self, store: Store, auteur: str, regles: JeuxDeReglesService) -> None:
        self._store, self._auteur, self._regles = store, auteur, regles

    def preview(
        self,
        path: Path,
        jour: date,
        on_progress: OnProgress = no_progress,
        cancelled: IsCancelled = never_cancelled,
    ) -> Apercu:
        """Say what importing a file that tells the debts of `jour` would do; InputError if unreadable."""
        watch = Watch(on_progress, cancelled)
        extrait = read_table(path, KNOWN, partial(_read_rows, jour=jour, watch=watch), watch)
        with self._store.read() as session:
            return Apercu(jour, extrait, Classement(session, extrait, jour, watch).lignes())

    def importer(
        self,
        apercu: Apercu,
        choisies: Mapping[int, bool],
        on_progress: OnProgress = no_progress,
        cancelled: IsCancelled = never_cancelled,
    ) -> ImportFait:
        """Write the lines ticked in one transaction; what changed since the preview is left and counted."""
        ticked = [one for one in apercu.lignes if one.is_offered and choisies.get(one.cle, one.is_proposed)]
        if not ticked:
            raise InputError(_NOTHING)
        watch = Watch(on_progress, cancelled)
        undoable = len(ticked) <= UNDOABLE
        step = Step("Extraction d'impayés importée") if undoable else None
        with self._store.write(self._auteur, step) as session:
            now = {one.cle: one for one in Classement(session, apercu.extrait, apercu.jour, watch).lignes()}
            kept = [one for one in ticked if now.get(one.cle) == one]
            if not kept:
                raise InputError("Ces dossiers ont changé depuis l'aperçu : relisez le fichier.")
            self._write_all(session, kept, apercu.jour, watch)
        settled = sum(one.etat is Etat.ABSENTE for one in kept)
        new = sum(one.impaye_id is None for one in kept)
        return ImportFait(new, len(kept) - new - settled, settled, len(ticked) - len(kept), undoable)

    def _write_all(
        self, session: JournaledSession, kept: Sequence[LigneApercu], jour: date, watch: Watch
    ) -> None:
        watch.total = len(kept)
        made: dict[int, Impaye] = {}
        stated = _stated(session, jour)
        for rank, one in enumerate(kept):
            if rank % 50 == 0:
                watch.report(rank, "Écriture des dossiers")
            impaye = self._write(session, one, jour, stated.get(one.impaye_id or 0, ()))
            if impaye is not None:
                made[impaye.id] = impaye
        for calcule in read_calcules(session, self._regles.en_vigueur_dans(session).jeux, jour, made):
            said = calcule.dossier.attributs.get("cible_locale")
            made[calcule.id].cible_locale = None if said is None else said == "oui"
        watch.check()

    def _write(
        self, session: JournaledSession, one: LigneApercu, jour: date, stated: Sequence[MouvementDette]
    ) -> Impaye | None:
        """Write a line; return the file when it is new. What was `stated` of that day is corrected."""
        if one.impaye_id is None:
            return self._report(session, one, jour)
        owed = one.apres or 0
        for releve in stated:
            releve.montant = owed
        if not stated:
            session.add(MouvementDette(impaye_id=one.impaye_id, type=RELEVE, date=jour, montant=owed))
        impaye = session.get(Impaye, one.impaye_id)
        if one.etat is Etat.ABSENTE and impaye is not None:
            changer_issue(session, impaye, RESOLU, jour)
        return None

    def _report(self, session: JournaledSession, one: LigneApercu, jour: date) -> Impaye | None:
        """Make the file of a family, with since when the arrear exists by the rules."""
        lue = one.lue
        if lue is None or one.famille_id is None:
            return None
        impaye = Impaye(
            reference=new_reference("IMP"), famille_id=one.famille_id, issue=EN_COURS,
            date_signalement=lue.date_signalement or jour,
            **{name: getattr(lue, name) for name in _COLUMNS},
        )  # fmt: skip
        if impaye.premier_impaye is not None and impaye.premier_impaye > impaye.date_signalement:
            impaye.premier_impaye = None
        jeux = self._regles.en_vigueur_dans(session).jeux
        with followed_constitution(session, impaye, jeux, jour):
            session.add(impaye)
        return impaye


def _stated(session: JournaledSession, jour: date) -> dict[int, list[MouvementDette]]:
    """Return the statements of that day, by file: an extraction read again corrects them."""
    statement = select(MouvementDette).where(MouvementDette.date == jour, MouvementDette.type == RELEVE)
    found: dict[int, list[MouvementDette]] = {}
    for one in session.scalars(statement):
        found.setdefault(one.impaye_id, []).append(one)
    return found


def _read_rows(name: str, rows: Iterator[RawRow], jour: date, watch: Watch) -> Extrait:
    header = next(rows, None)
    if header is None:
        raise FileRefusedError("aucune ligne, pas même les noms des colonnes")
    colonnes = read_arrear_columns(header[1])
    found = tuple(read_arrear(colonnes, row, jour) for row in rows_of(rows, watch, MOST_ROWS))
    if not found:
        raise FileRefusedError("aucun impayé sous les noms des colonnes")
    return Extrait(name, colonnes, found)
