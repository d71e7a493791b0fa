"""The contacts behind a figure: as a table for a person, as JSON and CSV for machines."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from rich.table import Table

from agents.cli.plain import plain
from agents.cli.tables import console_of_stdout, fitted, shown
from stream.comma_separated import comma_separated
from stream.explain.why import Behind, Why
from stream.kpi import KpiValue

_PARTS: Final = ("numerator", "denominator", "pending", "distribution")


_DURATIONS: Final = frozenset({"numerator", "distribution"})


def to_json(found: Sequence[Why]) -> bytes:
    """A list of answers."""
    return msgspec.json.encode(found)


def to_csv(found: Sequence[Why]) -> str:
    """A line for each amount: KPI, contact, instant, labels, part, measure, amount, whether it is in flight."""
    labels = list(dict.fromkeys(label for why in found for one in why.contacts for label in one.slice))
    lines: list[tuple[object, ...]] = [("kpi", "contact", "at", *labels, "part", "measure", "amount", "in_flight")]
    for why in found:
        for one in why.contacts:
            slice_ = [one.slice.get(label, "") for label in labels]
            for count in one.counts:
                of = (count.part, count.measure, count.amount, one.in_flight)
                lines.append((why.kpi, one.contact, one.at, *slice_, *of))
    return comma_separated(lines)


def print_why(why: Why, limit: int) -> None:
    """Print a figure with its evidence, then the contacts: at most `limit` of them, unless that is 0."""
    console = console_of_stdout()
    where = ", ".join(f"{label} {plain(value)}" for label, value in why.slice.items()) or "everything"
    console.print(f"{why.title} ({why.kpi}) of {where}, {why.from_at} to {why.to_at}", style="bold")
    console.print(f"{why.question} {why.definition}", style="dim")
    parts = [part for part in _PARTS if any(count.part == part for one in why.contacts for count in one.counts)]
    told = why.contacts[:limit] if limit else why.contacts
    for table in _tables(told, parts, in_ms=why.value.unit == "s", width=console.width):
        console.print(table)
    if len(told) < len(why.contacts):
        console.print(f"… and {len(why.contacts) - len(told):,} more: --limit 0 shows all")
    for line in _summary(why, parts):
        console.print(line)
    if any(one.in_flight for one in why.contacts):
        console.print("* in flight when the data ended: decided by time alone")


def _tables(told: Sequence[Behind], parts: Sequence[str], *, in_ms: bool, width: int) -> list[Table]:
    labels = list(told[0].slice) if told else []
    names = [part.capitalize() + (" ms" if in_ms and part in _DURATIONS else "") for part in parts]
    heads = (
        "At",
        "Contact",
        *(label.capitalize() for label in labels),
        "Counts",
        *names,
    )
    rows = [
        (
            one.at + (" *" if one.in_flight else ""),
            one.contact,
            *one.slice.values(),
            _terms(one),
            *(_amount(one.sum(part)) if any(of.part == part for of in one.counts) else "" for part in parts),
        )
        for one in told
    ]
    return fitted(heads, rows, left=3 + len(labels), width=width)


def _terms(one: Behind) -> str:
    """The measures once each, with the sign that they have where they count."""
    return ", ".join(dict.fromkeys(("-" if count.amount < 0 else "") + count.measure for count in one.counts))


def _amount(amount: float) -> str:
    return f"{amount:,.0f}"


def _summary(why: Why, parts: Sequence[str]) -> Iterator[str]:
    """The sums of the parts over all contacts, and what the figure is."""
    longest = why.value.unit == "s" and why.value.denominator is None
    for part in parts:
        if longest or part == "distribution":
            yield f"durations: {sum(count.part == part for one in why.contacts for count in one.counts):,}"
            continue
        contacts = len({one.contact for one in why.contacts if any(count.part == part for count in one.counts)})
        yield f"{part}: {_amount(why.sum(part))} from {contacts:,} contacts"
    thin = ", thin" if why.value.thin is True else ""
    yield f"{why.kpi} = {shown(why.value)}{_evidence(why.value)}{thin}"


def _evidence(value: KpiValue) -> str:
    if value.denominator is None:
        return ""
    if value.numerator is None:
        return f" of {value.denominator:,}"
    above = f"{value.numerator:,.0f}" if value.numerator_ms is msgspec.UNSET else f"{value.numerator_ms:,} ms"
    return f" = {above} / {value.denominator:,}" if value.value is not None else ": nothing to divide by"
