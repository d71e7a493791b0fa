"""`floorwatch bench`: how fast this machine is at it."""

from typing import Annotated

import typer

from agents.cli.setup import settings_for, start_logs

Events = Annotated[int, typer.Option(metavar="N", min=1_000, help="Events on the topic that is read.")]
Rounds = Annotated[int, typer.Option(metavar="N", min=1, help="How often each part runs; medians are shown.")]
Kafka = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="Measure on this Kafka. Default: FLOORWATCH_KAFKA, else one of its own, gone when it ends.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]


def bench(*, events: Events = 1_000_000, rounds: Rounds = 3, kafka: Kafka = None, json: Json = False) -> None:
    """Measure the throughput of the parts and of a durable worker, each as a ratio to a bare loop over the same events.

    Machines differ and so do their neighbours: compare ratios of one run, not events per second of two.

    [dim]floorwatch bench --events 200000[/]
    """
    from agents.bench import run

    settings = settings_for(kafka=kafka)
    start_logs(settings, quiet=True)
    raise typer.Exit(run(settings, events=events, as_json=json, rounds=rounds))
