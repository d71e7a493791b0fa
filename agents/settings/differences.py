"""What is not the same in two sites, in the words of `floorwatch.toml`."""

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final, TypeVar

from msgspec.structs import asdict

from stream.calendar import ALWAYS
from stream.site import QueueRules, Site

T = TypeVar("T")

_FLOOR: Final = {
    "name": "name",
    "time_zone": "time_zone",
    "day_start_minutes": "day_start",
    "labels": "slices",
    "windows": "windows",
    "max_queues": "max_queues",
    "settling_horizon_ms": "settling_horizon",
    "allowed_skew_ms": "allowed_skew",
    "agent_limit_ms": "agent_limit",
    "idle_limits_ms": "idle_limits",
    "retention_ms": "retentions",
}
"""Field of a site to its key in `[floor]`."""
_OF_ITS_DAY: Final = {"time_zone": "time_zone", "day_start_minutes": "day_start"}
"""Field of a queue's rules that all of its versions share to its key in `[[queues]]`."""


def differences(was: Site, now: Site) -> list[str]:
    """Keys of the floor, then queues, policies and calendars by name; empty where both are the same."""
    found = [f"floor.{key}" for field, key in _FLOOR.items() if getattr(was, field) != getattr(now, field)]
    found += _named("queue", _queues(was), _queues(now), _members)
    found += _named("policy", _policies(was), _policies(now), _nothing)
    found += _named("calendar", _calendars(was), _calendars(now), _nothing)
    return found if found or was == now else ["the order of queues or policies"]


def _named(kind: str, was: Mapping[str, T], now: Mapping[str, T], detail: Callable[[T, T], list[str]]) -> Iterator[str]:
    for name in {**was, **now}:
        if name not in now:
            yield f"{kind} {name} removed"
        elif name not in was:
            yield f"{kind} {name} added"
        elif was[name] != now[name]:
            members = ", ".join(detail(was[name], now[name]))
            yield f"{kind} {name} ({members})" if members else f"{kind} {name}"


def _queues(site: Site) -> dict[str, QueueRules]:
    return {f"{rules.name!r} on {rules.channel}": rules for rules in site.queues}


def _policies(site: Site) -> dict[str, Any]:
    return {repr(policy.name): policy for policy in site.policies.policies}


def _calendars(site: Site) -> dict[str, Any]:
    return {repr(calendar.name): calendar for calendar in site.calendars if calendar != ALWAYS}


def _members(was: QueueRules, now: QueueRules) -> list[str]:
    """The keys that differ between versions of the same place in their order."""
    found = dict.fromkeys(key for field, key in _OF_ITS_DAY.items() if getattr(was, field) != getattr(now, field))
    for one, other in zip_longest(was.versions, now.versions):
        if one is None or other is None:
            found["versions"] = None
            continue
        after = asdict(other)
        found |= {
            field.removesuffix("_ms").removesuffix("_share"): None
            for field, value in asdict(one).items()
            if value != after[field]
        }
    return list(found)


def _nothing(_was: object, _now: object) -> list[str]:
    return []
