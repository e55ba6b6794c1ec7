"""Notification letters: models that a Caf rewrites, letters written one or many at a time."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import plural
from caseapp.errors import InputError, OutputError
from caseapp.exchange.watch import IsCancelled, OnProgress, never_cancelled, no_progress
from caseapp.files import write_document
from caseapp.models import Aide, Ajournement, Famille, SeanceCommission
from caseapp.reports.lettre import Lettre
from caseapp.services.lettres_envoi import (
    NOTIFIEES,
    RENDERERS,
    SAMPLE,
    Envoi,
    LettreAFaire,
    LettresFaites,
    build,
    concerns,
    file_names,
    modele_of,
    to_make,
)
from caseapp.services.lettres_modeles import (
    ModeleRow,
    checked_texts,
    find_modele,
    forget_modele,
    keep_modele,
    read_modeles,
)
from caseapp.services.lettres_valeurs import Courrier, read_courriers
from caseapp.store import Step, Store, Trace

STOPPED = "arrêté à votre demande"
_SAMPLE_ADDRESS = ("Louise Martin", "12 rue des Lilas", "Dax")


class LettreService:
    """Models and letters of an open store; what must be ticked one by one is for the window to ask."""

    def __init__(self, store: Store, auteur: str, communes: CommuneDirectory) -> None:
        self._store, self._auteur, self._communes = store, auteur, communes

    # --- Models ---

    def models(self) -> tuple[ModeleRow, ...]:
        """Return the models, the shipped ones first."""
        with self._store.read() as session:
            return read_modeles(session)

    def save_model(self, code: str, objet: str | None, corps: str | None) -> None:
        """Keep the words of a model; FieldError names the field that cannot be kept, and why."""
        with self._store.write(self._auteur, Step("Modèle de lettre modifié")) as session:
            row = find_modele(session, code)
            keep_modele(session, row, *checked_texts(row.modele, objet, corps))

    def restore_model(self, code: str) -> None:
        """Put the shipped words back; InputError for a model that was not shipped."""
        with self._store.write(self._auteur, Step("Modèle de lettre d'origine remis")) as session:
            if not find_modele(session, code).livre:
                raise InputError("Ce modèle n'a pas de texte d'origine.")
            forget_modele(session, code)

    def preview(self, code: str, objet: str | None, corps: str | None, jour: date) -> Lettre:
        """Return the letter for an invented family; FieldError as for `save_model`."""
        with self._store.read() as session:
            modele = find_modele(session, code).modele
        checked = checked_texts(modele, objet, corps)
        return build(
            type(modele)(code, modele.libelle, modele.decision, *checked), SAMPLE, _SAMPLE_ADDRESS, jour
        )

    # --- Letters ---

    def of_session(self, seance_id: int, code: str | None = None) -> tuple[LettreAFaire, ...]:
        """Return the letters that a session leads to, by reference; see `of_aids`."""
        with self._store.read() as session:
            return self._to_make(session, _aids_of(session, seance_id), code, seance_id)[0]

    def of_aids(self, aide_ids: Sequence[int], code: str | None = None) -> tuple[LettreAFaire, ...]:
        """Return the letters about these requests: that of the decision, or of a model.

        A request without anything to announce is left out; so is one that the model does not concern.
        """
        with self._store.read() as session:
            return self._to_make(session, aide_ids, code, None)[0]

    def already_there(self, envoi: Envoi) -> int:
        """Return how many of the files would take the place of another one."""
        with self._store.read() as session:
            lettres, _ = self._to_make(session, envoi.aide_ids, envoi.code, envoi.seance_id)
        names = file_names(_possible(lettres)).values()
        return sum((envoi.dossier / f"{name}{end}").exists() for name in names for end in envoi.formats)

    def write(
        self,
        envoi: Envoi,
        on_progress: OnProgress = no_progress,
        cancelled: IsCancelled = never_cancelled,
    ) -> LettresFaites:
        """Write the letters one after the other, then date the notifications of those that are written.

        What was asked to leave is traced before the first file appears. Stopped, or refused by the disk
        (the folder is full, a file is open elsewhere), it keeps what is written and says how far it went;
        OutputError when not even one letter could be.
        """
        with self._store.read() as session:
            lettres, courriers = self._to_make(session, envoi.aide_ids, envoi.code, envoi.seance_id)
        lettres = _possible(lettres)
        self._trace(lettres, courriers)
        written: list[LettreAFaire] = []
        refusal = ""
        names = file_names(lettres)
        for one in lettres:
            if cancelled():
                refusal = STOPPED
                break
            try:
                self._write_one(envoi, one, courriers[one.aide_id], names[one.aide_id])
            except OutputError as error:
                if not written:
                    raise
                refusal = str(error)
                break
            written.append(one)
            on_progress(len(written), len(lettres), "")
        self._notify(written, envoi.jour)
        return LettresFaites(len(written), len(written) * len(envoi.formats), refusal)

    def _write_one(self, envoi: Envoi, lettre: LettreAFaire, courrier: Courrier, name: str) -> None:
        letter = build(lettre.modele, courrier.champs, courrier.destinataire, envoi.jour)
        for end in envoi.formats:
            write_document(envoi.dossier / f"{name}{end}", RENDERERS[end](letter))

    def _to_make(
        self, session: Session, aide_ids: Sequence[int], code: str | None, seance_id: int | None
    ) -> tuple[tuple[LettreAFaire, ...], dict[int, Courrier]]:
        seance = None if seance_id is None else session.get(SeanceCommission, seance_id)
        modeles = read_modeles(session)
        courriers = read_courriers(session, self._communes, aide_ids, seance)
        found = []
        for one in courriers:
            modele = modele_of(modeles, code, one.decision)
            if modele is not None and concerns(one, modele):
                found.append(to_make(one, modele))
        return tuple(found), {one.aide_id: one for one in courriers}

    def _trace(self, lettres: Sequence[LettreAFaire], courriers: dict[int, Courrier]) -> None:
        """Leave what is about to leave the store: each letter, and each protected family it names."""
        protected = sorted({courriers[one.aide_id].famille_id for one in lettres if one.protegee})
        traces = [
            Trace("export", Aide.__tablename__, one.aide_id, one.aide_id, ("lettre", one.modele.code))
            for one in lettres
        ]
        traces += [Trace("export", Famille.__tablename__, ident, ident) for ident in protected]
        if traces:
            with self._store.write(self._auteur) as session:
                session.trace(*traces)

    def _notify(self, lettres: Sequence[LettreAFaire], jour: date) -> None:
        ids = [one.aide_id for one in lettres if one.modele.decision in NOTIFIEES]
        if not ids:
            return
        words = plural(len(ids), "lettre de notification faite", "lettres de notification faites")
        with self._store.write(self._auteur, Step(words[:1].upper() + words[1:])) as session:
            for ident in ids:
                aide = session.get(Aide, ident)
                if aide is not None:
                    aide.date_notification = jour


def _possible(lettres: Sequence[LettreAFaire]) -> tuple[LettreAFaire, ...]:
    return tuple(one for one in lettres if not one.empechement)


def _aids_of(session: Session, seance_id: int) -> tuple[int, ...]:
    """Return the requests of a session, those it put off too, by reference."""
    if session.get(SeanceCommission, seance_id) is None:
        raise InputError("Cette séance n'est plus dans la base.")
    put_off = select(Ajournement.aide_id).where(Ajournement.seance_id == seance_id)
    statement = select(Aide.id).where((Aide.seance_id == seance_id) | Aide.id.in_(put_off))
    return tuple(session.scalars(statement.order_by(Aide.reference, Aide.id)))
