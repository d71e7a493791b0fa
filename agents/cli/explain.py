"""`floorwatch explain`: everything about a contact, or the contacts behind a figure."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import orjson
import typer
from msgspec.structs import replace

from agents.cli import options
from agents.cli.contact_tables import print_contact
from agents.cli.failure import CommandError, MisuseError, say
from agents.cli.playlist import in_time_order, naming_files
from agents.cli.progress import progress_over
from agents.cli.recording import Recording, recordings_of
from agents.cli.refused import full_names, reasons, refused_lines
from agents.cli.setup import settings_for, site_for, start_logs
from agents.cli.why_tables import print_why, to_csv, to_json
from stream.catalog import standard
from stream.explain.account import Accounts
from stream.explain.document import Teller
from stream.explain.following import Following, heard
from stream.explain.naming import Movers
from stream.explain.question import Question
from stream.explain.why import answers
from stream.units import Millis

if TYPE_CHECKING:
    from agents.settings.runtime import Settings

Subject = Annotated[
    str,
    typer.Argument(metavar="CONTACT_OR_KPI", help="A contact's id, or a KPI such as service_level or sla_met.answer."),
]
Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE",
        help="Recordings: one JSON event a line, plain or gzip; - is the standard input. Default: the topic in Kafka.",
        show_default=False,
    ),
]
IsContact = Annotated[bool, typer.Option("--contact", help="It is a contact's id, although a KPI has that name.")]
Queue = Annotated[str | None, typer.Option(metavar="NAME", help="Of this queue. Default: all.", show_default=False)]
Channel = Annotated[str | None, typer.Option(metavar="NAME", help="Of this channel.", show_default=False)]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="INSTANT",
        help="Where the range of a KPI begins; of a contact in Kafka, where to begin reading.",
        show_default=False,
    ),
]
To = Annotated[
    str | None, typer.Option("--to", metavar="INSTANT", help="Where the range ends, not included.", show_default=False)
]
Attribution = Annotated[
    Literal["event", "entry"],
    typer.Option(help="event: each moment counts when it happened. entry: all of an entry counts when it was queued."),
]
TimeZone = Annotated[
    str | None,
    typer.Option("--tz", metavar="ZONE", help="Of all instants shown. Default: the site's.", show_default=False),
]
Limit = Annotated[
    int, typer.Option(metavar="N", min=0, help="Contacts that a table shows, 0 for all; json and csv have all.")
]
Format = Annotated[
    Literal["table", "json", "csv"], typer.Option("--format", help="table for the eye; csv for the contacts of a KPI.")
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]


def explain(
    subject: Subject,
    files: Files = None,
    *,
    contact: IsContact = False,
    queue: Queue = None,
    channel: Channel = None,
    start: From = None,
    end: To = None,
    attribution: Attribution = "event",
    config: options.Config = None,
    kafka: options.Kafka = None,
    time_zone: TimeZone = None,
    limit: Limit = 50,
    form: Format = "table",
    json: Json = False,
) -> None:
    """Explain a contact (its events, state, clocks and all that it counts for) or a KPI: the contacts behind it.

    Without files the topic is read up to its end. The figure of a KPI is the one of report over the same range.

    [dim]floorwatch explain 0801-AA0204-43678 week.jsonl.gz[/]

    [dim]floorwatch explain aht week.jsonl.gz --queue sales --from 2026-01-31T10:00:00Z --to 2026-01-31T11:00:00Z[/]
    """
    _check(files, kafka, form, json=json)
    settings = settings_for(config=config, kafka=kafka)
    site = site_for(settings)
    asked = Question(
        site=site,
        kpi=subject,
        attribution=attribution,
        labels={name: value for name, value in (("queue", queue), ("channel", channel)) if value is not None},
        from_ms=options.instant(start, "--from"),
        to_ms=options.instant(end, "--to"),
        time_zone=time_zone or site.time_zone,
    )
    explained = _contact if contact or not _is_kpi(subject) else _kpi
    explained(asked, files or [], settings, "json" if json else form, limit)


def _check(files: Sequence[Path] | None, kafka: str | None, form: str, *, json: bool) -> None:
    """Raise MisuseError for options of which one would be passed over in silence."""
    if files and kafka is not None:
        raise MisuseError("--kafka", "and files are two sources: name one of them")
    if json and form == "csv":
        raise MisuseError("--json", "and --format csv are two forms: name one of them")


def _is_kpi(subject: str) -> bool:
    return subject.partition(".")[0] in standard().kpis


def _contact(asked: Question, files: Sequence[Path], settings: "Settings", form: str, _limit: int) -> None:
    """Explain a contact: by the rules of a report where files are read, in Kafka by those of a worker."""
    contact = asked.kpi
    if asked.labels or asked.to_ms is not None or asked.attribution != "event" or form == "csv":
        raise MisuseError(contact, "is no KPI: only a KPI has queue, channel, range, attribution and csv")
    if files and asked.from_ms is not None:
        raise MisuseError("--from", "says where to begin in Kafka; a file is read as a whole")
    following = Following(replace(asked.site, keeps_all=bool(files)), contact)
    teller = Teller(following, Movers(standard(), asked.site), asked.time_zone)
    _follow(following, recordings_of(files), settings, contact=contact, from_ms=asked.from_ms)
    if not following.told:
        nobody = f"none of {following.records:,} records is about this contact"
        other = ", although a KPI has this name" if _is_kpi(contact) else ", and no KPI has this name"
        raise CommandError("explain", contact, nobody + other)
    document = teller.document(contact)
    if form == "json":
        sys.stdout.buffer.write(orjson.dumps(document) + b"\n")
    else:
        print_contact(document)


def _kpi(asked: Question, files: Sequence[Path], settings: "Settings", form: str, limit: int) -> None:
    """Explain a figure: always by the rules of a report."""
    asked.check(standard())
    following = Following(replace(asked.site, keeps_all=True))
    recordings = recordings_of(files)
    _follow(following, recordings, settings)
    found = answers(asked, Accounts(following), standard())
    if form == "json":
        sys.stdout.buffer.write(to_json(found) + b"\n")
    elif form == "csv":
        sys.stdout.buffer.write(to_csv(found).encode())
    elif following.clock_ms or following.first_of_people_ms is not None:
        for one in found:
            print_why(one, limit)
    else:
        # Without an event there is no range, least of all one in 1970.
        typer.echo("Nothing happened in the range.")
    if refused := following.refused:
        say(
            refused_lines(recordings, refused, following.records + following.of_people)
            if recordings
            else _refused_records(settings.contact_topic, refused, following.records)
        )
    if recordings and (crowd := full_names(recordings, following.full)):
        say(crowd)


def _refused_records(topic: str, refused: Counter[str], read: int) -> str:
    """What of a topic is missing in the figure: the workers have kept it."""
    of = f"{refused.total():,} of {read:,} records refused ({reasons(refused)})"
    return f"{topic}: {of}; floorwatch dead-letters list tells of those that a worker refused"


def _follow(
    following: Following,
    recordings: Sequence[Recording],
    settings: "Settings",
    *,
    contact: str | None = None,
    from_ms: Millis | None = None,
) -> None:
    """Read the recordings, or where there are none the topic; of one contact only its partition, if it is there."""
    if not recordings:
        from agents.cli.listening import listen

        start_logs(settings, quiet=True)
        listening = listen(
            settings, following.hear, contact=contact, found=lambda: any(following.lives()), from_ms=from_ms
        )
        asyncio.run(listening)
        return
    with naming_files(recordings), progress_over(recordings, "reading") as step:

        def lines() -> Iterator[tuple[str, bytes]]:
            for line in in_time_order(recordings, blank=True):
                step()
                yield line.place, line.text

        following.hear(heard(lines()))
