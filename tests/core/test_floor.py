"""The Floor: which slices there are, what they merge, and the one document."""

from typing import Any

from stream import catalog, floor
from stream.crew.partition import CrewPart
from stream.floor import Quality
from stream.floor_clock import FloorClock
from stream.kpi import KpiValue
from stream.measures import Measures, coordinate
from stream.overlay import Live, Part, SourceCounts
from stream.site import QueueRules, QueueVersion, Site
from stream.units import parse_instant

NOON = parse_instant("2026-03-02T12:00:00Z")
CATALOGUE = catalog.standard()
SALES, CARE, CHAT = ("sales", "voice"), ("care", "voice"), ("care", "chat")
VOICE = QueueVersion(20_000, 5_000)


def offered(number: int) -> Measures:
    """So many entries queued."""
    return {coordinate("offered"): number}


def part(number: int = 0, **members: object) -> Part:
    """A part with nothing in it but what is named."""
    given: dict[str, Any] = {"totals": {}, "live": {}, "sources": {}, **members}
    given["slices"] = frozenset(where for by_slice in given["totals"].values() for where in by_slice)
    return Part(number, NOON, **given)


def built(*parts: Part, site: Site | None = None) -> floor.Floor:
    """The floor of some parts at noon."""
    return floor.build(parts, site or Site(), CATALOGUE, FloorClock(NOON, "replay"))


def shown(of: floor.Floor, name: str, window: str, **labels: str) -> KpiValue:
    """One value of one slice."""
    figures = of.find(**labels)
    assert figures is not None
    found = figures.kpis[name][window]
    assert isinstance(found, KpiValue)
    return found


def test_slices_are_everything_each_channel_and_each_queue_on_its_channel() -> None:
    """Sorted, from the coarsest to the finest."""
    totals = {"5m": {SALES: offered(1), CHAT: offered(2)}, "today": {CARE: offered(3)}}

    assert [
        {},
        {"channel": "chat"},
        {"channel": "voice"},
        {"queue": "care", "channel": "chat"},
        {"queue": "care", "channel": "voice"},
        {"queue": "sales", "channel": "voice"},
    ] == [figures.slice for figures in built(part(totals=totals)).slices]


def test_further_labels_add_their_own_slices() -> None:
    """With the priority: everything, channel, queue and channel, and all three."""
    site = Site(labels=("queue", "channel", "priority"))
    totals = {"5m": {(*SALES, "high"): offered(1), (*SALES, "low"): offered(2)}}
    of = built(part(totals=totals), site=site)

    assert 5 == len(of.slices)
    assert 3 == shown(of, "offered", "5m", queue="sales", channel="voice").value
    assert 2 == shown(of, "offered", "5m", queue="sales", channel="voice", priority="low").value


def test_a_configured_queue_is_there_before_its_first_contact() -> None:
    """Its counts are 0, its ratios have no value."""
    site = Site(queues=(QueueRules("sales", "voice", "UTC", (VOICE,)),))
    of = built(part(), site=site)

    assert 3 == len(of.slices)
    assert 0 == shown(of, "offered", "today", queue="sales", channel="voice").value
    assert None is shown(of, "service_level", "5m", queue="sales", channel="voice").value


def test_a_queue_that_only_has_somebody_waiting_is_there() -> None:
    """What is live alone makes a slice too."""
    of = built(part(live={SALES: Live(waiting=1)}))

    assert 1 == shown(of, "waiting", "now", queue="sales", channel="voice").value


def test_partitions_are_merged_before_anything_is_divided() -> None:
    """1 of 1 and 1 of 9 are 2 of 10."""
    within, waited = coordinate("answered_within"), coordinate("waited")
    one = part(0, totals={"5m": {SALES: {within: 1, waited: 1}}})
    other = part(1, totals={"5m": {SALES: {within: 1, waited: 9}}})
    of = built(one, other)
    level = shown(of, "service_level", "5m", queue="sales", channel="voice")

    assert (0.2, 2, 10) == (level.value, level.numerator, level.denominator)
    assert {within: 1, waited: 1} == one.totals["5m"][SALES]


def test_everything_is_the_sum_of_its_queues() -> None:
    """Over channels and partitions."""
    one = part(0, totals={"1h": {SALES: offered(1), CHAT: offered(2)}})
    other = part(1, totals={"1h": {CARE: offered(4), CHAT: offered(8)}})
    of = built(one, other)

    assert (15, 10, 5) == (
        shown(of, "offered", "1h").value,
        shown(of, "offered", "1h", channel="chat").value,
        shown(of, "offered", "1h", channel="voice").value,
    )


def test_today_is_the_queues_own_day_and_the_floors_for_what_is_coarser() -> None:
    """A queue in another time zone counts for the floor by the floor's day."""
    totals = {"today": {SALES: offered(7)}, "today@floor": {SALES: offered(5)}}
    of = built(part(totals=totals))

    assert 7 == shown(of, "offered", "today", queue="sales", channel="voice").value
    assert 5 == shown(of, "offered", "today", channel="voice").value
    assert 5 == shown(of, "offered", "today").value


def test_coarser_slices_sum_each_queues_own_variant() -> None:
    """Sales counts its abandoned (8 of 12), care answers only (9 of 10): 17 of 22."""
    answered_only = QueueVersion(20_000, 5_000, service_level="answered_only")
    site = Site(
        queues=(QueueRules("sales", "voice", "UTC", (VOICE,)), QueueRules("care", "voice", "UTC", (answered_only,)))
    )
    within, waited, abandoned = map(coordinate, ("answered_within", "waited", "abandoned"))
    totals = {"5m": {SALES: {within: 8, waited: 10, abandoned: 2}, CARE: {within: 9, waited: 10, abandoned: 5}}}
    of = built(part(totals=totals), site=site)

    assert 9 == shown(of, "service_level", "5m", queue="care", channel="voice").numerator
    for labels in ({"channel": "voice"}, {}):
        level = shown(of, "service_level", "5m", **labels)
        assert (17, 22) == (level.numerator, level.denominator)
    assert 27 == shown(of, "service_level_strict", "5m").denominator


def test_the_variant_is_that_of_the_version_valid_at_the_floors_instant() -> None:
    """A version whose time has not come shows nothing yet."""
    later = QueueVersion(20_000, 5_000, from_ms=NOON + 1, service_level="answered_only")
    site = Site(queues=(QueueRules("sales", "voice", "UTC", (VOICE, later)),))
    totals = {"5m": {SALES: {coordinate("abandoned"): 1}}}
    parts = [part(totals=totals)]

    assert 1 == shown(built(*parts, site=site), "service_level", "5m").denominator
    after = floor.build(parts, site, CATALOGUE, FloorClock(NOON + 1_000, "replay"))
    assert 0 == shown(after, "service_level", "5m").denominator


def test_quality_counts_come_from_today() -> None:
    """Impossible spans by reason, only those there are."""
    today = {
        coordinate("impossible.end_before_answer"): 2,
        coordinate("unmeasured"): 3,
        coordinate("implied_answers"): 4,
        coordinate("closed_idle"): 5,
    }
    of = built(part(totals={"today": {SALES: today}, "today@floor": {}, "5m": {SALES: offered(1)}}))
    sales, everything = of.find(queue="sales", channel="voice"), of.find()

    assert sales is not None
    assert everything is not None
    assert Quality({"end_before_answer": 2}, 3, 4, 5) == sales.quality
    assert Quality({}, 0, 0, 0) == everything.quality


def test_the_measures_of_each_queue_are_kept_beside_the_document() -> None:
    """Whatever further labels they have, by window."""
    halves = part(totals={"5m": {(*SALES, name): offered(2) for name in "ab"}})
    shown = built(halves, site=Site(labels=("queue", "channel", "priority")))
    assert (offered(4), {}) == (shown.measures[SALES]["5m"], shown.measures[SALES]["1h"])
    assert floor.document(shown).keys().isdisjoint({"measures", "people", "site"})


def test_sources_are_summed_over_partitions() -> None:
    """Sorted by name, rejects by reason, the greatest skew."""
    one = part(0, sources={"b": SourceCounts(1, 2, 3, {"not_json": 1}, 10), "a": SourceCounts(applied=1)})
    other = part(1, sources={"b": SourceCounts(10, 20, 30, {"not_json": 1, "bad_time": 1}, 5)})

    assert [
        {"source": "a", "applied": 1, "late": 0, "duplicates": 0, "rejected": {}, "skew_ms": 0},
        {
            "source": "b",
            "applied": 11,
            "late": 22,
            "duplicates": 33,
            "rejected": {"bad_time": 1, "not_json": 2},
            "skew_ms": 10,
        },
    ] == floor.document(built(one, other))["sources"]


def test_one_partition_with_too_many_queues_makes_the_floor_say_so() -> None:
    """The others may have room."""
    assert floor.document(built(part(0), part(1, queues_full=True)))["queues_full"] is True
    assert floor.document(built(part(0), part(1)))["queues_full"] is False


def test_a_slice_is_shown_while_any_pane_of_it_is_kept() -> None:
    """No window holds anything of it any more, and it does not vanish from the board."""
    quiet = part()
    quiet.slices = frozenset({SALES})

    assert built(quiet).find(queue="sales", channel="voice") is not None


def test_a_window_of_the_site_is_shown_where_every_part_tells_of_it() -> None:
    """The sum of those that do would be too little, and nobody could see it: there is no figure then."""
    wide, totals = CATALOGUE.with_windows(("2h", "8h")), {"1h": {SALES: offered(1)}, "2h": {SALES: offered(3)}}
    both = part(0, totals=totals, windows=("2h", "8h")), part(1, totals=totals, windows=("2h",))
    of = floor.build(both, Site(), wide, FloorClock(NOON, "replay"))
    people = floor.build(both[:1], Site(), wide, FloorClock(NOON, "replay"), [CrewPart(0, NOON, {}, {}, {}, {})])

    sales = of.slices[-1].kpis["offered"]
    assert ["5m", "15m", "30m", "1h", "2h", "today"] == list(sales)
    assert (6, 2) == (shown(of, "offered", "2h").value, shown(of, "offered", "1h").value)
    assert ["5m", "15m", "30m", "1h", "2h", "today"] == list(of.measures[SALES]) == list(of.everything)
    assert {"5m", "15m", "30m", "1h", "today"} == people.slices[0].kpis["offered"].keys()
