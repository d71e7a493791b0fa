"""SLA policies: which of several decides, and from when on."""

import msgspec
import pytest

from stream import policies as module
from stream.measures import CLOCKS
from stream.policies import ClockTerms, Decision, Labels, Match, Policies, Policy, PolicyVersion
from stream.units import DAY, HOUR, MINUTE

FOUR_HOURS = ClockTerms(target_ms=4 * HOUR)
ONE_HOUR = ClockTerms(target_ms=HOUR)
TWO_DAYS = ClockTerms(target_ms=2 * DAY, objective=0.70)
CRITICAL = Labels(queue="plant", topic="stoppage", priority="critical", tier="gold", channel="voice")


def policy(name: str, match: Match, terms: ClockTerms = FOUR_HOURS, clock: str = "resolution") -> Policy:
    """A policy of one version with terms for one clock."""
    return Policy(name, (PolicyVersion(match=match, terms={clock: terms}),))


def decided(*several: Policy, labels: Labels = CRITICAL, clock: str = "resolution", at_ms: int = 0) -> str | None:
    """The name of the policy that decides."""
    found = Policies(several).find(clock, labels, at_ms)
    return found and found.policy


def test_without_policies_nothing_is_decided() -> None:
    """The queue's own promises hold then."""
    assert None is Policies().find("answer", CRITICAL, 0)


def test_a_decision_names_policy_version_and_terms() -> None:
    """What is stamped on a clock when it starts."""
    found = Policies((policy("critical", Match(priority=("critical",))),)).find("resolution", CRITICAL, 0)

    assert Decision("critical", 1, FOUR_HOURS) == found


@pytest.mark.parametrize(
    ("expected", "match"),
    [
        (True, Match()),
        (True, Match(queue=("plant",))),
        (True, Match(queue=("sales", "plant"))),
        (False, Match(queue=("sales",))),
        (True, Match(topic=("stoppage",))),
        (False, Match(topic=("invoice",))),
        (True, Match(priority=("high", "critical"))),
        (False, Match(priority=("high",))),
        (True, Match(tier=("gold",))),
        (False, Match(tier=("silver",))),
        (True, Match(channel=("voice", "video"))),
        (False, Match(channel=("chat",))),
        (
            True,
            Match(queue=("plant",), topic=("stoppage",), priority=("critical",), tier=("gold",), channel=("voice",)),
        ),
        (
            False,
            Match(queue=("plant",), topic=("stoppage",), priority=("critical",), tier=("tin",), channel=("voice",)),
        ),
    ],
)
def test_every_key_that_is_named_must_have_one_of_its_values(expected: bool, match: Match) -> None:  # noqa: FBT001
    """A key that is not named takes any."""
    assert expected == match.accepts(CRITICAL)


def test_a_label_that_nobody_said_matches_no_value() -> None:
    """But it matches a policy that does not ask."""
    assert not Match(priority=("critical",)).accepts(Labels(queue="plant"))
    assert Match(queue=("plant",)).accepts(Labels(queue="plant"))


def test_the_possible_terms_are_those_of_every_policy_that_can_be_about_a_queue() -> None:
    """In the order in which they decide; None stands for what holds where none does."""
    one, two = policy("one", Match(priority=("high",)), ONE_HOUR), policy("two", Match(queue=("plant",)), TWO_DAYS)
    other = policy("other", Match(queue=("office",)))

    def possible(queue: str, channel: str = "voice", clock: str = "resolution") -> list[ClockTerms | None]:
        return list(Policies((other, one, two)).possible(clock, queue, channel, 0))

    assert [TWO_DAYS] == possible("plant")
    assert [FOUR_HOURS] == possible("office")
    assert [ONE_HOUR, None] == possible("sales")
    assert [None] == possible("plant", clock="visit")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Match(tier=("gold",), channel=("voice",)), Match(queue=("plant",))),
        (Match(priority=("critical",)), Match()),
        (Match(queue=("plant",)), Match(topic=("stoppage",))),
        (Match(topic=("stoppage",)), Match(priority=("critical",))),
        (Match(priority=("critical",)), Match(tier=("gold",))),
        (Match(tier=("gold",)), Match(channel=("voice",))),
        (Match(queue=("plant",), channel=("voice",)), Match(topic=("stoppage",), priority=("critical",))),
        (Match(queue=("plant",), topic=("stoppage",)), Match(queue=("plant",), priority=("critical",))),
        (Match(topic=("stoppage",), tier=("gold",)), Match(topic=("stoppage",), channel=("voice",))),
    ],
)
def test_the_more_specific_policy_decides_wherever_it_stands(first: Match, second: Match) -> None:
    """More keys first; then queue before topic before priority before tier before channel."""
    one, other = policy("one", first), policy("other", second)

    assert ["one", "one"] == [decided(one, other), decided(other, one)]


def test_of_policies_with_the_same_keys_the_first_of_the_file_decides() -> None:
    """How many values a key may have makes none more specific."""
    wide, narrow = policy("wide", Match(queue=("plant", "sales"))), policy("narrow", Match(queue=("plant",)))

    assert ["wide", "narrow"] == [decided(wide, narrow), decided(narrow, wide)]


def test_a_policy_without_terms_for_the_clock_leaves_it_to_the_next() -> None:
    """Each clock has its own decision."""
    both = (policy("critical", Match(priority=("critical",)), clock="answer"), policy("all", Match()))

    assert ["critical", None, None, "all", None] == [decided(*both, clock=clock) for clock in CLOCKS]


def test_a_contact_that_no_policy_matches_has_no_decision() -> None:
    """Nor has one that is asked for again."""
    known = Policies((policy("critical", Match(priority=("critical",))),))

    assert [None, None] == [known.find("resolution", Labels(queue="plant"), 0) for _ in range(2)]


VERSIONED = Policy(
    "critical",
    (
        PolicyVersion(match=Match(priority=("critical",)), terms={"resolution": FOUR_HOURS}),
        PolicyVersion(match=Match(priority=("critical",)), terms={"resolution": ONE_HOUR}, from_ms=1_000),
        PolicyVersion(match=Match(queue=("plant",)), terms={"visit": TWO_DAYS}, from_ms=2_000),
    ),
)


@pytest.mark.parametrize(
    ("expected", "clock", "at_ms"),
    [
        (Decision("critical", 1, FOUR_HOURS), "resolution", -DAY),
        (Decision("critical", 1, FOUR_HOURS), "resolution", 999),
        (Decision("critical", 2, ONE_HOUR), "resolution", 1_000),
        (Decision("critical", 2, ONE_HOUR), "resolution", 1_999),
        (None, "resolution", 2_000),
        (None, "visit", 1_999),
        (Decision("critical", 3, TWO_DAYS), "visit", 2_000),
    ],
)
def test_the_version_valid_at_the_start_of_the_clock_decides(expected: Decision, clock: str, at_ms: int) -> None:
    """Each holds from its instant on; the first since ever."""
    assert expected == Policies((VERSIONED,)).find(clock, CRITICAL, at_ms)


def test_a_version_may_make_a_policy_more_specific_than_another() -> None:
    """The order is that of the versions valid at the instant."""
    all_gold = policy("gold", Match(tier=("gold",)))
    later = Match(tier=("gold",), queue=("plant",))
    everyone = Policy(
        "everyone",
        (
            PolicyVersion(terms={"resolution": FOUR_HOURS}),
            PolicyVersion(match=later, terms={"resolution": ONE_HOUR}, from_ms=DAY),
        ),
    )

    assert ["gold", "everyone"] == [decided(everyone, all_gold, at_ms=at_ms) for at_ms in (DAY - 1, DAY)]


def test_a_policy_whose_first_version_begins_later_decides_nothing_before() -> None:
    """Though no configuration has one, code might."""
    new = Policy("new", (PolicyVersion(terms={"answer": ONE_HOUR}, from_ms=DAY),))

    assert [None, "new"] == [decided(new, clock="answer", at_ms=at_ms) for at_ms in (DAY - 1, DAY)]


def test_an_answer_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same clock, labels and stretch between two beginnings are remembered; but not without end."""
    asked: list[Labels] = []
    accepts = Match.accepts

    def listening(match: Match, labels: Labels) -> bool:
        asked.append(labels)
        return accepts(match, labels)

    monkeypatch.setattr(module, "MOST_ANSWERS", 2)
    monkeypatch.setattr(Match, "accepts", listening)
    known = Policies((policy("all", Match(tier=("gold",))),))
    first, second, third = (Labels(topic=topic, tier="gold") for topic in ("a", "b", "c"))
    for labels in (first, first, second, first, third, third, first):
        assert "all" == (known.find("resolution", labels, 0) or Decision("", 0, ONE_HOUR)).policy

    assert [first, second, third, first] == asked


@pytest.mark.parametrize(
    ("expected", "terms"),
    [
        (HOUR, FOUR_HOURS),
        (2 * HOUR, ClockTerms(target_ms=4 * HOUR, warn_share=0.5)),
        (MINUTE, ClockTerms(target_ms=4 * HOUR, warn_ms=MINUTE)),
        (0, ClockTerms(target_ms=4 * HOUR, warn_ms=0)),
    ],
)
def test_the_warning_lead_is_a_share_of_the_target_or_a_time_of_its_own(expected: int, terms: ClockTerms) -> None:
    """A quarter unless said otherwise."""
    assert expected == terms.lead_ms


def test_policies_are_read_back_as_they_were_written() -> None:
    """Whatever they have been asked before."""
    known = Policies((VERSIONED, policy("all", Match())))

    assert None is not known.find("resolution", CRITICAL, 0)
    assert known == msgspec.json.decode(msgspec.json.encode(known), type=Policies)
