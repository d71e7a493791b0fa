"""What each queue promises, written beside its figures: the board colours by it, the metrics export it."""

from collections.abc import Mapping
from typing import Any

from stream.site import Site
from stream.units import parse_instant


def with_targets(document: Mapping[str, Any], site: Site) -> dict[str, Any]:
    """The floor document with a member `target` in each queue's slice: the site's rules at the instant of the floor."""
    at_ms = parse_instant(document["as_of"])
    slices = [_promising(part, site, at_ms) for part in document["slices"]]
    return {**document, "slices": slices}


def _promising(part: Mapping[str, Any], site: Site, at_ms: int) -> Mapping[str, Any]:
    labels = part["slice"]
    if set(labels) != {"queue", "channel"}:
        return part
    rules = site.queue(labels["queue"], labels["channel"]).at(at_ms)
    target = {
        "service_level": rules.service_level_objective,
        "threshold_ms": rules.service_level_threshold_ms,
        "first_response_target_ms": rules.first_response_target_ms,
    }
    return {**part, "target": target}
