"""The demonstration portfolio as it stands on a day of January 2018: a worker's agenda, notes, offers, aids.

Everybody is invented. The phone numbers are in the ranges that the Arcep keeps for works of fiction (décision
n° 2018-0881: 06 39 98, 05 36 49), the e-mail addresses in a domain that exists for examples (RFC 2606).
Nothing added is dated before 2 January 2018, but the sessions of the commission, the payments and the loans
of the aids of the portfolio: the figures of 2016 and 2017 stay those that were published.
"""

import json
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.jeu_de_regles_fichier import read_jeu, set_active
from caseapp.domain.nomenclature import StatutRendezVous
from caseapp.models import Aide, Brouillon, Famille, Impaye, Intervention, JeuRegles, RendezVous
from caseapp.paths import resource
from caseapp.services.agents import AgentService
from caseapp.services.demonstration_agenda import DayAgenda
from caseapp.services.demonstration_aides import DayAids
from caseapp.services.demonstration_argent import DayMoney
from caseapp.services.demonstration_impayes import DayArrears
from caseapp.services.demonstration_insertion import DayFollowUps
from caseapp.services.demonstration_lecture import FIRST_DAY, Links, Row, read_day_file
from caseapp.services.demonstration_logements import DayDwellings
from caseapp.services.demonstration_suivi import DaySuivi, write_families, write_seen
from caseapp.store import Store

DAY = date(2018, 1, 9)
"""Today, in the demonstration: a Tuesday."""
ME = "TS08"
"""Who uses the demonstration: the first of its agents by name."""
_LOCAL_RULES = "regles/impayes-landes.toml"
_COMING = (
    (Intervention, Intervention.date_ouverture),
    (Aide, Aide.date_decision),
    (Impaye, Impaye.date_issue),
)
"""Facts that the portfolio dates after the day, and that cannot have happened yet."""


def add_day(store: Store, auteur: str, day: date) -> None:
    """Add to the portfolio, just imported, what makes its worker's day true to life on `day`."""
    contacts = read_day_file("contacts")
    with store.write(auteur) as session:
        _bring_back(session, day)
        links = Links(session)
        write_families(session, links)
        agenda = DayAgenda(session, links, ME, day)
        agenda.write()
        suivi = DaySuivi(session, links, ME, auteur)
        suivi.write_interventions()
        suivi.write_offers(contacts["offre"], contacts["campagne"], agenda.keyed)
        suivi.write_calls(contacts["appel"], agenda.keyed)
        write_seen(session, _named(contacts))
        DayAids(session, links, ME, day, auteur).write()
        DayMoney(session, day, read_day_file("aides")["tiers"]).write()
        _apply_local_rules(session)
        for files in (DayArrears, DayDwellings, DayFollowUps):
            files(session, links, ME, day).write()
        famille = session.get_one(Famille, links.id("famille", contacts["brouillon"]["famille"]))
    _leave_draft(store, auteur, contacts["brouillon"], famille)


def _apply_local_rules(session: Session) -> None:
    """Let the rules of the Landes count, as this Caf would; elsewhere they are an example set aside."""
    text = set_active(resource(_LOCAL_RULES).read_text(encoding="utf-8"), actif=True)
    jeu = read_jeu(text)
    session.add(
        JeuRegles(
            code=jeu.code, version=jeu.version, contenu=text, ajoute_le=datetime.combine(FIRST_DAY, time(8))
        )
    )


def become_demonstrator(agents: AgentService) -> None:
    """Say that the agent whose day it is uses the program."""
    agents.set_me(next(one.id for one in agents.list_rows() if one.code == ME))


def _bring_back(session: Session, day: date) -> None:
    """Give a day already lived to what cannot have happened after `day`; later appointments are not held."""
    draw = Random(2018)  # noqa: S311 - the same days at each loading
    span = (FIRST_DAY + timedelta(days=number) for number in range((day - FIRST_DAY).days))
    lived = [one for one in span if one.weekday() < 5]
    for mapped, column in _COMING:
        for record in session.scalars(select(mapped).where(column >= day).order_by(mapped.reference)):
            setattr(record, column.key, draw.choice(lived))
    for meeting in session.scalars(select(RendezVous).where(RendezVous.date >= day)):
        meeting.statut = StatutRendezVous.PROPOSE.value


def _named(contacts: Row) -> set[str]:
    """Return the references of the families that someone sees or calls these days."""
    agenda, familles = read_day_file("agenda"), read_day_file("familles")
    seen = [*agenda["rendez_vous"], *contacts["offre"], *contacts["appel"]]
    seen += [one for held in agenda["permanence"] for one in held["rendez_vous"]]
    return {row["famille"] for row in seen if "famille" in row} | set(familles["personnes"])


def _leave_draft(store: Store, auteur: str, row: Row, famille: Famille) -> None:
    """Leave a quick entry unfinished, as of the moment that its file says."""
    said = f"{famille.nom} {famille.prenom} · {famille.matricule}"
    contenu = {"famille": f"{famille.id}\t{said}", **row["contenu"]}
    with store.write_draft() as session:
        session.add(
            Brouillon(
                auteur=auteur, cle=f"saisie.famille.{famille.id}", libelle=row["libelle"],
                famille_id=famille.id, contenu=json.dumps(contenu, ensure_ascii=False),
                modifie_le=row["moment"],
            )
        )  # fmt: skip
