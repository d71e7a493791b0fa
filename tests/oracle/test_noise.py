"""The noise between the floor and Kafka: nothing is lost, and what is added is what was asked for."""

from collections import Counter
from itertools import pairwise

import orjson

from agents.simulate.floor import Event, Scenario, encode, simulate
from tests.oracle.noise import DEFECTS, Delivery, Noise, noisy

SCENARIO = Scenario(start_at_ms=1_760_000_000_000, rate=100, duration_s=60)
NOISE = Noise(seed=3, delay_ms=10_000, duplicates=0.05, bad=0.05)


def floor_events() -> list[Event]:
    """Return one minute of a floor."""
    return list(simulate(SCENARIO))


def readable(deliveries: list[Delivery]) -> list[Delivery]:
    """Leave the bad twins out."""
    return [delivery for delivery in deliveries if delivery.defect is None]


def test_without_noise_the_records_are_those_of_the_events_in_their_order() -> None:
    """A silent channel changes nothing."""
    events = floor_events()

    deliveries = list(noisy(events, Noise()))

    assert [encode(event) for event in events] == [(sent.key, sent.value, sent.topic) for sent in deliveries]
    assert [event["time"] for event in events] == [sent.sent_at for sent in deliveries]


def test_no_event_is_lost_and_the_asked_share_comes_twice() -> None:
    """Each event arrives once or twice, about one in twenty twice."""
    events = floor_events()

    copies = Counter(sent.value for sent in readable(list(noisy(events, NOISE))))

    assert {encode(event)[1] for event in events} == set(copies)
    assert {1, 2} == set(copies.values())
    assert 0.04 < sum(count == 2 for count in copies.values()) / len(copies) < 0.06


def test_delays_disorder_events_within_the_limit_and_sending_is_in_order() -> None:
    """Sent times never fall, are 0 to 10 s after the event, and event times do fall."""
    deliveries = list(noisy(floor_events(), NOISE))
    times = [orjson.loads(sent.value)["time"] for sent in readable(deliveries)]
    delays = [sent.sent_at - at for sent, at in zip(readable(deliveries), times, strict=True)]

    assert all(before.sent_at <= after.sent_at for before, after in pairwise(deliveries))
    assert 0 <= min(delays) < 100
    assert 9_900 < max(delays) <= 10_000
    assert any(before > after for before, after in pairwise(times))


def test_every_defect_is_what_its_name_says() -> None:
    """Each bad twin breaks exactly the rule after which it is named."""
    event = floor_events()[-1]
    bad = {defect: spoil(event) for defect, spoil in DEFECTS.items()}
    key, value, _ = encode(event)

    assert value.startswith(bad["not_json"][1])
    assert len(bad["not_json"][1]) < len(value)
    assert len(bad["too_large"][1]) > 65_536
    assert [event] == orjson.loads(bad["not_an_object"][1])
    assert orjson.loads(bad["unknown_type"][1])["type"] == "contact.teleported"
    assert "time" not in orjson.loads(bad["missing_field"][1])
    assert orjson.loads(bad["bad_field"][1])["source"] == 7
    assert orjson.loads(bad["bad_time"][1])["time"] == "yesterday"
    assert orjson.loads(bad["time_too_far_ahead"][1])["time"] == event["time"] + 86_400_000
    assert (bad["key_mismatch"][0] != key, bad["key_mismatch"][1]) == (True, value)


def test_bad_twins_come_in_every_kind_and_in_the_asked_share() -> None:
    """With enough events every defect occurs, about one record in twenty."""
    events = floor_events()
    defects = Counter(sent.defect for sent in noisy(events, NOISE) if sent.defect is not None)

    assert set(DEFECTS) == set(defects)
    assert 0.04 < defects.total() / len(events) < 0.06


def test_the_same_seed_makes_the_same_noise_and_another_one_another() -> None:
    """Noise repeats itself."""
    events = floor_events()

    assert list(noisy(events, NOISE)) == list(noisy(events, NOISE))
    assert list(noisy(events, NOISE)) != list(noisy(events, Noise(seed=4, delay_ms=10_000, duplicates=0.05, bad=0.05)))
