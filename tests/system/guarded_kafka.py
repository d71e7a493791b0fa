"""A Kafka as `deploy/secured` tells its keeper to set it up: users by password through TLS, rights by ACLs alone."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialUpsertion,
)

from agents.broker.local import LocalKafka
from agents.broker.ports import LOOPBACK, free_ports
from agents.broker.progress import silent
from agents.kafka import Connection
from agents.outputs.kafka import Access
from tests.system.secured_kafka import ANSWER_WITHIN_S, Authority
from tests.system.shared_kafka import READY_MS, run_apart

SAMPLE = Path(__file__).parents[2] / "deploy" / "secured" / "broker.properties"
MECHANISM = "SCRAM-SHA-512"
PASSWORDS = {"worker": "worker's own", "producer": "producer's own"}
_KINDS = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "transactional-id": ResourceType.TRANSACTIONAL_ID,
}


def sampled(authority: Authority) -> dict[str, str]:
    """Read the sample; only the place of the key store and the name of the administrator are this machine's."""
    lines = (line for line in SAMPLE.read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines) | {
        "listener.name.secured.ssl.keystore.location": str(authority.key_store()),
        # Whoever comes by the plain listener, which the harness has for itself, is nobody in particular.
        "super.users": "User:ANONYMOUS",
    }


class GuardedKafka:
    """The broker; `with GuardedKafka(folder) as kafka:`. Users are called as their roles."""

    def __init__(self, folder: Path) -> None:
        """Make certificates below this folder and settle the ports."""
        self.authority = Authority(folder / "authority")
        plain, controller, secured = free_ports(3)
        self.bootstrap = f"{LOOPBACK}:{secured}"
        listeners = f"PLAINTEXT://{LOOPBACK}:{plain},SECURED://{self.bootstrap}"
        properties = sampled(self.authority) | {
            "listeners": f"{listeners},CONTROLLER://{LOOPBACK}:{controller}",
            "advertised.listeners": listeners,
            "controller.quorum.voters": f"1@{LOOPBACK}:{controller}",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURED:SASL_SSL",
        }
        self._kafka = LocalKafka(port=plain, properties=properties, ready_within_ms=READY_MS, progress=silent)

    @property
    def administrator(self) -> Connection:
        """The way in for whoever may do everything."""
        return Connection(self._kafka.bootstrap)

    def __enter__(self) -> Self:
        """Start it and make the users."""
        run_apart(self._kafka.start)
        try:
            run_apart(self._make_users)
        except BaseException:
            run_apart(self._kafka.stop)
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop it."""
        run_apart(self._kafka.stop)

    async def allow(self, rows: Iterable[Access]) -> None:
        """Let the users of the roles do what these rows say."""
        bindings = [
            AclBinding(
                _KINDS[row.resource],
                row.name,
                ResourcePatternType.PREFIXED if row.prefixed else ResourcePatternType.LITERAL,
                f"User:{row.role}",
                "*",
                AclOperation[_screaming(operation)],
                AclPermissionType.ALLOW,
            )
            for row in rows
            for operation in row.operations
        ]
        admin = self._admin()
        answers = admin.create_acls(bindings, request_timeout=ANSWER_WITHIN_S)
        await asyncio.gather(*map(asyncio.wrap_future, answers.values()))

    async def _make_users(self) -> None:
        scram = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
        users: list[UserScramCredentialAlteration] = [
            UserScramCredentialUpsertion(name, scram, word.encode()) for name, word in PASSWORDS.items()
        ]
        admin = self._admin()
        answers = admin.alter_user_scram_credentials(users, request_timeout=ANSWER_WITHIN_S)
        await asyncio.gather(*map(asyncio.wrap_future, answers.values()))

    def _admin(self) -> AdminClient:
        """Return a client; its answers end with it."""
        return AdminClient({"bootstrap.servers": self._kafka.bootstrap})


def _screaming(name: str) -> str:
    return "".join(f"_{sign}" if sign.isupper() else sign for sign in name).strip("_").upper()
