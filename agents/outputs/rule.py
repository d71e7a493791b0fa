"""A recording rule and an alert, as every program that evaluates them is told.

An alert is a value and a limit beside it: Prometheus compares in the expression, Grafana in the condition of its rule.
The value is there while all is well too, unless the trouble is that something is missing.
"""

import string
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

import msgspec

from stream.units import MINUTE, Millis

Severity: TypeAlias = Literal["critical", "warning", "none"]
Scope: TypeAlias = Literal["queue", "pipeline", "watchdog"]
FORMS: Final = ("number", "count", "percent", "duration")
"""How a number is shown: with one decimal, without, as a share of a hundred, as a time. A label has the form ""."""

LABELS: Final = ("queue", "channel", "clock", "team", "job")
"""The labels that the sentences of an alert may name."""
VALUE: Final = "value"


class Rule(msgspec.Struct, frozen=True):
    """A recording rule: the series `record` is what `expr` gives, with `labels` besides."""

    record: str
    expr: str
    labels: dict[str, str] = {}


class Fact(msgspec.Struct, frozen=True):
    """A figure that a sentence names besides the value: `operation` over `series`, of the alert's queue and channel."""

    series: str
    operation: Literal["max", "min", "avg", "sum"] = "max"
    matchers: dict[str, str] = {}
    by: tuple[str, ...] = ("queue", "channel")


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Someone has to act once `value` has been above `above` for `hold_ms`; it goes on for `keep_ms` after that.

    `summary` and `description` are sentences with fields: `{queue}` is a label, `{value:percent}` the value, and any
    other field a fact. `scope` tells what it is about: a queue, floorwatch itself, or the way of the alerts. `team` is
    the label of an alert whose value has none. Raises ValueError where a sentence names what there is not.
    """

    name: str
    value: str
    above: float
    severity: Severity
    scope: Scope
    summary: str
    description: str
    hold_ms: Millis = MINUTE
    keep_ms: Millis = 0
    team: str | None = None
    facts: dict[str, Fact] = {}

    def __post_init__(self) -> None:
        for name, form in [*fields(self.summary), *fields(self.description)]:
            number = name == VALUE or name in self.facts
            if not number and name not in LABELS:
                raise ValueError(f"{self.name}: {name!r} is neither a label nor a fact")
            if form not in (FORMS if number else ("",)):
                raise ValueError(f"{self.name}: {name!r} cannot be shown as {form!r}")

    @property
    def expr(self) -> str:
        """The expression that gives a series where the alert is to fire."""
        joint = "\n" if "\n" in self.value else " "
        return f"{self.value}{joint}> {exact(self.above)}"

    @property
    def anchor(self) -> str:
        """Its section in the runbook."""
        return self.name.lower()


class Group(msgspec.Struct, frozen=True):
    """Rules that are evaluated one after the other, so that a rule sees what those before it gave."""

    name: str
    rules: tuple[Rule | Alert, ...]


def fields(text: str) -> Iterator[tuple[str, str]]:
    """The fields of a sentence, each as name and form."""
    for _, name, form, _ in string.Formatter().parse(text):
        if name is not None:
            yield name, form or ""


def told(text: str, shown: Callable[[str, str], str]) -> str:
    """The sentence with each of its fields as `shown` writes it, given name and form."""
    parts = string.Formatter().parse(text)
    return "".join(literal + ("" if name is None else shown(name, form or "")) for literal, name, form, _ in parts)


def exact(limit: float) -> str:
    """A limit as it was written: rounded, an alert would compare with another number than the one that it names."""
    return f"{limit:.15g}"


def percent(share: float) -> str:
    """A share as a sentence names it: half a per cent is neither none nor one."""
    return f"{100 * share:.6g}%"


def matched(matchers: Mapping[str, str]) -> str:
    """Matchers as PromQL writes them between braces; a value with `|` is an alternative of several."""
    return ",".join(f'{name}{"=~" if "|" in value else "="}"{value}"' for name, value in matchers.items())
