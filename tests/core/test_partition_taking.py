"""The part of a partition with many contacts, taken a little at a time."""

from stream.partition import Partition
from stream.site import Site
from tests.core.one_contact import at
from tests.core.one_log import queued

WAITING = 1_200
AT_ONCE = 500


def waiting() -> Partition:
    """A partition in which so many wait."""
    partition = Partition(Site(), 0)
    partition.fold([queued(number, number % 60, f"c{number}") for number in range(WAITING)])
    return partition


def test_a_part_pauses_after_each_few_hundred_contacts_and_each_window() -> None:
    """And comes last, the same as if it were taken in one go."""
    partition = waiting()
    *pauses, part = partition.taking(at(90))

    assert [None] * (WAITING // AT_ONCE + len(partition.windows)) == pauses
    assert part is not None
    assert WAITING == part.open_contacts
    assert waiting().part(at(90)) == part
