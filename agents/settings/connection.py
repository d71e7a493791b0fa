"""From the settings to Kafka: how every client gets there, and what its topics are called."""

import ssl
from typing import Final

from aiokafka.client import AIOKafkaClient
from pydantic import SecretStr

from agents.kafka import Connection
from agents.settings.admission import check_admission
from agents.settings.certificates import fault_of, readable, show
from agents.settings.environment import variable
from agents.settings.runtime import Settings
from agents.topics import Prepared, TopicFacts, TopicNames, prepare

_FILES: Final = ("tls_ca", "tls_certificate", "tls_key")


def connection_of(settings: Settings) -> Connection:
    """The way to Kafka, its files opened once; raises ConfigurationError naming the variable and never a secret."""
    _check_combination(settings)
    if settings.tls:
        _check_files(settings)
    return Connection(
        bootstrap=settings.bootstrap,
        tls=settings.tls,
        ca_file=settings.tls_ca,
        certificate_file=settings.tls_certificate,
        key_file=settings.tls_key,
        mechanism=settings.sasl_mechanism,
        username=_revealed(settings.sasl_username),
        password=_revealed(settings.sasl_password),
        client_id=settings.app_id,
    )


def topic_names(settings: Settings) -> TopicNames:
    """What the topics are called."""
    return TopicNames(
        contacts=settings.contact_topic,
        agents=settings.agent_topic,
        contact_state=settings.contact_state_topic,
        agent_state=settings.agent_state_topic,
        dead_letters=settings.dead_letter_topic,
        alarms=settings.alarm_topic,
        floor=settings.floor_topic,
    )


async def prepare_topics(connection: Connection, settings: Settings) -> Prepared:
    """Make the missing topics and check all of them; raises TopicError, ConfigurationError where we are not let in."""
    await check_admission(connection)
    replication = -1 if settings.replication is None else settings.replication
    names = topic_names(settings)
    return await prepare(connection, names, partitions=settings.partitions, replication=replication)


async def topics_as_they_are(connection: Connection, settings: Settings) -> Prepared:
    """A broker without transactions makes its topics when they are first asked for, and can tell little more."""
    names = tuple(settings.topics.values())
    client = AIOKafkaClient(**connection.asyncio_arguments())
    await client.bootstrap()
    try:
        for name in names:
            await client.add_topic(name)
        counts = {name: len(client.cluster.partitions_for_topic(name) or ()) for name in names}
    finally:
        await client.close()
    facts = {name: TopicFacts(name, "", counts[name], {}) for name in names}
    return Prepared(counts[settings.contact_topic], facts, ())


def _check_combination(settings: Settings) -> None:
    """Refuse half of a pair: it would be ignored, or fail much later and far away."""
    for name in _FILES:
        if getattr(settings, name) is not None and not settings.tls:
            raise fault_of(name, f"holds with {variable('tls')}=true only")
    if settings.tls_key is not None and settings.tls_certificate is None:
        raise fault_of("tls_key", f"needs {variable('tls_certificate')}")
    for name in ("sasl_username", "sasl_password"):
        given = getattr(settings, name) is not None
        if given and settings.sasl_mechanism is None:
            raise fault_of(name, f"needs {variable('sasl_mechanism')}")
        if not given and settings.sasl_mechanism is not None:
            raise fault_of(name, f"is missing: {settings.sasl_mechanism} asks for it (or for {variable(name)}_FILE)")


def _check_files(settings: Settings) -> None:
    for name in _FILES:
        readable(name, getattr(settings, name))
    try:
        context = ssl.create_default_context(cafile=settings.tls_ca)
    except ssl.SSLError:
        raise fault_of("tls_ca", f"{settings.tls_ca} holds no certificates (PEM)") from None
    if settings.tls_certificate is not None:
        show(context, "tls_certificate", settings.tls_certificate, settings.tls_key)


def _revealed(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
