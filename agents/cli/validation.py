"""A recording judged by the rules of a worker, line by line, without Kafka."""

from collections.abc import Callable, Sequence

import typer

from agents.cli.outgoing import Addressing, Unsendable
from agents.cli.pace import Pace
from agents.cli.playlist import Faults, readable
from agents.cli.progress import progress_over
from agents.cli.recording import Recording
from agents.cli.refused import reasons
from agents.clock import now_ms
from stream.codec import Wire, decode
from stream.events import Rejected
from stream.explain.diagnosis import diagnosed
from stream.site import Site
from stream.units import Millis, format_duration, format_instant


class _Summary:
    """What the good lines are about."""

    def __init__(self) -> None:
        self.good = 0
        self._contacts: set[str] = set()
        self._agents: set[str] = set()
        self._span: tuple[Millis, Millis] | None = None

    def add(self, wire: Wire) -> None:
        """Count one."""
        self.good += 1
        if wire.contact is not None:
            self._contacts.add(wire.contact)
        elif wire.agent is not None:
            self._agents.add(wire.agent)
        first_ms, last_ms = self._span or (wire.at, wire.at)
        self._span = min(first_ms, wire.at), max(last_ms, wire.at)

    def told(self) -> str:
        """In words."""
        about = f"{len(self._contacts):,} contacts, {len(self._agents):,} agents"
        return about if self._span is None else f"{about}, {' to '.join(map(format_instant, self._span))}"


def validate(recordings: Sequence[Recording], addressing: Addressing, site: Site, pace: Pace | None = None) -> None:
    """Judge every line as if it were sent now, or when its turn comes at this pace, and tell the first faults.

    Ends with status 1 if there is any.
    """
    faults, summary, now = Faults(), _Summary(), now_ms()

    def latest_ms(at_ms: Millis) -> Millis:
        sent_at = now if pace is None else max(now, int(pace.due_at(at_ms, now)))
        return sent_at + site.allowed_skew_ms

    with progress_over(recordings, "reading") as step:
        for line in readable(recordings, faults):
            step()
            verdict = _judged(line.text, addressing, latest_ms)
            if isinstance(verdict, str):
                faults.add(line.place, verdict)
            else:
                summary.add(verdict)
    faults.tell()
    typer.echo(f"{summary.good} good, {faults.count} refused; nothing was sent")
    if summary.good:
        typer.echo(f"good: {summary.told()}")
    if faults.count:
        typer.echo(f"refused: {reasons(faults.reasons)}")
    if faults.damage is not None:
        raise faults.damage
    if faults.count:
        raise typer.Exit(1)


def _judged(line: bytes, addressing: Addressing, latest_at: Callable[[Millis], Millis]) -> Wire | str:
    """The event of a line, or why a worker would refuse it."""
    record = addressing.outgoing(line)
    if isinstance(record, Unsendable):
        return record.reason
    wire = decode(record.value)
    if isinstance(wire, Rejected):
        return diagnosed(record.value, wire.reason)
    latest_ms = latest_at(wire.at)
    if wire.at > latest_ms:
        return f"time_too_far_ahead: by {format_duration((wire.at - latest_ms) // 1_000 * 1_000)} and the allowed skew"
    return wire
