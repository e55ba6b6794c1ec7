"""Waiting after wrong passphrases."""

import pytest

from caseapp.security.attempts import delay_after


def test_the_delay_doubles_up_to_a_minute() -> None:
    assert [delay_after(failures) for failures in range(10)] == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize("failures", [-1, 10**9, 10**30])
def test_any_count_gives_a_delay_between_zero_and_a_minute(failures: int) -> None:
    assert delay_after(failures) == (60 if failures > 0 else 0)
