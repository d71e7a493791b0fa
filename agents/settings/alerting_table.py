"""The table `[alerting]` of `floorwatch.toml`: which keys there are and what each may hold."""

import re
from functools import partial
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from agents.outputs.alerting import Alerting
from agents.settings.table import OWN_KEYS, Name
from agents.settings.values import PositiveDuration, address, spelled

_DEFAULT = Alerting()


_URL: Final = re.compile(
    r"https?://[\w.~:\[\]@!$&'()*+,;=-]+([/?#]([\w.~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?", re.IGNORECASE
)
"""What other programs take for an address as it stands: without a blank, `{{` or half an escape."""
_NOT_FILLED_IN: Final = r"(?!.*\{\{)"
"""Alertmanager takes mailboxes and channels for templates: of one that it cannot fill in nobody is told."""
_WITH_USER: Final = re.compile(r"[^/]*//[^/?#]*@")


def _address(written: str) -> str:
    if _WITH_USER.match(written) is not None:
        # Not repeated: it is a secret.
        raise ValueError("has a password in it, and would stand in a file that many can read: use a token file")
    try:
        parts = urlsplit(written)
        is_one = _URL.fullmatch(written) is not None and bool(parts.hostname) and parts.port != 0
    except ValueError:  # of a port beyond the last one, of half a bracket
        is_one = False
    if not is_one:
        raise ValueError(f"{written!r} is no address, such as https://hooks.example/floor")
    return written


def _root(written: str) -> str:
    if "?" in written or "#" in written:
        raise ValueError(f"{written!r} holds `?` or `#`: the path of a dashboard could not follow")
    return written


def _burn(written: object) -> float:
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise ValueError(f"{written!r} is not a number")  # noqa: TRY004 - pydantic reads it
    if not written > 1:
        raise ValueError(f"{written:g} is passed by a queue that keeps to its objective: it must be above 1")
    return float(written)


Burn = Annotated[float, BeforeValidator(_burn)]
Share = Annotated[float, Field(gt=0, lt=1)]
Address = Annotated[str, AfterValidator(_address)]
Root = Annotated[Address, AfterValidator(_root)]
"""An address to which paths are added."""
Place = Annotated[str, spelled(r"[^\r\n]{1,4096}", "path or address in one line of at most 4096 characters")]
"""A path or an address that other programs read."""
Mailbox = Annotated[
    str, spelled(rf"{_NOT_FILLED_IN}[^@\s,;:<>()\[\]\\\"]+@[^@\s,;<>()\\\"]+", "mailbox, such as floor@example.org")
]
SlackChannel = Annotated[
    Name, spelled(rf"(?s){_NOT_FILLED_IN}.*", "channel: it holds `{{`, which Alertmanager fills in")
]
Server = Annotated[str, AfterValidator(partial(address, like="smtp.example:587"))]


class ReceiversTable(BaseModel):
    """`[alerting.teams.NAME]`: the ways by which a team is told."""

    model_config = OWN_KEYS

    webhook: Address | None = None
    webhook_token_file: Place | None = None
    email: list[Mailbox] = []
    slack_url_file: Place | None = None
    slack_channel: SlackChannel | None = None
    teams_url_file: Place | None = None


class MailTable(BaseModel):
    """`[alerting.mail]`: the server that takes e-mail."""

    model_config = OWN_KEYS

    server: Server
    sender: Mailbox
    user: Name | None = None
    password_file: Place | None = None
    tls: bool = True


class AlertingTable(BaseModel):
    """When somebody is told, and by which way."""

    model_config = OWN_KEYS

    fast_burn: Burn | None = None
    slow_burn: Burn | None = None
    abandonment: Share = _DEFAULT.abandonment
    long_wait: Annotated[float, Field(ge=1, allow_inf_nan=False)] = _DEFAULT.long_wait
    handle_time_drift: Annotated[float, Field(gt=0, allow_inf_nan=False)] = _DEFAULT.handle_time_drift
    breaches: Annotated[int, Field(ge=0)] = _DEFAULT.breaches
    overdue: Annotated[int, Field(ge=0)] = _DEFAULT.overdue
    data_age: PositiveDuration = _DEFAULT.data_age_ms
    lag_records: Annotated[int, Field(ge=1)] = _DEFAULT.lag_records
    rejects: Share = _DEFAULT.rejects
    operations: Name = _DEFAULT.operations
    runbook: Place = _DEFAULT.runbook
    grafana: Root = _DEFAULT.grafana
    teams: dict[Name, ReceiversTable] = {}
    mail: MailTable | None = None
    watchdog: ReceiversTable | None = None
