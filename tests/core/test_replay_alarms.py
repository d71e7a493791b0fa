"""Alarms in a replay: looked at every ten seconds of event time, as a worker looks once a tick."""

import json

import jsonschema
import pytest
from msgspec.structs import replace

from stream import catalog, floor
from stream.alarms.alarm import Change
from stream.alarms.defaults import bare_rule, default_rules
from stream.alarms.machine import Alarms
from stream.alarms.rounds import EVERY_MS, LONGEST_SILENCE_MS, Rounds
from stream.alarms.rule import Rule, Watches
from stream.floor import Floor
from stream.replay import BATCH, Replay
from stream.site import Site
from stream.units import MINUTE, SECOND, Millis, parse_instant

NOON = parse_instant("2026-03-02T12:00:00Z")
CATALOGUE = catalog.standard()
RULES = default_rules(CATALOGUE)
WAIT = next(rule for rule in RULES if rule.name == "longest_wait")


class Noted(Alarms):
    """Alarms that note when they looked and what changed."""

    def __init__(self, *rules: Rule) -> None:
        """Begin without a look."""
        super().__init__(rules)
        self.looks: list[Millis] = []
        self.changes: list[Change] = []

    def look(self, floor: Floor, at_ms: Millis) -> list[Change]:
        """Look as ever."""
        self.looks.append(at_ms)
        changes = super().look(floor, at_ms)
        self.changes += changes
        return changes


def line(kind: str, second: float, contact: str = "c", **members: object) -> bytes:
    """One event as a line of a file, so many seconds after noon."""
    told = {"type": f"contact.{kind}", "time": NOON + int(second * SECOND), "contact": contact, **members}
    return json.dumps(told).encode() + b"\n"


def queued(second: float, contact: str = "c", **members: object) -> bytes:
    """A caller starts waiting for sales."""
    return line("queued", second, contact, queue="sales", channel="voice", **members)


def replayed(
    lines: list[bytes], *rules: Rule, at_second: float | None = None, partitions: int = 1
) -> tuple[Noted, Floor]:
    """The alarms after a recording, and its floor."""
    alarms = Noted(*rules)
    until_ms = None if at_second is None else NOON + int(at_second * SECOND)
    replay = Replay(Site(), partitions, until_ms, Rounds(alarms, CATALOGUE))
    replay.feed(lines)
    return alarms, replay.floor(CATALOGUE)


def test_it_looks_every_ten_seconds_and_at_the_instant_shown() -> None:
    """However the events lie: each look sees what was known then, and the last one is the floor's own."""
    alarms, shown = replayed([queued(3), queued(41.5, "d")], WAIT)

    assert [10, 20, 30, 40, 41] == [(at_ms - NOON) // SECOND for at_ms in alarms.looks]
    assert NOON + 41 * SECOND == shown.as_of_ms


def test_an_alarm_is_raised_at_the_look_that_fulfils_its_hold_and_stands_in_the_document() -> None:
    """A caller waits 60 s, three times the threshold: more from the look at 70 s on, held at that of 100 s."""
    alarms, shown = replayed([queued(0), line("updated", 105)], WAIT)
    (raised,) = alarms.changes
    document = floor.document(shown)

    assert NOON + 100 * SECOND == raised.alarm.since_ms
    assert [
        {
            "alarm": "longest_wait",
            "slice": {"queue": "sales", "channel": "voice"},
            "kpi": "longest_wait",
            "title": "Longest wait",
            "window": "now",
            "state": "warning",
            "since": "2026-03-02T12:01:40Z",
            "raised": "2026-03-02T12:01:40Z",
            "value": 105,
            "numerator": 105,
            "denominator": None,
            "n": None,
            "unit": "s",
            "threshold": 60,
        }
    ] == document["alarms"]
    written = json.loads(floor.encode(shown))
    jsonschema.validate(written, floor.schema())
    assert document == written


def test_a_look_sees_no_event_that_is_later_than_it() -> None:
    """The answer at 75 s is in no look before 80 s, though it is in the same batch: nobody waits then."""
    held = replace(WAIT, raise_after_ms=0, clear_after_ms=0)
    alarms, _ = replayed([queued(0), line("answered", 75), line("ended", 95)], held)

    assert [("raised", 70, 70.0), ("cleared", 80, 0.0)] == [
        (change.kind, (change.alarm.since_ms - NOON) // SECOND, change.alarm.evidence.value)
        for change in alarms.changes
    ]


def test_on_several_partitions_the_alarms_are_the_same() -> None:
    """A look sees all of them at one instant."""
    lines = [queued(number, f"c{number}") for number in range(40)] + [line("updated", 300, "c1")]
    (one, shown), (many, spread) = replayed(lines, *RULES), replayed(lines, *RULES, partitions=5)

    assert one.changes == many.changes
    assert shown.alarms == spread.alarms != ()


def test_in_pieces_the_looks_are_the_same() -> None:
    """Neither the size of a batch nor that of a file matters."""
    lines = [queued(number / 20, f"c{number}") for number in range(BATCH + 700)]
    whole, _ = replayed(lines, *RULES)
    alarms = Noted(*RULES)
    replay = Replay(Site(), 1, None, Rounds(alarms, CATALOGUE))
    for piece in (lines[:1], lines[1:999], lines[999:]):
        replay.feed(piece)
    replay.floor(CATALOGUE)

    assert (whole.looks, whole.changes) == (alarms.looks, alarms.changes)
    assert whole.changes != []


def test_time_passes_up_to_the_instant_asked_for() -> None:
    """A caller still waits long after the last event."""
    alarms, shown = replayed([queued(0), queued(500, "d")], WAIT, at_second=181)

    assert ["critical"] == [alarm.state for alarm in shown.alarms]
    assert [*range(10, 181, 10), 181] == [(at_ms - NOON) // SECOND for at_ms in alarms.looks[1:]]


def test_one_who_asks_twice_gets_the_same() -> None:
    """The floor is no look of its own where there was one at this instant."""
    alarms = Noted(WAIT)
    replay = Replay(Site(), 1, None, Rounds(alarms, CATALOGUE))
    replay.feed([queued(0), line("updated", 105)])

    assert replay.floor(CATALOGUE).alarms == replay.floor(CATALOGUE).alarms != ()


def test_a_rejected_event_of_the_far_future_is_waited_for_by_nobody() -> None:
    """It moves no clock, so that it passes no round instant either."""
    record = {"timestamp": NOON + 5 * SECOND, "partition": 0}
    alarms, shown = replayed([queued(0), queued(86_400, "d", record=record), line("updated", 12)], WAIT)

    assert NOON + 12 * SECOND == shown.as_of_ms
    assert NOON + 12 * SECOND == max(alarms.looks)


def test_an_applied_event_of_the_far_future_is_waited_for_for_a_day() -> None:
    """Not for every ten seconds of years."""
    alarms, _ = replayed([queued(0), queued(30 * LONGEST_SILENCE_MS / SECOND, "d")], WAIT)

    assert len(alarms.looks) < LONGEST_SILENCE_MS // EVERY_MS + 10


def test_an_empty_recording_is_not_looked_at_but_once() -> None:
    """There is no time in it."""
    alarms, shown = replayed([b"no event\n"], WAIT)

    assert ([0], ()) == (alarms.looks, shown.alarms)


def test_without_alarms_nothing_is_looked_at() -> None:
    """A floor has none then."""
    replay = Replay(Site())
    replay.feed([queued(0), line("updated", 10 * MINUTE / SECOND)])

    assert () == replay.floor(CATALOGUE).alarms


@pytest.mark.parametrize("window", ["5m", "15m", "30m", "1h", "today"])
@pytest.mark.parametrize("watches", ["queues", "channels", "floor"])
def test_a_look_finds_what_the_whole_floor_has(window: str, watches: Watches) -> None:
    """In whatever window of whatever slice: the last round look and the floor tell the same."""
    rule = bare_rule(CATALOGUE.kpis["abandoned"], "gone")
    gone = replace(rule, warning=0, window=window, watches=watches, raise_after_ms=0)
    lines = [queued(0), line("ended", 8, by="customer"), queued(9, "d"), line("updated", 10.001, "d")]
    alarms, shown = replayed(lines, gone)
    (raised,) = alarms.changes

    assert NOON + 10 * SECOND == raised.alarm.since_ms
    assert 1 == raised.alarm.evidence.value == shown.alarms[0].evidence.value
