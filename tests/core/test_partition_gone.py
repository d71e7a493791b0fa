"""A partition that is another's now goes with all that it remembers, and not only when the collector comes to it."""

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from stream.partition import Partition
from stream.site import Site
from tests.core.one_contact import at
from tests.core.one_crew import crew, told
from tests.core.one_log import queued, record


@pytest.fixture(autouse=True)
def nobody_collects() -> Iterator[None]:
    """Keep the collector away: it comes late to those who have lived long, and they are what takes the memory."""
    gc.disable()
    yield
    gc.enable()


def test_a_partition_is_gone_with_the_last_who_knows_it() -> None:
    """It has folded, shown and written something."""
    partition = Partition(Site(labels=("queue", "channel", "priority")), 0)
    partition.fold((queued(0), record(1, "answered", 30), queued(2, 100, "c2"), queued(3, 90_000, "c3")))
    partition.part(at(90_000))
    list(partition.changes())
    gone: list[ref[object]] = [ref(partition), ref(partition.memory), ref(partition.panes)]
    del partition

    assert [None] * 3 == [one() for one in gone]


def test_the_agents_of_a_partition_are_gone_too() -> None:
    """One has come, and silence would end that."""
    partition = crew(told(0, "kim", at(0), "available"))
    partition.part(at(60))
    list(partition.changes())
    gone: list[ref[object]] = [ref(partition), ref(partition.memory), ref(partition.panes)]
    del partition

    assert [None] * 3 == [one() for one in gone]
