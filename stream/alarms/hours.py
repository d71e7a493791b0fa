"""When a slice is open: a queue by its calendar, a channel and the floor while any of their queues is."""

from collections.abc import Mapping

from stream import calendar
from stream.alarms.machine import IsOpen
from stream.site import QueueRules, Site
from stream.units import Millis


def opening_hours(site: Site) -> IsOpen:
    """Whether a slice of this site is open at an instant; what has no queue with a calendar always is."""

    def is_open(labels: Mapping[str, str], at_ms: Millis) -> bool:
        if "queue" in labels:
            return _is_open(site, site.queue(labels["queue"], labels["channel"]), at_ms)
        queues = [rules for rules in site.queues if labels.get("channel") in {None, rules.channel}]
        return not queues or any(_is_open(site, rules, at_ms) for rules in queues)

    return is_open


def _is_open(site: Site, rules: QueueRules, at_ms: Millis) -> bool:
    return calendar.is_open(site.calendar(rules.at(at_ms).calendar), at_ms)
