"""The examples of the documentation give what the stories of the same situations count for."""

from typing import Final, NamedTuple

import pytest

from stream.catalog import standard
from stream.kpi import Formula, evaluate
from stream.measures import BINS, Measures, add, coordinate
from stream.units import parse_instant
from tests.scenarios.implied import places
from tests.scenarios.showing import agree, written
from tests.scenarios.story import Counted, Story, stories

CATALOGUE: Final = standard()
STORIES: Final = {story.name: story for story in stories()}
HALF_HOURS: Final = "queued_in_one_half_hour_answered_in_the_next"


class Source(NamedTuple):
    """The story of an example; `begin` and `end` where it is about a part of the story, half-open."""

    story: str
    begin: str = "2026-03-01T00:00:00"
    end: str = "2026-04-01T00:00:00"

    def counted(self, family: list[Counted]) -> Measures:
        """What the story counts for in that time, in all slices together."""
        begin_ms, end_ms = (parse_instant(f"{instant}+00:00") for instant in (self.begin, self.end))
        by_entry = family is STORIES[self.story].by_entry
        total: Measures = {}
        for one in family:
            if begin_ms <= one.at < end_ms:
                add(total, places(one.figures, by_entry=by_entry))
        return total


SOURCES: Final = {
    ("service_level", 0): Source("service_levels_of_a_thousand_calls"),
    ("abandonment", 0): Source("service_levels_of_a_thousand_calls"),
    ("counts", 0): Source("service_levels_of_a_thousand_calls"),
    ("counts", 1): Source("queue_transfer"),
    ("counts", 2): Source(HALF_HOURS, end="2026-03-02T07:30:00"),
    ("counts", 3): Source(HALF_HOURS, begin="2026-03-02T07:30:00"),
    ("counts", 4): Source(HALF_HOURS, end="2026-03-02T07:30:00"),
    ("speed_of_answer", 0): Source(HALF_HOURS),
    ("handling", 0): Source("talk_across_three_half_hours"),
    ("handling", 1): Source("agent_transfer"),
    ("handling", 2): Source("queue_transfer"),
    ("response", 0): Source("bot_resolves_and_the_customer_comes_back"),
    ("response", 1): Source("four_customer_messages_one_reply"),
    ("resolution", 0): Source("bot_resolves_and_the_customer_comes_back"),
    ("sla", 0): Source("next_response_two_minutes_late", begin="2026-03-02T10:01:00", end="2026-03-02T10:06:00"),
    ("sla", 1): Source("due_on_monday_when_friday_evening_is_too_short", begin="2026-03-09T00:00:00"),
}
NO_SUMS: Final = {("service_level", 1), ("live", 0), ("people", 0)}
"""What these show is decided by time alone; that of people is looked at apart."""


@pytest.mark.parametrize(("where", "source"), SOURCES.items(), ids=lambda one: "-".join(map(str, one)))
def test_an_example_gives_what_its_story_counts_for(where: tuple[str, int], source: Source) -> None:
    """In every measure that a formula of the example looks at, none left out."""
    family = next(one for one in CATALOGUE.families if one.name == where[0])
    example = family.example[where[1]]
    story: Story = STORIES[source.story]
    shown = [
        kpi
        for kpi in CATALOGUE.kpis.values()
        if kpi.attribution == example.attribution
        and CATALOGUE.definitions[kpi.base].family == family.name
        and kpi.base in (example.kpis or (kpi.base,))
    ]
    used = {place for kpi in shown for formula in (*kpi.formulas, *kpi.variants.values()) for place in _places(formula)}
    counted = source.counted(story.by_entry if example.attribution == "entry" else story.by_event)

    assert {place: n for place, n in counted.items() if place in used} == {
        place: n for place, n in example.vector().items() if place in used
    }


def test_the_example_of_people_gives_what_its_story_shows() -> None:
    """Time alone decides these, so that the story tells them as figures: each figure of the example is one of it."""
    (example,) = next(one for one in CATALOGUE.families if one.name == "people").example
    story = STORIES["three_agents_for_ten_minutes"]
    told = {name: text for one in story.shown if one.window == "1h" for name, text in one.figures.items()}
    shown = {
        f"{name}.{formula.label}" if formula.label else name: written(evaluate(formula, example.vector()))
        for name in example.kpis
        for formula in CATALOGUE.kpis[name].formulas
    }

    assert {} == {name: figure.text for name, figure in shown.items() if not agree(told[name], figure)}
    assert {example.vector()[coordinate("presences")]} == {
        int(told[f"{name}.n"]) for name in shown if f"{name}.n" in told
    }
    assert len(told) > len(shown) > len(example.kpis)


def test_no_example_is_without_a_story() -> None:
    """A new one is looked at here as well, or has nothing to sum."""
    examples = {(family.name, place) for family in CATALOGUE.families for place in range(len(family.example))}

    assert examples == SOURCES.keys() | NO_SUMS


def _places(formula: Formula) -> set[int]:
    """The coordinates that a formula reads."""
    bins = range(formula.histogram, formula.histogram + BINS) if formula.kind == "quantile" else ()
    return {place for place, _ in (*formula.numerator, *formula.denominator)} | set(bins)
