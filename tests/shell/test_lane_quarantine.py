"""A record that breaks the engine: the memory is read again, the record set aside, the rest goes on without it."""

import asyncio
import itertools
import json
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from agents.dead_letters import ReadRecord
from agents.lane.errors import Spoiled
from agents.lane.lane import Chunk, Lane, LaneState
from agents.lane.lanes import Lanes
from agents.lane.policy import CheckpointPolicy
from agents.lane.quarantine import ENGINE_ERROR, MOST, WITHIN, Quarantine
from tests.shell.lane_doubles import META, CountingPartition, Group, MemoryLog, PlainRecord, Refused, RestoredCounts
from tests.shell.lane_doubles import restore as restored_counts
from tests.shell.lane_rig import until

POISON = b"poison"
PERSONAL = b"+82-10-5550-1234"
NEVER_BY_ITSELF = CheckpointPolicy(interval_ms=3_600_000, retry_ms=1, max_retry_ms=2)


class FragilePartition(CountingPartition):
    """Counts like the other, and breaks in the middle of a poisoned record: half of its effect is there by then."""

    def fold(self, records: Sequence[ReadRecord]) -> list[Refused]:
        """Count the records up to one that breaks it."""
        refused = []
        for record in records:
            refused += super().fold([record])
            if record.value == POISON:
                raise ZeroDivisionError("a bug")
            if record.value == PERSONAL:
                raise KeyError(PERSONAL.decode())
        return refused


def restore(rows: dict[bytes, bytes], number: int) -> RestoredCounts:
    """Restore a partition that breaks."""
    counted = restored_counts(rows, number).partition
    return RestoredCounts(FragilePartition(counted.counts, counted.applied_offset, counted.folded))


def records(*values: bytes) -> list[PlainRecord]:
    """Return a record for each value, its key its offset."""
    return [PlainRecord(offset, b"%d" % offset, value) for offset, value in enumerate(values)]


class Rig:
    """Lanes of partitions that break, fed from a log that can be read again."""

    def __init__(self) -> None:
        """Compose them."""
        self.log = MemoryLog()
        self.fatal: list[str] = []
        self.lanes: Lanes[CountingPartition] = Lanes(
            "contact.events",
            self.log,
            restore,  # type: ignore[arg-type] # rows are a mapping here
            clock=lambda: round(asyncio.get_running_loop().time() * 1000),
            on_fatal=self.fatal.append,
            policy=NEVER_BY_ITSELF,
        )
        self.lanes.join(Group())

    async def read(self, source: Sequence[PlainRecord], chunk: int = 1_000) -> Lane[CountingPartition]:
        """Hand the source over in chunks, from wherever the lane stands, until it is through or has failed."""
        self.lanes.expect()
        await self.lanes.assign([0])
        lane = self.lanes.lane(0)
        assert lane is not None
        while lane.position < len(source):
            await until(lambda: lane.state in (LaneState.RUNNING, LaneState.FAILED))
            if lane.state is LaneState.FAILED:
                break
            part = source[lane.position : lane.position + chunk]
            self.lanes.accept(Chunk(0, lane.epoch, lane.position, part[-1].offset + 1, part))
        return lane


@pytest.mark.parametrize("chunk", [1, 2, 1_000])
@pytest.mark.parametrize("place", [0, 1, 3])
async def test_the_partition_goes_on_without_a_record_that_breaks_the_engine(chunk: int, place: int) -> None:
    """Nothing of it stays, the others count once; its letter has the bytes, the reason and the traceback."""
    source = records(b"1", b"bad", b"1", b"1")
    source.insert(place, PlainRecord(99, b"p", POISON, 5, (("h", b"1"),)))
    source = [PlainRecord(n, one.key, one.value, one.timestamp, one.headers) for n, one in enumerate(source)]
    rig = Rig()
    await rig.read(source, chunk)
    await rig.lanes.release()
    letters = {letter.offset: letter for letter in rig.log.letters[0]}
    poisoned = letters.pop(place)

    assert {b"k|0": b"1", b"k|2": b"1", b"k|3": b"1"} == {k: v for k, v in rig.log.rows[0].items() if k != META}
    assert 4 == json.loads(rig.log.rows[0][META])["S"]
    assert (ENGINE_ERROR, b"p", POISON, 5, (("h", b"1"),)) == (
        *(poisoned.reason, poisoned.key, poisoned.value, poisoned.timestamp),
        poisoned.headers,
    )
    assert "ZeroDivisionError: a bug" in (poisoned.error or "")
    assert ["bad_value"] == [letter.reason for letter in letters.values()]
    assert ({0: 1}, []) == (rig.lanes.quarantined, rig.fatal)


@pytest.mark.parametrize("many", [1, MOST + 5])
async def test_what_a_record_says_stands_in_no_log(many: int) -> None:
    """The error that names a contact is told by its kind and place, also where the worker ends by it."""
    rig = Rig()
    with capture_logs() as logged:
        await rig.read(records(*[PERSONAL] * many))
        await rig.lanes.release()
    told = [*map(str, logged), *rig.fatal]

    assert any("KeyError at test_lane_quarantine.py:" in line for line in told)
    assert [] == [line for line in told if PERSONAL.decode() in line]


async def test_several_of_them_within_one_checkpoint() -> None:
    """Each is found and left out, in one chunk or in several."""
    values = [POISON if n in {2, 3, 7} else b"1" for n in range(10)]
    rig = Rig()
    await rig.read(records(*values), chunk=4)
    await rig.lanes.release()

    assert [2, 3, 7] == [letter.offset for letter in rig.log.letters[0]]
    assert 7 == sum(int(value) for key, value in rig.log.rows[0].items() if key != META)


async def test_where_nearly_every_record_breaks_the_engine_the_worker_ends() -> None:
    """Then it is not the records, and to leave all of them out would make every figure wrong."""
    rig = Rig()
    lane = await rig.read(records(*[POISON] * (MOST + 5)))

    assert LaneState.FAILED is lane.state
    (reason,) = rig.fatal
    where = "partition 0 of contact.events, offsets 0-24"
    assert reason.startswith(f"{where}: ZeroDivisionError at test_lane_quarantine.py:")
    assert {0: MOST + 1} == rig.lanes.quarantined
    await rig.lanes.release()
    assert {} == rig.log.letters


async def test_a_partition_that_comes_back_knows_what_broke_it() -> None:
    """After a rebalance the same records are left out at once."""
    rig = Rig()
    source = records(b"1", POISON, b"1")
    await rig.read(source)
    await rig.lanes.release()
    opened = rig.log.opened
    rig.log.rows.clear()
    await rig.read(source)
    await rig.lanes.release()

    assert opened + 1 == rig.log.opened
    assert {0: 1} == rig.lanes.quarantined


def test_a_lane_that_broke_has_no_memory_and_asks_to_be_read_again() -> None:
    """What the engine had done by then is of no use."""
    lane: Lane[CountingPartition] = Lane("contact.events", 0, NEVER_BY_ITSELF, itertools.count(1))
    lane.resume(RestoredCounts(FragilePartition()), at_ms=0)
    with pytest.raises(Spoiled) as spoiled:
        lane.accept(Chunk(0, lane.epoch, 0, 2, records(b"1", POISON)))

    assert (None, None, True) == (spoiled.value.offset, lane.partition, lane.wake.is_set())


def test_want_of_memory_is_no_fault_of_the_record() -> None:
    """It ends the worker as it always would."""

    class Starved(CountingPartition):
        def fold(self, records: Sequence[ReadRecord]) -> list[Refused]:
            raise MemoryError(len(records))

    lane: Lane[CountingPartition] = Lane("contact.events", 0, NEVER_BY_ITSELF, itertools.count(1))
    lane.resume(RestoredCounts(Starved()), at_ms=0)
    with pytest.raises(MemoryError):
        lane.accept(Chunk(0, lane.epoch, 0, 1, records(b"1")))


def test_old_faults_are_forgotten_once_they_are_kept() -> None:
    """What lies behind the checkpoint is never read again; only the last thousand offsets say how bad it is."""
    quarantine = Quarantine()
    for offset in (5, 10, WITHIN + 20):
        quarantine.caught(records(b"1")[:1], ZeroDivisionError(), durable_offset=-1)
        quarantine.caught([PlainRecord(offset)], ZeroDivisionError(), durable_offset=7)

    assert [False, True, True] == [quarantine.fault_of(offset) is not None for offset in (5, 10, WITHIN + 20)]
    assert not quarantine.is_everything
