"""Two states of one partition: alike they say nothing, and whatever is changed in one is named."""

from collections.abc import Callable

import pytest

from stream.audit.comparison import Difference, compared, differences
from stream.audit.scope import WHOLE, Scope
from stream.audit.tracing import PanePlace
from stream.measures import coordinate
from stream.panes import COARSE, FINE
from stream.partition import Partition
from stream.site import Site
from stream.units import MINUTE
from tests.core.one_contact import SALES, at
from tests.core.one_crew import NOON, crew, told
from tests.core.one_log import queued, record

OFFERED, BREACHED = coordinate("offered"), coordinate("sla_breached.answer")
PANE = PanePlace(COARSE.length_ms, at(0), SALES)


def twins() -> tuple[Partition, Partition]:
    """Two partitions that have folded the same: two callers, one of them answered."""
    pair = Partition(Site(), 0), Partition(Site(), 0)
    for partition in pair:
        partition.fold([queued(0), queued(1, 5, "c2"), record(2, "answered", 9, contact="c2", source="pbx")])
    return pair


def test_what_has_folded_the_same_is_alike() -> None:
    """Three panes of each length hold something, of two contacts."""
    kept, again = twins()

    assert [] == list(differences(kept, again, WHOLE))
    assert (2, 2) == compared(kept, again, WHOLE)


def grow_pane(partition: Partition) -> None:
    """Count an offer too many."""
    partition.panes.put(*PANE, {**(partition.panes.measures_at(*PANE) or {}), OFFERED: 3})


def lose_contact(partition: Partition) -> None:
    """Forget a contact."""
    del partition.memory.contacts["c2"]


def change_contact(partition: Partition) -> None:
    """Let a contact be settled that is not."""
    partition.memory.contacts["c1"].settled_at = 7


def move_clock(partition: Partition) -> None:
    """Let the log's clock go on."""
    partition.log_clock_ms += 1


def count_source(partition: Partition) -> None:
    """Count a record twice."""
    partition.sources["pbx"].applied += 1


def learn_queue(partition: Partition) -> None:
    """Know a queue that nobody named."""
    partition.queues.add("ghost")


@pytest.mark.parametrize(
    ("spoil", "kind", "name", "parts", "place"),
    [
        (grow_pane, "pane", "sales, voice", {OFFERED: (3, 2)}, PANE),
        (lose_contact, "contact", "c2", {"remembered": (False, True)}, None),
        (change_contact, "contact", "c1", {"settled_at": (7, None)}, None),
        (move_clock, "clock", "log_clock", {"log_clock": (at(9) + 1, at(9))}, None),
        (learn_queue, "counts", "names", {"names": ({"queue": ["ghost", "sales"]}, {"queue": ["sales"]})}, None),
    ],
)
def test_what_was_changed_is_named(
    spoil: Callable[[Partition], None],
    kind: str,
    name: str,
    parts: dict[object, tuple[object, object]],
    place: PanePlace | None,
) -> None:
    """With what is kept first, and what it should be second."""
    kept, again = twins()
    spoil(kept)

    assert [Difference(kind, name, parts, place)] == list(differences(kept, again, WHOLE))


def test_counts_of_sources_are_compared_only_where_no_record_is_missing() -> None:
    """Those of the missing ones are in the kept counts."""
    kept, again = twins()
    count_source(kept)

    assert ["sources"] == [one.name for one in differences(kept, again, WHOLE)]
    assert [] == list(differences(kept, again, Scope(at(0), sure={"c1", "c2"})))


def test_a_clock_may_be_as_far_as_a_record_that_is_missing() -> None:
    """But never behind one that is there."""
    kept, again = twins()
    move_clock(kept)
    cut = Scope(at(0), sure={"c1", "c2"})

    assert [] == list(differences(kept, again, cut))
    assert ["log_clock"] == [one.name for one in differences(again, kept, cut)]


def test_clocks_come_first_then_short_panes_then_long_ones_then_contacts() -> None:
    """So the first difference is where to begin."""
    kept, again = twins()
    kept.fold([queued(3, 400, "c3", "support")])
    again.applied_offset = 3
    found = [(one.kind, one.place.start_ms if one.place else one.name) for one in differences(kept, again, WHOLE)]

    assert ["clock", "clock", "counts", "counts", "pane", "pane", "contact"] == [kind for kind, _ in found]
    assert [at(400), at(300)] == [start for kind, start in found if kind == "pane"]


def test_agents_are_compared_by_their_own_fields() -> None:
    """Who stands differently is named, and what differs."""
    kept, again = (crew(told(0, "al", NOON, "available")) for _ in range(2))
    kept.memory.agents["al"].vanished = not kept.memory.agents["al"].vanished

    assert [("agent", "al", {"vanished"})] == [
        (one.kind, one.name, set(one.parts)) for one in differences(kept, again, WHOLE)
    ]


def test_what_is_out_of_scope_is_not_compared() -> None:
    """Panes before the cut or touched by who is unsure, their contacts, and breaches of anybody."""
    kept, again = twins()
    grow_pane(kept)
    change_contact(kept)
    later = Scope(at(0) + 1, sure={"c2"})
    touched = Scope(at(0), sure={"c2"}, beats={("sales", None): {at(200) // FINE.length_ms}})
    found = [list(differences(kept, again, scope)) for scope in (later, touched)]

    assert [[], []] == found
    assert (False, True) == (touched.trusts(BREACHED), touched.trusts(OFFERED))
    assert touched.holds(PanePlace(COARSE.length_ms, at(0), ("support", "voice")))
    assert [False, True] == [touched.holds(PanePlace(COARSE.length_ms, at(minute * 60), SALES)) for minute in (0, 5)]
    assert MINUTE < COARSE.length_ms
