"""How a project is paid: the part of the family, and what does not add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.financement import gap_sentence, proposed_share
from caseapp.domain.labels import plain

CENTS = st.integers(0, 10_000_000)


@given(CENTS, CENTS, st.lists(CENTS, max_size=4))
def test_what_is_proposed_makes_the_cost(cout: int, demande: int, financeurs: list[int]) -> None:
    share = proposed_share(cout, demande, financeurs)
    if share is None:
        assert demande + sum(financeurs) > cout
        assert "de trop" in gap_sentence(cout, demande, financeurs, None)
    else:
        assert demande + sum(financeurs) + share == cout
        assert gap_sentence(cout, demande, financeurs, share) == ""


@pytest.mark.parametrize(
    ("cout", "demande", "famille", "said"),
    [
        (90000, 48000, 7000, "Le financement fait 650,00 € pour un coût de 900,00 € : 250,00 € à trouver."),
        (90000, 48000, 50000, "Le financement fait 1 080,00 € pour un coût de 900,00 € : 180,00 € de trop."),
        (90000, 48000, None, ""),
        (None, 48000, 7000, ""),
    ],
    ids=["too little", "too much", "family unknown", "cost unknown"],
)
def test_a_sum_that_differs_is_said(cout: int | None, demande: int, famille: int | None, said: str) -> None:
    assert plain(gap_sentence(cout, demande, [10000], famille)) == said
