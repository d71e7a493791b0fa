"""The account of a contact: what it contributes once everything that was taken back is taken out."""

from stream.explain.account import Account, Accounts, Line
from stream.explain.naming import named
from stream.histogram import bin_of
from stream.measures import Slice, coordinate, histogram_base
from stream.units import HOUR
from tests.core.one_contact import SALES, TEN, at
from tests.core.one_story import CALLER, accounts, followed, line

OFFERED, WAIT = coordinate("offered"), coordinate("wait_ms")
BIN = histogram_base("first_response") + bin_of(9_000)


def counted(found: Accounts) -> dict[tuple[str, str], tuple[Slice, float]]:
    """Slice and second of each count by event of one contact, by measure and family."""
    return {
        (named(one.place).name, named(one.place).family): (one.where, (one.at_ms - TEN) / 1_000)
        for _, one in found.lines
    }


def test_what_is_taken_back_is_not_there() -> None:
    """Neither is what comes to zero."""
    account = Account()
    account.post(SALES, TEN, ((OFFERED, 1), (WAIT, 5)), 1)
    account.post(SALES, TEN, ((OFFERED, 1),), -1)
    account.post(SALES, TEN - 1, ((OFFERED, 2),), 1)

    assert [Line(TEN - 1, SALES, OFFERED, 2), Line(TEN, SALES, WAIT, 5)] == list(account.lines())
    account.clear()
    assert [] == list(account.lines())


def test_a_bin_knows_the_duration_that_was_posted_with_it() -> None:
    """The exact one, by which it is kept apart from others of the same bin."""
    account = Account()
    for took_ms in (9_000, 9_001):
        amounts = ((coordinate("first_response_ms"), took_ms), (BIN, 1))
        account.post(SALES, TEN, amounts, 1)
    account.post(SALES, TEN, ((BIN, 1),), 1)

    bins = [one for one in account.lines() if one.place == BIN]
    assert {(1, 9_000), (1, 9_001), (1, None)} == {(one.amount, one.exact_ms) for one in bins}


def test_a_wrapped_call_counts_as_handled_at_the_wrap_up() -> None:
    """And no more at its end."""
    found = counted(
        accounts([line("queued", 0, **CALLER), line("answered", 9), line("ended", 60), line("wrapped", 75)])
    )

    assert (SALES, 75) == found["handled", "event"]
    assert (SALES, 0) == found["handled", "entry"]
    assert (SALES, 9) == found["answered", "event"]


def test_the_order_of_arrival_does_not_matter() -> None:
    """Each contact is folded in the order of its events."""
    lines = [line("queued", 0, **CALLER), line("answered", 9), line("ended", 60)]

    assert accounts(lines).lines == accounts(lines[::-1]).lines


def test_silence_closes_what_the_log_has_passed() -> None:
    """A caller who is never heard of again is diverted after four hours, once the log is that far."""
    limit_s = 4 * HOUR / 1_000
    lines = [line("queued", 0, **CALLER)]
    still = counted(accounts([*lines, line("queued", limit_s, "other", queue="x", channel="email")]))
    closed = counted(accounts([*lines, line("queued", limit_s + 1, "other", queue="x", channel="email")]))

    assert ("closed_idle", "event") not in still
    assert (SALES, limit_s) == closed["closed_idle", "event"]
    assert (SALES, limit_s) == closed["diverted", "event"]


def test_an_account_is_of_the_contacts_that_were_followed() -> None:
    """Here of one of two."""
    lines = [line("queued", 0, **CALLER), line("queued", 0, "d", **CALLER)]

    assert {"d"} == {contact for contact, _ in Accounts(followed(lines, "d")).lines}
    assert at(0) == accounts(lines).following.clock_ms
