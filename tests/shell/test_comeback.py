"""How partitions come back: by the rules of the moment, and anew where that is asked for, until it is kept."""

import pytest

from agents.comeback import Comeback
from agents.lane.errors import Unrecoverable
from agents.topics import TopicFacts
from stream.errors import ConfigurationError
from stream.partition import Partition
from stream.restore import restore
from stream.site import Site
from tests.core.one_log import queued

SOURCE = TopicFacts("contacts", "t1", 6)


def comeback(source: TopicFacts = SOURCE, *, anew: bool = False) -> Comeback[Partition]:
    """Of the partitions of contacts."""
    return Comeback(restore, Site, source, lambda _refusal: None, anew=anew)


def rows_of(partition: Partition) -> dict[bytes, bytes]:
    """All rows of a partition that has read one record."""
    partition.fold([queued(5)])
    return {key: value for key, value in partition.changes() if value is not None}


def kept() -> dict[bytes, bytes]:
    """What a worker has kept."""
    return rows_of(comeback()({}, 3).partition)


def test_a_partition_goes_on_from_its_rows() -> None:
    """Unless somebody says otherwise."""
    restored = comeback()(kept(), 3)

    assert (5, None) == (restored.partition.applied_offset, restored.rebuild_reason)


def test_asked_for_anew_it_begins_from_the_start_once() -> None:
    """What it keeps then is gone on with; another partition has its own turn."""
    back = comeback(anew=True)
    first = back(kept(), 3)
    assert (-1, "asked for", 1) == (first.partition.applied_offset, first.rebuild_reason, first.partition.generation)

    second = back(rows_of(first.partition), 3)
    assert (5, None, 1) == (second.partition.applied_offset, second.rebuild_reason, second.partition.generation)
    assert "asked for" == back(kept(), 4).rebuild_reason


def test_asked_for_anew_it_is_so_until_something_of_it_is_kept() -> None:
    """The old rows are still there when the memory is lost before its first checkpoint."""
    back, old = comeback(anew=True), kept()

    assert ["asked for", "asked for"] == [back(old, 3).rebuild_reason for _ in range(2)]


def test_nothing_kept_is_nothing_to_rebuild() -> None:
    """It begins from the start as it is."""
    assert comeback(anew=True)({}, 3).rebuild_reason is None


def test_another_number_of_partitions_is_refused_and_told() -> None:
    """A person has to decide."""
    told: list[ConfigurationError] = []
    back = Comeback(restore, Site, TopicFacts("contacts", "t1", 12), told.append)
    with pytest.raises(Unrecoverable, match="there were 6 and are 12"):
        back(kept(), 3)

    assert 1 == len(told)
