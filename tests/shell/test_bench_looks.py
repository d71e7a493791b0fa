"""What is made of what was seen of a worker: lags, breaches, delays, false alarms, differences."""

import itertools
from typing import Any

import orjson

from agents.bench.backlog import KEPT, Witness
from agents.bench.backlog import site as backlog_site
from agents.bench.boards import Board
from agents.bench.events import contact_events, span_ms
from agents.bench.latency import breaches, visible
from agents.bench.likeness import unlike
from agents.bench.load import TARGET_MS, Floor, Load, Sent, site
from agents.bench.onlooker import Look, counted, late_at
from agents.settings.site import read_site
from stream.catalog import standard
from stream.floor import encode
from stream.replay import Replay

START_AT = 1_700_000_000_000


def test_an_event_is_visible_with_the_first_floor_that_has_so_many() -> None:
    """Two beats of ten and one of five; the last has not been seen, the first is not looked at.

    sent      |0.0 s: 10 |0.1 s: 20 |0.5 s: 25
    seen                     |0.4 s: 12 |1.0 s: 20
    """
    beats = [(0, 10), (100, 20), (200, 20), (500, 25)]
    looks = [Look(400, 12, 0), Look(1_000, 20, 0)]

    assert visible(beats, looks, from_ms=100) == {900: 10}
    assert visible(beats, looks, from_ms=0) == {400: 10, 900: 10}
    assert visible(beats, [*looks, Look(1_400, 25, 0)], from_ms=500) == {900: 5}


def test_a_breach_is_visible_with_the_first_floor_that_counts_so_many() -> None:
    """Promises of 0 and 100 ms are due after three seconds; the third is not seen any more."""
    sent = Sent(total=3, beats=[], promised_at=[100, 0, 200])
    looks = [Look(TARGET_MS - 1, 3, 0), Look(TARGET_MS + 40, 3, 1), Look(TARGET_MS + 900, 3, 2)]

    assert breaches(sent, looks, from_ms=0) == {40: 1, 800: 1}
    assert breaches(sent, looks, from_ms=100) == {800: 1}


def test_the_delay_of_a_share_is_a_bound_that_so_many_kept() -> None:
    """Between two looks; beyond the last bound it is more than that."""
    before = {50.0: 1_000.0, 100.0: 1_000.0, float("inf"): 1_000.0}
    after = {50.0: 1_998.0, 100.0: 1_999.0, float("inf"): 2_000.0}

    assert late_at(before, after, 0.998) == 50.0
    assert late_at(before, after, 0.999) == 100.0
    assert late_at(before, after, 1.0) == 200.0


def test_a_floor_goes_on_in_step(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    """Ten seconds at 40 a second are ten contacts a second, each with four events in order, in queues of the site."""
    load = Load(settings={}, per_second=40, promises_per_second=2, seconds=10.0, queues=5)
    floor, sent = Floor(load), []
    for second in range(11):
        at_ms = START_AT + second * 1_000
        sent += [*floor.events(second, at_ms), *floor.promises(second, at_ms)]
    events = [orjson.loads(value) for _, value in sent]
    by_contact = {
        contact: [event["type"] for event in of]
        for contact, of in itertools.groupby(sorted(events, key=lambda e: e["contact"]), key=lambda e: e["contact"])
    }
    path = tmp_path / "floorwatch.toml"
    path.write_text(site(5))
    queues = {rules.name for rules in read_site(path).queues}

    assert sum(kinds[0] == "contact.queued" for kinds in by_contact.values()) == 100 + 20
    assert by_contact["c000000000"] == [f"contact.{kind}" for kind in ("queued", "answered", "ended", "wrapped")]
    assert {event["queue"] for event in events} == queues
    assert len(queues) == 5


def floor_of(toml: str, tmp_path: Any, count: int = 4_000, at_ms: int | None = None) -> dict[str, Any]:  # noqa: ANN401 - a path
    """The floor of the bench's own events on such a site."""
    path = tmp_path / "floorwatch.toml"
    path.write_text(toml)
    replay = Replay(read_site(path), 8, at_ms)
    replay.feed(value for _, value in contact_events(count, START_AT))
    floor: dict[str, Any] = orjson.loads(encode(replay.floor(standard())))
    return floor


def test_queues_that_keep_their_promises_have_no_breach_in_the_events(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    """At the end or in between; the others have some, so that an empty answer would be noticed."""
    ends = span_ms(4_000)
    for at_ms in (START_AT + ends // 3, START_AT + ends // 2, START_AT + ends):
        floor = floor_of(backlog_site(), tmp_path, at_ms=at_ms)
        witness = Witness()
        witness.see(floor)
        whole = next(part for part in floor["slices"] if part["slice"] == {})

        assert witness.false_breaches == 0
        assert whole["kpis"]["sla_breached"]["answer"]["today"]["value"] > 0


def test_a_breach_that_is_in_no_event_is_seen(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    """A threshold that the events do not keep: what a clock that runs ahead would look like."""
    witness = Witness()
    witness.see(floor_of(backlog_site().replace("30s", "10s"), tmp_path))
    seen = witness.false_breaches
    witness.see(floor_of(backlog_site(), tmp_path))

    assert KEPT > 0
    assert seen > 0
    assert witness.false_breaches == seen
    assert witness.floors == 2


def test_floors_differ_in_what_they_differ_in(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    """One event less is seen in many figures; the same floor twice in none."""
    whole, less = floor_of("", tmp_path), floor_of("", tmp_path, 3_999)

    assert list(unlike(whole, whole)) == []
    assert any(line.startswith("/sources/") and "applied" in line for line in unlike(less, whole))


def test_a_floor_tells_how_many_records_it_is_made_of(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    """Each record has one outcome; overdue promises are of the whole floor."""
    floor = floor_of("", tmp_path)
    floor["sources"][0]["rejected"] = {"not_json": 2}

    assert counted(orjson.dumps(floor)) == (4_002, 0)
    floor["slices"][0]["live"]["overdue"] = {"answer": 3, "resolution": 1}
    assert counted(orjson.dumps(floor)) == (4_002, 4)


def test_a_board_counts_floors_that_were_cut_in_two() -> None:
    """TCP cuts where it likes."""
    board = Board(b"")
    text = b"event: kpi\r\ndata: 1\r\n\r\n" * 3
    for at in range(0, len(text), 7):
        board.data_received(text[at : at + 7])

    assert (board.floors, board.size) == (3, len(text))
