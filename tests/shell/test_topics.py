"""What topics must be like, judged from what Kafka says about them."""

from collections.abc import Mapping

import pytest

from agents.topics import TopicError, TopicFacts, TopicNames, check, settings_for

NAMES = TopicNames()


def facts(partitions: int = 6, **changed: TopicFacts) -> dict[str, TopicFacts]:
    """Return topics as this program makes them, some of them changed."""
    made = {name: TopicFacts(name, f"id-{name}", partitions, settings_for(name, NAMES)) for name in NAMES.all}
    return made | {topic.name: topic for topic in changed.values()}


def with_settings(name: str, settings: Mapping[str, str]) -> TopicFacts:
    """Return a topic of six partitions with other settings."""
    return TopicFacts(name, "id", 6, {**settings_for(name, NAMES), **settings})


def test_topics_as_this_program_makes_them_are_fine() -> None:
    """Nothing to say about them."""
    prepared = check(facts(), NAMES)

    assert (6, ()) == (prepared.partitions, prepared.warnings)
    assert prepared.topics["contact.events"].topic_id == "id-contact.events"


@pytest.mark.parametrize("name", [name for name in NAMES.co_partitioned if name != NAMES.contacts])
def test_another_number_of_partitions_is_refused(name: str) -> None:
    """The text names the topic, both numbers, why, and what to do."""
    with pytest.raises(TopicError) as error:
        check(facts(odd=TopicFacts(name, "id", 4, settings_for(name, NAMES))), NAMES)

    assert f"topic {name} has 4 partitions and contact.events 6: they must be equal; a contact's" in str(error.value)
    assert str(error.value).endswith("make anew what differs, or all of them under new names")


@pytest.mark.parametrize("policy", ["delete", "compact,delete"])
def test_a_state_topic_that_forgets_is_refused(policy: str) -> None:
    """Rows that are still needed would be gone at the next restart."""
    for name in NAMES.compacted:
        state = with_settings(name, {"cleanup.policy": policy})
        with pytest.raises(TopicError, match=f"{name} has cleanup.policy={policy}"):
            check(facts(state=state), NAMES)


@pytest.mark.parametrize("policy", ["compact", "compact,delete"])
def test_compacted_dead_letters_are_refused(policy: str) -> None:
    """Letters would be gone, and Kafka takes none without a key there: no checkpoint with one would be kept."""
    dead = with_settings(NAMES.dead_letters, {"cleanup.policy": policy})
    with pytest.raises(TopicError, match=f"{NAMES.dead_letters} has cleanup.policy={policy}"):
        check(facts(dead=dead), NAMES)


def test_alarms_may_have_another_number_of_partitions() -> None:
    """They belong to slices and not to contacts."""
    alarms = TopicFacts(NAMES.alarms, "id", 1, settings_for(NAMES.alarms, NAMES))

    assert 6 == check(facts(alarms=alarms), NAMES).partitions


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Nobody wants to start three times for three faults."""
    state = with_settings(NAMES.agent_state, {"cleanup.policy": "delete"})
    with pytest.raises(TopicError) as error:
        check(facts(state=state, dead=TopicFacts(NAMES.dead_letters, "id", 1)), NAMES)
    said = str(error.value).split("; ")

    assert [part.split(" has ")[0] for part in said[:2]] == [
        f"topic {NAMES.dead_letters}",
        f"topic {NAMES.agent_state}",
    ]


def test_a_source_with_the_clocks_of_its_producers_is_warned_of() -> None:
    """It works, but a wrong clock moves the log's clock."""
    prepared = check(facts(source=with_settings(NAMES.contacts, {"message.timestamp.type": "CreateTime"})), NAMES)
    (warning,) = prepared.warnings

    assert "contact.events keeps the time of its producers" in warning


def test_a_compacted_source_is_warned_of() -> None:
    """Of a contact's events only the last would stay."""
    prepared = check(facts(source=with_settings(NAMES.agents, {"cleanup.policy": "compact"})), NAMES)

    assert ["topic agent.events is compacted: of a contact's events only the last would stay"] == list(
        prepared.warnings
    )


def test_a_dead_letter_topic_for_shorter_records_than_the_source_is_warned_of() -> None:
    """Long letters would be cut off."""
    prepared = check(facts(dead=with_settings(NAMES.dead_letters, {"max.message.bytes": "1000"})), NAMES)

    assert ["takes shorter records" in warning for warning in prepared.warnings] == [True]
