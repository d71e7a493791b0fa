"""The source topics while a worker reads them: made anew, or with more partitions, they are others than it checked.

Of a topic that was made anew the first records have offsets that were folded long ago and would be passed over; the
partitions that are added have no state. A start anew rebuilds from the one, and says what to do about the others.

Of all others it is looked whether they are there, with as many partitions as before: a checkpoint to one that is gone
waits for it for ever, or fails each time, alarms stand still where nobody can read how they stood, and workers do not
hear of each other. A start anew makes what is missing, and refuses what does not fit.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial
from typing import Final, TypeAlias

from agents.kafka import Connection
from agents.settings.connection import topic_names
from agents.settings.runtime import Settings
from agents.topics import Prepared, TopicError, TopicFacts, topics_now

LOOK_EVERY_S: Final = 30.0

Ask: TypeAlias = Callable[[], Awaitable[Mapping[str, TopicFacts]]]
"""What Kafka says of sources and states now; raises TopicError."""


async def watch_sources(
    connection: Connection, settings: Settings, topics: Prepared, tell: Callable[[str], None]
) -> None:
    """Look on, and `tell` why the worker must begin anew; a broker without transactions tells no ids of topics."""
    names = topic_names(settings)
    if all(topics.topics[name].topic_id for name in names.sources):
        others = (names.dead_letters, names.alarms, names.floor)
        await look_on(partial(topics_now, connection, names), topics.topics, tell, names.states, others=others)


async def look_on(  # noqa: PLR0913 - all but the first three have defaults
    ask: Ask,
    known: Mapping[str, TopicFacts],
    tell: Callable[[str], None],
    states: Collection[str] = (),
    *,
    others: Collection[str] = (),
    every_s: float = LOOK_EVERY_S,
) -> None:
    """Look now and then, until a topic is another one than is known: then `tell` which, and how, once.

    `others` may well be made anew, with as many partitions: nothing is read of them that must fit to what is counted.
    """
    gone: set[str] = set()
    while True:
        await asyncio.sleep(every_s)
        try:
            found = await ask()
        except TopicError:
            continue  # whoever reads or writes says so too
        changes = [change for name, now in found.items() if (change := changed(known[name], now, states, others))]
        # A broker that has just come back may not know its topics yet.
        before, gone = gone, {*states, *others} - found.keys()
        changes += [_missed(name, states) for name in sorted(gone & before)]
        if changes:
            tell("; ".join(changes))
            return


def _missed(name: str, states: Collection[str]) -> str:
    what = "is counted" if name in states else "belongs there"
    return f"topic {name} is gone: nothing of what {what} is kept any more"


def changed(was: TopicFacts, now: TopicFacts, states: Collection[str] = (), others: Collection[str] = ()) -> str | None:
    """In which way a topic is not the one that it was; None where it is, or does as well."""
    anew = now.topic_id != was.topic_id and now.name not in others
    if anew and now.name in states:
        return f"topic {now.name} was deleted and made again: what was kept there is gone, the next start rebuilds it"
    if anew:
        return f"topic {now.name} was deleted and made again: its records are others than those that are counted"
    if now.partitions != was.partitions:
        return f"topic {now.name} has {now.partitions} partitions now, and had {was.partitions} when the worker started"
    return None
