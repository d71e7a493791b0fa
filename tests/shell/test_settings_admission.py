"""Knocking at Kafka's servers: a refusal is told, silence is not one."""

import ssl
from collections.abc import Mapping

import pytest
from aiokafka.errors import KafkaConnectionError, SaslAuthenticationFailed, UnsupportedSaslMechanismError

from agents.kafka import Connection
from agents.settings import admission
from agents.settings.admission import check_admission
from stream.errors import ConfigurationError

TWO = Connection("one:9092,two:9092", mechanism="PLAIN", username="floor", password="secret")
AWAY = KafkaConnectionError("no route")
REFUSED = SaslAuthenticationFailed("invalid credentials")


class Door:
    """A connection that was let in."""

    closed = 0

    async def close(self) -> None:
        """Count that it was closed."""
        Door.closed += 1


def servers(monkeypatch: pytest.MonkeyPatch, answers: Mapping[str, Exception | None]) -> None:
    """Put servers in place that answer so; None lets in."""

    async def create_conn(host: str, port: int, **_arguments: object) -> Door:
        answer = answers[host]
        if answer is not None:
            raise answer
        assert port == 9092
        return Door()

    monkeypatch.setattr(admission, "create_conn", create_conn)
    monkeypatch.setattr(Door, "closed", 0)


@pytest.mark.parametrize(
    ("answers", "let_in"),
    [
        ({"one": None, "two": None}, 2),
        ({"one": REFUSED, "two": None}, 1),
        ({"one": AWAY, "two": TimeoutError()}, 0),
        ({"one": ConnectionRefusedError(), "two": ssl.SSLEOFError()}, 0),
    ],
)
async def test_one_open_door_is_enough_and_silence_refuses_nobody(
    monkeypatch: pytest.MonkeyPatch, answers: Mapping[str, Exception | None], let_in: int
) -> None:
    """No connection stays open either."""
    servers(monkeypatch, answers)
    await check_admission(TWO)

    assert let_in == Door.closed


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (REFUSED, "FLOORWATCH_SASL_PASSWORD: Kafka at one:9092,two:9092 refuses the user or the password: invalid"),
        (UnsupportedSaslMechanismError(object()), "FLOORWATCH_SASL_MECHANISM: Kafka at one:9092,two:9092 does not"),
    ],
)
async def test_a_refusal_counts_where_the_others_are_away(
    monkeypatch: pytest.MonkeyPatch, refusal: Exception, reason: str
) -> None:
    """It names the setting that has to be changed."""
    servers(monkeypatch, {"one": AWAY, "two": refusal})

    with pytest.raises(ConfigurationError, match=reason):
        await check_admission(TWO)
