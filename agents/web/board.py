"""What the wall board gets of the floor document: the same shape, with nothing in it that the board does not show."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from agents.web.board_state import Document, Published

WINDOWS: Final = ("5m", "15m", "30m", "1h", "today")
"""The windows that a board may ask for."""

DEFAULT_WINDOW: Final = "15m"

SHOWN_KPIS: Final = (
    "abandonment_rate",
    "aht",
    "asa",
    "first_response_time_p90",
    "first_response_within_target",
    "handled",
    "offered",
    "service_level",
    "sla_breached",
)
SHOWN_LABELS: Final = ({"queue", "channel"}, {"channel"}, set[str]())


def board_document(published: Published, window: str) -> dict[str, Any]:
    """The floor of one window: every member, but of the slices those that have a place on the board."""
    document = {name: member for name, member in published.document.items() if name != "slices"}
    slices = published.document.get("slices", ())
    document["slices"] = [_trimmed(part, window) for part in slices if set(part["slice"]) in SHOWN_LABELS]
    document["window"] = window
    document["published_at_ms"] = published.published_at
    return document


class BoardEncoder:
    """The board document as JSON, made once for all boards that show the same window."""

    def __init__(self) -> None:
        self._version = 0
        self._made: dict[str, str] = {}

    def encode(self, published: Published, window: str) -> str:
        """JSON of `board_document`."""
        if published.version != self._version:
            self._version = published.version
            self._made.clear()
        if window not in self._made:
            self._made[window] = orjson.dumps(board_document(published, window)).decode()
        return self._made[window]


def _trimmed(part: Document, window: str) -> dict[str, Any]:
    kpis = part.get("kpis", {})
    shown = {name: _in_window(kpis[name], window) for name in SHOWN_KPIS if name in kpis}
    kept = {name: part[name] for name in ("slice", "live", "target", "quality") if name in part}
    return {**kept, "kpis": shown}


def _in_window(values: Mapping[str, Any], window: str) -> Mapping[str, Any]:
    """The values of one window; a KPI with a label (`sla_breached` by clock) has its windows one level deeper."""
    if any(name in WINDOWS for name in values):
        return {window: values[window]} if window in values else {}
    return {label: _in_window(inner, window) for label, inner in values.items() if isinstance(inner, Mapping)}
