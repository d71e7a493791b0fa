"""The kinds of values that a person writes: durations, instants, time zones, names from a list."""

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator

from stream.units import DAY, MINUTE, Millis, format_duration, format_instant, parse_duration, parse_instant
from stream.windows import further_window

NONE: Final = "none"
"""What a person writes where a limit or a target can be switched off."""
LAST_PORT: Final = 65_535
LONGEST_MS: Final = 3_653 * DAY
_TIME_OF_DAY: Final = re.compile(r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)")
_NO_ZONE: Final = re.compile(r"localtime|posixrules|Factory|(posix|right)/.*")
"""Files beside those of the zones: the machine's own, which is another one elsewhere, and copies with leap seconds."""
_OF_NAMES: Final = "letters, digits, dots, dashes and underscores"
_HOST: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?")
_SITE: Final = re.compile(rf"https?://(?:{_HOST.pattern}|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{{1,5}}))?")
_ADDRESS: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class WarnBefore:
    """How long before its deadline a clock is at risk: a share of the target, or a duration of its own."""

    share: float = 0.0
    lead_ms: Millis | None = None


def nearest(name: str, known: Collection[str]) -> str:
    """The end of a sentence that names the known word which the unknown one resembles, or nothing."""
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def one_of(known: Collection[str]) -> BeforeValidator:
    """Accept the known names only."""

    def check(name: object) -> str:
        if not isinstance(name, str) or name not in known:
            hint = nearest(name, known) if isinstance(name, str) else ""
            raise ValueError(f"{name!r} is none of {', '.join(known)}{hint}")
        return name

    return BeforeValidator(check)


def duration_ms(text: object) -> Millis:
    """The milliseconds of a duration as it is written; a ValueError says what is wrong with anything else."""
    if not isinstance(text, str):
        raise ValueError(f'{text!r} is not a duration in quotes, such as "20s"')  # noqa: TRY004 - pydantic reads it
    span_ms = parse_duration(text)
    if span_ms > LONGEST_MS:
        raise ValueError(f"{text!r} is longer than ten years")
    return span_ms


def _positive(text: object) -> Millis:
    span_ms = duration_ms(text)
    if not span_ms:
        raise ValueError(f"{text!r} is no time at all; it must be longer")
    return span_ms


def _span(parse: Callable[[object], Millis]) -> Callable[[object], Millis]:
    """Whole milliseconds pass: only code gives them, the environment holds text."""
    return lambda span: span if type(span) is int and span >= 0 else parse(span)


def _or_none(parse: Callable[[object], Millis]) -> Callable[[object], Millis | None]:
    return lambda text: None if text == NONE else parse(text)


def _instant(text: object) -> Millis:
    if isinstance(text, datetime):
        text = text.isoformat()
    try:
        at_ms = parse_instant(str(text))
        # In UTC it may lie beyond the years that there are.
        format_instant(at_ms)
    except (ValueError, OverflowError):
        raise ValueError(f"{str(text)!r} is not an instant with offset, such as 2026-01-01T00:00:00+09:00") from None
    return at_ms


def _zone(name: object) -> str:
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo(str(name)).key
        if _NO_ZONE.fullmatch(zone) is None:
            return zone
    hint = nearest(str(name), [zone for zone in available_timezones() if _NO_ZONE.fullmatch(zone) is None])
    raise ValueError(f"{name!r} is no IANA time zone, such as Europe/Berlin{hint}")


def _day_start(text: object) -> int:
    """The minutes after midnight of `"07:00"`."""
    written = _TIME_OF_DAY.fullmatch(text) if isinstance(text, str) else None
    if written is None or int(written["minute"]) % 5:
        raise ValueError(f'{text!r} is no time of day in steps of 5 minutes, such as "07:00"')
    return int(written["hour"]) * 60 + int(written["minute"])


def _window(text: object) -> str:
    duration_ms(text)
    return further_window(str(text))


def _warn_before(written: object) -> WarnBefore:
    if isinstance(written, str):
        return WarnBefore(lead_ms=duration_ms(written))
    if isinstance(written, bool) or not isinstance(written, int | float) or not 0 <= written <= 1:
        raise ValueError(f'{written!r} is neither a share from 0 to 1 nor a duration such as "{_EXAMPLE}"')
    return WarnBefore(share=float(written))


_EXAMPLE: Final = format_duration(MINUTE)

Duration = Annotated[Millis, BeforeValidator(duration_ms)]
PositiveDuration = Annotated[Millis, BeforeValidator(_positive)]
OptionalDuration = Annotated[Millis | None, BeforeValidator(_or_none(_positive))]
Span = Annotated[Millis, BeforeValidator(_span(duration_ms))]
PositiveSpan = Annotated[Millis, BeforeValidator(_span(_positive))]
Instant = Annotated[Millis, BeforeValidator(_instant)]
DayStart = Annotated[int, BeforeValidator(_day_start)]
Zone = Annotated[str, BeforeValidator(_zone)]
Window = Annotated[str, BeforeValidator(_window)]
Lead = Annotated[WarnBefore, BeforeValidator(_warn_before)]


def addresses(written: object) -> str:
    """Kafka's servers, `host:port` with commas between; a ValueError names the one that is none."""
    return ",".join(address(part.strip(), like="kafka-1:9092") for part in str(written).split(","))


def address(written: str, *, like: str) -> str:
    """A server, `host:port`; a ValueError says that it is none, and what one looks like."""
    found = _ADDRESS.fullmatch(written)
    if found is None or not 0 < int(found["port"]) <= LAST_PORT:
        raise ValueError(f"{written!r} is not host:port, such as {like}")
    return written


def spelled(pattern: str, means: str) -> AfterValidator:
    """Accept what is spelled so; anything else is told what it should have been."""
    wanted = re.compile(pattern)

    def check(written: str) -> str:
        if wanted.fullmatch(written) is None:
            raise ValueError(f"{written!r} is no {means}")
        return written

    return AfterValidator(check)


def name_of(what: str, longest: int) -> AfterValidator:
    """Accept a name that can stand in an address or a label as it is."""
    means = f"name of {what}: 1 to {longest} {_OF_NAMES}, a letter or digit first"
    return spelled(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{longest - 1}}}", means)


def kafka_name(longest: int) -> AfterValidator:
    """Accept a name that Kafka takes."""
    return spelled(rf"[A-Za-z0-9._-]{{1,{longest}}}", f"name that Kafka takes: 1 to {longest} {_OF_NAMES}")


def host_names(written: object) -> str:
    """Names of hosts with commas between; a ValueError names the one that is none."""
    parts = [part.strip() for part in str(written).split(",")]
    for part in parts:
        if _HOST.fullmatch(part) is None:
            raise ValueError(f"{part!r} is no name of a host, such as board.example.org, without scheme and port")
    return ",".join(parts)


def web_sites(written: object) -> str:
    """Sites as a browser names them, with commas between; a ValueError names the one that is none."""
    parts = [part.strip() for part in str(written).split(",")]
    for part in parts:
        found = _SITE.fullmatch(part)
        if found is None or not 0 < int(found["port"] or LAST_PORT) <= LAST_PORT:
            raise ValueError(f"{part!r} is no site, such as https://intranet.example.org, without a path")
    return ",".join(parts)


def listening_host(written: object) -> str:
    """The address or name of an interface to listen on; a ValueError says that it is none."""
    host = str(written)
    try:
        ip_address(host)
    except ValueError:
        if _HOST.fullmatch(host) is None:
            raise ValueError(f"{host!r} is no address or name to listen on, such as 0.0.0.0 or ::1") from None
    return host


def topic_name(name: str) -> str:
    """A name that Kafka takes; a ValueError says which it does not."""
    if name in {".", ".."}:
        raise ValueError(f"{name!r} is no name of a topic")
    return name
