"""The floors that benches stand up: so many open contacts, an hour of calls, and rows that bring them back."""

import subprocess
import sys

import msgspec

from agents.bench.memory import Taken
from agents.bench.reading import Job
from agents.bench.standing import EVENTS_PER_CONTACT, QUEUES, SITE, chats, fold, stored
from stream.panes import FINE
from stream.partition import Partition
from stream.restore import restore
from stream.site import Site
from stream.units import HOUR, MINUTE

NOW = 1_790_000_000_000
CONTACTS = 30


def test_every_contact_has_ten_events_and_is_open() -> None:
    """All of them within the settling horizon, so that none of them has settled."""
    partition = Partition(SITE, 0)

    assert CONTACTS * EVENTS_PER_CONTACT == fold(partition, chats(CONTACTS, NOW))
    assert CONTACTS == len(partition.memory.live)
    assert {(EVENTS_PER_CONTACT, None)} == {(c.held, c.settled_at) for c in partition.memory.contacts.values()}


def test_what_is_stored_comes_back() -> None:
    """The contacts, more of them than were folded, and figures of every queue in every pane of an hour."""
    contacts = 2_003
    rows = stored(contacts, 1, NOW, topic_id="t1", partitions=4)
    restored = restore(rows, Site(), 1, topic_id="t1", partitions=4)
    partition = restored.partition
    panes = partition.panes.kept(FINE.length_ms)
    hour = [start for start in panes if NOW - HOUR <= start <= NOW - 2 * MINUTE]

    assert (None, -1) == (restored.rebuild_reason, partition.applied_offset)
    assert contacts == len(partition.memory.live)
    assert QUEUES == len({where for start in hour for where in panes[start] if where[1] == "voice"})
    assert 340 < len(hour)


def test_the_memory_of_contacts_is_that_of_a_process_of_their_own() -> None:
    """It grows with them."""
    job = msgspec.json.encode(Job(settings={}, events=5_000)).decode()
    command = [sys.executable, "-m", "agents.bench.memory", job]
    taken = msgspec.json.decode(subprocess.run(command, capture_output=True, check=True).stdout, type=Taken)

    assert 0 < taken.before < taken.after
