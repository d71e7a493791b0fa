"""TLS and SASL on a real Kafka: topics, checkpoints, dead letters and the group, all let in by a password."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agents.broker.java import find_java
from agents.broker.local import LocalKafka
from agents.broker.ports import LOOPBACK, free_ports
from agents.broker.progress import silent
from agents.kafka import Connection
from agents.topics import TopicError, prepare
from tests.system.lane_harness import Floor, Workers, names_of, until
from tests.system.shared_kafka import READY_MS

pytestmark = pytest.mark.system

USER, PASSWORD = "floorwatch", "let me in"
JAAS = f'org.apache.kafka.common.security.plain.PlainLoginModule required user_{USER}="{PASSWORD}";'


async def keytool(*arguments: str) -> None:
    """Run Java's tool for keys."""
    process = await asyncio.create_subprocess_exec(
        str((await find_java()).with_name("keytool")),
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise AssertionError(said.decode())


@pytest.fixture
async def secured(tmp_path: Path) -> AsyncIterator[Connection]:
    """Run a Kafka that has a third listener, with TLS and passwords, and return the way through it."""
    store, certificate = tmp_path / "keys.p12", tmp_path / "ca.pem"
    common = ("-alias", "kafka", "-keystore", str(store), "-storepass", "changeit")
    names = f"san=ip:{LOOPBACK},dns:localhost"
    await keytool("-genkeypair", *common, "-keyalg", "EC", "-validity", "2", "-dname", "CN=localhost", "-ext", names)
    await keytool("-exportcert", *common, "-rfc", "-file", str(certificate))
    plain, controller, closed = free_ports(3)
    listeners = f"PLAINTEXT://{LOOPBACK}:{plain},CLOSED://{LOOPBACK}:{closed}"
    properties = {
        "listeners": f"{listeners},CONTROLLER://{LOOPBACK}:{controller}",
        "advertised.listeners": listeners,
        "controller.quorum.voters": f"1@{LOOPBACK}:{controller}",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,CLOSED:SASL_SSL",
        "listener.name.closed.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.closed.plain.sasl.jaas.config": JAAS,
        "listener.name.closed.ssl.keystore.location": str(store),
        "listener.name.closed.ssl.keystore.type": "PKCS12",
        "listener.name.closed.ssl.keystore.password": "changeit",
        "listener.name.closed.ssl.key.password": "changeit",
    }
    async with LocalKafka(port=plain, properties=properties, ready_within_ms=READY_MS, progress=silent):
        yield Connection(
            f"{LOOPBACK}:{closed}",
            tls=True,
            ca_file=certificate,
            mechanism="PLAIN",
            username=USER,
            password=PASSWORD,
        )


async def test_a_worker_works_through_tls_with_a_password(secured: Connection, prefix: str) -> None:
    """Every client of it finds its way: the group's, the producers', the restore's, the probe's, the topics'."""
    floor = Floor(secured, prefix)
    await floor.prepare()
    await floor.produce(0, 3_000)
    ends = await floor.ends()
    with Workers(secured, prefix) as workers:
        worker = workers.start()
        await until(lambda: worker.has_kept(ends) and worker.is_caught_up, "all is kept")

        assert await worker.terminate() == 0
    assert await floor.differences() == {}


async def test_a_wrong_password_is_an_error_that_names_the_broker(secured: Connection, prefix: str) -> None:
    """And does not show the password."""
    wrong = Connection(
        secured.bootstrap,
        tls=True,
        ca_file=secured.ca_file,
        mechanism="PLAIN",
        username=USER,
        password="no such password",
    )
    with pytest.raises(TopicError) as error:
        await prepare(wrong, names_of(prefix), partitions=1, answer_within_s=3)

    assert secured.bootstrap in str(error.value)
    assert "no such password" not in str(error.value)
