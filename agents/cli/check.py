"""`floorwatch check`: everything that a worker would read, read and judged."""

from pathlib import Path
from typing import Annotated

import typer

from stream.alarms.defaults import default_rules
from stream.catalog import standard
from stream.site import Site

File = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="Default: FLOORWATCH_CONFIG, else ./floorwatch.toml if there is one, else the defaults.",
        show_default=False,
    ),
]


def check(file: File = None) -> None:
    """Check floorwatch.toml, the environment and the catalogue of KPIs, as the start of a worker would.

    The exit status is 2 if something is refused; a line for each fault names file, key and reason. Kafka is not asked.

    [dim]floorwatch check deploy/floorwatch.toml[/]
    """
    from agents.settings.alarms import read_alarms
    from agents.settings.connection import connection_of
    from agents.settings.runtime import read_settings, site_file
    from agents.settings.site import read_site

    settings = read_settings()
    path = file or site_file(settings)
    site = Site() if path is None else read_site(path)
    connection = connection_of(settings)
    catalogue = standard()
    rules = default_rules(catalogue) if path is None else read_alarms(path, site, catalogue)
    typer.echo(f"{path or 'no floorwatch.toml, the defaults'}: {_described(site)}")
    typer.echo(f"environment: Kafka at {connection.bootstrap} ({connection.protocol}), clock {settings.clock}")
    typer.echo(f"catalogue: {len(catalogue.kpis)} KPIs")
    typer.echo(f"alarms: {', '.join(rule.name for rule in rules) or 'none'}")


def _described(site: Site) -> str:
    queues = "queues learned from the events"
    if site.queues:
        versions = sum(len(rules.versions) - 1 for rules in site.queues)
        later = f", later versions: {versions}" if versions else ""
        queues = f"queues: {len(site.queues)}{later}"
    promises = f", calendars: {len(site.calendars)}" if site.calendars else ""
    if site.policies.policies:
        promises += f", policies: {len(site.policies.policies)}"
    return f"site {site.name!r} in {site.time_zone}, {queues}{promises}"
