"""Law: a version that is adopted before it begins, at any point, is as if it had been there from the start."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stream.calendar import Calendar, Opening
from stream.partition import Partition
from stream.policies import ClockTerms, Match, Policies, Policy, PolicyVersion
from stream.restore import restore
from stream.site import QueueRules, QueueVersion, Site
from stream.units import HOUR, MINUTE, SECOND, Millis
from tests.laws.histories import CONFIGURED, NOON, History, Told, histories
from tests.laws.twins import kept, now_of, opened, shown, write

OFFICE = Calendar(name="office", time_zone="Asia/Seoul", week=((Opening(9 * HOUR, 23 * HOUR),),) * 7)
SKEW = 2 * SECOND
FIRST = PolicyVersion(terms={"resolution": ClockTerms(target_ms=HOUR, on_priority_change="retarget")})


def earlier() -> Site:
    """A site with a policy, before anybody thought of a later version."""
    return replace(CONFIGURED, allowed_skew_ms=SKEW, policies=Policies((Policy("usual", (FIRST,)),)), calendars=())


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


def fresh(site: Site) -> Partition:
    """A partition before its first record."""
    partition = Partition(site, 0)
    partition.topic_id, partition.partitions = "t", 1
    return partition


class Twins:
    """A partition that has had the later site from the start, and those that come to it on the way."""

    def __init__(self, records: Sequence[Told], after_ms: Millis) -> None:
        """Fold what comes before: the version begins so long after anything that this can have been shaped by."""
        self.never, self.adopting = fresh(earlier()), fresh(earlier())
        self.never.fold(records)
        self.adopting.fold(records)
        site = later(max(NOON, self.never.log_clock_ms) + SKEW + after_ms)
        self.fits = self.adopting.fits(site)
        self.always = fresh(site)
        self.always.fold(records)

    def adopt(self) -> None:
        """Write what there is, adopt, and restore what was written under the new site."""
        self.rows: dict[bytes, bytes] = {}
        write(self.rows, self.adopting.changes())
        self.adopting.adopt(self.always.site)
        self.restored, _, reason = restore(dict(self.rows), self.always.site, 0, topic_id="t", partitions=1)
        assert reason is None

    def fold(self, records: Sequence[Told]) -> None:
        """Go on, with windows that follow."""
        for partition in (self.always, self.adopting, self.restored, self.never):
            partition.part(now_of(partition))
            partition.fold(records)


def test_adopting_a_later_version_is_as_if_it_had_been_there_from_the_start() -> None:
    """What is held and shown at the end, the rows, and what is restored from those of the old site."""
    seen: Counter[str] = Counter()

    @settings(max_examples=200)
    @given(histories, st.integers(0, 40), st.sampled_from((1, 1, SECOND, MINUTE, HOUR, 0)))
    def law(history: History, place: int, after_ms: Millis) -> None:
        place = min(place, len(history.records))
        twins = Twins(history.records[:place], after_ms)
        assert (after_ms > 0 or twins.never.log_clock_ms < NOON) == twins.fits
        if not twins.fits:
            return
        twins.adopt()
        twins.fold(history.records[place:])
        always, adopting, restored = twins.always, twins.adopting, twins.restored
        clock_ms = now_of(always, 30)
        seen["of consequence"] += place > 0 and kept(twins.never) != kept(always)
        seen["late in the log"] += place > 0 and always.log_clock_ms > NOON + HOUR

        assert kept(always) == kept(adopting) == kept(restored)
        assert shown(always, clock_ms) == shown(adopting, clock_ms) == shown(restored, clock_ms)
        written: dict[bytes, bytes] = {}
        write(twins.rows, adopting.changes())
        write(written, always.changes())
        assert opened(written) == opened(twins.rows)

    law()

    assert 20 <= seen["of consequence"], seen
    assert 20 <= seen["late in the log"], seen


def _beginning(version: QueueVersion) -> tuple[bool, Millis]:
    return version.from_ms is not None, version.from_ms or 0
