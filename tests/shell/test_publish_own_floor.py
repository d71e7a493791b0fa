"""What a worker's own partitions come to: built once, by turns, and nobody's figure once they are another's."""

from collections.abc import Iterator

from agents.publish.own_floor import OwnFloor
from stream.catalog import standard
from stream.floor import Floor, build
from stream.floor_clock import FloorClock
from stream.site import Site

FLOOR = build([], Site(), standard(), FloorClock(0, "wall", stale=False, partitions=()))


def steps(taken: list[int]) -> Iterator[Floor | None]:
    """Come to a floor in three steps, and count them."""
    for number in range(3):
        taken.append(number)
        yield FLOOR if number == 2 else None


def test_whoever_asks_first_builds_it_and_two_share_the_work() -> None:
    """Two scrapes at the same time, each a step in its turn, and a third one after them."""
    taken: list[int] = []
    own = OwnFloor(steps(taken))
    first, second = own.building(), own.building()
    assert [] == taken
    next(first), next(second)
    assert [0, 1] == taken

    assert FLOOR is own()
    assert [] == [*first, *second, *own.building()]
    assert FLOOR is own()
    assert [0, 1, 2] == taken


def test_it_is_nobodys_while_its_partitions_may_be_anothers() -> None:
    """Neither built nor told; what was built is there again when they are ours after all."""
    ours = True
    own = OwnFloor(steps([]), lambda: ours)
    assert FLOOR is own()
    ours = False
    assert own() is None
    ours = True
    assert FLOOR is own()


def test_without_partitions_there_is_none() -> None:
    """As before the first floor."""
    assert OwnFloor()() is None
