"""The quick entry on a real store: what one transaction makes, what it refuses, what it proposes next."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from stores import AUTEUR, new_store

from caseapp.domain.communes import CommuneDirectory
from caseapp.errors import FieldError, InputError
from caseapp.models import Appel, Famille, Intervention, Lieu, Note, RendezVous
from caseapp.paths import resource
from caseapp.services.agents import AgentService
from caseapp.services.familles import FamilleService
from caseapp.services.historique import HistoriqueService
from caseapp.services.saisie import Genre, Saisie, SaisieService
from caseapp.services.saisie_propositions import PROTECTED, Habitude, PropositionService
from caseapp.store import Store

TODAY = date(2026, 11, 21)
COMMUNES = CommuneDirectory.load(resource("communes.tsv.gz"))
EMMA, MAEL = 1, 2
DAX, TARNOS = 1, 2
LOGEMENT, SEPARATION, CLOSE = 1, 2, 3


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    with store.write(AUTEUR) as session:
        session.add_all(
            [
                Famille(reference="F1", nom="Nguyễn", prenom="Emma", matricule="1004233"),
                Famille(reference="F2", nom="O'Brien", protection=True, consigne="Appeler le matin."),
                Lieu(code="DAX", libelle="Siège de Dax"),
                Lieu(code="TAR", libelle="Permanence de Tarnos"),
            ]
        )
        session.flush()
        for number, (motif, day, closed) in enumerate(
            (("impaye_loyer", date(2026, 5, 17), None), ("separation", date(2026, 9, 1), None),
             ("energie", date(2026, 1, 1), date(2026, 2, 1))), 1,
        ):  # fmt: skip
            session.add(
                Intervention(
                    reference=f"I{number}", famille_id=EMMA, motif=motif, nature="accompagnement_social",
                    date_ouverture=day, date_cloture=closed,
                )
            )  # fmt: skip
            session.flush()
    AgentService(store, AUTEUR).add_me("Durand", "Camille", "cesf")
    yield store
    store.close()


@pytest.fixture
def agents(store: Store) -> AgentService:
    return AgentService(store, AUTEUR)


@pytest.fixture
def service(store: Store, agents: AgentService) -> SaisieService:
    return SaisieService(store, AUTEUR, agents)


@pytest.fixture
def propositions(store: Store, agents: AgentService) -> PropositionService:
    return PropositionService(store, AUTEUR, agents, FamilleService(store, AUTEUR, COMMUNES))


def kept(store: Store, ident: int) -> RendezVous:
    with store.read() as session:
        found = session.get(RendezVous, ident)
        assert found is not None
        return found


def count(store: Store) -> tuple[int, int]:
    with store.read() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (RendezVous, Note)
        )  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("genre", "type_", "mode"),
    [
        (Genre.ENTRETIEN, "entretien", "visio"),
        (Genre.APPEL, "entretien", "telephone"),
        (Genre.VISITE, "visite_domicile", "physique"),
        (Genre.DROITS, "rendez_vous_des_droits", "visio"),
    ],
)
def test_each_kind_gives_its_appointment(
    store: Store, service: SaisieService, genre: Genre, type_: str, mode: str
) -> None:
    saisie = Saisie(genre, TODAY, EMMA, time(9, 30), 45, "visio", DAX, LOGEMENT, note=" Plan reçu. ")
    made = service.record(saisie, TODAY)
    one = kept(store, made.rendez_vous_id)
    assert (one.type, one.mode, one.statut, one.famille_id) == (type_, mode, "honore", EMMA)
    assert (one.date, one.heure, one.duree, one.lieu_id) == (TODAY, time(9, 30), 45, DAX)
    with store.read() as session:
        note = session.get(Note, made.note_id)
        assert note is not None
        assert (note.texte, note.niveau, note.auteur) == ("Plan reçu.", "equipe", AUTEUR)
        assert (note.rendez_vous_id, note.intervention_id, note.agent_id) == (one.id, LOGEMENT, one.agent_id)


def test_an_anonymous_contact_names_nobody(store: Store, service: SaisieService) -> None:
    made = service.record(Saisie(Genre.ANONYME, TODAY, mode="physique", lieu_id=TARNOS), TODAY)
    assert made.famille_id is None
    assert made.note_id is None
    assert kept(store, made.rendez_vous_id).famille_id is None


def test_the_note_and_the_appointment_are_undone_together(store: Store, service: SaisieService) -> None:
    service.record(Saisie(Genre.VISITE, TODAY, EMMA, note="Vu le logement."), TODAY)
    assert count(store) == (1, 1)
    assert HistoriqueService(store, AUTEUR).undo().libelle == "Visite à domicile ajoutée"
    assert count(store) == (0, 0)


GOOD = Saisie(Genre.ENTRETIEN, TODAY, EMMA)


@pytest.mark.parametrize(
    ("field", "saisie"),
    [
        ("famille", replace(GOOD, famille_id=None)),
        ("famille", replace(GOOD, famille_id=99)),
        ("famille", replace(GOOD, genre=Genre.ANONYME)),
        ("note", replace(GOOD, genre=Genre.ANONYME, famille_id=None, note="Un mot")),
        ("date", replace(GOOD, date=TODAY + timedelta(1))),
        ("date", replace(GOOD, date=TODAY + timedelta(1), statut="absent")),
        ("date", replace(GOOD, date=date(1899, 12, 31))),
        ("note", replace(GOOD, note="Un\u202emot")),
        ("duree", replace(GOOD, duree=0)),
        ("duree", replace(GOOD, duree=1441)),
        ("lieu", replace(GOOD, lieu_id=99)),
        ("mode", replace(GOOD, mode="pigeon")),
        ("statut", replace(GOOD, statut="peut_etre")),
        ("niveau", replace(GOOD, niveau="public")),
        ("intervention", replace(GOOD, intervention_id=99)),
        ("intervention", replace(GOOD, famille_id=MAEL, intervention_id=LOGEMENT)),
    ],
)
def test_a_refusal_names_its_field_and_keeps_nothing(
    store: Store, service: SaisieService, field: str, saisie: Saisie
) -> None:
    with pytest.raises(FieldError) as refused:
        service.record(saisie, TODAY)
    assert refused.value.field == field
    assert count(store) == (0, 0)


def test_an_appointment_to_come_is_proposed(store: Store, service: SaisieService) -> None:
    made = service.record(replace(GOOD, date=TODAY + timedelta(7), statut="propose"), TODAY)
    assert kept(store, made.rendez_vous_id).statut == "propose"


def test_nobody_records_before_saying_who_they_are(store: Store) -> None:
    stranger = SaisieService(store, "inconnue", AgentService(store, "inconnue"))
    with pytest.raises(InputError, match="qui vous êtes"):
        stranger.record(GOOD, TODAY)
    assert count(store) == (0, 0)


def test_an_appointment_that_came_of_a_call_is_linked_to_it(store: Store, service: SaisieService) -> None:
    with store.write(AUTEUR) as session:
        session.add(Appel(reference="A1", date=TODAY, decroche=True))
    later = replace(GOOD, date=TODAY + timedelta(3), statut="propose", appel_id=1)
    made = service.record(later, TODAY)
    with store.read() as session:
        call = session.get(Appel, 1)
        assert call is not None
        assert (call.rendez_vous_id, call.suite, call.famille_id) == (
            made.rendez_vous_id,
            "rendez_vous",
            EMMA,
        )
    HistoriqueService(store, AUTEUR).undo()
    with store.read() as session:
        call = session.get(Appel, 1)
        assert call is not None
        assert (call.rendez_vous_id, call.suite, call.famille_id) == (None, None, None)
    with pytest.raises(InputError, match="appel"):
        service.record(replace(later, appel_id=99), TODAY)


def test_the_last_values_of_each_kind_are_proposed(
    service: SaisieService, propositions: PropositionService
) -> None:
    assert propositions.read(TODAY).habitudes[Genre.ENTRETIEN] == Habitude("physique", None)
    for saisie in (
        Saisie(
            Genre.ENTRETIEN, TODAY, EMMA, mode="visio", lieu_id=DAX, note="Un mot.", niveau="transmissible"
        ),
        Saisie(Genre.APPEL, TODAY, EMMA),
        Saisie(Genre.ANONYME, TODAY, mode="physique", lieu_id=TARNOS),
        Saisie(
            Genre.ENTRETIEN, TODAY + timedelta(3), EMMA, mode="physique", lieu_id=TARNOS, statut="propose"
        ),
    ):
        service.record(saisie, TODAY)
    read = propositions.read(TODAY)
    assert read.habitudes[Genre.ENTRETIEN] == Habitude("visio", DAX), "what is to come was not held yet"
    assert read.habitudes[Genre.ANONYME] == Habitude("physique", TARNOS)
    assert read.habitudes[Genre.DROITS] == Habitude("physique", TARNOS), "the last place"
    assert read.niveau == "transmissible"


def test_the_last_entry_is_duplicated_today_without_its_note(
    service: SaisieService, propositions: PropositionService
) -> None:
    before = TODAY - timedelta(2)
    service.record(Saisie(Genre.VISITE, before, EMMA, time(9), 45, None, None, LOGEMENT, note="Vu."), TODAY)
    read = propositions.read(TODAY)
    again = Saisie(Genre.VISITE, TODAY, EMMA, None, 45, "physique", None, LOGEMENT)
    assert read.derniere == again
    assert read.derniere_famille is not None
    assert read.derniere_famille.label == "Nguyễn Emma · 1004233"


def test_the_open_interventions_are_offered_and_the_last_used_proposed(
    service: SaisieService, propositions: PropositionService
) -> None:
    about = propositions.about(EMMA)
    assert [one.label for one in about.interventions] == [
        "Parentalité · Séparation · ouverte le 01/09/2026",
        "Logement · Impayé de loyer · ouverte le 17/05/2026",
    ]
    assert about.proposee == str(SEPARATION)
    service.record(replace(GOOD, intervention_id=LOGEMENT), TODAY)
    assert propositions.about(EMMA).proposee == str(LOGEMENT)
    service.record(replace(GOOD, intervention_id=CLOSE), TODAY)
    assert propositions.about(EMMA).proposee == str(SEPARATION), "a closed one is not proposed"


def test_what_must_be_known_of_a_family_is_said(propositions: PropositionService) -> None:
    assert propositions.about(MAEL).notices == (PROTECTED, "Appeler le matin.")
    assert propositions.about(MAEL).proposee is None
    with pytest.raises(InputError):
        propositions.about(99)
