"""One `[[family]]` as it is written: KPIs that belong together, with examples over measures given in figures."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, TypeAlias

import msgspec

from stream.histogram import bin_of
from stream.kpi import Attribution
from stream.measures import MEASURES, Measures, add, coordinate, histogram_base
from stream.overlay import Live
from stream.units import parse_duration

Given: TypeAlias = int | str | tuple[str, ...]
"""A count, a sum of durations such as `"5m"`, or the durations of a histogram, each by itself."""
GivenLive: TypeAlias = int | str | dict[str, int | str]

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SCALARS: Final = {measure.name: measure.kind for measure in MEASURES if measure.kind != "histogram"}
_HISTOGRAMS: Final = frozenset(measure.name for measure in MEASURES if measure.kind == "histogram")
_LIVE: Final = frozenset(Live.__struct_fields__)


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A situation in words, and all that it contributes; `kpis` are those of the family that it shows (none: all)."""

    title: str
    told: str
    attribution: Attribution = "event"
    measures: dict[str, Given] = {}
    live: dict[str, GivenLive] = {}
    kpis: tuple[str, ...] = ()

    def vector(self) -> Measures:
        """The measures under the attribution of the example."""
        by_entry = self.attribution == "entry"
        total: Measures = {}
        for name, given in self.measures.items():
            if isinstance(given, tuple):
                for duration in given:
                    add(total, {histogram_base(name, by_entry) + bin_of(parse_duration(duration)): 1})
            else:
                add(total, {coordinate(name, by_entry): _amount(given)})
        return total

    def moment(self) -> Live:
        """What the instant of the example shows."""
        return msgspec.convert({name: _shown(given) for name, given in self.live.items()}, Live)


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[family]]`; its figures are checked by `family_faults`."""

    name: str
    title: str
    introduction: str
    example: tuple[Example, ...]


def family_faults(family: Family, kpis: Collection[str]) -> Iterator[tuple[str, str]]:
    """Whatever is wrong with a family of these KPIs: the member, and the reason."""
    if not _NAME.fullmatch(family.name):
        yield "name", "a name is lower_case words"
    if not kpis:
        yield "name", "no KPI is of this family"
    if not family.example:
        yield "example", "at least one"
    for place, example in enumerate(family.example):
        where = f"example[{place}]"
        for name in example.kpis:
            if name not in kpis:
                yield f"{where}.kpis", f"{name!r} is no KPI of this family"
        for name, given in example.measures.items():
            yield from ((f"{where}.measures.{name}", reason) for reason in _faults_of_measure(name, given))
        for name, shown in example.live.items():
            yield from ((f"{where}.live.{name}", reason) for reason in _faults_of_live(name, shown))


def _faults_of_measure(name: str, given: Given) -> Iterator[str]:
    if name in _HISTOGRAMS:
        if not isinstance(given, tuple) or not all(map(_is_duration, given)):
            yield 'a histogram is given as a list of durations such as "20s"'
    elif name not in _SCALARS:
        yield "unknown measure"
    elif _SCALARS[name] == "count" and not (isinstance(given, int) and given >= 0):
        yield "a count is given as a whole number"
    elif _SCALARS[name] != "count" and not _is_duration(given):
        yield 'a sum of durations is given as a duration such as "20s"'


def _faults_of_live(name: str, given: GivenLive) -> Iterator[str]:
    if name not in _LIVE:
        yield "unknown live figure"
        return
    wanted = getattr(Live(), name)
    if isinstance(wanted, dict) != isinstance(given, Mapping):
        yield "is given as a table by label" if isinstance(wanted, dict) else "has no label"
        return
    for one in given.values() if isinstance(given, Mapping) else (given,):
        if name.endswith("_ms") and not _is_duration(one):
            yield 'is given as a duration such as "20s"'
        if not name.endswith("_ms") and not (isinstance(one, int) and one >= 0):
            yield "is given as a whole number"


def _is_duration(given: object) -> bool:
    if not isinstance(given, str):
        return False
    try:
        parse_duration(given)
    except ValueError:
        return False
    return True


def _amount(given: int | str) -> int:
    return parse_duration(given) if isinstance(given, str) else given


def _shown(given: GivenLive) -> int | dict[str, int]:
    return {name: _amount(one) for name, one in given.items()} if isinstance(given, Mapping) else _amount(given)
