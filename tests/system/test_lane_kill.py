"""Whatever happens to a worker, what is kept equals a replay of the source: rows, a naive counter, dead letters."""

import signal

import pytest

from tests.system.lane_harness import Floor, Workers, until

pytestmark = pytest.mark.system

RECORDS = 10_000
KILLS = 3
DEATHS = 6


async def test_a_worker_that_is_killed_again_and_again_counts_every_record_once(floor: Floor, workers: Workers) -> None:
    """Each kill comes after checkpoints and while there are records that no checkpoint has kept."""
    await floor.prepare()
    kept = [0]
    for number in range(KILLS):
        await floor.produce(number * RECORDS, (number + 1) * RECORDS)
        worker = workers.start(instance="one", interval_ms=100, hang_after=2)
        await until(lambda: worker.durable > kept[-1] and worker.applied > worker.durable, "it is ahead")  # noqa: B023
        await worker.kill()
        kept.append(worker.durable)
    last = workers.start(instance="one")
    ends = await floor.ends()
    await until(lambda: len(last.views) == floor.partitions and last.has_kept(ends), "all is kept")

    assert await last.terminate() == 0
    assert kept == sorted(set(kept))
    assert await floor.differences() == {}


async def test_a_worker_that_dies_inside_checkpoints_counts_every_record_once(floor: Floor, workers: Workers) -> None:
    """The deaths come at random instants between the beginning and the end of a transaction, some records after it."""
    await floor.prepare()
    for number in range(DEATHS):
        # Each partition has news, so that each worker has at least four checkpoints to die in.
        await floor.produce(number * RECORDS, (number + 1) * RECORDS)
        worker = workers.start(instance="one", interval_ms=50, max_records=500, die_in=1 + number % floor.partitions)

        assert await worker.ended() == -signal.SIGKILL
    last = workers.start(instance="one")
    ends = await floor.ends()
    await until(lambda: len(last.views) == floor.partitions and last.has_kept(ends), "all is kept")

    assert await last.terminate() == 0
    assert await floor.differences() == {}


async def test_a_worker_that_slept_through_its_replacement_writes_nothing(floor: Floor, workers: Workers) -> None:
    """The zombie wakes with memory that is ahead of its checkpoint, is fenced, and joins the group again."""
    await floor.prepare()
    await floor.produce(0, RECORDS)
    zombie = workers.start(interval_ms=100, sleep_before=3)
    await until(lambda: zombie.is_asleep, "it is about to keep its third checkpoint")
    successor = workers.start(interval_ms=100)
    ends = await floor.ends()
    await until(lambda: len(successor.views) == floor.partitions and successor.has_kept(ends), "it has taken over")
    await floor.produce(RECORDS, RECORDS + 5_000)
    zombie.signal(signal.SIGCONT)
    ends = await floor.ends()
    await until(lambda: len(zombie.views) + len(successor.views) == floor.partitions, "they share")
    await until(lambda: all(w.views and w.has_kept(ends) for w in (zombie, successor)), "all is kept")

    assert [await zombie.terminate(), await successor.terminate()] == [0, 0]
    assert not zombie.fatal + successor.fatal
    assert await floor.differences() == {}


async def test_the_end_in_order_keeps_what_no_checkpoint_has_kept(floor: Floor, workers: Workers) -> None:
    """TERM comes long before the first checkpoint is due."""
    await floor.prepare()
    await floor.produce(0, 3_000)
    worker = workers.start(interval_ms=3_600_000)
    await until(lambda: worker.applied == 3_000, "all is folded")
    kept = worker.durable

    assert kept == 0
    assert await worker.terminate() == 0
    assert await floor.differences() == {}


async def test_partitions_move_to_a_worker_that_joins_and_back_when_it_leaves(floor: Floor, workers: Workers) -> None:
    """Both hand over what they have not kept yet; while they share, none has a partition of the other."""
    await floor.prepare()
    await floor.produce(0, 20_000)
    first = workers.start(interval_ms=3_600_000)
    await until(lambda: first.applied == 20_000, "all is folded")
    second = workers.start(interval_ms=3_600_000)
    await until(lambda: len(first.views) == len(second.views) == 2, "they share")
    shared = set(first.views) | set(second.views)
    await floor.produce(20_000, 30_000)
    await until(lambda: first.applied + second.applied == 30_000, "all is folded")
    left = await second.terminate()
    await until(lambda: first.applied == 30_000, "the first has all of it again")

    assert shared == {0, 1, 2, 3}
    assert [left, await first.terminate()] == [0, 0]
    assert await floor.differences() == {}


async def test_the_end_of_a_log_that_ends_in_a_marker_is_found(floor: Floor, workers: Workers) -> None:
    """The records of a transaction are followed by one that nobody sees; the partition counts as caught up."""
    await floor.prepare()
    await floor.produce(0, 1_000, transactional_id=floor.names.contacts)
    worker = workers.start()
    ends = await floor.ends()
    await until(lambda: worker.has_kept(ends) and worker.is_caught_up, "it has caught up")

    assert worker.applied == 1_000
    assert await worker.terminate() == 0
