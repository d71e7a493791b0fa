"""When checkpoints are due."""

import pytest

from agents.lane.policy import CheckpointPolicy, Load


def test_partitions_have_their_turns_spread_over_the_interval() -> None:
    """Four partitions share two seconds."""
    policy = CheckpointPolicy(interval_ms=2_000)

    assert [0, 500, 1_000, 1_500] == [policy.phase_ms(place, 4) for place in range(4)]


@pytest.mark.parametrize(
    ("now_ms", "phase_ms", "due"),
    [(10_000, 0, 12_000), (10_001, 0, 12_000), (10_000, 500, 10_500), (10_500, 500, 12_500), (10_499, 500, 10_500)],
)
def test_the_next_turn_is_the_first_after_now(now_ms: int, phase_ms: int, due: int) -> None:
    """A turn lies at each whole interval after the phase; one that is just now has been."""
    assert due == CheckpointPolicy(interval_ms=2_000).next_due(now_ms, phase_ms)


@pytest.mark.parametrize(
    ("now_ms", "due"), [(9_999, True), (10_000, False), (11_999, False), (12_000, True), (12_001, True)]
)
def test_a_turn_that_is_further_away_than_an_interval_has_come(now_ms: int, due: bool) -> None:  # noqa: FBT001 - a case
    """The wall clock was put back since it was settled, at 10,000 or later."""
    assert due == CheckpointPolicy(interval_ms=2_000).is_due(now_ms, 12_000)


@pytest.mark.parametrize(
    ("load", "early", "full"),
    [
        (Load(9, 9), False, False),
        (Load(10, 0), True, False),
        (Load(0, 10), True, False),
        (Load(20, 0), True, True),
        (Load(0, 20), True, True),
    ],
)
def test_rows_and_letters_have_the_same_two_limits(load: Load, early: bool, full: bool) -> None:  # noqa: FBT001 - a case
    """The first asks for a checkpoint, the second stops the reading."""
    policy = CheckpointPolicy(early_rows=10, early_letter_bytes=10, max_rows=20, max_letter_bytes=20)

    assert (early, full) == (policy.early(load), policy.full(load))


def test_retries_come_later_each_time_up_to_a_limit() -> None:
    """Doubling from a quarter of a second to five."""
    policy = CheckpointPolicy()

    assert [250, 500, 1_000] == [policy.retry_after(attempt) for attempt in range(3)]
    assert policy.retry_after(1_000) == 5_000
