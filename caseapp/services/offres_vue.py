"""One offer as it is worked on: whom to reach, what to say, what was tried."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from caseapp.domain.names import family_name, worker_name
from caseapp.domain.parcours import Modele, OffreFacts, Position, Tentative, locate
from caseapp.errors import InputError
from caseapp.models import Agent, Famille, OffreContact, RendezVous, TentativeContact
from caseapp.models.codes import CODE_LISTS, CodeMotif
from caseapp.services.familles import MASKED
from caseapp.services.offres_parcours import EtapeRow, ParcoursCatalogue, draw_path, forbidden_canals

_O, _F, _T = OffreContact.__table__.c, Famille.__table__.c, TentativeContact.__table__.c
_R = RendezVous.__table__.c


@dataclass(frozen=True, slots=True)
class EssaiRow:
    """An attempt, in words."""

    date: date
    canal: str
    resultat: str | None
    agent: str | None


@dataclass(frozen=True, slots=True)
class OffreVue:
    """An offer opened; phone and e-mail of a protected family are masked."""

    id: int
    famille_id: int
    nom: str
    prenom: str | None
    telephone: str | None
    courriel: str | None
    protection: bool
    ne_pas_appeler: bool
    ne_pas_ecrire: bool
    consigne: str | None
    campagne: str | None
    motif: str
    cible: str
    date_offre: date
    position: Position
    chemin: tuple[EtapeRow, ...]
    canaux: tuple[str, ...]
    """By which the current step can be taken."""
    script: tuple[str, ...]
    modele: Modele | None
    """What to send: that of the current step, else of the next one that has any."""
    essais: tuple[EssaiRow, ...]

    @property
    def famille(self) -> str:
        """Name then first name."""
        return family_name(self.nom, self.prenom)


def read_vue(session: Session, catalogue: ParcoursCatalogue, offre_id: int, today: date) -> OffreVue:
    """Return an offer; InputError when it is gone."""
    statement: Select[Any] = (
        select(
            _O.id, _O.famille_id, _O.campagne, _O.motif, _O.parcours, _O.date_offre, _O.reponse,
            _O.date_reponse, _F.nom, _F.prenom, _F.telephone, _F.courriel, _F.protection, _F.ne_pas_appeler,
            _F.ne_pas_ecrire, _F.consigne, CodeMotif.libelle, CodeMotif.cible, _R.date.label("rendez_vous"),
        )
        .join(_F.id.table, _F.id == _O.famille_id)
        .join(CodeMotif, CodeMotif.code == _O.motif)
        .outerjoin(_R.id.table, _R.id == _O.rendez_vous_id)
        .where(_O.id == offre_id)
    )  # fmt: skip
    row = session.execute(statement).one_or_none()
    if row is None:
        raise InputError("Cette offre n'est plus dans la base.")
    forbidden = forbidden_canals(ne_pas_appeler=row.ne_pas_appeler, ne_pas_ecrire=row.ne_pas_ecrire)
    declared = catalogue.find(row.parcours, row.motif)
    allowed = catalogue.find(row.parcours, row.motif, forbidden)
    tentatives, essais = _attempts(session, offre_id)
    facts = OffreFacts(row.date_offre, row.reponse, row.date_reponse, tentatives, row.rendez_vous)
    position = locate(allowed, facts, today)
    etape = allowed.etapes[position.etape]
    modeles = [one.modele for one in (etape, *allowed.etapes.values()) if one.modele]
    return OffreVue(
        id=row.id, famille_id=row.famille_id, nom=row.nom, prenom=row.prenom,
        telephone=MASKED if row.protection and row.telephone else row.telephone,
        courriel=MASKED if row.protection and row.courriel else row.courriel,
        protection=bool(row.protection), ne_pas_appeler=bool(row.ne_pas_appeler),
        ne_pas_ecrire=bool(row.ne_pas_ecrire), consigne=row.consigne, campagne=row.campagne,
        motif=row.libelle, cible=row.cible, date_offre=row.date_offre, position=position,
        chemin=draw_path(declared, allowed, facts), canaux=etape.canaux,
        script=etape.script if "telephone" in etape.canaux else (),
        modele=modeles[0] if modeles else None, essais=essais,
    )  # fmt: skip


def _attempts(session: Session, offre_id: int) -> tuple[tuple[Tentative, ...], tuple[EssaiRow, ...]]:
    """Return the attempts as facts, and in words."""
    canal, resultat = CODE_LISTS["canal"], CODE_LISTS["resultat_contact"]
    statement: Select[Any] = (
        select(_T.date, _T.canal, _T.resultat, canal.libelle, resultat.libelle, Agent.prenom, Agent.nom)
        .join(canal, canal.code == _T.canal)
        .outerjoin(resultat, resultat.code == _T.resultat)
        .outerjoin(Agent, Agent.id == _T.agent_id)
        .where(_T.offre_id == offre_id)
        .order_by(_T.date, _T.id)
    )
    rows = session.execute(statement).all()
    return (
        tuple(Tentative(*row[:3]) for row in rows),
        tuple(
            EssaiRow(day, by, result, worker_name(nom, prenom) or None)
            for day, _canal, _resultat, by, result, prenom, nom in rows
        ),
    )
