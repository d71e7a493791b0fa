"""`floorwatch demo`: everything on one machine, from one command."""

from typing import Annotated

import typer

from agents.cli import options
from agents.cli.failure import naming_options
from agents.cli.setup import settings_for, start_logs
from agents.clock import now_ms

Rate = Annotated[float, typer.Option(metavar="N", help="Simulated events per second: 1 to 50,000.")]
Seed = Annotated[int, typer.Option(metavar="S", help="Another seed, another day on the floor.")]
Duration = Annotated[
    float | None,
    typer.Option(metavar="S", min=0.0, help="End after so many seconds. Default: at Ctrl-C.", show_default=False),
]
Kafka = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="Use this Kafka. Default: FLOORWATCH_KAFKA, else one of the demo's own, gone when it ends.",
        show_default=False,
    ),
]


def demo(
    *,
    rate: Rate = 50.0,
    port: options.Port = None,
    duration: Duration = None,
    kafka: Kafka = None,
    seed: Seed = 1,
) -> None:
    """Watch a simulated floor live: a Kafka, simulated customers and agents, a worker and its wall board.

    Prints the address of the wall board. Ctrl-C ends it and leaves nothing behind: no process, no port, no file.

    [dim]floorwatch demo --rate 200 --port 8090[/]
    """
    from agents.demo import HISTORY_S, run
    from agents.simulate.scenario import Scenario

    with naming_options():
        # Before there is a Kafka: what begins once it is there differs in its start alone.
        Scenario(start_at_ms=now_ms(), seed=seed, rate=rate, history_s=HISTORY_S)
    settings = settings_for(kafka=kafka, port=port)
    start_logs(settings)
    raise typer.Exit(run(settings, rate=rate, duration_s=duration, seed=seed) or 0)
