"""Policies as a person writes them, and the three of the sample."""

from pathlib import Path

import pytest

from agents.settings.site import parse_site, read_site
from stream.calendar import add_working_ms
from stream.policies import ClockTerms, Decision, Labels, Match, Policies, Policy, PolicyVersion
from stream.units import DAY, HOUR, MINUTE, parse_instant

SAMPLE = Path(__file__).parents[2] / "deploy" / "floorwatch.toml"
OFFICE = '[calendars.office]\nhours = { mon-thu = ["09:00-17:00"], fri = ["09:00-13:00"], sat = ["10:00-11:00"] }\n'


def policies(text: str) -> Policies:
    """The policies of a file with a calendar of eight hours on most days."""
    return parse_site(OFFICE + text, "floorwatch.toml").policies


def test_a_policy_has_terms_for_its_clocks() -> None:
    """Every key as it is written, and the defaults of those that are not; a label may have several values."""
    found = policies(
        """
        [[policies]]
        name = "critical"
        match = { queue = "plant", topic = ["a", "b"], priority = "critical", tier = "tin", channel = ["voice", "sms"] }
        answer = { target = "90s" }
        [policies.resolution]
        target = "4h"
        objective = 0.75
        calendar = "office"
        warn_before = "1h"
        pauses = ["suspended"]
        on_priority_change = "restart"
        """
    )
    match = Match(queue=("plant",), topic=("a", "b"), priority=("critical",), tier=("tin",), channel=("voice", "sms"))
    resolution = ClockTerms(
        target_ms=4 * HOUR,
        objective=0.75,
        calendar="office",
        warn_ms=HOUR,
        warn_share=0.0,
        pauses=("suspended",),
        on_priority_change="restart",
    )
    terms = {"answer": ClockTerms(target_ms=90_000), "resolution": resolution}

    assert found == Policies((Policy("critical", (PolicyVersion(match=match, terms=terms),)),))


@pytest.mark.parametrize(
    ("target", "calendar", "expected_ms"),
    [
        ("3wd", "office", 24 * HOUR),
        ("1wd", "office", 8 * HOUR),
        ("3wd", "always", 3 * DAY),
        ("24h", "office", 24 * HOUR),
        ("1h30m", "office", 90 * MINUTE),
    ],
)
def test_a_target_is_working_time_or_working_days(target: str, calendar: str, expected_ms: int) -> None:
    """A working day is as long as most days of its calendar are."""
    found = policies(f'[[policies]]\nname = "p"\nresolution = {{ target = "{target}", calendar = "{calendar}" }}\n')

    assert expected_ms == found.policies[0].versions[0].terms["resolution"].target_ms


@pytest.mark.parametrize(
    ("written", "lead_ms"), [("0.5", 2 * HOUR), ("0", 0), ('"30m"', 30 * MINUTE), ('"4h"', 4 * HOUR), (None, HOUR)]
)
def test_the_warning_lead_is_a_share_or_working_time(written: str | None, lead_ms: int) -> None:
    """Up to the whole target; a quarter of it if nothing is said."""
    lead = f", warn_before = {written}" if written else ""
    found = policies(f'[[policies]]\nname = "p"\nresolution = {{ target = "4h"{lead} }}\n')

    assert lead_ms == found.policies[0].versions[0].terms["resolution"].lead_ms


def test_a_policy_without_match_is_about_everyone() -> None:
    """As one of the queue `other` is about those not listed."""
    found = policies(
        '[[policies]]\nname = "p"\nanswer = { target = "1m" }\n'
        '[[policies]]\nname = "q"\nmatch = { queue = "other" }\nanswer = { target = "2m" }\n'
        '[[queues]]\nname = "sales"\nchannel = "voice"\n'
    )

    assert Decision("p", 1, ClockTerms(target_ms=MINUTE)) == found.find("answer", Labels(), 0)
    assert Decision("q", 1, ClockTerms(target_ms=2 * MINUTE)) == found.find("answer", Labels(queue="other"), 0)


def test_a_later_version_keeps_what_it_does_not_write() -> None:
    """In whatever order the file has them; a clock that is written is written whole, and may be none."""
    found = policies(
        """
        [[policies]]
        name = "p"
        from = 2028-01-01T00:00:00Z
        match = { priority = ["critical", "high"] }
        answer = "none"

        [[policies]]
        name = "p"
        from = 2027-01-01T00:00:00Z
        resolution = { target = "2h" }

        [[policies]]
        name = "p"
        match = { priority = "critical" }
        answer = { target = "1m" }
        resolution = { target = "4h", objective = 0.9 }
        """
    )
    critical, answer = Match(priority=("critical",)), ClockTerms(target_ms=MINUTE)
    shorter = ClockTerms(target_ms=2 * HOUR)
    begins = [parse_instant(f"{year}-01-01T00:00:00Z") for year in (2027, 2028)]

    assert found.policies[0].versions == (
        PolicyVersion(
            match=critical, terms={"answer": answer, "resolution": ClockTerms(target_ms=4 * HOUR, objective=0.9)}
        ),
        PolicyVersion(match=critical, terms={"answer": answer, "resolution": shorter}, from_ms=begins[0]),
        PolicyVersion(match=Match(priority=("critical", "high")), terms={"resolution": shorter}, from_ms=begins[1]),
    )


def test_a_policy_ends_with_a_version_whose_clock_is_none() -> None:
    """Clocks that start from then on are left to other policies."""
    policy = '[[policies]]\nname = "p"\n'
    found = policies(f'{policy}answer = {{ target = "1m" }}\n{policy}from = 2027-01-01T00:00:00Z\nanswer = "none"\n')
    end = parse_instant("2027-01-01T00:00:00Z")

    assert Decision("p", 1, ClockTerms(target_ms=MINUTE)) == found.find("answer", Labels(), end - 1)
    assert None is found.find("answer", Labels(), end)


@pytest.mark.parametrize(
    ("expected", "clock", "labels", "asked", "due"),
    [
        (
            ("critical stoppage", 0.80),
            "answer",
            Labels(queue="support", topic="stoppage", priority="critical", channel="voice"),
            "2026-03-06T17:00:00+09:00",  # a Friday: the night counts
            "2026-03-06T21:00:00+09:00",
        ),
        (
            ("routine request", 0.80),
            "resolution",
            Labels(queue="care-europe", priority="routine", channel="email"),
            "2026-03-03T10:00:00+09:00",  # Tuesday to Friday
            "2026-03-06T10:00:00+09:00",
        ),
        (
            ("routine request", 0.80),
            "resolution",
            Labels(queue="care-europe", priority="routine", channel="email"),
            "2026-09-22T10:00:00+09:00",  # Tuesday 7 h, Wednesday 8 h, Chuseok up to Saturday, Monday 8 h, Tuesday 1 h
            "2026-09-29T10:00:00+09:00",
        ),
        (
            ("engineer's visit", 0.70),
            "visit",
            Labels(queue="field", channel="visit"),
            "2026-03-06T17:00:00+09:00",
            "2026-03-08T17:00:00+09:00",
        ),
        (
            ("engineer's visit", 0.75),
            "visit",
            Labels(queue="field", channel="visit"),
            "2027-03-05T17:00:00+09:00",  # Friday 1 h, Saturday 4 h, Monday 8 h, Tuesday 3 h of two working days
            "2027-03-09T12:00:00+09:00",
        ),
    ],
)
def test_the_policies_of_the_sample_do_what_they_say(
    expected: tuple[str, float], clock: str, labels: Labels, asked: str, due: str
) -> None:
    """Critical stoppage within 4 h, routine request within 3 working days, visit within 2 days, later working days."""
    site, at_ms = read_site(SAMPLE), parse_instant(asked)
    found = site.policies.find(clock, labels, at_ms)

    assert found is not None
    assert expected == (found.policy, found.terms.objective)
    assert parse_instant(due) == add_working_ms(site.calendar(found.terms.calendar), at_ms, found.terms.target_ms)


def test_the_sample_decides_nothing_about_others() -> None:
    """A stoppage that is not critical, a visit's resolution."""
    known = read_site(SAMPLE).policies

    assert None is known.find("answer", Labels(topic="stoppage", priority="high"), 0)
    assert None is known.find("resolution", Labels(channel="visit"), 0)
    assert None is known.find("visit", Labels(channel="voice", priority="routine"), 0)
