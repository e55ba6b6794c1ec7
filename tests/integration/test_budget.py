"""The budget of the aids: sums by hand, their proofs, years side by side, what a decision would do."""

from datetime import date
from fractions import Fraction

import pytest
from budget_store import DECIDED, add_all, aide, basis, granted, paid, reglement

from caseapp.domain.labels import plain
from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, AideReglement, LigneBudget
from caseapp.services.budget import BudgetService
from caseapp.services.budget_rows import HORS_LIGNE, TOTAL, Colonne, LigneSaisie, LigneVue, total_of
from caseapp.services.historique import HistoriqueService
from caseapp.store import Store

TYPED = LigneSaisie("2026-AUTRE", "Aides exceptionnelles", "logement_habitat", "6563", 20_000)


@pytest.fixture
def budget(store: Store) -> BudgetService:
    add_all(store, basis())
    return BudgetService(store, "tests")


def sums(lignes: tuple[LigneVue, ...]) -> dict[str, tuple[int, int, int]]:
    return {one.libelle: (one.demande, one.accorde, one.paye) for one in lignes}


def line(budget: BudgetService, libelle: str, annee: int = 2026) -> LigneVue:
    lignes = budget.lignes(annee)
    return next(one for one in (*lignes, total_of(lignes)) if one.libelle == libelle)


def sentences(budget: BudgetService, store: Store, aide_id: int, pret: int, subvention: int) -> list[str]:
    with store.read() as session:
        found = budget.effet(session, session.get_one(Aide, aide_id), pret, subvention, DECIDED)
    return [plain(one.phrase) for one in found]


def test_each_form_stands_on_its_line_and_the_year_is_that_of_the_decision(
    budget: BudgetService, store: Store
) -> None:
    late = date(2025, 12, 20)
    add_all(
        store,
        [
            granted(1, montant_subvention=30_000),
            granted(2, 2, montant_subvention=10_000, montant_pret=15_000, decision="accord_partiel"),
            granted(3, 2, montant_pret=30_000),
            granted(4, date_demande=late, montant_subvention=20_000, montant_demande=None),
            aide(5, decision="en_attente"),
            aide(6, date_demande=late),
            aide(7, decision="refus", date_decision=DECIDED, motif_refus="hors_reglement"),
            granted(8, date_decision=date(2027, 1, 4), montant_subvention=30_000),
            granted(9, 3, montant_subvention=5_000),
            paid(1, 10_000), paid(1, 5_000, date_retour=date(2026, 4, 2)),
            paid(1, 5_000, date_versement=None), paid(1, 2_000, date_versement=date(2027, 1, 9)),
            paid(2, 15_000, forme="pret"), paid(9, 4_000),
        ],
    )  # fmt: skip
    assert sums(budget.lignes(2026)) == {
        "Temps libre": (3 * 30_000 + 15_000, 30_000 + 10_000 + 20_000, 10_000 + 2_000),
        "Prêts d'équipement": (15_000 + 30_000, 15_000 + 30_000, 15_000),
        HORS_LIGNE: (30_000, 5_000, 4_000),
    }
    whole = total_of(budget.lignes(2026))
    assert (whole.libelle, whole.montant, whole.demande, whole.accorde, whole.paye) == (
        TOTAL, 150_000, 180_000, 110_000, 31_000,
    )  # fmt: skip
    assert whole.reste == 40_000 + 5_000  # the sum of what the two lines have left
    assert sums(budget.lignes(2027)) == {HORS_LIGNE: (30_000, 30_000, 0)}
    assert sums(budget.lignes(2025)) == {HORS_LIGNE: (30_000, 0, 0)}


@pytest.mark.parametrize("colonne", list(Colonne), ids=lambda one: one.name.lower())
def test_the_aids_listed_behind_each_sum_make_it(
    budget: BudgetService, store: Store, colonne: Colonne
) -> None:
    add_all(
        store,
        [
            granted(1, montant_subvention=30_000, famille_id=2),
            granted(2, 2, montant_subvention=10_000, montant_pret=15_000),
            granted(3, 3, montant_subvention=5_000),
            aide(4, 2),
            paid(1, 10_000), paid(1, 7_000), paid(2, 1_000, forme="pret"), paid(3, 500),
        ],
    )  # fmt: skip
    lignes = budget.lignes(2026)
    for one in (*lignes, total_of(lignes)):
        found = budget.parts(2026, one, colonne)
        assert sum(part.montant for part in found) == one.somme(colonne), one.libelle
    assert {part.reference for part in budget.parts(2026, lignes[0], Colonne.ACCORDE)} == {"D1", "D2"}
    (first, *_) = budget.parts(2026, lignes[0], Colonne.PAYE)
    assert (first.montant, first.famille, first.protegee, first.jour) == (
        17_000,
        "O'Brien Maël",
        True,
        DECIDED,
    )


def test_what_was_asked_is_shared_between_the_forms_granted_and_still_sums(
    budget: BudgetService, store: Store
) -> None:
    add_all(
        store,
        [granted(1, 2, montant_demande=30_000, montant_subvention=5_000, montant_pret=20_000),
         granted(2, 2, montant_demande=10_000, montant_subvention=5_000, montant_pret=20_000)],
    )  # fmt: skip
    assert [(one.libelle, one.demande) for one in budget.lignes(2026)] == [
        ("Temps libre", 10_000), ("Prêts d'équipement", 20_000 + 10_000),
    ]  # fmt: skip


def test_a_decision_tells_what_it_leaves_on_each_line_it_charges(budget: BudgetService, store: Store) -> None:
    add_all(store, [granted(1, montant_subvention=90_000), aide(2, 2), aide(3, 3)])
    assert sentences(budget, store, 2, 40_000, 10_000) == [
        "« Temps libre » : il reste 100,00 €, 0,00 € ensuite.",
        "« Prêts d'équipement » : il reste 500,00 €, 100,00 € ensuite.",
    ]
    assert sentences(budget, store, 2, 0, 10_001) == [
        "« Temps libre » serait dépassée de 0,01 € : il reste 100,00 €."
    ]
    assert sentences(budget, store, 3, 0, 1) == ["Cette aide n'a pas de ligne budgétaire pour cette année."]
    assert sentences(budget, store, 2, 0, 0) == []
    # decided again, the aid gives back what it had
    assert sentences(budget, store, 1, 0, 95_000) == [
        "« Temps libre » : il reste 1 000,00 €, 50,00 € ensuite."
    ]


def test_both_forms_of_one_line_are_added_before_they_are_compared(
    budget: BudgetService, store: Store
) -> None:
    add_all(store, [aide(1)])
    assert sentences(budget, store, 1, 60_000, 60_000) == [
        "« Temps libre » serait dépassée de 200,00 € : il reste 1 000,00 €."
    ]


def test_a_line_without_amount_has_nothing_left_to_tell(budget: BudgetService, store: Store) -> None:
    key = line(budget, "Temps libre").id
    assert key is not None
    budget.change(key, LigneSaisie("2026-TL", "Temps libre"))
    add_all(store, [granted(1, montant_subvention=30_000), granted(2, 2, montant_pret=20_000), aide(3)])
    free = line(budget, "Temps libre")
    assert (free.reste, free.part, free.depasse) == (None, None, False)
    whole = line(budget, TOTAL)
    assert (whole.montant, whole.reste, whole.part) == (50_000, 30_000, Fraction(40))
    assert sentences(budget, store, 3, 0, 10_000) == [
        "« Temps libre » : 300,00 € déjà accordés, montant prévu inconnu."
    ]


def test_years_stand_side_by_side_by_the_names_of_their_lines(budget: BudgetService, store: Store) -> None:
    add_all(
        store,
        [*reglement(2027, 2), granted(1, montant_subvention=30_000),
         granted(2, date_decision=date(2027, 2, 1), montant_subvention=45_000),
         granted(3, 3, montant_subvention=1_000)],
    )  # fmt: skip
    budget.add(2027, LigneSaisie("2027-N", "Ligne nouvelle", None, None, 1_000))
    assert budget.annees() == (2026, 2027)
    rows = budget.cote_a_cote((2026, 2027))
    assert {row.libelle: [one and one.accorde for one in row.annees] for row in rows} == {
        "Temps libre": [30_000, 45_000],
        "Prêts d'équipement": [0, 0],
        "Ligne nouvelle": [None, 0],
        HORS_LIGNE: [1_000, None],
        TOTAL: [31_000, 45_000],
    }
    assert rows[-1].is_total


def test_a_line_of_another_year_takes_nothing(budget: BudgetService, store: Store) -> None:
    add_all(store, [*reglement(2027, 2), granted(1, 3, montant_subvention=3_000)])
    with store.write("tests") as session:
        session.get_one(AideReglement, 13).ligne_id = 21  # a line of 2027 in the règlement of 2026
    assert sums(budget.lignes(2026))[HORS_LIGNE] == (30_000, 3_000, 0)
    assert sums(budget.lignes(2027))["Temps libre"] == (0, 0, 0)


def test_a_line_is_added_changed_removed_and_each_is_undone(budget: BudgetService, store: Store) -> None:
    history = HistoriqueService(store, "tests")
    key = budget.add(2026, TYPED)
    assert budget.saisie(key) == TYPED
    budget.change(key, LigneSaisie("2026-AUTRE", "Aides exceptionnelles", "logement_habitat", "6563", 25_000))
    assert line(budget, "Aides exceptionnelles").montant == 25_000
    budget.remove(key)
    assert [one.libelle for one in budget.lignes(2026)] == ["Temps libre", "Prêts d'équipement"]
    history.undo()
    history.undo()
    assert budget.saisie(key) == TYPED


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("code", LigneSaisie(" ", "Autre"), "Donnez un code à cette ligne."),
        ("code", LigneSaisie("2026-TL", "Autre"), "La ligne « Temps libre » de 2026 a déjà ce code."),
        ("code", LigneSaisie("x" * 61, "Autre"), "Ce texte est trop long : 60 lettres au plus."),
        ("domaine", LigneSaisie("A", "Autre", "inconnu"), "Ce domaine n'est pas dans la liste."),
        ("libelle", LigneSaisie("A", ""), "Donnez un nom à cette ligne."),
        ("montant", LigneSaisie("A", "Autre", None, None, -1), "Un montant va de 0 à 100 000 000,00 €."),
        ("montant", LigneSaisie("A", "Autre", None, None, 10**11), "Un montant va de 0 à 100 000 000,00 €."),
    ],
    ids=["empty code", "taken code", "long code", "unknown domain", "no name", "negative", "absurd"],
)
def test_what_no_line_can_have_is_said_under_its_field(
    budget: BudgetService, field: str, typed: LigneSaisie, sentence: str
) -> None:
    with pytest.raises(FieldError) as refused:
        budget.add(2026, typed)
    assert (refused.value.field, plain(str(refused.value))) == (field, sentence)
    assert len(budget.lignes(2026)) == 2


def test_a_line_that_the_reglement_uses_stays(budget: BudgetService, store: Store) -> None:
    key = line(budget, "Temps libre").id
    assert key is not None
    with pytest.raises(InputError, match="« Aide aux vacances », « Équipement » : changez d'abord"):
        budget.remove(key)
    with store.read() as session:
        assert session.get(LigneBudget, key) is not None


def test_a_year_out_of_reach_is_refused(budget: BudgetService) -> None:
    with pytest.raises(InputError, match="L'année va de 1900 à 2199"):
        budget.add(26, TYPED)
