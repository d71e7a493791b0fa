"""Law: a version that is adopted before it begins, at any point, is as if it had been there from the start."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stream.calendar import Calendar, Opening
from stream.partition import Partition
from stream.policies import ClockTerms, Match, Policies, Policy, PolicyVersion
from stream.restore import restore
from stream.site import QueueRules, QueueVersion, Site
from stream.units import HOUR, MINUTE, SECOND, Millis
from tests.laws.histories import CONFIGURED, NOON, History, histories
from tests.laws.twins import kept, now_of, opened, shown, write

OFFICE = Calendar(name="office", time_zone="Asia/Seoul", week=((Opening(9 * HOUR, 23 * HOUR),),) * 7)
FIRST = PolicyVersion(terms={"resolution": ClockTerms(target_ms=HOUR, on_priority_change="retarget")})


def earlier() -> Site:
    """A site with a policy, before anybody thought of a later version."""
    return replace(CONFIGURED, policies=Policies((Policy("usual", (FIRST,)),)), calendars=())


def later(from_ms: Millis) -> Site:
    """The same, where every queue, and the policy in a calendar that is new, promise something else from then on."""
    version = QueueVersion(5 * SECOND, 2 * SECOND, from_ms=from_ms, first_response_target_ms=7 * SECOND)
    queues = tuple(
        QueueRules(
            rules.name, rules.channel, rules.time_zone, tuple(sorted((*rules.versions, version), key=_beginning))
        )
        for rules in CONFIGURED.queues
    )
    terms = {
        "answer": ClockTerms(target_ms=3 * SECOND, pauses=("suspended",), on_priority_change="restart"),
        "next_response": ClockTerms(target_ms=MINUTE, calendar="office"),
    }
    policy = Policy(
        "usual", (FIRST, PolicyVersion(match=Match(channel=("voice", "chat")), terms=terms, from_ms=from_ms))
    )
    return replace(earlier(), queues=queues, calendars=(OFFICE,), policies=Policies((policy,)), name="later")


def test_adopting_a_later_version_is_as_if_it_had_been_there_from_the_start() -> None:
    """What is held and shown, then and at the end, the rows, and what is restored from those of the old site."""
    seen: Counter[str] = Counter()

    @settings(max_examples=150)
    @given(histories, st.integers(0, 200), st.sampled_from((3 * MINUTE + 1, 8 * MINUTE, HOUR, 5 * HOUR)))
    def law(history: History, place: int, after_ms: Millis) -> None:
        records = history.records
        place %= len(records) + 1
        before, by_new = Partition(earlier(), 0), later(NOON + after_ms)
        before.topic_id, before.partitions = "t", 1
        before.fold(records[:place])
        if not before.fits(by_new):
            seen["too late"] += 1
            return
        rows: dict[bytes, bytes] = {}
        write(rows, before)
        before.adopt(by_new)
        whole = Partition(by_new, 0)
        whole.topic_id, whole.partitions = "t", 1
        whole.fold(records[:place])
        restored = restore(dict(rows), by_new, 0, topic_id="t", partitions=1)
        assert restored.rebuild_reason is None
        untouched = Partition(earlier(), 0)
        for partition in (before, restored.partition, untouched, whole):
            partition.part(now_of(whole))
            partition.fold(records[place:] if partition is not untouched else records)

        assert kept(whole) == kept(before) == kept(restored.partition)
        clock_ms = now_of(whole, 30)
        assert shown(whole, clock_ms) == shown(before, clock_ms) == shown(restored.partition, clock_ms)
        written: dict[bytes, bytes] = {}
        write(rows, before)
        write(written, whole)
        assert opened(rows) == opened(written)
        seen["adopted on the way"] += 0 < place < len(records)
        seen["of consequence"] += place > 0 and kept(untouched) != kept(whole)

    law()

    assert [] == [what for what in ("too late", "adopted on the way", "of consequence") if not seen[what]], seen


def _beginning(version: QueueVersion) -> tuple[bool, Millis]:
    return version.from_ms is not None, version.from_ms or 0
