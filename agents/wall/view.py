"""What one board shows of one floor: its big numbers, its queues in order, its alarms, and what limits the floor."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from agents.wall.board import Board, Figure, Tile
from agents.wall.figures import SHOWN, Value, find
from agents.wall.judge import Judge, Sign
from agents.wall.limits import LEVELS, Level, worst
from agents.wall.scope import Scope, Slice
from stream.catalog import NOW
from stream.kpi import Kpi

MOST_QUEUES: Final = 40
"""More rows than any screen holds; the others are counted by level."""

BESIDE: Final[Mapping[str, str]] = {"waiting": "waiting_past_threshold", "overdue": "at_risk"}
"""Live KPIs that say little without another one: so many wait, and so many of them for too long."""

_ABOUT: Final = (
    "as_of",
    "clock",
    "name",
    "time_zone",
    "durability",
    "partitions",
    "queues_full",
    "remarks",
)
"""Members of the floor document that a board gets as they are."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One queue, and what it is sorted by."""

    part: Slice
    level: Level
    signs: Sequence[Sign]

    @property
    def place(self) -> tuple[str, str]:
        return self.part["slice"]["queue"], self.part["slice"]["channel"]

    @property
    def gravity(self) -> float:
        return sum(sign.badness for sign in self.signs)


def view(document: Mapping[str, Any], board: Board, judge: Judge) -> dict[str, Any]:
    """The part of a floor document that a board shows, with every figure judged."""
    scope = Scope.of(document.get("slices", ()), board)
    rows = _sorted([_row(part, board, judge) for part in scope.queues], board)
    return {
        **{name: document[name] for name in _ABOUT if name in document},
        "quality": _quality(document),
        "alarms": _alarms(document, board),
        "tiles": [_tile(tile, judge, scope) for tile in board.tiles],
        "queues": [_queue(row, board, judge) for row in rows[:MOST_QUEUES]],
        "others": Counter(row.level for row in rows[MOST_QUEUES:]),
    }


def about(board: Board, judge: Judge) -> dict[str, Any]:
    """The board itself: what its page has to know before it can show a floor."""
    kpis = judge.catalogue.kpis
    return {
        "name": board.name,
        "title": board.title,
        "language": board.language,
        "theme": board.theme,
        "hours": board.hours,
        "window": board.window,
        "order": board.order,
        "distance": board.distance_m,
        "screen": board.screen_in,
        "tiles": [_heading(tile.figure, kpis[tile.figure.kpi], tile) for tile in board.tiles],
        "columns": [_heading(figure, kpis[figure.kpi]) for figure in board.columns],
    }


def _heading(figure: Figure, kpi: Kpi, tile: Tile | None = None) -> dict[str, Any]:
    heading: dict[str, Any] = {
        "kpi": kpi.name,
        "label": figure.label,
        "title": kpi.title,
        "question": kpi.question,
        "unit": kpi.unit,
        "better": kpi.better,
        "window": figure.window,
        "live": kpi.kind == "live",
    }
    if tile is not None:
        heading |= {"written": tile.title, "queue": tile.queue, "channel": tile.channel}
    return heading


def _tile(tile: Tile, judge: Judge, scope: Scope) -> dict[str, Any]:
    verdict = judge.tile(tile, scope)
    shown = {**_shown(verdict.value), "level": verdict.level, "target": verdict.target, "place": verdict.place}
    return {**shown, "beside": _beside(tile.figure, judge, scope.slices_of(tile))}


def _row(part: Slice, board: Board, judge: Judge) -> _Row:
    figures = (*board.columns, *(tile.figure for tile in board.tiles if not board.queues or tile.queue is None))
    signs = judge.signs(part, figures)
    return _Row(part, worst(sign.level for sign in signs) or "quiet", signs)


def _sorted(rows: list[_Row], board: Board) -> list[_Row]:
    if board.order == "listed" and board.queues:
        return sorted(rows, key=lambda row: (board.queues.index(row.place[0]), row.place))
    if board.order != "worst":
        return sorted(rows, key=lambda row: row.place)
    return sorted(rows, key=lambda row: (LEVELS.index(row.level), -row.gravity, row.place))


def _queue(row: _Row, board: Board, judge: Judge) -> dict[str, Any]:
    return {
        "queue": row.part["slice"]["queue"],
        "channel": row.part["slice"]["channel"],
        "level": row.level,
        "reason": _reason(row, judge),
        "objective": row.part.get("target", {}).get("service_level"),
        "cells": [_cell(figure, row, judge) for figure in board.columns],
    }


def _reason(row: _Row, judge: Judge) -> dict[str, Any] | None:
    """The first of the figures that are as bad as the queue is; none where all is well."""
    if row.level not in {"critical", "watch"}:
        return None
    sign = max((sign for sign in row.signs if sign.level == row.level), key=lambda sign: sign.badness)
    kpi = judge.catalogue.kpis[sign.figure.kpi]
    of = {"kpi": kpi.name, "title": kpi.title, "label": sign.figure.label, "unit": kpi.unit, "live": kpi.kind == "live"}
    return {**of, "value": sign.value["value"]}


def _cell(figure: Figure, row: _Row, judge: Judge) -> dict[str, Any]:
    kpi = judge.catalogue.kpis[figure.kpi]
    level = worst(sign.level for sign in row.signs if sign.figure == figure)
    beside = _beside(figure, judge, [row.part])
    return {**_shown(find(kpi, figure, [row.part])), "level": level, "beside": beside}


def _beside(figure: Figure, judge: Judge, slices: Iterable[Slice]) -> dict[str, Any] | None:
    kpi = judge.catalogue.kpis.get(BESIDE.get(figure.kpi, ""))
    if kpi is None:
        return None
    label = figure.label if kpi.label else None
    value = find(kpi, Figure(kpi.name, NOW, label), slices)
    return None if value is None else {"kpi": kpi.name, "value": value["value"]}


def _shown(value: Value | None) -> dict[str, Any]:
    return {"value": None} if value is None else {member: value[member] for member in SHOWN if member in value}


def _alarms(document: Mapping[str, Any], board: Board) -> list[dict[str, Any]]:
    """Those that concern a board; `several` where the name of a queue alone does not tell which channel is meant."""
    labels = [part["slice"] for part in document.get("slices", ())]
    queues = Counter(where["queue"] for where in labels if where.keys() == {"queue", "channel"})
    shown = (alarm for alarm in document.get("alarms", ()) if _concerns(board, alarm["slice"]))
    return [{**alarm, "several": queues[alarm["slice"].get("queue", "")] > 1} for alarm in shown]


def _concerns(board: Board, labels: Mapping[str, str]) -> bool:
    return not board.queues or labels.get("queue") in {None, *board.queues}


def _quality(document: Mapping[str, Any]) -> dict[str, Any]:
    """What became of the events, over all sources."""
    sources = document.get("sources", ())
    reasons: Counter[str] = Counter()
    for source in sources:
        reasons.update(source.get("rejected", {}))
    ends = ("applied", "late", "duplicates")
    return {**{end: sum(source.get(end, 0) for source in sources) for end in ends}, "rejected": dict(reasons)}
