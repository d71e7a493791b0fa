"""From `floorwatch.toml` to a `Site`: read, check each key, then check what only several keys together show."""

import tomllib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pydantic import ValidationError

from agents.settings.faults import Place, key_path, places, reason_of, together
from agents.settings.tables import LATER, FloorTable, QueueTable, SiteFile, Table
from agents.settings.values import nearest
from stream.errors import ConfigurationError
from stream.site import OTHER, QueueRules, QueueVersion, Site, default_version
from stream.units import Millis, format_duration, format_instant

_GIVEN = {
    "service_level_threshold": "service_level_threshold_ms",
    "service_level_objective": "service_level_objective",
    "service_level": "service_level",
    "short_abandon": "short_abandon_ms",
    "first_response_target": "first_response_target_ms",
}
"""Key of a queue to the field of `QueueVersion` that it sets as it stands."""


def read_site(path: Path) -> Site:
    """The site of a file; raises ConfigurationError with file, key and reason, further faults as its notes."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise ConfigurationError(str(path), "", f"is not UTF-8 (byte {fault.start})") from None
    except OSError as fault:
        raise ConfigurationError(str(path), "", f"cannot be read: {fault.strerror}") from None
    return parse_site(text, str(path))


def parse_site(text: str, file: str) -> Site:
    """The site that a text describes; `file` is its name in errors. Raises as `read_site` does."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ConfigurationError(file, "", f"is not TOML: {fault}") from None
    try:
        tables = SiteFile.model_validate(written)
    except ValidationError as invalid:
        raise together(_refused(invalid, file)) from None
    return _site(tables, file)


def _refused(invalid: ValidationError, file: str) -> Iterator[ConfigurationError]:
    for place, fault in places(invalid):
        reason = _unknown(place) if fault["type"] == "extra_forbidden" else reason_of(fault)
        yield ConfigurationError(file, key_path(place), reason)


def _unknown(place: Place) -> str:
    name = str(place[-1])
    if name in LATER:
        return LATER[name]
    model: type[Table] = SiteFile
    if place[1:]:
        model = FloorTable if place[0] == "floor" else QueueTable
    known = [field.alias or key for key, field in model.model_fields.items()]
    return f"is not known here{nearest(name, known)}"


def _site(tables: SiteFile, file: str) -> Site:
    floor, default = tables.floor, Site()
    if len(set(floor.slices)) < len(floor.slices):
        raise ConfigurationError(file, "floor.slices", "names a label twice")
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
    return replace(
        default,
        name=floor.name,
        time_zone=floor.time_zone,
        labels=(*default.labels, *floor.slices),
        queues=tuple(_queues(tables, file)),
        max_queues=floor.max_queues,
        settling_horizon_ms=floor.settling_horizon,
        allowed_skew_ms=floor.allowed_skew,
        agent_limit_ms=floor.agent_limit,
        idle_limits_ms={channel: limit_ms for channel, limit_ms in limits.items() if limit_ms is not None},
        retention_ms=retentions,
    )


_Numbered = tuple[int, QueueTable]


def _queues(tables: SiteFile, file: str) -> Iterator[QueueRules]:
    """The rules of each queue, in the order in which the file first names them."""
    versions: dict[tuple[str, str], list[_Numbered]] = {}
    for number, table in enumerate(tables.queues):
        if table.name == OTHER:
            raise ConfigurationError(file, f"queues[{number}].name", f"{OTHER!r} stands for all queues not listed")
        versions.setdefault(table.identity, []).append((number, table))
    for numbered in versions.values():
        ordered = sorted(numbered, key=lambda one: one[1].order)
        _check_order(ordered, file)
        (_, first), *_ = ordered
        rules = tuple(_versions(ordered, file))
        yield QueueRules(first.name, first.channel, first.time_zone or tables.floor.time_zone, rules)


def _check_order(ordered: Sequence[_Numbered], file: str) -> None:
    """One beginning each, and the first from the beginning; one time zone, since a queue has one day."""
    number, first = ordered[0]
    title = f"queue {first.name!r} on {first.channel}"
    if first.starts_at is not None:
        reason = f"the first version of {title} holds from the beginning: it has no 'from'"
        raise ConfigurationError(file, f"queues[{number}].from", reason)
    for (_, earlier), (number, later) in pairwise(ordered):
        if later.starts_at is None:
            raise ConfigurationError(file, f"queues[{number}]", f"{title} stands here twice without 'from'")
        if later.starts_at == earlier.starts_at:
            reason = f"two versions of {title} begin at {format_instant(later.starts_at)}"
            raise ConfigurationError(file, f"queues[{number}].from", reason)
        if later.time_zone not in {None, first.time_zone}:
            reason = f"{title} keeps the time zone of its first version"
            raise ConfigurationError(file, f"queues[{number}].time_zone", reason)


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
