"""What `/metrics` says: sums instead of ratios, nothing that is not known."""

from dataclasses import replace

import msgspec
import pytest

from agents.metrics.cumulative import SOURCES_LIMIT
from agents.metrics.facts import WorkerState
from stream.measures import CLOCKS, REASONS
from stream.overlay import Live, SourceCounts
from stream.policies import ClockTerms, Match, Policies, Policy, PolicyVersion
from stream.site import QueueRules, Site, default_version
from stream.units import HOUR, SECOND
from tests.shell.floor_documents import AS_OF
from tests.shell.metric_floors import (
    CALLS,
    CHATS,
    HELP,
    SALES,
    a_full_floor,
    floor,
    measures,
    named,
    part,
    series_of,
    value,
)
from tests.shell.web_floor import SERVING, WebFloor

OPEN_METRICS = "application/openmetrics-text;version=1.0.0"
OF_SALES = {"queue": "sales", "channel": "voice"}
OF_HELP = {"queue": "help", "channel": "chat"}


def test_the_outcomes_of_a_window_make_up_the_service_level() -> None:
    """In target over the sum of in target, late, abandoned and waiting late is the strict service level."""
    web = WebFloor()
    web.show(floor({SALES: measures(CALLS)}))
    series = series_of(web)
    outcomes = {
        labels["outcome"]: value(series, "kpi_window_contacts", **labels)
        for labels in named(series, "kpi_window_contacts")
        if labels["window"] == "15m"
    }

    expected = {
        "answered_in_target": 60,
        "answered_late": 20,
        "answered_unmeasured": 2,
        "abandoned": 10,
        "abandoned_short": 4,
        "diverted": 6,
        "waiting_late": 5,
    }

    assert expected == outcomes
    assert (60, 95) == tuple(
        value(series, f"kpi_window_service_level_{part}", **OF_SALES, window="15m") for part in ("met", "valid")
    )


def test_each_queue_has_both_parts_of_its_own_variant() -> None:
    """Answered only: who abandoned is in no part."""
    version = msgspec.structs.replace(default_version("voice"), service_level="answered_only")
    web = WebFloor()
    web.show(floor({SALES: measures(CALLS)}, site=Site(queues=(QueueRules(*SALES, "UTC", (version,)),))))
    series = series_of(web)

    assert 85 == value(series, "kpi_window_service_level_valid", **OF_SALES, window="1h")
    assert 1 == value(series, "kpi_queue_info", **OF_SALES, team="floor", service_level="answered_only")


def test_sums_are_exported_in_seconds_beside_their_counts() -> None:
    """AHT, ASA and the first response come as sums and a number of cases, the quantiles beside them."""
    web = WebFloor()
    web.show(floor({SALES: measures(CALLS), HELP: measures(CHATS, first_response=(38 * SECOND,) * 4)}))
    series = series_of(web)
    sales, chat = {**OF_SALES, "window": "1h"}, {**OF_HELP, "window": "1h"}

    assert 80 * 14 == value(series, "kpi_window_wait_seconds", **sales)
    assert [80 * 200, 80 * 18, 80 * 31, 80] == [
        value(series, f"kpi_window_{name}", **sales)
        for name in ("talk_seconds", "hold_seconds", "wrap_up_seconds", "handled")
    ]
    assert 4 * 38 == value(series, "kpi_window_first_response_seconds", **chat)
    assert 38 == pytest.approx(
        value(series, "kpi_window_first_response_quantile_seconds", **chat, stat="p50"), rel=0.01
    )
    assert 3 == value(series, "kpi_window_sla_met", **chat, clock="first_response")
    assert 6 == value(series, "kpi_window_diverted_reason", **sales, reason="callback")


def test_a_known_queue_has_all_its_counts_from_the_start() -> None:
    """A queue in which nothing has happened exports noughts, so that no alert waits for a first event."""
    web = WebFloor()
    web.show(floor({}, site=Site(queues=(QueueRules(*HELP, "UTC", (default_version("chat"),)),))))
    series = series_of(web)
    counts = {
        "kpi_window_contacts": 5 * 7,
        "kpi_window_offered": 5,
        "kpi_window_diverted_reason": 5 * len(REASONS),
        "kpi_window_sla_met": 5 * 2,
        "kpi_contacts_total": 6,
        "kpi_sla_clocks_total": 2 * 2,
        "kpi_first_responses_total": 2,
        "kpi_queue_overdue_clocks": 2,
        "kpi_today_impossible_spans": 4,
        "kpi_answer_wait_seconds_count": 1,
    }

    assert counts == {name: len(list(named(series, name))) for name in counts}
    assert {0.0} == {figure for (name, _), figure in series.items() if name.startswith(("kpi_window", "kpi_contacts"))}


def test_a_known_source_has_its_counts_from_the_start() -> None:
    """A source of which nothing was rejected or late says so with noughts."""
    web = WebFloor()
    web.cumulative.observe(part(overflowed=3))
    series = series_of(web)

    assert 3 == value(series, "kpi_label_overflow_total")
    assert 0 == value(series, "floorwatch_events_late_total", source="asterisk-1")
    assert 0 == value(series, "floorwatch_events_duplicate_total", source="asterisk-1")


ABSENT_AT_FIRST = (
    "kpi_queue_oldest_waiting_timestamp_seconds",
    "kpi_queue_oldest_open_timestamp_seconds",
    "kpi_queue_oldest_overdue_timestamp_seconds",
    "kpi_window_wait_quantile_seconds",
    "kpi_first_response_target_seconds",
    "kpi_window_first_responses",
    "kpi_window_response_seconds",
    "kpi_first_responses_total",
    "kpi_first_response_seconds_count",
)


def test_what_cannot_be_known_is_absent() -> None:
    """Nobody waits, nobody was answered, nobody writes to a queue of calls: no instants, quantiles, responses."""
    web = WebFloor()
    web.show(floor({SALES: measures({"offered": 1})}))
    series = series_of(web)

    assert [] == [name for name in ABSENT_AT_FIRST if list(named(series, name))]


def test_a_queue_of_calls_has_responses_once_it_has_one() -> None:
    """A message in a call counts as anywhere else."""
    web = WebFloor()
    web.show(floor({SALES: measures({"first_responses": 1, "first_response_ms": SECOND})}))
    series = series_of(web)

    assert 1 == value(series, "kpi_window_first_response_seconds", **OF_SALES, window="5m")
    assert 0 == value(series, "kpi_window_next_responses", **OF_SALES, window="5m")


def test_a_queue_has_the_clocks_that_something_promises_it() -> None:
    """By its own promise or a policy, with the objective; a clock of an earlier configuration shows while it counts."""
    promised = PolicyVersion(
        match=Match(queue=("sales",)), terms={"resolution": ClockTerms(target_ms=HOUR, objective=0.7)}
    )
    site = Site(policies=Policies((Policy("cases", (promised,)),)))
    web = WebFloor()
    former = measures({"sla_breached.next_response": 1})
    web.show(floor({SALES: former, HELP: {}}, site=site, live={SALES: Live(), HELP: Live(at_risk={"visit": 1})}))
    series = series_of(web)
    clocks = {
        queue: [clock for clock in CLOCKS if value(series, "kpi_queue_overdue_clocks", **of, clock=clock) is not None]
        for queue, of in (("sales", OF_SALES), ("help", OF_HELP))
    }

    assert {"sales": ["answer", "next_response", "resolution"], "help": ["answer", "first_response", "visit"]} == clocks
    assert 0.7 == value(series, "kpi_sla_objective_ratio", **OF_SALES, clock="resolution")
    assert None is value(series, "kpi_sla_objective_ratio", **OF_SALES, clock="next_response")


def test_what_stands_is_told_as_instants_and_sums() -> None:
    """Since when, not for how long: a scrape that comes later is still right. Ages are a sum, so that they add up."""
    series = series_of(a_full_floor())

    now = AS_OF / 1000
    assert now - 31 == value(series, "kpi_queue_oldest_waiting_timestamp_seconds", **OF_SALES)
    assert now - 120 == value(series, "kpi_queue_oldest_open_timestamp_seconds", **OF_SALES)
    assert now - 11 == value(series, "kpi_queue_oldest_overdue_timestamp_seconds", **OF_SALES, clock="answer")
    assert (540, 9) == (
        value(series, "kpi_queue_backlog_age_seconds", **OF_SALES),
        value(series, "kpi_queue_open_contacts", **OF_SALES),
    )


def test_only_the_finest_slices_are_exported() -> None:
    """Channels and the whole floor are sums over queues, which Prometheus makes itself without counting twice."""
    series = series_of(a_full_floor())

    queues = {(labels["queue"], labels["channel"]) for labels in named(series, "kpi_queue_info")}

    assert {SALES, HELP} == queues
    assert queues == {(labels["queue"], labels["channel"]) for labels in named(series, "kpi_queue_waiting_contacts")}


@pytest.mark.parametrize("state", [WorkerState.STARTING, WorkerState.RECOVERING, WorkerState.STOPPING])
def test_while_the_floor_is_not_known_no_figure_of_it_is_exported(state: WorkerState) -> None:
    """A worker that recovers tells of its recovery and watermark alone."""
    web = a_full_floor()
    web.facts = replace(web.facts, state=state)
    names = {name for name, _ in series_of(web)}

    assert {"kpi_watermark_timestamp_seconds"} == {name for name in names if name.startswith("kpi_")}
    assert 1 == value(series_of(web), "floorwatch_worker_state", state=state)


def test_of_the_states_exactly_one_holds() -> None:
    """The worker's state is one series of ones and noughts a state."""
    series = series_of(a_full_floor())
    states = {
        labels["state"]: value(series, "floorwatch_worker_state", **labels)
        for labels in named(series, "floorwatch_worker_state")
    }

    assert {state.value: float(state is WorkerState.SERVING) for state in WorkerState} == states


def test_names_that_are_not_kept_apart_any_more_are_told() -> None:
    """By their kind: those that a partition has too many of, and sources that have no series of their own."""
    web = a_full_floor()
    web.facts = replace(web.facts, full=frozenset({"team"}))
    before = [value(series_of(web), "floorwatch_names_full", names=names) for names in ("team", "source", "topic")]
    web.cumulative.observe(part(sources={f"s{number}": SourceCounts(1) for number in range(SOURCES_LIMIT + 1)}))

    assert [1, 0, 0] == before
    assert 1 == value(series_of(web), "floorwatch_names_full", names="source")


def test_a_handed_over_partition_takes_its_series_along() -> None:
    """Only owned partitions are exported; a floor that is withdrawn takes all of its series along."""
    web = a_full_floor()
    web.facts = replace(web.facts, partitions=SERVING.partitions)

    assert [{"partition": "0"}] == list(named(series_of(web), "kpi_watermark_timestamp_seconds"))

    web.store.withdraw()

    assert [] == [name for name, _ in series_of(web) if name.startswith(("kpi_window", "kpi_queue", "kpi_agents"))]


def test_every_alarm_has_a_state_while_the_floor_is_known() -> None:
    """Ok is one too; the whole floor has neither queue nor channel."""
    web = a_full_floor()
    series = series_of(web)

    assert 2 == value(series, "kpi_alarm_state", alarm="longest_wait", queue="sales", channel="voice")
    assert 0 == value(series, "kpi_alarm_state", alarm="abandonment_rate", queue="", channel="")
    assert 3 == value(series, "floorwatch_alarm_changes_sent_total")
    assert 1 == value(series, "floorwatch_alarm_changes_lost_total")

    web.facts = replace(web.facts, state=WorkerState.RECOVERING)

    assert [] == list(named(series_of(web), "kpi_alarm_state"))
