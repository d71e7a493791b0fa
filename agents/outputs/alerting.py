"""When somebody is told, and where it is read: the limits, the addresses and the receivers of a site's alerts."""

from typing import Final

import msgspec

from stream.units import MINUTE, Millis

DEFAULT_TEAM: Final = "floor"
"""The team of a queue of which nobody has said whose it is."""


class Receivers(msgspec.Struct, frozen=True, kw_only=True):
    """How a team is told. Whatever is secret stands in a file that Alertmanager reads: here is its path only."""

    webhook: str | None = None
    webhook_token_file: str | None = None
    email: tuple[str, ...] = ()
    slack_url_file: str | None = None
    slack_channel: str | None = None
    teams_url_file: str | None = None


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """The server that takes e-mail."""

    server: str
    sender: str
    user: str | None = None
    password_file: str | None = None
    tls: bool = True
    """Whether it must encrypt: a relay that cannot is given no mail else."""


class Alerting(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of the alerts, and who is told by which way. A value above its limit is bad; on it is not."""

    fast_burn: float = 3.0
    """So many times as many entries as agreed miss the service level, over 15 and 5 minutes."""
    slow_burn: float = 2.0
    """The same over an hour and 15 minutes."""
    abandonment: float = 0.15
    long_wait: float = 3.0
    """In service-level thresholds of the queue."""
    handle_time_drift: float = 0.3
    breaches: int = 2
    overdue: int = 5
    data_age_ms: Millis = MINUTE
    lag_records: int = 10_000
    rejects: float = 0.01
    operations: str = "operations"
    """The team that looks after floorwatch itself."""
    runbook: str = "deploy/RUNBOOK.md"
    grafana: str = "http://localhost:3000"
    receivers: dict[str, Receivers] = {}
    """By team; who has none is told as `default`, and where there is no such either, nobody is."""
    mail: Mail | None = None
    watchdog: Receivers | None = None
    """Where the sign of life goes that tells, by its absence, of a dead way of the alerts."""

    def runbook_at(self, anchor: str) -> str:
        """The address of an alert's section; a runbook that is a section itself is all of it."""
        return self.runbook if "#" in self.runbook else f"{self.runbook}#{anchor}"
