"""Preparation sheets on paper: whatever a file holds, one page, nothing outside it, room left to write."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from test_reports_commission import pages

from caseapp.domain.constitution import Montant
from caseapp.domain.echeancier import Echeance
from caseapp.domain.labels import plain
from caseapp.domain.plan_apurement import PlanDette, suivre
from caseapp.reports.impaye import (
    BailPapier,
    ConstitutionPapier,
    DocumentImpayes,
    EcheancePapier,
    FichePapier,
    LogementPapier,
    MenagePapier,
    MouvementPapier,
    PlanPapier,
    Reunion,
    ReunionPapier,
    unnamed,
)
from caseapp.reports.impaye_liste import lay_out_impayes

DAY = date(2026, 11, 21)
MEETING = ReunionPapier(Reunion.CCAPEX, None, DAY)
LONG = "Office public de l'habitat des Landes et des Pyrénées-Atlantiques réunis " * 5
MISSING = "Le loyer manque : la dépense nette de l'aide ne peut pas être calculée."


def bare() -> FichePapier:
    """Return a file of which nearly nothing is known."""
    return FichePapier(
        "Petit Hugo, non allocataire", "F1", "", "Signalé", "En cours", DAY, None, None, MenagePapier(),
        LogementPapier(), BailPapier(False, None, None, None, None, MISSING, MISSING), (), (),
        ConstitutionPapier(None, None, False, "Aucune dette n'est saisie à cette date.", "", "", ""), (),
        (("Administratif", "non"), ("Social", "non")), (), (),
    )  # fmt: skip


def plan(count: int, *, even: bool) -> PlanPapier:
    """Return a plan of which the first instalment was paid."""
    rows = tuple(
        Echeance(n, date(2020, 1, 5) + timedelta(days=30 * n), 10_000 if even else 10_000 + n)
        for n in range(1, count + 1)
    )
    made = PlanDette(date(2020, 1, 2), date(2020, 1, 2), rows)
    return PlanPapier("Plan négocié", suivre(made, [(date(2020, 1, 3), rows[0].montant)], DAY))


def crowded(count: int, *, even: bool) -> FichePapier:
    """Return a file of which everything is known, at length."""
    days = tuple(DAY - timedelta(days=n) for n in range(40))
    half = Montant(17_000, f"la moitié de {LONG}")
    return FichePapier(
        LONG, "F2", LONG, "Procédure judiciaire", LONG, DAY, DAY, 99_999_999,
        MenagePapier(LONG, 41_250, DAY, LONG),
        LogementPapier(LONG, 9_999, LONG, DAY, LONG, LONG, LONG, LONG),
        BailPapier(True, 99_999_999, 99_999_999, 99_999_999, None, MISSING, half),
        tuple(MouvementPapier(day, LONG, 99_999_999, 99_999_999) for day in reversed(days)),
        tuple((date(2026, month, 28), 99_999_999) for month in range(1, 12)),
        ConstitutionPapier(DAY, None, True, LONG, LONG, LONG, LONG),
        tuple((day, f"{rank} {LONG}") for rank, day in enumerate(days)),
        (("Administratif", LONG), ("Social", LONG)),
        (plan(count, even=even), plan(2, even=True), plan(2, even=True), plan(2, even=True)),
        tuple(EcheancePapier(day, LONG, LONG, LONG, True, True, f"{LONG} {day}") for day in days),
    )  # fmt: skip


def laid(*fiches: FichePapier) -> list[str]:
    document = DocumentImpayes(MEETING, fiches)
    return [plain(page) for page in pages(lambda typography: lay_out_impayes(document, typography))]


@pytest.mark.parametrize("count", [1, 36, 600])
@pytest.mark.parametrize("even", [True, False], ids=["even", "uneven"])
def test_everything_at_length_stays_on_one_page(count: int, even: bool) -> None:
    (page,) = laid(crowded(count, even=even))
    assert "Avis de la Ccapex / Proposition" in page
    assert "mouvements avant ceux-là" in page
    assert "faits avant ceux-là" in page
    assert "autres échéances, au dossier" in page
    if count == 600:
        assert "sur 600." in page


def test_a_file_of_which_nothing_is_known_says_so() -> None:
    (page,) = laid(bare())
    for words in (
        "dette non connue", "Loyer non connu", MISSING, "Aucune dette n'est saisie à cette date.",
        "Aucun fait n'est noté à ce jour.", "Aucune échéance n'est en attente.",
    ):  # fmt: skip
        assert words in page, words
    assert "À vérifier" not in page


def test_the_list_counts_the_debts_that_are_known() -> None:
    first, *rest = laid(bare(), crowded(3, even=True))
    assert len(rest) == 2
    assert "999 999,99 €, hors 1 dossier sans dette connue" in first
    assert "En retard 1 dossier" in first


def test_a_file_that_is_not_named_keeps_neither_name_nor_place() -> None:
    hidden = unnamed(crowded(3, even=True))
    assert (hidden.famille, hidden.agent) == ("Famille protégée n°\u00a0F2", "")
    assert [hidden.logement.adresse, hidden.logement.commune, hidden.logement.bailleur] == ["", "", ""]
    assert hidden.logement.reference == ""


BY_HAND = "(corrigé par un agent, motif au dossier)"
SUM = "dette 900,00 € ≥ 680,00 € le 03/02/2026"


@pytest.mark.parametrize(
    ("kept", "computed", "by_hand", "words"),
    [
        (date(2026, 2, 3), date(2026, 2, 3), False, f"Constitué le 03/02/2026 : {SUM}."),
        (
            date(2026, 1, 5),
            date(2026, 2, 3),
            True,
            f"Constitué le 05/01/2026 {BY_HAND} ; le calcul donne le 03/02/2026 : {SUM}.",
        ),
        (date(2026, 1, 5), None, False, f"Constitué le 05/01/2026 ; le calcul ne le retrouve pas : {SUM}."),
    ],
    ids=["agreed", "corrected", "not_found"],
)
def test_the_day_of_constitution_is_said_with_what_the_rules_give(
    kept: date, computed: date | None, by_hand: bool, words: str
) -> None:
    known = ConstitutionPapier(kept, computed, by_hand, SUM, "", "", "")
    (page,) = laid(replace(bare(), constitution=known))
    assert words in page
