"""The machine: many alarms on many slices, restored, closed, gone, and what a floor shows of them."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from stream import catalog
from stream.alarms.alarm import key_of
from stream.alarms.machine import LONGEST_GAP_MS, Alarms, Snapshot, narrowed
from stream.alarms.rule import Rule
from stream.floor import Floor
from stream.floor_clock import State
from stream.kpi import Kpi, KpiValue
from stream.units import DAY, SECOND, Millis
from tests.core.alarm_picture import LEVEL, NOON, SALES, WAITING, Watched, amount, figures, floor_of, share

CARE = {"queue": "care", "channel": "voice"}
AT_ONCE = replace(LEVEL, raise_after_ms=0, clear_after_ms=0)
CROWD = replace(WAITING, raise_after_ms=0, clear_after_ms=0)
BAD, WELL, WORSE = share(70), share(90), share(50)


def levels(alarms: Alarms) -> dict[str, str]:
    """The state of each alarm by its name and queue."""
    return {f"{key.alarm} {dict(key.slice).get('queue')}": level for key, level in alarms.levels().items()}


def one(figure: KpiValue, at_ms: Millis = NOON) -> Floor:
    """A floor with this service level in sales."""
    return floor_of(figures({"service_level": figure}), at_ms=at_ms)


def test_each_alarm_stands_on_each_slice_by_itself() -> None:
    """Changes come in the order of the rules, then of the slices; what is ok stands nowhere."""
    alarms = Alarms([CROWD, AT_ONCE])
    sales = figures({"service_level": WORSE, "waiting": amount(5)})
    care = figures({"service_level": BAD, "waiting": amount(30)}, CARE)
    changes = alarms.look(floor_of(sales, care), NOON)

    assert {
        "waiting sales": "ok",
        "waiting care": "warning",
        "level sales": "critical",
        "level care": "warning",
    } == levels(alarms)
    assert ["waiting care", "level sales", "level care"] == [
        f"{change.alarm.key.alarm} {dict(change.alarm.key.slice)['queue']}" for change in changes
    ]
    assert ["level sales", "level care", "waiting care"] == [
        f"{alarm.key.alarm} {dict(alarm.key.slice)['queue']}" for alarm in alarms.standing()
    ]


def test_of_the_same_gravity_the_oldest_stands_first() -> None:
    """It has been waiting longest for somebody to act."""
    alarms = Alarms([AT_ONCE])
    alarms.look(floor_of(figures({"service_level": BAD}), figures({"service_level": WELL}, CARE)), NOON)
    alarms.look(floor_of(figures({"service_level": BAD}), figures({"service_level": BAD}, CARE)), NOON + 1)

    assert ["sales", "care"] == [dict(alarm.key.slice)["queue"] for alarm in alarms.standing()]


def test_an_alarm_on_a_clock_looks_at_that_clock_alone() -> None:
    """Each value of a label has figures of its own; a KPI that the floor has not says nothing."""
    overdue = replace(CROWD, kpi="overdue", label=("clock", "first_response"), warning=0, critical=5)
    clocks = {"answer": {"now": amount(9)}, "first_response": {"now": amount(1)}}
    alarms = Alarms([overdue, AT_ONCE])
    alarms.look(floor_of(replace(figures({}), kpis={"overdue": clocks})), NOON)

    assert {"waiting sales": "warning", "level sales": "ok"} == levels(alarms)
    assert {"clock": "first_response"}.items() <= alarms.standing()[0].document().items()


def test_limits_in_thresholds_are_those_of_the_slice() -> None:
    """One minute is three times 20 s and once a minute."""
    waits = replace(CROWD, kpi="longest_wait", unit="s", warning=2, critical=6, in_thresholds=True)
    alarms = Alarms([waits])
    minute = {"longest_wait": amount(60)}
    alarms.look(floor_of(figures(minute), figures(minute, CARE, threshold_ms=60 * SECOND)), NOON)

    assert {"waiting sales": "warning", "waiting care": "ok"} == levels(alarms)
    assert 40 == alarms.standing()[0].evidence.threshold


@pytest.mark.parametrize("back_ms", [0, 1, LONGEST_GAP_MS])
def test_a_look_that_is_not_later_changes_nothing(back_ms: Millis) -> None:
    """A floor that stands still, or begins again in the past, tells nothing new."""
    alarms = Alarms([AT_ONCE])
    alarms.look(one(BAD), NOON)
    before = alarms.export()

    assert [] == alarms.look(one(WORSE), NOON - back_ms)
    assert before == alarms.export()


def test_a_look_far_before_the_last_one_begins_anew() -> None:
    """The clock was a day ahead and has been put right: what was in the making begins again, from here on."""
    watched = Watched(LEVEL)
    watched.now_ms += DAY
    for figure in (BAD, BAD, BAD, BAD, WORSE, WORSE, WORSE):
        watched.look(figure)
    watched.now_ms = NOON
    for _ in range(4):
        watched.look(WORSE)
    changed = watched.changes[-1].alarm

    assert ["raised ok to warning", "changed warning to critical"] == watched.told()
    assert (NOON + 30 * SECOND, NOON + 30 * SECOND) == (changed.since_ms, changed.evidence.at_ms)


def test_an_alarm_that_was_raised_ahead_of_time_stands_since_the_clock_was_put_right() -> None:
    """No wall says that somebody has been waiting for less than no time; what was raised before is as old as it was."""
    watched = Watched(LEVEL)
    for _ in range(4):
        watched.look(BAD)
    watched.now_ms += DAY
    for _ in range(4):
        watched.look(WORSE)
    watched.now_ms = put_right_ms = NOON + 60 * SECOND
    watched.look(WORSE)
    (standing,) = watched.alarms.standing()

    assert ("critical", put_right_ms) == (standing.state, standing.since_ms)
    assert NOON + 30 * SECOND == standing.raised_ms


@pytest.mark.parametrize(("state", "stale"), [("behind", False), ("stale", False), ("caught_up", True)])
def test_a_floor_that_is_behind_may_pass_through_the_past_again(state: State, stale: bool) -> None:  # noqa: FBT001 - a case
    """A worker that counts its log anew: what was then has been told of when it was the present."""
    alarms = Alarms([AT_ONCE])
    alarms.look(one(BAD), NOON)
    before = alarms.export()

    assert [] == alarms.look(floor_of(figures({"service_level": WORSE}), state=state, stale=stale), NOON - DAY)
    assert before == alarms.export()


def test_two_looks_may_be_just_so_far_apart() -> None:
    """At the longest gap the time between them counts; a millisecond more, and it does not."""
    for gap_ms, expected in ((LONGEST_GAP_MS, "warning"), (LONGEST_GAP_MS + 1, "ok")):
        alarms = Alarms([LEVEL])
        alarms.look(one(BAD), NOON)
        alarms.look(one(BAD), NOON + gap_ms)

        assert {"level sales": expected} == levels(alarms)


class Hours:
    """A queue that is open until a minute past noon, and again half a minute later."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.asked: set[tuple[str, ...]] = set()

    def __call__(self, labels: Mapping[str, str], at_ms: Millis) -> bool:
        """Whether it is open."""
        self.asked.add(tuple(labels.values()))
        return not NOON + 60 * SECOND <= at_ms < NOON + 90 * SECOND


def test_a_queue_that_closes_ends_its_alarm_at_once() -> None:
    """Where the rule asks for it; holds begin anew when it opens again, and the change says why."""
    hours = Hours()
    whole_day = replace(LEVEL, name="whole_day")
    watched = Watched(LEVEL, Alarms([replace(LEVEL, only_while_open=True), whole_day], hours))
    for figure in (BAD, BAD, BAD, BAD, BAD, WORSE):
        watched.look(figure)
    (closed,) = watched.look(BAD)

    assert ("cleared", "closed", "level") == (closed.kind, closed.why, closed.alarm.key.alarm)
    assert 0.7 == closed.alarm.evidence.value
    assert {"level sales": "ok", "whole_day sales": "warning"} == levels(watched.alarms)
    assert {("sales", "voice")} == hours.asked

    for _ in range(3):
        watched.look(WORSE)
    assert "ok" == levels(watched.alarms)["level sales"]


def test_a_closed_queue_raises_nothing() -> None:
    """However bad it looks."""
    alarms = Alarms([replace(AT_ONCE, only_while_open=True)], lambda _labels, _at_ms: False)

    assert [] == alarms.look(one(WORSE), NOON)


def test_a_slice_that_is_gone_ends_its_alarm() -> None:
    """There is nothing left of it; its evidence is empty, and the machine forgets it."""
    alarms = Alarms([AT_ONCE])
    alarms.look(one(BAD), NOON)
    (gone,) = alarms.look(floor_of(), NOON + 1)

    assert ("cleared", "gone", None, NOON + 1) == (
        gone.kind,
        gone.why,
        gone.alarm.evidence.value,
        gone.alarm.evidence.at_ms,
    )
    assert {} == alarms.levels()


@pytest.mark.parametrize(("state", "stale"), [("behind", False), ("stale", False), ("caught_up", True)])
def test_on_a_floor_that_is_not_complete_nothing_is_gone(state: State, stale: bool) -> None:  # noqa: FBT001 - a case
    """While a partition is behind, a slice may only not be there yet; what is in the making begins anew."""
    standing = Alarms([AT_ONCE])
    standing.look(one(BAD), NOON)

    assert [] == standing.look(floor_of(state=state, stale=stale), NOON + 1)
    assert {"level sales": "warning"} == levels(standing)

    alarms = Alarms([LEVEL])
    alarms.look(one(BAD), NOON)
    alarms.look(floor_of(state=state, stale=stale), NOON + 10 * SECOND)
    alarms.look(one(BAD), NOON + 30 * SECOND)

    assert {"level sales": "ok"} == levels(alarms)
    alarms.look(one(BAD), NOON + 60 * SECOND)
    assert {"level sales": "warning"} == levels(alarms)


def test_a_restored_machine_raises_nothing_a_second_time() -> None:
    """It knows since when the alarm stands, and clears it when its time has come."""
    first = Watched(LEVEL)
    for _ in range(5):
        first.look(BAD)
    second = Watched(LEVEL, Alarms([LEVEL]))
    second.now_ms = first.now_ms

    assert [] == second.alarms.restore(first.alarms.export())
    assert first.alarms.standing() == second.alarms.standing()
    assert [] == second.look(BAD)
    assert NOON + 30 * SECOND == second.alarms.standing()[0].since_ms


def test_restored_long_after_its_last_look_a_machine_begins_anew() -> None:
    """Nobody knows what the figure was meanwhile."""
    first, second = Alarms([LEVEL]), Alarms([LEVEL])
    first.look(one(BAD), NOON)
    second.restore(first.export())

    assert [] == second.look(one(BAD), NOON + 60 * SECOND)


def test_what_no_rule_covers_any_more_is_given_up() -> None:
    """An alarm that was removed, and one that watches other slices now; the keys come back to be wiped."""
    alarms = Alarms([AT_ONCE, CROWD])
    alarms.look(floor_of(figures({"service_level": BAD, "waiting": amount(30)})), NOON)
    other = Alarms([replace(AT_ONCE, queue="care")])

    assert [key_of("level", SALES), key_of("waiting", SALES)] == other.restore(alarms.export())
    assert {} == other.levels()


@pytest.mark.parametrize(
    "other",
    [replace(AT_ONCE, kpi="abandonment_rate"), replace(AT_ONCE, label=("clock", "answer"))],
    ids=["KPI", "clock"],
)
def test_an_alarm_that_is_about_another_figure_now_is_given_up(other: Rule) -> None:
    """Without a case of that one it stood for ever, for what it never was about."""
    alarms = Alarms([AT_ONCE])
    alarms.look(floor_of(figures({"service_level": BAD})), NOON)
    again = Alarms([other])

    assert [key_of("level", SALES)] == again.restore(alarms.export())
    assert () == again.standing()
    assert [] == Alarms([replace(AT_ONCE, warning=0.5)]).restore(alarms.export())


def test_a_snapshot_is_a_value_of_its_own() -> None:
    """What the machine does later is not in it."""
    watched = Watched(LEVEL)
    watched.look(BAD)
    before = watched.alarms.export()
    watched.look(WELL)

    assert isinstance(before, Snapshot)
    assert before != watched.alarms.export()
    assert {"warning": NOON} == before.standings[0][1].turning


def test_the_narrowed_catalogue_has_what_the_rules_look_at() -> None:
    """Those KPIs in those windows, and no other."""
    standard = catalog.standard()
    found = narrowed(standard, [LEVEL, replace(LEVEL, name="hour", window="1h"), WAITING]).kpis

    def windows(kpi: Kpi) -> tuple[str, ...]:
        return kpi.windows

    assert {"service_level": ("15m", "1h"), "waiting": ("now",)} == {name: windows(kpi) for name, kpi in found.items()}


def test_without_calendars_everything_is_always_open() -> None:
    """So that a rule may ask for it before anybody has written opening hours."""
    alarms = Alarms([replace(AT_ONCE, only_while_open=True)])
    alarms.look(one(BAD), NOON)

    assert {"level sales": "warning"} == levels(alarms)
