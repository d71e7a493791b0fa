"""The simulated floor as a whole: repeatable, in order, at the asked rate, and worth watching within a minute."""

from collections import Counter, defaultdict
from itertools import islice, pairwise
from statistics import mean, variance

import orjson
import pytest

from agents.simulate.floor import Event, Floor, Scenario, encode, simulate
from agents.simulate.incidents import Incident, incidents
from agents.simulate.plan import QUEUES
from agents.simulate.scenario import PaceName

MIDNIGHT = 1_759_968_000_000  # 2025-10-09T00:00Z
HOUR_MS = 3_600_000
VOICE = {queue.name for queue in QUEUES if queue.channel == "voice"}
CHAT = {queue.name for queue in QUEUES if queue.channel == "chat"}


def stream_of(scenario: Scenario) -> bytes:
    """Return all bytes of a scenario."""
    return b"\n".join(encode(event)[1] for event in simulate(scenario))


@pytest.mark.parametrize("pace", ["demo", "floor"])
def test_the_same_scenario_gives_the_same_bytes(pace: PaceName) -> None:
    """Nothing but the scenario decides what happens."""
    scenario = Scenario(start_at_ms=MIDNIGHT, rate=100, duration_s=120, pace=pace)

    assert stream_of(scenario) == stream_of(scenario)
    assert len(stream_of(scenario)) > 100_000


def test_another_seed_gives_another_story() -> None:
    """The seed decides more than ids: who waits for whom differs too."""
    kinds = [
        [event["type"] for event in simulate(Scenario(start_at_ms=MIDNIGHT, seed=seed, duration_s=30))]
        for seed in (1, 2)
    ]

    assert kinds[0] != kinds[1]


def test_a_longer_run_begins_with_the_shorter_one() -> None:
    """The duration cuts, it does not change."""
    short, long = (stream_of(Scenario(start_at_ms=MIDNIGHT, duration_s=duration)) for duration in (30, 40))

    assert len(short) < len(long)
    assert long.startswith(short)


def test_event_times_never_fall_and_lie_between_the_beginning_and_the_end() -> None:
    """Events come in the order of time, history included, in [begins_at, ends_at)."""
    scenario = Scenario(start_at_ms=MIDNIGHT, history_s=120, duration_s=60)
    times = [event["time"] for event in simulate(scenario)]

    assert all(before <= after for before, after in pairwise(times))
    assert MIDNIGHT - 120_000 <= times[0] < MIDNIGHT - 118_000
    assert MIDNIGHT + 59_000 < times[-1] < MIDNIGHT + 60_000


def test_ids_are_unique_in_a_run() -> None:
    """No two events share an id, since equal ids would be taken for copies."""
    ids = [event["id"] for event in simulate(Scenario(start_at_ms=MIDNIGHT, rate=200, duration_s=60))]

    assert len(ids) == len(set(ids))


def test_an_endless_floor_is_lazy_and_does_not_grow() -> None:
    """At the same time of the (short) day, as much is planned after half an hour as after three minutes."""
    floor = Floor(Scenario(start_at_ms=MIDNIGHT, rate=100, incidents=False))
    planned = []
    for minutes in (3, 33):
        while floor.world.agenda.step(MIDNIGHT + minutes * 60_000):
            floor.world.ledger.written.clear()
        planned.append(len(floor.world.agenda))

    assert 50 < planned[1] < 1.5 * planned[0]
    assert len(list(islice(simulate(Scenario(start_at_ms=MIDNIGHT)), 10))) == 10


@pytest.mark.parametrize(("pace", "rate", "duration_s"), [("demo", 100.0, 1_800), ("floor", 3.0, 86_400)])
def test_the_mean_rate_is_the_one_that_was_asked_for(pace: PaceName, rate: float, duration_s: int) -> None:
    """Over whole days of the floor the events per second are those of the scenario, within 8 %."""
    scenario = Scenario(start_at_ms=MIDNIGHT, rate=rate, duration_s=duration_s, pace=pace, incidents=False)

    assert sum(1 for _ in simulate(scenario)) / duration_s == pytest.approx(rate, rel=0.08)


@pytest.mark.parametrize("rate", [1.0, 50_000.0])
def test_the_ends_of_the_range_of_rates_can_be_simulated(rate: float) -> None:
    """The slowest floor speaks within a minute, the fastest one makes its crowd in a second."""
    seconds = 600 if rate == 1.0 else 3
    count = sum(1 for _ in simulate(Scenario(start_at_ms=MIDNIGHT, rate=rate, duration_s=seconds)))

    assert 0.5 * rate < count / seconds < 1.5 * rate


def test_arrivals_are_poisson() -> None:
    """Mails per second vary as much as their mean says: index of dispersion about 1 (a steady drip has 0)."""
    seconds = 600
    counts = [0] * seconds
    for event in simulate(Scenario(start_at_ms=MIDNIGHT, rate=300, duration_s=seconds, incidents=False)):
        if event["type"] == "contact.queued" and event["channel"] == "email" and event["entry"].endswith(".1"):
            counts[(event["time"] - MIDNIGHT) // 1000] += 1

    assert 0.85 < variance(counts) / mean(counts) < 1.2
    assert mean(counts) == pytest.approx(300 * 0.12 / 11.3, rel=0.1)


def queued_between(hour: int, time_zone: str) -> int:
    """Count the entries of half an hour that begins at that hour of UTC."""
    at = MIDNIGHT + hour * HOUR_MS
    scenario = Scenario(start_at_ms=at, rate=20, duration_s=1_800, pace="floor", time_zone=time_zone, incidents=False)
    return Counter(event["type"] for event in simulate(scenario))["contact.queued"]


def test_the_day_has_a_shape_in_the_floors_own_time_zone() -> None:
    """Ten in the morning is busy and three at night is not, by the clock on the floor's wall."""
    assert queued_between(10, "UTC") > 4 * queued_between(3, "UTC")
    assert queued_between(1, "Asia/Seoul") > 4 * queued_between(18, "Asia/Seoul")


def service_levels(events: list[Event]) -> dict[tuple[str, str, int], list[int]]:
    """Return (met, decided) of the strict service level by (queue, channel, second of its decision)."""
    waits: dict[str, Event] = {}
    levels: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for event in events:
        kind = event["type"]
        if kind == "contact.queued":
            waits[event["contact"]] = event
        elif kind in {"contact.answered", "contact.abandoned"}:
            queued = waits.pop(event["contact"])
            wait_ms = event["time"] - queued["time"]
            if kind == "contact.abandoned" and wait_ms < 5_000 and queued["channel"] == "voice":
                continue
            met_and_decided = levels[queued["queue"], queued["channel"], event["time"] // 1000]
            limit_ms = 20_000 if queued["channel"] == "voice" else 60_000
            met_and_decided[0] += kind == "contact.answered" and wait_ms <= limit_ms
            met_and_decided[1] += 1
    return levels


def level_of(levels: dict[tuple[str, str, int], list[int]], queue: str, begin: int, end: int) -> float:
    """Return one queue's service level over what was decided in [begin, end) ms."""
    parts = [
        part for (name, _, second), part in levels.items() if name == queue and begin // 1000 <= second < end // 1000
    ]
    return sum(part[0] for part in parts) / sum(part[1] for part in parts)


def first_hits(scenario: Scenario) -> list[Incident]:
    """Return each queue's first incident that is over in time: what comes later stands in the aftermath of that one."""
    ends_at = scenario.ends_at or 0
    first: dict[str, Incident] = {}
    for hit in islice(incidents(scenario), 20):
        if hit.ends_at + 5_000 <= ends_at:
            first.setdefault(hit.queue, hit)
    return list(first.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_incidents_hurt_the_service_level_of_their_queue(seed: int) -> None:
    """A queue's level in its first incident is worse than in the minute before, and clearly so where people call."""
    scenario = Scenario(start_at_ms=MIDNIGHT, seed=seed, rate=300, history_s=60, duration_s=540)
    levels = service_levels(list(simulate(scenario)))
    falls: dict[str, float] = {}
    for hit in first_hits(scenario):
        before = level_of(levels, hit.queue, hit.starts_at - 60_000, hit.starts_at)
        falls[hit.queue] = before - level_of(levels, hit.queue, hit.starts_at + 10_000, hit.ends_at + 5_000)

    assert len(falls) >= 3
    assert all(fall > 0 for fall in falls.values()), falls
    assert mean(fall for queue, fall in falls.items() if queue in VOICE) > 0.15


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_quiet_floor_of_calls_is_neither_perfect_nor_poor(seed: int) -> None:
    """Without incidents the calls' service level is good but not complete, and it moves."""
    scenario = Scenario(start_at_ms=MIDNIGHT, seed=seed, rate=200, duration_s=600, incidents=False)
    levels = service_levels(list(simulate(scenario)))
    minutes: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (_, channel, second), part in levels.items():
        if channel == "voice":
            minutes[second // 60][0] += part[0]
            minutes[second // 60][1] += part[1]
    by_minute = [met / decided for met, decided in minutes.values()]

    assert 0.75 < sum(part[0] for part in minutes.values()) / sum(part[1] for part in minutes.values()) < 0.97
    assert max(by_minute) - min(by_minute) > 0.05


def test_incidents_are_in_order_never_two_at_once_and_none_in_the_history() -> None:
    """The first comes soon after the start, on a queue of calls; both kinds occur."""
    scenario = Scenario(start_at_ms=MIDNIGHT, history_s=300)
    hits: list[Incident] = list(islice(incidents(scenario), 50))

    assert MIDNIGHT + 10_000 < hits[0].starts_at < MIDNIGHT + 20_000
    assert hits[0].queue in VOICE
    assert all(before.ends_at < after.starts_at for before, after in pairwise(hits))
    assert {"surge", "staff_drop"} == {hit.kind for hit in hits}
    assert VOICE | CHAT == {hit.queue for hit in hits}
    assert [] == list(incidents(Scenario(start_at_ms=MIDNIGHT, incidents=False)))


@pytest.mark.parametrize(("seed", "rate", "hour"), [(1, 50, 0), (2, 50, 9), (3, 50, 17), (4, 30, 12), (5, 200, 3)])
def test_the_first_minute_of_a_demo_shows_something_in_every_queue(seed: int, rate: float, hour: int) -> None:
    """Each voice and chat queue answers and handles, each chat queue responds, and somebody gives up somewhere."""
    queue_of: dict[str, str] = {}
    seen: dict[str, set[str]] = defaultdict(set)
    ended: set[str] = set()
    for event in simulate(Scenario(start_at_ms=MIDNIGHT + hour * HOUR_MS, seed=seed, rate=rate, duration_s=60)):
        kind, contact = event["type"], event.get("contact", "")
        if kind == "contact.queued":
            queue_of[contact] = event["queue"]
        elif kind == "contact.message" and event["from"] == "agent" and event.get("public", True):
            seen["responded"].add(queue_of[contact])
        elif kind == "contact.ended":
            ended.add(contact)
        elif kind == "contact.wrapped" and contact in ended:
            seen["handled"].add(queue_of[contact])
        elif kind in {"contact.answered", "contact.abandoned"}:
            seen[kind].add(event["queue"])

    assert VOICE | CHAT <= seen["contact.answered"]
    assert VOICE | CHAT <= seen["handled"]
    assert CHAT <= seen["responded"]
    assert seen["contact.abandoned"]


def test_records_are_keyed_by_whom_they_are_about() -> None:
    """A contact's events go to one topic under its id, an agent's to the other."""
    topics = Counter[str]()
    for event in simulate(Scenario(start_at_ms=MIDNIGHT, duration_s=30)):
        key, value, topic = encode(event)
        topics[topic] += 1
        about = "agent" if topic == "agent.events" else "contact"

        assert event == orjson.loads(value)
        assert event[about].encode() == key
        assert event["type"].startswith(f"{about}.")

    assert {"contact.events", "agent.events"} == set(topics)
