"""All commands, put together."""

import importlib.metadata
import inspect
import re
from typing import Annotated, Final

import typer
from typer.models import CommandInfo, TyperInfo

from agents.cli import (
    audit,
    bench,
    check,
    dead_letters,
    demo,
    explain,
    generate,
    health,
    link,
    produce,
    replay,
    report,
    simulate,
    worker,
)

_LINE_END: Final = re.compile(r"(?<!\n)\n(?!\n|\[dim\])")
"""Within a paragraph; an example has a line of its own."""


def build() -> typer.Typer:
    """Build the application."""
    app = typer.Typer(
        name="floorwatch",
        rich_markup_mode="rich",
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    )
    app.callback(invoke_without_command=True)(floorwatch)
    app.command("demo", rich_help_panel="Run")(demo.demo)
    app.command("worker", rich_help_panel="Run")(worker.worker)
    app.command("health", rich_help_panel="Run")(health.health)
    app.command("link", rich_help_panel="Run")(link.link)
    app.command("check", rich_help_panel="Run")(check.check)
    app.command("generate", rich_help_panel="Run")(generate.generate)
    app.command("simulate", rich_help_panel="Events")(simulate.simulate)
    app.command("produce", rich_help_panel="Events")(produce.produce)
    app.command("replay", rich_help_panel="Recordings")(replay.replay)
    app.command("report", rich_help_panel="Recordings")(report.report)
    app.command("explain", rich_help_panel="Recordings")(explain.explain)
    app.command("audit", rich_help_panel="Production")(audit.audit)
    app.add_typer(dead_letters.build(), name="dead-letters", rich_help_panel="Production")
    app.command("bench", rich_help_panel="Measure")(bench.bench)
    _flow(app)
    return app


def _flow(app: typer.Typer) -> None:
    """Let each help fill the lines of the terminal: those of a docstring are broken for another width."""
    told: list[TyperInfo | CommandInfo] = [*app.registered_commands]
    if app.registered_callback is not None:
        told.append(app.registered_callback)
    for one in told:
        one.help = _LINE_END.sub(" ", inspect.getdoc(one.callback) or "")
    for group in app.registered_groups:
        if group.typer_instance is not None:
            _flow(group.typer_instance)


def floorwatch(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    """The real-time KPI monitor that a customer-service floor watches on its wall.

    Start with [bold]floorwatch demo[/]: a simulated floor on a Kafka of its own, and the address of its wall board.

    Settings come from the environment (FLOORWATCH_KAFKA, FLOORWATCH_CONFIG, FLOORWATCH_PORT, …), the site's queues and
    what they promise from floorwatch.toml.
    """
    if version:
        typer.echo(importlib.metadata.version("floorwatch"))
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())
