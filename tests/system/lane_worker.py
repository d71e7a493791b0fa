"""A worker with a counting engine, for tests to start and kill: `python lane_worker.py CONNECTION PREFIX SETTINGS`.

Prints one JSON document a line: `{"views": {partition: [state, applied offset, durable offset, has caught up]}}` each
time that has changed, `{"fatal": reason}`, `{"stopped": true}`. CONNECTION is one as JSON, and so are SETTINGS:
`interval_ms` of checkpoints, `max_records` of a fetch, `instance` in the group, `forget` (keep no state), and, by the
number of a commit of the process: `die_in` (kills itself around it), `sleep_before` (stops itself, as SIGSTOP does),
`hang_after` (later ones wait for ever).
"""

import asyncio
import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Sequence

from agents.app import Group, build_app
from agents.dead_letters import DeadLetter
from agents.kafka import Connection
from agents.lane.forgetful import ForgetfulLog
from agents.lane.lanes import Lanes
from agents.lane.policy import CheckpointPolicy
from agents.lane.ports import Rows
from agents.lane.probe import Probe
from agents.lane.store import KafkaStateLog, StateTopics, TransactionalWriter
from agents.lane.thread import FetchPolicy
from tests.shell.lane_doubles import CountingPartition, restore
from tests.system.lane_harness import names_of

# Numbers that no commit has.
COMMITS = {"die_in": 0, "sleep_before": 0, "hang_after": 1 << 30}


def now_ms() -> int:
    """Read the wall clock."""
    return time.time_ns() // 1_000_000


def say(**document: object) -> None:
    """Print a line for the test."""
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def break_commits(die_in: int, sleep_before: int, hang_after: int) -> None:
    """Let something happen to the process when it comes to a commit of that number."""
    commit = TransactionalWriter.commit
    numbers = itertools.count(1)

    async def breaking(self: TransactionalWriter, rows: Rows, letters: Sequence[DeadLetter]) -> None:
        number = next(numbers)
        if number > hang_after:
            await asyncio.Event().wait()
        if number == sleep_before:
            os.kill(os.getpid(), signal.SIGSTOP)
        if number == die_in:
            asyncio.get_running_loop().call_later(random.uniform(0, 0.02), os.kill, os.getpid(), signal.SIGKILL)
        await commit(self, rows, letters)

    TransactionalWriter.commit = breaking  # type: ignore[method-assign]


async def report(lanes: Lanes[CountingPartition]) -> None:
    """Print how the lanes stand whenever it has changed."""
    last = None
    while True:
        views = {
            view.number: [view.state, view.applied_offset, view.durable_offset, view.caught_up_at is not None]
            for view in lanes.views()
        }
        if views != last:
            last = views
            say(views=views)
        await asyncio.sleep(0.02)


async def main(connection: Connection, prefix: str, settings: dict[str, float | str]) -> None:
    """Work until TERM."""
    topics = names_of(prefix)
    state_topics = StateTopics(prefix, topics.contact_state, topics.dead_letters)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    commits = (settings.get(name, default) for name, default in COMMITS.items())
    break_commits(*(int(number) for number in commits))
    lanes = Lanes(
        topics.contacts,
        ForgetfulLog(connection, state_topics) if settings.get("forget") else KafkaStateLog(connection, state_topics),
        restore,
        clock=now_ms,
        on_fatal=lambda reason: say(fatal=reason),
        policy=CheckpointPolicy(interval_ms=int(settings.get("interval_ms", 200))),
    )
    session_s = 6.0
    group = Group(prefix, instance=str(settings["instance"]) if "instance" in settings else None, session_s=session_s)
    fetch = FetchPolicy(max_records=int(settings.get("max_records", 2_000)))
    app = build_app(connection, group, lanes, partitions=4, fetch=fetch)
    tasks = [asyncio.create_task(report(lanes)), asyncio.create_task(Probe(connection, lanes).run())]
    await app.start()
    await stop.wait()
    await app.stop()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    say(stopped=True)


if __name__ == "__main__":
    asyncio.run(main(Connection(**json.loads(sys.argv[1])), sys.argv[2], json.loads(sys.argv[3])))
