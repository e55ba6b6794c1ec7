"""Rights appointments on a real store: the guided list, what is noted, how it goes on."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from stores import AUTEUR, new_store

from caseapp.errors import FieldError, InputError
from caseapp.models import Agent, DroitExamine, Famille, RendezVous, Situation
from caseapp.services.droits import DroitNote, DroitsService
from caseapp.services.fil_droits import read_rights
from caseapp.services.historique import HistoriqueService
from caseapp.store import Store

DAY, TODAY = date(2026, 10, 1), date(2026, 11, 21)
DROITS, ENTRETIEN, ANONYME = 1, 2, 3


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    with store.write(AUTEUR) as session:
        session.add_all(
            [Agent(code="TS1", nom="Durand", metier="cesf"), Famille(reference="F1", nom="Nguyễn")]
        )
        session.flush()
        session.add_all(
            [
                Situation(
                    famille_id=1, date_effet=date(2026, 9, 1), composition="monoparentale", nombre_enfants=1,
                    naissance_dernier_enfant=date(2025, 1, 1), quotient_familial=90_000,
                ),
                Situation(famille_id=1, date_effet=date(2026, 11, 1), composition="couple_sans_enfant"),
            ]
        )  # fmt: skip
        for number, (type_, famille) in enumerate(
            (("rendez_vous_des_droits", 1), ("entretien", 1), ("rendez_vous_des_droits", None)), 1
        ):
            session.add(
                RendezVous(
                    reference=f"R{number}", famille_id=famille, agent_id=1, type=type_, statut="honore",
                    date=DAY,
                )
            )  # fmt: skip
            session.flush()
    yield store
    store.close()


@pytest.fixture
def service(store: Store) -> DroitsService:
    return DroitsService(store, AUTEUR)


def states(store: Store) -> dict[str, tuple[str, date, int | None]]:
    with store.read() as session:
        return {
            one.droit: (one.etat, one.date_etat, one.montant) for one in session.scalars(select(DroitExamine))
        }


def test_the_rights_worth_looking_at_come_first_then_those_of_the_caf(service: DroitsService) -> None:
    rows = service.read(DROITS).droits
    assert len(rows) == 24
    suggested = {row.droit: row.raison for row in rows if row.raison}
    assert suggested["soutien_familial"] == "parent isolé"
    assert suggested["jeune_enfant"] == "enfant de moins de 3 ans"
    assert "allocations_familiales" not in suggested, "there is one child"
    assert "complementaire_sante" not in suggested, "minima are unknown, the QF is high"
    groups = [(not row.raison, not row.caf) for row in rows]
    assert groups == sorted(groups)
    assert {row.caf for row in rows} == {True, False}


def test_nothing_is_suggested_for_somebody_unknown(service: DroitsService) -> None:
    assert not any(row.raison for row in service.read(ANONYME).droits)


def test_a_right_is_noted_and_goes_on(store: Store, service: DroitsService) -> None:
    notes = {"soutien_familial": DroitNote("demande", DAY, 19_980), "rsa": DroitNote("verse", DAY)}
    service.note(DROITS, notes, TODAY)
    assert states(store) == {"soutien_familial": ("demande", DAY, 19_980), "rsa": ("verse", DAY, None)}
    service.note(DROITS, {"soutien_familial": DroitNote("obtenu", TODAY, 19_980)}, TODAY)
    assert states(store)["soutien_familial"] == ("obtenu", TODAY, 19_980)
    service.note(DROITS, {"rsa": DroitNote(None, TODAY)}, TODAY)
    assert list(states(store)) == ["soutien_familial"]
    historique = HistoriqueService(store, AUTEUR)
    assert historique.undo().libelle == "Droits examinés"
    historique.undo()
    assert states(store) == {"soutien_familial": ("demande", DAY, 19_980), "rsa": ("verse", DAY, None)}


def test_what_is_noted_is_shown_before_it_is_kept(service: DroitsService) -> None:
    examen = service.read(DROITS).with_notes({"rsa": DroitNote("refuse", TODAY)})
    assert {(row.droit, row.etat, row.date_etat) for row in examen.droits if row.etat} == {
        ("rsa", "refuse", TODAY)
    }


@pytest.mark.parametrize(
    ("droit", "note"),
    [
        ("rsa", DroitNote("verse", date(2026, 11, 22))),
        ("rsa", DroitNote("verse", DAY, -1)),
        ("rsa", DroitNote("peut_etre", DAY)),
        ("inconnu", DroitNote("verse", DAY)),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    store: Store, service: DroitsService, droit: str, note: DroitNote
) -> None:
    with pytest.raises(FieldError):
        service.note(DROITS, {"aide_logement": DroitNote("verse", DAY), droit: note}, TODAY)
    assert states(store) == {}


def test_only_a_rights_appointment_has_rights(service: DroitsService) -> None:
    for ident, reason in ((ENTRETIEN, "pas un rendez-vous des droits"), (99, "plus dans la base")):
        with pytest.raises(InputError, match=reason):
            service.read(ident)
        with pytest.raises(InputError, match=reason):
            service.note(ident, {"rsa": DroitNote("verse", DAY)}, TODAY)


def test_the_last_rights_appointment_of_a_family_is_found(service: DroitsService) -> None:
    assert service.last_of(1) == DROITS
    assert service.last_of(99) is None


def test_the_timeline_says_what_was_found_and_when(store: Store, service: DroitsService) -> None:
    notes = {
        "rsa": DroitNote("verse", DAY),
        "aide_logement": DroitNote("verse", DAY),
        "soutien_familial": DroitNote("demande", DAY),
        "vacances": DroitNote("sans_objet", DAY),
    }
    service.note(DROITS, notes, TODAY)
    service.note(DROITS, {"soutien_familial": DroitNote("obtenu", TODAY)}, TODAY)
    with store.read() as session:
        facts = [(one.date, one.titre, one.detail, one.objet_id) for one in read_rights(session, 1)]
    assert facts == [
        (DAY, "Droits examinés", "2 versés, 1 sans objet", DROITS),
        (TODAY, "Droits examinés", "obtenu : Allocation de soutien familial", DROITS),
    ]
