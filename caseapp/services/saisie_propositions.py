"""What the quick entry proposes: the last values of the agent, the open interventions of the family."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import NiveauNote, StatutRendezVous
from caseapp.errors import InputError
from caseapp.models import Intervention, Note, RendezVous
from caseapp.models.codes import CodeCible, CodeMotif
from caseapp.services.agents import AgentService
from caseapp.services.familles import FamilleService, choice_label
from caseapp.services.perimetre import Choice
from caseapp.services.saisie import PROPOSE, Genre, Saisie
from caseapp.store import Store

PROTECTED = "Famille protégée : adresse et téléphone sont masqués."
_LOOKED_AT = 200
"""Latest appointments of the agent among which the last values are looked for."""


@dataclass(frozen=True, slots=True)
class Habitude:
    """Where and how the last contact of a kind was held."""

    mode: str | None = None
    lieu_id: int | None = None


@dataclass(frozen=True, slots=True)
class Propositions:
    """What a new entry begins with; `derniere` is the last one, to be duplicated."""

    habitudes: Mapping[Genre, Habitude] = field(default_factory=dict)
    niveau: str = NiveauNote.EQUIPE.value
    derniere: Saisie | None = None
    derniere_famille: Choice | None = None


@dataclass(frozen=True, slots=True)
class FamilleSaisie:
    """What the sheet says of the family chosen; `proposee` is the key of the intervention last used."""

    famille: Choice
    notices: tuple[str, ...] = ()
    interventions: tuple[Choice, ...] = ()
    proposee: str | None = None


class PropositionService:
    """Reads what was entered before."""

    def __init__(self, store: Store, auteur: str, agents: AgentService, familles: FamilleService) -> None:
        self._store = store
        self._auteur = auteur
        self._agents = agents
        self._familles = familles

    def read(self, today: date) -> Propositions:
        """Return what the next entry begins with."""
        me = self._agents.me()
        if me is None:
            return Propositions()
        statement = select(RendezVous).where(RendezVous.agent_id == me.id).order_by(RendezVous.id.desc())
        with self._store.read() as session:
            latest = session.scalars(statement.limit(_LOOKED_AT)).all()
            niveau = self._niveau(session)
        last = latest[0] if latest else None
        return Propositions(
            _habitudes([one for one in latest if one.statut != PROPOSE]),
            niveau,
            None if last is None else _again(last, today),
            self._famille(last.famille_id) if last is not None and last.famille_id is not None else None,
        )

    def about(self, famille_id: int) -> FamilleSaisie:
        """Return what must be known of a family before writing; InputError when it is gone."""
        famille = self._familles.list_rows([famille_id])
        if not famille:
            raise InputError("Cette famille n'est plus dans la base.")
        protected = (PROTECTED,) if famille[0].protection else ()
        with self._store.read() as session:
            interventions = _open_interventions(session, famille_id)
            used = _last_used(session, famille_id)
        keys = [one.key for one in interventions]
        proposed = str(used) if str(used) in keys else next(iter(keys), None)
        label = Choice(str(famille_id), choice_label(famille[0]))
        return FamilleSaisie(label, (*protected, *famille[0].notices), interventions, proposed)

    def _famille(self, famille_id: int) -> Choice | None:
        rows = self._familles.list_rows([famille_id])
        return Choice(str(famille_id), choice_label(rows[0])) if rows else None

    def _niveau(self, session: Session) -> str:
        statement = select(Note.niveau).where(Note.auteur == self._auteur).order_by(Note.id.desc()).limit(1)
        return session.scalar(statement) or NiveauNote.EQUIPE.value


def _genre(one: RendezVous) -> Genre:
    if one.famille_id is None:
        return Genre.ANONYME
    genres = {Genre.VISITE.type: Genre.VISITE, Genre.DROITS.type: Genre.DROITS}
    phone = Genre.APPEL if one.mode == Genre.APPEL.mode else Genre.ENTRETIEN
    return genres.get(one.type, phone)


def _habitudes(latest: list[RendezVous]) -> dict[Genre, Habitude]:
    """Take the last contact of each kind; what has no last one begins as the last held somewhere."""
    anywhere = next((Habitude(one.mode, one.lieu_id) for one in latest if one.lieu_id), Habitude())
    found: dict[Genre, Habitude] = {}
    for one in latest:
        found.setdefault(_genre(one), Habitude(one.mode, one.lieu_id))
    for genre in (Genre.ENTRETIEN, Genre.DROITS, Genre.ANONYME):
        found.setdefault(genre, Habitude("physique", anywhere.lieu_id))
    return found


def _again(one: RendezVous, today: date) -> Saisie:
    """Return the same contact today, without its note nor its hour."""
    saisie = Saisie(
        _genre(one), one.date, one.famille_id, duree=one.duree, mode=one.mode, lieu_id=one.lieu_id,
        intervention_id=one.intervention_id, statut=one.statut,
    )  # fmt: skip
    held = one.date <= today
    return replace(saisie, date=today, statut=StatutRendezVous.HONORE.value) if held else saisie


def _open_interventions(session: Session, famille_id: int) -> tuple[Choice, ...]:
    """Return those not closed, latest first: `Logement · impayé de loyer · ouverte le 17/05/2026`."""
    statement = (
        select(Intervention.id, CodeCible.libelle, CodeMotif.libelle, Intervention.date_ouverture)
        .join(CodeMotif, CodeMotif.code == Intervention.motif)
        .join(CodeCible, CodeCible.code == CodeMotif.cible)
        .where(Intervention.famille_id == famille_id, Intervention.date_cloture.is_(None))
        .order_by(Intervention.date_ouverture.desc(), Intervention.id.desc())
    )
    return tuple(
        Choice(str(ident), f"{cible} · {motif} · ouverte le {format_date(opened)}")
        for ident, cible, motif, opened in session.execute(statement)
    )


def _last_used(session: Session, famille_id: int) -> int | None:
    statement = (
        select(RendezVous.intervention_id)
        .where(RendezVous.famille_id == famille_id, RendezVous.intervention_id.is_not(None))
        .order_by(RendezVous.date.desc(), RendezVous.id.desc())
    )
    return session.scalar(statement.limit(1))
