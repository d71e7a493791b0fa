"""Short runs of the fault suite, with seeds of their own; `make soak` makes long ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.broker.local import LocalKafka
from agents.broker.progress import silent
from tests.system.faults_floor import BROKER
from tests.system.faults_plan import Plan
from tests.system.shared_kafka import READY_MS, run_apart
from tests.system.soak import one_run

pytestmark = pytest.mark.system

EVENTS = 20_000
RATE = 4_000


@pytest.fixture(scope="module")
def own_kafka() -> Iterator[LocalKafka]:
    """Return a Kafka that may be stopped and killed."""
    kafka = LocalKafka(ready_within_ms=READY_MS, progress=silent, properties=BROKER)
    run_apart(kafka.start)
    try:
        yield kafka
    finally:
        run_apart(kafka.stop)


async def test_whatever_ends_the_floor_is_that_of_replay_and_of_sql(own_kafka: LocalKafka, tmp_path: Path) -> None:
    """Every figure of every worker, every row that is kept and every dead letter; `floorwatch audit` says the same."""
    plan = Plan(seed=1, kills=4, stops=1, freezes=1, crashes=0, gap_s=2)
    totals = await one_run(own_kafka, plan, EVENTS, RATE, tmp_path)
    print(plan, totals.document())  # noqa: T201 - with it a run can be repeated

    assert [] == totals.unlike
    assert plan.kills == totals.kills
    assert plan.freezes == totals.freezes
    assert totals.records > EVENTS * 3 // 4
    assert totals.duplicates > 0
    assert totals.letters["late"] > 0
    assert totals.looks > 0
    assert totals.audited > 0
    assert totals.cleanings > 0


async def test_a_broker_that_crashes_leaves_no_partition_to_nobody(own_kafka: LocalKafka, tmp_path: Path) -> None:
    """It comes back while workers join, and knows its topics a little later than itself; nobody need start anew."""
    plan = Plan(seed=2, kills=2, stops=0, freezes=0, crashes=1, outage_s=4, gap_s=2)
    totals = await one_run(own_kafka, plan, EVENTS, RATE, tmp_path)
    print(plan, totals.document())  # noqa: T201 - with it a run can be repeated

    assert [] == totals.unlike
    assert plan.kills == totals.kills
    assert (plan.crashes, 0) == (totals.outages, totals.restarts)
