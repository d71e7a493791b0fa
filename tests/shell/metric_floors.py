"""Floors for the metrics: built by the core from the measures of a few queues, and read as Prometheus reads them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from prometheus_client import parser
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics import parser as openmetrics_parser

from agents.metrics.facts import AlarmFacts, PartitionFacts
from stream.catalog import WINDOWS, Catalogue
from stream.crew.partition import CrewPart
from stream.floor import Floor, build
from stream.floor_clock import FloorClock
from stream.histogram import bin_of
from stream.measures import Measures, Slice, coordinate, histogram_base
from stream.overlay import Live, Part, SourceCounts
from stream.site import Site
from stream.units import HOUR, MINUTE, SECOND
from tests.shell.floor_documents import AS_OF
from tests.shell.web_floor import SERVING, STANDARD, WebFloor

PLAIN = "text/plain;version=0.0.4"
SALES, HELP = ("sales", "voice"), ("help", "chat")
Series = dict[tuple[str, frozenset[tuple[str, str]]], float]

CALLS = {
    "offered": 105,
    "answered": 82,
    "waited": 80,
    "answered_within": 60,
    "wait_ms": 80 * 14 * SECOND,
    "abandoned": 14,
    "short_abandoned": 4,
    "diverted": 6,
    "diverted.callback": 6,
    "waiting_late": 5,
    "handled": 80,
    "talk_ms": 80 * 200 * SECOND,
    "hold_ms": 80 * 18 * SECOND,
    "wrap_up_ms": 80 * 31 * SECOND,
    "sla_met.answer": 60,
    "sla_breached.answer": 25,
}
"""A quarter of an hour of calls."""
CHATS = {
    "offered": 4,
    "answered": 4,
    "waited": 4,
    "first_responses": 4,
    "first_response_ms": 4 * 38 * SECOND,
    "first_responses_targeted": 4,
    "first_responses_within": 3,
    "sla_met.first_response": 3,
    "sla_breached.first_response": 1,
}
"""A few chats."""


def measures(counts: Mapping[str, int], **spreads: tuple[int, ...]) -> Measures:
    """A vector of measures by event: counts and sums by name, and the durations in ms of histograms."""
    vector = {coordinate(name): amount for name, amount in counts.items() if amount}
    for histogram, durations in spreads.items():
        for duration_ms in durations:
            place = histogram_base(histogram) + bin_of(duration_ms)
            vector[place] = vector.get(place, 0) + 1
    return vector


def crew() -> CrewPart:
    """Three agents of team red at seoul, one of them away, and one of no team; ten minutes each, two slots."""
    ten_ms = 10 * MINUTE
    red = measures({"state_ms.available": 2 * ten_ms, "state_ms.away": ten_ms, "slot_ms": 4 * ten_ms, "presences": 3})
    loose = measures({"state_ms.available": ten_ms, "slot_ms": 2 * ten_ms, "presences": 1})
    groups: dict[Slice, Measures] = {("red", "seoul"): red, ("", "seoul"): loose}
    now: dict[Slice, dict[str, int]] = {("red", "seoul"): {"available": 2, "away": 1}, ("", "seoul"): {"available": 1}}
    queues = {"sales": {"available": 3}}
    return CrewPart(0, AS_OF, dict.fromkeys(WINDOWS, groups), now, queues, {}, frozenset(groups))


def floor(
    queues: Mapping[Slice, Measures],
    *,
    live: Mapping[Slice, Live] | None = None,
    site: Site | None = None,
    crews: tuple[CrewPart, ...] = (),
    catalogue: Catalogue = STANDARD,
) -> Floor:
    """A floor on which every window holds the same of each queue."""
    totals = {window: dict(queues) for window in (*WINDOWS, "today@floor")}
    sources = {"asterisk-1": SourceCounts(applied=90, skew_ms=120)}
    part = Part(0, AS_OF, totals, dict(live or {}), sources, frozenset(queues))
    return build([part], site or Site(), catalogue, FloorClock(AS_OF, "wall"), crews)


def usual() -> Floor:
    """A queue of calls and one of chats, with somebody waiting, something overdue, and agents."""
    times = (9 * SECOND, 14 * SECOND, MINUTE)
    chats = measures(CHATS, wait=times, handle=times, first_response=times, first_response_agent=times)
    rest = measures({}, response=times, next_response=times, resolution=(HOUR,))
    waiting = Live(2, 31_000, 1, 9, {"answer": 1}, {"answer": 1}, 9 * MINUTE, 2 * MINUTE, {"answer": 11_000})
    return floor({SALES: measures(CALLS), HELP: chats | rest}, live={SALES: waiting}, crews=(crew(),))


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
    web.show(usual())
    web.cumulative.observe(part())
    web.cumulative.observe(part(sources={"asterisk-1": SourceCounts(9, 1, 2, {"bad_time": 3})}))
    return web


def scraped(web: WebFloor, accepted: str = PLAIN) -> str:
    """The text of one scrape."""
    web.cumulative.settle()
    return b"".join(filter(None, web.exposition.scrape(accepted, web.store.latest).writing())).decode()


def series_of(web: WebFloor) -> Series:
    """Every sample of one scrape by name and labels."""
    return samples(families(scraped(web)))


def families(text: str) -> list[Metric]:
    """The metrics of a text in Prometheus' own format."""
    return list(parser.text_string_to_metric_families(text))


def open_metrics_families(text: str) -> list[Metric]:
    """The metrics of a text in the format OpenMetrics."""
    return list(openmetrics_parser.text_string_to_metric_families(text))  # type: ignore[no-untyped-call]


def samples(metrics: Iterable[Metric]) -> Series:
    """Their samples by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value for metric in metrics for sample in metric.samples
    }


def value(series: Series, name: str, **labels: str) -> float | None:
    """One sample; None when it is not exported."""
    return series.get((name, frozenset(labels.items())))


def named(series: Series, name: str) -> Iterator[dict[str, str]]:
    """The label sets of one metric."""
    return (dict(labels) for found, labels in series if found == name)
