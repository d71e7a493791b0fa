"""Records that no source should ever send, by the thousand: seeded, each with what is known of its fate."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from stream.units import Millis

ODD_UTF8: Final = (b"\xed\xa0\x80", b"\xc0\xaf", b"\xff\xfe", b"\xf4\x90\x80\x80", b"\x80", b"\xe2\x28\xa1")
CONTROLS: Final = "\x00\x01\x07\x1b[31m\x7f\u0085\u200b\u202e\u2028\ufeff\U000e0001\n\r\t\"'\\{}"
WRONG: Final[tuple[object, ...]] = ([], {}, [[]], 7, 1.5, True, {"a": None})
FIELDS: Final = ("type", "contact", "source", "id", "queue", "channel", "agent", "priority")
DEEP: Final = 20_000
CONTACTS: Final = 50
EACH: Final = 20
"""Of so many of these queues the same contact tells."""


class Poison(NamedTuple):
    """A record: `refused` is the reason that it must be refused for, "any" for some reason, None where it may stand."""

    key: bytes | None
    value: bytes | None
    refused: str | None


def fuzz(seed: int, count: int, now_ms: Millis) -> Iterator[Poison]:
    """Yield so many records of all kinds."""
    dice = random.Random(f"{seed}/poison")
    for number in range(count):
        yield KINDS[number % len(KINDS)](dice, now_ms)


def unknown_queues(first: int, count: int, now_ms: Millis) -> Iterator[Poison]:
    """Yield events that are fine, but for their queues, which nobody knows, each another one; they have numbers."""
    for number in range(first, first + count):
        contact = f"lost-{number % max(CONTACTS, count // EACH)}"
        yield _event(contact, now_ms, None, type="contact.queued", id=f"{number}", queue=f"nowhere-{number}")


def enormous(count: int, size: int, now_ms: Millis) -> Iterator[Poison]:
    """Yield records with one string of that size."""
    for number in range(count):
        yield _event(f"huge-{number}", now_ms, "too_large", topic="x" * size)


def sign_of_life(at_ms: Millis) -> Poison:
    """An event that is fine, for the clock."""
    return _event("clock", at_ms, None, type="contact.updated")


def _event(contact: str, at_ms: Millis, refused: str | None, /, **facts: object) -> Poison:
    event = {
        "type": "contact.queued",
        "contact": contact,
        "time": at_ms,
        "source": "fuzz",
        "queue": "sales",
        "channel": "voice",
    }
    return Poison(contact.encode(errors="surrogatepass"), json.dumps(event | facts).encode(), refused)


def _contact(dice: random.Random) -> str:
    return f"fuzz-{dice.randrange(CONTACTS)}"


def _random_bytes(dice: random.Random, _now_ms: Millis) -> Poison:
    return Poison(dice.randbytes(dice.randrange(40)), b"\x00" + dice.randbytes(dice.randrange(2_000)), "not_json")


def _truncated(dice: random.Random, now_ms: Millis) -> Poison:
    whole = _event(_contact(dice), now_ms, "not_json")
    value = whole.value or b""
    return whole._replace(value=value[: dice.randrange(len(value))])


def _huge_number(dice: random.Random, now_ms: Millis) -> Poison:
    digits = dice.choice(("9" * 30, "1e400", "-1e400", "9" * 4_000, "-" + "9" * 19, "0.1e-999", "1" + "0" * 19))
    field = dice.choice(("time", "slots"))
    whole = _event(_contact(dice), now_ms, "any", **{field: "HERE"})
    return whole._replace(value=(whole.value or b"").replace(b'"HERE"', digits.encode()))


def _deep(dice: random.Random, now_ms: Millis) -> Poison:
    depth = dice.randrange(2_000, DEEP)
    opening, closing = dice.choice(((b"[", b"]"), (b'{"a":', b"}")))
    value = opening * depth + b"1" + closing * dice.choice((depth, depth // 2))
    if dice.random() < 0.5:
        inside = _event(_contact(dice), now_ms, None, extra="HERE")
        # A member that nobody reads may be as deep as it likes, or too deep.
        return inside._replace(value=(inside.value or b"").replace(b'"HERE"', value))
    return Poison(_contact(dice).encode(), value, "any")


def _wrong_type(dice: random.Random, now_ms: Millis) -> Poison:
    return _event(_contact(dice), now_ms, "any", **{dice.choice(FIELDS): dice.choice(WRONG)})


def _long_string(dice: random.Random, now_ms: Millis) -> Poison:
    size = dice.choice((300, 5_000, 60_000, 65_536, 200_000))
    field = dice.choice(FIELDS[1:])
    contact = "x" * size if field == "contact" else _contact(dice)
    found = _event(contact, now_ms, "too_large" if size >= 65_536 else None, **{field: "x" * size})
    return found._replace(key=contact[:1_000].encode())


def _odd_utf8(dice: random.Random, now_ms: Millis) -> Poison:
    whole = _event(_contact(dice), now_ms, "any", **{dice.choice(FIELDS[1:]): "HERE"})
    return whole._replace(value=(whole.value or b"").replace(b"HERE", b"a" + dice.choice(ODD_UTF8) + b"z"))


def _control_characters(dice: random.Random, now_ms: Millis) -> Poison:
    odd = "".join(dice.choices(CONTROLS, k=dice.randrange(1, 12)))
    field = dice.choice(("queue", "priority", "agent", "topic", "id"))
    return _event(f"odd-{dice.choice(CONTROLS)}", now_ms, None, **{field: odd})


def _lone_surrogate(dice: random.Random, now_ms: Millis) -> Poison:
    return _event(_contact(dice), now_ms, "any", **{dice.choice(FIELDS[1:]): "\ud800"})


def _nothing(dice: random.Random, _now_ms: Millis) -> Poison:
    return Poison(dice.choice((None, b"", b"c")), dice.choice((None, b"", b"null", b"[]", b"7", b'""', b"{}")), "any")


KINDS: Final[tuple[Callable[[random.Random, Millis], Poison], ...]] = (
    _random_bytes,
    _truncated,
    _huge_number,
    _deep,
    _wrong_type,
    _long_string,
    _odd_utf8,
    _control_characters,
    _lone_surrogate,
    _nothing,
)
