"""Whether Kafka lets us in: the libraries try a wrong password for ever, and tell it to nobody but their logs."""

import asyncio
import socket
import ssl
from typing import Final

from aiokafka.conn import AIOKafkaConnection, collect_hosts, create_conn
from aiokafka.errors import (
    IllegalSaslStateError,
    KafkaConnectionError,
    KafkaError,
    NoError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.admin import SaslHandShakeRequest

from agents.kafka import Connection
from agents.settings.environment import variable
from agents.topics import KafkaAwayError
from stream.errors import ConfigurationError

ANSWER_WITHIN_MS: Final = 3_000
_TLS_ALERT: Final = 0x1503
"""How TLS answers whoever does not speak it: read as the length that an answer of Kafka begins with."""
_TAKES_PASSWORDS: Final = (NoError.errno, UnsupportedSaslMechanismError.errno)


class _PasswordMissedError(Exception):
    """A server asks for a password, by these mechanisms, and we have none."""


async def check_admission(connection: Connection, answer_within_ms: int = ANSWER_WITHIN_MS) -> None:
    """Knock at every server; raises ConfigurationError naming the variable where one refuses us and none lets us in.

    A server that does not answer refuses nobody: whether to wait for it is the caller's matter. Raises KafkaAwayError
    where no name has an address, of which the libraries say only that nobody answers.
    """
    places = collect_hosts(list(connection.addresses))
    answers = await asyncio.gather(*(_knock(connection, host, port, answer_within_ms) for host, port, _ in places))
    unknown = [answer for answer in answers if isinstance(answer, socket.gaierror)]
    if unknown and len(unknown) == len(answers):
        raise KafkaAwayError(f"Kafka at {connection.bootstrap} does not answer: {unknown[0].strerror}")
    refusals = [refusal for refusal in map(_refusal, answers) if refusal is not None]
    if None not in answers and refusals:
        setting, reason = refusals[0]
        raise ConfigurationError("environment", variable(setting), f"Kafka at {connection.bootstrap} {reason}")


async def _knock(connection: Connection, host: str, port: int, answer_within_ms: int) -> Exception | None:
    """What keeps us out of one server; None: it lets us in."""
    arguments = connection.asyncio_arguments()
    del arguments["bootstrap_servers"]
    try:
        door = await create_conn(host, port, request_timeout_ms=answer_within_ms, **arguments)
    except (OSError, KafkaError) as fault:
        return fault
    try:
        return None if connection.mechanism is not None else await _missed(door)
    finally:
        await door.close()


async def _missed(door: AIOKafkaConnection) -> Exception | None:
    """Begin to show a password: who asks for one and is shown none closes the connection without a word."""
    try:
        answer = await door.send(SaslHandShakeRequest("PLAIN"))
    except (OSError, KafkaError):
        return None
    asked = answer.error_code in _TAKES_PASSWORDS
    return _PasswordMissedError(", ".join(answer.enabled_mechanisms)) if asked else None


def _refusal(answer: Exception | None) -> tuple[str, str] | None:
    """The setting that a server does not accept, and its reason; None for one that lets us in or does not answer."""
    match answer:
        case ssl.SSLCertVerificationError():
            return "tls_ca", f"shows a certificate that is not to be trusted: {answer.verify_message}"
        case KafkaConnectionError(__cause__=asyncio.IncompleteReadError(expected=int(length))):
            return ("tls", "speaks TLS: set it to true") if length >> 16 == _TLS_ALERT else None
        case SaslAuthenticationFailed():
            return "sasl_password", f"refuses the user or the password: {answer.args[0]}"
        case _:
            reason = _refused_mechanism(answer)
            return None if reason is None else ("sasl_mechanism", reason)


def _refused_mechanism(answer: Exception | None) -> str | None:
    match answer:
        case _PasswordMissedError():
            return f"asks for a password: {answer}"
        case IllegalSaslStateError():
            return "asks for no password there: leave it out"
        case UnsupportedSaslMechanismError():
            return "does not offer this mechanism"
        case _:
            return None
