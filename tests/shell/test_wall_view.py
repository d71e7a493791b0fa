"""What a board shows of a floor: tiles, queues in order, alarms; by its own configuration."""

from dataclasses import replace
from typing import Any

from msgspec.structs import replace as changed

from agents.wall.board import Board, Figure, Tile, default_board
from agents.wall.judge import Judge
from agents.wall.view import MOST_QUEUES, about, view
from stream.alarms.defaults import default_rules
from stream.alarms.rule import Rule
from stream.catalog import Catalogue, load, standard
from tests.shell.floor_documents import Sample, chat, count, floor, incident_floor, staffed, usual_floor, voice

CATALOGUE = standard()
RULES = default_rules(CATALOGUE)
JUDGE = Judge(CATALOGUE, RULES)
MAIN = default_board(CATALOGUE)


def tile(document: dict[str, Any], shown: Tile, board: Board = MAIN) -> dict[str, Any]:
    """What one big number says of a floor."""
    told: dict[str, Any] = view(document, replace(board, tiles=(shown,)), JUDGE)["tiles"][0]
    return told


def queues(document: dict[str, Any], board: Board = MAIN) -> list[tuple[str, str]]:
    """Name and level of each queue, in order."""
    return [(row["queue"], row["level"]) for row in view(document, board, JUDGE)["queues"]]


def test_queues_stand_worst_first() -> None:
    """By level, then by how far they are from what they promise."""
    assert [
        ("help", "critical"),
        ("sales", "critical"),
        ("service", "critical"),
        ("billing", "watch"),
        ("technical support and repairs", "watch"),
        ("returns", "watch"),
        ("orders", "ok"),
    ] == queues(incident_floor())


def test_the_level_comes_before_the_share() -> None:
    """Three calls of which none was in time say less than twenty of which nine were not."""
    document = floor({("few", "voice"): voice(0, 3), ("many", "voice"): voice(11, 20)})

    assert [("many", "critical"), ("few", "watch")] == queues(document)


def test_a_queue_is_as_bad_as_the_gravest_of_its_clocks() -> None:
    """That no first response is overdue makes seven overdue resolutions no better: each clock has an alarm."""
    document = floor({("help", "chat"): Sample()})
    document["slices"][-1]["kpis"]["overdue"]["resolution"] = {"now": count(7)}
    row = view(document, MAIN, JUDGE)["queues"][0]

    assert ("critical", "overdue", "resolution") == (row["level"], row["reason"]["kpi"], row["reason"]["label"])


def test_an_alarm_of_one_queue_is_judged_beside_the_usual_one() -> None:
    """Nine seconds are little by the queue's threshold, and too much by an alarm of its own."""
    document = floor({("sales", "voice"): voice(10, 10, waiting=1, longest_wait_ms=9_000)})
    usual = next(rule for rule in RULES if rule.kpi == "longest_wait")
    own = changed(usual, name="own", queue="sales", warning=2.0, critical=8.0, in_thresholds=False)
    row = view(document, MAIN, Judge(CATALOGUE, (*RULES, own)))["queues"][0]

    assert ["critical"] * 2 == [row["level"], row["cells"][1]["level"]]


def test_a_queue_without_contacts_is_quiet() -> None:
    """Nobody waits, nothing is overdue: that is no merit."""
    assert [("orders", "quiet")] == queues(floor({("orders", "chat"): Sample()}))


def test_a_board_may_list_its_queues_as_it_likes() -> None:
    """In its own order or by name, and only those that it names."""
    listed = replace(MAIN, queues=("returns", "sales"), order="listed")

    assert ["returns", "sales"] == [name for name, _ in queues(incident_floor(), listed)]
    assert ["sales", "returns"] == [name for name, _ in queues(incident_floor(), replace(listed, order="worst"))]
    assert ["returns", "sales"] == [name for name, _ in queues(incident_floor(), replace(listed, order="name"))]


def test_more_queues_than_any_screen_holds_are_counted_by_level() -> None:
    """The worst are sent, of the others how many there are of each level."""
    document = floor({(f"q{n:03d}", "voice"): voice(20 + n % 30, 50) for n in range(100)})
    shown = view(document, MAIN, JUDGE)

    assert MOST_QUEUES == len(shown["queues"])
    assert 100 - MOST_QUEUES == sum(shown["others"].values())
    assert {"critical"} == {row["level"] for row in shown["queues"]}


def test_the_longest_wait_is_the_worst_for_its_own_queue() -> None:
    """Five minutes are much for a call and little for a mail."""
    document = floor(
        {
            ("sales", "voice"): voice(9, 10, waiting=1, longest_wait_ms=300_000),
            ("post", "chat"): chat(9, 10, waiting=1, longest_wait_ms=400_000),
        }
    )
    shown = tile(document, Tile(Figure("longest_wait", "now")))

    assert (300, "sales", "critical", 60) == (shown["value"], shown["place"], shown["level"], shown["target"])


def test_a_tile_is_about_what_it_names() -> None:
    """Everything, a channel, a queue; and on a board of some queues about these."""
    handled = Figure("handled", "15m")
    document = usual_floor()
    some = replace(MAIN, queues=("billing", "orders"))

    assert 377 == tile(document, Tile(handled))["value"]
    assert 61 == tile(document, Tile(handled, channel="chat"))["value"]
    assert 97 == tile(document, Tile(handled, queue="sales"))["value"]
    assert 44 == tile(document, Tile(handled), some)["value"]
    assert 0 == tile(document, Tile(handled, channel="chat"), some)["value"]
    assert tile(document, Tile(handled, channel="email"))["value"] is None


def test_a_tiles_own_limits_come_before_those_of_the_alarm() -> None:
    """Three per cent of abandonment are good by the catalogue, and not by this board."""
    rate = Figure("abandonment_rate", "15m")
    document = usual_floor()
    usual, own = (tile(document, shown) for shown in (Tile(rate), Tile(rate, warning=0.01, critical=0.02)))

    assert [("ok", 0.05), ("critical", 0.01)] == [(shown["level"], shown["target"]) for shown in (usual, own)]


def test_an_alarm_that_the_site_has_changed_changes_the_board() -> None:
    """One limit for both."""
    rules = [replace_limit(rule) for rule in RULES]
    shown = view(
        usual_floor(), replace(MAIN, tiles=(Tile(Figure("abandonment_rate", "15m")),)), Judge(CATALOGUE, rules)
    )

    assert ("watch", 0.01) == (shown["tiles"][0]["level"], shown["tiles"][0]["target"])


def test_a_tile_is_judged_by_the_alarm_about_its_own_place() -> None:
    """A queue's, a channel's and the whole floor's, each where the tile shows just that; no other has limits here."""
    waiting = Figure("waiting", "now")
    usual = changed(next(rule for rule in RULES if rule.kpi == "longest_wait"), kpi="waiting", in_thresholds=False)
    rules = [
        changed(usual, name="crowd", queue="sales", warning=None, critical=1.0),
        changed(usual, name="chats", watches="channels", channel="chat", warning=0.0, critical=9.0),
        changed(usual, name="all", watches="floor", warning=None, critical=7.0),
    ]
    queues = [Tile(waiting, queue=queue) for queue in ("sales", "service")]
    channels = [Tile(waiting, channel=channel) for channel in ("chat", "voice")]
    board = replace(MAIN, tiles=(*queues, *channels, Tile(waiting)))
    shown = view(usual_floor(), board, Judge(CATALOGUE, rules))["tiles"]

    assert [(2, "critical"), (5, None), (1, "watch"), (7, None), (8, "critical")] == [
        (one["value"], one["level"]) for one in shown
    ]


def replace_limit(rule: Rule) -> Rule:
    """The rule, stricter where it is about abandonment."""
    return changed(rule, warning=0.01) if rule.kpi == "abandonment_rate" else rule


def test_what_waits_too_long_stands_beside_what_waits() -> None:
    """In the tile and in the row."""
    shown = view(incident_floor(), MAIN, JUDGE)

    assert {"kpi": "waiting_past_threshold", "value": 44} == shown["tiles"][0]["beside"]
    assert {"kpi": "waiting_past_threshold", "value": 24} == shown["queues"][1]["cells"][0]["beside"]


def test_the_reason_is_the_worst_figure() -> None:
    """A chat that waits for an hour is worse than its share."""
    shown = view(incident_floor(), MAIN, JUDGE)
    reasons = [row["reason"] and row["reason"]["kpi"] for row in shown["queues"]]

    assert ["longest_wait", "longest_wait", "service_level", "service_level"] == reasons[:4]
    assert reasons[-1] is None


def test_slices_of_a_queue_are_no_channels_of_it() -> None:
    """Where figures are also by priority its name alone still tells which channel an alarm means."""
    document, labels = incident_floor(), {"queue": "sales", "channel": "voice"}
    (sales,) = (part for part in document["slices"] if part["slice"] == labels)
    document["slices"] += [{**sales, "slice": {**labels, "priority": name}} for name in ("high", "low")]
    alarms = view(document, MAIN, JUDGE)["alarms"]

    assert {False} == {alarm["several"] for alarm in alarms if alarm["slice"] == labels}


def test_a_board_of_some_queues_has_the_alarms_of_these() -> None:
    """And those of the whole floor."""
    document = incident_floor()
    document["alarms"].append({**document["alarms"][0], "slice": {}})
    shown = view(document, replace(MAIN, queues=("billing",)), JUDGE)

    assert [{"queue": "billing", "channel": "voice"}, {}] == [alarm["slice"] for alarm in shown["alarms"]]


def test_people_can_be_a_tile() -> None:
    """Available agents of the floor, and of a queue."""
    available = Figure("agents", "now", "available")
    document = staffed(usual_floor())

    assert 7 == tile(document, Tile(available))["value"]
    assert 3 == tile(document, Tile(available, queue="sales"))["value"]
    assert 8 == tile(document, Tile(Figure("agents", "now")))["value"]


def test_a_new_entry_of_the_catalogue_can_be_shown_as_it_is() -> None:
    """Title, unit, limits and level come from the entry: no code knows its name."""
    catalogue: Catalogue = load(
        """
        [[kpi]]
        name = "diversion_rate"
        title = "Diverted share"
        question = "What share was diverted?"
        kind = "ratio"
        unit = "ratio"
        better = "lower"
        numerator = ["diverted"]
        denominator = ["offered"]
        warning = 0.1
        critical = 0.3
        source = "D / offered"
        """,
        "kpis.toml",
    )
    judge = Judge(catalogue, default_rules(catalogue))
    shown = Figure("diversion_rate", "15m")
    board = Board("main", (Tile(shown),), (shown,))
    value = {"value": 0.2, "numerator": 4, "denominator": 20, "unit": "ratio", "n": 20}
    labels = {"queue": "sales", "channel": "voice"}
    kpis = {"diversion_rate": {"15m": value}}
    document = {"as_of": "x", "slices": [{"slice": {}, "kpis": kpis}, {"slice": labels, "kpis": kpis, "target": {}}]}
    told = view(document, board, judge)

    assert ("Diverted share", "ratio", "lower") == tuple(
        about(board, judge)["tiles"][0][member] for member in ("title", "unit", "better")
    )
    assert (0.2, "watch", 0.1) == tuple(told["tiles"][0][member] for member in ("value", "level", "target"))
    assert ("watch", 0.2) == (told["queues"][0]["level"], told["queues"][0]["cells"][0]["value"])


def test_every_kpi_of_the_catalogue_can_be_a_tile() -> None:
    """None of them breaks the board, whether the floor has it or not."""
    for kpi in CATALOGUE.kpis.values():
        shown = tile(staffed(usual_floor()), Tile(Figure(kpi.name, kpi.windows[-1])))

        assert {"value", "level", "target", "place", "beside"} <= shown.keys()


def test_what_became_of_the_events_is_summed_over_their_sources() -> None:
    """Rejected ones by their reason."""
    document = usual_floor()
    document["sources"] *= 2

    assert {"applied": 102_406, "late": 6, "duplicates": 82, "rejected": {"bad_time": 4}} == view(
        document, MAIN, JUDGE
    )["quality"]
