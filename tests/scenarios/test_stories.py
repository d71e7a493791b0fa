"""Every story counts for what it says, however it is told: in order, shuffled, twice, restored after every event."""

import pytest

from stream.overlay import SourceCounts
from stream.panes import LEVELS
from tests.scenarios import telling
from tests.scenarios.story import Story, StoryError, read, stories
from tests.scenarios.telling import WAYS, Way

STORIES = stories()
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


@each_way
@each_story
def test_a_story_counts_for_what_it_says(story: Story, way: Way) -> None:
    """Every pane that is kept, on both levels and in both families, holds what is written and nothing else."""
    partition = way(story, story.told)

    for level in LEVELS:
        expected = telling.expected_panes(story, level, partition.log_clock_ms)
        assert expected == telling.panes_of(partition, level)


@each_way
@pytest.mark.parametrize(
    ("story", "clock"),
    [pytest.param(story, clock, id=story.name) for story in STORIES for clock in story.live],
)
def test_a_story_shows_who_is_there(story: Story, clock: int, way: Way) -> None:
    """At an instant, waiting contacts and running clocks are those of the story."""
    partition = way(story, telling.until(story, clock))

    assert telling.expected_live(story.live[clock]) == telling.live_of(partition, clock)


@each_way
@pytest.mark.parametrize(
    ("story", "clock", "window"),
    [
        pytest.param(story, clock, window, id=f"{story.name}-{window}")
        for story in STORIES
        for clock, window in sorted({(shown.clock, shown.window) for shown in story.shown})
    ],
)
def test_a_story_shows_its_figures(story: Story, clock: int, window: str, way: Way) -> None:
    """In a window that ends at an instant, KPIs have the numerators and denominators of the story."""
    shown = telling.shown_by(story, way(story, telling.until(story, clock)), clock, window)

    expected = [one for one in story.shown if (one.clock, one.window) == (clock, window)]
    assert [one.figures.keys() for one in expected] != []
    for one in expected:
        found = {name: shown[one.labels][name] for name in one.figures}
        assert one.figures == {n: v if telling.agree(v, found[n]) else found[n] for n, v in one.figures.items()}


@pytest.mark.parametrize("story", [pytest.param(story, id=story.name) for story in STORIES if story.sources])
def test_a_story_says_what_became_of_its_records(story: Story) -> None:
    """Applied, duplicate, late and rejected records are counted as the story says."""
    counts = telling.in_order(story, story.told).sources.get("", SourceCounts())

    figures = {"applied": counts.applied, "late": counts.late, "duplicates": counts.duplicates, **counts.rejected}
    assert {name: int(value) for name, value in story.sources.items()} == {n: v for n, v in figures.items() if v}


def test_a_story_that_is_told_twice_has_its_duplicates() -> None:
    """The way that tells everything twice does so: as many duplicates as events are applied."""
    (story,) = (story for story in STORIES if story.name == "answered_within_the_threshold")
    counts = telling.twice(story, story.told).sources[""]

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


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("10:00:00 c1 ended\nby event\nby entry\nlife 10:00:00", "line 4"),
        ("10:00:00 c1 ended loudly\nby event\nby entry", "line 1"),
        ("site horizont=5m", "line 1"),
        ("by event\nby entry", "tells nothing"),
        ("10:00:00 c1 ended\nby event", "by entry"),
    ],
)
def test_a_story_that_cannot_be_read_is_refused(text: str, fault: str) -> None:
    """A line that says nothing that is known never passes silently."""
    with pytest.raises(StoryError, match=fault):
        read("spoilt", text)
