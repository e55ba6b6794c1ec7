"""The agenda on a real store: what is shown, refused, marked, put off; what the calendar never says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select
from stores import new_store

from caseapp.errors import FieldError, InputError
from caseapp.models import Agent, Famille, Intervention, Note, RendezVous
from caseapp.models.base import new_reference
from caseapp.services.agenda import AgendaService, as_typed
from caseapp.services.agenda_lecture import measure
from caseapp.services.agenda_rows import RendezVousSaisie
from caseapp.services.agents import AgentService
from caseapp.services.historique import HistoriqueService
from caseapp.store import Step, Store

ME = "camille"
MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)
CANARY, NUMBER, WORDS = "Zibeline-Kwak", "7777123", "séparation violente"
NINE, HALF_PAST_NINE, TEN = time(9), time(9, 30), time(10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def agents(store: Store) -> AgentService:
    agents = AgentService(store, ME)
    agents.add_me("Durand", "Camille", "cesf")
    return agents


@pytest.fixture
def agenda(store: Store, agents: AgentService) -> AgendaService:
    return AgendaService(store, ME, agents)


@pytest.fixture
def emma(store: Store) -> int:
    return add_famille(store, CANARY)


def add_famille(store: Store, nom: str, **values: object) -> int:
    with store.write(ME, Step("Famille créée")) as session:
        famille = Famille(reference=new_reference("F"), nom=nom, prenom="Emma", telephone="0612345678")
        famille.matricule = NUMBER if nom == CANARY else None
        for name, value in values.items():
            setattr(famille, name, value)
        session.add(famille)
        session.flush()
        return famille.id


def add_agent(store: Store, nom: str) -> int:
    with store.write(ME, Step("Agent ajouté")) as session:
        agent = Agent(code=nom.upper(), nom=nom, metier="cesf")
        session.add(agent)
        session.flush()
        return agent.id


def add_intervention(store: Store, famille_id: int, motif: str = "impaye_loyer") -> int:
    with store.write(ME, Step("Intervention ouverte")) as session:
        one = Intervention(
            reference=new_reference("I"), famille_id=famille_id, motif=motif, nature="information_conseil",
            date_ouverture=date(2026, 11, 2),
        )  # fmt: skip
        session.add(one)
        session.flush()
        return one.id


def typed(day: date = MONDAY, heure: time | None = NINE, **values: object) -> RendezVousSaisie:
    given: dict[str, object] = {"date": day, "type": "entretien", "heure": heure, **values}
    return RendezVousSaisie(**given)  # type: ignore[arg-type]


def statuts(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(RendezVous.statut).order_by(RendezVous.id)))


def test_the_week_shows_mine_by_day_and_hour_with_the_cible(
    store: Store, agenda: AgendaService, agents: AgentService, emma: int
) -> None:
    other = add_agent(store, "Martin")
    intervention = add_intervention(store, emma)
    agenda.add(typed(TUESDAY, TEN, famille_id=emma, intervention_id=intervention, duree=60))
    agenda.add(typed(TUESDAY, None))
    agenda.add(typed(MONDAY, HALF_PAST_NINE, famille_id=emma))
    agenda.add(typed(MONDAY, NINE, agent_id=other))
    agenda.add(typed(date(2026, 11, 30), NINE))
    me = agents.me()
    assert me is not None
    mine = agenda.period(MONDAY, FRIDAY, {me.id}).rendez_vous
    assert [(row.date, row.heure) for row in mine] == [
        (MONDAY, HALF_PAST_NINE), (TUESDAY, None), (TUESDAY, TEN),
    ]  # fmt: skip
    assert [row.famille for row in mine] == [f"{CANARY} Emma", "Sans famille", f"{CANARY} Emma"]
    assert [row.cible for row in mine] == [None, None, "logement"]
    assert len(agenda.period(MONDAY, FRIDAY, None).rendez_vous) == 4
    assert [row.agent for row in agenda.period(MONDAY, FRIDAY, {other}).rendez_vous] == ["Martin"]


def test_a_protected_family_gives_its_name_and_notices_only(store: Store, agenda: AgendaService) -> None:
    hidden = add_famille(store, "O'Brien", protection=True, ne_pas_appeler=True, adresse="3 rue du Bois")
    agenda.add(typed(famille_id=hidden))
    row = agenda.period(MONDAY, MONDAY, None).rendez_vous[0]
    assert (row.famille, row.protection, row.consignes) == ("O'Brien Emma", True, ("Ne pas appeler.",))
    assert "0612345678" not in repr(row)
    assert "Bois" not in repr(row)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"date": None}, "date"),
        ({"date": date(2200, 1, 1)}, "date"),
        ({"date_demande": TUESDAY}, "date"),
        ({"date_demande": date(1899, 12, 31)}, "date_demande"),
        ({"type": None}, "type"),
        ({"type": "inconnu"}, "type"),
        ({"mode": "pigeon"}, "mode"),
        ({"duree": 0}, "duree"),
        ({"heure": None, "duree": 30}, "heure"),
        ({"lieu_id": 99}, "lieu"),
        ({"agent_id": 99}, "agent"),
        ({"famille_id": 99}, "famille"),
        ({"note": "Sans personne."}, "note"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_what_is_refused_is_said_under_its_field_and_nothing_is_written(
    store: Store, agenda: AgendaService, values: dict[str, object], field: str
) -> None:
    with pytest.raises(FieldError) as refused:
        agenda.add(_changed(values))
    assert refused.value.field == field
    assert statuts(store) == []


def _changed(values: dict[str, object]) -> RendezVousSaisie:
    given: dict[str, object] = {"date": MONDAY, "type": "entretien", "heure": NINE, **values}
    return RendezVousSaisie(**given)  # type: ignore[arg-type]


def test_an_intervention_of_another_family_is_refused(store: Store, agenda: AgendaService, emma: int) -> None:
    other = add_intervention(store, add_famille(store, "Garcia"))
    with pytest.raises(FieldError, match="autre famille"):
        agenda.add(typed(famille_id=emma, intervention_id=other))
    with pytest.raises(FieldError, match="demande sa famille"):
        agenda.add(typed(intervention_id=other))


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ((NINE, 60), (HALF_PAST_NINE, 30), True),
        ((NINE, 30), (HALF_PAST_NINE, 30), False),
        ((HALF_PAST_NINE, 30), (NINE, 30), False),
        ((NINE, None), (HALF_PAST_NINE, 15), True),
        ((NINE, 120), (HALF_PAST_NINE, 15), True),
        ((HALF_PAST_NINE, 15), (NINE, 120), True),
    ],
    ids=["begins-during", "touches-after", "touches-before", "unsaid-length", "inside", "around"],
)
def test_an_overlap_is_told_and_kept_once_confirmed(
    store: Store,
    agenda: AgendaService,
    first: tuple[time, int | None],
    second: tuple[time, int],
    overlap: bool,
) -> None:
    agenda.add(typed(heure=first[0], duree=first[1]))
    asked = typed(heure=second[0], duree=second[1])
    if overlap:
        with pytest.raises(FieldError, match="déjà un rendez-vous") as told:
            agenda.add(asked)
        assert told.value.field == "heure"
    assert bool(agenda.conflict(asked)) is overlap
    agenda.add(typed(heure=second[0], duree=second[1], confirme=True))
    assert len(statuts(store)) == 2


def test_another_agent_another_day_or_a_cancelled_one_is_no_overlap(
    store: Store, agenda: AgendaService
) -> None:
    first = agenda.add(typed())
    assert agenda.conflict(typed(agent_id=add_agent(store, "Martin"))) == ""
    assert agenda.conflict(typed(TUESDAY)) == ""
    assert agenda.conflict(typed(), sauf=first) == ""
    agenda.mark(first, "annule", MONDAY)
    assert agenda.conflict(typed()) == ""


def test_an_overlap_over_midnight_is_seen(agenda: AgendaService) -> None:
    agenda.add(typed(MONDAY, time(23, 30), duree=90))
    assert agenda.conflict(typed(TUESDAY, time(0, 30)))


def test_marks_are_one_step_each_and_are_undone_by_name(
    store: Store, agenda: AgendaService, emma: int
) -> None:
    key = agenda.add(typed(famille_id=emma))
    historique = HistoriqueService(store, ME)
    for statut, label in (("honore", "Rendez-vous honoré"), ("absent", "Absence notée"),
                          ("annule", "Rendez-vous annulé")):  # fmt: skip
        agenda.mark(key, statut, MONDAY)
        assert statuts(store) == [statut]
        assert historique.undo().libelle == label
        assert statuts(store) == ["propose"]


def test_what_is_to_come_is_neither_honoured_nor_missed(store: Store, agenda: AgendaService) -> None:
    key = agenda.add(typed(TUESDAY))
    for statut in ("absent", "honore"):
        with pytest.raises(InputError, match="pas encore eu lieu"):
            agenda.mark(key, statut, MONDAY)
    agenda.mark(key, "annule", MONDAY)
    assert statuts(store) == ["annule"]


def test_putting_off_keeps_the_old_one_and_is_one_step(
    store: Store, agenda: AgendaService, emma: int
) -> None:
    old = agenda.add(typed(famille_id=emma, duree=30, mode="physique", date_demande=date(2026, 11, 20)))
    new = agenda.row(agenda.postpone(old, TUESDAY, TEN))
    assert agenda.row(old).statut == "reporte"
    assert (new.date, new.heure, new.duree, new.mode) == (TUESDAY, TEN, 30, "physique")
    assert (new.statut, new.reporte_de_id, new.famille_id) == ("propose", old, emma)
    with pytest.raises(InputError, match="déjà reporté"):
        agenda.postpone(old, FRIDAY, None)
    with pytest.raises(InputError, match="celui qui le remplace"):
        agenda.mark(old, "honore", MONDAY)
    assert HistoriqueService(store, ME).undo().libelle == "Rendez-vous reporté"
    assert statuts(store) == ["propose"]


def test_putting_off_to_an_overlap_changes_nothing_until_confirmed(
    store: Store, agenda: AgendaService
) -> None:
    old = agenda.add(typed())
    agenda.add(typed(TUESDAY, NINE))
    with pytest.raises(FieldError, match="déjà un rendez-vous"):
        agenda.postpone(old, TUESDAY, NINE)
    assert statuts(store) == ["propose", "propose"]
    agenda.postpone(old, TUESDAY, NINE, confirme=True)
    assert statuts(store) == ["reporte", "propose", "propose"]


def test_an_overlap_once_kept_is_not_told_again_until_the_hours_change(agenda: AgendaService) -> None:
    agenda.add(typed(duree=60))
    key = agenda.add(typed(heure=HALF_PAST_NINE, duree=30, confirme=True))
    agenda.change(key, typed(heure=HALF_PAST_NINE, duree=30, mode="visio"), date(2026, 12, 31))
    assert agenda.row(key).mode == "visio"
    with pytest.raises(FieldError, match="déjà un rendez-vous"):
        agenda.change(key, typed(heure=HALF_PAST_NINE, duree=20), date(2026, 12, 31))


def test_changing_moves_it_and_its_note_follows(store: Store, agenda: AgendaService, emma: int) -> None:
    key = agenda.add(typed(famille_id=emma, note="Plan reçu."))
    assert agenda.note(key) == "Plan reçu."
    agenda.change(key, typed(TUESDAY, TEN, famille_id=emma, note="Plan signé."), date(2026, 12, 31))
    row = agenda.row(key)
    assert (row.date, row.heure, agenda.note(key)) == (TUESDAY, TEN, "Plan signé.")
    agenda.change(key, typed(TUESDAY, TEN, famille_id=emma), date(2026, 12, 31))
    with store.read() as session:
        assert session.scalars(select(Note)).all() == []


def test_what_is_left_to_complete_is_mine_hurried_first(store: Store, agenda: AgendaService) -> None:
    other = add_agent(store, "Martin")
    passed = agenda.add(typed(MONDAY))
    hurried = agenda.add(typed(TUESDAY, a_completer=True))
    agenda.add(typed(MONDAY, agent_id=other))
    agenda.add(typed(FRIDAY))
    done = agenda.add(typed(MONDAY, TEN))
    agenda.mark(done, "honore", MONDAY)
    assert [row.id for row in agenda.to_complete(TUESDAY)] == [hurried, passed]


def test_delays_count_first_appointments_only(store: Store, agenda: AgendaService, emma: int) -> None:
    assert agenda.delais(FRIDAY, None).mediane is None
    first = agenda.add(typed(MONDAY, famille_id=emma, date_demande=date(2026, 11, 19)))
    agenda.add(typed(TUESDAY, famille_id=emma, date_demande=date(2026, 11, 1)))
    agenda.postpone(first, FRIDAY, None)
    garcia = add_famille(store, "Garcia")
    agenda.add(typed(TUESDAY, TEN, famille_id=garcia, date_demande=date(2026, 11, 14)))
    opened = add_intervention(store, garcia)
    agenda.add(typed(FRIDAY, famille_id=garcia, intervention_id=opened, date_demande=date(2026, 11, 20)))
    agenda.add(typed(FRIDAY, TEN, date_demande=date(2026, 11, 1)))
    found = agenda.delais(FRIDAY, None)
    assert (found.nombre, found.mediane, found.moyenne) == (3, 7.0, 7.0)
    assert found.part_tenue == pytest.approx(200 / 3)
    assert agenda.delais(date(2027, 6, 1), None).nombre == 0


def test_the_delays_of_no_appointment_are_unknown_and_the_promised_day_is_kept() -> None:
    assert measure([]).part_tenue is None
    assert measure([7, 8]).part_tenue == 50.0
    assert measure([1, 2, 9]).mediane == 2.0


def test_the_calendar_names_nobody_and_leaves_the_team_out(
    store: Store, agenda: AgendaService, emma: int, tmp_path: Path
) -> None:
    other = add_agent(store, "Kwak")
    intervention = add_intervention(store, emma, "separation")
    agenda.add(typed(famille_id=emma, intervention_id=intervention, note=WORDS, duree=30))
    agenda.add(typed(TUESDAY, None, type="visite_domicile", famille_id=emma))
    agenda.add(typed(TUESDAY, NINE, agent_id=other, famille_id=emma))
    cancelled = agenda.add(typed(FRIDAY))
    agenda.mark(cancelled, "annule", MONDAY)
    path = tmp_path / "agenda.ics"
    assert agenda.export_mine(MONDAY, FRIDAY, path, datetime(2026, 11, 21, tzinfo=UTC)) == 2
    text = path.read_text(encoding="utf-8").replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 2
    assert "20261123T080000Z" in text
    assert "DTSTART;VALUE=DATE:20261124" in text
    folded = text.lower()
    for word in (*CANARY.lower().split("-"), "emma", NUMBER, "paration", "violente", "visite", "0612345678"):
        assert word not in folded


def test_nobody_is_known_until_the_user_said_who_they_are(store: Store) -> None:
    agenda = AgendaService(store, "nouvelle", AgentService(store, "nouvelle"))
    assert agenda.to_complete(MONDAY) == ()
    with pytest.raises(InputError, match="qui vous êtes"):
        agenda.add(typed())


def test_what_is_to_come_is_not_honoured_through_its_sheet(agenda: AgendaService) -> None:
    made = agenda.add(typed(date(2026, 11, 30), NINE))
    saisie = replace(as_typed(agenda.row(made)), statut="honore")
    with pytest.raises(FieldError, match="pas encore eu lieu") as refused:
        agenda.change(made, saisie, date(2026, 11, 29))
    assert refused.value.field == "statut"
    agenda.change(made, saisie, date(2026, 11, 30))
    assert agenda.row(made).statut == "honore"
