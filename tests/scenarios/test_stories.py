"""Every story counts for what it says, however it is told: in order, shuffled, twice, restored after every event."""

import pytest

from stream.crew.states import STATES
from stream.histogram import bin_of
from stream.measures import CLOCKS, REASONS, histogram_base
from stream.overlay import SourceCounts
from stream.panes import LEVELS
from stream.site import VARIANTS
from tests.scenarios import showing, telling
from tests.scenarios.implied import edges, places
from tests.scenarios.showing import Written
from tests.scenarios.story import Story, StoryError, read, stories
from tests.scenarios.telling import WAYS, Way

STORIES = stories()
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


@each_way
@each_story
def test_a_story_counts_for_what_it_says(story: Story, way: Way) -> None:
    """Every pane that is kept, on both levels and in both families, holds what is written and nothing else."""
    contacts, crew = way(story, story.told)

    for level in LEVELS:
        counted = showing.expected_panes(showing.of_contacts(story), level, contacts.log_clock_ms)
        turned = showing.expected_panes(showing.of_agents(story), level, crew.log_clock_ms)
        assert showing.readable(counted) == showing.readable(showing.panes_of(contacts, level))
        assert showing.readable(turned) == showing.readable(showing.panes_of(crew, level))


@each_way
@pytest.mark.parametrize(
    ("story", "clock"),
    [pytest.param(story, clock, id=story.name) for story in STORIES for clock in story.live],
)
def test_a_story_shows_who_is_there(story: Story, clock: int, way: Way) -> None:
    """At an instant, waiting contacts and running clocks are those of the story."""
    heard = way(story, telling.until(story, clock))

    assert showing.expected_live(story.live[clock]) == showing.live_of(heard, clock)


@each_way
@pytest.mark.parametrize(
    ("story", "clock"),
    [pytest.param(story, clock, id=story.name) for story in STORIES for clock in story.agents],
)
def test_a_story_shows_which_agents_are_there(story: Story, clock: int, way: Way) -> None:
    """At an instant, every agent is in the state of the story, in one team and at one site."""
    heard = way(story, telling.until(story, clock))

    assert story.agents[clock] == showing.agents_of(heard, clock)


@each_way
@pytest.mark.parametrize(
    ("story", "clock"),
    [
        pytest.param(story, clock, id=story.name)
        for story in STORIES
        for clock in sorted({shown.clock for shown in story.shown})
    ],
)
def test_a_story_shows_its_figures(story: Story, clock: int, way: Way) -> None:
    """In the windows that end at an instant, KPIs have the numerators and denominators of the story."""
    shown = showing.shown_by(story, way(story, telling.until(story, clock)), clock)

    for one in [one for one in story.shown if one.clock == clock]:
        found = {name: shown[one.window, one.labels][name] for name in one.figures}
        assert one.figures == {n: v if showing.agree(v, found[n]) else found[n].text for n, v in one.figures.items()}


@pytest.mark.parametrize("story", [pytest.param(story, id=story.name) for story in STORIES if story.sources])
def test_a_story_says_what_became_of_its_records(story: Story) -> None:
    """Applied, duplicate, late and rejected records are counted as the story says."""
    counts = telling.in_order(story, story.told).sources().get("", SourceCounts())

    figures = {"applied": counts.applied, "late": counts.late, "duplicates": counts.duplicates, **counts.rejected}
    assert {name: int(value) for name, value in story.sources.items()} == {n: v for n, v in figures.items() if v}


def test_every_variant_is_shown_and_every_reason_and_outcome_of_a_clock_is_told() -> None:
    """No way to count that KPIS.md names is without a story, in either attribution."""
    rates = {name for name in showing.CATALOGUE.kpis if name.startswith("abandonment_rate")}
    levels = {f"service_level_{variant}{family}" for variant in VARIANTS for family in ("", "_by_entry")}
    outcomes = {f"sla_{outcome}.{clock}" for outcome in ("met", "breached") for clock in CLOCKS}
    shown = {name for story in STORIES for one in story.shown for name in one.figures}
    told = {name for story in STORIES for one in story.by_event for name in one.figures}
    told_by_entry = {name for story in STORIES for one in story.by_entry for name in one.figures}
    reasons = {f"diverted.{reason}" for reason in REASONS}

    assert set() == (rates | levels) - shown
    assert set() == (reasons | outcomes) - told
    assert set() == reasons - told_by_entry
    assert "service_level" in shown


def test_every_state_of_agents_is_told_and_every_kpi_of_people_shown() -> None:
    """No state and no figure of people is without a story."""
    of_people = [kpi for kpi in showing.CATALOGUE.kpis.values() if kpi.of != "contacts"]
    figures = {f"{kpi.name}.{one.label}" if kpi.label else kpi.name for kpi in of_people for one in kpi.formulas}
    shown = {name for story in STORIES for one in story.shown for name in one.figures}
    told = {state for story in STORIES for one in story.by_state for state in one.figures}

    assert set() == figures - shown
    assert set() == {*STATES, "slots", "arrivals"} - told


def test_a_story_that_is_told_twice_has_its_duplicates() -> None:
    """The way that tells everything twice does so: as many duplicates as events are applied."""
    (story,) = (story for story in STORIES if story.name == "answered_within_the_threshold")
    counts = telling.twice(story, story.told).sources()[""]

    assert counts.applied == counts.duplicates == len(story.told)


def test_a_shuffled_story_is_out_of_order() -> None:
    """The way that shuffles does so: most stories are told in another order, and none that forbids it."""
    told = {story.name: sorted(story.told, key=lambda one: one.arrives_at) for story in STORIES}
    heard = {
        story.name: [one.at for one in telling.stirred(story, story.told)] != [one.at for one in told[story.name]]
        for story in STORIES
    }
    stirred = {name for name, other in heard.items() if other}

    assert len(stirred) > len(STORIES) // 2
    assert stirred.isdisjoint(story.name for story in STORIES if story.fixed)


def test_a_figure_in_several_windows_is_expected_in_each_of_them() -> None:
    """One `shown` with two windows is two expectations, each with every line below it."""
    told = read("told", "10:00:00 c1 ended\nby event\nby entry\nshown 10:01:00 5m 1h\neverything offered=0")

    assert ["5m", "1h"] == [shown.window for shown in told.shown]
    assert [{"offered": "0"}] * 2 == [shown.figures for shown in told.shown]


@pytest.mark.parametrize(
    ("told", "written", "agreed"),
    [
        ("none", Written("0/0", absent=True), True),
        ("none", Written("0/4", absent=False), False),
        ("3/4", Written("3/4", absent=False), True),
        ("3/4", Written("3/5", absent=False), False),
        ("1m/2", Written("60000ms/2", absent=False), True),
        ("4m/20m", Written("240000/1200000", absent=False), True),
        ("4m/20m", Written("240000/1200001", absent=False), False),
        ("1/2+1", Written("1/2", absent=False), False),
        ("~100s/2", Written("101000ms/2", absent=False), True),
        ("~100s/2", Written("101001ms/2", absent=False), False),
        ("~100s/2", Written("100000ms/3", absent=False), False),
    ],
)
def test_a_figure_agrees_exactly_within_one_per_cent_or_as_absent(told: str, written: Written, agreed: bool) -> None:  # noqa: FBT001 - a table
    """`none` is an absent value and nothing else; `~` allows one per cent and no other denominator."""
    assert agreed == showing.agree(told, written)


def test_durations_of_a_histogram_may_differ_and_repeat() -> None:
    """`wait=5s,10s*3` is one bin of one and one of three; without it all waits are as long."""
    base = histogram_base("wait")
    apart = places({"waited": "4", "wait_ms": "35s", "wait": "5s,10s*3"}, by_entry=False)

    assert (1, 3) == (apart[base + bin_of(5_000)], apart[base + bin_of(10_000)])
    with pytest.raises(AssertionError, match="write the durations apart"):
        places({"waited": "4", "wait_ms": "35001ms"}, by_entry=False)


def test_who_comes_into_a_state_for_contacts_offers_a_slot() -> None:
    """Nobody who leaves one such state for another moves a slot; `slots` says what differs."""
    assert edges({"available": "1"}, 5) == edges({"available": "1", "slots": "1"}, 5)
    assert edges({"available": "-1", "on_contact": "1"}, 5) == edges(
        {"available": "-1", "on_contact": "1", "slots": "0"}, 5
    )
    assert len(edges({"break": "1"}, 5)) + 2 == len(edges({"break": "1", "slots": "3"}, 5))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("10:00:00 c1 ended\nby event\nby entry\nlife 10:00:00", "line 4"),
        ("10:00:00 c1 ended loudly\nby event\nby entry", "line 1"),
        ("site horizont=5m", "line 1"),
        ("by event\nby entry", "tells nothing"),
        ("10:00:00 c1 ended\nby event", "by entry"),
        ("10:00:00 c1 ended\n10:00:00 ann away\nby event\nby entry", "by state"),
        ("10:00:00 c1 ended\nby event\nby entry\nshown 10:01:00", "line 4"),
    ],
)
def test_a_story_that_cannot_be_read_is_refused(text: str, fault: str) -> None:
    """A line that says nothing that is known never passes silently."""
    with pytest.raises(StoryError, match=fault):
        read("spoilt", text)
