"""The deadlines of RSA follow-ups read from a real store: which rules, which facts, which days."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event
from suivis_rsa_store import JEUX, RsaStore

from caseapp.models import Agent, CoAccompagnement, ContratRsa, Intervention, Partenaire, ReexamenRsa
from caseapp.services.suivis_rsa_faits import read_calcules

TODAY = date(2026, 11, 21)


@pytest.fixture
def rsa(tmp_path: Path) -> Iterator[RsaStore]:
    made = RsaStore(tmp_path / "profil")
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RsaStore]:
    """Give one store to the tests that only look at the follow-up that they write."""
    made = RsaStore(tmp_path_factory.mktemp("rsa-faits"))
    yield made
    made.store.close()


def _contrat(suivi_id: int, signed: date, kind: str, end: date | None = None) -> ContratRsa:
    return ContratRsa(suivi_id=suivi_id, type=kind, date_signature=signed, date_fin=end)


@pytest.mark.parametrize(
    ("designation", "contrat", "jeu", "limite"),
    [
        (date(2024, 12, 31), None, "rsa-cer", date(2026, 12, 31)),
        (date(2025, 1, 1), None, "rsa-2025", date(2027, 1, 1)),
        (date(2024, 12, 20), (date(2024, 12, 31), "cer"), "rsa-cer", date(2026, 12, 20)),
        (date(2024, 12, 20), (date(2025, 1, 1), "contrat_engagement"), "rsa-2025", date(2026, 12, 20)),
    ],
    ids=["désigné le 31/12", "désigné le 1er/1", "CER du 31/12", "contrat du 1er/1"],
)
def test_rules_are_those_of_the_contract_else_of_the_designation(
    shared: RsaStore, designation: date, contrat: tuple[date, str] | None, jeu: str, limite: date
) -> None:
    ident = shared.suivi(designation)
    if contrat is not None:
        shared.add(_contrat(ident, *contrat))
    (found,) = shared.calcules(TODAY, [ident])
    assert [one.code for one in found.jeux] == [jeu]
    assert shared.attendues(TODAY, ident)["vingt_quatre_mois"] == limite


def test_a_cer_of_old_waits_for_its_contrat_d_engagement_then_follows_the_new_rules(rsa: RsaStore) -> None:
    ident = rsa.suivi(date(2024, 9, 2), date_orientation=date(2024, 8, 30))
    rsa.add(_contrat(ident, date(2024, 10, 1), "cer"))
    assert rsa.attendues(date(2025, 6, 1)) == {
        "contrat_engagement": date(2027, 1, 1), "reexamen": date(2025, 4, 1),
        "fin_a_preparer": date(2026, 6, 2), "vingt_quatre_mois": date(2026, 9, 2),
    }  # fmt: skip
    rsa.add(_contrat(ident, date(2025, 6, 30), "contrat_engagement", date(2026, 6, 30)))
    assert rsa.attendues(date(2025, 7, 1)) == {
        "reexamen": date(2025, 12, 30), "contrat_fin": date(2026, 5, 30),
        "fin_a_preparer": date(2026, 6, 2), "vingt_quatre_mois": date(2026, 9, 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("orientation", "avant", "apres"),
    [
        (date(2024, 12, 31), "rsa-cer", date(2025, 2, 28)),
        (date(2025, 1, 31), "rsa-2025", date(2025, 2, 28)),
        (date(2024, 1, 31), "rsa-cer", date(2024, 3, 31)),
        (date(2025, 12, 31), "rsa-2025", date(2026, 1, 31)),
    ],
    ids=str,
)
def test_a_contract_is_due_after_the_notice_at_month_ends(
    shared: RsaStore, orientation: date, avant: str, apres: date
) -> None:
    """Two months under the CER, one since 2025: on the last day of a month too short for the number."""
    ident = shared.suivi(orientation, date_orientation=orientation)
    (found,) = shared.calcules(TODAY, [ident])
    assert found.jeux[0].code == avant
    assert shared.attendues(TODAY, ident)["contrat"] == apres


@pytest.mark.parametrize(
    ("designation", "limite"),
    [(date(2024, 12, 31), date(2025, 2, 28)), (date(2025, 1, 31), date(2025, 2, 28))],
    ids=["CER", "contrat d'engagement"],
)
def test_without_a_notice_the_contract_is_due_after_the_designation(
    shared: RsaStore, designation: date, limite: date
) -> None:
    """A notice known later takes its place, and starts the delay earlier."""
    ident = shared.suivi(designation)
    found = shared.attendues(TODAY, ident)
    assert (found["contrat_designation"], "contrat" in found) == (limite, False)
    notified = shared.suivi(designation, date_orientation=date(2024, 12, 1))
    assert "contrat_designation" not in shared.attendues(TODAY, notified)
    shared.add(_contrat(ident, designation, "cer"))
    assert "contrat_designation" not in shared.attendues(TODAY, ident)


@pytest.mark.parametrize(
    ("designation", "limite"),
    [
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2023, 2, 28), date(2025, 2, 28)),
        (date(2024, 8, 31), date(2026, 8, 31)),
        (date(2025, 1, 1), date(2027, 1, 1)),
    ],
    ids=["29 février", "28 février", "31 août", "1er janvier"],
)
def test_24_months_end_on_the_same_day_or_on_the_last_of_the_month(
    shared: RsaStore, designation: date, limite: date
) -> None:
    ident = shared.suivi(designation)
    assert shared.attendues(TODAY, ident)["vingt_quatre_mois"] == limite


@pytest.mark.parametrize(
    ("naissance", "a_preparer"),
    [
        (date(2020, 2, 29), date(2025, 11, 28)),
        (date(2022, 2, 28), date(2027, 11, 28)),
        (date(2020, 8, 31), date(2026, 5, 31)),
    ],
    ids=["29 février", "28 février", "31 août"],
)
def test_the_sixth_birthday_is_prepared_three_months_before(
    rsa: RsaStore, naissance: date, a_preparer: date
) -> None:
    """A child of 29 February turns 6 on 28 February of the common year 2026."""
    rsa.situation(date(2025, 3, 1), naissance_dernier_enfant=naissance)
    rsa.suivi(date(2025, 3, 10))
    assert rsa.attendues(TODAY)["six_ans"] == a_preparer


def test_the_situation_in_force_says_the_youngest_child_and_the_pregnancy(rsa: RsaStore) -> None:
    rsa.suivi(date(2025, 3, 10))
    rsa.situation(date(2025, 3, 1), naissance_dernier_enfant=date(2020, 5, 4), grossesse=True)
    rsa.situation(date(2026, 2, 1), naissance_dernier_enfant=date(2026, 1, 20), grossesse=False)
    rsa.situation(date(2027, 2, 1), naissance_dernier_enfant=date(2019, 1, 20))
    (before,), (after,) = rsa.calcules(date(2026, 1, 31)), rsa.calcules(date(2026, 2, 1))
    assert before.dossier.faits["six_ans"] == (date(2026, 5, 4),)
    assert after.dossier.faits["six_ans"] == (date(2032, 1, 20),)
    assert (before.dossier.attributs["grossesse"], after.dossier.attributs["grossesse"]) == ("oui", "non")
    assert before.sommes == {"six_ans": "naissance le 04/05/2020"}


def test_reviews_are_counted_since_the_contract_in_force(rsa: RsaStore) -> None:
    ident = rsa.suivi(date(2025, 3, 10))
    rsa.add(
        _contrat(ident, date(2025, 3, 20), "contrat_engagement"),
        ReexamenRsa(suivi_id=ident, date=date(2025, 9, 15)),
    )
    assert rsa.attendues(TODAY)["reexamen_suivant"] == date(2026, 9, 15)
    rsa.add(_contrat(ident, date(2025, 9, 20), "contrat_engagement"))
    (found,) = rsa.calcules(TODAY)
    assert found.dossier.attributs["rang_reexamen"] == "0"
    assert rsa.attendues(TODAY)["reexamen"] == date(2026, 3, 20)
    assert "reexamen_suivant" not in rsa.attendues(TODAY)
    rsa.add(ReexamenRsa(suivi_id=ident, date=date(2025, 9, 20)))
    assert rsa.attendues(TODAY)["reexamen"] == date(2026, 3, 20), "it led to the contract of that day"


def test_an_ended_follow_up_waits_for_nothing_from_its_last_day_on(rsa: RsaStore) -> None:
    ident = rsa.suivi(date(2025, 3, 10), date_fin=date(2026, 11, 21), motif_fin="emploi")
    assert [one.id for one in rsa.calcules(date(2026, 11, 20))] == [ident]
    assert rsa.calcules(TODAY) == ()
    (ended,) = rsa.calcules(TODAY, [ident])
    assert ended.dossier.faits["fin"] == (TODAY,)
    assert [one for one in ended.echeances if one.fait_le is None] == []


def test_what_is_to_come_is_no_fact_yet(rsa: RsaStore) -> None:
    """An import may hold days to come: they accomplish nothing before their day."""
    ident = rsa.suivi(date(2026, 10, 1), date_orientation=date(2026, 9, 30))
    rsa.add(
        _contrat(ident, date(2026, 12, 1), "contrat_engagement"),
        ReexamenRsa(suivi_id=ident, date=date(2026, 12, 15)),
    )
    assert rsa.attendues(TODAY)["contrat"] == date(2026, 10, 30)
    assert "contrat" not in rsa.attendues(date(2026, 12, 1))


def test_who_follows_is_the_agent_of_the_file_else_that_of_its_intervention(rsa: RsaStore) -> None:
    one, other = (Agent(code=code, nom=code, metier="cesf") for code in ("TS01", "TS02"))
    partner = Partenaire(code="FT", nom="France Travail")
    rsa.add(one, other, partner)
    with rsa.store.read() as session:
        first, second = (agent.id for agent in session.query(Agent).order_by(Agent.code))
        partenaire = session.query(Partenaire).one().id
    rsa.add(
        Intervention(reference="I1", famille_id=rsa.familles[0], motif="rsa_monoparent", agent_id=second,
                     nature="accompagnement_social", date_ouverture=date(2025, 3, 10))
    )  # fmt: skip
    with rsa.store.read() as session:
        intervention = session.query(Intervention).one().id
    linked = rsa.suivi(date(2025, 3, 10), intervention_id=intervention)
    own = rsa.suivi(date(2025, 3, 10), famille=1, intervention_id=intervention, agent_id=first)
    rsa.add(
        CoAccompagnement(
            suivi_id=own, partenaire_id=partenaire, type="accompagnement_global", date_debut=date(2025, 5, 2)
        )
    )
    found = {one.id: one for one in rsa.calcules(TODAY)}
    assert (found[linked].agent_id, found[own].agent_id) == (second, first)
    assert found[own].dossier.faits["co_accompagnement"] == (date(2025, 5, 2),)


def test_the_number_of_statements_does_not_grow_with_the_files(rsa: RsaStore) -> None:
    def statements() -> int:
        seen: list[str] = []
        with rsa.store.read() as session:
            engine = session.get_bind()
            event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
            read_calcules(session, JEUX, TODAY)
        return len(seen)

    rsa.suivi(date(2025, 3, 10))
    few = statements()
    for day in range(1, 28):
        rsa.suivi(date(2025, 4, day), famille=day % 3)
    assert statements() == few
