"""Campaigns: an extraction becomes offers of contact, seen before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.text import fold
from caseapp.errors import FieldError
from caseapp.exchange.watch import IsCancelled, OnProgress, Watch, never_cancelled, no_progress
from caseapp.models import OffreContact
from caseapp.services.campagne_colonnes import Personne
from caseapp.services.campagne_ecriture import CampagneResult, Envoi, write_campaign
from caseapp.services.campagne_fichier import Extraction, read_extraction
from caseapp.services.campagne_rapprochement import Rapprochement, Rapprocheur, bare
from caseapp.services.offres_controles import campaign_name, check_path
from caseapp.services.offres_parcours import ParcoursCatalogue
from caseapp.store import Step, Store

__all__ = ["Campagne", "CampagnePreview", "CampagneResult", "CampagneService", "Decision", "Etat", "Ligne"]

UNDOABLE = 500
"""Offers above which an import is journaled by ranges, and cannot be undone in one step."""
_O = OffreContact.__table__.c


class Etat(StrEnum):
    """What a row of an extraction is."""

    RESSEMBLANTE = "à vérifier"
    REFUSEE = "refusée"
    NOUVELLE = "nouvelle"
    CONNUE = "connue"
    DEJA = "déjà dans la campagne"
    DOUBLE = "en double"


class Decision(StrEnum):
    """What is done with a row."""

    OFFRIR = "offrir"
    CREER = "créer et offrir"
    LAISSER = "laisser"


_CHOICES = {
    Etat.CONNUE: (Decision.OFFRIR, Decision.LAISSER),
    Etat.NOUVELLE: (Decision.CREER, Decision.LAISSER),
    Etat.RESSEMBLANTE: (Decision.OFFRIR, Decision.CREER, Decision.LAISSER),
}


@dataclass(frozen=True, slots=True)
class Campagne:
    """What is offered, and from when; `jour_evenement` dates each offer from its event when it is known."""

    nom: str
    motif: str
    jour: date
    parcours: str | None = None
    jour_evenement: bool = False


@dataclass(frozen=True, slots=True)
class Ligne:
    """A row of the preview: who, what is known of them, what can be done, what is proposed."""

    ligne: int
    personne: Personne = field(repr=False)
    etat: Etat
    explication: str = field(repr=False)
    famille_id: int | None = None
    decision: Decision = Decision.LAISSER
    decisions: tuple[Decision, ...] = ()
    """What the user may choose; nothing for a row that is left out."""


@dataclass(frozen=True, slots=True)
class CampagnePreview:
    """What importing an extraction would do."""

    campagne: Campagne
    fichier: str
    colonnes: tuple[str, ...]
    ignorees: tuple[str, ...]
    lignes: tuple[Ligne, ...]

    def count(self, etat: Etat) -> int:
        """Return how many rows are in a state."""
        return sum(one.etat is etat for one in self.lignes)


class CampagneService:
    """Previews and imports extractions into an open store."""

    def __init__(self, store: Store, auteur: str, catalogue: ParcoursCatalogue) -> None:
        self._store, self._auteur, self._catalogue = store, auteur, catalogue

    def check(self, campagne: Campagne, today: date) -> Campagne:
        """Return the campaign under the name it already has, if any; FieldError for what cannot be."""
        name = campaign_name(campagne.nom)
        if name is None:
            raise FieldError("campagne", "Donnez un nom à cette campagne.")
        if campagne.jour > today:
            raise FieldError("jour", "Cette date est dans le futur.")
        with self._store.read() as session:
            check_path(session, self._catalogue, campagne.motif, campagne.parcours)
            known = session.scalars(select(_O.campagne).where(_O.campagne.is_not(None)).distinct())
            name = next((one for one in known if one and fold(one) == fold(name)), name)
        return Campagne(name, campagne.motif, campagne.jour, campagne.parcours, campagne.jour_evenement)

    def preview(
        self,
        path: Path,
        campagne: Campagne,
        today: date,
        on_progress: OnProgress = no_progress,
        cancelled: IsCancelled = never_cancelled,
    ) -> CampagnePreview:
        """Say what importing a file would do, without writing; InputError when it cannot be read."""
        watch = Watch(on_progress, cancelled)
        extraction = read_extraction(path, today, watch)
        with self._store.read() as session:
            lignes = _Preview(session, extraction, campagne, watch).lignes()
        columns = extraction.colonnes
        return CampagnePreview(campagne, extraction.nom, columns.prises, columns.ignorees, lignes)

    def import_campaign(
        self,
        preview: CampagnePreview,
        decisions: Mapping[int, Decision],
        on_progress: OnProgress = no_progress,
        cancelled: IsCancelled = never_cancelled,
    ) -> CampagneResult:
        """Write the offers decided, by line of the file, in one transaction; a family gets one at most."""
        envois = [
            _envoi(one, decision, preview.campagne)
            for one in preview.lignes
            if (decision := decisions.get(one.ligne, one.decision)) in one.decisions
            and decision is not Decision.LAISSER
        ]
        watch = Watch(on_progress, cancelled)
        watch.total = len(envois)
        undoable = len(envois) <= UNDOABLE
        step = Step(f"Campagne importée : {preview.campagne.nom}"[:200]) if undoable else None
        with self._store.write(self._auteur, step) as session:
            result = write_campaign(session, self._store, envois, watch, by_step=undoable)
            watch.check()
        return result


def _envoi(ligne: Ligne, decision: Decision, campagne: Campagne) -> Envoi:
    person = ligne.personne
    day = person.date_evenement if campagne.jour_evenement and person.date_evenement else campagne.jour
    famille_id = ligne.famille_id if decision is Decision.OFFRIR else None
    return Envoi(person, famille_id, campagne.nom, campagne.motif, campagne.parcours, day)


class _Preview:
    """Sorts the rows of one extraction."""

    def __init__(self, session: Session, extraction: Extraction, campagne: Campagne, watch: Watch) -> None:
        self._watch, self._personnes = watch, extraction.personnes
        watch.total = len(self._personnes)
        self._offered = set(session.scalars(select(_O.famille_id).where(_O.campagne == campagne.nom)))
        self._matcher = Rapprocheur(session, self._personnes, watch)
        self._seen: dict[object, int] = {}

    def lignes(self) -> tuple[Ligne, ...]:
        found = []
        for rank, personne in enumerate(self._personnes):
            if rank % 100 == 0:
                self._watch.report(rank, "Recherche des familles connues")
            found.append(self._ligne(personne))
        return tuple(found)

    def _ligne(self, personne: Personne) -> Ligne:
        if personne.refus:
            return Ligne(personne.ligne, personne, Etat.REFUSEE, personne.refus)
        match = self._matcher.find(personne)
        known = match.famille.identite.id if match is not None and match.is_taken else None
        for key in _keys(personne, known):
            first = self._seen.setdefault(key, personne.ligne)
            if first != personne.ligne:
                return Ligne(personne.ligne, personne, Etat.DOUBLE, f"même personne que la ligne {first}")
        if match is None:
            return _new(personne)
        return self._known(personne, match)

    def _known(self, personne: Personne, match: Rapprochement) -> Ligne:
        ident = match.famille.identite.id
        said = ", ".join((*match.raisons, *match.famille.notices))
        said = f"{match.famille.nom} : {said}"
        if ident in self._offered and match.is_taken:
            return Ligne(personne.ligne, personne, Etat.DEJA, said, ident)
        etat = Etat.CONNUE if match.sure else Etat.RESSEMBLANTE
        decision = Decision.OFFRIR if match.is_taken else Decision.LAISSER
        choices = _CHOICES[etat] if personne.nom and not match.par_numero else _CHOICES[Etat.CONNUE]
        return Ligne(personne.ligne, personne, etat, said, ident, decision, choices)


def _new(personne: Personne) -> Ligne:
    if not personne.nom:
        reason = "numéro inconnu, et pas de nom pour créer la famille"
        return Ligne(personne.ligne, personne, Etat.REFUSEE, reason)
    return Ligne(
        personne.ligne, personne, Etat.NOUVELLE, "aucune famille ne ressemble", None, Decision.CREER,
        _CHOICES[Etat.NOUVELLE],
    )  # fmt: skip


def _keys(personne: Personne, famille_id: int | None) -> Sequence[object]:
    """Return what two rows about one person share."""
    keys: list[object] = [("famille", famille_id)] if famille_id is not None else []
    if personne.matricule:
        keys.append(("numéro", bare(personne.matricule)))
    if personne.nom and personne.date_naissance:
        name = fold(f"{personne.nom} {personne.prenom or ''}")
        keys.append(("personne", name, personne.date_naissance))
    return keys
