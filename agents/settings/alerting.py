"""From `[alerting]` to the limits and receivers that hold: nothing that could never fire, nobody who is not there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agents.outputs.alerting import DEFAULT_TEAM, Alerting, Mail, Receivers
from agents.outputs.alertmanager import DEFAULT, WATCHDOG_RECEIVER
from agents.outputs.burn import most_burn
from agents.settings.alerting_table import AlertingTable, MailTable, ReceiversTable
from agents.settings.faults import all_good
from agents.settings.site import read_tables
from agents.settings.values import nearest
from stream.errors import ConfigurationError
from stream.site import QueueVersion, Site, default_version

_TIERS: Final = ("fast_burn", "slow_burn")
_NEARLY: Final = 1e-9
_LIMITS: Final = (
    "abandonment",
    "long_wait",
    "handle_time_drift",
    "breaches",
    "overdue",
    "lag_records",
    "rejects",
    "operations",
    "runbook",
    "grafana",
)
"""The keys that are taken as they stand."""
_Promise = tuple[str, QueueVersion]


def read_alerting(path: Path | None, site: Site) -> Alerting:
    """The alerting of a file whose site has been read; raises ConfigurationError with file, key and reason."""
    if path is None:
        return _alerting(AlertingTable(), site)
    table = read_tables(path).alerting
    found: dict[str, str] = {}
    for key, reason in _faults(table, site):
        found.setdefault(key, reason)
    all_good(*(ConfigurationError(str(path), f"alerting.{key}", reason) for key, reason in found.items()))
    return _alerting(table, site)


def usual_burns(site: Site) -> dict[str, float]:
    """The limits that hold where nobody has written any: 3 and 2, and less where a queue could never burn so fast.

    Between what was agreed (1) and the most that the queue with the lowest objective can reach they lie no further
    than half and a quarter of the way, which at an objective of 80 % is 3 and 2.
    """
    lowest = min(version.service_level_objective for _, version in _promises(site))
    room, default = most_burn(lowest) - 1, Alerting()
    limits = (min(default.fast_burn, 1 + room / 2), min(default.slow_burn, 1 + room / 4))
    return {tier: round(limit, 3) for tier, limit in zip(_TIERS, limits, strict=True)}


def _alerting(table: AlertingTable, site: Site) -> Alerting:
    receivers = {team: _receivers(ways) for team, ways in table.teams.items()}
    burns = _burns(table, site)
    return Alerting(
        **{name: getattr(table, name) for name in _LIMITS},
        fast_burn=burns["fast_burn"],
        slow_burn=burns["slow_burn"],
        data_age_ms=table.data_age,
        receivers=receivers,
        mail=_mail(table.mail),
        watchdog=_receivers(table.watchdog) if table.watchdog else None,
    )


def _burns(table: AlertingTable, site: Site) -> dict[str, float]:
    written = {tier: getattr(table, tier) for tier in _TIERS}
    return usual_burns(site) | {tier: limit for tier, limit in written.items() if limit is not None}


def _receivers(table: ReceiversTable) -> Receivers:
    return Receivers(**{**table.model_dump(), "email": tuple(table.email)})


def _mail(table: MailTable | None) -> Mail | None:
    return None if table is None else Mail(**table.model_dump())


def _promises(site: Site) -> Iterator[_Promise]:
    """What every queue promises, in words and as it is, in all its versions; where none is listed, what all do."""
    if not site.queues:
        yield "a queue", default_version("voice")
    for queue in site.queues:
        for version in queue.versions:
            yield f"queue {queue.name!r} on {queue.channel}", version


def _faults(table: AlertingTable, site: Site) -> Iterator[tuple[str, str]]:
    burns = _burns(table, site)
    for tier in _TIERS:
        for queue, version in _promises(site):
            # Rounding must not make an impossible limit look possible.
            if burns[tier] * (1 - version.service_level_objective) >= 1 - _NEARLY:
                yield tier, _never(burns[tier], queue, version.service_level_objective)
    fast, slow = (burns[tier] for tier in _TIERS)
    if slow > fast:
        key = "slow_burn" if table.slow_burn is not None else "fast_burn"
        yield key, f"the slow burn ({slow:g}) is above the fast one ({fast:g}), which is there for the worse"
    for key in ("runbook", "operations"):
        if "{{" in getattr(table, key):
            yield key, "holds `{{`, which Prometheus would fill in"
    yield from _faults_of_teams(table, site)


def _never(limit: float, queue: str, objective: float) -> str:
    most = most_burn(objective)
    return f"{limit:g} can never be passed: {queue}, with an objective of {objective:g}, burns at {most:.4g} at most"


def _faults_of_teams(table: AlertingTable, site: Site) -> Iterator[tuple[str, str]]:
    known = sorted({version.team for _, version in _promises(site)} | {table.operations, DEFAULT, DEFAULT_TEAM})
    ways = {f"teams.{team}": receivers for team, receivers in table.teams.items()}
    for team in table.teams:
        if team == WATCHDOG_RECEIVER:
            yield f"teams.{team}", "is the name of the way of [alerting.watchdog]: call the team otherwise"
        elif team not in known:
            yield f"teams.{team}", f"is the team of no queue here; there are {', '.join(known)}{nearest(team, known)}"
    for key, receivers in (ways | ({"watchdog": table.watchdog} if table.watchdog else {})).items():
        if receivers.email and table.mail is None:
            yield f"{key}.email", "needs [alerting.mail]: which server takes it?"
        if receivers.webhook_token_file and not receivers.webhook:
            yield f"{key}.webhook_token_file", "needs webhook: the address that asks for the token"
        if receivers.slack_channel and not receivers.slack_url_file:
            yield f"{key}.slack_channel", "needs slack_url_file: the file with the address of the workspace"
        if not any(receivers.model_dump().values()):
            yield key, "names no way by which anybody is told"
