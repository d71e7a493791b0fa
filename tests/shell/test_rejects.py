"""The share of rejected records: over five minutes, from a hundred records on, whatever happens to the memories."""

from collections.abc import Mapping

import pytest

from agents.rejects import LEAST_RECORDS, OVER_MS, RejectShare, Share
from stream.overlay import SourceCounts
from stream.units import SECOND


def counted(applied: int, rejected: int = 0, **others: int) -> dict[str, SourceCounts]:
    """Return the counts of one source."""
    return {"pbx": SourceCounts(applied=applied, rejected={"bad_time": rejected} if rejected else {}, **others)}


def after(*looks: Mapping[tuple[str, int], Mapping[str, SourceCounts] | None], limit: float = 0.01) -> RejectShare:
    """Return what looked once a second, at nothing read first."""
    share = RejectShare(limit)
    share.look({("", 0): {}, ("", 1): {}}, 0)
    for second, counts in enumerate(looks, 1):
        share.look(counts, second * SECOND)
    return share


@pytest.mark.parametrize(("rejected", "told"), [(9, False), (10, False), (11, True)])
def test_above_the_limit_it_says_so(rejected: int, told: bool) -> None:  # noqa: FBT001 - the expectation
    """Ten of a thousand are one percent, which is not more than one percent."""
    share = after({("", 0): counted(1_000 - rejected, rejected)})

    assert Share(rejected, 1_000) == share.share
    assert told is (share.remark is not None)


def test_what_is_said_names_share_records_limit_and_the_command() -> None:
    """One line that helps."""
    expected = "20.0% of the last 200 records were rejected, more than 1.0%: floorwatch dead-letters list says why"

    assert expected == after({("", 0): counted(160, 40)}).remark


def test_partitions_and_looks_are_added_up_and_every_outcome_counts_as_a_record() -> None:
    """Late and duplicate records were read as well."""
    first = {("", 0): counted(60, 3), ("", 1): counted(0)}
    share = after(first, {("", 0): counted(60, 3, late=10, duplicates=7), ("", 1): counted(40, 0)})

    assert Share(3, 120) == share.share


@pytest.mark.parametrize(("records", "known"), [(LEAST_RECORDS - 1, False), (LEAST_RECORDS, True)])
def test_of_few_records_there_is_no_share(records: int, known: bool) -> None:  # noqa: FBT001 - the expectation
    """All of them bad, and still no trend."""
    share = after({("", 0): counted(0, records)})

    assert known is (share.share is not None)
    assert known is (share.remark is not None)


def test_what_is_five_minutes_old_counts_no_more() -> None:
    """The last bad records leave, and the remark with them."""
    share = after({("", 0): counted(0, 500)})
    share.look({("", 0): counted(400, 500)}, SECOND + OVER_MS - 1)
    before = share.share
    share.look({("", 0): counted(400, 500)}, SECOND + OVER_MS)

    assert (Share(500, 900), Share(0, 400)) == (before, share.share)


def test_what_was_counted_before_the_first_look_or_is_counted_again_is_no_news() -> None:
    """A worker that starts has restored counts; a memory that is dropped counts again from its checkpoint."""
    share = RejectShare(0.01)
    share.look({("", 0): counted(5_000, 900)}, 0)
    share.look({("", 0): counted(5_200, 900)}, SECOND)
    share.look({("", 0): counted(5_000, 900)}, 2 * SECOND)
    share.look({("", 0): counted(5_100, 900)}, 3 * SECOND)

    assert Share(0, 300) == share.share


def test_what_another_worker_has_read_meanwhile_is_no_news() -> None:
    """A partition that was lent comes back with the counts of that time; one that is being restored is ours."""
    back, after_that = counted(500_000, 90_000), counted(500_200, 90_001)
    lent = after({("", 0): counted(1_000)}, {}, {("", 0): back}, {("", 0): after_that})
    restored = after({("", 0): counted(100)}, {("", 0): None}, {("", 0): counted(150, 50)})

    assert Share(1, 1_201) == lent.share
    assert Share(50, 200) == restored.share
