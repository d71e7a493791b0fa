"""Objectives: which clocks a queue can have, and what share of each should be met."""

from msgspec.structs import replace

from stream.objectives import objectives
from stream.policies import ClockTerms, Match, Policies, Policy, PolicyVersion
from stream.site import QueueRules, Site, default_version
from stream.units import DAY, HOUR

NOW = 100 * DAY
EVERY = Match()


def of(*policies: Policy, queue: str = "sales", channel: str = "voice", at_ms: int = NOW) -> dict[str, float]:
    """The objectives of a queue that promises 90 % of its answers, under these policies."""
    version = replace(default_version(channel), service_level_objective=0.9)
    site = Site(queues=(QueueRules(queue, channel, "UTC", (version,)),), policies=Policies(policies))
    return objectives(site, queue, channel, at_ms)


def policy(clock: str, objective: float, match: Match = EVERY, from_ms: int | None = None) -> Policy:
    """A policy about one clock."""
    terms = {clock: ClockTerms(target_ms=HOUR, objective=objective)}
    return Policy(clock, (PolicyVersion(match=match, terms=terms, from_ms=from_ms),))


def test_without_policies_a_queue_has_the_clocks_of_its_own_promise() -> None:
    """The answer by its service level; the first response where it has a target."""
    assert {"answer": 0.9} == of()
    assert {"answer": 0.9, "first_response": 0.8} == of(channel="chat")


def test_a_policy_gives_a_clock_to_the_queues_that_it_can_be_about() -> None:
    """Whatever else it asks about a contact can be so."""
    gold = policy("resolution", 0.7, Match(queue=("sales",), tier=("gold",)))

    assert {"answer": 0.9, "resolution": 0.7} == of(gold)
    assert {"answer": 0.9} == of(gold, queue="care")
    assert {"answer": 0.9} == of(policy("resolution", 0.7, Match(channel=("chat",))))


def test_of_several_that_can_decide_the_highest_objective_counts() -> None:
    """The queue's own promise is one of them while there are contacts that no policy is about."""
    critical, routine = (policy("answer", share, Match(priority=(name,))) for name, share in (("a", 0.5), ("b", 0.95)))

    assert {"answer": 0.95} == of(critical, routine)
    assert {"answer": 0.9} == of(critical)


def test_behind_a_policy_about_every_contact_nothing_decides() -> None:
    """Neither a policy that is less specific nor the queue's own promise."""
    every = policy("answer", 0.6, Match(queue=("sales",)))

    assert {"answer": 0.6} == of(every, policy("answer", 0.99))
    assert {"answer": 0.7} == of(every, policy("answer", 0.7, Match(queue=("sales",), topic=("stoppage",))))


def test_a_policy_counts_from_its_beginning() -> None:
    """Clocks that start before do not know it."""
    later = policy("next_response", 0.7, from_ms=NOW)

    assert {"answer": 0.9} == of(later, at_ms=NOW - 1)
    assert {"answer": 0.9, "next_response": 0.7} == of(later)


def test_only_visits_have_a_clock_for_the_visit() -> None:
    """A policy about every channel gives it to no other."""
    assert {"answer": 0.9} == of(policy("visit", 0.7))
    assert {"answer": 0.9, "visit": 0.7} == of(policy("visit", 0.7), channel="visit")
