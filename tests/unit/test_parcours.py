"""Offers of contact, day after day, on the paths shipped with the program."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.parcours import (
    CANAUX,
    REPONSES,
    RESULTATS,
    OffreFacts,
    Parcours,
    Position,
    Tentative,
    locate,
)
from caseapp.domain.parcours_file import load_folder, load_parcours
from caseapp.paths import resource

FOLDER = resource("parcours")
FILES = {path.name: load_parcours(path) for path in sorted(FOLDER.glob("*.toml"))}
SEPARATION = FILES["separation.toml"]
OFFER = date(2026, 11, 2)


def day(number: int, month: int = 11) -> date:
    return date(2026, month, number)


def call(number: int, resultat: str | None, canal: str = "telephone") -> Tentative:
    return Tentative(day(number), canal, resultat)


NO, LEFT, YES = "infructueux", "message", "joint"

# name: attempts, today, step, due date, days late, what founds it
WAITING = {
    "the day of the offer": ((), 2, "appel", day(5), 0, "offre du 02/11, premier appel 3 jours après"),
    "the due day is not late": ((), 5, "appel", day(5), 0, "offre du 02/11, premier appel 3 jours après"),
    "one day late": ((), 6, "appel", day(5), 1, "offre du 02/11, premier appel 3 jours après"),
    "after a call": (
        (call(3, NO),), 21, "relance_1", day(8), 13, "appel du 03/11 infructueux, relance 5 jours après",
    ),
    "after a message": (
        (call(3, LEFT),), 4, "relance_1", day(8), 0, "appel du 03/11, message laissé, relance 5 jours après",
    ),
    "a call without a result": (
        (call(3, None),), 4, "relance_1", day(8), 0, "appel du 03/11 infructueux, relance 5 jours après",
    ),
    "a result added by a Caf": (
        (call(3, "raccroche"),), 4, "relance_1", day(8), 0,
        "appel du 03/11 infructueux, relance 5 jours après",
    ),
    "after the first reminder": (
        (call(3, NO), call(9, LEFT)), 10, "relance_2", day(16), 0,
        "appel du 09/11, message laissé, relance 7 jours après",
    ),
    "a reminder by SMS": (
        (call(3, NO), call(9, None, "sms")), 10, "relance_2", day(16), 0,
        "SMS envoyé le 09/11, relance 7 jours après",
    ),
    "after both reminders": (
        (call(3, NO), call(9, NO), call(16, NO)), 18, "courriel", day(18), 0,
        "appel du 16/11 infructueux, message 2 jours après",
    ),
    "after the e-mail": (
        (call(3, NO), call(9, NO), call(16, NO), call(18, LEFT, "courriel")), 20, "cloture", day(3, 12), 0,
        "courriel envoyé le 18/11, clôture 15 jours après",
    ),
    "the e-mail came back": (
        (call(3, NO), call(9, NO), call(16, NO), call(18, NO, "courriel")), 20, "cloture", day(3, 12), 0,
        "courriel du 18/11 infructueux, clôture 15 jours après",
    ),
    "a letter instead of the e-mail": (
        (call(3, NO), call(9, NO), call(16, NO), call(18, None, "courrier")), 20, "cloture", day(3, 12), 0,
        "courrier envoyé le 18/11, clôture 15 jours après",
    ),
    "a letter is not the first call": (
        (call(4, None, "courrier"),), 5, "appel", day(7), 0,
        "courrier envoyé le 04/11, premier appel 3 jours après",
    ),
    "a visit, as a Caf may add": (
        (call(4, NO, "visite"),), 5, "appel", day(7), 0,
        "contact du 04/11 infructueux, premier appel 3 jours après",
    ),
    "reached at once": (
        (call(3, YES),), 4, "reponse_attendue", day(10), 0,
        "appel du 03/11, famille jointe, réponse attendue 7 jours après",
    ),
    "reached by the second reminder": (
        (call(3, NO), call(9, NO), call(16, YES)), 30, "reponse_attendue", day(23), 7,
        "appel du 16/11, famille jointe, réponse attendue 7 jours après",
    ),
    "reached by a canal not foreseen": (
        (call(4, YES, "courrier"),), 5, "reponse_attendue", day(11), 0,
        "courrier du 04/11, famille jointe, réponse attendue 7 jours après",
    ),
    "reached, then nobody": (
        (call(3, YES), call(10, NO)), 11, "derniere_demande", day(17), 0,
        "appel du 10/11 infructueux, dernière demande 7 jours après",
    ),
    "reached twice, still undecided": (
        (call(3, YES), call(10, YES)), 11, "derniere_demande", day(17), 0,
        "appel du 10/11, famille jointe, dernière demande 7 jours après",
    ),
    "asked three times": (
        (call(3, YES), call(10, YES), call(17, LEFT)), 18, "cloture", day(2, 12), 0,
        "appel du 17/11, message laissé, clôture 15 jours après",
    ),
    "called again when it was to be closed": (
        (call(3, YES), call(10, YES), call(17, LEFT), call(20, YES)), 21, "cloture", day(5, 12), 0,
        "appel du 20/11, famille jointe, clôture 15 jours après",
    ),
    "two calls in one day": (
        (call(3, NO), call(3, LEFT)), 4, "relance_2", day(10), 0,
        "appel du 03/11, message laissé, relance 7 jours après",
    ),
    "attempts out of order": (
        (call(9, LEFT), call(3, NO)), 10, "relance_2", day(16), 0,
        "appel du 09/11, message laissé, relance 7 jours après",
    ),
    "called before the offer was recorded": (
        (Tentative(day(30, 10), "telephone", NO),), 3, "relance_1", day(7), 0,
        "offre du 02/11, relance 5 jours après",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(WAITING))
@pytest.mark.parametrize("reponse", [None, "en_attente", "a_rappeler"])
def test_an_offer_that_waits(name: str, reponse: str | None) -> None:
    tentatives, today, etape, due, late, why = WAITING[name]
    found = locate(SEPARATION, OffreFacts(OFFER, reponse, None, tentatives), day(today))
    assert (found.etape, found.echeance, found.retard, found.fondement) == (etape, due, late, why)
    assert not found.terminee


ACTIONS = {
    "appel": ("Premier appel", "Appeler la famille"),
    "relance_1": ("Relance 1", "Rappeler (relance 1)"),
    "relance_2": ("Relance 2", "Rappeler (relance 2)"),
    "courriel": ("Présentation par écrit", "Envoyer la présentation"),
    "cloture": ("Offre à clore", "Clore l'offre sans réponse"),
}


def test_a_separation_without_answer_goes_through_its_steps_in_order() -> None:
    tentatives: tuple[Tentative, ...] = ()
    for cle, said in ACTIONS.items():
        found = locate(SEPARATION, OffreFacts(OFFER, None, None, tentatives), day(2))
        assert (found.etape, found.libelle, found.action) == (cle, *said)
        canal = (*SEPARATION.etapes[cle].canaux, "telephone")[0]
        tentatives = (*tentatives, call(3 + len(tentatives), NO, canal))


def test_a_year_is_told_when_it_is_not_this_one() -> None:
    facts = OffreFacts(date(2025, 12, 30), None, None, (Tentative(date(2025, 12, 31), "telephone", NO),))
    found = locate(SEPARATION, facts, date(2026, 1, 2))
    assert found.fondement == "appel du 31/12/2025 infructueux, relance 5 jours après"
    assert (found.echeance, found.retard) == (date(2026, 1, 5), 0)


def test_the_delays_run_over_a_leap_day() -> None:
    facts = OffreFacts(date(2028, 2, 1), None, None, (Tentative(date(2028, 2, 27), "telephone", NO),))
    assert locate(SEPARATION, facts, date(2028, 2, 27)).echeance == date(2028, 3, 3)


ANSWERED = {
    "refused": (
        OffreFacts(OFFER, "refusee", day(5), (call(3, YES),)),
        Position("refusee", "Offre refusée", None, None, 0, "offre refusée le 05/11", terminee=True),
    ),
    "refused, nobody knows when": (
        OffreFacts(OFFER, "refusee"),
        Position("refusee", "Offre refusée", None, None, 0, "offre refusée", terminee=True),
    ),
    "closed": (
        OffreFacts(OFFER, "sans_reponse", day(19)),
        Position(
            "sans_reponse", "Offre close sans réponse", None, None, 0,
            "offre close sans réponse le 19/11", terminee=True,
        ),
    ),
    "accepted": (
        OffreFacts(OFFER, "acceptee", day(5), (call(3, YES),)),
        Position(
            "rendez_vous", "Offre acceptée, rendez-vous à fixer", "Fixer le rendez-vous", day(12), 8,
            "offre acceptée le 05/11, rendez-vous à fixer 7 jours après", terminee=False,
        ),
    ),
    "accepted, nobody knows when": (
        OffreFacts(OFFER, "acceptee", None, (call(3, YES),)),
        Position(
            "rendez_vous", "Offre acceptée, rendez-vous à fixer", "Fixer le rendez-vous", day(10), 10,
            "offre acceptée, rendez-vous à fixer 7 jours après", terminee=False,
        ),
    ),
    "accepted, called since": (
        OffreFacts(OFFER, "acceptee", day(5), (call(3, YES), call(9, NO))),
        Position(
            "rendez_vous", "Offre acceptée, rendez-vous à fixer", "Fixer le rendez-vous", day(16), 4,
            "appel du 09/11 infructueux, rendez-vous à fixer 7 jours après", terminee=False,
        ),
    ),
    "accepted, appointment given": (
        OffreFacts(OFFER, "acceptee", day(5), (), day(24)),
        Position(
            "rendez_vous_fixe", "Offre acceptée, rendez-vous fixé", None, None, 0,
            "offre acceptée le 05/11, rendez-vous le 24/11", terminee=True,
        ),
    ),
    "an appointment is no answer": (
        OffreFacts(OFFER, "en_attente", None, (call(3, YES),), day(24)),
        Position(
            "reponse_attendue", "Réponse attendue", "Demander sa réponse", day(10), 10,
            "appel du 03/11, famille jointe, réponse attendue 7 jours après", terminee=False,
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_an_offer_that_was_answered(name: str) -> None:
    facts, expected = ANSWERED[name]
    assert locate(SEPARATION, facts, day(20)) == expected


@pytest.mark.parametrize(
    ("motif", "parcours", "first"),
    [
        ("deces_conjoint", "deces", ("courrier", date(2026, 11, 5))),
        ("deces_enfant", "deces", ("courrier", date(2026, 11, 5))),
        ("grossesse", "naissance", ("courriel", date(2026, 11, 9))),
        ("impaye_accession", "impaye", ("courrier", date(2026, 11, 5))),
        ("impaye_loyer", "impaye", ("courrier", date(2026, 11, 5))),
        ("naissance_multiple", "naissance", ("courriel", date(2026, 11, 9))),
        ("separation", "separation", ("appel", date(2026, 11, 5))),
    ],
)
def test_each_motif_begins_its_path(motif: str, parcours: str, first: tuple[str, date]) -> None:
    found = load_folder(FOLDER)[motif]
    position = locate(found, OffreFacts(OFFER), OFFER)
    assert found.cle == parcours
    assert (position.etape, position.echeance) == first


# --- Laws ---

SEQUENCES = st.lists(
    st.builds(
        Tentative,
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.sampled_from([*CANAUX, "visite"]),
        st.sampled_from([None, *RESULTATS, "autre"]),
    ),
    max_size=12,
).map(tuple)
FACTS = st.builds(
    OffreFacts,
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from([None, "en_attente", *REPONSES, "autre"]),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    SEQUENCES,
    st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
TODAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
PATHS = st.sampled_from([FILES[name] for name in sorted(FILES)])


@given(PATHS, FACTS, TODAYS)
def test_any_sequence_leads_to_a_declared_step(parcours: Parcours, facts: OffreFacts, today: date) -> None:
    found = locate(parcours, facts, today)
    declared = parcours.etapes[found.etape]
    assert (found.libelle, found.terminee) == (declared.libelle, declared.fin)
    assert found.terminee == (
        facts.reponse in {"refusee", "sans_reponse"}
        or (facts.reponse == "acceptee" and facts.date_rendez_vous is not None)
    )


@given(PATHS, FACTS, TODAYS)
def test_a_finished_offer_has_nothing_to_do_and_any_other_has(
    parcours: Parcours, facts: OffreFacts, today: date
) -> None:
    found = locate(parcours, facts, today)
    if found.terminee:
        assert (found.action, found.echeance, found.retard) == (None, None, 0)
    else:
        assert found.action
        assert found.echeance
        assert found.retard == max(0, (today - found.echeance).days)
    assert found.fondement


@given(PATHS, FACTS, TODAYS)
def test_nothing_is_due_before_the_last_event(parcours: Parcours, facts: OffreFacts, today: date) -> None:
    due = locate(parcours, facts, today).echeance
    assert due is None or due >= max([facts.date_offre, *(one.date for one in facts.tentatives)])


@given(PATHS, FACTS, TODAYS, st.integers(0, 400))
def test_time_alone_changes_nothing_but_the_delay(
    parcours: Parcours, facts: OffreFacts, today: date, days: int
) -> None:
    now, later = locate(parcours, facts, today), locate(parcours, facts, today + timedelta(days=days))
    assert now == locate(parcours, facts, today)
    assert (later.etape, later.action, later.echeance) == (now.etape, now.action, now.echeance)
    assert now.retard <= later.retard <= now.retard + days


@given(PATHS, FACTS, TODAYS)
def test_an_attempt_never_goes_back_to_a_former_step(
    parcours: Parcours, facts: OffreFacts, today: date
) -> None:
    facts = replace(facts, reponse=None, tentatives=tuple(sorted(facts.tentatives, key=lambda one: one.date)))
    seen = [
        locate(parcours, replace(facts, tentatives=facts.tentatives[:count]), today).etape
        for count in range(len(facts.tentatives) + 1)
    ]
    changes = [step for step, former in zip(seen, [None, *seen], strict=False) if step != former]
    assert len(set(changes)) == len(changes)
