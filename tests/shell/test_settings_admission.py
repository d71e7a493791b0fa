"""Knocking at Kafka's servers: a refusal is told, silence is not one."""

import asyncio
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from aiokafka.errors import (
    IllegalSaslStateError,
    KafkaConnectionError,
    NoError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)

from agents.kafka import Connection
from agents.settings import admission
from agents.settings.admission import check_admission
from agents.topics import KafkaAwayError
from stream.errors import ConfigurationError

TWO = Connection("one:9092,two:9092", mechanism="PLAIN", username="floor", password="secret")
AWAY = KafkaConnectionError("no route")
UNKNOWN = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
REFUSED = SaslAuthenticationFailed("invalid credentials")
WITHOUT = replace(TWO, mechanism=None)
TLS_ALERT = b"\x15\x03\x03\x00\x02\x02\x50"


@dataclass
class Mechanisms:
    """What a server answers to whoever begins to show a password."""

    error_code: int = IllegalSaslStateError.errno
    enabled_mechanisms: tuple[str, ...] = ("SCRAM-SHA-256", "SCRAM-SHA-512")


class Door:
    """A connection that was let in."""

    closed = 0
    answer: Mechanisms | Exception = Mechanisms()

    async def send(self, _request: object) -> Mechanisms:
        """Answer."""
        if isinstance(Door.answer, Exception):
            raise Door.answer
        return Door.answer

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
        ({"one": UNKNOWN, "two": TimeoutError()}, 0),
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


async def test_names_that_nobody_knows_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries say of them that nobody answers in time: so they do of a Kafka that is only away."""
    servers(monkeypatch, {"one": UNKNOWN, "two": UNKNOWN})
    reason = "Kafka at one:9092,two:9092 does not answer: Name or service not known"

    with pytest.raises(KafkaAwayError, match=f"^{re.escape(reason)}$"):
        await check_admission(TWO)


def cut_off(answer: bytes) -> KafkaConnectionError:
    """What the library says of an answer that begins with no length of an answer of Kafka."""
    fault = KafkaConnectionError("closed")
    fault.__cause__ = asyncio.IncompleteReadError(answer[4:], int.from_bytes(answer[:4]))
    return fault


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (cut_off(TLS_ALERT), "FLOORWATCH_TLS: Kafka at one:9092,two:9092 speaks TLS: set it to true"),
        (
            IllegalSaslStateError(object()),
            "FLOORWATCH_SASL_MECHANISM: Kafka at one:9092,two:9092 asks for no password there: leave it out",
        ),
    ],
)
async def test_a_server_that_speaks_otherwise_is_not_away(
    monkeypatch: pytest.MonkeyPatch, answer: Exception, reason: str
) -> None:
    """It answers, and waiting would not help."""
    servers(monkeypatch, {"one": answer, "two": AWAY})

    with pytest.raises(ConfigurationError, match=reason):
        await check_admission(TWO)


async def test_an_answer_that_is_cut_off_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As by a server that ends just then."""
    servers(monkeypatch, {"one": cut_off(b"\x00\x00\x01\x00\x02"), "two": AWAY})
    await check_admission(TWO)

    assert 0 == Door.closed


@pytest.mark.parametrize("code", [NoError.errno, UnsupportedSaslMechanismError.errno])
async def test_a_password_that_is_asked_for_and_not_told_is_missed(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """The server would close every connection without a word."""
    servers(monkeypatch, {"one": None, "two": None})
    monkeypatch.setattr(Door, "answer", Mechanisms(code))

    with pytest.raises(ConfigurationError, match=r"_SASL_MECHANISM: .* asks for a password: SCRAM-SHA-256, SCRAM"):
        await check_admission(WITHOUT)
    assert 2 == Door.closed


@pytest.mark.parametrize("answer", [Mechanisms(), KafkaConnectionError("closed"), TimeoutError()])
async def test_where_none_is_asked_for_none_is_missed(
    monkeypatch: pytest.MonkeyPatch, answer: Mechanisms | Exception
) -> None:
    """Nor where that is not known."""
    servers(monkeypatch, {"one": None, "two": None})
    monkeypatch.setattr(Door, "answer", answer)
    await check_admission(WITHOUT)

    assert 2 == Door.closed
