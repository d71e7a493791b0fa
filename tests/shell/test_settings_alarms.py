"""`[[alarms]]`: what a site adds to the alarms that there are anyway, changes in them and switches off."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from agents.settings.alarms import alarms_of, read_alarms
from agents.settings.runtime import read_settings
from agents.settings.site import read_site
from stream.alarms.defaults import default_rules
from stream.alarms.rule import Rule
from stream.catalog import load, standard
from stream.errors import ConfigurationError
from stream.site import Site
from stream.units import MINUTE, SECOND
from tests.core.test_alarms_defaults import IDLE

CATALOGUE = standard()
USUAL = {rule.name: rule for rule in default_rules(CATALOGUE)}

CHAT_REPLIES = """
[[alarms]]
name = "chat-replies"
kpi = "sla_attainment"
clock = "first_response"
window = "1h"
watches = "channels"
channel = "chat"
warning = 0.9
critical = 0.7
clear = 0.95
raise_after = "0s"
clear_after = "5m"
minimum_evidence = 20
only_while_open = true
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Where a test writes its configuration."""
    return tmp_path / "floorwatch.toml"


def rules(file: Path, text: str) -> dict[str, Rule]:
    """The rules of a configuration by name, in their order."""
    file.write_text(text)
    return {rule.name: rule for rule in read_alarms(file, Site(), CATALOGUE)}


def test_without_configuration_the_catalogue_decides(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file, and a file without alarms, are the same."""
    monkeypatch.chdir(tmp_path)

    assert tuple(USUAL.values()) == alarms_of(read_settings(), Site(), CATALOGUE)
    assert USUAL == rules(written, "")


def test_a_table_of_a_known_name_changes_what_it_says(written: Path) -> None:
    """All else stays, and so does its place."""
    changed = rules(
        written, '[[alarms]]\nname = "service_level"\nwarning = 0.75\nraise_after = "2m"\nqueue = "sales"\n'
    )
    expected = replace(USUAL["service_level"], warning=0.75, raise_after_ms=2 * MINUTE, queue="sales")

    assert USUAL | {"service_level": expected} == changed
    assert list(USUAL) == list(changed)


def test_a_table_of_a_known_name_about_another_figure_replaces_it(written: Path) -> None:
    """Nothing of the old one is left."""
    text = '[[alarms]]\nname = "service_level"\nkpi = "asa"\nwindow = "5m"\nwarning = "1m30s"\n'
    replaced = rules(written, text)["service_level"]

    assert ("asa", "s", "lower", "5m", 90, None) == (
        replaced.kpi,
        replaced.unit,
        replaced.better,
        replaced.window,
        replaced.warning,
        replaced.critical,
    )
    assert not replaced.in_thresholds


def test_an_alarm_can_be_switched_off(written: Path) -> None:
    """Then nobody looks at it."""
    assert (
        USUAL.keys() - {"longest_wait"} == rules(written, '[[alarms]]\nname = "longest_wait"\nenabled = false\n').keys()
    )


def test_a_new_alarm_has_every_key(written: Path) -> None:
    """It stands behind those that there are anyway."""
    found = rules(written, CHAT_REPLIES)

    assert [*USUAL, "chat-replies"] == list(found)
    assert (
        Rule(
            name="chat-replies",
            kpi="sla_attainment",
            title="SLA attainment",
            unit="ratio",
            better="higher",
            window="1h",
            label=("clock", "first_response"),
            watches="channels",
            channel="chat",
            warning=0.9,
            critical=0.7,
            clear=0.95,
            raise_after_ms=0,
            clear_after_ms=5 * MINUTE,
            minimum_evidence=20,
            only_while_open=True,
        )
        == found["chat-replies"]
    )


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ("warning = 2", (2, 6, True)),
        ('warning = "45s"\ncritical = "2m"', (45, 120, False)),
        ("critical = 4.5", (3, 4.5, True)),
        ('watches = "floor"\nwarning = "45s"\ncritical = "2m"', (45, 120, False)),
    ],
)
def test_a_wait_has_limits_in_thresholds_or_durations(
    written: Path, limits: str, expected: tuple[float, float, bool]
) -> None:
    """A bare number is a multiple of the queue's threshold, so that it fits calls and mails alike."""
    rule = rules(written, f'[[alarms]]\nname = "longest_wait"\n{limits}\n')["longest_wait"]

    assert expected == (rule.warning, rule.critical, rule.in_thresholds)
    assert 30 * SECOND == rule.raise_after_ms


def test_what_people_have_done_is_watched_on_the_floor_alone(written: Path) -> None:
    """An alarm on queues would never be raised: no queue has the figure."""
    own = load(IDLE, "own.toml")
    written.write_text('[[alarms]]\nname = "idlers"\nkpi = "idle"\ncritical = 0.9\n')
    (_, rule) = read_alarms(written, Site(), own)
    assert ("floor", 0.5, 0.9) == (rule.watches, rule.warning, rule.critical)

    written.write_text('[[alarms]]\nname = "idle"\nwatches = "queues"\n')
    with pytest.raises(ConfigurationError, match="'idle' is not known of queues: an alarm about it watches floor"):
        read_alarms(written, Site(), own)


def test_what_is_in_no_listed_queue_can_be_watched(written: Path) -> None:
    """It is a queue too, `other`, on whatever channels its contacts have."""
    written.write_text(
        '[[queues]]\nname = "sales"\nchannel = "voice"\n'
        '[[alarms]]\nname = "lost"\nkpi = "waiting"\nqueue = "other"\nchannel = "chat"\nwarning = 0\n'
    )
    (*_, rule) = read_alarms(written, read_site(written), CATALOGUE)

    assert rule.covers({"queue": "other", "channel": "chat"})
    assert not rule.covers({"queue": "sales", "channel": "chat"})
