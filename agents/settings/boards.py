"""From `[[boards]]` to the boards that are shown: every name resolved in the catalogue, every limit in its unit."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from agents.settings.board_table import BoardTable, TileTable
from agents.settings.faults import all_good
from agents.settings.site import read_tables
from agents.settings.values import nearest
from agents.wall.board import Board, Figure, Tile, default_board, window_of
from stream.alarms.defaults import labels_of
from stream.catalog import Catalogue
from stream.errors import ConfigurationError
from stream.kpi import Kpi
from stream.site import OTHER, Site

_GIVEN: Final = {
    "title": "title",
    "language": "language",
    "theme": "theme",
    "hours": "hours",
    "order": "order",
    "distance": "distance_m",
    "screen": "screen_in",
}
"""Key of a board to the field of `Board` that it sets as it stands."""

_Faults = Iterator[tuple[str, str]]


def read_boards(path: Path, site: Site, catalogue: Catalogue) -> tuple[Board, ...]:
    """The boards of a file, whose site has been read; raises ConfigurationError with file, key and reason."""
    tables, names, faults = read_tables(path).boards, set[str](), []
    for number, table in enumerate(tables):
        found = next(_faults(table, names, site, catalogue), None)  # others may be no more than what comes of it
        if found is not None:
            faults.append(ConfigurationError(str(path), f"boards[{number}].{found[0]}", found[1]))
        names.add(table.name)
    all_good(*faults)
    return tuple(_board(table, catalogue) for table in tables)


def _board(table: BoardTable, catalogue: Catalogue) -> Board:
    usual = default_board(catalogue, table.name, table.window)
    given: dict[str, Any] = {_GIVEN[key]: getattr(table, key) for key in _GIVEN if key in table.model_fields_set}
    if "columns" in table.model_fields_set:
        kpis = [catalogue.kpis[name] for name in table.columns]
        given["columns"] = tuple(Figure(kpi.name, window_of(kpi, table.window)) for kpi in kpis)
    if "tiles" in table.model_fields_set:
        given["tiles"] = tuple(_tile(tile, table, catalogue.kpis[tile.kpi]) for tile in table.tiles)
    return replace(usual, **given, queues=tuple(table.queues))


def _tile(tile: TileTable, table: BoardTable, kpi: Kpi) -> Tile:
    figure = Figure(kpi.name, tile.window or window_of(kpi, table.window), tile.labels.get(kpi.label or ""))
    limits = {key: limit.amount for key in ("warning", "critical") if (limit := getattr(tile, key)) is not None}
    return Tile(figure, tile.title, tile.queue, tile.channel, **limits)


def _faults(table: BoardTable, names: set[str], site: Site, catalogue: Catalogue) -> _Faults:
    if table.name in names:
        yield "name", f"board {table.name!r} stands here twice"
    if table.window not in catalogue.windows:
        yield "window", f"{table.window!r} is none of {', '.join(catalogue.windows)}"
    for number, queue in enumerate(table.queues):
        yield from _faults_of_queue(f"queues[{number}]", queue, site)
        if queue in table.queues[:number]:
            yield f"queues[{number}]", f"names {queue!r} twice"
    if table.order == "listed" and not table.queues:
        yield "order", "'listed' is the order of `queues`, and none are named"
    for number, name in enumerate(table.columns):
        place = f"columns[{number}]"
        yield from _faults_of_kpi(place, name, catalogue.kpis)
        if (kpi := catalogue.kpis.get(name)) and not _is_of_a_queue(kpi):
            yield place, f"{name!r} is known of the whole floor only, and not of a queue"
    for number, tile in enumerate(table.tiles):
        for member, reason in _faults_of_tile(tile, table, site, catalogue):
            yield f"tiles[{number}].{member}", reason


def _faults_of_tile(tile: TileTable, table: BoardTable, site: Site, catalogue: Catalogue) -> _Faults:
    yield from _faults_of_kpi("kpi", tile.kpi, catalogue.kpis)
    kpi = catalogue.kpis.get(tile.kpi)
    if kpi is None:
        return
    yield from _faults_of_labels(tile, kpi)
    if tile.window is not None and tile.window not in kpi.windows:
        yield "window", f"{tile.window!r} is none of {', '.join(kpi.windows)}"
    yield from _faults_of_limits(tile, kpi)
    if tile.queue is not None:
        yield from _faults_of_queue("queue", tile.queue, site)
        if table.queues and tile.queue not in table.queues:
            yield "queue", f"{tile.queue!r} is none of the queues of this board"
        channels = site.channels_of(tile.queue)
        if channels and tile.channel not in {None, *channels}:
            yield "channel", f"queue {tile.queue!r} is on {', '.join(channels)}"
    yield from _faults_of_scope(tile, table, kpi)


def _faults_of_kpi(place: str, name: str, kpis: Mapping[str, Kpi]) -> _Faults:
    if name not in kpis:
        yield place, f"{name!r} is no KPI{nearest(name, kpis.keys())}"


def _faults_of_queue(place: str, queue: str, site: Site) -> _Faults:
    known = dict.fromkeys(rules.name for rules in site.queues)
    if known and queue not in known and queue != OTHER:
        yield place, f"{queue!r} is none of the queues here{nearest(queue, known.keys())}"


def _faults_of_labels(tile: TileTable, kpi: Kpi) -> _Faults:
    for label, value in tile.labels.items():
        if label != kpi.label:
            yield label, f"{value!r} is a {label}, and {kpi.name!r} has none"
        elif value not in labels_of(kpi):
            yield label, f"{value!r} is none of {', '.join(labels_of(kpi))}{nearest(value, labels_of(kpi))}"


def _faults_of_limits(tile: TileTable, kpi: Kpi) -> _Faults:
    for key in ("warning", "critical"):
        limit = getattr(tile, key)
        if limit is None:
            continue
        if kpi.better == "none":
            yield key, f"{kpi.name!r} is neither better high nor better low: no value of it is bad"
        if limit.is_duration != (kpi.unit == "s"):
            of_time = f"{kpi.name!r} is a time: write a duration"
            yield key, of_time if kpi.unit == "s" else f"is a duration, and {kpi.name!r} is no time"
        if kpi.unit == "ratio" and limit.amount > 1:
            yield key, f"{limit.amount:g} is no share from 0 to 1"
    if tile.warning is None or tile.critical is None:
        return
    warning, critical = tile.warning.amount, tile.critical.amount
    if critical >= warning if kpi.better == "higher" else critical <= warning:
        yield "critical", f"{critical:g} is not worse than the warning ({warning:g})"


def _faults_of_scope(tile: TileTable, table: BoardTable, kpi: Kpi) -> _Faults:
    """What is known of few slices, or cannot be put together from several."""
    single = tile.queue is not None or len(table.queues) == 1
    chosen = single or bool(table.queues) or tile.channel is not None
    if chosen and not _is_of_a_queue(kpi):
        yield "kpi", f"{kpi.name!r} is known of the whole floor only, and this is about a part of it"
    elif chosen and not single and kpi.of == "agents":
        yield "queue", f"is missing: an agent may be of several queues, and {kpi.name!r} would count it in each"
    elif table.queues and not single and kpi.kind == "quantile":
        yield "queue", f"is missing: several queues have no percentile together ({kpi.name})"


def _is_of_a_queue(kpi: Kpi) -> bool:
    return kpi.of == "contacts" or (kpi.of == "agents" and kpi.kind == "live")
