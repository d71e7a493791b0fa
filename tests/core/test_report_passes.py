"""The report: several thresholds and targets, one pass of the engine for each."""

from collections import Counter

from stream.report import Report
from stream.site import QueueRules, QueueVersion, Site
from stream.units import DAY, HOUR, MINUTE, SECOND
from tests.core.one_crew import state
from tests.core.one_report import CATALOGUE, NOON, call, line, lost, rows, value


def test_a_callable_is_read_anew_for_every_pass() -> None:
    """A file that is too large for the memory; the last time for the agents."""
    calls = []

    def lines() -> list[bytes]:
        calls.append(1)
        return call("a", NOON, 30 * SECOND)

    [row] = Report(site=Site(), thresholds=("20s", "60s")).rows(lines, CATALOGUE)

    assert 3 == len(calls)
    assert [0, 1] == [value(row, "service_level", text).numerator for text in ("20s", "60s")]


def test_what_is_refused_is_counted_once() -> None:
    """Lines that are no events, and events of contacts and agents from too far ahead, whatever is asked for."""
    early = b'"time":%d,"record":{"timestamp":%d,"partition":0}}' % (NOON + DAY, NOON)
    lines = [
        b"no",
        b'{"type":"contact.started","contact":"c",' + early,
        b'{"type":"agent.state","agent":"a","state":"available",' + early,
    ]
    refused = Counter[str]()
    Report(site=Site(), thresholds=("20s", "60s"), totals=True).rows(lines, CATALOGUE, refused)

    assert {"not_json": 1, "time_too_far_ahead": 2} == refused


def test_what_comes_too_late_is_counted_too() -> None:
    """A contact's half hour and an agent's, and then something of the first minute, which nothing can hold any more."""
    state = b'{"type":"agent.state","agent":"a","state":"%s","time":%d}'
    lines = [
        *(line("message", NOON + at, "c", **{"from": "customer"}) for at in (0, MINUTE, 30 * MINUTE)),
        *(state % (b"break", NOON + at) for at in (0, MINUTE, 30 * MINUTE)),
        line("queued", NOON + 30 * SECOND, "c", queue="sales", channel="chat"),
        state % (b"available", NOON + 30 * SECOND),
    ]
    refused = Counter[str]()
    Report(site=Site(), targets=("20s", "60s")).rows(lines, CATALOGUE, refused)

    assert {"late": 2} == refused


def test_the_data_end_with_the_last_event_of_an_agent_too() -> None:
    """A minute later the caller has waited for too long, as on a floor; one from too far ahead tells of nothing."""
    state = b'{"type":"agent.state","agent":"a","state":"available","time":%d%s}'
    lines = [*call("c", NOON), state % (NOON + MINUTE, b"")]
    lines.append(state % (NOON + DAY, b',"record":{"timestamp":%d,"partition":0}' % NOON))
    [row] = rows(lines)

    assert (0, 1, 1) == (
        value(row, "service_level").numerator,
        value(row, "service_level").denominator,
        value(row, "sla_breached", "answer").value,
    )
    assert not row.final
    assert [0] == [value(row, "service_level").denominator for row in rows(call("c", NOON))]


def test_one_interval_over_everything_reaches_as_far_as_the_data() -> None:
    """Those of agents too, and of contacts what counts nowhere; without any contact it is no interval of 1970."""
    there = [state("a", NOON - HOUR, "available"), state("a", NOON + HOUR, "offline")]
    told = line("updated", NOON + 2 * HOUR, "c", topic="order")
    spans = [
        [(row.from_at[11:16], row.to_at[11:16]) for row in rows(lines)]
        for lines in (there, [*call("c", NOON), told], [*call("c", NOON), *there])
    ]

    assert [[("11:00", "13:05")], [("12:00", "14:05")], [("11:00", "13:05")]] == spans


def test_several_thresholds_and_targets_nest_what_depends_on_them() -> None:
    """As they were typed; everything else is there once."""
    chat = [
        line("queued", NOON, "chat", queue="help", channel="chat"),
        line("message", NOON + 50 * SECOND, "chat", **{"from": "agent"}),
    ]
    [row] = rows(chat, thresholds=("0m20s", "60s"), targets=("30s", "1m", "2m"))

    assert [0, 1] == [value(row, "service_level", text).numerator for text in ("0m20s", "60s")]
    assert [0, 1] == [value(row, "sla_met", "answer", text).value for text in ("0m20s", "60s")]
    assert [0, 1, 1] == [value(row, "first_response_within_target", text).numerator for text in ("30s", "1m", "2m")]
    assert [1, 0, 0] == [value(row, "sla_breached", "first_response", text).value for text in ("30s", "1m", "2m")]
    assert 50.0 == value(row, "asa").value


def test_one_threshold_or_target_does_not_nest() -> None:
    """It replaces that of every queue, also a configured one."""
    rules = QueueRules("sales", "voice", "UTC", (QueueVersion(20_000, 5_000),))
    [row] = rows(call("a", NOON, 30 * SECOND), site=Site(queues=(rules,)), thresholds=("30s",), targets=("1h",))

    assert 1 == value(row, "service_level").numerator
    assert 0 == value(row, "first_response_within_target").denominator


def test_a_low_threshold_leaves_short_abandons_as_they_are() -> None:
    """Its own pass cuts their limit; the counts come from the pass that does not."""
    lines = lost("short", NOON, 4 * SECOND)
    found = [
        value(rows(lines, thresholds=order)[0], "short_abandoned").value for order in (("2s", "20s"), ("20s", "2s"))
    ]

    assert [1, 1] == found


def test_a_breach_that_only_one_threshold_sees_has_its_row_in_both() -> None:
    """Answered after 90 s: past 20 s in the first minute, past 60 s in the second."""
    lines = call("a", NOON, 90 * SECOND, MINUTE)
    found = rows(lines, interval_ms=10 * SECOND, thresholds=("20s", "60s"))
    breaches = {
        row.from_at[14:19]: tuple(value(row, "sla_breached", "answer", text).value for text in ("20s", "60s"))
        for row in found
    }

    assert {"00:00": (0, 0), "00:20": (1, 0), "01:00": (0, 1), "01:30": (0, 0), "02:30": (0, 0)} == breaches
