"""Stories: what happened on a floor, and what it must count for, as plain text.

A story is a file of lines; what follows a `#` is a remark, the first of which says what the story shows.

    day 2026-03-02                              the day of the lines that follow
    site horizon=15m priority tier              what differs from a site without configuration; further labels of slices
    toml [[policies]]                           a line of floorwatch.toml; they come first
    queue sales voice threshold=20s short=5s    a configured queue; from=HH:MM:SS begins another version of it
    order fixed                                 when an event arrives is part of the story: it is not shuffled

    10:00:00 c1 queued queue=sales              an event: time, contact, type, fields
    10:00:05~10:20:00 c1 answered               it arrives at 10:20:00; a time may name its day, 2026-03-03T10:00:00
    10:00:00 c*9 abandoned                      the same event of nine contacts c1 … c9
    10:00:00 ann available team=red slots=2 queues=sales,care    an agent is in a state from then on

    by event                                    every contribution there is, and no other, at its instant; so `by entry`
    10:00:05 sales/voice answered=1 wait_ms=5s
    live 10:00:04                               who waits and whose clock runs then, events after it left out
    sales/voice waiting=1 longest_wait_ms=4s open=1 at_risk.answer=1
    shown 10:00:30 5m 1h                        figures of windows that end then, the same in each; `now`: live figures
    sales/voice service_level_strict=1/1 asa=5s/1 abandoned=0 first_response_time=none
    sales/voice answer_time_p50=~5s/1 sla_met.answer=1 service_level_strict_by_entry=1/1+2
                                                a part and its whole, a sum of time and its cases, a count; `none`: no
                                                value; `~`: within 1 %; a label's value after a dot; `+` so many pending
    by state                                    every coming and going of agents there is, and no other, at its instant
    10:00:00 red/seoul available=1 arrivals=1   one more in that state, -1 one less; team/site: `red`, `/seoul` or `/`
    agents 10:00:04                             who is in which state then, each agent once
    red/seoul available=1
    shown 10:30:00 30m
    red time_in_state.available=30m occupancy=0m/30m occupancy.n=1    a share of time; `.n`: the evidence of a figure
    sources applied=3 late=1                    what became of the records as they were told
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from agents.settings.site import parse_site
from stream.crew.states import STATES
from stream.measures import Slice
from stream.site import QueueRules, QueueVersion, Site, default_version
from stream.units import Millis, parse_duration, parse_instant

STORIES = Path(__file__).parent / "stories"
EVERYTHING = "everything"
TOML = "toml "

Figures: TypeAlias = dict[str, str]


class Told(NamedTuple):
    """An event of a story: when it happened, when it arrives, and what it says."""

    at: Millis
    arrives_at: Millis
    subject: str
    fields: dict[str, object]
    of_agent: bool = False


class Counted(NamedTuple):
    """Contributions that a story expects at one instant in one slice."""

    at: Millis
    where: Slice
    figures: Figures


class Shown(NamedTuple):
    """Figures of one slice (`()` is everything) that a story expects in a window at a clock."""

    clock: Millis
    window: str
    labels: Slice
    figures: Figures


class Story(msgspec.Struct):
    """One situation: its events in the order of the file, and all that is expected of them."""

    name: str
    site: Site = Site()
    fixed: bool = False
    told: list[Told] = []
    by_event: list[Counted] = []
    by_entry: list[Counted] = []
    by_state: list[Counted] = []
    live: dict[Millis, dict[Slice, Figures]] = {}
    agents: dict[Millis, dict[Slice, Figures]] = {}
    shown: list[Shown] = []
    sources: Figures = {}


class StoryError(Exception):
    """A line of a story that says nothing that is known."""


def stories() -> list[Story]:
    """Every story there is, by name."""
    return [read(path.stem, path.read_text()) for path in sorted(STORIES.glob("*.story"))]


def read(name: str, text: str) -> Story:
    """The story that a text tells; a StoryError names the line that cannot be read."""
    written = [line.removeprefix(TOML) for line in text.splitlines() if line.startswith(TOML)]
    story = Story(name, site=parse_site("\n".join(written), name) if written else Site())
    reader = _Reader(story)
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(TOML):
            continue
        words = line.partition("#")[0].split()
        try:
            if words:
                reader.take(words)
        except (KeyError, ValueError, IndexError) as fault:
            raise StoryError(f"{name}, line {number}: {line.strip()!r}: {fault!r}") from fault
    needed = {
        section for one in story.told for section in (("by state",) if one.of_agent else ("by event", "by entry"))
    }
    if not needed or not reader.sections >= needed:
        raise StoryError(
            f"{name}: tells nothing, or does not say what it counts for {sorted(needed - reader.sections)}"
        )
    return story


class _Reader:
    """Where in a story the reading is: its day and the section that lines belong to."""

    def __init__(self, story: Story) -> None:
        self.sections: set[str] = set()
        self._story = story
        self._day = "2026-03-02"
        self._section = ""
        self._clock = 0
        self._windows: Sequence[str] = ()

    def take(self, words: list[str]) -> None:
        """Read one line."""
        story = self._story
        match words:
            case ["day", day]:
                self._day = day
            case ["order", "fixed"]:
                story.fixed = True
            case ["site", *settings]:
                story.site = _with_settings(story.site, settings)
            case ["queue", name, channel, *settings]:
                story.site = self._with_queue(story.site, name, channel, settings)
            case ["by", "event" | "entry" | "state" as family]:
                self._begin(f"by {family}")
            case ["live", time]:
                self._begin("live", time)
                story.live[self._clock] = {}
            case ["agents", time]:
                self._begin("agents", time)
                story.agents[self._clock] = {}
            case ["shown", time, *windows] if windows:
                self._begin("shown", time, windows)
            case ["sources", *counts]:
                story.sources = _figures(counts)
            case _:
                self._take_figures(words[0], words[1:])

    def _begin(self, section: str, time: str = "", windows: Sequence[str] = ()) -> None:
        self._section, self._windows = section, windows
        self._clock = self._instant(time) if time else 0
        self.sections.add(section)

    def _take_figures(self, first: str, rest: list[str]) -> None:
        match self._section:
            case "by event":
                self._story.by_event.append(Counted(self._instant(first), _slice(rest[0]), _figures(rest[1:])))
            case "by entry":
                self._story.by_entry.append(Counted(self._instant(first), _slice(rest[0]), _figures(rest[1:])))
            case "by state":
                self._story.by_state.append(Counted(self._instant(first), _group(rest[0]), _figures(rest[1:])))
            case "live":
                self._story.live[self._clock][_slice(first)] = _figures(rest)
            case "agents":
                self._story.agents[self._clock][_group(first)] = _figures(rest)
            case "shown":
                self._story.shown.extend(
                    Shown(self._clock, window, _slice(first), _figures(rest)) for window in self._windows
                )
            case _:
                self._story.told.extend(self._told(first, rest))

    def _told(self, times: str, words: list[str]) -> Iterator[Told]:
        happened, _, arrived = times.partition("~")
        subject, kind, *settings = words
        prefix, _, number = subject.partition("*")
        fields, of_agent = _fields(kind, _figures(settings)), kind in STATES
        at = self._instant(happened)
        for one in range(1, int(number or 1) + 1):
            name = f"{prefix}{one}" if number else subject
            yield Told(at, self._instant(arrived or happened), name, fields, of_agent)

    def _instant(self, time: str) -> Millis:
        day = "" if "T" in time else f"{self._day}T"
        return parse_instant(f"{day}{time}+00:00")

    def _with_queue(self, site: Site, name: str, channel: str, settings: list[str]) -> Site:
        told = _figures(settings)
        default = default_version(channel)
        response = told.get("first_response")
        version = QueueVersion(
            parse_duration(told["threshold"]) if "threshold" in told else default.service_level_threshold_ms,
            parse_duration(told["short"]) if "short" in told else default.short_abandon_ms,
            from_ms=self._instant(told["from"]) if "from" in told else None,
            service_level=told.get("variant", default.service_level),
            first_response_target_ms=parse_duration(response) if response else default.first_response_target_ms,
        )
        known = [rules for rules in site.queues if (rules.name, rules.channel) == (name, channel)]
        versions = (*(known[0].versions if known else ()), version)
        rules = QueueRules(name, channel, told.get("zone", site.time_zone), versions)
        others = tuple(other for other in site.queues if other not in known)
        return msgspec.structs.replace(site, queues=(*others, rules))


def _with_settings(site: Site, settings: list[str]) -> Site:
    for setting in settings:
        name, _, value = setting.partition("=")
        match name:
            case "horizon":
                site = msgspec.structs.replace(site, settling_horizon_ms=parse_duration(value))
            case "max_queues":
                site = msgspec.structs.replace(site, max_queues=int(value))
            case "zone":
                site = msgspec.structs.replace(site, time_zone=value)
            case "priority" | "tier" | "topic":
                site = msgspec.structs.replace(site, labels=(*site.labels, name))
            case _:
                raise KeyError(name)
    return site


def _fields(kind: str, told: Figures) -> dict[str, object]:
    """The fields of an event: of an agent where its kind is a state, else of a contact."""
    fields: dict[str, object] = {"type": f"contact.{kind}", **told}
    if kind in STATES:
        fields |= {"type": "agent.state", "state": kind}
    fields |= {name: told[name] == "yes" for name in ("public", "external") if name in told}
    fields |= {name: int(told[name]) for name in ("slots",) if name in told}
    fields |= {name: told[name].split(",") for name in ("queues",) if name in told}
    return fields


def _figures(words: list[str]) -> Figures:
    pairs = [word.partition("=") for word in words]
    if not all(separator and value for _, separator, value in pairs):
        raise ValueError(f"{words} are no name=value")
    return {name: value for name, _, value in pairs}


def _slice(word: str) -> Slice:
    return () if word == EVERYTHING else tuple(word.split("/"))


def _group(word: str) -> Slice:
    """Team and site, either of which may be unknown."""
    team, _, site = word.partition("/")
    return team, site
