"""The calls of the phone line on a real store, and the figures that follow them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select
from stores import AUTEUR, new_store

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.periods import year_period
from caseapp.errors import FieldError, InputError
from caseapp.models import Appel, Famille, Note
from caseapp.paths import resource
from caseapp.services.agents import AgentService
from caseapp.services.appels import AppelSaisie, AppelService
from caseapp.services.familles import FamilleService
from caseapp.services.historique import HistoriqueService
from caseapp.services.statistiques import StatistiquesService
from caseapp.store import Store

NOW = datetime(2026, 11, 21, 14, 32, 10, 5).astimezone()
TODAY = NOW.date()
COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    with store.write(AUTEUR) as session:
        session.add(Famille(reference="F1", nom="Nguyễn", prenom="Emma"))
    AgentService(store, AUTEUR).add_me("Durand", "Camille", "cesf")
    yield store
    store.close()


@pytest.fixture
def service(store: Store) -> AppelService:
    agents = AgentService(store, AUTEUR)
    return AppelService(store, AUTEUR, agents, FamilleService(store, AUTEUR, COMMUNES))


def test_the_day_counts_what_was_received_and_the_figures_follow(store: Store, service: AppelService) -> None:
    for minutes, decroche in ((0, True), (5, True), (10, False), (15, True)):
        service.receive(NOW + timedelta(minutes=minutes), decroche=decroche)
    service.set_suite(2, "rendez_vous")
    day = service.read_day(TODAY)
    assert (day.recus, day.traites, day.taux, day.a_rappeler) == (4, 3, Fraction(75), 1)
    figures = StatistiquesService(store).figures(year_period(2026))
    found = {
        address: figures[f"plateforme.{address}"].value
        for address in ("appels_recus", "contacts_traites", "taux_decroche", "rendez_vous_programmes")
    }
    assert found == {
        "appels_recus": 4, "contacts_traites": 3, "taux_decroche": Fraction(75), "rendez_vous_programmes": 1,
    }  # fmt: skip


def test_a_call_bears_its_hour_and_who_took_it(service: AppelService) -> None:
    service.receive(NOW, decroche=True)
    [row] = service.read_day(TODAY).appels
    assert (row.date, row.heure, row.agent, row.decroche) == (TODAY, time(14, 32, 10), "DURAND", True)


def test_a_call_can_be_received_by_someone_who_did_not_say_who(store: Store) -> None:
    agents = AgentService(store, "inconnue")
    service = AppelService(store, "inconnue", agents, FamilleService(store, "inconnue", COMMUNES))
    service.receive(NOW, decroche=False)
    [row] = service.read_day(TODAY).appels
    assert row.agent == ""


def test_missed_calls_wait_first_until_somebody_calls_back(service: AppelService) -> None:
    days = (timedelta(days=8), timedelta(days=7), timedelta(days=1), timedelta())
    old, week, yesterday, missed = (service.receive(NOW - gone, decroche=False) for gone in days)
    answered = service.receive(NOW - timedelta(days=1), decroche=True)
    late = service.receive(NOW + timedelta(minutes=9), decroche=True)
    early = service.receive(NOW - timedelta(minutes=9), decroche=True)
    shown = [row.id for row in service.read_day(TODAY).appels]
    assert shown == [week, yesterday, missed, late, early]
    assert old not in shown
    assert answered not in shown
    assert service.read_day(TODAY).recus == 3, "those of other days are not of the day"
    service.set_suite(missed, "rappel")
    service.set_suite(week, "rappel")
    assert [row.id for row in service.read_day(TODAY).appels] == [yesterday, late, missed, early]


def test_a_call_is_completed_with_its_family_and_a_note(store: Store, service: AppelService) -> None:
    ident = service.receive(NOW, decroche=False)
    service.edit(ident, AppelSaisie(TODAY, True, time(9, 5), 1, "reponse", " RSA versé. "), TODAY)
    [row] = service.read_day(TODAY).appels
    assert (row.decroche, row.heure, row.famille, row.suite_libelle) == (
        True, time(9, 5), "Nguyễn Emma", "Réponse donnée",
    )  # fmt: skip
    with store.read() as session:
        note = session.scalars(select(Note)).one()
        assert (note.texte, note.famille_id, note.niveau, note.auteur) == ("RSA versé.", 1, "equipe", AUTEUR)
    assert HistoriqueService(store, AUTEUR).undo().libelle == "Appel complété"
    [row] = service.read_day(TODAY).appels
    assert (row.decroche, row.famille_id, row.suite) == (False, None, None)


@pytest.mark.parametrize(
    ("field", "saisie"),
    [
        ("date", AppelSaisie(TODAY + timedelta(1), True)),
        ("date", AppelSaisie(date(1899, 12, 31), True)),
        ("note", AppelSaisie(TODAY, True, note="Sans famille")),
        ("note", AppelSaisie(TODAY, True, famille_id=1, note="Un\u202emot")),
        ("niveau", AppelSaisie(TODAY, True, famille_id=1, note="Un mot", niveau="public")),
        ("famille", AppelSaisie(TODAY, True, famille_id=99)),
        ("suite", AppelSaisie(TODAY, True, suite="peut_etre")),
    ],
)
def test_a_refusal_names_its_field_and_changes_nothing(
    service: AppelService, field: str, saisie: AppelSaisie
) -> None:
    ident = service.receive(NOW, decroche=False)
    before = service.read_day(TODAY)
    with pytest.raises(FieldError) as refused:
        service.edit(ident, saisie, TODAY)
    assert refused.value.field == field
    assert service.read_day(TODAY) == before


def test_a_call_noted_by_mistake_goes_and_comes_back(store: Store, service: AppelService) -> None:
    ident = service.receive(NOW, decroche=True)
    service.remove(ident)
    assert service.read_day(TODAY).appels == ()
    for act in (lambda: service.remove(ident), lambda: service.set_suite(ident, "rappel")):
        with pytest.raises(InputError, match="plus dans la base"):
            act()
    HistoriqueService(store, AUTEUR).undo()
    with store.read() as session:
        assert session.get(Appel, ident) is not None
    assert len(service.read_day(TODAY).appels) == 1


def test_a_day_without_calls_has_no_rate(service: AppelService) -> None:
    assert service.read_day(date(2020, 1, 1)).taux is None
