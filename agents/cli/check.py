"""`floorwatch check`: everything that a worker would read, read and judged."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from stream.alarms.defaults import default_rules
from stream.catalog import Catalogue, is_catalogue, load, standard
from stream.errors import ConfigurationError
from stream.site import Site

File = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="Default: FLOORWATCH_CONFIG, else ./floorwatch.toml if there is one, else the defaults. A catalogue "
        "of KPIs is checked alone.",
        show_default=False,
    ),
]


def check(file: File = None) -> None:
    """Check floorwatch.toml, the environment and the catalogue of KPIs, as the start of a worker would.

    The exit status is 2 if something is refused; a line for each fault names file, key and reason. Kafka is not asked.

    [dim]floorwatch check deploy/floorwatch.toml[/]
    """
    text = None if file is None else _catalogue_text(file)
    if text is not None:
        catalogue = load(text, str(file))
        typer.echo(f"{file}: a catalogue of {_counted(catalogue)}")
        return
    _check_site(file)


def _check_site(file: Path | None) -> None:
    from agents.settings.alarms import read_alarms
    from agents.settings.alerting import read_alerting
    from agents.settings.boards import read_boards
    from agents.settings.connection import connection_of
    from agents.settings.faults import all_good
    from agents.settings.runtime import read_settings, site_file
    from agents.settings.serving import check_ports, web_options
    from agents.settings.site import read_site

    settings = read_settings()
    path = file or site_file(settings)
    site = Site() if path is None else read_site(path)
    connection = connection_of(settings)
    web_options(settings)
    check_ports(settings)
    catalogue = standard().with_windows(site.windows)
    if path is not None:
        all_good(
            *_faults_of(lambda: read_alerting(path, site)),
            *_faults_of(lambda: read_alarms(path, site, catalogue)),
            *_faults_of(lambda: read_boards(path, site, catalogue)),
        )
    alerting = read_alerting(path, site)
    rules = default_rules(catalogue) if path is None else read_alarms(path, site, catalogue)
    boards = () if path is None else read_boards(path, site, catalogue)
    typer.echo(f"{path or 'no floorwatch.toml, the defaults'}: {_described(site)}")
    typer.echo(f"environment: Kafka at {connection.bootstrap} ({connection.protocol}), clock {settings.clock}")
    typer.echo(f"catalogue: {_counted(catalogue)}, windows {', '.join(catalogue.windows)}")
    told = ", ".join(alerting.receivers) or "nobody"
    typer.echo(f"alerts: burn rates above {alerting.fast_burn:g} and {alerting.slow_burn:g}; told: {told}")
    typer.echo(f"alarms: {', '.join(rule.name for rule in rules) or 'none'}")
    if boards:
        typer.echo(f"boards: {', '.join(board.name for board in boards)}")


def _faults_of(read: Callable[[], object]) -> Iterator[ConfigurationError]:
    """What is wrong with one part of a file: the others are looked at all the same."""
    try:
        read()
    except ConfigurationError as fault:
        yield fault


def _catalogue_text(file: Path) -> str | None:
    """What the file holds if that is a catalogue; whatever else is wrong with it, the reader of sites tells."""
    try:
        text = "" if file.is_fifo() else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    return text if is_catalogue(text) else None


def _counted(catalogue: Catalogue) -> str:
    families = f" in {len(catalogue.families)} families" if catalogue.families else ""
    return f"{len(catalogue.kpis)} KPIs{families}"


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
