"""`floorwatch dead-letters`: what was refused and why, and how it is sent again."""

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from agents.cli import options
from agents.cli.failure import CommandError, MisuseError
from agents.cli.setup import settings_for, start_logs

if TYPE_CHECKING:
    from agents.letters import Place, Wanted
    from agents.settings.runtime import Settings

Reasons = Annotated[
    list[str] | None,
    typer.Option("--reason", metavar="REASON", help="Only this reason, such as bad_time; may be given several times."),
]
Sources = Annotated[
    list[str] | None, typer.Option("--source", metavar="NAME", help="Only of this source; may be given several times.")
]
From = Annotated[
    str | None, typer.Option("--from", metavar="INSTANT", help="Refused at or after it.", show_default=False)
]
To = Annotated[str | None, typer.Option("--to", metavar="INSTANT", help="Refused before it.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
PLACE = "PARTITION@OFFSET"


def build() -> typer.Typer:
    """Build the group of commands."""
    app = typer.Typer()
    app.callback(invoke_without_command=True)(dead_letters)
    app.command("list")(list_letters)
    app.command("show")(show)
    app.command("requeue")(requeue)
    return app


def dead_letters(context: typer.Context) -> None:
    """The records that were refused: which and why (list, show), and sending them again (requeue)."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def list_letters(
    *,
    reason: Reasons = None,
    source: Sources = None,
    start: From = None,
    end: To = None,
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="Show the newest N; all are counted.")] = 50,
    json: Json = False,
    kafka: options.Kafka = None,
) -> None:
    """Count the dead letters by reason, source and what became of them, and list the newest.

    [dim]floorwatch dead-letters list --reason engine_error --from 2026-01-31T06:00:00Z[/]
    """
    from agents.cli.letter_tables import listed, print_list
    from agents.cli.progress import progress_of
    from agents.requeue import survey

    settings = _settings(kafka)
    wanted = _wanted((), reason, source, start, end)
    with progress_of("reading letters") as bar:
        piles = asyncio.run(survey(settings, wanted, limit, bar.step))
    told = listed(piles, limit)
    if json:
        sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
    else:
        print_list(told)


def show(
    letter: Annotated[str, typer.Argument(metavar=PLACE, help="A letter as list names it.")],
    *,
    raw: Annotated[bool, typer.Option("--raw", help="Print the original bytes and nothing else.")] = False,
    json: Json = False,
    kafka: options.Kafka = None,
) -> None:
    """Show one dead letter: where it came from, why it was refused, its bytes and, of an engine error, its traceback.

    To mend a record, take its bytes, change them, and send them as an event:

    [dim]floorwatch dead-letters show 2@17 --raw > mended.jsonl[/]

    [dim]floorwatch produce mended.jsonl[/]
    """
    from agents.cli.letter_tables import print_letter
    from agents.dead_letters import decode
    from agents.letters import document
    from agents.requeue import find

    if raw and json:
        raise MisuseError("--raw", "and --json are two forms: name one of them")
    place = _place(letter)
    found = asyncio.run(find(_settings(kafka), place))
    read = None if found is None else decode(found[0])
    if found is None or read is None:
        raise CommandError("dead-letters", letter, "there is no letter at this place")
    record, pile = found
    if raw:
        sys.stdout.buffer.write(read.value or b"")
        return
    told = document(place, record, read, pile.fate(place.offset))
    if json:
        sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
    else:
        print_letter(told)


def requeue(
    letters: Annotated[
        list[str] | None, typer.Argument(metavar=PLACE, help="Letters as list names them.", show_default=False)
    ] = None,
    *,
    reason: Reasons = None,
    source: Sources = None,
    start: From = None,
    end: To = None,
    every: Annotated[bool, typer.Option("--all", help="All letters, whatever their reason.")] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Send at most N, the oldest first.")] = 1_000,
    again: Annotated[bool, typer.Option("--again", help="Also those that were sent again and came back.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Send nothing; say what would be sent.")] = False,
    json: Json = False,
    kafka: options.Kafka = None,
) -> None:
    """Send dead letters again: the original bytes and key, to the partition that they came from.

    What was sent is marked in the same transaction and not sent a second time; a letter that comes back is left alone
    unless --again says otherwise. Letters that were cut off because they were too long cannot be sent.

    [dim]floorwatch dead-letters requeue --reason engine_error --dry-run[/]
    """
    from agents.cli.letter_tables import print_sent, sent_document
    from agents.cli.progress import progress_of
    from agents.requeue import Order
    from agents.requeue import requeue as send

    wanted = _wanted(letters or (), reason, source, start, end)
    if every and (letters or reason):
        raise MisuseError("--all", "and letters or --reason do not go together: leave one of them out")
    if wanted.is_everything and not every:
        raise MisuseError("requeue", "name letters, or --reason, --source, --from, --to, or --all")
    order = Order(wanted, limit, again=again, dry_run=dry_run)
    with progress_of("reading letters") as bar:
        sent = asyncio.run(send(_settings(kafka), order, bar.step))
    if json:
        sys.stdout.buffer.write(orjson.dumps(sent_document(sent, dry_run=dry_run)) + b"\n")
    else:
        print_sent(sent, dry_run=dry_run)


def _settings(kafka: str | None) -> "Settings":
    settings = settings_for(kafka=kafka)
    start_logs(settings, quiet=True)
    return settings


def _place(text: str) -> "Place":
    from agents.letters import Place

    try:
        return Place.of(text)
    except ValueError:
        raise MisuseError(text, f"is no place of a letter, such as 2@17 ({PLACE})") from None


def _wanted(
    letters: Sequence[str], reasons: list[str] | None, sources: list[str] | None, start: str | None, end: str | None
) -> "Wanted":
    from agents.letters import Wanted

    from_ms, to_ms = options.instant(start, "--from"), options.instant(end, "--to")
    if from_ms is not None and to_ms is not None and from_ms >= to_ms:
        raise MisuseError("--from", "is not before the end of the range")
    return Wanted(frozenset(map(_place, letters)), frozenset(reasons or ()), frozenset(sources or ()), from_ms, to_ms)
