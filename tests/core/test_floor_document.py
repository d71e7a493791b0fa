"""The JSON document of a floor: its schema, its members, its bytes."""

import json
from typing import Any

import jsonschema
import msgspec
import pytest

from stream import floor
from stream.crew.figures import GroupFigures
from stream.floor_clock import FloorClock, PartitionReading
from stream.kpi import KpiValue
from stream.measures import coordinate
from stream.overlay import Live, SourceCounts
from stream.site import Site
from tests.core.test_floor import CARE, CATALOGUE, CHAT, NOON, SALES, built, offered, part


def plain(document: dict[str, Any]) -> dict[str, Any]:
    """The document with all of its figures looked up."""
    looked_up: dict[str, Any] = json.loads(json.dumps(document, default=dict))
    return looked_up


def busy_floor() -> floor.Floor:
    """A floor with something in every place of the document."""
    totals = {"5m": {SALES: offered(1), CHAT: {coordinate("unmeasured"): 1}}, "today": {SALES: offered(1)}}
    counts = SourceCounts(1, 0, 0, {"not_json": 1}, -5)
    readings = (
        PartitionReading(0, NOON, "caught_up"),
        PartitionReading(1, None, "stale", 1_500),
    )
    clock = FloorClock(NOON, "wall", stale=True, partitions=readings, delay_ms=2_000)
    parts = [
        part(
            totals=totals,
            live={SALES: Live(1, 2, 3, 4, {"answer": 1}, {"answer": 1}, 5, 6, {"answer": 7})},
            sources={"a": counts},
        )
    ]
    return floor.build(parts, Site(), CATALOGUE, clock)


def test_the_document_keeps_its_schema() -> None:
    """Draft 2020-12, closed at every level."""
    jsonschema.Draft202012Validator.check_schema(floor.schema())

    jsonschema.validate(plain(floor.document(busy_floor())), floor.schema())
    jsonschema.validate(json.loads(floor.encode(busy_floor())), floor.schema())


@pytest.mark.parametrize("broken", [{"as_of": "today"}, {"slices": None}, {"surprise": 1}, {"slices": [{"slice": {}}]}])
def test_the_schema_refuses_what_is_not_the_document(broken: dict[str, object]) -> None:
    """A schema that lets everything pass would prove nothing."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**plain(floor.document(busy_floor())), **broken}, floor.schema())


def test_the_document_tells_the_clock_and_each_partition() -> None:
    """What depends on arrival stands here, never in `as_of` or `slices`."""
    document = floor.document(busy_floor())

    assert NOON == busy_floor().as_of_ms
    assert document["as_of"] == "2026-03-02T12:00:00Z"
    assert {
        "mode": "wall",
        "delay_ms": 2_000,
        "at": "2026-03-02T12:00:00Z",
        "stale": True,
        "partitions": [
            {"partition": 0, "at": "2026-03-02T12:00:00Z", "state": "caught_up"},
            {"partition": 1, "at": None, "state": "stale", "age_ms": 1_500},
        ],
    } == document["clock"]


def test_the_document_has_the_members_of_the_contract() -> None:
    """A value has numerator, denominator and unit; a ratio n; a label its own level; live ones the window now."""
    document = floor.document(busy_floor())
    sales = document["slices"][-1]

    assert sales["slice"] == {"queue": "sales", "channel": "voice"}
    assert sales["live"] == {
        "waiting": 1,
        "longest_wait_ms": 2,
        "waiting_past_threshold": 3,
        "open": 4,
        "overdue": {"answer": 1},
        "at_risk": {"answer": 1},
        "age_ms": 5,
        "oldest_ms": 6,
        "oldest_overdue_ms": {"answer": 7},
    }
    assert sales["kpis"]["offered"]["5m"] == {"value": 1, "numerator": 1, "denominator": None, "unit": "contacts"}
    assert sales["kpis"]["service_level"]["5m"] == {
        "value": None,
        "numerator": 0,
        "denominator": 0,
        "unit": "ratio",
        "n": 0,
    }
    assert sales["kpis"]["sla_met"]["answer"]["5m"]["value"] == 0
    assert sales["kpis"]["overdue"]["answer"]["now"]["value"] == 1


def test_the_bytes_do_not_depend_on_the_order_of_anything() -> None:
    """Parts, slices and measures in another order give the same document, keys sorted at every level."""
    first, second = coordinate("offered"), coordinate("answered")
    one = part(0, totals={"5m": {SALES: {first: 1, second: 2}, CHAT: offered(3)}})
    other = part(1, totals={"5m": {CARE: offered(4)}})
    turned = part(0, totals={"5m": {CHAT: offered(3), SALES: {second: 2, first: 1}}})
    encoded = floor.encode(built(one, other))
    assert encoded == floor.encode(built(other, turned))
    assert encoded == json.dumps(json.loads(encoded), sort_keys=True, separators=(",", ":")).encode()


def test_the_bytes_say_what_the_document_says() -> None:
    """And what else they are told to say, among its members; of a team without a live figure too."""
    shown = busy_floor()
    team = GroupFigures({"team": "red"}, {"occupancy": {"5m": KpiValue(0.5, 1, 2, "ratio")}})
    shown = msgspec.structs.replace(shown, groups=(team,))
    about = {"name": "Seoul", "partitions": {"total": 2, "owned": 1}}
    encoded = floor.encode(shown, about)

    assert plain(floor.document(shown)) | about == json.loads(encoded)
    assert encoded == json.dumps(json.loads(encoded), sort_keys=True, separators=(",", ":")).encode()
    assert plain(floor.document(shown)) == json.loads(floor.encode(shown))
