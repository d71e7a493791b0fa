"""The Floor: everything that is shown at one instant, immutable, and the one JSON document of it.

Metrics, wall board, `/api/floor` and `replay --json` all read the same Floor. `as_of` and `slices` depend on event
times alone; what depends on arrival (duplicates, ages, partitions behind) stands in `sources` and `clock`.
"""

import importlib.resources
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from stream.alarms.alarm import Alarm
from stream.catalog import NOW, Catalogue
from stream.compound import Shown
from stream.crew.figures import Crew, GroupFigures
from stream.crew.partition import CrewPart
from stream.floor_clock import FloorClock
from stream.kpi import Cell, Figures, Kpi, cell, evaluate_live, evaluate_windows
from stream.measures import MEASURES, Measures, Slice, coordinate
from stream.overlay import Live, Part, SourceCounts, joined_live, joined_sources, sum_live
from stream.site import QueueVersion, Site
from stream.totals import FLOOR_DAY, TODAY, Labels, joined_totals, merge, named, told_by_all
from stream.units import Millis, format_instant

Cells: TypeAlias = list[tuple[str, Cell]]
"""The measures of one slice by window."""

IMPOSSIBLE: Final = {
    measure.name.removeprefix("impossible."): coordinate(measure.name)
    for measure in MEASURES
    if measure.name.startswith("impossible.")
}
"""The reasons for which a span is left out of the sums, and where they are counted."""

_UNMEASURED: Final = coordinate("unmeasured")
_IMPLIED: Final = coordinate("implied_answers")
_CLOSED_IDLE: Final = coordinate("closed_idle")

_written: Final = msgspec.json.Encoder(order="sorted").encode


class Quality(msgspec.Struct, frozen=True):
    """What is wrong with today's events of a slice: impossible spans by reason (only those there are), and counts."""

    impossible: dict[str, int]
    unmeasured: int
    implied_answers: int
    closed_idle: int


class Target(msgspec.Struct, frozen=True):
    """What a queue promises at the instant shown: its objective as a share, the rest in ms."""

    service_level: float
    threshold_ms: Millis
    first_response_target_ms: Millis | None


class SliceFigures(msgspec.Struct, frozen=True):
    """Everything known about one slice. `kpis`: name to window to value, with a label name to its value to window.

    Only a queue has a target: what is merged from several has none of its own.
    """

    slice: dict[str, str]
    live: Live
    quality: Quality
    kpis: dict[str, Figures | dict[str, Figures]]
    target: Target | UnsetType = UNSET


class Floor(msgspec.Struct, frozen=True):
    """The floor at one instant; slices sorted from everything over the channels to the finest."""

    clock: FloorClock
    sources: dict[str, SourceCounts]
    slices: tuple[SliceFigures, ...]
    queues_full: bool = False
    alarms: tuple[Alarm, ...] = ()
    """Those that are not ok, the gravest first."""
    groups: tuple[GroupFigures, ...] = ()
    """Teams and sites: what is known of people alone."""
    site: Site = Site()
    """By whose rules it was built. This and what follows is for the metrics, and not in the document."""
    measures: dict[tuple[str, str], dict[str, Measures]] = {}
    """What the figures of each queue on a channel are made of, by window."""
    people: dict[Slice, dict[str, Measures]] = {}
    """The same of people by team and site (empty: none); every agent is in one of them at a time."""
    everything: Mapping[str, Measures] = {}
    """The same of all contacts; today is the floor's own, as that of people is."""

    @property
    def as_of_ms(self) -> Millis:
        """The instant that is shown."""
        return self.clock.at_ms

    def find(self, **labels: str) -> SliceFigures | None:
        """The figures of the slice with exactly these labels; without any, of everything."""
        return next((figures for figures in self.slices if figures.slice == labels), None)


def build(
    parts: Sequence[Part], site: Site, catalogue: Catalogue, clock: FloorClock, crews: Sequence[CrewPart] = ()
) -> Floor:
    """Join the parts of all partitions, read at one clock, and evaluate the catalogue on every slice."""
    return next(floor for floor in building(parts, site, catalogue, clock, crews) if floor is not None)


def building(
    parts: Sequence[Part], site: Site, catalogue: Catalogue, clock: FloorClock, crews: Sequence[CrewPart]
) -> Iterator[Floor | None]:
    """What `build` does, None at each pause, and at last the floor; until then nobody may change the parts."""
    crew = Crew(crews, catalogue)
    windows = told_by_all((*parts, *crews), catalogue)
    totals = joined_totals(parts, catalogue, windows)
    yield None
    live = joined_live(parts)
    seen = {where for part in parts for where in part.slices} | live.keys()
    promises = {(where[0], where[1]): site.queue(where[0], where[1]).at(clock.at_ms) for where in seen}
    promises |= {(rules.name, rules.channel): rules.at(clock.at_ms) for rules in site.queues}
    variants = {where: promises[where[0], where[1]].service_level for where in seen}
    members = _slices(site, seen)
    cells = _cells(members, totals, variants, windows)
    slices = []
    for labels, atoms in members:
        yield None
        shown = sum_live([live[where] for where in atoms if where in live])
        today = quality(dict(cells[labels])[TODAY].total)
        figures = _figures(catalogue, cells[labels], shown) | crew.of_slice(dict(labels), cells[labels])
        target = _target(dict(labels), promises)
        slices.append(SliceFigures(dict(labels), shown, today, figures, target))
    sources = joined_sources([*(part.sources for part in parts), *(part.sources for part in crews)])
    full = any(part.queues_full for part in parts)
    measures, people = _measures(cells), crew.measures(windows)
    everything = {window: of.total for window, of in cells[()]}
    yield Floor(clock, sources, tuple(slices), full, (), crew.groups(windows), site, measures, people, everything)


def document(floor: Floor) -> dict[str, Any]:
    """The JSON document of a floor as a reader in this process has it; `floor.schema.json` describes it.

    The figures of a slice are made plain dictionaries as they are looked up: most of a floor's are never looked at.
    """
    body = _body(floor)
    slices: Sequence[SliceFigures | GroupFigures] = body.pop("slices")
    built: dict[str, Any] = msgspec.to_builtins(body)
    return built | {"slices": [_readable(one) for one in slices]}


def encode(floor: Floor, about: Mapping[str, object] | None = None) -> bytes:
    """The document as bytes, the same for the same figures: keys and slices are sorted.

    `about` is what else it says, by member.
    """
    return next(written for written in writing(floor, about or {}) if written is not None)


def writing(floor: Floor, about: Mapping[str, object]) -> Iterator[bytes | None]:
    """What `encode` does, None at each pause, and at last the document."""
    body = _body(floor)
    slices = []
    for one in body.pop("slices"):
        yield None
        slices.append(_written(one))
    yield _written(body | {"slices": msgspec.Raw(b"[" + b",".join(slices) + b"]")} | dict(about))


def schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    text = importlib.resources.files("stream").joinpath("floor.schema.json").read_bytes()
    decoded: dict[str, Any] = msgspec.json.decode(text)
    return decoded


def quality(measures: Mapping[int, int]) -> Quality:
    """The data-quality counts among measures."""
    return Quality(
        {reason: measures[place] for reason, place in IMPOSSIBLE.items() if place in measures},
        measures.get(_UNMEASURED, 0),
        measures.get(_IMPLIED, 0),
        measures.get(_CLOSED_IDLE, 0),
    )


def _slices(site: Site, seen: Iterable[Slice]) -> list[tuple[Labels, list[Slice]]]:
    """Every slice that is shown, sorted, with the stored slices that it merges."""
    members: dict[Labels, list[Slice]] = {(): []}
    for rules in site.queues:
        members[(("channel", rules.channel),)] = []
        members[(("queue", rules.name), ("channel", rules.channel))] = []
    groupings: dict[tuple[str, ...], None] = dict.fromkeys(((), ("channel",), ("queue", "channel"), site.labels))
    for where in sorted(seen):
        for wanted in groupings:
            members.setdefault(named(where, site.labels, wanted), []).append(where)
    return sorted(members.items(), key=lambda each: (len(each[0]), each[0]))


def _target(labels: Mapping[str, str], promises: Mapping[tuple[str, str], QueueVersion]) -> Target | UnsetType:
    if "queue" not in labels:
        return UNSET
    version = promises[labels["queue"], labels["channel"]]
    threshold_ms, response_ms = version.service_level_threshold_ms, version.first_response_target_ms
    return Target(version.service_level_objective, threshold_ms, response_ms)


def _cells(
    members: Sequence[tuple[Labels, Sequence[Slice]]],
    totals: Mapping[str, Mapping[Slice, Measures]],
    variants: Mapping[Slice, str],
    shown: Sequence[str],
) -> dict[Labels, Cells]:
    """The measures of every slice by window. Everything is merged from its channels: they have the same today."""
    cells: dict[Labels, Cells] = {}
    for labels, atoms in members:
        day = FLOOR_DAY if len(labels) <= 1 else TODAY
        windows = ((window, totals[day if window == TODAY else window]) for window in shown)
        if labels:
            cells[labels] = [(window, merge(atoms, by_slice, variants)) for window, by_slice in windows]
    channels = [dict(of) for labels, of in cells.items() if len(labels) == 1]
    cells[()] = [
        (window, cell(pair for channel in channels for pair in channel[window].variants.items())) for window in shown
    ]
    return cells


def _measures(cells: Mapping[Labels, Cells]) -> dict[tuple[str, str], dict[str, Measures]]:
    """The measures of each queue on a channel, whatever further labels its slices have."""
    return {
        (labels[0][1], labels[1][1]): {window: of.total for window, of in by_window}
        for labels, by_window in cells.items()
        if [label for label, _ in labels] == ["queue", "channel"]
    }


def _figures(catalogue: Catalogue, cells: Cells, live: Live) -> dict[str, Figures | dict[str, Figures]]:
    return {
        name: _live_figures(kpi, live) if kpi.kind == "live" else evaluate_windows(kpi, cells)
        for name, kpi in catalogue.kpis.items()
        if kpi.of == "contacts"
    }


def _live_figures(kpi: Kpi, live: Live) -> Figures | dict[str, Figures]:
    by_label = {formula.label: {NOW: evaluate_live(formula, live)} for formula in kpi.formulas}
    return by_label if kpi.label else by_label[""]


def _body(floor: Floor) -> dict[str, Any]:
    """The document with its leaves still structures."""
    clock = floor.clock
    readings = [
        {
            "partition": reading.partition,
            "at": None if reading.at_ms is None else format_instant(reading.at_ms),
            "state": reading.state,
            **({} if reading.age_ms is UNSET else {"age_ms": reading.age_ms}),
        }
        for reading in clock.partitions
    ]
    as_of = format_instant(clock.at_ms)
    shown: list[SliceFigures | GroupFigures] = [*floor.slices, *floor.groups]
    shown.sort(key=lambda figures: (len(figures.slice), tuple(figures.slice.items())))
    return {
        "as_of": as_of,
        "clock": {
            "mode": clock.mode,
            "at": as_of,
            "stale": clock.stale,
            "partitions": readings,
            **({"delay_ms": clock.delay_ms} if clock.delay_ms else {}),
        },
        "sources": [{"source": source, **msgspec.structs.asdict(counts)} for source, counts in floor.sources.items()],
        "slices": shown,
        "queues_full": floor.queues_full,
        "alarms": [alarm.document() for alarm in floor.alarms],
    }


def _readable(one: SliceFigures | GroupFigures) -> dict[str, Any]:
    members = msgspec.structs.asdict(one)
    figures: Mapping[str, object] = members.pop("kpis")
    told: dict[str, Any] = msgspec.to_builtins({name: of for name, of in members.items() if of is not UNSET})
    return told | {"kpis": Shown(figures, msgspec.to_builtins)}
