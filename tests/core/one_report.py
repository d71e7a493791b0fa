"""Callers as lines of a file, and what a report says of them, for the tests of reports."""

import json
from collections.abc import Sequence

from stream import catalog
from stream.kpi import KpiValue
from stream.report import Report, Row
from stream.site import Site
from stream.units import parse_instant

NOON = parse_instant("2026-03-02T12:00:00Z")
CATALOGUE = catalog.standard()


def line(kind: str, at_ms: int, contact: str, **members: object) -> bytes:
    """One event as a line of a file."""
    return json.dumps({"type": f"contact.{kind}", "time": at_ms, "contact": contact, **members}).encode()


def call(
    contact: str, queued_at: int, wait_ms: int | None = None, talk_ms: int = 0, queue: str = "sales"
) -> list[bytes]:
    """A caller who is answered after a wait and talks; with no wait he waits for ever."""
    lines = [line("queued", queued_at, contact, queue=queue, channel="voice")]
    if wait_ms is not None:
        lines.append(line("answered", queued_at + wait_ms, contact, agent="a"))
        lines.append(line("ended", queued_at + wait_ms + talk_ms, contact))
    return lines


def lost(contact: str, queued_at: int, wait_ms: int, queue: str = "sales") -> list[bytes]:
    """A caller who gives up after a wait."""
    return [*call(contact, queued_at, queue=queue), line("abandoned", queued_at + wait_ms, contact)]


def rows(lines: Sequence[bytes], **asked: object) -> list[Row]:
    """The rows of a report over a site without configuration."""
    return Report(**{"site": Site(), **asked}).rows(lines, CATALOGUE)  # type: ignore[arg-type]


def value(row: Row, *path: str) -> KpiValue:
    """A value of a row by the names that lead to it."""
    found: object = row.kpis
    for name in path:
        assert isinstance(found, dict)
        found = found[name]
    assert isinstance(found, KpiValue)
    return found
