"""Two records side by side: what has changed, and what of it is more than noise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rich import box
from rich.console import Console
from rich.table import Table

from agents.bench.figures import Figure, Spread
from agents.bench.findings import Findings
from agents.bench.table import shown

NOISE: Final = 0.05
"""As a share: a smaller change of two figures of several rounds is none."""
NOISE_OF_ONE: Final = 0.15
"""The same where one of them was taken once, so that nobody knows how far it lies from the next."""

Verdict = Literal["better", "same", "worse"]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in both records. `change` is a share of the old one; `worse` is how much worse, as a share, or 0."""

    figure: Figure
    old: Spread
    new: Spread
    change: float
    worse: float
    verdict: Verdict
    of: str


def changes(old: Findings, new: Findings) -> list[Change]:
    """Every figure that both records have, in the order of the new one.

    What has a ratio to the raw loop is compared by that, and by the processor's time: machines differ, and neighbours.
    """
    before = {(figure.bench, figure.name): figure for figure in old.figures}
    pairs = ((before[key], figure) for figure in new.figures if (key := (figure.bench, figure.name)) in before)
    return [_change(was, now) for was, now in pairs]


def sizes_apart(old: Findings, new: Findings, found: Sequence[Change]) -> Iterator[str]:
    """In words, where one of the records measured more than the other: what depends on that is no comparison."""
    of_rounds = [one for one in found if one.figure.of_raw is not None]
    if of_rounds and old.events != new.events:
        yield f"The rounds of the old record read {old.events:,} events, those of the new one {new.events:,}."
    if len(of_rounds) < len(found) and old.scale != new.scale:
        yield f"The old record is at {old.scale:g} of the usual size, the new one at {new.scale:g}."


def print_changes(found: Sequence[Change], console: Console) -> None:
    """Print old, new and change of each."""
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("sub-bench", "figure", "compared by"):
        table.add_column(column, no_wrap=column != "figure")
    for column in ("old", "new", "change", ""):
        table.add_column(column, justify="right", no_wrap=True)
    styles = {"better": "green", "same": None, "worse": "bold red"}
    for one in found:
        row = (one.figure.bench, one.figure.title, one.of, shown(one.old.median), shown(one.new.median))
        table.add_row(*row, f"{one.change:+.1%}", one.verdict, style=styles[one.verdict])
    console.print(table)
    for line in _summary(found):
        console.print(line)


def too_much_worse(found: Sequence[Change], allowed: float) -> list[Change]:
    """Those that are worse beyond the noise, and by a larger share than that."""
    return [one for one in found if one.verdict == "worse" and one.worse > allowed]


def _summary(found: Sequence[Change]) -> Iterator[str]:
    if not found:
        yield "The two records have no figure in common."
        return
    worse = [one for one in found if one.verdict == "worse"]
    yield f"{len(found)} figures compared, {len(worse)} worse beyond the noise."


def _change(was: Figure, now: Figure) -> Change:
    old, new, higher, of = _sides(was, now)
    change = (new.median - old.median) / old.median if old.median else (float("inf") if new.median else 0.0)
    gain = change if higher else -change
    # How many times as bad, less one: half of the events a second is 100 % worse, as twice the time is.
    loss = _worse(old.median, new.median, higher=higher)
    return Change(now, old, new, change, loss, _verdict(old, new, gain, was.rounds > 1 and now.rounds > 1), of)


def _sides(was: Figure, now: Figure) -> tuple[Spread, Spread, bool, str]:
    if was.cpu_of_raw is not None and now.cpu_of_raw is not None and now.name != "raw":
        return was.cpu_of_raw, now.cpu_of_raw, True, "CPU, of raw"
    return was.value, now.value, now.higher_is_better, now.unit


def _verdict(old: Spread, new: Spread, gain: float, several: bool) -> Verdict:  # noqa: FBT001 - one of four
    apart = new.low > old.high or new.high < old.low
    if not apart or abs(gain) <= (NOISE if several else NOISE_OF_ONE):
        return "same"
    return "better" if gain > 0 else "worse"


def _worse(old: float, new: float, *, higher: bool) -> float:
    bad, good = (old, new) if higher else (new, old)
    if bad <= good:
        return 0.0
    return (bad - good) / good if good else float("inf")
