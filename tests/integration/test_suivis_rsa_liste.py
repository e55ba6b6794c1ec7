"""The list of RSA follow-ups on a real encrypted store: its order, its filters, its months."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from suivis_rsa_store import RsaStore

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.suivi_rsa import month_rank
from caseapp.services.dossiers_rows import FAITE, REPORTEE
from caseapp.services.echeances_suites import SuiteSaisie
from caseapp.services.suivis_rsa import ContratSaisie, Filtre, Statut, SuiviRow

TODAY = date(2026, 11, 21)


@pytest.fixture
def rsa(tmp_path: Path) -> Iterator[RsaStore]:
    made = RsaStore(tmp_path / "profil")
    yield made
    made.store.close()


def _row(rsa: RsaStore, ident: int, today: date = TODAY) -> SuiviRow:
    (row,) = rsa.suivis.list_rows([ident], today)
    return row


@pytest.mark.parametrize(
    ("start", "day", "month"),
    [
        (date(2026, 3, 10), date(2026, 3, 10), 1),
        (date(2026, 3, 10), date(2026, 4, 10), 1),
        (date(2026, 3, 10), date(2026, 4, 11), 2),
        (date(2024, 11, 21), date(2026, 11, 21), 24),
        (date(2024, 11, 20), date(2026, 11, 21), 25),
        (date(2024, 2, 29), date(2026, 2, 28), 24),
        (date(2024, 2, 29), date(2026, 3, 1), 25),
        (date(2025, 1, 31), date(2025, 2, 28), 1),
        (date(2025, 1, 31), date(2025, 3, 1), 2),
    ],
)
def test_the_month_of_a_follow_up_ends_with_its_deadline(start: date, day: date, month: int) -> None:
    assert month_rank(start, day) == month


def test_the_month_is_that_of_today_or_of_the_end_out_of_those_of_the_rules(rsa: RsaStore) -> None:
    running = _row(rsa, rsa.suivi(date(2024, 11, 21)))
    ended = _row(rsa, rsa.suivi(date(2024, 11, 21), 1, date_fin=date(2025, 2, 21), motif_fin="emploi"))
    assert (running.mois, running.mois_prevus, running.limite) == (24, 24, TODAY)
    assert (ended.mois, ended.mois_prevus) == (3, 24)


def test_open_follow_ups_come_by_next_deadline_then_ended_ones(rsa: RsaStore) -> None:
    mine = rsa.agent("TS01")
    late = rsa.suivi(date(2024, 10, 1), 0, agent_id=mine)
    recent = rsa.suivi(date(2026, 11, 1), 1)
    ended = rsa.suivi(date(2023, 1, 1), 2, date_fin=date(2024, 1, 1), motif_fin="emploi")
    last = rsa.suivi(date(2024, 2, 1), 2, date_fin=date(2025, 1, 1), motif_fin="formation")
    rsa.suivis.contrats.add(recent, ContratSaisie("contrat_engagement", date(2026, 11, 2)), TODAY)

    def ids(statut: Statut = Statut.OUVERTS, **more: object) -> list[int]:
        return list(rsa.suivis.list_ids(Filtre(statut, **more), today=TODAY))  # type: ignore[arg-type]

    assert ids() == [late, recent]
    assert ids(Statut.TOUS) == [late, recent, last, ended]
    assert ids(Statut.TERMINES) == [last, ended]
    assert ids(Statut.EN_RETARD) == [late]
    assert ids(Statut.AU_DELA) == [late]
    assert ids(Statut.SANS_CONTRAT) == [late]
    assert ids(agent_id=mine) == [late]
    assert ids(Statut.TOUS, texte="oeuvr") == [last, ended]
    assert ids(texte="v1") == [recent]
    assert ids(texte="personne") == []
    assert ids(Statut.TOUS, famille_id=rsa.familles[2]) == [last, ended]


def test_a_follow_up_whose_deadlines_are_all_marked_done_stays_in_the_list(rsa: RsaStore) -> None:
    """Beyond its 24 months, whatever was marked of it."""
    ident = rsa.suivi(date(2024, 10, 1))
    while pending := [
        one for one in rsa.echeances.du_dossier(Domaine.RSA, ident, TODAY) if one.fait_le is None
    ]:
        rsa.echeances.marquer(pending[0].cle, SuiteSaisie(FAITE, TODAY))
    assert rsa.suivis.list_ids(today=TODAY) == (ident,)
    assert rsa.suivis.list_ids(Filtre(Statut.EN_RETARD), today=TODAY) == ()
    assert rsa.suivis.list_ids(Filtre(Statut.AU_DELA), today=TODAY) == (ident,)
    assert _row(rsa, ident).prochaine is None


def test_a_deadline_put_off_waits_for_its_new_day(rsa: RsaStore) -> None:
    """The next deadline said, and the order of the list, follow what a person did."""
    first, second = rsa.suivi(date(2026, 10, 5)), rsa.suivi(date(2026, 10, 8), 1)
    assert rsa.suivis.list_ids(today=TODAY) == (first, second)
    late = [one for one in rsa.echeances.du_dossier(Domaine.RSA, first, TODAY) if one.jour < TODAY]
    assert {one.echeance.regle.code for one in late} == {"contrat_designation", "diagnostic"}
    for one in late:
        rsa.echeances.marquer(one.cle, SuiteSaisie(REPORTEE, TODAY, date(2026, 12, 1), "Rendez-vous pris"))
    assert rsa.suivis.list_ids(today=TODAY) == (second, first)
    assert rsa.suivis.list_ids(Filtre(Statut.EN_RETARD), today=TODAY) == (second,)
    nearest = _row(rsa, first).prochaine
    assert nearest is not None
    assert (nearest.jour, nearest.suite and nearest.suite.motif) == (date(2026, 12, 1), "Rendez-vous pris")
