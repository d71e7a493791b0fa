"""Where two floor documents differ that should be of the same records."""

from collections.abc import Iterator
from typing import Any

import orjson


def unlike(found: Any, wanted: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Each place where two floors differ, of all that is the same on every worker and in a replay."""
    yield from _unlike("", _comparable(found), _comparable(wanted))


def _comparable(floor: dict[str, Any]) -> dict[str, Any]:
    """The figures, and how many records made them."""
    slices = {orjson.dumps(one["slice"], option=orjson.OPT_SORT_KEYS).decode(): one for one in floor["slices"]}
    sources = {one["source"]: one for one in floor["sources"]}
    return {"as_of": floor["as_of"], "slices": slices, "sources": sources, "queues_full": floor["queues_full"]}


def _unlike(place: str, found: Any, wanted: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in found.keys() | wanted.keys():
            yield from _unlike(f"{place}/{name}", found.get(name), wanted.get(name))
    elif found != wanted:
        yield f"{place}: {found}, not {wanted}"
