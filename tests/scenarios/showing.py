"""What the partitions that have heard a story show, in the words of stories."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET

from stream import catalog, floor
from stream.crew.figures import GroupFigures
from stream.floor import SliceFigures
from stream.floor_clock import FloorClock
from stream.intake import Intake
from stream.kpi import KpiValue
from stream.measures import BINS, MEASURES, Measures, Slice, add, coordinate, histogram_base
from stream.overlay import Live
from stream.panes import PaneLevel
from stream.units import Millis, format_instant, parse_duration
from tests.scenarios.implied import edges, places
from tests.scenarios.story import Figures, Story
from tests.scenarios.telling import Heard

CATALOGUE = catalog.standard()

_NAMES = {
    (histogram_base if measure.kind == "histogram" else coordinate)(measure.name, by_entry): measure.name
    + " by entry" * by_entry
    for measure in MEASURES
    for by_entry in (False, True)
}
"""What every coordinate, and of a histogram its bin 0, is called."""

Panes: TypeAlias = dict[tuple[Millis, Slice], dict[int, int]]
Contribution: TypeAlias = tuple[Millis, Slice, Measures]


class Written(NamedTuple):
    """A figure in the words of stories, and whether there is no value."""

    text: str
    absent: bool


def of_contacts(story: Story) -> Iterator[Contribution]:
    """What the story counts for by event and by entry."""
    for by_entry, counted in ((False, story.by_event), (True, story.by_entry)):
        for at, where, figures in counted:
            yield at, where, places(figures, by_entry=by_entry)


def of_agents(story: Story) -> Iterator[Contribution]:
    """The comings and goings of its agents."""
    for at, where, figures in story.by_state:
        yield at, where, edges(figures, at)


def panes_of(partition: Intake, level: PaneLevel) -> Panes:
    """What the partition keeps on a level."""
    kept = partition.panes.kept(level.length_ms)
    return {(start, where): dict(measures) for start, slices in kept.items() for where, measures in slices.items()}


def expected_panes(contributions: Iterable[Contribution], level: PaneLevel, log_clock: Millis) -> Panes:
    """What a level holds of contributions, without the panes that the log clock has retired."""
    panes: Panes = {}
    for at, where, measures in contributions:
        start = at // level.length_ms * level.length_ms
        if level.keep_ms is not None and start + level.length_ms <= log_clock - level.keep_ms:
            continue
        add(panes.setdefault((start, where), {}), measures)
    return {where: pane for where, pane in panes.items() if pane}


def readable(panes: Panes) -> dict[str, dict[str, int]]:
    """The same in words, for a reader who wants to know what differs."""
    return {
        f"{format_instant(start)} {'/'.join(where)}": {
            _NAMES.get(p, f"{_NAMES[p - p % BINS]} bin {p % BINS}"): n for p, n in pane.items()
        }
        for (start, where), pane in panes.items()
    }


def live_of(heard: Heard, clock: Millis) -> dict[Slice, Figures]:
    """Who waits and whose clock runs, slice by slice, without what is zero."""
    part = heard.contacts.part(clock)
    return {where: figures for where, live in part.live.items() if (figures := _live_figures(live))}


def expected_live(figures: dict[Slice, Figures]) -> dict[Slice, Figures]:
    """The figures of a story with its durations in milliseconds."""
    return {
        where: {name: str(parse_duration(value)) if name.endswith("_ms") else value for name, value in told.items()}
        for where, told in figures.items()
    }


def agents_of(heard: Heard, clock: Millis) -> dict[Slice, Figures]:
    """How many agents are in which state, by team and site, without what is zero."""
    now = heard.crew.part(clock).now
    return {where: {state: str(number) for state, number in states.items() if number} for where, states in now.items()}


def shown_by(story: Story, heard: Heard, clock: Millis) -> dict[tuple[str, Slice], dict[str, Written]]:
    """The figures by window and slice, as a story writes them: `2/3`, `40s/2`, `7`, with `+1` pending."""
    parts, people = [heard.contacts.part(clock)], [heard.crew.part(clock)]
    shown = floor.build(parts, story.site, CATALOGUE, FloorClock(clock, "replay"), people)
    figures: dict[tuple[str, Slice], dict[str, Written]] = {}
    rows: list[SliceFigures | GroupFigures] = [*shown.slices, *shown.groups]
    assert len(rows) == len({tuple(one.slice.values()) for one in rows}), "a team, a site or a channel of the same name"
    for one in rows:
        where = tuple(one.slice.values())
        for name, values in one.kpis.items():
            for key, value in values.items():
                by_window = {key: value} if isinstance(value, KpiValue) else value
                called = name if by_window is not value else f"{name}.{key}"
                for window, figure in by_window.items():
                    row = figures.setdefault((window, where), {})
                    row[called] = written(figure)
                    if figure.n is not UNSET:
                        row[f"{called}.n"] = Written(str(figure.n), absent=False)
    return figures


def agree(told: str, shown: Written) -> bool:
    """Whether a figure is what a story says: exactly, within 1 % where it says `~25s/4`, or absent where `none`."""
    if told == "none":
        return shown.absent
    if not told.startswith("~"):
        return _in_ms(told) == _in_ms(shown.text)
    (head, _, tail), (shown_head, _, shown_tail) = told[1:].partition("/"), shown.text.partition("/")
    about_ms = parse_duration(head)
    return tail == shown_tail and 100 * abs(parse_duration(shown_head) - about_ms) <= about_ms


def _in_ms(text: str) -> list[str]:
    """The parts of a figure with each duration as a number: both parts of a share of time are durations."""
    return [part if part.partition("+")[0].isdigit() else str(parse_duration(part)) for part in text.split("/")]


def written(value: KpiValue) -> Written:
    """A figure as a story writes it, its durations in milliseconds."""
    absent, denominator = value.value is None, "" if value.denominator is None else f"/{value.denominator}"
    if value.numerator is None:
        return Written(f"{round((value.value or 0) * 1_000)}ms{denominator}", absent)
    if value.unit == "s":
        return Written(f"{value.numerator_ms}ms{denominator}", absent)
    pending = f"+{value.pending}" if isinstance(value.pending, int) and value.pending else ""
    return Written(f"{value.numerator:.0f}{denominator}{pending}", absent)


def _live_figures(live: Live) -> Figures:
    figures = {
        name: str(value)
        for name, value in msgspec.structs.asdict(live).items()
        if isinstance(value, int) and value and name not in {"age_ms", "oldest_ms"}
    }
    for name in ("overdue", "at_risk"):
        figures |= {f"{name}.{clock}": str(number) for clock, number in getattr(live, name).items()}
    return figures
