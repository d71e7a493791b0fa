"""What a command needs before it works: settings, site and logs. Loaded late, so that `--help` is quick."""

from typing import TYPE_CHECKING, Any

from stream.alarms.rule import Rule
from stream.catalog import Catalogue
from stream.site import Site

if TYPE_CHECKING:
    from agents.settings.runtime import Settings


def settings_for(**options: Any) -> "Settings":  # noqa: ANN401 - each setting has its own type
    """The settings of the process under the options of the command; raises ConfigurationError."""
    from agents.settings.runtime import read_settings

    return read_settings(**options)


def site_for(settings: "Settings") -> Site:
    """The site that the settings name; raises ConfigurationError."""
    from agents.settings.runtime import site_of

    return site_of(settings)


def rules_for(settings: "Settings", site: Site, catalogue: Catalogue) -> tuple[Rule, ...]:
    """The rules of the alarms on that site; raises ConfigurationError."""
    from agents.settings.alarms import alarms_of

    return alarms_of(settings, site, catalogue)


def start_logs(settings: "Settings", *, quiet: bool = False) -> None:
    """Begin to log as the settings say; `quiet` keeps the libraries silent about what the command reports itself."""
    from agents.logs import configure_logs, quieten_libraries
    from agents.redaction import Redaction

    redaction = Redaction(settings.secrets, show_ids=settings.log_ids)
    configure_logs(settings.log_level, settings.log_format, redaction=redaction)
    if quiet:
        quieten_libraries()
