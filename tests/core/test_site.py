"""A site: the promises of its queues, its bounds, and what its fingerprint changes with."""

import msgspec
import pytest

from stream.calendar import ALWAYS, Calendar, Opening
from stream.policies import ClockTerms, Match, Policies, Policy, PolicyVersion
from stream.site import OTHER, QueueRules, QueueVersion, Site, default_version
from stream.units import DAY, HOUR, MINUTE, SECOND

VOICE = QueueVersion(30 * SECOND, 10 * SECOND)
LATER = QueueVersion(60 * SECOND, 0, from_ms=1_000)
SALES = QueueRules("sales", "voice", "Asia/Seoul", (VOICE, LATER))
CHAT = QueueRules("sales", "chat", "Europe/Berlin", (QueueVersion(90 * SECOND, 0, first_response_target_ms=MINUTE),))
OFFICE = Calendar(name="office", time_zone="Asia/Seoul", week=((Opening(9 * HOUR, 17 * HOUR),),) * 7)
IN_THE_OFFICE = PolicyVersion(terms={"resolution": ClockTerms(target_ms=4 * HOUR, calendar="office")})
CRITICAL = Policies((Policy("critical", (IN_THE_OFFICE,)),))
SITE = Site(time_zone="UTC", queues=(SALES, CHAT))


@pytest.mark.parametrize(
    ("channel", "threshold_ms", "short_ms", "response_ms"),
    [
        ("voice", 20 * SECOND, 5 * SECOND, None),
        ("video", 20 * SECOND, 5 * SECOND, None),
        ("chat", 60 * SECOND, 0, MINUTE),
        ("sms", 60 * SECOND, 0, None),
        ("email", 4 * HOUR, 0, 4 * HOUR),
        ("social", 4 * HOUR, 0, 4 * HOUR),
        ("visit", 4 * HOUR, 0, None),
        (OTHER, 4 * HOUR, 0, None),
    ],
)
def test_a_queue_that_nobody_configured_has_the_defaults_of_its_channel(
    channel: str, threshold_ms: int, short_ms: int, response_ms: int | None
) -> None:
    """Threshold, short-abandon limit and first response by channel; a quarter of warning, 80 %, strict."""
    version = default_version(channel)

    assert (threshold_ms, short_ms) == (version.service_level_threshold_ms, version.short_abandon_ms)
    assert response_ms == version.first_response_target_ms
    assert (0.25, 0.80, "strict") == (version.warn_before_share, version.service_level_objective, version.service_level)
    assert threshold_ms == version.answer_target_ms
    assert (version,) == Site().queue("any", channel).versions


@pytest.mark.parametrize(("expected", "at_ms"), [(VOICE, 0), (VOICE, 999), (LATER, 1_000), (LATER, DAY)])
def test_a_version_holds_from_its_instant_on(expected: QueueVersion, at_ms: int) -> None:
    """The first holds since ever."""
    assert expected == SALES.at(at_ms)


def test_a_later_version_without_from_never_holds() -> None:
    """Only the first may have none."""
    assert VOICE == QueueRules("sales", "voice", "UTC", (VOICE, VOICE)).at(DAY)


def test_a_queue_has_the_rules_of_its_name_and_channel() -> None:
    """On a channel that its name is not configured for, those of its name; of an unknown name, the defaults."""
    assert SALES == SITE.queue("sales", "voice")
    assert CHAT == SITE.queue("sales", "chat")
    assert SALES.versions == SITE.queue("sales", "email").versions
    assert ("care", "UTC", (default_version("voice"),)) == (
        SITE.queue("care", "voice").name,
        SITE.queue("care", "voice").time_zone,
        SITE.queue("care", "voice").versions,
    )


def test_a_threshold_for_all_queues_bounds_the_short_abandons() -> None:
    """A short-abandon limit is never above the threshold."""
    versions = SITE.with_threshold(5 * SECOND).queue("sales", "voice").versions

    assert [5 * SECOND, 5 * SECOND] == [version.service_level_threshold_ms for version in versions]
    assert [5 * SECOND, 0] == [version.short_abandon_ms for version in versions]


def test_a_first_response_target_for_all_queues() -> None:
    """Also for those that have none of their own."""
    site = Site().with_first_response_target(7 * SECOND)

    assert 7 * SECOND == site.queue("any", "voice").at(0).first_response_target_ms


def test_a_site_knows_its_queues_and_their_channels() -> None:
    """The channel of an unknown queue is `other`."""
    assert (True, False) == (SITE.knows("sales"), SITE.knows("care"))
    assert ("voice", OTHER) == (SITE.channel_of("sales"), SITE.channel_of("care"))


@pytest.mark.parametrize(
    ("channel", "idle_ms", "retention_ms"),
    [
        ("voice", 4 * HOUR, DAY),
        ("chat", DAY, 8 * DAY),
        ("video", DAY, 8 * DAY),
        ("email", None, 8 * DAY),
        ("sms", None, 8 * DAY),
    ],
)
def test_idle_limit_and_retention_by_channel(channel: str, idle_ms: int | None, retention_ms: int) -> None:
    """The defaults."""
    assert (idle_ms, retention_ms) == (Site().idle_limit(channel), Site().retention(channel))


def test_the_retention_of_no_channel_is_the_shortest() -> None:
    """Of all that are configured, the default included."""
    assert DAY == Site().retention(None)
    assert HOUR == Site(default_retention_ms=HOUR).retention(None)


def test_days_begin_with_that_of_the_floor() -> None:
    """Then those of the queues, sorted, each once."""
    early = QueueRules("early", "voice", "UTC", (default_version("voice"),), 7 * 60)

    assert (("UTC", 0), ("Asia/Seoul", 0), ("Europe/Berlin", 0)) == SITE.days()
    assert (("UTC", 0), ("UTC", 420)) == Site(queues=(early,)).days()
    assert (("UTC", 300),) == Site(day_start_minutes=300).days()


def test_a_queue_without_configuration_has_the_day_of_the_floor() -> None:
    """One that has its own keeps it."""
    early = QueueRules("early", "voice", "UTC", (default_version("voice"),), 7 * 60)
    site = Site(time_zone="Asia/Seoul", day_start_minutes=300, queues=(early,))

    assert (("UTC", 420), ("Asia/Seoul", 300)) == (site.queue("early", "voice").day, site.queue("any", "chat").day)


@pytest.mark.parametrize(
    "changed",
    [
        {"time_zone": "Asia/Seoul"},
        {"labels": ("queue", "channel", "priority")},
        {"queues": (SALES,)},
        {"max_queues": 7},
        {"settling_horizon_ms": MINUTE},
        {"allowed_skew_ms": MINUTE},
        {"idle_limits_ms": {"voice": HOUR}},
        {"retention_ms": {}},
        {"default_retention_ms": HOUR},
        {"threshold_override_ms": SECOND},
        {"calendars": (OFFICE,), "policies": CRITICAL},
        {"policies": Policies((Policy("all", (PolicyVersion(terms={"answer": ClockTerms(target_ms=HOUR)}),)),))},
    ],
)
def test_the_fingerprint_changes_with_what_shapes_the_numbers(changed: dict[str, object]) -> None:
    """Every bound, every label, every queue."""
    other = msgspec.structs.replace(SITE, **changed)

    assert SITE.fingerprint(DAY) != other.fingerprint(DAY)


def test_the_fingerprint_does_not_change_with_the_name_of_the_floor() -> None:
    """A name counts nothing; the order of a table does not either."""
    limits = dict(reversed(SITE.idle_limits_ms.items()))

    assert SITE.fingerprint(0) == msgspec.structs.replace(SITE, name="Seoul", idle_limits_ms=limits).fingerprint(0)
    assert 16 == len(SITE.fingerprint(0))


def test_the_fingerprint_does_not_change_with_who_looks_after_a_queue() -> None:
    """A reorganisation counts nothing."""
    before, after = (
        Site(queues=(QueueRules("sales", "voice", "UTC", (msgspec.structs.replace(VOICE, team=team),)),))
        for team in ("floor", "front-office")
    )

    assert before.fingerprint(0) == after.fingerprint(0)


def test_a_version_that_has_not_begun_changes_no_fingerprint() -> None:
    """It begins once the log clock plus the allowed skew reaches it."""
    without = Site(queues=(QueueRules("sales", "voice", "UTC", (VOICE,)),))
    begins_ms = 10 * HOUR
    later = msgspec.structs.replace(VOICE, from_ms=begins_ms)
    with_it = Site(queues=(QueueRules("sales", "voice", "UTC", (VOICE, later)),))
    before_ms = begins_ms - without.allowed_skew_ms - 1

    assert without.fingerprint(before_ms) == with_it.fingerprint(before_ms)
    assert without.fingerprint(before_ms + 1) != with_it.fingerprint(before_ms + 1)


def used_by_a_queue(version: QueueVersion, calendar: Calendar) -> Site:
    """A site of one queue and one calendar."""
    return Site(queues=(QueueRules("sales", "voice", "UTC", (version,)),), calendars=(calendar,))


@pytest.mark.parametrize(
    "changed",
    [
        {"time_zone": "Europe/Berlin"},
        {"name": "desk"},
        {"week": ((Opening(9 * HOUR, 18 * HOUR),),) * 7},
        {"holidays": ("2026-12-25",)},
        {"exceptions": {"2026-12-24": ()}},
    ],
)
def test_the_fingerprint_changes_with_a_calendar_in_use(changed: dict[str, object]) -> None:
    """Whether a policy or a queue uses it; one that nothing uses shapes nothing."""
    other = msgspec.structs.replace(OFFICE, **changed)
    in_use = msgspec.structs.replace(VOICE, calendar=OFFICE.name)
    renamed = msgspec.structs.replace(VOICE, calendar=other.name)

    assert used_by_a_queue(in_use, OFFICE).fingerprint(0) != used_by_a_queue(renamed, other).fingerprint(0)
    assert used_by_a_queue(VOICE, OFFICE).fingerprint(0) == used_by_a_queue(VOICE, other).fingerprint(0)


def test_the_fingerprint_changes_with_what_the_clocks_of_a_calendar_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new release of the tz database may move the hours of years to come."""
    site = Site(calendars=(OFFICE,), policies=CRITICAL)
    before = site.fingerprint(0)
    monkeypatch.setattr("stream.site.digest", lambda _zone: "news")

    assert before != msgspec.structs.replace(site).fingerprint(0)


def test_a_version_of_a_policy_and_its_calendar_change_no_fingerprint_before_they_begin() -> None:
    """They begin once the log clock plus the allowed skew reaches them."""
    begins_ms = 10 * HOUR
    first = PolicyVersion(match=Match(priority=("high",)), terms={"resolution": ClockTerms(target_ms=HOUR)})
    later = msgspec.structs.replace(IN_THE_OFFICE, from_ms=begins_ms)
    without = Site(policies=Policies((Policy("critical", (first,)),)))
    new = Policy("new", (later,))
    with_it = Site(calendars=(OFFICE,), policies=Policies((Policy("critical", (first, later)), new)))
    before_ms = begins_ms - without.allowed_skew_ms - 1

    assert without.fingerprint(before_ms) == with_it.fingerprint(before_ms)
    assert without.fingerprint(before_ms + 1) != with_it.fingerprint(before_ms + 1)


def test_a_fingerprint_is_computed_once_between_two_beginnings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint asks for it every two seconds."""
    site = Site(queues=(SALES,))
    known = [site.fingerprint(at_ms) for at_ms in (-HOUR, DAY)]
    monkeypatch.setattr("stream.site.blake2b", None)

    assert known == [site.fingerprint(at_ms) for at_ms in (-2 * HOUR, 2 * DAY)]


def test_a_site_has_its_calendars_and_always_besides() -> None:
    """By their names."""
    site = Site(calendars=(OFFICE,))

    assert (OFFICE, ALWAYS) == (site.calendar("office"), site.calendar("always"))
    assert ALWAYS is Site().calendar("always")
