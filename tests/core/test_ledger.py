"""The site's side of the fold: channels, slices, versions of promises."""

from stream.clock import ANSWER
from stream.contact import State
from stream.ledger import Ledger, nowhere
from stream.site import OTHER, QueueRules, QueueVersion, Site
from stream.units import DAY, HOUR

EARLY, LATER = QueueVersion(20_000, 0), QueueVersion(60_000, 0, from_ms=1_000)
SITE = Site(queues=(QueueRules("sales", "chat", "UTC", (EARLY, LATER)),))


def test_the_channel_is_what_the_contact_named_first() -> None:
    """Else that of its configured queue, else `other`."""
    ledger = Ledger(SITE, nowhere)

    assert "voice" == ledger.channel_of(State(channel="voice", queue="sales"))
    assert "chat" == ledger.channel_of(State(queue="sales"))
    assert OTHER == ledger.channel_of(State(queue="care"))
    assert OTHER == ledger.channel_of(State())


def test_a_slice_has_the_current_queue_or_the_one_asked_for() -> None:
    """Without any queue it is `other`; equal slices are one object."""
    ledger = Ledger(SITE, nowhere)
    state = State(channel="voice", queue="sales")

    assert ("sales", "voice") == ledger.slice_of(state)
    assert ("care", "voice") == ledger.slice_of(state, "care")
    assert (OTHER, "voice") == ledger.slice_of(State(channel="voice"))
    assert ledger.slice_of(state) is ledger.slice_of(state.copy())


def test_a_queue_that_is_asked_for_has_a_channel_of_its_own() -> None:
    """Where the contact names none: an entry stays on its channel, wherever the contact has gone on to."""
    ledger = Ledger(SITE, nowhere)

    assert ("sales", "chat") == ledger.slice_of(State(queue="care"), "sales")
    assert ("care", OTHER) == ledger.slice_of(State(queue="sales"), "care")


def test_so_has_one_whose_terms_are_asked_for() -> None:
    """A clock that began in a queue keeps to what is promised on the channel of that one."""
    ledger = Ledger(SITE, nowhere)
    promised = ledger.terms(ANSWER, State(queue="care"), 0)

    assert promised is not None
    assert promised == ledger.terms(ANSWER, State(queue="sales"), 0, "care")


def test_further_labels_follow_in_the_order_of_the_site() -> None:
    """A contact that does not name one has it empty."""
    ledger = Ledger(Site(labels=("queue", "channel", "tier", "priority")), nowhere)

    assert ("sales", "voice", "", "high") == ledger.slice_of(State(channel="voice", queue="sales", priority="high"))


def test_a_version_is_that_of_the_instant() -> None:
    """The first answer is kept, the instants are not."""
    ledger = Ledger(SITE, nowhere)

    assert [EARLY, LATER, EARLY] == [ledger.version("sales", "chat", at_ms) for at_ms in (0, 1_000, 999)]


def test_the_idle_limit_is_that_of_the_channel() -> None:
    """The shortest of all is known beside it; a site may have none."""
    ledger = Ledger(SITE, nowhere)

    assert (4 * HOUR, DAY, None) == tuple(ledger.idle_limit(State(channel=c)) for c in ("voice", "chat", "email"))
    assert DAY == ledger.idle_limit(State(queue="sales"))
    assert 4 * HOUR == ledger.shortest_limit_ms
    assert 8 * DAY == Ledger(Site(idle_limits_ms={}), nowhere).shortest_limit_ms


def test_what_is_posted_goes_where_the_ledger_says() -> None:
    """Nowhere is a place too."""
    posts: list[object] = []
    Ledger(SITE, lambda *post: posts.append(post)).post(("sales", "chat"), 5, ((0, 1),), -1)
    nowhere(("sales", "chat"), 5, ((0, 1),), -1)

    assert [(("sales", "chat"), 5, ((0, 1),), -1)] == posts
