"""Permanences on a real store: calendars, sheets, what is entered at the place."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from stores import new_store

from caseapp.domain.communes import CommuneDirectory
from caseapp.errors import FieldError, InputError
from caseapp.models import EntreeJournal, Permanence, RendezVous
from caseapp.paths import resource
from caseapp.services.agenda import AgendaService, as_typed
from caseapp.services.agenda_rows import PermanenceRow, RendezVousSaisie
from caseapp.services.agents import AgentService
from caseapp.services.historique import HistoriqueService
from caseapp.services.permanences import PermanenceService
from caseapp.services.permanences_calendrier import Rythme, slots
from caseapp.services.permanences_lieux import HoraireSaisie, LieuService
from caseapp.store import Store

ME = "camille"
COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)
TUESDAYS = HoraireSaisie(1, time(9, 30), time(12, 30), 30)


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
def permanences(store: Store, agents: AgentService) -> PermanenceService:
    return PermanenceService(store, ME, agents)


@pytest.fixture
def lieux(store: Store) -> LieuService:
    return LieuService(store, ME, COMMUNES)


@pytest.fixture
def tarnos(lieux: LieuService) -> int:
    lieu = lieux.save(None, "Permanence de Tarnos", "mairie", "40312")
    lieux.save_horaire(lieu, None, TUESDAYS)
    return lieu


@pytest.fixture
def proposed(permanences: PermanenceService, tarnos: int) -> PermanenceRow:
    (row,) = permanences.between(TUESDAY, FRIDAY)
    return row


def count(store: Store, kind: type[Permanence] | type[RendezVous] | type[EntreeJournal]) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def entretien(heure: time | None = None, **values: object) -> RendezVousSaisie:
    given: dict[str, object] = {"date": TUESDAY, "type": "entretien", "heure": heure, "duree": None, **values}
    return RendezVousSaisie(**given)  # type: ignore[arg-type]


DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(DAYS, st.integers(0, 800), st.integers(0, 6))
def test_one_week_in_two_shares_out_every_week(first: date, length: int, weekday: int) -> None:
    last = first + timedelta(days=length)
    every, even, odd = (
        set(Rythme(weekday, weeks).days(first, last)) for weeks in ("toutes", "paires", "impaires")
    )
    assert even | odd == every
    assert not even & odd
    wanted = {first + timedelta(days=n) for n in range(length + 1)}
    assert every == {day for day in wanted if day.weekday() == weekday}
    assert all(day.isocalendar().week % 2 == 0 for day in even)


@given(st.times(), st.times(), st.integers(5, 480))
def test_slots_follow_one_another_and_end_with_the_permanence(debut: time, fin: time, creneau: int) -> None:
    found = slots(debut, fin, creneau)
    minutes = [one.hour * 60 + one.minute for one in found]
    assert all(after - before == creneau for before, after in pairwise(minutes))
    if found:
        assert found[0] == debut
        assert minutes[-1] + creneau <= fin.hour * 60 + fin.minute + 1
        assert fin.hour * 60 + fin.minute - minutes[-1] < 2 * creneau + 1


def test_hours_that_are_not_known_give_no_slot() -> None:
    assert slots(None, time(12), 30) == slots(time(9), None, 30) == slots(time(9), time(12), None) == ()


def test_a_calendar_proposes_and_writes_nothing_until_the_first_entry(
    store: Store, permanences: PermanenceService, proposed: PermanenceRow
) -> None:
    assert (proposed.id, proposed.lieu, proposed.date) == (None, "Permanence de Tarnos", TUESDAY)
    assert (proposed.attendus, proposed.libres) == (0, 6)
    before = count(store, EntreeJournal)
    sheet = permanences.sheet(proposed)
    assert sheet.creneaux[0].heure == time(9, 30)
    assert len(sheet.creneaux) == 6
    assert (count(store, Permanence), count(store, EntreeJournal)) == (0, before)


def test_an_appointment_in_a_slot_opens_the_permanence_in_one_step(
    store: Store, permanences: PermanenceService, proposed: PermanenceRow
) -> None:
    permanences.add(proposed, entretien(time(10)))
    sheet = permanences.sheet(proposed)
    assert (sheet.permanence.attendus, sheet.permanence.libres) == (1, 5)
    assert [(line.heure, line.rendez_vous is not None) for line in sheet.creneaux[:3]] == [
        (time(9, 30), False), (time(10), True), (time(10, 30), False),
    ]  # fmt: skip
    permanences.add(proposed, entretien(time(11)))
    assert count(store, Permanence) == 1
    historique = HistoriqueService(store, ME)
    historique.undo()
    historique.undo()
    assert (count(store, Permanence), count(store, RendezVous)) == (0, 0)
    assert permanences.sheet(sheet.permanence).permanence.attendus == 0
    permanences.add(sheet.permanence, entretien(time(10)))
    assert count(store, Permanence) == 1


def test_a_cancelled_appointment_frees_its_slot_and_stays_on_the_sheet(
    agenda: AgendaService, permanences: PermanenceService, proposed: PermanenceRow
) -> None:
    key = permanences.add(proposed, entretien(time(10)))
    agenda.mark(key, "annule", TUESDAY)
    sheet = permanences.sheet(proposed)
    assert (sheet.permanence.attendus, sheet.permanence.libres) == (0, 6)
    assert [row.id for row in sheet.annules] == [key]


def test_an_anonymous_contact_is_honoured_counted_and_undone(
    store: Store, permanences: PermanenceService, proposed: PermanenceRow
) -> None:
    key = permanences.receive(proposed, "entretien", TUESDAY, time(10, 12))
    permanences.receive(proposed, "rendez_vous_des_droits", TUESDAY, time(10, 12))
    with store.read() as session:
        record = session.get(RendezVous, key)
        assert record is not None
        assert (record.famille_id, record.statut, record.lieu_id) == (None, "honore", proposed.lieu_id)
        assert record.permanence_id is not None
    assert permanences.sheet(proposed).permanence.personnes_recues == 2
    assert HistoriqueService(store, ME).undo().libelle == "Contact anonyme noté"
    assert permanences.sheet(proposed).permanence.personnes_recues == 1


def test_nobody_is_received_before_the_day(permanences: PermanenceService, proposed: PermanenceRow) -> None:
    with pytest.raises(InputError, match="pas encore eu lieu"):
        permanences.receive(proposed, "entretien", date(2026, 11, 23), None)


def test_marks_at_the_place_count_the_persons_received(
    agenda: AgendaService, permanences: PermanenceService, proposed: PermanenceRow
) -> None:
    key = permanences.add(proposed, entretien(time(10)))

    def received() -> int | None:
        return permanences.sheet(proposed).permanence.personnes_recues

    assert received() is None
    agenda.mark(key, "honore", TUESDAY)
    assert received() == 1
    agenda.mark(key, "honore", TUESDAY)
    assert received() == 1
    agenda.mark(key, "absent", TUESDAY)
    assert received() == 0
    permanences.set_received(proposed, 7)
    assert received() == 7
    with pytest.raises(FieldError):
        permanences.set_received(proposed, -1)


def test_an_appointment_moved_to_another_day_leaves_its_permanence(
    agenda: AgendaService, permanences: PermanenceService, proposed: PermanenceRow
) -> None:
    key = permanences.add(proposed, entretien(time(10)))
    agenda.change(key, entretien(time(11), lieu_id=proposed.lieu_id), FRIDAY)
    assert permanences.sheet(proposed).permanence.attendus == 1
    agenda.change(key, entretien(time(10), lieu_id=proposed.lieu_id, date=FRIDAY), FRIDAY)
    assert permanences.sheet(proposed).permanence.attendus == 0
    assert agenda.row(key).permanence_id is None


def test_what_is_noted_in_a_hurry_waits_at_the_office_until_completed(
    agenda: AgendaService, permanences: PermanenceService, proposed: PermanenceRow
) -> None:
    key = permanences.receive(proposed, "entretien", TUESDAY, None, a_completer=True)
    (row,) = agenda.to_complete(FRIDAY)
    assert row.id == key
    typed = as_typed(row)
    agenda.change(
        key,
        RendezVousSaisie(date=typed.date, type=typed.type, lieu_id=typed.lieu_id, statut="honore"),
        FRIDAY,
    )
    assert agenda.to_complete(FRIDAY) == ()
    assert permanences.sheet(proposed).permanence.personnes_recues == 1


def test_the_next_permanence_is_mine_or_everybodys(
    permanences: PermanenceService, lieux: LieuService, agents: AgentService, tarnos: int
) -> None:
    other = AgentService(permanences._store, "odile").add_me("Martin", "Odile", "cesf")
    dax = lieux.save(None, "Dax", None, None)
    lieux.save_horaire(dax, None, HoraireSaisie(0, time(9), time(12), 30, agent_id=other.id))
    found = permanences.next_mine(date(2026, 11, 22))
    assert found is not None
    assert (found.lieu_id, found.date) == (tarnos, TUESDAY)
    assert len(permanences.between(date(2026, 11, 23), FRIDAY)) == 2


def test_two_permanences_of_a_day_are_kept_apart(
    permanences: PermanenceService, lieux: LieuService, tarnos: int
) -> None:
    lieux.save_horaire(tarnos, None, HoraireSaisie(1, time(14), time(16), 30))
    morning, afternoon = permanences.between(TUESDAY, TUESDAY)
    permanences.add(afternoon, entretien(time(14)))
    assert [row.attendus for row in permanences.between(TUESDAY, TUESDAY)] == [0, 1]
    assert permanences.sheet(morning).permanence.attendus == 0
    assert permanences.sheet(afternoon).permanence.attendus == 1


def test_a_permanence_imported_without_hours_takes_the_place_of_the_proposed_one(
    store: Store, permanences: PermanenceService, tarnos: int
) -> None:
    with store.write(ME) as session:
        session.add(Permanence(reference="V1", lieu_id=tarnos, date=TUESDAY, personnes_recues=6))
    (row,) = permanences.between(TUESDAY, TUESDAY)
    assert (row.personnes_recues, row.libres) == (6, None)


def test_places_say_their_calendars_and_next_dates(lieux: LieuService, tarnos: int) -> None:
    empty = lieux.save(None, "Antenne de Dax", None, None)
    rows = lieux.list_rows(date(2026, 11, 21))
    assert [row.id for row in rows] == [tarnos, empty]
    place = rows[0]
    assert (place.commune, place.type) == ("Tarnos", "mairie")
    assert place.horaires[0].libelle.replace("\u00a0", " ") == "mardi, 9 h 30 – 12 h 30"
    assert place.prochaines == (TUESDAY, date(2026, 12, 1), date(2026, 12, 8))
    even = HoraireSaisie(1, time(9, 30), time(12, 30), 30, "paires", jusqu_au=date(2026, 12, 8))
    lieux.save_horaire(tarnos, place.horaires[0].id, even)
    assert lieux.list_rows(date(2026, 11, 21))[0].prochaines == (TUESDAY, date(2026, 12, 8))
    lieux.remove_horaire(place.horaires[0].id)
    assert lieux.list_rows(date(2026, 11, 21))[1].prochaines == ()


@pytest.mark.parametrize(
    ("saisie", "field"),
    [
        (HoraireSaisie(1, time(12), time(9)), "heure_fin"),
        (HoraireSaisie(1, time(9), time(9, 20), 30), "creneau"),
        (HoraireSaisie(1, time(9), time(12), 4), "creneau"),
        (HoraireSaisie(1, time(8), time(18), 481), "creneau"),
        (HoraireSaisie(1, time(9), time(12), 30, depuis=date(1899, 12, 31)), "depuis"),
        (HoraireSaisie(7, time(9), time(12)), "jour"),
        (HoraireSaisie(1, time(9), time(12), 30, "parfois"), "jour"),
        (HoraireSaisie(1, time(9), time(12), 30, depuis=FRIDAY, jusqu_au=TUESDAY), "jusqu_au"),
        (HoraireSaisie(1, time(9), time(12), 30, agent_id=99), "agent"),
    ],
    ids=[
        "ends-before",
        "too-long",
        "too-short",
        "eight-hours",
        "no-such-day",
        "no-day",
        "no-weeks",
        "to-before-from",
        "no-agent",
    ],
)
def test_a_calendar_that_cannot_be_held_is_refused(
    lieux: LieuService, tarnos: int, saisie: HoraireSaisie, field: str
) -> None:
    with pytest.raises(FieldError) as refused:
        lieux.save_horaire(tarnos, None, saisie)
    assert refused.value.field == field


def test_a_place_needs_a_name_of_its_own(lieux: LieuService, tarnos: int) -> None:
    for name, commune, field in (("  ", None, "libelle"), ("L" * 401, None, "libelle"),
                                 ("permanence de TARNOS", None, "libelle"),
                                 ("Ailleurs", "99999", "commune")):  # fmt: skip
        with pytest.raises(FieldError) as refused:
            lieux.save(None, name, None, commune)
        assert refused.value.field == field
    assert lieux.save(tarnos, "Permanence de Tarnos", None, None) == tarnos
