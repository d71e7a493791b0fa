"""The report: rows, attributions, the end of the data, and the forms it is written in."""

import csv
import json

import pytest

from stream.errors import FloorwatchError
from stream.replay import Replay
from stream.report import columns, to_csv, to_json
from stream.site import QueueRules, QueueVersion, Site
from stream.units import DAY, HOUR, MINUTE, SECOND, parse_instant
from tests.core.one_crew import state
from tests.core.one_report import CATALOGUE, NOON, call, line, lost, rows, value


def test_half_hours_with_a_caller_who_waits_across_them() -> None:
    """Queued 7:28, answered 7:32: offered in 7:00 and answered in 7:30; by entry both in 7:00."""
    lines = call("c", parse_instant("2026-03-02T07:28:00Z"), 4 * MINUTE, MINUTE)
    by_event = rows(lines, interval_ms=30 * MINUTE)
    by_entry = rows(lines, interval_ms=30 * MINUTE, attribution="entry")

    assert [("2026-03-02T07:00:00Z", 1, 0), ("2026-03-02T07:30:00Z", 0, 1)] == [
        (row.from_at, value(row, "offered").value, value(row, "answered").value) for row in by_event
    ]
    assert [("2026-03-02T07:00:00Z", 1, 1)] == [
        (row.from_at, value(row, "offered_by_entry").value, value(row, "answered_by_entry").value)
        for row in by_entry[:1]
    ]


def test_handle_time_counts_where_the_conversation_ends() -> None:
    """Talk from 5:23 to 6:15 in half hours: 0, 0, 52 minutes."""
    answered_at = parse_instant("2026-03-02T05:23:00Z")
    lines = call("c", answered_at, 0, 52 * MINUTE)
    found = {row.from_at[11:16]: value(row, "talk_time").numerator_ms for row in rows(lines, interval_ms=30 * MINUTE)}

    assert {"05:00": 0, "06:00": 52 * MINUTE} == found


def test_each_interval_has_everything_and_every_slice() -> None:
    """A queue with nothing to tell in an hour in which another has says so."""
    lines = call("a", NOON, 0) + call("b", NOON + HOUR, 0, queue="care")

    found = rows(lines, interval_ms=HOUR, by=("queue",))

    slices = [{}, {"queue": "care"}, {"queue": "sales"}]
    assert [*(("12", one) for one in slices), *(("13", one) for one in slices)] == [
        (row.from_at[11:13], row.slice) for row in found
    ]
    assert [1, 0, 1, 1, 1, 0] == [value(row, "offered").value for row in found]


def test_slices_by_channel_and_queue_carry_both_labels() -> None:
    """In the order of the site's labels."""
    found = rows(call("a", NOON, 0), by=("channel", "queue"))

    assert [{}, {"queue": "sales", "channel": "voice"}] == [row.slice for row in found]


def test_one_row_a_slice_over_the_whole_recording() -> None:
    """From the first pane to the last."""
    [row] = rows(call("a", NOON + MINUTE, 0) + call("b", NOON + HOUR, 0))

    assert ("2026-03-02T12:00:00Z", "2026-03-02T13:05:00Z", 2) == (row.from_at, row.to_at, value(row, "offered").value)
    assert row.final is False


def test_the_range_leaves_out_what_lies_outside_but_knows_how_it_ended() -> None:
    """By entry, a call of the range that is answered after it is answered."""
    lines = call("before", NOON - 1, 0) + call("in", NOON, 20 * MINUTE) + call("after", NOON + 10 * MINUTE, 0)
    [row] = rows(lines, attribution="entry", from_ms=NOON, to_ms=NOON + 10 * MINUTE)

    assert (1, 1) == (value(row, "offered_by_entry").value, value(row, "answered_by_entry").value)
    assert ("2026-03-02T12:00:00Z", "2026-03-02T12:10:00Z", True) == (row.from_at, row.to_at, row.final)


def test_only_the_interval_at_the_end_of_the_data_shows_who_is_in_flight() -> None:
    """Two callers wait for ever since 12:00, the data ends at 13:10: they are missed in the second hour alone."""
    lines = call("a", NOON) + call("b", NOON) + call("c", NOON + 70 * MINUTE, 0)
    first, second = rows(lines, interval_ms=HOUR)

    assert (True, False) == (first.final, second.final)
    assert 0 == value(first, "service_level").denominator
    assert (1, 3) == (value(second, "service_level").numerator, value(second, "service_level").denominator)
    assert 1 == value(second, "asa").denominator


def test_by_entry_those_who_are_not_late_yet_are_pending() -> None:
    """Queued in the hour that is not over: one is late, one is undecided."""
    lines = call("late", NOON) + call("pending", NOON + 25 * SECOND) + call("end", NOON + 30 * SECOND, 0)
    [row] = rows(lines, interval_ms=HOUR, attribution="entry")
    level = value(row, "service_level_strict_by_entry")

    assert (1, 2, 1) == (level.numerator, level.denominator, level.pending)


def test_a_passed_deadline_counts_in_its_own_interval_without_any_event() -> None:
    """The answer clock of a caller who still waits breached at 12:00:20, long before the data ends."""
    lines = call("a", NOON) + call("b", NOON + 130 * MINUTE, 0)
    found = rows(lines, interval_ms=HOUR, by=("queue",))

    assert [("12", 1), ("12", 1), ("14", 0), ("14", 0)] == [
        (row.from_at[11:13], value(row, "sla_breached", "answer").value) for row in found
    ]
    assert [0, 0, 2, 2] == [value(row, "service_level").denominator for row in found]


def test_a_deadline_that_passes_in_the_last_interval_counts_once() -> None:
    """Both what is in flight and the passed deadline belong there."""
    [row] = rows([*call("a", NOON), *call("b", NOON + MINUTE, 0)], interval_ms=HOUR)

    assert (1, 2) == (value(row, "sla_breached", "answer").value, value(row, "service_level").denominator)


def test_a_first_response_that_never_comes_breaches_in_its_own_interval() -> None:
    """A customer of the chat has waited since 12:00; the minute passes in that hour, the data end in a later one."""
    lines = [line("queued", NOON, "chat", queue="help", channel="chat"), *call("b", NOON + 130 * MINUTE, 0)]
    first, last = rows(lines, interval_ms=HOUR)

    assert (1, 0) == tuple(value(row, "sla_breached", "first_response").value for row in (first, last))


def test_a_breach_in_an_interval_without_any_event_has_a_row() -> None:
    """The threshold passes at 12:00:10, the interval of ten seconds before it holds the queueing."""
    lines = call("a", NOON - 10 * SECOND) + call("b", NOON + 30 * SECOND, 0)
    found = rows(lines, interval_ms=10 * SECOND)

    assert [("11:59:50", 0), ("12:00:10", 1), ("12:00:30", 0)] == [
        (row.from_at[11:19], value(row, "sla_breached", "answer").value) for row in found
    ]


def test_nothing_is_forgotten_and_nothing_unknown_is_late() -> None:
    """A recording whose lines stand in any order, over more days than a worker remembers."""
    lines = [event for day in range(30) for event in call(f"c{day}", NOON + day * DAY, 10 * SECOND, MINUTE)]
    [forward] = rows(lines)

    assert 30 == value(forward, "handled").value
    assert to_json([forward]) == to_json(rows(lines[::-1]))


def test_each_queue_shows_its_own_variant() -> None:
    """Everything sums both parts over the queues' variants, as on the floor."""
    answered_only = QueueVersion(20_000, 5_000, service_level="answered_only")
    site = Site(
        queues=(
            QueueRules("sales", "voice", "UTC", (QueueVersion(20_000, 5_000),)),
            QueueRules("care", "voice", "UTC", (answered_only,)),
        )
    )
    lines = [
        *(call("a", NOON, 0) + lost("b", NOON, 30 * SECOND)),
        *(call("c", NOON, 0, queue="care") + lost("d", NOON, 30 * SECOND, queue="care")),
    ]
    found = rows(lines, site=site, by=("queue",))

    assert [({}, 2, 3), ({"queue": "care"}, 1, 1), ({"queue": "sales"}, 1, 2)] == [
        (row.slice, value(row, "service_level").numerator, value(row, "service_level").denominator) for row in found
    ]


def test_rows_carry_the_quality_of_their_interval() -> None:
    """An answer whose queueing nobody told of."""
    lines = [
        line("started", NOON, "a", channel="voice", direction="inbound"),
        line("answered", NOON, "a", queue="sales", agent="x"),
    ]
    [row] = rows(lines)

    assert (1, {}) == (row.quality.unmeasured, row.quality.impossible)


def test_no_events_no_rows() -> None:
    """Nothing happened on the floor."""
    assert [] == rows([])
    assert [] == rows(call("a", NOON), from_ms=NOON + HOUR)
    assert "" == to_csv([])
    assert b"[]" == to_json([])


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"by": ("agent",)}, "by"),
        ({"by": ("team", "queue")}, "by"),
        ({"thresholds": ("20",)}, "threshold"),
        ({"targets": ("soon",)}, "target"),
        ({"interval_ms": 100}, "interval"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, object], key: str) -> None:
    """With the option that is wrong."""
    with pytest.raises(FloorwatchError) as refused:
        rows([], **asked)

    assert key == refused.value.key


def test_json_is_a_list_of_rows_with_sorted_keys() -> None:
    """The members of the contract; an absent value is null."""
    text = to_json(rows(call("a", NOON, 0), interval_ms=HOUR, by=("queue",), time_zone="Asia/Seoul"))
    everything, sales = json.loads(text)

    assert text == json.dumps([everything, sales], sort_keys=True, separators=(",", ":")).encode()
    assert {"from", "to", "slice", "kpis", "quality", "final"} == set(sales)
    assert ("2026-03-02T21:00:00+09:00", "2026-03-02T22:00:00+09:00") == (sales["from"], sales["to"])
    assert sales["kpis"]["asa"] == {
        "value": 0.0,
        "numerator": 0.0,
        "numerator_ms": 0,
        "denominator": 1,
        "unit": "s",
        "n": 1,
    }
    assert sales["kpis"]["first_response_time"]["value"] is None


def test_csv_has_a_line_a_row_under_the_names_of_its_columns() -> None:
    """Both parts of every fraction beside its value, an empty field where there is no value."""
    text = to_csv(rows(call("a", NOON, 30 * SECOND), by=("queue",), thresholds=("20s", "60s")))
    everything, sales = csv.DictReader(text.splitlines())

    assert ("", "sales") == (everything["queue"], sales["queue"])
    assert ("0.0", "0", "1") == tuple(sales[f"service_level.20s{part}"] for part in ("", ".numerator", ".denominator"))
    assert ("1.0", "30.0", "") == (sales["service_level.60s"], sales["asa"], sales["first_response_time"])
    assert ("0", "0", "False") == (sales["impossible.end_before_answer"], sales["closed_idle"], sales["final"])


def test_csv_has_both_parts_of_the_figures_of_people_though_the_first_row_knows_of_nobody() -> None:
    """The first call is an hour before the first word about an agent, who is there for a minute."""
    told = [state("ann", NOON + HOUR, "on_contact"), state("ann", NOON + HOUR + MINUTE, "offline")]
    text = to_csv(rows([*call("a", NOON, SECOND), *told], interval_ms=HOUR))
    first, second = csv.DictReader(text.splitlines())

    assert ("", "", "") == tuple(first[f"occupancy{part}"] for part in ("", ".numerator", ".denominator"))
    assert ("1.0", "60000", "60000") == tuple(second[f"occupancy{part}"] for part in ("", ".numerator", ".denominator"))


def test_columns_show_what_is_pending_by_entry() -> None:
    """One caller within the threshold."""
    [row] = rows(call("a", NOON), attribution="entry")

    assert 1 == columns(row)["service_level_strict_by_entry.pending"]
    assert "service_level_strict.pending" not in columns(rows(call("a", NOON))[0])


def test_a_window_of_the_site_says_what_a_report_over_its_range_says() -> None:
    """At 16:02 the two hours begin with the pane of 14:00; what came just before is in neither."""
    asked_at = NOON + 4 * HOUR + 2 * MINUTE
    lines = [
        one
        for minute in range(100, 242, 7)
        for one in (*call(f"c{minute}", NOON + minute * MINUTE, minute * 200, MINUTE), *lost(f"l{minute}", NOON, 9_000))
    ]
    site = Site(windows=("2h",))
    replayed = Replay(site, 3, asked_at)
    replayed.feed(lines)
    floor = replayed.floor(CATALOGUE.with_windows(site.windows))
    (row,) = rows(lines, interval_ms=None, from_ms=NOON + 2 * HOUR, to_ms=asked_at)
    everything = floor.find()

    assert everything is not None
    for name in ("offered", "answered", "service_level", "asa", "aht", "abandonment_rate", "answer_time_p90"):
        assert value(row, name) == everything.kpis[name]["2h"] != everything.kpis[name]["today"], name
