"""From `floorwatch.toml` to a `Site`: read, check each key, then check what only several keys together show."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from agents.settings.alarm_table import AlarmTable
from agents.settings.alerting_table import AlertingTable, MailTable, ReceiversTable
from agents.settings.board_table import BoardTable, TileTable
from agents.settings.calendars import CalendarTable, calendars_of, check_calendar
from agents.settings.faults import Place, key_path, places, reason_of, together
from agents.settings.policies import policies_of
from agents.settings.policy_tables import ClockTable, MatchTable, PolicyTable
from agents.settings.tables import LATER, FloorTable, QueueTable, SiteFile
from agents.settings.values import nearest
from agents.settings.versions import in_order
from stream.calendar import ALWAYS, Calendar
from stream.errors import NOT_TOML, ConfigurationError
from stream.site import OTHER, QueueRules, QueueVersion, Site, default_version
from stream.units import Millis, format_duration, parse_duration

_OF_ITS_DAY = {"time_zone": "time zone", "day_start": "start of the day"}
"""What a queue has once for all versions, since it has one day."""
_GIVEN = {
    "service_level_threshold": "service_level_threshold_ms",
    "service_level_objective": "service_level_objective",
    "service_level": "service_level",
    "short_abandon": "short_abandon_ms",
    "first_response_target": "first_response_target_ms",
    "calendar": "calendar",
    "team": "team",
}
"""Key of a queue to the field of `QueueVersion` that it sets as it stands."""


def read_site(path: Path) -> Site:
    """The site of a file; raises ConfigurationError with file, key and reason, further faults as its notes."""
    return _site(read_tables(path), str(path))


def parse_site(text: str, file: str) -> Site:
    """The site that a text describes; `file` is its name in errors. Raises as `read_site` does."""
    return _site(_tables(text, file), file)


def read_tables(path: Path) -> SiteFile:
    """The tables of a file, each key for itself as it must be; raises as `read_site` does."""
    try:
        if path.is_fifo():
            raise ConfigurationError(str(path), "", "is a pipe, and is read more than once: name a file")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ConfigurationError(str(path), "", f"is not UTF-8 (byte {fault.start})") from None
    except OSError as fault:
        raise ConfigurationError(str(path), "", f"cannot be read: {fault.strerror}") from None
    return _tables(text, str(path))


def _tables(text: str, file: str) -> SiteFile:
    try:
        written = tomllib.loads(text)
    except NOT_TOML as fault:
        raise ConfigurationError(file, "", f"is not TOML: {fault}") from None
    for place in _beyond_toml(written, ()):
        raise ConfigurationError(file, key_path(place), "is a whole number beyond the 64 bits of TOML")
    try:
        return SiteFile.model_validate(written)
    except ValidationError as invalid:
        raise together(_refused(invalid, file)) from None


def _beyond_toml(written: object, place: Place) -> Iterator[Place]:
    """Where numbers stand that `tomllib` reads although no TOML has them: no float could hold the longest."""
    members = written.items() if isinstance(written, dict) else enumerate(written) if isinstance(written, list) else ()
    if isinstance(written, int) and not -_INTEGERS <= written < _INTEGERS:
        yield place
    for step, member in members:
        yield from _beyond_toml(member, (*place, step))


def _refused(invalid: ValidationError, file: str) -> Iterator[ConfigurationError]:
    for place, fault in places(invalid):
        reason = _unknown(place) if fault["type"] == "extra_forbidden" else reason_of(fault)
        yield ConfigurationError(file, key_path(place), reason)


_MODELS: Final[dict[str, type[BaseModel]]] = {
    "floor": FloorTable,
    "queues": QueueTable,
    "calendars": CalendarTable,
    "policies": PolicyTable,
    "alarms": AlarmTable,
    "boards": BoardTable,
    "alerting": AlertingTable,
}
_INSIDE_ALERTING: Final[dict[object, type[BaseModel]]] = {
    "teams": ReceiversTable,
    "watchdog": ReceiversTable,
    "mail": MailTable,
}
_INTEGERS: Final = 1 << 63
_INNER: Final = 4
"""The steps to a key of a policy's own tables: policies, number, table, key."""


def _unknown(place: Place) -> str:
    name = str(place[-1])
    if name in LATER:
        return LATER[name]
    model = _MODELS[str(place[0])] if place[1:] else SiteFile
    if model is PolicyTable and len(place) == _INNER:
        model = MatchTable if place[2] == "match" else ClockTable
    if model is AlertingTable and place[2:]:
        model = _INSIDE_ALERTING[place[1]]
    if model is BoardTable and "tiles" in place:
        model = TileTable
    known = [field.alias or key for key, field in model.model_fields.items()]
    return f"is not known here{nearest(name, known)}"


def _site(tables: SiteFile, file: str) -> Site:
    floor, default = tables.floor, Site()
    for key, what in {"slices": "a label", "windows": "a window"}.items():
        named = getattr(floor, key)
        if len(set(named)) < len(named):
            raise ConfigurationError(file, f"floor.{key}", f"names {what} twice")
    retentions = {**default.retention_ms, **floor.retentions}
    for channel, retention_ms in retentions.items():
        if retention_ms < floor.settling_horizon:
            horizon = format_duration(floor.settling_horizon)
            reason = f"{format_duration(retention_ms)} is shorter than the settling horizon ({horizon})"
            raise ConfigurationError(file, f"floor.retentions.{channel}", reason)
    if floor.agent_limit > default.agent_retention_ms:
        longest = format_duration(default.agent_retention_ms)
        reason = f"{format_duration(floor.agent_limit)} is longer than agents are remembered ({longest})"
        raise ConfigurationError(file, "floor.agent_limit", reason)
    limits = {**default.idle_limits_ms, **floor.idle_limits}
    calendars = tuple(calendars_of(tables.calendars, floor.time_zone, file))
    known = {calendar.name: calendar for calendar in (ALWAYS, *calendars)}
    return replace(
        default,
        name=floor.name,
        time_zone=floor.time_zone,
        day_start_minutes=floor.day_start,
        labels=(*default.labels, *floor.slices),
        windows=tuple(sorted(floor.windows, key=parse_duration)),
        queues=tuple(_queues(tables, known, file)),
        max_queues=floor.max_queues,
        settling_horizon_ms=floor.settling_horizon,
        allowed_skew_ms=floor.allowed_skew,
        agent_limit_ms=floor.agent_limit,
        idle_limits_ms={channel: limit_ms for channel, limit_ms in limits.items() if limit_ms is not None},
        retention_ms=retentions,
        calendars=calendars,
        policies=policies_of(tables.policies, known, {table.name for table in tables.queues}, file),
    )


_Numbered = tuple[int, QueueTable]


def _queues(tables: SiteFile, calendars: Mapping[str, Calendar], file: str) -> Iterator[QueueRules]:
    """The rules of each queue, in the order in which the file first names them."""
    versions: dict[tuple[str, str], list[_Numbered]] = {}
    for number, table in enumerate(tables.queues):
        if table.name == OTHER:
            raise ConfigurationError(file, f"queues[{number}].name", f"{OTHER!r} stands for all queues not listed")
        check_calendar(table.calendar, calendars, file, f"queues[{number}].calendar")
        versions.setdefault(table.identity, []).append((number, table))
    for (name, channel), numbered in versions.items():
        ordered = in_order(numbered, f"queue {name!r} on {channel}", "queues", file)
        (_, first), *later = ordered
        for number, table in later:
            for key, title in _OF_ITS_DAY.items():
                if getattr(table, key) not in {None, getattr(first, key)}:
                    reason = f"queue {name!r} on {channel} keeps the {title} of its first version"
                    raise ConfigurationError(file, f"queues[{number}].{key}", reason)
        rules = tuple(_versions(ordered, file))
        zone = first.time_zone or tables.floor.time_zone
        start = tables.floor.day_start if first.day_start is None else first.day_start
        yield QueueRules(name, channel, zone, rules, start)


def _versions(ordered: Sequence[_Numbered], file: str) -> Iterator[QueueVersion]:
    """Each version in turn: what a table leaves out stays as the tables before it say."""
    given: dict[str, Any] = {}
    for number, table in ordered:
        given |= {name: getattr(table, name) for name in table.model_fields_set}
        yield _version(given, table, file, f"queues[{number}]")


def _version(given: dict[str, Any], table: QueueTable, file: str, key: str) -> QueueVersion:
    changes = {field: given[name] for name, field in _GIVEN.items() if name in given}
    version = replace(default_version(table.channel), from_ms=table.starts_at, **changes)
    limit_ms, threshold_ms = version.short_abandon_ms, version.service_level_threshold_ms
    if limit_ms > threshold_ms and "short_abandon" in given:
        threshold = format_duration(threshold_ms)
        reason = f"{format_duration(limit_ms)} is longer than the service-level threshold ({threshold})"
        raise ConfigurationError(file, f"{key}.short_abandon", reason)
    version = replace(version, short_abandon_ms=min(limit_ms, threshold_ms))
    warning = given.get("warn_before")
    if warning is None:
        return version
    share = warning.share if warning.lead_ms is None else _share(warning.lead_ms, version, file, f"{key}.warn_before")
    return replace(version, warn_before_share=share)


def _share(lead_ms: Millis, version: QueueVersion, file: str, key: str) -> float:
    """A lead as a share of the target; a queue with two different targets has no single one."""
    targets = {version.answer_target_ms, version.first_response_target_ms or version.answer_target_ms}
    if len(targets) > 1:
        clocks = " and ".join(format_duration(target_ms) for target_ms in sorted(targets))
        raise ConfigurationError(file, key, f"the queue's clocks run {clocks}: write a share of them, such as 0.25")
    (target_ms,) = targets
    if lead_ms > target_ms:
        reason = f"{format_duration(lead_ms)} is longer than the target ({format_duration(target_ms)})"
        raise ConfigurationError(file, key, reason)
    return lead_ms / target_ms
