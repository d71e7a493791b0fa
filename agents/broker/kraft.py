"""One Kafka node in KRaft mode: its properties, its identity, its command lines."""

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agents.broker.ports import LOOPBACK, free_ports

RECORDS = "records"
LOG_CONFIGURATION = Path(__file__).with_name("log4j2.xml")

# With one node there is nobody to replicate to; few internal partitions and small buffers let it start fast.
LOCAL_PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    # A misspelt topic must be an error, not a new topic.
    "auto.create.topics.enable": "false",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    # Else the first member of each group waits 3 s for others.
    "group.initial.rebalance.delay.ms": "0",
    # After a kill the node must outwait its own former session (9 s by default) before it may register again.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    "log.cleaner.dedupe.buffer.size": "33554432",
}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The two ports of a node: for clients, and for the controller in the same process."""

    broker: int
    controller: int

    @classmethod
    def pick(cls, broker: int | None = None) -> "Endpoints":
        """Choose free ports, keeping the one for clients if it is given."""
        first, second, third = free_ports(3)
        if broker is None:
            return cls(first, second)
        return cls(broker, third if second == broker else second)

    @property
    def bootstrap(self) -> str:
        """The address that clients are given."""
        return f"{LOOPBACK}:{self.broker}"


def node_properties(endpoints: Endpoints, records: str, extra: Mapping[str, str]) -> dict[str, str]:
    """Return the node's properties; `records` is relative to its directory, `extra` wins over everything."""
    controller = f"{LOOPBACK}:{endpoints.controller}"
    own = {
        "controller.quorum.voters": f"{LOCAL_PROPERTIES['node.id']}@{controller}",
        "listeners": f"PLAINTEXT://{endpoints.bootstrap},CONTROLLER://{controller}",
        "advertised.listeners": f"PLAINTEXT://{endpoints.bootstrap}",
        "log.dirs": records,
    }
    return {**LOCAL_PROPERTIES, **own, **extra}


def properties_text(properties: Mapping[str, str]) -> str:
    """Write properties as Java reads them."""
    # Of what JSON escapes in a string, Java's property files mean the same.
    return "".join(f"{key}={json.dumps(value)[1:-1]}\n" for key, value in properties.items())


def new_cluster_id() -> str:
    """Return 16 random bytes in the base64 that Kafka uses for ids."""
    raw = bytearray(uuid.uuid4().bytes)
    # An id that began with a dash would be an option on the command line.
    raw[0] &= 0x7F
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read_cluster_id(directory: Path) -> str | None:
    """Return the id with which the node's directory was formatted, None if it was not."""
    try:
        lines = (directory / RECORDS / "meta.properties").read_text().splitlines()
    except FileNotFoundError:
        return None
    return next((line.removeprefix("cluster.id=") for line in lines if line.startswith("cluster.id=")), None)


# Java leaves a file of figures in the system's temporary folder when it is killed.
_NO_TRACE: Final = "-XX:-UsePerfData"

# What runs for a while only, or is asked for little, would not earn back the start of the optimising compiler.
_QUICK: Final = "-XX:TieredStopAtLevel=1"


def format_command(java: Path, jars: Path, cluster_id: str, properties: Path) -> list[str]:
    """Return the command that prepares an empty directory."""
    tool = [
        str(java),
        _NO_TRACE,
        "-XX:+UseSerialGC",
        _QUICK,
        "-cp",
        f"{jars}/*",
        "kafka.tools.StorageTool",
    ]
    return [*tool, "format", "-t", cluster_id, "-c", str(properties)]


def serve_command(java: Path, jars: Path, heap: str, properties: Path, *, optimised: bool) -> list[str]:
    """Return the command that runs the node."""
    options = [_NO_TRACE, *([] if optimised else [_QUICK]), f"-Xmx{heap}"]
    logging = f"-Dlog4j2.configurationFile={LOG_CONFIGURATION.as_uri()}"
    return [str(java), *options, "-cp", f"{jars}/*", logging, "kafka.Kafka", str(properties)]
