"""`[alerting]`: limits that can be passed, whatever the objectives, and receivers of teams that there are."""

from pathlib import Path

import pytest

from agents.outputs.alerting import Alerting, Mail, Receivers
from agents.outputs.burn import most_burn
from agents.settings.alerting import read_alerting, usual_burns
from agents.settings.site import parse_site, read_site
from stream.errors import ConfigurationError
from stream.site import Site

QUEUE = """
[[queues]]
name = "sales"
channel = "voice"
team = "front-office"
service_level_objective = {objective}
"""

TOLD = """
[alerting]
fast_burn = 4
slow_burn = 2.5
abandonment = 0.2
data_age = "90s"
operations = "platform"
grafana = "https://grafana.example"
runbook = "https://wiki.example/runbook"

[alerting.mail]
server = "smtp.example:587"
sender = "floor@example.org"
user = "floor"
password_file = "/run/secrets/smtp"

[alerting.teams.front-office]
webhook = "https://hooks.example/front"
webhook_token_file = "/run/secrets/hook"
email = ["front@example.org", "lead@example.org"]

[alerting.teams.platform]
slack_url_file = "/run/secrets/slack"
slack_channel = "#platform"
teams_url_file = "/run/secrets/teams"

[alerting.watchdog]
webhook = "https://beat.example/floor"
"""


def site_with(objective: float) -> Site:
    """A site with one queue of this objective."""
    return parse_site(QUEUE.format(objective=objective), "floorwatch.toml")


def alerting_of(folder: Path, text: str) -> Alerting:
    """The alerting of a file with this text."""
    path = folder / "floorwatch.toml"
    path.write_text(text, encoding="utf-8")
    return read_alerting(path, read_site(path))


def test_without_configuration_the_defaults_hold() -> None:
    """Three and two, nobody is told."""
    assert Alerting() == read_alerting(None, Site())


def test_everything_that_is_written_is_taken(tmp_path: Path) -> None:
    """Secrets as the paths of their files."""
    found = alerting_of(tmp_path, QUEUE.format(objective=0.8) + TOLD)

    front = Receivers(
        webhook="https://hooks.example/front",
        webhook_token_file="/run/secrets/hook",
        email=("front@example.org", "lead@example.org"),
    )
    platform = Receivers(
        slack_url_file="/run/secrets/slack", slack_channel="#platform", teams_url_file="/run/secrets/teams"
    )
    assert found == Alerting(
        fast_burn=4,
        slow_burn=2.5,
        abandonment=0.2,
        data_age_ms=90_000,
        operations="platform",
        grafana="https://grafana.example",
        runbook="https://wiki.example/runbook",
        receivers={"front-office": front, "platform": platform},
        mail=Mail(
            server="smtp.example:587", sender="floor@example.org", user="floor", password_file="/run/secrets/smtp"
        ),
        watchdog=Receivers(webhook="https://beat.example/floor"),
    )


def test_a_mail_server_may_have_an_address_of_version_6(tmp_path: Path) -> None:
    """In brackets, as wherever a port follows."""
    found = alerting_of(tmp_path, '[alerting.mail]\nserver = "[::1]:25"\nsender = "floor@example.org"\n')

    assert Mail(server="[::1]:25", sender="floor@example.org") == found.mail


def test_a_mail_server_may_be_one_that_cannot_encrypt(tmp_path: Path) -> None:
    """Only where it is said: a password would travel as it is."""
    found = alerting_of(tmp_path, '[alerting.mail]\nserver = "relay:25"\nsender = "floor@example.org"\ntls = false\n')

    assert Mail(server="relay:25", sender="floor@example.org", tls=False) == found.mail


@pytest.mark.parametrize(
    ("objective", "fast", "slow"),
    [
        (0.99, 3.0, 2.0),
        (0.95, 3.0, 2.0),
        (0.80, 3.0, 2.0),
        (0.70, 2.167, 1.583),
        (0.60, 1.75, 1.375),
        (0.50, 1.5, 1.25),
        (0.10, 1.056, 1.028),
    ],
)
def test_what_nobody_has_written_can_be_passed_at_any_objective(objective: float, fast: float, slow: float) -> None:
    """A queue with a low objective cannot burn three times as fast as agreed: less is expected of it."""
    usual = usual_burns(site_with(objective))

    assert {"fast_burn": fast, "slow_burn": slow} == usual
    assert 1 < slow < fast < most_burn(objective)


@pytest.mark.parametrize(("objective", "most"), [(0.8, 5), (0.9, 10), (0.95, 20), (0.99, 100), (0.5, 2), (0.75, 4)])
def test_a_limit_is_refused_from_the_most_that_can_burn_on(objective: float, most: int, tmp_path: Path) -> None:
    """On it nothing fires either, since only more than the limit does; a little less is taken."""
    text = QUEUE.format(objective=objective) + "[alerting]\nslow_burn = 1.2\nfast_burn = "
    assert most * 0.999 == alerting_of(tmp_path, f"{text}{most * 0.999}").fast_burn

    reason = f"can never be passed: queue 'sales' on voice, with an objective of 0.*, burns at {most} at most"
    with pytest.raises(ConfigurationError, match=reason) as refused:
        alerting_of(tmp_path, f"{text}{most}")
    assert ("alerting.fast_burn", str(tmp_path / "floorwatch.toml")) == (refused.value.key, refused.value.file)
