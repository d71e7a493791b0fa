"""Ticks of a worker that has no partition, as where there are more workers than partitions."""

from collections.abc import Callable

from agents.publish.company import ASK_EVERY_MS
from agents.publish.letter import Letter, asking, key_of
from agents.publish.shelf import Place
from agents.watch import GIVE_UP_AFTER_MS
from stream.units import SECOND
from tests.shell.standing_lanes import NOW, restoring, restoring_crew
from tests.shell.standing_room import Room, waiting

LONG = range(1, 2 * GIVE_UP_AFTER_MS // SECOND)
"""Seconds enough for a worker that has nothing to do to end over it."""
Said = Callable[[int], Letter]


def spare() -> Room:
    """Return the room of a worker that has shown the whole floor, and has just lost its partition to nobody yet."""
    room = Room()
    room.told()
    room.at(NOW)
    room.tick.lanes.standing = room.tick.crew.standing = ()
    room.tick.lanes.assigned_at = room.tick.crew.assigned_at = NOW + 1
    return room


def gives_up(room: Room, *said: Said) -> bool:
    """Whether it ends within four minutes in which it is told this every five seconds, and nothing else."""
    for n in LONG:
        room.tick.now_ms = NOW + n * SECOND
        if n * SECOND % ASK_EVERY_MS == 0:
            for letter in said:
                room.company._take(letter(n), live=True)  # noqa: SLF001 - as the log hands it over
        room.tick.at(NOW + n * SECOND)
    return room.tick.watch.given_up is not None


def echo(_: int) -> Letter:
    """Return what it hears of itself: the topic can be read."""
    return asking("me", ())


def test_a_spare_worker_waits_for_those_who_restore() -> None:
    """Each names its own; a restart of the spare would let the group hand out anew what they have nearly restored."""
    room = spare()

    assert not gives_up(room, echo, lambda _: asking("one", [0]), lambda _: asking("other", [1]))
    assert room.tick.watch.health().live


def test_a_spare_worker_ends_over_a_partition_that_nobody_has() -> None:
    """The group has gone wrong, and a start anew joins it again."""
    room = spare()

    assert gives_up(room, echo, lambda _: asking("one", [0]))
    assert "no worker tells of partition 1" in (room.tick.watch.given_up or "")


def test_a_spare_worker_does_not_end_over_a_topic_that_it_cannot_read() -> None:
    """It hears nothing there, not even itself: others may have every partition."""
    room = spare()
    room.company._take(echo(0), live=True)  # noqa: SLF001 - as above

    assert not gives_up(room)


def test_a_spare_worker_does_not_end_over_what_others_tell_in_another_form() -> None:
    """A new version, or a new configuration, begins with it."""
    room = spare()
    places = Place("contacts", 0), Place("contacts", 1)
    told = [lambda _, place=place: Letter(0, key_of(place, "whole"), b"another form", "other") for place in places]

    assert not gives_up(room, echo, *told)


def test_what_is_missing_is_shown_as_missing_all_the_same() -> None:
    """That somebody restores it makes no figure younger."""
    room = spare()
    gives_up(room, echo, lambda _: asking("one", [0, 1]))
    floor = room.tick.at(NOW + LONG.stop * SECOND)

    assert floor is not None
    assert (3, True) == (waiting(floor), floor["clock"]["stale"])
    assert ["shown as it was: partition 0, 1, of which no worker tells any more"] == floor["remarks"]


def test_who_restores_names_its_partitions() -> None:
    """In what it asks: so a spare worker knows that they have somebody."""
    room = Room()
    room.told()
    room.tick.lanes.standing, room.tick.crew.standing = (restoring(0),), (restoring_crew(0),)
    room.tick.at(NOW)

    assert {0} == room.company._to_ask  # noqa: SLF001 - what comes of it is shown elsewhere
