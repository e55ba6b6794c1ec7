"""The idle lock, with a clock that may do anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.security.lock_policy import LockPolicy

MINUTE = 60.0


def test_five_idle_minutes_by_default() -> None:
    policy = LockPolicy(1000.0)
    assert not policy.is_due(1000.0 + 5 * MINUTE - 0.1)
    assert policy.is_due(1000.0 + 5 * MINUTE)


def test_an_action_starts_the_wait_again() -> None:
    policy = LockPolicy(0.0, idle_minutes=1)
    policy.touch(50.0)
    assert not policy.is_due(109.0)
    assert policy.is_due(110.0)


def test_the_first_movement_after_a_long_sleep_does_not_save_the_session() -> None:
    policy = LockPolicy(0.0)
    policy.touch(8 * 60 * MINUTE)
    assert policy.is_due(8 * 60 * MINUTE)


def test_a_clock_going_backwards_neither_unlocks_nor_forgets_the_wait() -> None:
    policy = LockPolicy(10_000.0, idle_minutes=2)
    assert not policy.is_due(10_090.0)
    assert not policy.is_due(50.0)
    assert policy.is_due(80.0)
    assert policy.is_due(-5_000.0)
    policy.touch(-4_000.0)
    assert policy.is_due(-4_000.0)


@given(st.lists(st.tuples(st.booleans(), st.floats(-1e9, 1e9)), max_size=30))
def test_once_due_it_stays_due_whatever_the_clock(events: list[tuple[bool, float]]) -> None:
    policy, due = LockPolicy(0.0), False
    for touched, now in events:
        if touched:
            policy.touch(now)
        was_due, due = due, policy.is_due(now)
        assert due or not was_due


@pytest.mark.parametrize("minutes", [0, -1, float("nan")])
def test_a_lock_that_never_comes_is_refused(minutes: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        LockPolicy(0.0, idle_minutes=minutes)
