"""What differs between two sites, in the words of the file."""

import pytest

from agents.settings.differences import differences
from agents.settings.site import parse_site

SITE = """
[floor]
name = "Seoul"
[[queues]]
name = "sales"
channel = "voice"
[[queues]]
name = "help"
channel = "chat"
[calendars.office]
hours = { mon-fri = ["09:00-17:00"] }
[[policies]]
name = "gold"
match = { tier = "gold" }
resolution = { target = "4h" }
[[policies]]
name = "usual"
resolution = { target = "8h" }
"""
HELP = '[[queues]]\nname = "help"\nchannel = "chat"\n'
USUAL = '[[policies]]\nname = "usual"\nresolution = { target = "8h" }\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SITE, []),
        (SITE.replace('"Seoul"', '"Busan"\nslices = ["tier"]'), ["floor.name", "floor.slices"]),
        (SITE.replace('"Seoul"', '"Seoul"\nidle_limits = { voice = "1h" }'), ["floor.idle_limits"]),
        (SITE.replace('"Seoul"', '"Seoul"\nretentions = { voice = "1h" }'), ["floor.retentions"]),
        (
            SITE.replace('"Seoul"', '"Seoul"\nmax_queues = 9\nsettling_horizon = "1m"\nallowed_skew = "1m"'),
            ["floor.max_queues", "floor.settling_horizon", "floor.allowed_skew"],
        ),
        (
            SITE.replace('"voice"', '"voice"\ncalendar = "office"\nwarn_before = 0.5\nshort_abandon = "1s"'),
            ["queue 'sales' on voice (short_abandon, warn_before, calendar)"],
        ),
        (SITE.replace('"Seoul"', '"Seoul"\nagent_limit = "1h"'), ["floor.agent_limit"]),
        (
            SITE.replace('"Seoul"', '"Seoul"\nday_start = "07:00"'),
            ["floor.day_start", "queue 'sales' on voice (day_start)", "queue 'help' on chat (day_start)"],
        ),
        (SITE.replace('"voice"', '"voice"\ntime_zone = "Asia/Seoul"'), ["queue 'sales' on voice (time_zone)"]),
        (SITE.replace('"voice"', '"voice"\nday_start = "07:00"'), ["queue 'sales' on voice (day_start)"]),
        (
            f'{SITE}{HELP}service_level = "answered_only"\nfrom = 2026-03-02T10:00:00Z\n',
            ["queue 'help' on chat (versions)"],
        ),
        (SITE.replace("help", "care"), ["queue 'help' on chat removed", "queue 'care' on chat added"]),
        (SITE.replace('"4h"', '"5h"'), ["policy 'gold'"]),
        (SITE.replace(USUAL, ""), ["policy 'usual' removed"]),
        (SITE.replace("17:00", "18:00"), ["calendar 'office'"]),
        (SITE.replace(HELP, "") + HELP, []),
        (SITE.replace(HELP, "").replace("[[queues]]", f"{HELP}[[queues]]"), ["the order of queues or policies"]),
    ],
)
def test_what_differs_is_named(text: str, found: list[str]) -> None:
    """Keys of the floor, then queues, policies and calendars by name."""
    assert found == differences(parse_site(SITE, "was"), parse_site(text, "now"))


def test_the_calendar_that_is_always_there_is_never_added_nor_removed() -> None:
    """What has begun knows only calendars that are used, and the first queue to be always open uses it."""
    was, now = (parse_site(text, "floorwatch.toml").begun(0) for text in ("", HELP))

    assert ["queue 'help' on chat added"] == differences(was, now)
    assert ["queue 'help' on chat removed"] == differences(now, was)
