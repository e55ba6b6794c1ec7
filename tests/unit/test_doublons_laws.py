"""What holds of any two families."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.text import fold
from caseapp.services.doublons import Force, Identite, names_to_look_for, score

BORN, ELSEWHERE, TYPO = date(1984, 2, 29), date(1952, 11, 17), date(1984, 2, 28)
PHONE, OTHER_PHONE = "06 12 34 56 78", "05 58 00 11 22"
NAMES = st.one_of(
    st.sampled_from(
        ["Martin", "Marin", "Martin-Dupont", "Nguyễn Thị", "Hoa", "El Amrani", "Œuvrard", "née", ""]
    ),
    st.text(max_size=12),
)
DATES = st.one_of(st.none(), st.sampled_from([BORN, TYPO, ELSEWHERE, date(1990, 1, 1)]), st.dates())
IDENTITES = st.builds(
    Identite,
    st.none(),
    NAMES,
    st.none() | NAMES,
    DATES,
    st.sampled_from([None, "0012345", "12345", "0099999", "0", "12 A"]) | st.text(max_size=8),
    st.sampled_from([None, PHONE, OTHER_PHONE, "+33612345678"]) | st.text(max_size=12),
    st.booleans(),
)


@given(IDENTITES, IDENTITES)
def test_resemblance_is_symmetric(one: Identite, other: Identite) -> None:
    there, back = score(one, other), score(other, one)
    assert (there is None) == (back is None)
    if there and back:
        assert there.force == back.force
        assert len(there.raisons) == len(back.raisons) > 0


@given(IDENTITES, IDENTITES, st.from_regex(r"[1-9][0-9]{6}[A-Z]?", fullmatch=True))
def test_the_same_number_is_always_certain(one: Identite, other: Identite, numero: str) -> None:
    found = score(replace(one, matricule=numero), replace(other, matricule=numero))
    assert found is not None
    assert found.force is Force.CERTAINE
    assert found.raisons[0] == "même numéro d'allocataire"


@given(IDENTITES, IDENTITES, st.sampled_from([None, PHONE, OTHER_PHONE]))
def test_nothing_told_of_a_protected_family_depends_on_its_phone(
    one: Identite, other: Identite, phone: str | None
) -> None:
    protected = replace(other, protection=True)
    assert score(one, protected) == score(one, replace(protected, telephone=phone))


@given(IDENTITES)
def test_a_file_is_no_duplicate_of_itself(one: Identite) -> None:
    assert score(replace(one, id=1), replace(one, id=1)) is None


@given(IDENTITES)
def test_searches_are_plain_words(one: Identite) -> None:
    for search in names_to_look_for(one):
        assert search
        assert all(word and word == fold(word).replace(" ", "") for word in search)
