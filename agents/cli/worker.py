"""`floorwatch worker`: one worker of a floor."""

from typing import Annotated

import typer

from agents.cli import options
from agents.cli.setup import settings_for, start_logs

Rebuild = Annotated[
    bool,
    typer.Option(
        "--rebuild",
        help="Do not use what is kept of the partitions: read their source again from the oldest record there is.",
    ),
]


def worker(
    *,
    kafka: options.Kafka = None,
    config: options.Config = None,
    host: options.Host = None,
    port: options.Port = None,
    rebuild: Rebuild = False,
) -> None:
    """Run one worker: fold the events of its share of the partitions, serve wall board, API and metrics.

    More workers with the same FLOORWATCH_GROUP share the partitions. SIGTERM and Ctrl-C write a last checkpoint and
    leave. SIGHUP reads the site's file again: names, boards, alarms and versions that begin later are taken over; for
    any other change the worker says that it needs a restart.

    A state that is missing, damaged, of another topic or folded by other rules is rebuilt from the source without being
    asked: log, board and /health/ready say why, and how far it is. --rebuild asks for it, for every partition once.

    Everything else is set by the environment:
    FLOORWATCH_CHECKPOINT_INTERVAL, FLOORWATCH_SASL_PASSWORD_FILE, …

    [dim]FLOORWATCH_KAFKA=kafka-1:9092,kafka-2:9092 floorwatch worker[/]
    """
    from agents.worker_process import run

    settings = settings_for(kafka=kafka, config=config, host=host, port=port)
    start_logs(settings)
    raise typer.Exit(run(settings, rebuild=rebuild) or 0)
