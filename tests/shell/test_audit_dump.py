"""Records written out by an audit: `replay` makes of the lines what a worker has made of the records."""

from pathlib import Path

import pytest

from agents.audit.dump import Dump, line_of
from agents.lane.quarantine import ENGINE_ERROR
from agents.simulate.encoding import AGENT_TOPIC
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream.audit.subjects import subjects_of
from stream.codec import MAX_BYTES
from stream.errors import ConfigurationError
from stream.panes import LEVELS
from stream.partition import Partition
from stream.replay import Replay
from stream.site import Site
from stream.units import parse_instant
from tests.oracle.noise import Noise, noisy
from tests.shell.lane_doubles import PlainRecord

STARTS = parse_instant("2026-03-02T09:00:00Z")
QUEUED = b'{"type":"contact.queued","contact":"c","time":1772442000000,"queue":"sales"'
NUMBER = 3


def sent() -> list[PlainRecord]:
    """Return the records of contacts of a quarter of an hour: late, twice and spoilt in every way."""
    floor = noisy(
        simulate(Scenario(start_at_ms=STARTS, seed=4, rate=5, duration_s=900)),
        Noise(seed=4, delay_ms=30_000, duplicates=0.05, bad=0.03),
    )
    of_contacts = [one for one in floor if one.topic != AGENT_TOPIC]
    return [PlainRecord(n, one.key, one.value, one.sent_at) for n, one in enumerate(of_contacts)]


def test_a_replay_of_what_was_written_is_what_the_worker_has(tmp_path: Path) -> None:
    """Contacts and panes by the same clock, at the same partition; what no line can show is left out and counted."""
    records, kept = sent(), Partition(Site(), NUMBER)
    dump = Dump(tmp_path / "deep" / "down")
    with dump.of("calls", NUMBER) as add:
        for record in records:
            refused = kept.fold([record])
            add(record, refused[0].reason if refused else None)
    replayed = Replay(Site())
    replayed.feed((tmp_path / "deep" / "down" / f"calls-{NUMBER}.jsonl").read_bytes().splitlines())
    again = replayed.partitions[NUMBER]
    reasons = {reason for counts in kept.sources.values() for reason in counts.rejected}

    assert {"not_json", "key_mismatch", "time_too_far_ahead", "too_large"} <= reasons
    assert 0 < dump.left_out < len(records) // 10
    assert len(records) == dump.lines + dump.left_out
    assert kept.log_clock_ms == again.log_clock_ms
    assert subjects_of(kept) == subjects_of(again)
    assert all(kept.panes.kept(level.length_ms) == again.panes.kept(level.length_ms) for level in LEVELS)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (QUEUED + b"}", QUEUED + b',"record":{"timestamp":7,"partition":3}}'),
        (b"\n" + QUEUED + b"\r\n}\n", QUEUED + b'  ,"record":{"timestamp":7,"partition":3}}'),
        (QUEUED + b',"x":1e400}', QUEUED + b',"x":1e400,"record":{"timestamp":7,"partition":3}}'),
        (QUEUED + b',"x":"\xff"}', QUEUED + b',"x":"\xff","record":{"timestamp":7,"partition":3}}'),
        (b"{}", None),
        (b"[1]", None),
        (b"no", None),
        (None, None),
        (QUEUED + b',"note":"' + b"x" * (MAX_BYTES - len(QUEUED) - 11) + b'"}', None),
    ],
)
def test_a_record_is_a_line_as_it_came(value: bytes | None, line: bytes | None) -> None:
    """Unless it is no object, or the line would be one that a worker refuses; what a worker reads is always one."""
    assert line == line_of(PlainRecord(1, b"c", value, 7), NUMBER)


@pytest.mark.parametrize("reason", ["key_mismatch", ENGINE_ERROR])
def test_what_a_line_would_not_show_is_left_out(tmp_path: Path, reason: str) -> None:
    """It would count."""
    dump = Dump(tmp_path)
    with dump.of("calls", 0) as add:
        add(PlainRecord(0, b"c", QUEUED + b"}", 7), reason)

    assert (0, 1) == (dump.lines, dump.left_out)
    assert b"" == (tmp_path / "calls-0.jsonl").read_bytes()


def test_a_recording_that_is_there_stays(tmp_path: Path) -> None:
    """As a folder does that cannot be made."""
    (tmp_path / "calls-0.jsonl").write_text("mine")

    with (
        pytest.raises(ConfigurationError, match=r"calls-0\.jsonl: cannot be written: File exists"),
        Dump(tmp_path).of("calls", 0),
    ):
        pass
    with pytest.raises(ConfigurationError, match="cannot be written"):
        Dump(tmp_path / "calls-0.jsonl")
    assert "mine" == (tmp_path / "calls-0.jsonl").read_text()
