"""A worker with a counting engine, for tests to start and kill: `python lane_worker.py CONNECTION PREFIX SETTINGS`.

Prints one JSON document a line: `{"views": {partition: [state, applied offset, durable offset, has caught up]}}` each
time that has changed, `{"fatal": reason}`, `{"stopped": true}`. CONNECTION is one as JSON, and so are SETTINGS:
`interval_ms` of checkpoints, `max_records` of a fetch, `instance` in the group, `die_in_checkpoint` (in which share of
checkpoints the process kills itself), `forget` (keep no state).
"""

import asyncio
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
from agents.lane.consumer import FetchPolicy
from agents.lane.forgetful import ForgetfulLog
from agents.lane.lanes import Lanes
from agents.lane.policy import CheckpointPolicy
from agents.lane.ports import Row
from agents.lane.probe import Probe
from agents.lane.store import KafkaStateLog, StateTopics, TransactionalWriter
from tests.shell.lane_doubles import CountingPartition, restore
from tests.system.lane_harness import names_of


def now_ms() -> int:
    """Read the wall clock."""
    return time.time_ns() // 1_000_000


def say(**document: object) -> None:
    """Print a line for the test."""
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def die_sometimes(share: float) -> None:
    """Make the process kill itself at a random instant around a commit, in that share of checkpoints."""
    commit = TransactionalWriter.commit

    async def fatal_commit(self: TransactionalWriter, rows: Sequence[Row], letters: Sequence[DeadLetter]) -> None:
        if random.random() < share:
            delay = random.uniform(0, 0.02)
            asyncio.get_running_loop().call_later(delay, os.kill, os.getpid(), signal.SIGKILL)
        await commit(self, rows, letters)

    TransactionalWriter.commit = fatal_commit  # type: ignore[method-assign]


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
    die_sometimes(float(settings.get("die_in_checkpoint", 0)))
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
