"""The oracle's day contains every situation there is: otherwise two sides could agree about nothing."""

from collections.abc import Callable

import pytest

from tests.oracle import day
from tests.oracle.recordings import DAY, Recording
from tests.oracle.second_opinion import SecondOpinion
from tests.oracle.situations import EVERY

SITUATIONS = {
    "a hundred thousand events": ("events", "true", 100_000),
    "blind transfers": ("records", "json ->> 'mode' = 'blind'", 100),
    "attended transfers": ("records", "json ->> 'mode' = 'attended'", 100),
    "transfers that another queue takes up": (
        "entries",
        (
            "transferred AND EXISTS (FROM entries AS next WHERE"
            " next.contact = entries.contact AND next.entry = entries.entry + 1 AND next.queue <> entries.queue)"
        ),
        100,
    ),
    "transfers to another agent": ("entries", "legs > 1", 40),
    "transfers that nobody tells": ("lives", "kind IN ('answered', 'message') AND left_entry IS NOT NULL", 10),
    "missed offers": ("lives", "missed", 100),
    "holds": ("entries", "hold > 0", 100),
    "wrap-up of a leg before": ("lives", "wrap_up IS NOT NULL AND talking IS NOT NULL", 10),
    **{
        f"diverted: {reason}": ("facts", f"measure = 'diverted.{reason}'", 10)
        for reason in ("overflow", "timeout", "exit_key", "full", "empty", "closed", "voicemail", "callback")
    },
    "turned away": ("lives", "turned_away", 20),
    "short abandons": ("facts", "measure = 'short_abandoned'", 100),
    "abandoned exactly at a limit": ("entries", "outcome = 'abandoned' AND wait IN (short, threshold)", 10),
    "answered exactly at the threshold": ("entries", "outcome = 'answered' AND wait = threshold", 10),
    "answered a millisecond too late": ("entries", "outcome = 'answered' AND wait = threshold + 1", 5),
    "back after abandoning": (
        "entries",
        (
            "outcome = 'abandoned' AND EXISTS (FROM entries AS next WHERE"
            " next.contact = entries.contact AND next.entry = entries.entry + 1 AND next.queue = entries.queue)"
        ),
        10,
    ),
    "queued again, nothing new": ("lives", "kind = 'queued' AND opened IS NULL", 20),
    "queued elsewhere while waiting": ("lives", "kind = 'queued' AND outcome = 'diverted'", 20),
    "ended while waiting": ("lives", "kind = 'ended' AND outcome IS NOT NULL", 20),
    "resolved while waiting": ("lives", "kind = 'resolved' AND outcome IS NOT NULL", 10),
    "answered without queueing": ("lives", "implied", 40),
    "answered by a message": ("lives", "kind = 'message' AND outcome = 'answered'", 100),
    "bots": ("tape", "kind = 'message' AND sender = 'bot'", 100),
    "private notes": ("tape", "sender = 'agent' AND NOT public", 100),
    "customers who write twice": ("lives", "response_to IS NULL AND asked_at < at_ms AND kind = 'message'", 100),
    "re-opened cycles": ("facts", "measure = 'reopened'", 50),
    "re-opened without an entry": ("cycles", "again AND first_entry IS NULL", 10),
    "suspended": ("lives", "kind = 'suspended'", 50),
    "continued": ("lives", "kind = 'continued'", 50),
    "outbound and internal": ("lives", "NOT inbound AND step = 1", 50),
    "another queue by an update": ("lives", "kind = 'updated' AND queue IN (SELECT queue FROM entries)", 50),
    "chats that are never ended": (
        "entries",
        "channel = 'chat' AND outcome = 'answered' AND contact NOT IN (SELECT contact FROM lives WHERE kind = 'ended')",
        50,
    ),
    "silence closes who waits": ("lives", "kind = 'idle' AND outcome IS NOT NULL", 20),
    "silence closes a conversation": ("lives", "kind = 'idle' AND left_entry IS NOT NULL", 50),
    "spoken after silence": ("lives", "closed AND responds", 10),
    "equal times": ("moments", "len(open) > 1", 500),
    "equal times in an order that only the state tells": (
        (
            "(SELECT rank, lag(rank) OVER of_contact AS before,"
            " lives.at_ms = lag(lives.at_ms) OVER of_contact AS at_once FROM lives JOIN tape USING (event)"
            " WINDOW of_contact AS (PARTITION BY lives.contact ORDER BY step))"
        ),
        "at_once AND rank < before",
        40,
    ),
    "ended before it was answered": ("lives", "implied AND ended", 10),
    "responses before the start": ("lives JOIN tape USING (event)", "sender = 'agent' AND lives.cycle = 0", 10),
    "wrapped before the end": ("lives", "kind = 'wrapped' AND wrap_up IS NULL AND talking IS NOT NULL", 10),
    "resumed after the end": ("lives", "kind = 'resumed' AND talking IS NULL", 10),
    "breached with nothing else": ("response_clocks", "breached AND response_at IS NULL", 50),
    "cancelled in time": ("response_clocks", "stopped", 50),
    "in flight past the threshold": ("facts", "measure = 'in_flight'", 50),
    "in flight within the threshold": (
        "entries",
        "outcome = 'waiting' AND queued_at > (SELECT shown_at FROM clocks) - threshold",
        10,
    ),
    "in conversation at the end": ("entries", "outcome = 'answered' AND handled_at IS NULL AND legs > 0", 10),
    "duplicates": ("told", "line NOT IN (SELECT line FROM events)", 1_000),
    "events without an id": ("events", "id IS NULL", 1_000),
    "duplicates without an id": ("told", "id IS NULL AND line NOT IN (SELECT line FROM events)", 10),
    "out of order within a contact": (
        "(SELECT at_ms, max(at_ms) OVER (PARTITION BY contact ORDER BY line) AS newest FROM told)",
        "at_ms < newest",
        1_000,
    ),
    "too far ahead": ("records", "json ->> '$.record.timestamp' IS NOT NULL", 20),
    "no JSON": ("records", "json IS NULL", 20),
    "times as text": ("records", "json_type(json, '$.time') = 'VARCHAR'", 1_000),
}


@pytest.fixture(scope="session")
def sql(recording: Callable[[str], Recording]) -> SecondOpinion:
    """Return the day as SQL reads it."""
    return recording(DAY).sql


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_day_contains(sql: SecondOpinion, situation: str) -> None:
    """Each situation occurs often enough to meet the edges of intervals and the others."""
    table, condition, least = SITUATIONS[situation]

    assert least <= sql.count(condition, table)


def test_every_script_is_told(sql: SecondOpinion) -> None:
    """Each script of the day becomes as many contacts as it should."""
    rows = sql.database.execute(
        "SELECT regexp_replace(name, ' \\d+$', ''), count(*) FROM contacts GROUP BY 1"
    ).fetchall()
    found = {name: number for name, number in rows if name in EVERY}

    assert dict.fromkeys(EVERY, day.COPIES) == found


def test_the_same_seed_gives_the_same_day() -> None:
    """Equal seeds give equal bytes, another seed another day."""
    quiet = day.lines(seed=3, rate=1)

    assert quiet == day.lines(seed=3, rate=1)
    assert quiet != day.lines(seed=4, rate=1)
