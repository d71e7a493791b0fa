"""TLS and SASL on a real Kafka: topics, checkpoints, dead letters and the group, all let in by a password."""

import asyncio
import dataclasses
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.broker.java import find_java
from agents.broker.local import LocalKafka
from agents.broker.ports import LOOPBACK, free_ports
from agents.broker.progress import silent
from agents.kafka import Connection
from agents.topics import TopicError, prepare
from tests.system.lane_harness import Floor, Workers, names_of, until
from tests.system.shared_kafka import READY_MS, run_apart

pytestmark = pytest.mark.system

USER, PASSWORD = "floorwatch", "let me in"
JAAS = f'org.apache.kafka.common.security.plain.PlainLoginModule required user_{USER}="{PASSWORD}";'


def keytool(java: Path, *arguments: str) -> None:
    """Run Java's tool for keys."""
    subprocess.run([java.with_name("keytool"), *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Run a Kafka that has a third listener, with TLS and passwords, and return the way through it."""
    folder = tmp_path_factory.mktemp("keys")
    store, certificate = folder / "keys.p12", folder / "ca.pem"
    java = asyncio.run(find_java())
    common = ("-alias", "kafka", "-keystore", str(store), "-storepass", "changeit")
    names = f"san=ip:{LOOPBACK},dns:localhost"
    keytool(java, "-genkeypair", *common, "-keyalg", "EC", "-validity", "2", "-dname", "CN=localhost", "-ext", names)
    keytool(java, "-exportcert", *common, "-rfc", "-file", str(certificate))
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
    kafka = LocalKafka(port=plain, properties=properties, ready_within_ms=READY_MS, progress=silent)
    run_apart(kafka.start)
    try:
        yield Connection(
            f"{LOOPBACK}:{closed}",
            tls=True,
            ca_file=certificate,
            mechanism="PLAIN",
            username=USER,
            password=PASSWORD,
        )
    finally:
        run_apart(kafka.stop)


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
    wrong = dataclasses.replace(secured, password="no such password")
    with pytest.raises(TopicError) as error:
        await prepare(wrong, names_of(prefix), partitions=1, answer_within_s=3)

    assert secured.bootstrap in str(error.value)
    assert "no such password" not in str(error.value)
