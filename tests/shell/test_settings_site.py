"""`floorwatch.toml` as a site."""

from pathlib import Path

import pytest

from agents.settings.site import parse_site, read_site
from stream.errors import ConfigurationError
from stream.site import QueueVersion, Site, default_version
from stream.units import HOUR, MINUTE, SECOND, parse_instant

SAMPLE = Path(__file__).parents[2] / "deploy" / "floorwatch.toml"
NEW_YEAR = parse_instant("2027-01-01T00:00:00+09:00")


def test_an_empty_file_is_the_default_site() -> None:
    """Every key has a default, and it is the core's."""
    assert parse_site("", "floorwatch.toml") == Site()


def test_a_queue_without_further_keys_has_the_defaults_of_its_channel() -> None:
    """Listing a queue says that it exists, not what it promises."""
    site = parse_site('[[queues]]\nname = "help"\nchannel = "chat"\n', "floorwatch.toml")

    assert site.queues[0].versions == (default_version("chat"),)
    assert site.queues[0].time_zone == "UTC"


def test_the_floor_table_sets_what_is_common_to_all() -> None:
    """Limits of one channel leave those of the others, and none switches one off."""
    site = parse_site(
        '[floor]\nname = "Seoul"\ntime_zone = "Asia/Seoul"\nslices = ["tier", "priority"]\nmax_queues = 7\n'
        'windows = ["8h", "90m", "2h"]\n'
        'settling_horizon = "20m"\nallowed_skew = "1m"\nidle_limits = { chat = "none", sms = "1h30m" }\n'
        'agent_limit = "2d"\n'
        'retentions = { chat = "2d" }\n',
        "floorwatch.toml",
    )

    assert (site.name, site.time_zone, site.max_queues) == ("Seoul", "Asia/Seoul", 7)
    assert site.labels == ("queue", "channel", "tier", "priority")
    assert site.windows == ("90m", "2h", "8h")
    assert (site.settling_horizon_ms, site.allowed_skew_ms) == (20 * MINUTE, MINUTE)
    assert 48 * HOUR == site.agent_limit_ms
    assert site.idle_limits_ms == {"voice": 4 * HOUR, "video": 24 * HOUR, "sms": 90 * MINUTE}
    assert site.retention_ms == {"voice": 24 * HOUR, "chat": 48 * HOUR}


def test_a_later_version_keeps_what_it_does_not_write() -> None:
    """It differs from the one before by its own keys only, in whatever order the file has them."""
    site = parse_site(
        """
        [[queues]]
        name = "sales"
        channel = "voice"
        from = 2027-01-01T00:00:00+09:00
        service_level_threshold = "15s"

        [[queues]]
        name = "sales"
        channel = "voice"
        service_level_objective = 0.9
        service_level = "answered_only"
        short_abandon = "3s"
        """,
        "floorwatch.toml",
    )
    (rules,) = site.queues

    first = QueueVersion(20 * SECOND, 3 * SECOND, None, 0.9, "answered_only")
    assert rules.versions == (first, QueueVersion(15 * SECOND, 3 * SECOND, NEW_YEAR, 0.9, "answered_only"))
    assert rules.at(NEW_YEAR - 1) == first


def test_a_queue_may_be_handed_to_another_team() -> None:
    """Who is not named is the whole floor."""
    queue = '[[queues]]\nname = "sales"\nchannel = "voice"\n'
    site = parse_site(f'{queue}{queue}from = 2027-01-01T00:00:00+09:00\nteam = "front-office"\n', "f.toml")

    assert ["floor", "front-office"] == [version.team for version in site.queues[0].versions]


def test_one_name_on_two_channels_is_two_queues() -> None:
    """Versions have name and channel in common."""
    tables = "".join(f'[[queues]]\nname = "sales"\nchannel = "{channel}"\n' for channel in ("voice", "chat"))

    assert [rules.channel for rules in parse_site(tables, "floorwatch.toml").queues] == ["voice", "chat"]


@pytest.mark.parametrize(
    ("written", "share"),
    [("0.5", 0.5), ("0", 0.0), ("1", 1.0), ('"5s"', 0.25), ('"20s"', 1.0)],
)
def test_warn_before_is_a_share_or_a_duration(written: str, share: float) -> None:
    """A duration is turned into its share of the target, here of 20 s."""
    site = parse_site(f'[[queues]]\nname = "sales"\nchannel = "voice"\nwarn_before = {written}\n', "f.toml")

    assert site.queues[0].versions[0].warn_before_share == share


def test_a_warning_lead_stays_the_same_time_when_the_target_changes() -> None:
    """Five seconds are a quarter of twenty and half of ten."""
    queue = '[[queues]]\nname = "sales"\nchannel = "voice"\n'
    later = 'from = 2027-01-01T00:00:00Z\nservice_level_threshold = "10s"\n'
    site = parse_site(f'{queue}warn_before = "5s"\n{queue}{later}', "f.toml")

    assert [version.warn_before_share for version in site.queues[0].versions] == [0.25, 0.5]


def test_a_threshold_below_the_default_limit_of_short_abandons_lowers_that() -> None:
    """Nobody wrote the limit, so nobody is to be told that it is too long."""
    site = parse_site('[[queues]]\nname = "s"\nchannel = "voice"\nservice_level_threshold = "3s"\n', "f.toml")

    assert site.queues[0].versions[0].short_abandon_ms == 3 * SECOND


def test_a_target_can_be_switched_off() -> None:
    """A chat queue without a first-response clock is one that says so."""
    site = parse_site('[[queues]]\nname = "s"\nchannel = "chat"\nfirst_response_target = "none"\n', "f.toml")

    assert site.queues[0].versions[0].first_response_target_ms is None


def test_every_fault_of_a_file_is_told() -> None:
    """The first is the error, the others are its notes."""
    with pytest.raises(ConfigurationError) as caught:
        parse_site('[floor]\ntime_zone = "Mars"\nnam = "x"\n', "f.toml")

    assert caught.value.key == "floor.time_zone"
    assert caught.value.__notes__ == ["f.toml: floor.nam: is not known here; did you mean name?"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be read: No such file or directory"), (b"\xff\xfe", "is not UTF-8 (byte 0)")],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes | None, reason: str) -> None:
    """It is named together with what is wrong with it."""
    path = tmp_path / "floorwatch.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ConfigurationError) as caught:
        read_site(path)
    assert (caught.value.file, caught.value.reason) == (str(path), reason)


def test_the_sample_file_shows_every_key_and_is_accepted() -> None:
    """Whoever copies it has all that there is in front of them."""
    site = read_site(SAMPLE)

    assert [rules.name for rules in site.queues] == ["sales", "support", "support-chat", "care-europe"]
    assert len(site.queues[0].versions) == 2
    assert site.queues[0].versions[1].from_ms == NEW_YEAR
    assert site.queues[3].time_zone == "Europe/Berlin"
