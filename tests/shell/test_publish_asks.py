"""What a worker says that has nothing to tell of a partition: that it listens, and which partitions it has."""

from dataclasses import replace

import pytest

from agents.publish.hearing import LISTENED_TO_MS
from agents.publish.letter import ASKS, Letter, asking, named, packed
from tests.shell.standing_lanes import NOW
from tests.shell.test_publish_letters import hear, hearer


def test_who_only_asks_is_heard() -> None:
    """It has no partition, and wants to show the floor."""
    hearing = hearer()
    hear(hearing, [asking("idle", ())])

    assert (NOW, set(), set()) == (hearing.heard_ms, hearing.retold, hearing.claimed(NOW))


def test_who_restores_a_partition_says_that_it_has_it() -> None:
    """It is believed for as long as it may be silent; of partitions that there are none of nothing is kept."""
    hearing = hearer()
    hear(hearing, [asking("idle", {1, 2, -1})])
    hear(hearing, [replace(asking("gone", [0]), sent_ms=NOW - LISTENED_TO_MS - 1)], live=False)
    hear(hearing, [asking("me", [0])])
    claimed = [hearing.claimed(NOW + after_ms) for after_ms in (0, LISTENED_TO_MS, LISTENED_TO_MS + 1)]

    assert [{1}, {1}, set()] == claimed
    assert {1, 2} == set(named(asking("idle", {2, 1}).value))


@pytest.mark.parametrize("value", [b"", b"\xff", b"[", b"3", b'["1"]', b"[true]", b"[[1]]", packed(b"[1]")])
def test_an_ask_that_says_nothing_of_partitions_claims_none(value: bytes) -> None:
    """Former versions say nothing, and what nobody can read is no fault."""
    hearing = hearer()
    hear(hearing, [Letter(0, ASKS, value, "former")])

    assert (NOW, set()) == (hearing.heard_ms, hearing.claimed(NOW))
