"""The source topics while a worker reads them: it is told when they are not those that it has checked."""

from collections.abc import Iterator, Mapping

import pytest

from agents.sources import look_on
from agents.topics import KafkaAwayError, TopicFacts

KNOWN = {name: TopicFacts(name, f"id of {name}", 4) for name in ("contacts", "agents", "state", "alarms")}
SOURCES = {name: KNOWN[name] for name in ("contacts", "agents")}


async def told(
    *answers: Mapping[str, TopicFacts] | Exception, states: tuple[str, ...] = (), others: tuple[str, ...] = ()
) -> list[str]:
    """Return what is told once Kafka has given these answers, one at each look; the last one must be reason enough."""
    following: Iterator[Mapping[str, TopicFacts] | Exception] = iter(answers)
    found: list[str] = []

    async def ask() -> Mapping[str, TopicFacts]:
        answer = next(following)
        if isinstance(answer, Exception):
            raise answer
        return answer

    await look_on(ask, KNOWN, found.append, states, others=others, every_s=0)
    assert list(following) == []
    return found


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (TopicFacts("contacts", "another id", 4), "topic contacts was deleted and made again: its records are others"),
        (TopicFacts("contacts", "id of contacts", 6), "topic contacts has 6 partitions now, and had 4 when the worker"),
    ],
)
async def test_a_source_that_is_another_one_is_told_of(now: TopicFacts, expected: str) -> None:
    """Once, and nothing is looked at any more."""
    (found,) = await told(SOURCES, SOURCES | {"contacts": now})

    assert found.startswith(expected)


async def test_all_that_has_changed_is_told() -> None:
    """Whoever makes one of them anew does so with the other."""
    anew = {name: TopicFacts(name, "another id", 4) for name in SOURCES}
    (found,) = await told(anew)

    ends = [part.partition(" and made again")[0] for part in found.split("; ")]

    assert ["topic contacts was deleted", "topic agents was deleted"] == ends


async def test_what_is_not_there_and_who_does_not_answer_tell_nothing() -> None:
    """A topic that is being made anew is away for a moment, and Kafka may be."""
    gone = {"agents": SOURCES["agents"]}
    anew = SOURCES | {"agents": TopicFacts("agents", "another id", 4)}
    found = await told(KafkaAwayError("away"), gone, {}, SOURCES, anew)

    assert 1 == len(found)


async def test_a_state_that_is_made_anew_is_told_of() -> None:
    """The rows that were in it are gone, and those that follow are not all: who restores sees that and rebuilds."""
    anew = {"state": TopicFacts("state", "another id", 4)}
    (found,) = await told(KNOWN, SOURCES | anew, states=("state",))

    assert "topic state was deleted and made again: what was kept there is gone, the next start rebuilds it" == found


async def test_a_state_that_is_gone_is_told_of_when_it_is_so_twice() -> None:
    """A checkpoint would wait for it for ever; a broker that has just come back knows it a moment later."""
    away = KafkaAwayError("away")
    (found,) = await told(SOURCES, KNOWN, SOURCES, away, SOURCES, states=("state",))

    assert "topic state is gone: nothing of what is counted is kept any more" == found


async def test_what_else_is_written_is_missed_too() -> None:
    """Alarms would stand still for ever, where nobody can read how they stood; made anew they only begin anew."""
    anew = {"alarms": TopicFacts("alarms", "another id", 4)}
    (found,) = await told(SOURCES, KNOWN, SOURCES | anew, SOURCES, SOURCES, others=("alarms",))

    assert "topic alarms is gone: nothing of what belongs there is kept any more" == found


async def test_what_else_is_written_has_the_partitions_that_it_had() -> None:
    """A checkpoint to a partition that is not there any more fails each time, and none is read that was added."""
    fewer = {"alarms": TopicFacts("alarms", "another id", 1)}
    (found,) = await told(KNOWN, KNOWN | fewer, others=("alarms",))

    assert "topic alarms has 1 partitions now, and had 4 when the worker started" == found
