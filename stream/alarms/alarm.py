"""What is told of an alarm: its state on one slice, the figure behind it, and each change of the two."""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

import msgspec

from stream.kpi import Unit
from stream.units import Millis, format_instant

Level: TypeAlias = Literal["ok", "warning", "critical"]
Kind: TypeAlias = Literal["raised", "changed", "cleared"]
Why: TypeAlias = Literal["value", "closed", "gone"]
"""What decided: the figure; that the queue has closed; that the floor does not know the slice any more."""

GRAVITY: Final[dict[Level, int]] = {"ok": 0, "warning": 1, "critical": 2}


class Key(msgspec.Struct, frozen=True, order=True):
    """One alarm on one slice; the slice as pairs of label and value, none of them for the whole floor."""

    alarm: str
    slice: tuple[tuple[str, str], ...]


class Evidence(msgspec.Struct, frozen=True):
    """The figure at `at_ms` and the limit that it is held against; `n` is None where no cases are behind it."""

    at_ms: Millis
    value: float | None
    numerator: float | None
    denominator: int | None
    n: int | None
    threshold: float


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """One alarm on one slice as it stands. `since_ms`: in this state; `raised_ms`: not ok, None where it is."""

    key: Key
    kpi: str
    title: str
    window: str
    unit: Unit
    label: tuple[str, str] | None = None
    """Name and value of the KPI's label, such as `clock` and `first_response`."""
    state: Level
    since_ms: Millis
    raised_ms: Millis | None
    evidence: Evidence

    def document(self) -> dict[str, Any]:
        """The alarm as it stands in the floor document."""
        evidence = self.evidence
        return {
            "alarm": self.key.alarm,
            "slice": dict(self.key.slice),
            "kpi": self.kpi,
            "title": self.title,
            **({} if self.label is None else dict([self.label])),
            "window": self.window,
            "state": self.state,
            "since": format_instant(self.since_ms),
            "raised": None if self.raised_ms is None else format_instant(self.raised_ms),
            "value": evidence.value,
            "numerator": evidence.numerator,
            "denominator": evidence.denominator,
            "n": evidence.n,
            "unit": self.unit,
            "threshold": evidence.threshold,
        }


class Change(msgspec.Struct, frozen=True):
    """An alarm that has just changed its state, and the state that it had before."""

    kind: Kind
    was: Level
    alarm: Alarm
    why: Why = "value"


def key_of(alarm: str, labels: Mapping[str, str]) -> Key:
    """The key of an alarm on the slice with these labels, in whatever order they come."""
    return Key(alarm, tuple(sorted(labels.items())))


def kind_of(was: Level, state: Level) -> Kind:
    """The word for a change between two different states."""
    if was == "ok":
        return "raised"
    return "cleared" if state == "ok" else "changed"


def gravest_first(alarm: Alarm) -> tuple[int, Millis, Key]:
    """Sorts alarms: critical before warning, what stands longest first."""
    return -GRAVITY[alarm.state], alarm.since_ms, alarm.key
