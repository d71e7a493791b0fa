"""What `/metrics` says: a format that promtool accepts, sums instead of ratios, nothing that is not known."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from agents.metrics.exposition import FAMILIES
from agents.metrics.facts import AlarmFacts, PartitionFacts, WorkerState
from stream.measures import CLOCKS
from stream.overlay import Part, SourceCounts
from tests.shell.floor_documents import AS_OF, Sample, chat, floor, staffed, usual_floor, voice
from tests.shell.web_floor import SERVING, WebFloor, served

PLAIN = "text/plain;version=0.0.4"
Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(web: WebFloor) -> str:
    """The text of one scrape."""
    return web.exposition.scrape(PLAIN).body().decode()


def series_of(web: WebFloor) -> Series:
    """Every sample of one scrape by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(scraped(web))
        for sample in family.samples
    }


def value(series: Series, name: str, **labels: str) -> float | None:
    """One sample; None when it is not exported."""
    return series.get((name, frozenset(labels.items())))


def named(series: Series, name: str) -> Iterator[dict[str, str]]:
    """The label sets of one metric."""
    return (dict(labels) for found, labels in series if found == name)


def part(**members: object) -> Part:
    """A partition's part with nothing in it but what the counters read."""
    empty = Part(0, AS_OF, {}, {}, {"asterisk-1": SourceCounts()})
    for name, member in members.items():
        setattr(empty, name, member)
    return empty


def a_full_floor() -> WebFloor:
    """A worker with floor, counters and a rejected event: every family has samples."""
    web = WebFloor()
    recovering = PartitionFacts(1, recovered_ratio=0.5)
    alarms = AlarmFacts({("longest_wait", "sales", "voice"): 2, ("abandonment_rate", "", ""): 0}, sent=3, lost=1)
    web.facts = replace(SERVING, partitions=(*SERVING.partitions, recovering), alarms=alarms)
    web.publish(staffed(usual_floor()))
    web.cumulative.observe(part())
    web.cumulative.observe(part(sources={"asterisk-1": SourceCounts(9, 1, 2, {"bad_time": 3})}))
    return web


def test_people_are_counted_by_state_and_their_time_by_window() -> None:
    """Of everything, a team, a site and a queue; slot time is the ground of the occupancy of slots."""
    series = series_of(a_full_floor())

    assert 7 == value(series, "kpi_agents", state="available")
    assert 4 == value(series, "kpi_team_agents", team="red", state="available")
    assert 1 == value(series, "kpi_site_agents", site="seoul", state="away")
    assert 3 == value(series, "kpi_queue_agents", queue="sales", channel="voice", state="available")
    assert 2400 == value(series, "kpi_team_window_agent_seconds", team="red", window="1h", state="available")
    assert 4200 == value(series, "kpi_window_agent_seconds", window="today", state="available")
    assert 8400 == value(series, "kpi_window_slot_seconds", window="1h")


def test_nothing_is_exported_of_people_while_nothing_is_known_of_them() -> None:
    """A worker without any event of an agent has no figures, not noughts."""
    document = staffed(usual_floor())
    for part in document["slices"]:
        for windows in part["kpis"].get("agents", {}).values():
            windows["now"] = {"value": None, "numerator": None, "denominator": None, "unit": "agents"}
    web = WebFloor()
    web.publish(document)

    assert [] == list(named(series_of(web), "kpi_agents"))


def test_promtool_accepts_every_metric() -> None:
    """Names, types, help and units pass Prometheus' own linter."""
    text = scraped(a_full_floor())

    linted = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)

    assert (0, "", "") == (linted.returncode, linted.stdout, linted.stderr)


def test_every_declared_metric_is_exported_with_its_labels() -> None:
    """The table and the exposition agree, name by name and label by label; no created-series slip in."""
    series = series_of(a_full_floor())
    declared = {family.name: set(family.labels) for family in FAMILIES}

    assert declared == {name: set(dict(labels)) for name, labels in series}
    assert len(FAMILIES) == len(declared)


def test_the_formats_of_both_kinds_of_scrapers_are_served() -> None:
    """A scraper gets OpenMetrics when it asks for that, plain text otherwise."""
    web = a_full_floor()
    open_metrics = web.exposition.scrape("application/openmetrics-text;version=1.0.0")

    assert "application/openmetrics-text" in open_metrics.content_type
    assert open_metrics.body().endswith(b"# EOF\n")
    assert "text/plain" in web.exposition.scrape("").content_type


async def test_the_endpoint_serves_the_scrape() -> None:
    """`/metrics` is the same text with the type of its format."""
    web = a_full_floor()

    async with served(web) as session, session.get("/metrics", headers={"Accept": PLAIN}) as response:
        text = await response.text()

    assert (200, scraped(web)) == (response.status, text)
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")


def test_the_outcomes_of_a_window_make_up_the_service_level() -> None:
    """In target over the sum of in target, late, abandoned and waiting late is the strict service level."""
    web = WebFloor()
    sample = voice(60, 80, abandoned=14, short=4, diverted=6, unmeasured=2, past=5, waiting=7)
    web.publish(floor({("sales", "voice"): sample}))
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


def test_sums_are_exported_in_seconds_beside_their_counts() -> None:
    """AHT, ASA and the first response come as a sum and a number of cases."""
    web = WebFloor()
    web.publish(floor({("help", "chat"): chat(3, 4)}))
    series = series_of(web)
    labels = {"queue": "help", "channel": "chat", "window": "1h"}

    assert 4 * 249 == value(series, "kpi_window_handle_seconds", **labels)
    assert 4 == value(series, "kpi_window_handled_contacts", **labels)
    assert 4 * 14 == value(series, "kpi_window_wait_seconds", **labels)
    assert 4 * 38 == value(series, "kpi_window_first_response_seconds", **labels, stat="sum")
    assert 38 == value(series, "kpi_window_first_response_seconds", **labels, stat="p50")
    assert 1 == value(series, "kpi_window_first_responses", **labels, outcome="late")
    assert 3 == value(series, "kpi_window_sla_clocks", **labels, clock="first_response", outcome="met")


def test_a_known_queue_has_all_its_counts_from_the_start() -> None:
    """A queue in which nothing has happened exports noughts, so that no alert waits for a first event."""
    web = WebFloor()
    web.publish(floor({("sales", "voice"): Sample()}))
    series = series_of(web)

    assert 5 * 7 == len(list(named(series, "kpi_window_contacts")))
    assert 6 == len(list(named(series, "kpi_contacts_total")))
    assert 2 * len(CLOCKS) == len(list(named(series, "kpi_sla_clocks_total")))
    assert 4 == len(list(named(series, "kpi_today_impossible_spans")))
    assert {0.0} == {figure for (name, _), figure in series.items() if name.startswith(("kpi_window", "kpi_contacts"))}


def test_a_known_source_has_its_counts_from_the_start() -> None:
    """A source of which nothing was rejected or late says so with noughts."""
    web = WebFloor()
    web.cumulative.observe(part())
    series = series_of(web)

    assert 0 == value(series, "floorwatch_events_late_total", source="asterisk-1")
    assert 0 == value(series, "floorwatch_events_duplicate_total", source="asterisk-1")


def test_what_cannot_be_known_is_absent() -> None:
    """Nobody waits, nobody answered: no instant of the oldest wait and no quantile, and no target where none is set."""
    web = WebFloor()
    web.publish(floor({("sales", "voice"): Sample()}))
    series = series_of(web)

    assert [] == list(named(series, "kpi_queue_oldest_waiting_timestamp_seconds"))
    assert {"sum"} == {labels["stat"] for labels in named(series, "kpi_window_first_response_seconds")}
    assert [] == list(named(series, "kpi_first_response_target_seconds"))


def test_the_oldest_wait_is_an_instant() -> None:
    """Since when, not for how long: a scrape that comes later is still right."""
    web = WebFloor()
    web.publish(floor({("sales", "voice"): Sample(waiting=1, longest_wait_ms=30_000)}))

    found = value(series_of(web), "kpi_queue_oldest_waiting_timestamp_seconds", queue="sales", channel="voice")

    assert AS_OF / 1000 - 30 == found


def test_only_the_finest_slices_are_exported() -> None:
    """Channels and the whole floor are sums over queues, which Prometheus makes itself without counting twice."""
    series = series_of(a_full_floor())

    queues = {(labels["queue"], labels["channel"]) for labels in named(series, "kpi_queue_info")}

    assert 6 == len(queues)
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


def test_a_handed_over_partition_takes_its_series_along() -> None:
    """Only owned partitions are exported."""
    web = a_full_floor()
    web.facts = replace(web.facts, partitions=SERVING.partitions)

    assert [{"partition": "0"}] == list(named(series_of(web), "kpi_watermark_timestamp_seconds"))


def test_a_queue_named_to_break_the_format_stays_one_label() -> None:
    """Quotes, backslashes and newlines in a queue's name are part of the name."""
    web = WebFloor()
    name = 'a"b\\c\nkpi_fake 1'
    web.publish(floor({(name, "voice"): Sample(waiting=3)}))

    assert 3 == value(series_of(web), "kpi_queue_waiting_contacts", queue=name, channel="voice")


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
