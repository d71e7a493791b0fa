"""`floorwatch generate`: the files of Prometheus, Alertmanager and Grafana for a site."""

from pathlib import Path
from typing import Annotated

import typer

from agents.cli import options
from agents.cli.failure import MisuseError
from agents.cli.setup import settings_for
from stream.catalog import standard
from stream.errors import unwritable

Out = Annotated[Path, typer.Option(metavar="DIR", help="Where to; made if it is not there.")]
Worker = Annotated[
    list[str],
    typer.Option(
        metavar="HOST:PORT",
        help="A worker that Prometheus scrapes; may be given several times. Default: every address of the name "
        "`worker`, port 8090, as in the Compose file.",
        show_default=False,
    ),
]
TokenFile = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="The file, as Prometheus sees it, with the token that the workers ask for.",
        show_default=False,
    ),
]
Alertmanager = Annotated[
    list[str],
    typer.Option(
        metavar="HOST:PORT",
        help="Where Prometheus sends alerts; may be given several times. Default: alertmanager:9093.",
        show_default=False,
    ),
]


def generate(
    *,
    config: options.Config = None,
    out: Out = Path("generated"),
    worker: Worker = [],  # noqa: B006 - typer reads it and hands out lists of its own
    token_file: TokenFile = None,
    alertmanager: Alertmanager = [],  # noqa: B006 - as above
) -> None:
    r"""Write what Prometheus, Alertmanager and Grafana need to know of a site.

    [bold]prometheus/prometheus.yml[/]   what is scraped, and how often

    [bold]prometheus/rules.yml[/]   every ratio and mean per queue and channel; burn rates

    [bold]prometheus/alerts.yml[/]   when somebody has to act, and what they read then

    [bold]alertmanager/alertmanager.yml[/]   which team is told how; what is silenced

    [bold]alertmanager/templates/kpi.tmpl[/]   mails, Slack and Teams messages

    [bold]grafana/[/]   dashboards, provisioning (alerting: instead of Alertmanager), a playlist for screens

    Limits, teams and receivers stand under \[alerting] in floorwatch.toml, KPIs in the catalogue. Secrets are named
    by their files and written nowhere. A limit that a queue could never pass is refused, as by `floorwatch check`.

    [dim]floorwatch generate --config floorwatch.toml --out /etc/floorwatch --worker 10.0.0.5:8090[/]
    """
    workers, alertmanagers = _addresses("--worker", worker), _addresses("--alertmanager", alertmanager)
    wanted = _wanted(config, workers, token_file, alertmanagers)
    changed = _written(out, wanted)
    for name in changed:
        typer.echo(out / name)
    typer.echo(f"{len(wanted)} files, {len(changed)} changed")


def _wanted(
    config: Path | None, workers: list[str], token_file: str | None, alertmanagers: list[str]
) -> dict[str, str]:
    from agents.outputs.files import files
    from agents.outputs.grafana.folder import folder
    from agents.outputs.prometheus import Scraping
    from agents.settings.alerting import read_alerting
    from agents.settings.runtime import site_file, site_of

    settings = settings_for(config=config)
    site = site_of(settings)
    alerting, catalogue = read_alerting(site_file(settings), site), standard().with_windows(site.windows)
    told = tuple(alertmanagers) or Scraping().alertmanagers
    scraping = Scraping(workers=tuple(workers), token_file=token_file, alertmanagers=told)
    boards = {f"grafana/{name}": text for name, text in folder(catalogue, alerting).items()}
    return files(catalogue, alerting, scraping=scraping) | boards


def _written(out: Path, wanted: dict[str, str]) -> list[str]:
    from agents.generated import write

    try:
        # In a folder of somebody's own what is not ours may be his.
        return write(out, wanted, folders=())
    except OSError as fault:
        raise unwritable(out, fault) from None


def _addresses(option: str, given: list[str]) -> list[str]:
    """Each address by itself: Prometheus takes no list of them for one."""
    from agents.settings.values import addresses

    try:
        return [address for several in given for address in addresses(several).split(",")]
    except ValueError as fault:
        raise MisuseError(option, str(fault)) from None
